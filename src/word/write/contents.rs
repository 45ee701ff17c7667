//! The contents: a TOC field that is already filled.
//!
//! It is not marked dirty and nothing asks Word to renew it: the first opening shows it as it is,
//! without a prompt. Page numbers are put in by [`finish`](crate::word::finish()).

use super::inlines::{Marks, ParagraphBuilder};
use super::sections::SectionKind;
use super::style_ids;
use super::writer::{Writer, heading_bookmark, paragraph};
use crate::document::ContentsEntry;
use crate::word::names::{PAGE_CLOSE, PAGE_OPEN};
use docx_rs::{Hyperlink, HyperlinkData, ParagraphChild, RunChild, Tab, Text};

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

        let heading = ParagraphBuilder::plain(&profile.contents.heading);
        self.push(paragraph(style_ids::CONTENTS_HEADING, heading));

        for (index, entry) in entries.into_iter().enumerate() {
            let mut content = ParagraphBuilder::default();
            if index == 0 {
                let code = format!("TOC \\o \"1-{depth}\" \\h \\z \\u");
                content.begin_field(&code, Marks::default());
            }
            content.child(entry_link(entry));
            if index == last {
                content.end_field(Marks::default());
            }
            self.push(paragraph(&style_ids::contents(entry.level), content.finish()));
        }
        self.end_section(SectionKind::Front);
    }
}

/// An entry: number and text, dots, page.
fn entry_link(entry: &ContentsEntry) -> ParagraphChild {
    let anchor = heading_bookmark(entry.block);
    let mut text = ParagraphBuilder::default();
    text.text(&format!("{}{}", entry.number, entry.text), Marks::default());
    text.run(RunChild::Tab(Tab::new()), Marks::default());

    // The number is put in when the PDF is laid out; the marks around the id are no text.
    let page = format!("{PAGE_OPEN}{}{PAGE_CLOSE}", entry.block.0);
    text.begin_field(&format!("PAGEREF {anchor} \\h"), Marks::default());
    text.run(RunChild::Text(Text::new(page)), Marks::default());
    text.end_field(Marks::default());

    let link = HyperlinkData::Anchor { anchor };
    ParagraphChild::Hyperlink(Hyperlink { link, history: None, children: text.finish() })
}
