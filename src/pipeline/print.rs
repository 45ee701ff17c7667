//! Documents to files: once the pages stand, the PDF is exported on one thread, Word made on another, while
//! the next document is laid out. Word's charts and page numbers come from the pages.

use super::charts::WordJob;
use super::gate::sound;
use super::inputs::Inputs;
use super::layout::{LayoutCache, Layoutable};
use super::recorded::{self, RecordedWord};
use super::{Design, Formats, Loaded};
use crate::diag::{Diagnostics, Reported};
use crate::document::Document;
use crate::pdf::{self, Laid, Layout, WorkspaceFiles};
use crate::proof::{self, Proof};
use crate::verify::RecordedPages;
use crate::word::{self, ReviewCopy};
use std::panic::resume_unwind;
use std::sync::{Arc, mpsc};
use std::thread;

/// The files of a document.
#[derive(Debug, Clone)]
pub struct Files {
    /// The PDF, if asked for.
    pub pdf: Option<Vec<u8>>,
    /// The Word file, if asked for.
    pub word: Option<Vec<u8>>,
    /// Where things landed on the pages.
    pub layout: Layout,
    /// What the words of the pages held against the Word file's came to, where there is one.
    pub proof: Option<Proof>,
    /// Whether the Word file is byte by byte that of an earlier run, which was proved.
    pub is_as_recorded: bool,
    /// The pages, for a later run of the same build; none where such a run would find something to tell.
    pub pages: Option<RecordedPages>,
}

/// A Word file, held against the pages.
struct ProvenWord {
    word: Vec<u8>,
    proof: Option<Proof>,
}

/// Documents that are to become files.
#[derive(Clone, Copy)]
pub(super) struct FilesJob<'a> {
    pub loaded: &'a Loaded,
    pub documents: &'a [Layoutable<'a>],
    pub formats: Formats,
    /// What the files say that they were made of.
    pub inputs: Option<&'a Inputs>,
}

