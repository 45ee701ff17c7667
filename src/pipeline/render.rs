//! Document to files: Typst lays out on one thread while Word is made on another.

use super::Loaded;
use crate::diag::{Diagnostics, Reported};
use crate::document::{BlockId, Chart, Document, Picture, visit};
use crate::font::{self, Faces};
use crate::pdf::{self, Generated, Laid, Layout, Look};
use crate::profile::{self, Profile};
use crate::source::Span;
use crate::word::{self, ImageBytes, WordAssets};
use crate::workspace::Spanned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

/// Pixels an inch of the charts in Word.
const CHART_PPI: u32 = 300;
/// Pixels an inch of pictures in Word: CSS's, so that a screenshot keeps its size.
const PICTURE_PPI: u32 = 96;

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
#[derive(Debug)]
pub struct Design {
    /// Page, faces and sizes.
    pub profile: Profile,
    /// Where the profile is chosen.
    pub place: Span,
    /// The Typst templates.
    pub look: Look,
    /// The faces.
    pub faces: Faces,
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
    faces: Faces,
    diagnostics: &mut Diagnostics,
) -> Result<Design, Reported> {
    let place = loaded.workspace.report.profile.span;
    let name = match chosen {
        Some(name) => Spanned { value: name.to_owned(), span: place },
        None => loaded.workspace.report.profile.clone(),
    };
    let (root, sources) = (&loaded.workspace.root, &mut loaded.sources);
    let profile = profile::load(root, &name, sources, diagnostics)?;
    Ok(Design { profile, place, look: Look::load(root, sources), faces })
}

/// Reports characters that no face has, and roles without a face.
pub fn check_faces(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    diagnostics: &mut Diagnostics,
) {
    let Design { profile, place, faces, .. } = design;
    font::check(document, profile, faces, &loaded.sources, *place, diagnostics);
}

/// The Typst text of a document.
pub fn generate(loaded: &Loaded, document: &Document, design: &Design) -> Generated {
    let Design { profile, place, faces, .. } = design;
    pdf::generate(document, profile, faces, &loaded.sources, *place)
}

/// Makes the wanted files.
pub fn render(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    wanted: Wanted,
    diagnostics: &mut Diagnostics,
) -> Result<Outputs, Reported> {
    thread::scope(|scope| {
        // Word waits for the page numbers alone, so that it is packed while the PDF is exported.
        let (pages, laid_pages) = mpsc::channel();
        let word = (wanted != Wanted::Pdf).then(|| {
            scope.spawn(|| {
                let mut diagnostics = Diagnostics::default();
                (make_word(loaded, document, design, laid_pages, &mut diagnostics), diagnostics)
            })
        });
        let laid = lay_out(loaded, document, design, diagnostics);
        if let Ok(laid) = &laid {
            // Nobody listens where Word isn't wanted or failed.
            let _ = pages.send(laid.layout().headings.clone());
        }
        drop(pages);
        let pdf = match &laid {
            Ok(laid) if wanted != Wanted::Word => pdf::export(laid, diagnostics).map(Some),
            Ok(_) => Ok(None),
            Err(reported) => Err(*reported),
        };
        let word = match word.map(thread::ScopedJoinHandle::join) {
            Some(Ok((word, problems))) => {
                diagnostics.extend(problems);
                word
            }
            // A panic is a defect of the program: it goes on to the top as one.
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => Ok(None),
        };
        Ok(Outputs { layout: laid?.layout().clone(), pdf: pdf?, word: word? })
    })
}

/// The Word file, once the pages are known; nothing where they can't be laid out.
fn make_word(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    pages: mpsc::Receiver<BTreeMap<BlockId, u32>>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Vec<u8>>, Reported> {
    let package = build_word(loaded, document, design, diagnostics)?;
    Ok(pages.recv().ok().map(|pages| word::finish(package, &pages)))
}

fn lay_out(
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

fn build_word(
    loaded: &Loaded,
    document: &Document,
    design: &Design,
    diagnostics: &mut Diagnostics,
) -> Result<word::Package, Reported> {
    let Design { profile, look, faces, .. } = design;
    let charts = visit::charts(document);
    let drawn: Vec<(&Chart, Span)> =
        charts.iter().map(|(block, chart)| (*chart, block.span)).collect();
    let sources = &loaded.sources;
    let pictures = pdf::chart_pngs(&drawn, profile, faces, look, sources, CHART_PPI, diagnostics)?;
    let charts = charts.iter().map(|(block, _)| block.id).zip(pictures).collect();
    let assets = Assets { root: &loaded.workspace.root, charts };
    Ok(word::build(document, profile, &assets))
}

/// Pictures from the workspace's files, charts as drawn.
struct Assets<'a> {
    root: &'a Path,
    charts: BTreeMap<BlockId, pdf::Png>,
}

impl WordAssets for Assets<'_> {
    fn picture(&self, picture: &Picture) -> Option<ImageBytes<'_>> {
        let bytes = std::fs::read(self.root.join(&picture.path)).ok()?;
        Some(ImageBytes { bytes: Cow::Owned(bytes), pixels: picture.pixels, ppi: PICTURE_PPI })
    }

    fn chart(&self, block: BlockId) -> Option<ImageBytes<'_>> {
        let png = self.charts.get(&block)?;
        let pixels = (png.width, png.height);
        Some(ImageBytes { bytes: Cow::Borrowed(&png.bytes), pixels, ppi: CHART_PPI })
    }
}
