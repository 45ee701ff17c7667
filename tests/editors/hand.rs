//! How a program writes what a reviewer did: where it parts runs, what it puts around them, in which
//! order it writes what goes and what comes.

use super::dice::Dice;
use super::line::{Item, Kind};
use super::xml::{Xml, xml};

/// A program that writes returned copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hand {
    Word,
    Wps,
    Google,
    OnlyOffice,
    /// A library that compares two files.
    Redline,
}

pub(super) const HANDS: [Hand; 5] =
    [Hand::Word, Hand::Wps, Hand::Google, Hand::OnlyOffice, Hand::Redline];

/// Makes marks: each has an id of its own, those of one edit have its time.
#[derive(Debug, Clone)]
pub(super) struct Pen {
    pub hand: Hand,
    pub author: String,
    pub dice: Dice,
    /// The number of the edit at work.
    pub edit: usize,
    next: usize,
    base: usize,
}

impl Pen {
    pub fn new(hand: Hand, author: &str, base: usize, dice: Dice) -> Pen {
        Pen { hand, author: author.to_owned(), dice, edit: 0, next: 0, base }
    }

    /// The time of an edit.
    pub fn date(&self, edit: usize) -> String {
        let number = self.base + edit;
        format!("2018-06-21T{:02}:{:02}:{:02}Z", number / 3600, number / 60 % 60, number % 60)
    }

    /// A mark of an edit.
    pub fn mark_of(&mut self, tag: &str, edit: usize) -> Xml {
        self.next += 1;
        let id = (70_000 + self.base * 500 + self.next).to_string();
        let date = self.date(edit);
        let mut mark = xml(tag, &[("w:id", &id), ("w:author", &self.author), ("w:date", &date)]);
        if self.hand == Hand::OnlyOffice {
            mark.put("oouserid", "uid-1500000000");
        }
        mark
    }

    /// A mark of the edit at work.
    pub fn mark(&mut self, tag: &str) -> Xml {
        self.mark_of(tag, self.edit)
    }

    /// Whether what comes is written before what goes.
    pub fn new_first(&mut self) -> bool {
        match self.hand {
            Hand::Word => false,
            Hand::Redline | Hand::Google => true,
            Hand::Wps | Hand::OnlyOffice => self.dice.one_in(2),
        }
    }

    fn parts_runs(&mut self) -> bool {
        match self.hand {
            Hand::Word => self.dice.one_in(9),
            Hand::Wps => self.dice.one_in(6),
            Hand::Google => false,
            Hand::OnlyOffice => self.dice.one_in(14),
            Hand::Redline => self.dice.one_in(4),
        }
    }

    /// A run of characters that look alike.
    fn run(&mut self, items: &[Item]) -> Xml {
        let first = &items[0];
        let mut run = xml("w:r", &[]);
        let mut look = first.look.clone();
        match self.hand {
            Hand::Word if self.dice.one_in(3) => run.put("w:rsidR", "00A77B3E"),
            Hand::Google => {
                look.get_or_insert_with(|| xml("w:rPr", &[]))
                    .inner
                    .push(xml("w:rtl", &[("w:val", "0")]));
            }
            _ => {}
        }
        if first.added.is_some() && matches!(self.hand, Hand::Word | Hand::Wps) {
            let look = look.get_or_insert_with(|| xml("w:rPr", &[]));
            if look.first("w:rFonts").is_none() {
                let hint = xml("w:rFonts", &[("w:hint", "eastAsia")]);
                let behind = usize::from(look.first("w:rStyle").is_some());
                look.inner.insert(behind, hint);
            }
        }
        if let Some((edit, before)) = &first.relooked {
            let mut change = self.mark_of("w:rPrChange", *edit);
            change.inner.push(before.clone().unwrap_or_else(|| xml("w:rPr", &[])));
            look.get_or_insert_with(|| xml("w:rPr", &[])).inner.push(change);
        }
        run.inner.extend(look);

        let tag = if first.gone.is_some() { "w:delText" } else { "w:t" };
        let text = items.iter().filter_map(|item| match &item.kind {
            Kind::Char(character) => Some(*character),
            Kind::Run(_) | Kind::Mark(_) => None,
        });
        let text = Xml { text: text.collect(), ..Xml::default() };
        run.inner.push(xml(tag, &[("xml:space", "preserve")]).holding(vec![text]));
        run
    }

