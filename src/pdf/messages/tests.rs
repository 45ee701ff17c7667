//! Every line of the table, raised through Typst.

use super::lookup::{chinese, is_about_picture, unprintable};
use super::table::{MEANINGS, PICTURE, UNPRINTABLE};
use crate::diag::varying;
use crate::typography::{Faces, Search};
use std::path::Path;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    FACES.get_or_init(|| Faces::discover(root, Search::Workspace))
}

fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
}

fn file_id(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
}

/// A World of one text, two that it may import, of which one imports it, a picture that is none, and
/// nothing else.
struct OneText {
    main: Source,
}

impl World for OneText {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        faces().book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else if id == file_id("/plain.typ") {
            Ok(Source::new(id, "#let a = 1".to_owned()))
        } else if id == file_id("/other.typ") {
            Ok(Source::new(id, "#import \"main.typ\": a".to_owned()))
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == file_id("/broken.png") {
            return Ok(Bytes::new(b"\x89PNG\r\n\x1a\nnothing".to_vec()));
        }
        Err(FileError::NotFound("/".into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        faces().font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What Typst says of a template, in laying it out and in writing the PDF.
fn said_of(text: &str) -> Vec<String> {
    let world = OneText { main: Source::new(file_id("/main.typ"), text.to_owned()) };
    let laid = typst::compile::<PagedDocument>(&world);
    let mut said: Vec<SourceDiagnostic> = laid.warnings.to_vec();
    match laid.output {
        Err(errors) => said.extend(errors),
        Ok(document) => {
            let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap();
            let options = PdfOptions { standards, ..PdfOptions::default() };
            said.extend(typst_pdf::pdf(&document, &options).err().into_iter().flatten());
        }
    }
    said.iter().map(|problem| problem.message.to_string()).collect()
}

/// A template of which Typst says each line of the table.
const RAISING: &[&str] = &[
    "#(1",
    "#(])",
    "#\"a",
    "`a",
    "#let x = <a",
    "*/",
    "#text(size: 1)",
    "#let x =",
    "#{ let x = 1 let y = 2 }",
    "#(1 2)",
    "#show heading",
    "#let (a, b) ",
    "#set 1",
    "#let",
    "#if true",
    "#for x of (1, 2) [a]",
    "#set text",
    "#let x = 1 & 2",
    "#text(size: 1pt, size: 2pt)[a]",
    "#(a: 1, a: 2)",
    "#let x = 3ptt",
    "",
    "#没有",
    "#text(不知: 1)[a]",
    "#upper(\"a\", \"b\")",
    "#upper()",
    "#(1).没有()",
    "#(a: 1).b",
    "#(1, 2).at(5)",
    "#import \"plain.typ\": 没有",
    "#import \"other.typ\": *",
    "#image(\"none.png\")",
    "#import \"none.typ\": a",
    "#set upper()",
    "#let x = 1\n#let f() = { x = 2 }\n#f()",
    "#(1, 2).push(3)",
    "#(1 + \"a\")",
    "#(1 - \"a\")",
    "#(\"a\" * \"b\")",
    "#(1 / 0)",
    "#(\"a\" / 2)",
    "#(1 < \"a\")",
    "#(1pt < 1em)",
    "#{ 1; \"a\" }",
    "#for x in 1 [a]",
    "#calc.rem(1, 0)",
    "#assert(false)",
    "#panic(\"不行\")",
    "#let n = 0\n#while n < 1 { n = n * 1 }",
    "#while true { }",
    "#let f() = f()\n#f()",
    "#show heading: it => heading[a]\n= b",
    "#context { let n = counter(page).final().first()\n for i in range(n) { pagebreak() } }",
    "#context locate(<a>)",
    "a <a>\n\nb <a>\n\n@a",
    "#set text(font: \"没有\")\na",
    "#box[#set page(width: 5cm)\na]",
    "#box[#pagebreak()]",
    "#image(\"broken.png\")",
    "a",
    "#set document(title: \"a\")\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"))",
    "#set document(title: \"a\")\n#rect(fill: cmyk(10%, 20%, 30%, 40%))",
];

#[test]
fn typst_says_every_line_of_the_table() {
    assert_eq!(RAISING.len(), MEANINGS.len());
    let deep = format!("#{}{}", "(".repeat(1000), ")".repeat(1000));
    let wrong = RAISING.iter().zip(MEANINGS).filter_map(|(text, (pattern, _))| {
        let text = if text.is_empty() { deep.as_str() } else { text };
        let said = said_of(text);
        let first = |message: &&String| {
            let mut patterns = MEANINGS.iter().map(|(pattern, _)| *pattern);
            patterns.find(|one| varying(message, one).is_some()) == Some(*pattern)
        };
        let found = said.iter().find(first).and_then(|message| chinese(message));
        match found {
            Some(meaning) if !meaning.contains(['{', '}']) || pattern.contains("block") => None,
            _ => Some(format!("{text:.60?} gives {said:?}, not {pattern:?}")),
        }
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn typst_names_a_character_that_the_pdf_cannot_show() {
    let texts = ["\u{1F9FF}", "\u{F004}"];
    assert_eq!(texts.len(), UNPRINTABLE.len());
    for (text, pattern) in texts.into_iter().zip(UNPRINTABLE) {
        let said = said_of(&format!(
            "#set document(title: \"a\")\n#set text(font: \"Liberation Serif\")\na{text}b"
        ));
        let found = said.iter().find(|message| varying(message, pattern).is_some());
        assert!(found.is_some_and(|message| unprintable(message).is_some()), "{pattern}: {said:?}");
    }
}

#[test]
fn typst_says_that_a_picture_is_broken() {
    let said = said_of("#image(\"broken.png\")");
    assert!(said.iter().any(|message| is_about_picture(message)), "{said:?} has no {PICTURE:?}");
    assert!(!said_of("#没有").iter().any(|message| is_about_picture(message)));
}

#[test]
fn what_is_not_in_the_table_is_not_guessed() {
    assert_eq!(chinese("some day Typst will say this"), None);
    assert_eq!(chinese("cannot add integer and string").unwrap(), "integer 与 string 不能相加");
}
