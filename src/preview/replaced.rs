//! Pages that a newer build has replaced: a tab shows them for a moment yet, and they can be clicked.
//!
//! In: each build with the one before it. Out: by a picture's hash what stood on the page, and the
//! texts of its files at that time. What the newest build replaced is always kept; of earlier ones as
//! much as [`MAX_PAGES`] and [`MAX_BYTES`] allow.

use super::builder::{Snapshot, View};
use crate::pdf::PageGlyphs;
use crate::source::FileId;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;

/// Maximum number of pages kept beyond those that the newest build replaced.
const MAX_PAGES: usize = 256;
/// Maximum number of bytes of chapters' texts kept beyond those of the newest build's replaced pages.
const MAX_BYTES: usize = 16 << 20;

/// A file as it was when the page was laid out.
#[derive(Debug)]
pub(super) struct EarlierFile {
    /// Its path in the workspace.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A page that is no longer among the newest.
#[derive(Debug)]
pub(super) struct ReplacedPage {
    /// The document's name.
    pub document: String,
    /// The page's number, from 1.
    pub page: usize,
    /// The hash of its picture.
    pub hash: String,
    /// What stood on it.
    pub glyphs: Arc<PageGlyphs>,
    /// The files of the document's replaced pages.
    pub files: Arc<BTreeMap<FileId, EarlierFile>>,
}

/// The pages of one document that one build replaced.
#[derive(Debug)]
pub(super) struct ReplacedBatch {
    version: u64,
    pages: Vec<Arc<ReplacedPage>>,
    bytes: usize,
}

/// The replaced pages, the latest last.
#[derive(Debug, Default)]
pub(super) struct ReplacedPages(VecDeque<ReplacedBatch>);

impl ReplacedPages {
    /// Takes in what a build replaced and gives back what is beyond the limits.
    pub fn add(&mut self, batches: Vec<ReplacedBatch>) {
        let Some(newest) = batches.first().map(|batch| batch.version) else { return };
        self.0.extend(batches);

        while self.0.front().is_some_and(|oldest| oldest.version < newest) && self.is_over() {
            self.0.pop_front();
        }
    }

    fn is_over(&self) -> bool {
        let pages: usize = self.0.iter().map(|batch| batch.pages.len()).sum();
        let bytes: usize = self.0.iter().map(|batch| batch.bytes).sum();
        pages > MAX_PAGES || bytes > MAX_BYTES
    }

    /// The page of this picture that was replaced last; of equal pictures the one nearest to `page`.
    pub fn find(
        &self,
        document: Option<&str>,
        page: usize,
        hash: &str,
    ) -> Option<Arc<ReplacedPage>> {
        let is_asked = |found: &&Arc<ReplacedPage>| {
            found.hash == hash && document.is_none_or(|name| name == found.document)
        };
        self.0.iter().rev().find_map(|batch| {
            let equal = batch.pages.iter().filter(is_asked);
            equal.min_by_key(|found| found.page.abs_diff(page)).cloned()
        })
    }
}

/// The pages of `before` that aren't in `now`. A document whose glyphs nobody has asked for is read
/// only where `is_watched`: else no tab shows it.
pub(super) fn replaced(before: &Snapshot, now: &Snapshot, is_watched: bool) -> Vec<ReplacedBatch> {
    let batch = |view: &Arc<View>| {
        let newer = now.views.iter().find(|newer| newer.name == view.name);
        if newer.is_some_and(|newer| Arc::ptr_eq(newer, view)) {
            return None;
        }
        if !is_watched && view.glyphs.get().is_none() {
            return None;
        }
        replaced_of(view, newer.map(Arc::as_ref), now.version)
    };
    before.views.iter().filter_map(batch).collect()
}

fn replaced_of(view: &View, newer: Option<&View>, version: u64) -> Option<ReplacedBatch> {
    let pages = newer.into_iter().flat_map(|newer| newer.pages.iter());
    let newer_hashes: HashSet<&str> = pages.map(|page| page.hash.as_str()).collect();
    let gone: Vec<usize> = (0..view.pages.len())
        .filter(|at| !newer_hashes.contains(view.pages[*at].hash.as_str()))
        .collect();
    if gone.is_empty() {
        return None;
    }

    // The texts of these pages alone: a build's other files are the newest build's or of no use.
    let sheets = view.page_glyphs();
    let mut files = BTreeMap::new();
    for file in gone.iter().filter_map(|at| sheets.get(*at)).flat_map(|sheet| sheet.files.keys()) {
        files.entry(*file).or_insert_with(|| EarlierFile {
            path: view.loaded.sources.path(*file).to_owned(),
            text: view.loaded.sources.text(*file).to_owned(),
        });
    }
    let bytes = files.values().map(|file| file.text.len()).sum();
    let files = Arc::new(files);

    let page = |at: usize| {
        Some(Arc::new(ReplacedPage {
            document: view.name.clone(),
            page: at + 1,
            hash: view.pages[at].hash.clone(),
            glyphs: sheets.get(at)?.clone(),
            files: files.clone(),
        }))
    };
    let pages = gone.into_iter().filter_map(page).collect();
    Some(ReplacedBatch { version, pages, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(version: u64, pages: std::ops::Range<usize>, bytes: usize) -> ReplacedBatch {
        let page = |page: usize| {
            Arc::new(ReplacedPage {
                document: "自述报告".to_owned(),
                page,
                hash: format!("{version}-{}", page / 2),
                glyphs: Arc::default(),
                files: Arc::default(),
            })
        };
        ReplacedBatch { version, pages: pages.map(page).collect(), bytes }
    }

    #[test]
    fn memory_is_bounded_and_the_newest_stay() {
        let mut all = ReplacedPages::default();
        for version in 2..2000 {
            all.add(vec![batch(version, 1..3, 1000)]);
        }
        assert_eq!(all.0.iter().map(|batch| batch.pages.len()).sum::<usize>(), MAX_PAGES);
        assert!(all.find(None, 1, "1999-0").is_some());
        assert!(all.find(None, 1, "1800-0").is_none(), "long ago");

        // A long document replaced as a whole, by a build of two documents.
        all.add(vec![batch(3000, 1..1001, MAX_BYTES), batch(3000, 1..11, MAX_BYTES)]);
        assert_eq!(all.0.len(), 2);
        assert!(all.find(None, 1, "3000-0").is_some() && all.find(None, 1, "3000-500").is_some());
        all.add(Vec::new());
        assert_eq!(all.0.len(), 2, "nothing was replaced");

        all.add(vec![batch(3001, 1..3, 10)]);
        assert_eq!(all.0.len(), 1);
    }

    #[test]
    fn of_equal_pictures_the_nearest_is_meant() {
        let mut all = ReplacedPages::default();
        all.add(vec![batch(2, 1..8, 0)]);
        let page = |document, page| all.find(document, page, "2-1").map(|found| found.page);
        assert_eq!(page(None, 1), Some(2));
        assert_eq!(page(Some("自述报告"), 3), Some(3));
        assert_eq!(page(None, 9), Some(3));
        assert_eq!(page(Some("申报表"), 2), None);
    }
}
