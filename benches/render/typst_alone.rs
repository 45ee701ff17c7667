//! Typst alone: its own loop, and its export, in a process of its own.
//!
//! In: a report's folder and which text of it. Out: a PDF beside the text, and the number of pages. The
//! compiler, the faces and the functions `tags.…` are those that zishu is built with: only the text, its
//! templates and the loop are fixed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use zishu::typography::{Faces, Search};

/// A text to set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    /// That of the fixture, exported as zishu's PDFs are.
    Anchor,
    /// What pandoc writes, exported as Typst does where nobody asks for a standard.
    Pandoc,
}

impl Text {
    /// The folder of the text, beside the workspace.
    pub fn folder(self) -> &'static str {
        match self {
            Text::Anchor => "anchor",
            Text::Pandoc => "pandoc",
        }
    }

    fn main(self) -> &'static str {
        match self {
            Text::Anchor => "zishu/main.typ",
            Text::Pandoc => "main.typ",
        }
    }

    fn options(self) -> PdfOptions {
        if self == Text::Pandoc {
            return PdfOptions::default();
        }

        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
        let creator = Smart::Custom(Some("zishu".to_owned()));
        PdfOptions { creator, standards: standards.expect("standards"), ..PdfOptions::default() }
    }
}

/// The process that sets a text.
pub(crate) fn command(folder: &Path, text: Text) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("the path of this program"));
    command.arg("--typst").arg(folder).arg(text.folder());
    command
}

/// The number of pages that the last process gave.
pub(crate) fn pages(folder: &Path, text: Text) -> usize {
    let pages = std::fs::read_to_string(folder.join(text.folder()).join("pages"));
    pages.expect("a text that was set").parse().expect("a number")
}

/// Lays out and exports: what the process does.
pub(crate) fn run(folder: &Path, text: &str) {
    let text = [Text::Anchor, Text::Pandoc].into_iter().find(|known| known.folder() == text);
    let text = text.expect("anchor or pandoc");
    let faces = Faces::discover(&folder.join("workspace"), Search::Workspace);
    let world = TextWorld::new(folder, text, &faces);

    let document = typst::compile::<PagedDocument>(&world).output.expect("pages");
    let pdf = typst_pdf::pdf(&document, &text.options()).expect("a PDF");

    let target = folder.join(text.folder());
    std::fs::write(target.join("alone.pdf"), pdf).expect("a file");
    std::fs::write(target.join("pages"), document.pages().len().to_string()).expect("a file");
}

/// Texts in the memory, pictures in the workspace.
struct TextWorld<'a> {
    faces: &'a Faces,
    main: FileId,
    sources: HashMap<FileId, Source>,
    workspace: PathBuf,
}

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl<'a> TextWorld<'a> {
    fn new(folder: &Path, text: Text, faces: &'a Faces) -> TextWorld<'a> {
        let root = folder.join(text.folder());
        let mut sources = HashMap::new();
        collect(&root, &root, &mut sources);
        TextWorld { faces, main: id(text.main()), sources, workspace: folder.join("workspace") }
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

impl World for TextWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        zishu::pdf::library()
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
        let bytes = std::fs::read(self.workspace.join(path));
        bytes.map(Bytes::new).map_err(|error| FileError::from_io(error, Path::new(path)))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Datetime::from_ymd(2018, 6, 13)
    }
}
