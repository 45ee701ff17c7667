//! The order of the stages.
//!
//! In: a [`Request`], and what the last build left in the [`Cache`]. Out: what was asked for, with every
//! problem. A stage never stops at the first problem.

use super::cache::Cache;
use super::chapters::ChapterCache;
use super::design::{self, Design};
use super::documents::assemble;
use super::formal::{self, Outstanding};
use super::inputs::{self, Inputs};
use super::layout::{LayoutCache, Layoutable, Pages};
use super::load::{Loaded, Unreadable, load_overlaid};
use super::print::{self, Files};
use super::request::{Checks, Edition, Formats, Goal, Output, Request, Stage};
use super::unsettled;
use super::waivers::{self, Waived};
use crate::check::{self, Checked};
use crate::diag::{Code, Diagnostics, Severity};
use crate::document::Document;
use crate::typography::Faces;
use std::panic::{self, AssertUnwindSafe, resume_unwind};
use std::sync::Arc;
use std::thread;

/// Stack of the thread that checks: lists nest.
const STACK: usize = 64 << 20;

/// What a build gave.
#[derive(Debug)]
pub struct Built {
    /// What was read.
    pub loaded: Arc<Loaded>,
    /// The documents that were asked for, in the order of report.yaml.
    pub documents: Vec<BuiltDocument>,
    /// Every problem, also those of reading.
    pub problems: Diagnostics,
    /// What the rules learned of the text.
    pub checked: Checked,
    /// What keeps a formal edition from going out, a bureau each.
    pub outstanding: Vec<Outstanding>,
    /// What a formal edition was let pass.
    pub waived: Vec<Waived>,
    /// What the files were made of; `None` where neither they nor files were asked for.
    pub inputs: Option<Inputs>,
}

/// A document, as far as it was asked for and could be made.
#[derive(Debug)]
pub struct BuiltDocument {
    /// Which it is.
    pub output: Output,
    /// The name of its files.
    pub name: String,
    /// Its tree.
    pub document: Option<Arc<Document>>,
    /// The tree as it is printed, where no face has some of its characters.
    printed: Option<Document>,
    /// How it looks.
    pub design: Option<Design>,
    /// Its pages.
    pub pages: Option<Pages>,
    /// Its files; where one of them has an error, no formal copy has any.
    pub files: Option<Files>,
}

/// Builds what is asked for.
pub fn build(request: &Request, cache: &mut Cache) -> Result<Built, Unreadable> {
    // The faces are looked for while files are read.
    let has_designs = !matches!(request.goal, Goal::Loaded | Goal::Documents);
    let face_search = has_designs.then(|| cache.find_faces(request));
    request.observe(Stage::Load);
    let mut loaded = load_overlaid(&request.root, request.overlay.clone())?;

    request.observe(Stage::Assemble);
    let outputs = request.outputs.select(&loaded.workspace);
    let mut problems = loaded.problems.clone();
    let mut trees = Vec::new();
    if request.goal != Goal::Loaded {
        trees = assemble(&loaded, &outputs, &mut cache.chapters, &mut problems);
    }

    let mut designs = Vec::new();
    let mut inputs = None;
    if let Some(face_search) = face_search {
        let faces = cache.keep_faces(request, face_search);
        designs = design::designs(&mut loaded, &outputs, request, &faces, &mut problems);
        if matches!(request.goal, Goal::Inputs | Goal::Files(_)) {
            let trees: Vec<&Document> = trees.iter().flatten().collect();
            inputs = Some(gather_inputs(request, &mut loaded, &outputs, &trees, &faces));
        }
    }
    let mut designs = designs.into_iter().map(Result::ok);
    let mut trees = trees.into_iter().map(Result::ok).map(|tree| {
        let is_working = request.edition == Edition::Draft;
        tree.map(|mut tree: Document| {
            tree.meta.is_working = is_working;
            tree
        })
    });

    let mut documents = Vec::with_capacity(outputs.len());
    for output in outputs {
        documents.push(BuiltDocument {
            output,
            name: output.name(&loaded.workspace).to_owned(),
            document: trees.next().flatten().map(Arc::new),
            printed: None,
            design: designs.next().flatten(),
            pages: None,
            files: None,
        });
    }

    let face_problems = check_faces(&loaded, &mut documents);
    let subject = Subject { loaded: &loaded, documents: &documents, inputs: inputs.as_ref() };
    let examined = examine(request, subject, face_problems, &mut cache.layouts, problems);
    let Examined { problems, checked, pages, files } = examined;
    for (document, pages) in documents.iter_mut().zip(pages) {
        document.pages = pages;
    }
    for (document, files) in documents.iter_mut().zip(files) {
        document.files = files;
    }

    let (mut outstanding, mut waived) = (Vec::new(), Vec::new());
    if request.edition == Edition::Formal {
        waived = waivers::waived(&loaded, &problems);
        outstanding = formal::outstanding(&loaded, &trees_of(&documents), &problems);
    }
    let loaded = Arc::new(loaded);
    Ok(Built { loaded, documents, problems, checked, outstanding, waived, inputs })
}

