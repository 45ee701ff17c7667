//! The state of a conversion: notes, pictures, comments, counters, losses.

use super::accept::accept;
use super::citations::Citation;
use super::description;
use super::inline;
use super::letter::Letter;
use super::losses::{Location, Loss, LossReport};
use super::model::{Adopted, AdoptedPicture, Counts, DraftComment, Target};
use super::paragraph::{DraftParagraph, text_of_pieces};
use super::runs::{Run, RunKind};
use super::tables::{self, ReadContext};
use crate::document::escape::{EscapeContext, Room, escape};
use crate::docx::Counters;
use crate::docx::{self, AsideKind, Comment, Docx, RevisionKind};
use crate::workspace::{self, PICTURES};
use std::collections::BTreeMap;

/// The conversion of one draft.
pub(super) struct Converter<'a> {
    pub docx: &'a Docx,
    pub target: &'a Target<'a>,
    pub losses: LossReport,
    pub counters: Counters,
    pub counts: Counts,
    /// Blocks of Markdown, written so far.
    pub out: Vec<String>,
    /// Notes in the order of their marks, with their text.
    notes: Vec<(i64, Vec<Vec<Run>>)>,
    in_note: bool,
    /// Names of pictures by their names in the package.
    picture_names: BTreeMap<String, String>,
    pictures: Vec<AdoptedPicture>,
}

impl<'a> Converter<'a> {
    /// A conversion before its first block.
    pub fn new(docx: &'a Docx, target: &'a Target<'a>) -> Converter<'a> {
        Converter {
            docx,
            target,
            losses: LossReport::default(),
            counters: Counters::default(),
            counts: Counts::default(),
            out: Vec::new(),
            notes: Vec::new(),
            in_note: false,
            picture_names: BTreeMap::new(),
            pictures: Vec::new(),
        }
    }

    /// What tables and notes are read with.
    pub fn context(&mut self) -> ReadContext<'_> {
        let Converter { docx, counters, losses, .. } = self;
        ReadContext { docx, counters, losses }
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
                let alt = description::of(alt).unwrap_or("图片");
                Some(picture(&path, alt, None))
            }
        }
    }

    /// A note's number, from 1.
    fn note(&mut self, id: i64) -> Option<usize> {
        if self.in_note {
            self.losses.add("脚注里的脚注没有采用");
            return None;
        }
        if let Some(index) = self.notes.iter().position(|(other, _)| *other == id) {
            return Some(index + 1);
        }

        let Some(story) = self.docx.notes.get(&id) else {
            self.losses.add("脚注没有内容，没有采用");
            return None;
        };
        let blocks = accept(&story.blocks, self.docx);
        let location = self.losses.location();
        let position = format!("脚注 {}", self.notes.len() + 1);
        let mut lines = Vec::new();
        tables::read_lines(&blocks, 0, &position, &mut self.context(), &mut lines);
        self.losses.return_to(location);
        if lines.is_empty() {
            self.losses.add("脚注没有内容，没有采用");
            return None;
        }

        self.notes.push((id, lines));
        self.counts.notes += 1;
        Some(self.notes.len())
    }

    /// The path of a picture that Markdown may show.
    pub fn picture(&mut self, media: &str) -> Option<String> {
        if let Some(name) = self.picture_names.get(media) {
            self.counts.pictures += 1;
            return Some(format!("{PICTURES}/{name}"));
        }

        let bytes = self.docx.media.get(media);
        let Some(bytes) = bytes.filter(|bytes| workspace::picture_size(bytes).is_some()) else {
            let name = media.rsplit('/').next().unwrap_or("");
            self.losses.add(match name {
                "" => "不在文件里的图片没有采用".to_owned(),
                name => format!("图片 {name} 不是可用的 PNG 或 JPEG，没有采用，可另存后放进来"),
            });
            return None;
        };

        let name = self.free_name(bytes);
        self.picture_names.insert(media.to_owned(), name.clone());
        self.counts.pictures += 1;
        let path = format!("{PICTURES}/{name}");
        if !self.pictures.iter().any(|picture| picture.name == name) {
            self.pictures.push(AdoptedPicture { name, bytes: bytes.clone() });
        }
        Some(path)
    }

    /// A name that no other picture has.
    fn free_name(&self, bytes: &[u8]) -> String {
        let extension = if bytes.starts_with(b"\x89PNG") { "png" } else { "jpg" };
        let safe = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let stem: String = self.target.stem.chars().map(safe).collect();

        let is_free =
            |name: &String| match self.pictures.iter().find(|picture| picture.name == *name) {
                Some(adopted) => adopted.bytes == bytes,
                None => (self.target.existing)(name).is_none_or(|other| other == bytes),
            };
        let mut names = (1..=u32::MAX).map(|number| format!("{stem}-{number}.{extension}"));
        names.find(is_free).unwrap_or_default()
    }

    /// Adds an attribute that `paragraph` gives; notes can't be carried into one.
    pub fn add_attribute(
        &mut self,
        attributes: &mut Attributes,
        key: &str,
        value: &str,
        paragraph: &DraftParagraph,
    ) {
        if paragraph.has_note() {
            let location = paragraph.location.clone();
            self.losses.add_elsewhere(location, "单位、来源、注和图题里的脚注没有采用");
        }

        attributes.add(key, value);
    }

    /// Writes the notes' texts, as they stand at a chapter's end.
    pub fn write_notes(&mut self) {
        self.in_note = true;
        let notes = std::mem::take(&mut self.notes);
        for (index, (_, lines)) in notes.iter().enumerate() {
            self.losses.move_to(format!("脚注 {}", index + 1), "");
            let lines: Vec<String> =
                lines.iter().map(|line| self.line(line, Room::Paragraph)).collect();
            let text = lines.join("\n\n").replace('\n', "\n    ").replace("    \n", "\n");
            self.out.push(format!("[^{}]: {text}", index + 1));
        }
        self.in_note = false;
    }

    /// The result.
    pub fn finish(
        mut self,
        revisions: BTreeMap<RevisionKind, usize>,
        letter: Letter,
        citations: Vec<Citation>,
    ) -> Adopted {
        self.out.retain(|block| !block.trim().is_empty());
        let mut body = self.out.join("\n\n");
        if !body.is_empty() {
            body.push('\n');
        }

        let LossReport { mut losses, comments: locations, .. } = self.losses;
        let of_file =
            |phrase: &String| Loss { description: phrase.clone(), location: Location::default() };
        losses.extend(edges(self.docx).iter().map(of_file));
        losses.extend(self.docx.left_out.iter().map(of_file));

        let comment = |(index, comment): (usize, &Comment)| DraftComment {
            author: comment.author.clone(),
            date: comment.date.clone(),
            location: locations.get(&index).cloned().unwrap_or_default(),
            text: comment.text.clone(),
        };
        let comments = self.docx.comments.iter().enumerate().map(comment).collect();

        let (pictures, counts) = (self.pictures, self.counts);
        let Letter { number, date, .. } = letter;
        Adopted {
            body,
            number,
            date,
            citations,
            pictures,
            counts,
            revisions,
            comments,
            losses,
            ..Adopted::default()
        }
    }
}

