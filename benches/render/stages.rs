//! The stages of one render, timed one after another on one thread.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use zishu::diag::Diagnostics;
use zishu::document::{BlockId, Picture, visit};
use zishu::pdf::{self, WorkspaceFiles};
use zishu::pipeline::{
    self, Built, BuiltDocument, Cache, Checks, Goal, Observer, Outputs, Request, Stage,
};
use zishu::proof;
use zishu::typography::TextMeasure;
use zishu::word::{self, ImageBytes, WordAssets};

/// Pixels an inch of charts, as the pipeline has them drawn.
const PPI: u32 = 220;

/// Prints a line for each stage.
pub(crate) fn print(folder: &Path) {
    let clock = Arc::new(Mutex::new(Clock::new()));
    let observed = clock.clone();
    let request = Request {
        outputs: Outputs::Report,
        goal: Goal::Designs,
        checks: Checks::Faces,
        observer: Some(Observer::new(move |stage| observed.lock().expect("a clock").begin(stage))),
        ..Request::new(folder)
    };

    let built = pipeline::build(&request, &mut Cache::default());
    let Built { loaded, mut documents, .. } = built.expect("a workspace");
    let BuiltDocument { document, design, .. } = documents.remove(0);
    let (document, design) = (document.expect("a document"), design.expect("a design"));

    let mut clock = clock.lock().expect("a clock");
    clock.end();

    let mut diagnostics = Diagnostics::default();
    let generated = design.generate(&loaded, &document);
    clock.lap("generate");

    let workspace = WorkspaceFiles { root: &loaded.workspace.root, sources: &loaded.sources };
    let (templates, faces) = (&design.templates, &design.faces);
    let laid =
        pdf::lay_out(&generated, templates, faces, workspace, &mut diagnostics).expect("pages");
    clock.lap("lay out");
    let bytes = pdf::export(&laid, None, &mut diagnostics).expect("a PDF");
    clock.lap("export");

    let charts = visit::charts(&document);
    let ids: Vec<BlockId> = charts.iter().map(|(block, _)| block.id).collect();
    let pictures = pdf::charts_on_pages(&laid, &ids, PPI);
    let drawn = |chart: Option<pdf::PageChart>| chart?.draw();
    let pictures = pictures.into_iter().map(|chart| drawn(chart).expect("a chart")).collect();
    clock.lap("charts");

    let measure = TextMeasure::new(&design.profile, faces);
    let package = word::build(&document, &design.profile, &Charts(pictures), &measure);
    clock.lap("build word");
    let word = word::finish(package, &laid.layout().headings).expect("a sound Word file");
    clock.lap("finish word");

    let pages = pdf::read_pages(&laid);
    proof::compare(&pages, &word).expect("a Word file that can be read back");
    clock.lap("prove");

    println!(
        "{} pages, PDF {} KB, Word {} KB",
        laid.layout().pages,
        bytes.len() / 1024,
        word.len() / 1024
    );
}

struct Clock {
    start: Instant,
    stage: Option<Stage>,
}

impl Clock {
    fn new() -> Clock {
        Clock { start: Instant::now(), stage: None }
    }

    fn begin(&mut self, stage: Stage) {
        self.end();
        self.stage = Some(stage);
    }

    fn end(&mut self) {
        if let Some(stage) = self.stage.take() {
            self.lap(&format!("{stage:?}"));
        }
        self.start = Instant::now();
    }

    fn lap(&mut self, name: &str) {
        println!("{name:<12} {:>8.3} s", self.start.elapsed().as_secs_f64());
        self.start = Instant::now();
    }
}

/// Gives some chart for every one: only the time counts.
struct Charts(Vec<pdf::Png>);

impl WordAssets for Charts {
    fn picture(&self, _: &Picture) -> Option<ImageBytes<'_>> {
        None
    }

    fn chart(&self, block: BlockId) -> Option<ImageBytes<'_>> {
        let png = self.0.get(block.0 as usize % self.0.len().max(1))?;
        let pixels = (png.width, png.height);
        Some(ImageBytes { bytes: (&png.bytes).into(), pixels, ppi: PPI })
    }
}
