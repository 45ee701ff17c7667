//! Document to files: once the pages stand, the PDF is exported on one thread while Word is made on
//! another. Word's charts and page numbers come from the pages.

use super::Loaded;
use super::charts::build_word;
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::Document;
use crate::pdf::{self, Generated, Kept, Laid, Layout, Look};
use crate::source::Span;
use crate::typography::{Faces, faces};
use crate::typography::{Profile, WordFaces, profile};
use crate::word::{self, ReviewCopy};
use crate::workspace::Spanned;
use std::sync::{Arc, mpsc};
use std::thread;

/// Which files are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// PDF alone.
    Pdf,
    /// Word alone; its contents still take their page numbers from Typst's layout.
    Word,
    /// Both.
    Both,
}

/// How the document is to look.
#[derive(Debug, Clone)]
pub struct Design {
    /// Page, faces and sizes.
    pub profile: Profile,
    /// Where the profile is chosen.
    pub place: Span,
    /// The Typst templates.
    pub look: Look,
    /// The faces.
    pub faces: Arc<Faces>,
}

/// What was made.
#[derive(Debug)]
pub struct Outputs {
    /// The PDF, if wanted.
    pub pdf: Option<Vec<u8>>,
    /// The Word file, if wanted.
    pub word: Option<Vec<u8>>,
    /// Pages and what stands on them.
    pub layout: Layout,
}

/// Reads the profile, that of report.yaml or `chosen`, and the Typst templates.
pub fn design(
    loaded: &mut Loaded,
    chosen: Option<&str>,
    faces: impl Into<Arc<Faces>>,
    diagnostics: &mut Diagnostics,
) -> Result<Design, Reported> {
    let own = loaded.workspace.report.profile.clone();
    design_of(loaded, &named(own, chosen), faces.into(), diagnostics)
}

/// Reads the designs of the documents at these places of
/// [`Workspace::outputs`](crate::workspace::Workspace::outputs); a profile is read once.
pub fn designs(
    loaded: &mut Loaded,
    wanted: &[usize],
    chosen: Option<&str>,
    faces: impl Into<Arc<Faces>>,
    diagnostics: &mut Diagnostics,
) -> Vec<Result<Design, Reported>> {
    let faces = faces.into();
    let mut read: Vec<(String, Result<Design, Reported>)> = Vec::new();
    let mut designs = Vec::with_capacity(wanted.len());
    for at in wanted {
        let report = &loaded.workspace.report;
        let other = at.checked_sub(1).and_then(|at| report.documents.get(at));
        let own = other.map_or(&report.profile, |other| &other.profile).clone();
        let name = named(own, chosen);
        let known = read.iter().find(|(known, _)| *known == name.value);
        let design = match known {
            Some((_, Ok(design))) => Ok(Design { place: name.span, ..design.clone() }),
            Some((_, Err(reported))) => Err(*reported),
            None => {
                let design = design_of(loaded, &name, faces.clone(), diagnostics);
                read.push((name.value, design.clone()));
                design
            }
        };
        designs.push(design);
    }
    designs
}

fn named(own: Spanned<String>, chosen: Option<&str>) -> Spanned<String> {
    match chosen {
        Some(chosen) => Spanned { value: chosen.to_owned(), span: own.span },
        None => own,
    }
}

fn design_of(
    loaded: &mut Loaded,
    name: &Spanned<String>,
    faces: Arc<Faces>,
    diagnostics: &mut Diagnostics,
) -> Result<Design, Reported> {
    let (root, sources) = (&loaded.workspace.root, &mut loaded.sources);
    let mut profile = profile::load(root, name, sources, diagnostics)?;
    if let Some(set) = loaded.workspace.report.word_faces {
        profile.word_faces = WordFaces::of_set(set);
    }
    Ok(Design { profile, place: name.span, look: Look::load(root, sources), faces })
}

/// Reports characters that no face has, and roles without a face.
pub fn check_faces(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    diagnostics: &mut Diagnostics,
) {
    let Design { profile, place, faces, .. } = design;
    faces::check(document, profile, faces, &loaded.sources, *place, diagnostics);
}

/// The Typst text of a document.
pub fn generate(loaded: &Loaded, document: &Document, design: &Design) -> Generated {
    let Design { profile, place, faces, .. } = design;
    pdf::generate(document, profile, faces, &loaded.sources, *place)
}

/// Makes the wanted files of a document.
pub fn render(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    wanted: Wanted,
    diagnostics: &mut Diagnostics,
) -> Result<Outputs, Reported> {
    let mut made = Vec::new();
    for outputs in render_each(loaded, &[(document, design)], wanted, diagnostics) {
        made.push(outputs?);
    }
    // One document was given: there is one, or its error was returned.
    made.pop().ok_or_else(|| diagnostics.report(nothing_made(design.place)))
}