    /// A paragraph's content.
    pub fn content(&mut self, items: &[Item]) -> Vec<Xml> {
        let mut out: Vec<Xml> = Vec::new();
        for link in items.chunk_by(|a, b| a.link == b.link) {
            let inner = self.stretches(link);
            match &link[0].link {
                None => out.extend(inner),
                Some(link) => out.extend(self.linked(link, inner)),
            }
        }
        out
    }

    /// A link's runs: some programs put the marks around the link.
    fn linked(&mut self, link: &Xml, inner: Vec<Xml>) -> Vec<Xml> {
        let is_mark = |one: &Xml| one.is("w:ins") || one.is("w:del");
        if self.hand == Hand::Google {
            let parts = inner.into_iter().map(|mut one| {
                if is_mark(&one) {
                    let runs = std::mem::take(&mut one.inner);
                    return one.holding(vec![link.clone().holding(runs)]);
                }
                link.clone().holding(vec![one])
            });
            return parts.collect();
        }
        let mut link = link.clone();
        if self.hand == Hand::OnlyOffice {
            link.put("w:history", "1");
        }
        vec![link.holding(inner)]
    }

    /// Items by what was done to them.
    fn stretches(&mut self, items: &[Item]) -> Vec<Xml> {
        let mut out = Vec::new();
        let state = |item: &Item| (item.added, item.gone);
        for stretch in items.chunk_by(|a, b| state(a) == state(b)) {
            let mut runs = self.runs(stretch);
            let (added, gone) = state(&stretch[0]);
            let tag = match (added, gone) {
                (Some(edit), None) => Some(("w:ins", edit)),
                (None, Some(edit)) => Some(("w:del", edit)),
                (Some(_), Some(_)) | (None, None) => None,
            };
            let Some((tag, edit)) = tag else {
                out.append(&mut runs);
                continue;
            };
            let each = self.hand != Hand::Word || self.dice.one_in(3);
            let wholes =
                if each { runs.into_iter().map(|run| vec![run]).collect() } else { vec![runs] };
            for runs in wholes {
                let marked = self.mark_of(tag, edit).holding(runs);
                out.push(if self.hand == Hand::Google { self.control(marked) } else { marked });
            }
        }
        out
    }

    /// What Google Docs puts around each suggestion.
    fn control(&mut self, inner: Xml) -> Xml {
        self.next += 1;
        let tag = format!("goog_rdk_{}", self.next);
        let properties = xml("w:sdtPr", &[]).holding(vec![
            xml("w:id", &[("w:val", &self.next.to_string())]),
            xml("w:tag", &[("w:val", &tag)]),
        ]);
        xml("w:sdt", &[]).holding(vec![properties, xml("w:sdtContent", &[]).holding(vec![inner])])
    }

    fn runs(&mut self, items: &[Item]) -> Vec<Xml> {
        let mut out = Vec::new();
        let is_char = |item: &Item| matches!(item.kind, Kind::Char(_));
        let alike = |a: &Item, b: &Item| {
            is_char(a) && is_char(b) && a.look == b.look && a.relooked == b.relooked
        };
        for run in items.chunk_by(alike) {
            match &run[0].kind {
                Kind::Run(element) => out.push(deleted_when(element, run[0].gone.is_some())),
                Kind::Mark(element) => out.push(element.clone()),
                Kind::Char(_) => {
                    let mut start = 0;
                    for end in 1..=run.len() {
                        if end == run.len() || self.parts_runs() {
                            out.push(self.run(&run[start..end]));
                            start = end;
                        }
                    }
                }
            }
        }
        if self.hand == Hand::Word && self.dice.one_in(4) {
            out.insert(0, xml("w:proofErr", &[("w:type", "spellStart")]));
            out.push(xml("w:proofErr", &[("w:type", "spellEnd")]));
        }
        // An element with a mark around it holds no mark of its own kind.
        let (marks, runs): (Vec<Xml>, Vec<Xml>) =
            out.into_iter().partition(|one| one.is("w:proofErr"));
        if items[0].added.is_some() || items[0].gone.is_some() {
            runs
        } else {
            [marks, runs].concat()
        }
    }
}

fn deleted_when(run: &Xml, is_gone: bool) -> Xml {
    let mut run = run.clone();
    if is_gone {
        run.each(&mut |one| {
            if one.is("w:instrText") {
                one.tag = "w:delInstrText".to_owned();
            }
            if one.is("w:t") {
                one.tag = "w:delText".to_owned();
            }
        });
    }
    run
}
