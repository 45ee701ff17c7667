//! Two states of the report to one Word file in which tracked changes turn the first into the second.
//!
//! In: both states, assembled. Out: the file, with a list of the changes behind the text. Contents,
//! page numbers and layout are the second state's.

use super::charts::build_word;
use super::gate::sound;
use super::print::lay_out;
use super::{Design, Loaded};
use crate::diag::{Diagnostics, Reported};
use crate::document::{Block, BlockId, BlockKind, ContentsEntry, Document, visit};
use crate::source::{FileId, Span};
use crate::word::{self, Change, Place, Story, Titles, Writers};
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

/// A state of the report and the sink of its problems.
#[derive(Debug)]
pub struct State<'s> {
    /// What was loaded.
    pub loaded: Arc<Loaded>,
    /// The report.
    pub document: Document,
    /// How it is to look; the new state's profile holds for both.
    pub design: Design,
    /// Its problems, placed in its own sources.
    pub diagnostics: &'s mut Diagnostics,
}

/// What was made.
#[derive(Debug)]
pub struct Compared {
    /// The Word file.
    pub word: Vec<u8>,
    /// What changed, in the order of the text.
    pub changes: Vec<Change>,
}

/// Compares two states of the report.
pub fn compare(
    mut old: State<'_>,
    mut new: State<'_>,
    titles: Titles<'_>,
) -> Result<Compared, Reported> {
    old.design.profile = new.design.profile.clone();
    let date = new.document.meta.date;
    let known = Known { old: authors(&old), new: authors(&new) };
    // Both are waited for, so that each tells its problems.
    let (before, after) = thread::scope(|scope| {
        let State { loaded, document, design, diagnostics } = old;
        let before = scope.spawn(move || {
            (build_word(&loaded, &document, &design, (None, None), diagnostics), document)
        });
        let after =
            build_word(&new.loaded, &new.document, &new.design, (None, None), new.diagnostics);
        let before = before.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (before, after)
    });
    let ((before, old_document), after) = (before, after?);
    let before = before?;
    let (_, changes) = word::redline(&before, &after, &known, date, None);
    let span = Span::of_file(new.loaded.workspace.report.file);
    let list = word::list(&changes, (&old_document, &new.document), &known, titles, span);
    let first = append(&mut new.document, list);
    let (loaded, document, design) = (&*new.loaded, &new.document, &new.design);
    let (pages, after) = thread::scope(|scope| {
        let after = scope.spawn(|| {
            let mut found = Diagnostics::default();
            (build_word(loaded, document, design, (None, None), &mut found), found)
        });
        let pages = lay_out(loaded, document, design, new.diagnostics);
        let (after, found) = after.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // What it found was told when it was built without the list.
        drop(found);
        (pages, after)
    });
    let (marked, _) = word::redline(&before, &after?, &known, date, first);
    let word = word::finish_comparison(marked, &pages?.layout().headings);
    let word = sound(word, new.loaded.workspace.report.file, new.diagnostics)?;
    Ok(Compared { word, changes })
}

/// Puts the list behind the text and into the contents; gives its first block.
fn append(document: &mut Document, list: crate::document::Section) -> Option<BlockId> {
    let title = list.title.clone();
    let mut heading = None;
    let mut first = None;
    let mut see = |block: &Block| {
        first.get_or_insert(block.id);
        if matches!(block.kind, BlockKind::Heading(_)) {
            heading.get_or_insert(block.id);
        }
    };
    list.parts.iter().for_each(|part| visit::blocks(&part.blocks, &mut see));
    if let Some(block) = heading {
        let entry = ContentsEntry { block, level: 1, number: String::new(), text: title };
        document.contents.push(entry);
    }
    document.sections.push(list);
    first
}

/// Who wrote which block, in both states.
struct Known {
    old: Authors,
    new: Authors,
}

struct Authors {
    /// Who hands the report in: what no bureau wrote is his.
    report: String,
    blocks: BTreeMap<BlockId, String>,
}

impl Writers for Known {
    fn writer(&self, story: Story, place: Place) -> String {
        let own = match story {
            Story::Old => &self.old,
            Story::New => &self.new,
        };
        match place {
            Place::Block(id) => own.blocks.get(&id).unwrap_or(&own.report).clone(),
            Place::Cover | Place::Contents => own.report.clone(),
        }
    }
}

fn authors(state: &State<'_>) -> Authors {
    let workspace = &state.loaded.workspace;
    let mut blocks = BTreeMap::new();
    for part in state.document.sections.iter().flat_map(|section| &section.parts) {
        if let Some(bureau) = bureau(workspace, part.file) {
            visit::blocks(&part.blocks, &mut |block| {
                blocks.insert(block.id, bureau.to_owned());
            });
        }
    }
    let author = &state.document.meta.author;
    let report = if author.is_empty() { &state.document.meta.title } else { author };
    Authors { report: report.clone(), blocks }
}

fn bureau(workspace: &Workspace, file: FileId) -> Option<&str> {
    let chapter = workspace.chapters.iter().find(|chapter| chapter.file == file)?;
    workspace.bureaus.get(chapter.bureau?).map(|bureau| bureau.short.as_str())
}