/// What stands in headers and footers but page numbers, as phrases.
fn edges(docx: &Docx) -> Vec<String> {
    let mut phrases = Vec::new();
    for aside in &docx.asides {
        let name = match aside.kind {
            AsideKind::Header => "页眉",
            AsideKind::Footer => "页脚",
            AsideKind::TextBox => continue,
        };
        let lines: Vec<String> = docx::paragraphs(&aside.story.blocks)
            .into_iter()
            .map(|paragraph| text_of_pieces(&paragraph.pieces).trim().to_owned())
            .filter(|line| line.chars().any(|c| c.is_alphabetic() && !"第页共".contains(c)))
            .collect();
        let phrase = format!("{name}没有采用：{}", lines.join(" "));
        if !lines.is_empty() && !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// Attributes of a table or a picture: `单位="亿元" 来源="市统计局"`.
#[derive(Default)]
pub(super) struct Attributes(String);

impl Attributes {
    fn add(&mut self, key: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(&format!(
            "{key}=\"{}\"",
            escape(value, EscapeContext::whole(Room::Attribute))
        ));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In braces; nothing where there are none.
    pub fn braced(&self) -> String {
        if self.is_empty() { String::new() } else { format!("{{{}}}", self.0) }
    }
}

/// A picture as Markdown, with its caption.
pub(super) fn picture(path: &str, alt: &str, title: Option<&str>) -> String {
    let alt = escape(alt.trim(), EscapeContext::whole(Room::Words));
    match title {
        Some(title) => {
            format!("![{alt}]({path} \"{}\")", escape(title, EscapeContext::whole(Room::Title)))
        }
        None => format!("![{alt}]({path})"),
    }
}
