//! Chapters, each expanded and parsed on one of as many threads as there are cores.
//!
//! In: a workspace's chapters. Out: their trees, with a notice wherever something has an error. Those that
//! an earlier build read, and of which neither the text nor the surroundings changed, are taken over from it.

use super::Loaded;
use crate::assemble::faults;
use crate::diag::{Diagnostics, Reported};
use crate::document::Chapter;
use crate::document::notices;
use crate::expand::Expander;
use crate::markdown;
use crate::source::{FileId, Sources};
use crate::workspace::{self, ChapterFile};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::thread;

/// Stack of a thread that reads chapters: templates and lists nest.
const STACK: usize = 64 << 20;

/// Chapters as the last build read them.
#[derive(Debug, Default)]
pub(super) struct ChapterCache {
    /// Whether another build will follow.
    is_incremental: bool,
    /// The texts of the last build.
    sources: Sources,
    parsed: HashMap<FileId, Parsed>,
}

/// A chapter, if it could be read, and its problems.
#[derive(Debug, Clone)]
struct Parsed {
    chapter: Option<Chapter>,
    problems: Diagnostics,
}

impl ChapterCache {
    /// For a program that builds again and again.
    pub fn incremental() -> ChapterCache {
        ChapterCache { is_incremental: true, ..ChapterCache::default() }
    }

    /// Forgets everything: a picture may have changed, of which the texts say nothing.
    pub fn clear(&mut self) {
        self.parsed.clear();
    }

    /// Drops what the texts just read no longer bear out.
    pub fn compare(&mut self, loaded: &Loaded) {
        if !self.is_incremental {
            return;
        }

        let workspace = &loaded.workspace;
        let files = workspace.chapters.iter().chain(&workspace.row_chapters);
        let chapters: BTreeSet<FileId> = files.map(|chapter| chapter.file).collect();

        // Chapters give no other chapter anything; every other file may give something to each.
        let mut changed = BTreeSet::new();
        let mut is_same = self.sources.iter().count() == loaded.sources.iter().count();
        for ((file, old), (_, new)) in self.sources.iter().zip(loaded.sources.iter()) {
            is_same &= old.path() == new.path();
            if old.text() != new.text() {
                is_same &= chapters.contains(&file);
                changed.insert(file);
            }
        }

        if is_same {
            self.parsed.retain(|file, _| !changed.contains(file));
        } else {
            self.parsed.clear();
        }
        self.sources = loaded.sources.clone();
    }

    /// The chapters, in order: those of the last build are taken over, the others read.
    pub fn parse(
        &mut self,
        expander: &Expander<'_>,
        chapters: &[ChapterFile],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<Chapter>> {
        let is_new = |chapter: &&ChapterFile| !self.parsed.contains_key(&chapter.file);
        let new: Vec<&ChapterFile> = chapters.iter().filter(is_new).collect();
        let parsed = parse_on_all_cores(expander, &new);
        self.parsed.extend(new.iter().map(|chapter| chapter.file).zip(parsed));

        chapters.iter().map(|chapter| self.take(chapter.file, diagnostics)).collect()
    }

    /// The chapter of a file, whose problems are reported again in each build.
    fn take(&mut self, file: FileId, diagnostics: &mut Diagnostics) -> Option<Chapter> {
        let parsed = if self.is_incremental {
            self.parsed.get(&file).cloned()
        } else {
            self.parsed.remove(&file)
        };
        let Parsed { chapter, problems } = parsed?;

        diagnostics.extend(problems);
        chapter
    }
}

/// Chapters don't know of each other: each core takes its share of them, in order.
fn parse_on_all_cores(expander: &Expander<'_>, chapters: &[&ChapterFile]) -> Vec<Parsed> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = chapters.len().div_ceil(cores).max(1);

    thread::scope(|scope| {
        let mut workers = Vec::new();
        for share in chapters.chunks(share) {
            let builder = thread::Builder::new().stack_size(STACK);
            let worker = builder.spawn_scoped(scope, move || parse_share(expander, share));
            workers.push(worker.map_err(|_| share));
        }

        let mut parsed = Vec::with_capacity(chapters.len());
        for worker in workers {
            parsed.extend(match worker {
                // A panic is a defect of the program: it goes on to the top as one.
                Ok(worker) => worker.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(share) => parse_share(expander, share),
            });
        }
        parsed
    })
}

fn parse_share(expander: &Expander<'_>, chapters: &[&ChapterFile]) -> Vec<Parsed> {
    let mut parsed = Vec::with_capacity(chapters.len());
    for chapter in chapters {
        let mut problems = Diagnostics::default();
        let chapter = parse(expander, chapter, &mut problems).ok().map(|mut tree| {
            let owner = expander.workspace.writer_of(chapter);
            let errors = faults::notices(&problems, chapter.file, owner);
            notices::insert(&mut tree, expander.sources.text(chapter.file), errors);
            tree
        });
        parsed.push(Parsed { chapter, problems });
    }
    parsed
}

fn parse(
    expander: &Expander<'_>,
    chapter: &ChapterFile,
    diagnostics: &mut Diagnostics,
) -> Result<Chapter, Reported> {
    let expanded = expander.chapter(chapter, diagnostics)?;
    let root = &expander.workspace.root;
    // Each file is read once, however often the chapter shows it.
    let seen = RefCell::new(HashMap::new());
    let pictures = |path: &str| {
        let given = |path: &str| expander.sources.overlaid(path).map(<[u8]>::to_owned);
        let find = || workspace::picture(root, &chapter.folder, path, &given);
        seen.borrow_mut().entry(path.to_owned()).or_insert_with(find).clone()
    };
    Ok(markdown::parse(chapter.file, expanded, markdown::TextKind::Chapter, &pictures, diagnostics))
}
