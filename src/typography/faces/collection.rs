//! The faces found, and the chain of each role. In: faces from files. Out: what Typst gets.

use super::chain::{self, Chain, FaceReport};
use super::load::{self, BrokenFont};
use crate::source::fingerprint;
use crate::typography::FaceRole;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontVariant, FontVariations};
use typst::utils::LazyHash;
use typst_kit::fonts::FontStore;

/// Where faces are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// The workspace's fonts/ and the bundled faces.
    Workspace,
    /// Those of the system too.
    System,
}

/// The faces found. Their order is that of fonts/, fonts/licensed/, the binary, the system; inside
/// each by file name.
pub struct Faces {
    pub(super) store: FontStore,
    pub(super) chains: Vec<Chain>,
    pub(super) reports: Vec<FaceReport>,
    pub(super) broken: Vec<BrokenFont>,
}

impl Faces {
    /// Looks in fonts/ of the workspace, in the binary and, when asked, in the system.
    pub fn discover(root: &Path, search: Search) -> Faces {
        let mut loaded = load::workspace(root);
        let custom_count = loaded.faces.len();
        loaded.faces.extend(load::bundled(&loaded.same_as_bundled));

        let mut store = FontStore::new();
        let mut files = Vec::new();
        for face in loaded.faces {
            let info = face.font.info().clone();
            store.push((face.font, info));
            files.push(face.file);
        }

        if search == Search::System {
            for (path, info) in load::system() {
                files.push(path.path.display().to_string());
                store.push((path, info));
            }
        }

        Faces::arrange(store, files, custom_count, loaded.broken)
    }

    /// Chains and reports over faces; the first `own` are the workspace's.
    pub(super) fn arrange(
        store: FontStore,
        files: Vec<String>,
        own: usize,
        broken: Vec<BrokenFont>,
    ) -> Faces {
        let own = chain::families(store.book(), 0..own);
        let chains: Vec<Chain> =
            FaceRole::ALL.iter().map(|role| chain::build(*role, store.book(), &own)).collect();
        let reports = chains.iter().filter_map(|chain| chain.report(&files)).collect();
        Faces { store, chains, reports, broken }
    }

    /// The face of every role that has one, in the order of [`FaceRole::ALL`].
    pub fn reports(&self) -> &[FaceReport] {
        &self.reports
    }

    /// Those that stand in for a standard face.
    pub fn stand_ins(&self) -> impl Iterator<Item = &FaceReport> {
        self.reports.iter().filter(|report| !report.standard)
    }

    /// The files under fonts/ that can't be used, by name.
    pub fn broken(&self) -> &[BrokenFont] {
        &self.broken
    }

    /// The families that set text of a role, the preferred first; empty where there is none.
    pub fn chain(&self, role: FaceRole) -> &Chain {
        // FaceRole's variants are the indices into ALL, which a test holds.
        &self.chains[role as usize]
    }

    /// What Typst's World calls its font book.
    pub fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    /// Every family that a role may be set in, with a hash of its files' tables: the table directory of an
    /// OpenType file holds a checksum of each.
    pub fn identities(&self) -> BTreeMap<String, String> {
        /// Where the directories stand, of collections too.
        const HEAD: usize = 4096;
        let links = self.chains.iter().flat_map(|chain| &chain.links);
        let families: BTreeSet<&str> = links.map(|link| link.family.as_str()).collect();
        let identity = |family: &&str| {
            let all = (0..).map_while(|index| Some((index, self.book().info(index)?)));
            let of_family = all.filter(|(_, info)| info.family == **family);
            let fonts: Vec<Font> = of_family.filter_map(|(index, _)| self.font(index)).collect();
            let mut heads: Vec<(String, &[u8])> = fonts
                .iter()
                .map(|font| (font.data().len().to_string(), font.data()))
                .map(|(size, data)| (size, &data[..data.len().min(HEAD)]))
                .collect();
            // A workspace may have copies of bundled faces.
            heads.sort();
            heads.dedup();
            fingerprint(heads.iter().flat_map(|(size, head)| [size.as_bytes(), head]))
        };

        families.iter().map(|family| ((*family).to_owned(), identity(family))).collect()
    }

    /// Whether a face draws a character with this variation selector otherwise than without it (OpenType's
    /// `cmap`, format 14).
    pub fn has_variant(&self, base: char, selector: char) -> bool {
        let all = (0..).map_while(|index| Some((index, self.book().info(index)?)));
        let with_base = all.filter(|(_, info)| info.coverage.contains(base as u32));
        with_base.filter_map(|(index, _)| self.font(index)).any(|font| {
            let instance =
                font.instantiate(FontVariant::default(), Abs::pt(12.0), &FontVariations::default());
            let face = instance.ttf();
            let varied = face.glyph_variation_index(base, selector);
            varied.is_some() && varied != face.glyph_index(base)
        })
    }

    /// The face at an index of the book; `None` where its file has gone.
    pub fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }
}

impl fmt::Debug for Faces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Faces").field("reports", &self.reports).finish_non_exhaustive()
    }
}
