//! The contents: a TOC field that is already filled.
//!
//! It is not marked dirty and nothing asks Word to renew it: the first opening shows it as it is,
//! without a prompt. Page numbers are put in by [`finish`](crate::word::finish()).

use super::inlines::{Marks, ParagraphBuilder};
use super::style_ids;
use super::writer::{Writer, heading_bookmark, paragraph};
use crate::document::ContentsEntry;
use crate::word::names::{PAGE_CLOSE, PAGE_OPEN};
use docx_rs::{
    FieldChar, FieldCharType, Hyperlink, HyperlinkData, InstrText, ParagraphChild, Run, RunChild,
    Tab, Text,
};

impl Writer<'_> {
    /// The contents' pages, where there is anything to list.
    pub(super) fn contents(&mut self) {
        let (document, profile) = (self.document, self.profile);
        if !document.meta.arrangement.contents {
            return;
        }
        let depth = profile.contents.levels.len();
        let entries: Vec<&ContentsEntry> = document
            .contents
            .iter()
            .filter(|entry| {
                usize::from(entry.level) <= depth && self.heading_paths.contains_key(&entry.block)
            })
            .collect();
        let Some(last) = entries.len().checked_sub(1) else { return };

        let mut heading = ParagraphBuilder::default();
        heading.text(&profile.contents.heading, Marks::default());
        self.push(paragraph(style_ids::CONTENTS_HEADING, heading.finish()));

        for (index, entry) in entries.into_iter().enumerate() {
            let mut content = Vec::new();
            if index == 0 {
                content.push(field_character(FieldCharType::Begin));
                content.push(field_code(&format!(" TOC \\o \"1-{depth}\" \\h \\z \\u ")));
                content.push(field_character(FieldCharType::Separate));
            }
            content.push(entry_link(entry));
            if index == last {
                content.push(field_character(FieldCharType::End));
            }
            self.push(paragraph(&style_ids::contents(entry.level), content));
        }
        self.end_front();
    }
}

/// An entry: number and text, dots, page.
fn entry_link(entry: &ContentsEntry) -> ParagraphChild {
    let anchor = heading_bookmark(entry.block);
    let mut text = ParagraphBuilder::default();
    text.text(&format!("{}{}", entry.number, entry.text), Marks::default());
    text.run(RunChild::Tab(Tab::new()), Marks::default());
    let mut children = text.finish();

    // The number is put in when the PDF is laid out; the marks around the id are no text.
    let page = format!("{PAGE_OPEN}{}{PAGE_CLOSE}", entry.block.0);
    children.push(field_character(FieldCharType::Begin));
    children.push(field_code(&format!(" PAGEREF {anchor} \\h ")));
    children.push(field_character(FieldCharType::Separate));
    children.push(run(RunChild::Text(Text::new(page))));
    children.push(field_character(FieldCharType::End));

    let link = HyperlinkData::Anchor { anchor };
    ParagraphChild::Hyperlink(Hyperlink { link, history: None, children })
}

fn field_character(kind: FieldCharType) -> ParagraphChild {
    run(RunChild::FieldChar(FieldChar::new(kind)))
}

fn field_code(text: &str) -> ParagraphChild {
    // Field codes are written unescaped: these hold names of our own only.
    run(RunChild::InstrText(Box::new(InstrText::Unsupported(text.to_owned()))))
}

fn run(child: RunChild) -> ParagraphChild {
    let mut run = Run::new();
    run.children.push(child);
    ParagraphChild::Run(Box::new(run))
}
