//! The contents, and the lists of tables and figures behind them: TOC fields that are already filled.
//!
//! It is not marked dirty and nothing asks Word to renew it: the first opening shows it as it is,
//! without a prompt. Page numbers are put in by [`finish`](crate::word::finish()).

use super::inlines::{Marks, ParagraphBuilder};
use super::sections::SectionKind;
use super::style_ids;
use super::writer::{Writer, caption_bookmark, heading_bookmark, paragraph};
use crate::document::{BlockId, CaptionEntry, CaptionKind, ContentsEntry, caption_lists};
use crate::word::names::{PAGE_CLOSE, PAGE_OPEN};
use docx_rs::{Hyperlink, HyperlinkData, ParagraphChild, RunChild, Tab, Text};

impl Writer<'_> {
    /// The contents' pages, and those of the lists behind them, where there is anything to list.
    pub(super) fn contents(&mut self) {
        if self.document.meta.arrangement.contents {
            self.headings_listed();
        }
        for (kind, entries) in caption_lists(self.document) {
            self.break_before = self.flow.len() > self.section_start;
            self.captions_listed(kind, &entries);
        }
        self.end_section(SectionKind::Front);
    }

    fn headings_listed(&mut self) {
        let (document, profile) = (self.document, self.profile);
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
            let text = format!("{}{}", entry.number, entry.text);
            content.child(entry_link(heading_bookmark(entry.block), entry.block, &text));
            if index == last {
                content.end_field(Marks::default());
            }
            self.push(paragraph(&style_ids::contents(entry.level), content.finish()));
        }
    }

    /// What Word's own list of a caption's label is.
    fn captions_listed(&mut self, kind: CaptionKind, entries: &[CaptionEntry]) {
        let heading = ParagraphBuilder::plain(self.profile.words.list_of(kind));
        self.push(paragraph(style_ids::LIST_HEADING, heading));

        for (index, entry) in entries.iter().enumerate() {
            let mut content = ParagraphBuilder::default();
            if index == 0 {
                let code = format!("TOC \\h \\z \\c \"{}\"", kind.word());
                content.begin_field(&code, Marks::default());
            }
            let text = format!("{}　{}", entry.name, entry.text);
            content.child(entry_link(caption_bookmark(entry.block), entry.block, &text));
            if index + 1 == entries.len() {
                content.end_field(Marks::default());
            }
            self.push(paragraph(style_ids::LIST_ENTRY, content.finish()));
        }
    }
}

/// An entry: what it is about, dots, the page of a block.
fn entry_link(anchor: String, block: BlockId, name: &str) -> ParagraphChild {
    let mut text = ParagraphBuilder::default();
    text.text(name, Marks::default());
    text.run(RunChild::Tab(Tab::new()), Marks::default());

    // The number is put in when the PDF is laid out; the marks around the id are no text.
    let page = format!("{PAGE_OPEN}{}{PAGE_CLOSE}", block.0);
    text.begin_field(&format!("PAGEREF {anchor} \\h"), Marks::default());
    text.run(RunChild::Text(Text::new(page)), Marks::default());
    text.end_field(Marks::default());

    let link = HyperlinkData::Anchor { anchor };
    ParagraphChild::Hyperlink(Hyperlink { link, history: None, children: text.finish() })
}
