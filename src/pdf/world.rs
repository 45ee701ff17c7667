//! What Typst may read: generated text, templates, checked pictures, faces. Nothing else: no
//! package, no other file, no clock.

use super::cache::{Pictures, TypstCache};
use super::file_id::file_id;
use super::generated::{Generated, MAIN};
use super::origins::SourceMap;
use super::tags;
use super::templates::TypstTemplates;
use crate::document::Date;
use crate::source::Sources;
use crate::typography::Faces;
use crate::workspace::read_picture;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The World over one generated document.
pub(crate) struct TypstWorld<'a> {
    faces: &'a Faces,
    source_map: Arc<SourceMap>,
    main: FileId,
    picture_paths: HashMap<FileId, PathBuf>,
    pictures: Pictures,
    date: Date,
}

/// What generated text and templates may call: Typst's own library, and `tags`.
pub fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        // Rows have heads as well as columns: Typst's words for it are still behind a switch.
        let features = [Feature::A11yExtras].into_iter().collect();
        let mut library = Library::builder().with_features(features).build();
        library.global.scope_mut().define("tags", tags::module());
        LazyHash::new(library)
    })
}

/// Prepares what every document needs; else the first one waits for it.
pub fn warm_up() {
    library();
}

/// The workspace that a document was made from.
#[derive(Clone, Copy)]
pub struct WorkspaceFiles<'a> {
    /// Its folder, in which pictures are read.
    pub root: &'a Path,
    /// Its texts.
    pub sources: &'a Sources,
}

impl<'a> TypstWorld<'a> {
    /// Prepares every text, over the texts and pictures of an earlier run; pictures are read when Typst
    /// asks for them.
    pub(crate) fn new(
        generated: &Generated,
        templates: &TypstTemplates,
        faces: &'a Faces,
        workspace: WorkspaceFiles<'_>,
        cache: &mut TypstCache,
    ) -> TypstWorld<'a> {
        let WorkspaceFiles { root, sources } = workspace;
        let source_map = Arc::new(SourceMap::new(generated, templates, sources, cache));
        let paths = generated.pictures.keys();
        let picture_paths =
            paths.filter_map(|path| Some((file_id(path)?, root.join(path)))).collect();

        #[allow(clippy::expect_used, reason = "MAIN is a constant without `..`, a valid path")]
        let main = file_id(MAIN).expect("a valid path");

        let (pictures, date) = (cache.pictures(), generated.date);
        TypstWorld { faces, source_map, main, picture_paths, pictures, date }
    }

    /// What leads from Typst's spans to the user's files.
    pub(super) fn source_map(&self) -> &Arc<SourceMap> {
        &self.source_map
    }

    fn picture(&self, id: FileId) -> FileResult<Bytes> {
        let path = self.picture_paths.get(&id).ok_or(FileError::AccessDenied)?;
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = pictures.get(path) {
            return Ok(bytes.clone());
        }

        let bytes = read_picture(path).map_err(|error| FileError::from_io(error, path))?;
        let bytes = Bytes::new(bytes);
        pictures.insert(path.clone(), bytes.clone());
        Ok(bytes)
    }
}

impl World for TypstWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.faces.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.source_map.source(id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match self.source_map.source(id) {
            Some(source) => Ok(Bytes::from_string(source.clone())),
            None => self.picture(id),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Datetime::from_ymd(self.date.year, self.date.month, self.date.day)
    }
}
