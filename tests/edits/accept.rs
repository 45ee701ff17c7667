//! What a copy says when some of its marks are accepted and the others are not.
//!
//! In: a copy's tree, and which marks count as accepted, by their times. Out: its paragraphs in the
//! order of the text, those of the notes last, in the order of their marks.

use super::reviewed_copy::ReviewedCopy;
use super::tracked_edits::{OBJECT, letters};
use super::tree::{Element, Node};
use zishu::document::anchor;

/// A letter and its look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Letter {
    pub letter: char,
    pub bold: bool,
    pub slanted: bool,
    /// Whether it was put in: it takes the look of where it stands.
    pub new: bool,
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub letters: Vec<Letter>,
    /// The paragraphs of the copy that it came from.
    pub keys: Vec<usize>,
    /// Its style; that of the last where paragraphs were joined.
    pub style: String,
}

/// Whether a mark with this time is accepted.
pub(super) type Fate<'a> = &'a dyn Fn(&str) -> bool;

/// The paragraphs that print text, without contents.
pub(super) fn lines(reviewed_copy: &ReviewedCopy, fate: Fate<'_>) -> Vec<Line> {
    let mut reader = Reader { fate, lines: Vec::new(), notes: Vec::new() };
    let body = reviewed_copy.document.child("w:body").expect("a body");
    reader.blocks(&body.children);
    for id in std::mem::take(&mut reader.notes) {
        let note = reviewed_copy.notes.elements().find(|note| note.attribute("w:id") == Some(&id));
        reader.blocks(&note.expect("a note").children);
    }
    let mut lines: Vec<Line> = Vec::new();
    for line in std::mem::take(&mut reader.lines) {
        // So is preformatted text.
        match lines.pop() {
            Some(last) if last.style == "Code" && line.style == "Code" => {
                lines.push(last.join(line));
            }
            last => lines.extend(last.into_iter().chain([line])),
        }
    }
    reader.lines = lines;
    reader.lines.retain_mut(|line| {
        line.letters = clean(&line.letters);
        !line.letters.is_empty() && !line.style.starts_with("TOC")
    });
    reader.lines
}

/// The paragraphs of a file without marks.
pub(super) fn plain(bytes: &[u8]) -> Vec<Line> {
    lines(&ReviewedCopy::of(bytes), &|_| true)
}

impl Line {
    pub fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.letter).collect()
    }

    /// Whether another line that says the same looks the same.
    pub fn looks_like(&self, other: &Line) -> bool {
        self.letters.iter().zip(&other.letters).all(|(own, other)| {
            own.new || other.new || (own.bold, own.slanted) == (other.bold, other.slanted)
        })
    }

    fn join(mut self, other: Line) -> Line {
        self.letters.push(Letter { letter: '\n', ..Letter::default() });
        self.letters.extend(other.letters);
        self.keys.extend(other.keys);
        self
    }
}

struct Reader<'a> {
    fate: Fate<'a>,
    lines: Vec<Line>,
    notes: Vec<String>,
}