fn nothing_made(place: Span) -> Diagnostic {
    Diagnostic::new(Code::Typst, place, "没有可排版的文件")
}

/// Makes the wanted files of several documents, one after the other on each of the two threads.
pub fn render_each(
    loaded: &Loaded,
    documents: &[(&Document, &Design)],
    wanted: Wanted,
    diagnostics: &mut Diagnostics,
) -> Vec<Result<Outputs, Reported>> {
    thread::scope(|scope| {
        let (send, pages) = mpsc::channel();
        let words = (wanted != Wanted::Pdf).then(|| {
            scope.spawn(|| {
                let mut diagnostics = Diagnostics::default();
                let pages = pages;
                let make = |(document, design): &(&Document, &Design)| {
                    make_word(loaded, document, design, &pages, &mut diagnostics)
                };
                let words: Vec<_> = documents.iter().map(make).collect();
                (words, diagnostics)
            })
        });
        let printed: Vec<_> = documents
            .iter()
            .map(|(document, design)| {
                let laid = lay_out(loaded, document, design, diagnostics).map(Arc::new);
                // Nobody listens where Word isn't wanted.
                let _ = send.send(laid.as_ref().ok().cloned());
                print(&*laid?, wanted, diagnostics)
            })
            .collect();
        drop(send);
        let words = match words.map(thread::ScopedJoinHandle::join) {
            Some(Ok((words, problems))) => {
                diagnostics.extend(problems);
                words
            }
            // A panic is a defect of the program: it goes on to the top as one.
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => vec![Ok(None); documents.len()],
        };
        let both = printed.into_iter().zip(words);
        both.map(|(printed, word)| {
            let (layout, pdf) = printed?;
            Ok(Outputs { pdf, word: word?, layout })
        })
        .collect()
    })
}

/// Makes a Word file for review.
pub fn render_copy(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    copy: &ReviewCopy,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    let laid = lay_out(loaded, document, design, diagnostics)?;
    let package = build_word(loaded, document, design, (Some(&laid), Some(copy)), diagnostics)?;
    Ok(word::finish(package, &laid.layout().headings))
}

/// The Word file of a document whose pages stand.
pub fn word_of(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    laid: &Laid,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    let package = build_word(loaded, document, design, (Some(laid), None), diagnostics)?;
    Ok(word::finish(package, &laid.layout().headings))
}

/// The Word file, once the pages are known; nothing where they can't be laid out.
fn make_word(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    pages: &mpsc::Receiver<Option<Arc<Laid>>>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Vec<u8>>, Reported> {
    let Some(laid) = pages.recv().ok().flatten() else { return Ok(None) };
    let package = build_word(loaded, document, design, (Some(&laid), None), diagnostics)?;
    let pages = laid.layout().headings.clone();
    drop(laid);
    Ok(Some(word::finish(package, &pages)))
}

/// The pages, and the PDF where it is wanted.
fn print(
    laid: &Laid,
    wanted: Wanted,
    diagnostics: &mut Diagnostics,
) -> Result<(Layout, Option<Vec<u8>>), Reported> {
    let pdf = match wanted {
        Wanted::Pdf | Wanted::Both => Some(pdf::export(laid, diagnostics)?),
        Wanted::Word => None,
    };
    Ok((laid.layout().clone(), pdf))
}

pub(super) fn lay_out(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    diagnostics: &mut Diagnostics,
) -> Result<Laid, Reported> {
    let generated = generate(loaded, document, design);
    let root = &loaded.workspace.root;
    let Design { look, faces, .. } = design;
    pdf::lay_out(&generated, look, faces, root, &loaded.sources, diagnostics)
}

/// Lays a document out with what its last layout left in `kept`; where the text that Typst is given is
/// the same as `before`, there is nothing to lay out and `None` is given.
pub fn lay_out_again(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    (before, kept): (&mut Option<Generated>, &mut Kept),
    diagnostics: &mut Diagnostics,
) -> Result<Option<Laid>, Reported> {
    let mut generated = generate(loaded, document, design);
    if let Some(before) = before {
        if *before == generated {
            return Ok(None);
        }
        generated.share(before);
    }
    let place = (loaded.workspace.root.as_path(), &loaded.sources);
    let Design { look, faces, .. } = design;
    *before = None;
    let laid = pdf::lay_out_again(&generated, look, faces, place, kept, diagnostics)?;
    *before = Some(generated);
    Ok(Some(laid))
}
