//! A copy as a reviewer edits it: its parts, the revisions made in it, its comments.
//!
//! In: a .docx file's bytes. Out: the file with the reviewer's marks, and a note of which mark belongs
//! to which edit. Every mark has a time of its own, by which it is known again.

use super::tree::{Element, Node};
use crate::word;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What kind of edit, for the totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Insert,
    Delete,
    Replace,
    Marked,
    Ends,
    Value,
    Whole,
    Made,
    Cell,
    Note,
    Split,
    Join,
    Across,
    NewParagraph,
    Paragraph,
    MoveText,
    MoveParagraph,
    CutParagraph,
    RowIn,
    RowOut,
    Look,
    Layout,
    Comment,
    Untracked,
    Cancelled,
}

/// An edit that a reviewer made.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub kind: Kind,
    /// Times of its marks.
    pub marks: BTreeSet<String>,
    /// Paragraphs that it touches.
    pub keys: BTreeSet<usize>,
    /// Whether it changes a writer's own words within one paragraph and nothing else.
    pub plain: bool,
    /// What it says, for a failure's message.
    pub told: String,
}

/// A comment.
#[derive(Debug, Clone)]
struct Comment {
    id: usize,
    author: String,
    date: String,
    text: String,
    answers: Option<usize>,
}

/// A copy.
#[derive(Debug, Clone)]
pub(super) struct ReviewedCopy {
    parts: BTreeMap<String, Vec<u8>>,
    pub document: Element,
    pub notes: Element,
    comments: Vec<Comment>,
    pub revisions: RevisionWriter,
}

/// Makes marks, and knows which edit each belongs to.
#[derive(Debug, Clone, Default)]
pub(super) struct RevisionWriter {
    pub author: String,
    count: usize,
    pub edits: Vec<Edit>,
}

impl ReviewedCopy {
    /// Takes a copy up.
    pub fn of(bytes: &[u8]) -> ReviewedCopy {
        let parts = word::parts(bytes).ok().unwrap();
        let read = |name: &str| match parts.get(name) {
            Some(part) => Element::parse(&String::from_utf8_lossy(part)),
            None => Element::default(),
        };
        let (mut document, mut notes) = (read("word/document.xml"), read("word/footnotes.xml"));
        let (mut key, mut field, mut depth) = (0, 0, 0usize);
        for part in [&mut document, &mut notes] {
            part.walk_mut(&mut |element| match element.name.as_str() {
                "w:p" => {
                    element.set("own:key", &key.to_string());
                    key += 1;
                }
                "w:r" => mark_field(element, &mut field, &mut depth),
                _ => {}
            });
        }
        ReviewedCopy {
            parts,
            document,
            notes,
            comments: Vec::new(),
            revisions: RevisionWriter::default(),
        }
    }

    /// Writes a comment, or an answer to one; its number in the file.
    pub fn comment(&mut self, text: &str, answers: Option<usize>) -> usize {
        let (_, date) = self.revisions.stamp();
        let id = self.comments.len();
        let (author, text) = (self.revisions.author.clone(), text.to_owned());
        self.comments.push(Comment { id, author, date, text, answers });
        id
    }

    /// The same with an author of its own for each mark and comment.
    pub fn signed(&self) -> ReviewedCopy {
        let mut reviewed_copy = self.clone();
        for part in [&mut reviewed_copy.document, &mut reviewed_copy.notes] {
            part.walk_mut(&mut |element| {
                let date = element.attribute("w:date").map(str::to_owned);
                if let Some(date) = date {
                    element.set("w:author", &format!("人{date}"));
                }
            });
        }
        for comment in &mut reviewed_copy.comments {
            comment.author = format!("人{}", comment.date);
        }
        reviewed_copy
    }

    /// Comments in all.
    pub fn comments(&self) -> usize {
        self.comments.len()
    }

    /// Elements that mark changes, in the text and the notes.
    pub fn marks(&self) -> usize {
        let mut marks = 0;
        for part in [&self.document, &self.notes] {
            part.walk(&mut |element| {
                let name = element.name.as_str();
                let change = matches!(name, "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo")
                    || name.ends_with("Change");
                marks += usize::from(change);
            });
        }
        marks
    }