/// What the files are made of; documents that weren't asked for have inputs of their own.
fn gather_inputs(
    request: &Request,
    loaded: &mut Loaded,
    outputs: &[Output],
    trees: &[&Document],
    faces: &Arc<Faces>,
) -> Inputs {
    let mut others = Output::all(&loaded.workspace);
    others.retain(|output| !outputs.contains(output));

    let mut unasked = Vec::new();
    if !others.is_empty() {
        // Their problems are told when they are asked for.
        let mut problems = Diagnostics::default();
        // Of their trees only the pictures count.
        if inputs::may_show_other_pictures(loaded, outputs) {
            unasked = assemble(loaded, &others, &mut ChapterCache::default(), &mut problems);
        }
        design::designs(loaded, &others, request, faces, &mut problems);
    }

    let trees: Vec<&Document> = trees.iter().copied().chain(unasked.iter().flatten()).collect();
    Inputs::gather(loaded, &trees, faces, request)
}

/// Builds in a program that outlives a defect of its own: `None` where one showed.
pub fn build_guarded(request: &Request, cache: &mut Cache) -> Option<Result<Built, Unreadable>> {
    let built = panic::catch_unwind(AssertUnwindSafe(|| build(request, cache))).ok();
    if built.is_none() {
        cache.clear();
    }
    built
}

fn trees_of(documents: &[BuiltDocument]) -> Vec<&Document> {
    documents.iter().filter_map(|document| document.document.as_deref()).collect()
}

/// What is held to the rules and laid out.
#[derive(Clone, Copy)]
struct Subject<'a> {
    loaded: &'a Loaded,
    documents: &'a [BuiltDocument],
    inputs: Option<&'a Inputs>,
}

/// What the documents were found to be, and what was made of them.
struct Examined {
    problems: Diagnostics,
    checked: Checked,
    /// For each document.
    pages: Vec<Option<Pages>>,
    /// For each document; empty where there is an error.
    files: Vec<Option<Files>>,
}

/// Holds the documents to the rules while they are laid out: the rules take a while and seldom find an
/// error. A working copy goes out all the same; where a formal one doesn't, what its layout says doesn't count.
fn examine(
    request: &Request,
    subject: Subject<'_>,
    face_problems: Diagnostics,
    layouts: &mut LayoutCache,
    mut problems: Diagnostics,
) -> Examined {
    let Subject { loaded, documents, inputs } = subject;
    if request.checks != Checks::Skipped {
        problems.extend(face_problems);
    }
    let is_paging = request.goal == Goal::Pages;
    let is_working = request.is_working_copy();
    let check_text = || check_text(request, loaded, documents);
    thread::scope(|scope| {
        request.observe(Stage::Check);
        let builder = thread::Builder::new().stack_size(STACK);
        let text_thread = builder.spawn_scoped(scope, check_text);
        if request.edition == Edition::Formal {
            refuse_unsettled(loaded, documents, &mut problems);
        }

        let mut layout_problems = Diagnostics::default();
        let (mut pages, mut files) = (Vec::new(), Vec::new());
        match request.goal {
            Goal::Loaded | Goal::Documents | Goal::Designs | Goal::Inputs => {}
            Goal::Pages => {
                pages = documents
                    .iter()
                    .map(|document| {
                        layouts.pages(loaded, document.layoutable()?, &mut layout_problems)
                    })
                    .collect();
            }
            Goal::Files(formats) => {
                let targets: Vec<_> = documents.iter().map(BuiltDocument::layoutable).collect();
                let is_whole = targets.iter().all(Option::is_some) && !problems.has_errors();
                if is_whole || is_working && !is_withheld(&problems) {
                    request.observe(Stage::LayOut);
                    files = make_files(
                        loaded,
                        &targets,
                        formats,
                        inputs,
                        layouts,
                        &mut layout_problems,
                    );
                }
            }
        }

        let TextCheck { checked, problems: mut found } = match text_thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => check_text(),
        };
        if request.edition == Edition::Formal {
            let trees = trees_of(documents);
            for list in [&mut problems, &mut found, &mut layout_problems] {
                formal::refuse_unfinished(loaded, &trees, list);
                waivers::waive(loaded, list);
            }
        }

        if is_paging || is_working || !problems.has_errors() && !found.has_errors() {
            problems.extend(layout_problems);
        }
        problems.extend(found);
        if problems.has_errors() && !is_working {
            files.clear();
        }
        Examined { problems, checked, pages, files }
    })
}

