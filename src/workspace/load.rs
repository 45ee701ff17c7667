//! The order in which the workspace's files are read.

use super::folders::PlannedFolders;
use super::{Workspace, bureaus, chapters, plan, report, sample, submission, templates, waivers};
use crate::diag::{Diagnostics, Reported};
use crate::source::Sources;
use std::path::Path;

/// Reads everything but the indicators.
///
/// Fails only where report.yaml, bureaus.yaml or plan.yaml can't be read. The others are read though
/// report.yaml is wrong, so that one run reports as much as it can.
pub fn load(
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Workspace, Reported> {
    let report = report::load(root, sources, diagnostics);
    let bureaus = bureaus::load(root, sources, diagnostics)?;
    let plan = plan::load(root, &bureaus, sources, diagnostics)?;
    let outline = plan::outline(&plan, diagnostics);
    let rows = plan::rows(&plan);

    let year = report.as_ref().ok().map(|report| report.date.year);
    let folders = |outline| PlannedFolders { root, plan: &plan, outline, bureaus: &bureaus, year };
    let (sections, others) = (folders(&outline), folders(&rows));
    let chapters = chapters::load(&sections, &others, sources, diagnostics);
    let row_chapters = chapters::load_rows(&others, sources, diagnostics);
    let templates = templates::load(root, sources, diagnostics);

    let mut report = report?;
    waivers::resolve(&mut report.waivers, &bureaus, diagnostics);
    submission::resolve(&mut report.submission, &bureaus, diagnostics);
    for path in ["chapters/report.yaml", "chapters/plan.yaml", "chapters/bureaus.yaml"] {
        if let Some(file) = sources.find(path) {
            sample::report_sample_city(&report, file, sources, diagnostics);
        }
    }

    Ok(Workspace {
        root: root.to_owned(),
        report,
        plan,
        bureaus,
        outline,
        chapters,
        rows,
        row_chapters,
        templates,
    })
}