    /// Adds a relationship of the main text; its name.
    fn relate(&mut self, kind: &str, target: &str, content: &str) {
        let rels = self.parts.get_mut("word/_rels/document.xml.rels").expect("relationships");
        let text = String::from_utf8_lossy(rels).replace(
            "</Relationships>",
            &format!(
                r#"<Relationship Id="rId{target}" Type="{kind}" Target="{target}"/></Relationships>"#
            ),
        );
        *rels = text.into_bytes();
        let types = self.parts.get_mut("[Content_Types].xml").expect("content types");
        let main = "application/vnd.openxmlformats-officedocument.wordprocessingml";
        let part = format!(
            r#"<Override PartName="/word/{target}" ContentType="{main}.{content}+xml"/></Types>"#
        );
        *types = String::from_utf8_lossy(types).replace("</Types>", &part).into_bytes();
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut reviewed_copy = self.clone();
        reviewed_copy
            .parts
            .insert("word/document.xml".to_owned(), self.document.part().into_bytes());
        if reviewed_copy.parts.contains_key("word/footnotes.xml") {
            reviewed_copy
                .parts
                .insert("word/footnotes.xml".to_owned(), self.notes.part().into_bytes());
        }
        if !self.comments.is_empty() {
            let (comments, extended) = self.comment_parts();
            reviewed_copy.parts.insert("word/comments.xml".to_owned(), comments.into_bytes());
            reviewed_copy
                .parts
                .insert("word/commentsExtended.xml".to_owned(), extended.into_bytes());
            let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            reviewed_copy.relate(&format!("{office}/comments"), "comments.xml", "comments");
            let later = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended";
            reviewed_copy.relate(later, "commentsExtended.xml", "commentsExtended");
        }
        word::pack(&reviewed_copy.parts)
    }

    fn comment_parts(&self) -> (String, String) {
        let mut comments = String::from(
            r#"<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">"#,
        );
        let mut extended = String::from(
            r#"<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">"#,
        );
        for Comment { id, author, date, text, answers } in &self.comments {
            let text = quick_xml::escape::escape(text.as_str());
            let _ = write!(
                comments,
                r#"<w:comment w:id="{id}" w:author="{author}" w:date="{date}"><w:p w14:paraId="{:08X}"><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:comment>"#,
                id + 1
            );
            let parent = answers
                .map(|id| format!(r#" w15:paraIdParent="{:08X}""#, id + 1))
                .unwrap_or_default();
            let _ = write!(
                extended,
                r#"<w15:commentEx w15:paraId="{:08X}"{parent} w15:done="0"/>"#,
                id + 1
            );
        }
        (comments + "</w:comments>", extended + "</w15:commentsEx>")
    }

    /// Calls `edit` with the paragraph of this key.
    pub fn paragraph<R>(
        &mut self,
        key: usize,
        edit: &mut dyn FnMut(&mut Element, &mut RevisionWriter) -> R,
    ) -> R {
        self.beside(key, &mut |siblings, at, revisions| match &mut siblings[at] {
            Node::Element(paragraph) => edit(paragraph, revisions),
            Node::Text(_) => panic!("a paragraph"),
        })
    }

    /// Calls `edit` with what stands around the paragraph of this key.
    pub fn beside<R>(
        &mut self,
        key: usize,
        edit: &mut dyn FnMut(&mut Vec<Node>, usize, &mut RevisionWriter) -> R,
    ) -> R {
        let key = key.to_string();
        let wanted = |element: &Element| element.attribute("own:key") == Some(&key);
        let (revisions, edit) = (&mut self.revisions, edit);
        let found = self.document.among(&wanted, &mut |nodes, at| edit(nodes, at, revisions));
        if let Some(found) = found {
            return found;
        }
        let found = self.notes.among(&wanted, &mut |nodes, at| edit(nodes, at, revisions));
        found.expect("a paragraph of this key")
    }
}

impl RevisionWriter {
    /// Opens an edit; the marks made from now on are its own.
    pub fn open(&mut self, kind: Kind, keys: impl IntoIterator<Item = usize>, plain: bool) {
        let (marks, keys) = (BTreeSet::new(), keys.into_iter().collect());
        self.edits.push(Edit { kind, marks, keys, plain, told: String::new() });
    }

    /// Notes what the last edit says.
    pub fn tell(&mut self, told: &str) {
        if let Some(last) = self.edits.last_mut() {
            last.told.push_str(told);
        }
    }

    /// A mark of the last edit, of this name.
    pub fn mark(&mut self, name: &str) -> Element {
        let (id, date) = self.stamp();
        let last = self.edits.last_mut().expect("an edit is open");
        last.marks.insert(date.clone());
        let author = self.author.clone();
        Element::new(name, &[("w:id", &id), ("w:author", &author), ("w:date", &date)])
    }

    /// A number and a time that nothing else has.
    pub fn stamp(&mut self) -> (String, String) {
        self.count += 1;
        let (minutes, seconds) = (self.count / 60, self.count % 60);
        let date = format!("2018-06-20T{:02}:{:02}:{seconds:02}Z", minutes / 60, minutes % 60);
        ((90_000 + self.count).to_string(), date)
    }
}

/// Runs of a field know which one they belong to.
fn mark_field(run: &mut Element, field: &mut usize, depth: &mut usize) {
    let kind = run.child("w:fldChar").and_then(|sign| sign.attribute("w:fldCharType"));
    let kind = kind.map(str::to_owned);
    if kind.as_deref() == Some("begin") {
        *field += usize::from(*depth == 0);
        *depth += 1;
    }
    if *depth > 0 {
        run.set("own:field", &field.to_string());
    }
    if kind.as_deref() == Some("end") {
        *depth = depth.saturating_sub(1);
    }
}
