//! Typst alone: lays out and exports text that was generated before.
//!
//! In: a folder of generated text, written by `prepare`. Out: a PDF beside it, the same bytes as
//! zishu's.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use zishu::pipeline::{self, Built, BuiltDocument, Cache, Goal, Outputs, Request};
use zishu::typography::{Faces, Search};

const MAIN: &str = "zishu/main.typ";

fn generated(folder: &Path) -> PathBuf {
    folder.join("typst")
}

/// Writes the text that zishu generates for a workspace, its templates, and the name of its main file.
pub(crate) fn prepare(folder: &Path) {
    let request = Request { outputs: Outputs::Report, goal: Goal::Designs, ..Request::new(folder) };
    let built = pipeline::build(&request, &mut Cache::default());
    let Built { loaded, mut documents, .. } = built.expect("a workspace");
    let BuiltDocument { document, design, .. } = documents.remove(0);
    let (document, design) = (document.expect("a document"), design.expect("a design"));

    let target = generated(folder);
    let _ = std::fs::remove_dir_all(&target);
    let write = |path: &str, text: &[u8]| {
        let path = target.join(path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };

    for (path, text) in design.generate(&loaded, &document).texts() {
        write(&path, text.text().as_bytes());
    }
    for (path, bytes) in zishu::bundle::templates() {
        write(&format!("templates/{path}"), bytes);
    }
}

/// Lays out and exports.
pub(crate) fn run(folder: &Path) {
    let faces = Faces::discover(folder, Search::Workspace);
    let world = AloneWorld::new(folder, &faces);
    let document = typst::compile::<PagedDocument>(&world).output.expect("pages");

    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("standards");
    let creator = Smart::Custom(Some("zishu".to_owned()));
    let options = PdfOptions { creator, standards, ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(&document, &options).expect("a PDF");

    std::fs::write(generated(folder).join("alone.pdf"), pdf).expect("a file");
    std::fs::write(generated(folder).join("pages"), document.pages().len().to_string())
        .expect("a file");
}

/// The number of pages of the last run, whose PDF must have the same bytes as zishu's.
pub(crate) fn pages(folder: &Path) -> String {
    let alone = std::fs::read(generated(folder).join("alone.pdf")).expect("Typst's PDF");
    let ours = std::fs::read(folder.join("out/自述报告.pdf")).expect("zishu's PDF");
    assert!(alone == ours, "Typst alone gave another PDF");
    std::fs::read_to_string(generated(folder).join("pages")).expect("a number")
}

struct AloneWorld<'a> {
    library: LazyHash<Library>,
    faces: &'a Faces,
    main: FileId,
    sources: HashMap<FileId, Source>,
    pictures: PathBuf,
}

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl<'a> AloneWorld<'a> {
    fn new(folder: &Path, faces: &'a Faces) -> AloneWorld<'a> {
        let mut sources = HashMap::new();
        collect(&generated(folder), &generated(folder), &mut sources);
        let library = LazyHash::new(Library::default());
        AloneWorld { library, faces, main: id(MAIN), sources, pictures: folder.to_owned() }
    }
}

fn collect(root: &Path, folder: &Path, sources: &mut HashMap<FileId, Source>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "typ") {
            let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).expect("a text");
            sources.insert(id(&name), Source::new(id(&name), text));
        }
    }
}

impl World for AloneWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.faces.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        let bytes = std::fs::read(self.pictures.join(path));
        bytes.map(Bytes::new).map_err(|error| FileError::from_io(error, Path::new(path)))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Datetime::from_ymd(2018, 6, 13)
    }
}