/// Whether a problem keeps even a working copy back: the whole of it would look or say something else, and
/// no notice at one place could tell.
fn is_withheld(problems: &Diagnostics) -> bool {
    let withholding = [Code::TemplateVersion, Code::MissingFont];
    let mut errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.any(|problem| withholding.contains(&problem.code))
}

/// Reports what no formal copy may print, but for what report.yaml waives.
fn refuse_unsettled(loaded: &Loaded, documents: &[BuiltDocument], problems: &mut Diagnostics) {
    let trees = trees_of(documents);
    trees.iter().for_each(|document| formal::refuse_samples(document, problems));
    unsettled::refuse(loaded, &trees, problems);

    // All documents have the same faces.
    if let Some(design) = documents.iter().find_map(|document| document.design.as_ref()) {
        unsettled::refuse_stand_ins(design, problems);
    }
    waivers::waive(loaded, problems);
}

/// The files of the documents that can be laid out, `None` for every other one.
fn make_files(
    loaded: &Loaded,
    targets: &[Option<Layoutable<'_>>],
    formats: Formats,
    inputs: Option<&Inputs>,
    layouts: &mut LayoutCache,
    problems: &mut Diagnostics,
) -> Vec<Option<Files>> {
    let documents: Vec<_> = targets.iter().flatten().copied().collect();
    let job = print::FilesJob { loaded, documents: &documents, formats, inputs };
    let mut files = job.run(layouts, problems).into_iter();
    targets.iter().map(|target| target.and_then(|_| files.next().flatten())).collect()
}

/// What the rules found.
struct TextCheck {
    checked: Checked,
    problems: Diagnostics,
}

/// Holds the documents to the rules on data and text.
fn check_text(request: &Request, loaded: &Loaded, documents: &[BuiltDocument]) -> TextCheck {
    let mut problems = Diagnostics::default();
    let mut checked = Checked::default();
    if request.checks == Checks::All {
        let trees = trees_of(documents);
        let Loaded { workspace, indicators, sources, .. } = loaded;
        checked = check::documents(workspace, indicators, &trees, sources, &mut problems);
    }
    TextCheck { checked, problems }
}

/// Looks for the characters of the documents in their faces; where one lacks any, what is printed has
/// marks in their place.
fn check_faces(loaded: &Loaded, documents: &mut [BuiltDocument]) -> Diagnostics {
    let mut problems = Diagnostics::default();
    for BuiltDocument { document, printed, design, .. } in documents {
        if let (Some(document), Some(design)) = (document.as_deref(), design.as_ref()) {
            *printed = design.check_faces(loaded, document, &mut problems);
        }
    }
    problems
}

impl BuiltDocument {
    fn layoutable(&self) -> Option<Layoutable<'_>> {
        let document = self.printed.as_ref().or(self.document.as_deref())?;
        let design = self.design.as_ref()?;
        Some(Layoutable { name: &self.name, document, design })
    }
}
