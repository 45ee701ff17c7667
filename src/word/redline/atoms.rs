//! A paragraph as a row of atoms: characters, and whole things that are never cut (fields, pictures,
//! marks of notes, the number of a caption).
//!
//! In: a `w:p` as `write` and `finish` make it. Out: [`Paragraph`]. Bookmarks have no width: they are kept
//! beside the atoms.

use crate::ooxml::Element;

/// What makes two atoms equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    Character(char),
    /// A character within a link to outside; the address. Only what is compared has it.
    Linked(char, String),
    /// A picture; the number of its bytes.
    Picture(u64),
    /// The mark of a note; its id.
    Note(String),
    /// `表 6-1` in a caption, whatever the number.
    Number,
    /// A field that leads to a bookmark: its code around the name, and the name.
    Reference(String, String),
    /// Anything else, by what it is.
    Other(String),
}

/// A character or something that isn't cut.
#[derive(Debug, Clone)]
pub(super) struct Atom<'a> {
    pub key: Key,
    /// Index of its run's properties.
    pub properties: usize,
    /// Index of the link around it.
    pub link: Option<usize>,
    /// The runs of what is no character.
    pub runs: Vec<Element<'a>>,
}

/// A paragraph taken apart.
#[derive(Debug, Clone)]
pub(super) struct Paragraph<'a> {
    pub property: Option<Element<'a>>,
    pub atoms: Vec<Atom<'a>>,
    pub run_properties: Vec<Option<Element<'a>>>,
    /// Links without what they hold.
    pub links: Vec<Element<'a>>,
    /// Bookmarks, each before the atom of this index.
    pub marks: Vec<(usize, Element<'a>)>,
}