impl FilesJob<'_> {
    /// Makes the files, one document after the other on each of three threads: one lays out, one makes PDFs of
    /// the pages, one Word files. `None` for one without pages; a kind of file that has an error is left out.
    pub fn run(
        self,
        layouts: &mut LayoutCache,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<Files>> {
        if let Some(files) = self.as_recorded() {
            return files;
        }

        thread::scope(|scope| {
            let (pages_for_pdf, pages_to_print) = mpsc::channel();
            let (pages_for_word, pages_of_word) = mpsc::channel();
            let pdf_thread = scope.spawn(move || self.print(pages_to_print));
            let has_word = self.formats.has_word();
            let word_thread =
                has_word.then(|| scope.spawn(move || self.make_word_files(pages_of_word)));

            for document in self.documents {
                let mut problems = Diagnostics::default();
                let laid = layouts.lay_out(self.loaded, *document, &mut problems);
                // Nobody listens where Word isn't asked for.
                let _ = pages_for_word.send(laid.clone());
                let _ =
                    pages_for_pdf.send(laid.map(|laid| (laid, problems.iter().next().is_none())));
                diagnostics.extend(problems);
            }
            drop((pages_for_pdf, pages_for_word));

            // A panic is a defect of the program: it goes on to the top as one.
            let (mut files, problems) =
                pdf_thread.join().unwrap_or_else(|panic| resume_unwind(panic));
            diagnostics.extend(problems);
            if let Some(word_thread) = word_thread {
                let (words, problems) =
                    word_thread.join().unwrap_or_else(|panic| resume_unwind(panic));
                diagnostics.extend(problems);
                for (files, word) in files.iter_mut().zip(words) {
                    if let Some(word) = word {
                        *files = files.take().map(|files| files.with_word(word));
                    }
                }
            }
            files
        })
    }

    /// The files where Word alone is asked for and an earlier run of the same build made it.
    fn as_recorded(self) -> Option<Vec<Option<Files>>> {
        let inputs = self.inputs.filter(|_| self.formats == Formats::Word)?;
        let words = recorded::word_files(self.loaded, self.documents, inputs)?;
        let files = words.into_iter().map(|RecordedWord { word, layout }| {
            let word = Some(word);
            Some(Files { pdf: None, word, layout, proof: None, is_as_recorded: true, pages: None })
        });
        Some(files.collect())
    }

    /// The Word files of documents whose pages come one by one; `None` for one that can't be laid out or
    /// has errors.
    fn make_word_files(
        self,
        pages: mpsc::Receiver<Option<Arc<Laid>>>,
    ) -> (Vec<Option<ProvenWord>>, Diagnostics) {
        let FilesJob { loaded, documents, .. } = self;
        let report = loaded.workspace.report.file;
        let mut problems = Diagnostics::default();
        let mut words = Vec::with_capacity(documents.len());
        for Layoutable { name, document, design } in documents {
            let laid = pages.recv().ok().flatten();
            words.push(laid.and_then(|laid| {
                let job = WordJob { loaded, document, design, laid: Some(&laid), copy: None };
                let mut package = job.build(&mut problems).ok()?;
                if let Some(inputs) = self.inputs {
                    package.stamp(&inputs.stamp(name));
                }
                let headings = laid.layout().headings.clone();
                let pages = pdf::read_pages(&laid);
                // The finishing pass takes much memory itself.
                drop(laid);
                let word = sound(word::finish(package, &headings), report, &mut problems).ok()?;

                let proof = proof::compare(&pages, &word);
                match &proof {
                    Ok(proof) => proof::report(proof, name, design.span, &mut problems),
                    Err(refused) => {
                        proof::report_unread(refused, name, design.span, &mut problems);
                    }
                }
                Some(ProvenWord { word, proof: proof.ok() })
            }));
        }
        (words, problems)
    }

    /// The files of documents whose pages come one by one, with their PDFs where those are asked for; beside
    /// the pages stands whether their layout had nothing to tell. `None` for one that can't be laid out or has
    /// errors.
    fn print(
        self,
        pages: mpsc::Receiver<Option<(Arc<Laid>, bool)>>,
    ) -> (Vec<Option<Files>>, Diagnostics) {
        let mut problems = Diagnostics::default();
        let files = self.documents.iter().map(|Layoutable { name, .. }| {
            let (laid, is_silent) = pages.recv().ok().flatten()?;
            let stamp = self.inputs.map(|inputs| inputs.stamp(name));
            let export = || pdf::export(&laid, stamp.as_ref(), &mut problems);
            let pdf = self.formats.has_pdf().then(export).transpose().ok()?;
            let layout = laid.layout().clone();
            let pages = is_silent.then(|| recorded::pages(&layout));
            Some(Files { pdf, word: None, layout, proof: None, is_as_recorded: false, pages })
        });
        (files.collect(), problems)
    }
}

impl Files {
    fn with_word(self, ProvenWord { word, proof }: ProvenWord) -> Files {
        // What the proof found is told again only where the pages are laid out again.
        let is_proven = proof.as_ref().is_some_and(|proof| proof.differences.is_empty());
        let pages = self.pages.filter(|_| is_proven);
        Files { word: Some(word), proof, pages, ..self }
    }
}

/// The Word file of a document whose pages stand.
pub fn print_word(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    laid: &Laid,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    let job = WordJob { loaded, document, design, laid: Some(laid), copy: None };
    let package = job.build(diagnostics)?;
    let word = word::finish(package, &laid.layout().headings);
    sound(word, loaded.workspace.report.file, diagnostics)
}

/// A Word file for review.
pub fn print_review_copy(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    copy: &ReviewCopy,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    let laid = lay_out(loaded, document, design, diagnostics)?;
    let job = WordJob { loaded, document, design, laid: Some(&laid), copy: Some(copy) };
    let package = job.build(diagnostics)?;
    let word = word::finish(package, &laid.layout().headings);
    sound(word, loaded.workspace.report.file, diagnostics)
}

/// The pages of a document, laid out once.
pub(super) fn lay_out(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    diagnostics: &mut Diagnostics,
) -> Result<Laid, Reported> {
    let generated = design.generate(loaded, document);
    let workspace = WorkspaceFiles { root: &loaded.workspace.root, sources: &loaded.sources };
    let Design { templates, faces, .. } = design;
    pdf::lay_out(&generated, templates, faces, workspace, diagnostics)
}
