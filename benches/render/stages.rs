//! The stages of one render, timed one after another on one thread.

use std::path::Path;
use std::time::Instant;
use zishu::diag::Diagnostics;
use zishu::document::{BlockId, Picture, visit};
use zishu::pdf;
use zishu::pipeline::{self, Loaded};
use zishu::typography::{Faces, Search};
use zishu::word::{self, ImageBytes, WordAssets};

/// Prints a line for each stage.
pub(crate) fn print(folder: &Path) {
    let mut diagnostics = Diagnostics::default();
    let mut clock = Clock(Instant::now());
    let (sources, parts) = pipeline::load(folder, &mut diagnostics);
    let (workspace, indicators) = parts.expect("a workspace");
    let mut loaded = Loaded { sources, workspace, indicators };
    clock.lap("load");
    let document = pipeline::assemble(&loaded, &mut diagnostics).expect("a document");
    clock.lap("assemble");
    let faces = Faces::discover(folder, Search::Workspace);
    clock.lap("faces");
    let design = pipeline::design(&mut loaded, None, faces, &mut diagnostics).expect("a design");
    pipeline::check_faces(&loaded, &document, &design, &mut diagnostics);
    clock.lap("check faces");
    let generated = pipeline::generate(&loaded, &document, &design);
    clock.lap("generate");
    let (sources, root) = (&loaded.sources, &loaded.workspace.root);
    let (look, faces) = (&design.look, &design.faces);
    let laid =
        pdf::lay_out(&generated, look, faces, root, sources, &mut diagnostics).expect("pages");
    clock.lap("lay out");
    let bytes = pdf::export(&laid, &mut diagnostics).expect("a PDF");
    clock.lap("export");
    let charts = visit::charts(&document);
    let ids: Vec<BlockId> = charts.iter().map(|(block, _)| block.id).collect();
    let pictures = pdf::charts_on_pages(&laid, &ids, 300);
    let drawn = |chart: Option<pdf::PageChart>| chart?.draw();
    let pictures = pictures.into_iter().map(|chart| drawn(chart).expect("a chart")).collect();
    clock.lap("charts");
    let package = word::build(&document, &design.profile, &Charts(pictures));
    clock.lap("build word");
    let word = word::finish(package, &laid.layout().headings);
    clock.lap("finish word");
    println!(
        "{} pages, PDF {} KB, Word {} KB",
        laid.layout().pages,
        bytes.len() / 1024,
        word.len() / 1024
    );
}

struct Clock(Instant);

impl Clock {
    fn lap(&mut self, name: &str) {
        println!("{name:<12} {:>8.3} s", self.0.elapsed().as_secs_f64());
        self.0 = Instant::now();
    }
}

/// Gives the first chart for every one: only the time counts.
struct Charts(Vec<pdf::Png>);

impl WordAssets for Charts {
    fn picture(&self, _: &Picture) -> Option<ImageBytes<'_>> {
        None
    }

    fn chart(&self, block: BlockId) -> Option<ImageBytes<'_>> {
        let png = self.0.get(block.0 as usize % self.0.len().max(1))?;
        let pixels = (png.width, png.height);
        Some(ImageBytes { bytes: (&png.bytes).into(), pixels, ppi: 300 })
    }
}