impl Reader<'_> {
    fn accepted(&self, mark: &Element) -> bool {
        (self.fate)(mark.attribute("w:date").expect("a mark's time"))
    }

    fn blocks(&mut self, nodes: &[Node]) {
        let mut open: Option<Line> = None;
        for element in nodes.iter().filter_map(Node::element) {
            match element.name.as_str() {
                "w:p" => {
                    let mut line = open.take().unwrap_or_default();
                    let goes_on = self.paragraph(element, &mut line);
                    if goes_on {
                        open = Some(line);
                    } else {
                        self.lines.push(line);
                    }
                }
                "w:tbl" => {
                    self.lines.extend(open.take());
                    for row in element.elements().filter(|child| child.name == "w:tr") {
                        self.row(row);
                    }
                }
                _ => {}
            }
        }
        self.lines.extend(open);
    }

    fn row(&mut self, row: &Element) {
        let marks = row.child("w:trPr");
        let mark = |name: &str| marks.and_then(|marks| marks.child(name));
        let gone = mark("w:ins").is_some_and(|mark| !self.accepted(mark))
            || mark("w:del").is_some_and(|mark| self.accepted(mark));
        if !gone {
            row.elements().filter(|child| child.name == "w:tc").for_each(|cell| self.cell(cell));
        }
    }

    /// A cell is one paragraph in Markdown: the others' ends are ends of lines.
    fn cell(&mut self, cell: &Element) {
        let start = self.lines.len();
        self.blocks(&cell.children);
        let all = self.lines.split_off(start);
        if is_title(cell) {
            self.lines.extend(all);
        } else {
            self.lines.extend(all.into_iter().reduce(Line::join));
        }
    }

    /// Reads a paragraph; whether the next one goes on with it.
    fn paragraph(&mut self, paragraph: &Element, line: &mut Line) -> bool {
        line.keys.extend(paragraph.attribute("own:key").map(|key| key.parse::<usize>().unwrap()));
        let look = paragraph.child("w:pPr");
        let style = look.and_then(|look| look.child("w:pStyle"));
        // What is joined to the contents goes with them.
        if line.letters.is_empty() || !line.style.starts_with("TOC") {
            let style = style.and_then(|style| style.attribute("w:val"));
            line.style = style.unwrap_or_default().to_owned();
        }
        self.content(paragraph, line, &mut 0, false);
        let mark = look.and_then(|look| look.child("w:rPr"));
        mark.is_some_and(|mark| {
            mark.elements().any(|mark| match mark.name.as_str() {
                "w:ins" | "w:moveTo" => !self.accepted(mark),
                "w:del" | "w:moveFrom" => self.accepted(mark),
                _ => false,
            })
        })
    }

    fn content(&mut self, element: &Element, line: &mut Line, depth: &mut usize, new: bool) {
        for child in element.elements() {
            match child.name.as_str() {
                "w:pPr" => {}
                "w:ins" | "w:moveTo" | "own:ins" if !self.accepted(child) => {}
                "w:del" | "w:moveFrom" | "own:del" if self.accepted(child) => {}
                "w:ins" | "w:moveTo" | "own:ins" => self.content(child, line, depth, true),
                "w:r" => self.run(child, line, depth, new),
                _ => self.content(child, line, depth, new),
            }
        }
    }

    fn run(&mut self, run: &Element, line: &mut Line, depth: &mut usize, new: bool) {
        let look = self.look(run.child("w:rPr"));
        let object = Letter { letter: OBJECT, new, ..Letter::default() };
        for piece in run.elements() {
            match piece.name.as_str() {
                "w:fldChar" => match piece.attribute("w:fldCharType") {
                    Some("begin") => {
                        line.letters.extend((*depth == 0).then_some(object));
                        *depth += 1;
                    }
                    Some("end") => *depth = depth.saturating_sub(1),
                    _ => {}
                },
                _ if *depth > 0 => {}
                "w:t" | "w:delText" => {
                    let (bold, slanted) = look;
                    let own = piece.words();
                    let own = own.chars().map(|letter| Letter { letter, bold, slanted, new });
                    line.letters.extend(own);
                }
                name => {
                    if name == "w:footnoteReference" {
                        self.notes.extend(piece.attribute("w:id").map(str::to_owned));
                    }
                    let shown = letters(piece);
                    line.letters.extend(shown.chars().map(|letter| Letter { letter, ..object }));
                }
            }
        }
    }

    fn look(&self, marks: Option<&Element>) -> (bool, bool) {
        let Some(mut marks) = marks else { return (false, false) };
        if let Some(change) = marks.child("w:rPrChange")
            && !self.accepted(change)
        {
            let Some(before) = change.child("w:rPr") else { return (false, false) };
            marks = before;
        }
        let style = marks.child("w:rStyle").and_then(|style| style.attribute("w:val"));
        let set = |name: &str, named: &str| match marks.child(name) {
            Some(mark) => mark.attribute("w:val") != Some("0"),
            None => style.is_some_and(|style| style.contains(named)),
        };
        (set("w:b", "Strong"), set("w:i", "Emphasis"))
    }
}

/// Whether a cell holds a table's caption: its paragraphs are none of a cell.
fn is_title(cell: &Element) -> bool {
    let mut found = false;
    cell.walk(&mut |element| {
        let name = element.attribute("w:name").unwrap_or_default();
        found |= element.name == "w:bookmarkStart" && anchor::is_title(name);
    });
    found
}

/// Blanks as Markdown leaves them: one at a time, and none at a line's ends.
fn clean(letters: &[Letter]) -> Vec<Letter> {
    let mut done: Vec<Letter> = Vec::new();
    for own in letters {
        let blank = matches!(own.letter, ' ' | '\t');
        // Whether a blank is bold nobody sees.
        let own = if blank { Letter { letter: ' ', ..Letter::default() } } else { *own };
        match done.last().map(|last| last.letter) {
            None | Some(' ' | '\n') if blank => {}
            Some(' ') if own.letter == '\n' => {
                done.pop();
                done.push(own);
            }
            _ => done.push(own),
        }
    }
    while done.last().is_some_and(|last| matches!(last.letter, ' ' | '\n')) {
        done.pop();
    }
    done
}
