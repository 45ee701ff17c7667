//! A returned copy: its parts, and where its paragraphs and tables are.

use super::hand::Pen;
use super::line::Line;
use super::xml::{Xml, xml};
use crate::word;
use std::collections::BTreeMap;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The part that a paragraph stands in, and the steps to it.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    is_note: bool,
    path: Vec<usize>,
}

/// A copy.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    parts: BTreeMap<String, Vec<u8>>,
    body: Xml,
    notes: Option<Xml>,
    comments: Vec<Xml>,
}

impl Sheet {
    pub fn of(bytes: &[u8]) -> Sheet {
        let parts = word::parts(bytes).ok().unwrap();
        let part =
            |name: &str| parts.get(name).map(|bytes| Xml::parse(&String::from_utf8_lossy(bytes)));
        let (body, notes) = (part("word/document.xml").unwrap(), part("word/footnotes.xml"));
        Sheet { parts, body, notes, comments: Vec::new() }
    }

    /// Every paragraph as a program writes it that opens the file and saves it.
    pub fn rewrite(&mut self, pen: &mut Pen) {
        let mut write = |one: &mut Xml| {
            let is_bare = !one.all().iter().any(|inner| inner.is("w:p") || inner.is("w:sdt"));
            if one.is("w:p") && is_bare {
                *one = Line::of(one).written(pen);
            }
        };
        self.body.each(&mut write);
    }

    /// The paragraph that says these words.
    pub fn find(&self, words: &str) -> Spot {
        let says = |one: &Xml| one.is("w:p") && one.said().contains(words);
        if let Some(path) = self.body.path(&says) {
            return Spot { is_note: false, path };
        }
        let path = self.notes.as_ref().and_then(|notes| notes.path(&says));
        Spot { is_note: true, path: path.unwrap_or_else(|| panic!("nothing says {words}")) }
    }

    /// The table with the cell that says these words.
    pub fn table(&mut self, words: &str) -> &mut Xml {
        let says = |one: &Xml| one.is("w:tbl") && one.said().contains(words);
        let path = self.body.path(&says).unwrap_or_else(|| panic!("no table says {words}"));
        self.body.at(&path)
    }

    /// Takes the table out that says these words.
    pub fn remove_table(&mut self, words: &str) {
        let says = |one: &Xml| one.is("w:tbl") && one.said().contains(words);
        let path = self.body.path(&says).expect("a table");
        let (last, parent) = path.split_last().unwrap();
        drop(self.body.at(parent).inner.remove(*last));
    }

    pub fn at(&mut self, spot: &Spot) -> &mut Xml {
        match (&mut self.notes, spot.is_note) {
            (Some(notes), true) => notes.at(&spot.path),
            _ => self.body.at(&spot.path),
        }
    }

    /// The paragraph's siblings and its index among them.
    pub fn beside(&mut self, spot: &Spot) -> (&mut Vec<Xml>, usize) {
        let (last, parent) = spot.path.split_last().unwrap();
        let parent = Spot { is_note: spot.is_note, path: parent.to_vec() };
        (&mut self.at(&parent).inner, *last)
    }

    /// Edits the paragraph that says these words.
    pub fn edit<R>(
        &mut self,
        words: &str,
        pen: &mut Pen,
        edit: impl FnOnce(&mut Line, &mut Pen) -> R,
    ) -> R {
        let spot = self.find(words);
        let paragraph = self.at(&spot);
        let mut line = Line::of(paragraph);
        let result = edit(&mut line, pen);
        *paragraph = line.written(pen);
        result
    }

    pub fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.insert(name.to_owned(), bytes);
    }

    pub fn media(&self) -> Vec<String> {
        self.parts.keys().filter(|name| name.starts_with("word/media/")).cloned().collect()
    }

    /// The drawing of the first picture.
    pub fn drawing(&self) -> Xml {
        let mut drawings = self.body.all().into_iter().filter(|one| one.is("w:drawing"));
        drawings.next().expect("a picture").clone()
    }

    /// A relationship of the main text; its id.
    pub fn relate(&mut self, kind: &str, target: &str) -> String {
        let part = self.parts.get_mut("word/_rels/document.xml.rels").unwrap();
        let text = String::from_utf8_lossy(part).into_owned();
        let id = format!("rIdE{}", text.matches("<Relationship ").count());
        let mode = if target.contains("://") { " TargetMode=\"External\"" } else { "" };
        let new = format!(
            "<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"{mode}/></Relationships>"
        );
        *part = text.replace("</Relationships>", &new).into_bytes();
        id
    }

    /// A kind of part that the package must name.
    pub fn declare(&mut self, line: &str, mark: &str) {
        let part = self.parts.get_mut("[Content_Types].xml").unwrap();
        let text = String::from_utf8_lossy(part).into_owned();
        if !text.contains(mark) {
            *part = text.replace("</Types>", &format!("{line}</Types>")).into_bytes();
        }
    }

    /// Adds a note; its id.
    pub fn new_note(&mut self, content: Vec<Xml>) -> String {
        let notes = self.notes.as_mut().expect("the copy has notes");
        let ids = notes.inner.iter().filter_map(|note| note.get("w:id")?.parse::<i64>().ok());
        let id = (ids.max().unwrap_or(0) + 1).to_string();
        let own = xml("w:r", &[]).holding(vec![xml("w:footnoteRef", &[])]);
        let style = xml("w:pStyle", &[("w:val", "FootnoteText")]);
        let properties = xml("w:pPr", &[]).holding(vec![style]);
        let paragraph = xml("w:p", &[]).holding([vec![properties, own], content].concat());
        notes.inner.push(xml("w:footnote", &[("w:id", &id)]).holding(vec![paragraph]));
        id
    }

    /// Adds a comment; its id.
    pub fn comment(&mut self, pen: &Pen, said: &str) -> String {
        let id = (900 + self.comments.len()).to_string();
        let text = Xml { text: said.to_owned(), ..Xml::default() };
        let run = xml("w:r", &[]).holding(vec![xml("w:t", &[]).holding(vec![text])]);
        let date = pen.date(pen.edit);
        let comment =
            xml("w:comment", &[("w:id", &id), ("w:author", &pen.author), ("w:date", &date)]);
        self.comments.push(comment.holding(vec![xml("w:p", &[]).holding(vec![run])]));
        id
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut sheet = self.clone();
        if !sheet.comments.is_empty() {
            let part = xml("w:comments", &[("xmlns:w", WORD)]).holding(sheet.comments.clone());
            sheet.put("word/comments.xml", part.written().into_bytes());
            sheet.relate("comments", "comments.xml");
            let kind =
                "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
            let line =
                format!("<Override PartName=\"/word/comments.xml\" ContentType=\"{kind}\"/>");
            sheet.declare(&line, "comments+xml");
        }
        sheet.put("word/document.xml", sheet.body.written().into_bytes());
        if let Some(notes) = &sheet.notes {
            sheet.parts.insert("word/footnotes.xml".to_owned(), notes.written().into_bytes());
        }
        word::pack(&sheet.parts)
    }
}