impl<'a> Paragraph<'a> {
    /// Takes a paragraph apart; `picture` numbers the bytes behind a relationship.
    pub fn read(paragraph: &Element<'a>, picture: &dyn Fn(&str) -> u64) -> Paragraph<'a> {
        let mut read = Paragraph {
            property: paragraph.child("w:pPr").cloned(),
            atoms: Vec::new(),
            run_properties: Vec::new(),
            links: Vec::new(),
            marks: Vec::new(),
        };
        read.read_children(paragraph, None, picture);
        read
    }

    fn read_children(
        &mut self,
        parent: &Element<'a>,
        link: Option<usize>,
        picture: &dyn Fn(&str) -> u64,
    ) {
        let mut field: Option<Field<'a>> = None;
        // The bookmark around a caption's number, and the atom before which it began.
        let mut number: Option<(String, usize)> = None;
        for child in parent.elements() {
            match child.name.as_ref() {
                "w:pPr" => {}
                "w:r" if field.is_some() => {
                    if let Some(ended) = field.take_if(|open| open.take(child)) {
                        self.push(ended.key(), child, link, ended.runs);
                    }
                }
                "w:r" if field_kind(child) == Some("begin") => {
                    let runs = vec![child.clone()];
                    field = Some(Field { depth: 1, code: String::new(), runs });
                }
                "w:r" => self.push_run(child, link, picture),
                "w:hyperlink" => {
                    let mut shell = child.clone();
                    shell.children.clear();
                    self.links.push(shell);
                    self.read_children(child, Some(self.links.len() - 1), picture);
                }
                "w:bookmarkStart" => {
                    self.marks.push((self.atoms.len(), child.clone()));
                    if child.attribute("w:name").is_some_and(|name| name.starts_with("_Ref")) {
                        let id = child.attribute("w:id").unwrap_or_default().to_owned();
                        number = Some((id, self.atoms.len()));
                    }
                }
                "w:bookmarkEnd" => {
                    let id = child.attribute("w:id").unwrap_or_default();
                    if let Some((_, start)) = number.take_if(|(open, _)| open == id) {
                        self.join(start);
                    }
                    self.marks.push((self.atoms.len(), child.clone()));
                }
                _ => self.push(Key::Other(child.to_xml()), child, link, vec![child.clone()]),
            }
        }
        if let Some(open) = field {
            // A field over several paragraphs stands in the contents alone, which isn't compared.
            self.push(open.key(), &Element::default(), link, open.runs);
        }
    }

    /// Makes one atom of all from `start` on.
    fn join(&mut self, start: usize) {
        let joined: Vec<Atom<'a>> = self.atoms.drain(start..).collect();
        let Some(first) = joined.first() else { return };
        let (properties, link) = (first.properties, first.link);
        let runs = self.runs(&joined);
        self.atoms.push(Atom { key: Key::Number, properties, link, runs });
    }

    fn push_run(&mut self, run: &Element<'a>, link: Option<usize>, picture: &dyn Fn(&str) -> u64) {
        let properties = self.properties_index(run.child("w:rPr"));
        for child in run.elements() {
            let key = match child.name.as_ref() {
                "w:rPr" => continue,
                "w:t" => {
                    for character in child.unescaped_text().chars() {
                        let key = Key::Character(character);
                        self.atoms.push(Atom { key, properties, link, runs: Vec::new() });
                    }
                    continue;
                }
                "w:footnoteReference" => {
                    Key::Note(child.attribute("w:id").unwrap_or_default().to_owned())
                }
                "w:drawing" => match child.descendant("a:blip") {
                    Some(blip) => Key::Picture(picture(blip.attribute("r:embed").unwrap_or(""))),
                    None => Key::Other(child.to_xml()),
                },
                _ => Key::Other(child.to_xml()),
            };

            let single = Element::new("w:r", &[]).with(run.child("w:rPr").cloned());
            let single = single.with([child.clone()]);
            self.atoms.push(Atom { key, properties, link, runs: vec![single] });
        }
    }

    fn push(&mut self, key: Key, run: &Element<'a>, link: Option<usize>, runs: Vec<Element<'a>>) {
        let properties = self.properties_index(run.child("w:rPr"));
        self.atoms.push(Atom { key, properties, link, runs });
    }

    fn properties_index(&mut self, properties: Option<&Element<'a>>) -> usize {
        let all = &mut self.run_properties;
        let index = all.iter().position(|other| other.as_ref() == properties);
        index.unwrap_or_else(|| {
            all.push(properties.cloned());
            all.len() - 1
        })
    }

    /// Atoms as runs again; characters of the same properties are one run.
    pub fn runs(&self, atoms: &[Atom<'a>]) -> Vec<Element<'a>> {
        let mut runs = Vec::new();
        for stretch in atoms
            .chunk_by(|a, b| a.properties == b.properties && a.runs.is_empty() && b.runs.is_empty())
        {
            match stretch {
                [Atom { runs: whole, .. }] if !whole.is_empty() => {
                    runs.extend(whole.iter().cloned());
                }
                _ => {
                    let properties =
                        stretch.first().and_then(|atom| self.run_properties.get(atom.properties));
                    let attributes = [("xml:space", "preserve")];
                    let text = Element::with_text("w:t", &attributes, &text_of(stretch));
                    let run = Element::new("w:r", &[]).with(properties.cloned().flatten());
                    runs.push(run.with([text]));
                }
            }
        }
        runs
    }

    /// The paragraph's style.
    pub fn style(&self) -> &str {
        self.property.as_ref().and_then(|all| all.child_value("w:pStyle")).unwrap_or_default()
    }

    /// What it says, as a reader reads it.
    pub fn text(&self) -> String {
        text_of(&self.atoms)
    }

    /// Names of the bookmarks that references lead to.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().filter_map(|(_, mark)| mark.attribute("w:name"))
    }

    /// The instance that numbers it.
    pub fn number(&self) -> Option<&str> {
        self.property.as_ref()?.child("w:numPr")?.child_value("w:numId")
    }
}

/// What atoms say, as a reader reads it.
pub(super) fn text_of(atoms: &[Atom<'_>]) -> String {
    let mut text = String::new();
    for atom in atoms {
        match &atom.key {
            Key::Character(character) | Key::Linked(character, _) => text.push(*character),
            Key::Picture(_) => text.push_str("〔图〕"),
            Key::Note(_) => text.push_str("〔注〕"),
            Key::Number | Key::Reference(..) | Key::Other(_) => {
                atom.runs.iter().for_each(|run| push_text(run, &mut text));
            }
        }
    }
    text
}

fn push_text(element: &Element<'_>, out: &mut String) {
    match element.name.as_ref() {
        "w:t" => out.push_str(&element.unescaped_text()),
        "w:br" => out.push(' '),
        _ => element.elements().for_each(|child| push_text(child, out)),
    }
}

fn field_kind<'e>(run: &'e Element<'_>) -> Option<&'e str> {
    run.child("w:fldChar")?.attribute("w:fldCharType")
}

/// A field while it is read.
struct Field<'a> {
    depth: usize,
    code: String,
    runs: Vec<Element<'a>>,
}

impl<'a> Field<'a> {
    /// Takes a run; whether the field ends with it.
    fn take(&mut self, run: &Element<'a>) -> bool {
        self.runs.push(run.clone());
        match field_kind(run) {
            Some("begin") => self.depth += 1,
            Some("end") => self.depth -= 1,
            Some(_) => {}
            None => {
                if let Some(code) = run.child("w:instrText") {
                    self.code.push_str(&code.unescaped_text());
                }
            }
        }
        self.depth == 0
    }

    fn key(&self) -> Key {
        let mut words: Vec<&str> = self.code.split_whitespace().collect();
        match words.first() {
            Some(&"REF" | &"PAGEREF") if words.len() > 1 => {
                let target = words.remove(1).to_owned();
                Key::Reference(words.join(" "), target)
            }
            Some(&"SEQ") => Key::Number,
            _ => Key::Other(words.join(" ")),
        }
    }
}
