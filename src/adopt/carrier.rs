//! What is carried along while a draft is read and written: notes, pictures, comments, the list.

use super::accept::accept;
use super::ledger::Ledger;
use super::numbers::Counters;
use super::runs::{Run, RunKind};
use super::tables::{self, Reading};
use super::{Adopted, AdoptedPicture, Counts, Left, PICTURES, Remark, Target, inline};
use crate::document::escape::{Place, Room, escape};
use crate::docx::{Docx, RevisionKind};
use crate::workspace;
use std::collections::BTreeMap;

/// The state of one draft.
pub(super) struct Carrier<'a> {
    pub docx: &'a Docx,
    pub target: &'a Target<'a>,
    pub ledger: Ledger,
    pub counters: Counters,
    pub counts: Counts,
    /// Where each comment stands, by its index.
    pub comments: BTreeMap<usize, (String, String)>,
    /// Notes in the order of their marks, with their text.
    notes: Vec<(i64, Vec<Vec<Run>>)>,
    in_note: bool,
    /// Names of pictures by their names in the package.
    named: BTreeMap<String, String>,
    pictures: Vec<AdoptedPicture>,
}

impl<'a> Carrier<'a> {
    /// Before the first block.
    pub fn new(docx: &'a Docx, target: &'a Target<'a>) -> Carrier<'a> {
        Carrier {
            docx,
            target,
            ledger: Ledger::default(),
            counters: Counters::default(),
            counts: Counts::default(),
            comments: BTreeMap::new(),
            notes: Vec::new(),
            in_note: false,
            named: BTreeMap::new(),
            pictures: Vec::new(),
        }
    }

    /// Calls `read` with what tables and notes are read with.
    pub fn reading<T>(&mut self, read: impl FnOnce(&mut Reading<'_>) -> T) -> T {
        let comments = &mut self.comments;
        let mut comment = |index, ledger: &Ledger| {
            comments.entry(index).or_insert_with(|| ledger.here());
        };
        read(&mut Reading {
            docx: self.docx,
            counters: &mut self.counters,
            ledger: &mut self.ledger,
            comment: &mut comment,
        })
    }

    /// Runs as Markdown.
    pub fn line(&mut self, runs: &[Run], room: Room) -> String {
        inline::write(runs, room, &mut |kind| self.atom(kind))
    }

    /// A note's mark or a picture as Markdown.
    pub fn atom(&mut self, kind: &RunKind) -> Option<String> {
        match kind {
            RunKind::Text(_) | RunKind::Break => None,
            RunKind::Note(id) => self.note(*id).map(|number| format!("[^{number}]")),
            RunKind::Picture(media, alt) => {
                let path = self.picture(media)?;
                let alt = if alt.trim().is_empty() { "图片" } else { alt.trim() };
                Some(picture(&path, alt, None))
            }
        }
    }

    /// A note's number, from 1.
    fn note(&mut self, id: i64) -> Option<usize> {
        if self.in_note {
            self.ledger.add("脚注里的脚注没有采用");
            return None;
        }
        if let Some(at) = self.notes.iter().position(|(known, _)| *known == id) {
            return Some(at + 1);
        }
        let Some(story) = self.docx.notes.get(&id) else {
            self.ledger.add("脚注没有内容，没有采用");
            return None;
        };
        let blocks = accept(&story.blocks, self.docx);
        let here = self.ledger.here();
        let place = format!("脚注 {}", self.notes.len() + 1);
        let mut lines = Vec::new();
        self.reading(|reading| tables::gather(&blocks, 0, &place, reading, &mut lines));
        self.ledger.back(here);
        if lines.is_empty() {
            self.ledger.add("脚注没有内容，没有采用");
            return None;
        }
        self.notes.push((id, lines));
        self.counts.notes += 1;
        Some(self.notes.len())
    }

    /// The path of a picture that Markdown may show.
    pub fn picture(&mut self, media: &str) -> Option<String> {
        if let Some(name) = self.named.get(media) {
            self.counts.pictures += 1;
            return Some(format!("{PICTURES}/{name}"));
        }
        let bytes = self.docx.media.get(media);
        let Some(bytes) = bytes.filter(|bytes| workspace::picture_size(bytes).is_some()) else {
            let name = media.rsplit('/').next().unwrap_or("");
            self.ledger.add(match name {
                "" => "不在文件里的图片没有采用".to_owned(),
                name => format!("图片 {name} 不是可用的 PNG 或 JPEG，没有采用，可另存后放进来"),
            });
            return None;
        };
        let name = self.free_name(bytes);
        self.named.insert(media.to_owned(), name.clone());
        self.counts.pictures += 1;
        let path = format!("{PICTURES}/{name}");
        if !self.pictures.iter().any(|picture| picture.name == name) {
            self.pictures.push(AdoptedPicture { name, bytes: bytes.clone() });
        }
        Some(path)
    }

    /// A name that no other picture has.
    fn free_name(&self, bytes: &[u8]) -> String {
        let ending = if bytes.starts_with(b"\x89PNG") { "png" } else { "jpg" };
        let safe = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let stem: String = self.target.stem.chars().map(safe).collect();
        let mut number = 1;
        loop {
            let name = format!("{stem}-{number}.{ending}");
            let own = self.pictures.iter().find(|picture| picture.name == name);
            let taken = match own {
                Some(picture) => picture.bytes != bytes,
                None => (self.target.existing)(&name).is_some_and(|other| other != bytes),
            };
            if !taken {
                return name;
            }
            number += 1;
        }
    }

    /// The notes' texts, as they stand at a chapter's end.
    pub fn notes(&mut self) -> Vec<String> {
        self.in_note = true;
        let notes = std::mem::take(&mut self.notes);
        let mut out = Vec::new();
        for (index, (_, lines)) in notes.iter().enumerate() {
            self.ledger.enter(format!("脚注 {}", index + 1), "");
            let lines: Vec<String> =
                lines.iter().map(|line| self.line(line, Room::Paragraph)).collect();
            let text = lines.join("\n\n").replace('\n', "\n    ").replace("    \n", "\n");
            out.push(format!("[^{}]: {text}", index + 1));
        }
        self.in_note = false;
        out
    }

    /// Everything, with the chapter's text.
    pub fn finish(mut self, body: String, revisions: BTreeMap<RevisionKind, usize>) -> Adopted {
        for phrase in &self.docx.left_out {
            self.ledger.add_general(phrase.clone());
        }
        let remark = |(index, comment): (usize, &crate::docx::Comment)| {
            let (place, words) = self.comments.get(&index).cloned().unwrap_or_default();
            let (author, date) = (comment.author.clone(), comment.date.clone());
            Remark { author, date, place, words, text: comment.text.clone() }
        };
        let comments = self.docx.comments.iter().enumerate().map(remark).collect();
        let left: Vec<Left> = self.ledger.finish();
        let (pictures, counts) = (self.pictures, self.counts);
        Adopted { body, pictures, counts, revisions, comments, left }
    }
}

/// A picture as Markdown, with its caption.
pub(super) fn picture(path: &str, alt: &str, title: Option<&str>) -> String {
    let alt = escape(alt.trim(), Place::whole(Room::Words));
    match title {
        Some(title) => {
            format!("![{alt}]({path} \"{}\")", escape(title, Place::whole(Room::Title)))
        }
        None => format!("![{alt}]({path})"),
    }
}
