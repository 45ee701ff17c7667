//! What Typst may read: generated text, templates, checked pictures, faces. Nothing else: no
//! package, no other file, no clock.

use super::generate::MAIN;
use super::kept::Pictures;
use super::place::Places;
use super::{Generated, Kept, Look};
use crate::document::Date;
use crate::source::Sources;
use crate::typography::Faces;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The World over one generated document.
pub(crate) struct TypstWorld<'a> {
    faces: &'a Faces,
    places: Arc<Places>,
    main: FileId,
    pictures: HashMap<FileId, PathBuf>,
    read: Pictures,
    date: Date,
}

fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
}

/// Makes ready what every document needs; else the first one waits for it.
pub fn warm_up() {
    library();
}

pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl<'a> TypstWorld<'a> {
    /// Prepares every text; pictures are read when Typst asks for them.
    pub(crate) fn new(
        generated: &Generated,
        look: &Look,
        faces: &'a Faces,
        root: &Path,
        sources: &Sources,
    ) -> TypstWorld<'a> {
        TypstWorld::with_kept(generated, look, faces, (root, sources), &mut Kept::default())
    }

    /// The same over the texts and pictures of an earlier run.
    pub(crate) fn with_kept(
        generated: &Generated,
        look: &Look,
        faces: &'a Faces,
        (root, sources): (&Path, &Sources),
        kept: &mut Kept,
    ) -> TypstWorld<'a> {
        let places = Arc::new(Places::new(generated, look, sources, kept));
        let pictures = generated.pictures.keys();
        let pictures =
            pictures.filter_map(|path| Some((file_id(path)?, root.join(path)))).collect();
        #[allow(clippy::expect_used, reason = "MAIN is a constant without `..`, a valid path")]
        let main = file_id(MAIN).expect("a valid path");
        let read = kept.pictures();
        TypstWorld { faces, places, main, pictures, read, date: generated.date }
    }

    /// What leads from Typst's spans to the user's files.
    pub(super) fn places(&self) -> &Arc<Places> {
        &self.places
    }

    fn picture(&self, id: FileId) -> FileResult<Bytes> {
        let path = self.pictures.get(&id).ok_or(FileError::AccessDenied)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = read.get(path) {
            return Ok(bytes.clone());
        }
        let bytes = std::fs::read(path).map_err(|error| FileError::from_io(error, path))?;
        let bytes = Bytes::new(bytes);
        read.insert(path.clone(), bytes.clone());
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
        self.places.source(id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match self.places.source(id) {
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
