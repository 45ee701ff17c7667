//! `zishu render`: the report as PDF and Word.

use super::arguments::{Common, RenderOptions};
use super::made::{Made, write};
use super::progress::Progress;
use super::session::{Conditions, Results};
use super::{Outcome, session, summary};
use crate::diag::{Diagnostics, Reported};
use crate::document::Document;
use crate::pipeline::{self, Design, Loaded, Outputs, Wanted};
use crate::typography::Faces;
use anyhow::bail;
use std::panic::resume_unwind;
use std::thread::{self, JoinHandle};

/// Stack of the thread that checks: lists nest.
const STACK: usize = 64 << 20;

/// Renders; where anything is wrong nothing is written, so that the last good files stay.
pub(super) fn run(common: &Common, options: &RenderOptions) -> anyhow::Result<Outcome> {
    let root = session::root(common)?;
    session::check_profile(&root, options.profile.as_deref())?;
    let kinds = kinds(options)?;
    if options.watch {
        return super::watch::run(common, (options, kinds), &root);
    }
    let mut diagnostics = Diagnostics::default();
    let mut progress = Progress::new();
    progress.stage("读取");
    let faces = session::find_faces(&root, session::search(options.system_fonts));
    let (sources, parts) = pipeline::load(&root, &mut diagnostics);
    let Some((workspace, indicators)) = parts else {
        progress.clear();
        let verdict = summary::verdict(summary::count(&diagnostics));
        session::report(common, &sources, diagnostics)?;
        session::say(common, &format!("{verdict}，没有输出文件"));
        return Ok(Outcome::Problems);
    };
    let mut loaded = Loaded { sources, workspace, indicators };
    let wanted =
        session::choose(&loaded, options.only.as_deref()).inspect_err(|_| progress.clear())?;
    let job = Job { wanted: &wanted, kinds, conditions: options.into() };
    let mut lacking = String::new();
    let made = make(&mut loaded, &job, faces, &mut progress, &mut diagnostics, &mut lacking);
    progress.clear();
    let stages = progress.finish();
    let notices = summary::count(&diagnostics);
    let outcome = session::report(common, &loaded.sources, diagnostics)?;
    session::say_outstanding(common, &lacking);
    let Some(made) = made.filter(|_| outcome == Outcome::Clean) else {
        session::say(common, &format!("{}，没有输出文件", summary::verdict(notices)));
        return Ok(Outcome::Problems);
    };
    let written = write(&root, &loaded, &made)?;
    session::say(common, &summary::closing(&loaded, &made, &written, notices, &stages));
    Ok(Outcome::Clean)
}

/// The kinds that were asked for, also by the name that `--only` gives.
fn kinds(options: &RenderOptions) -> anyhow::Result<Wanted> {
    let name = options.only.as_deref().unwrap_or("");
    let (pdf, word) = (name.ends_with(".pdf"), name.ends_with(".docx"));
    if pdf && options.word || word && options.pdf {
        let other = if pdf { "--word" } else { "--pdf" };
        bail!("“--only {name}”不能与“{other}”同时使用：文件名后面不写扩展名");
    }
    Ok(match (options.pdf || pdf, options.word || word) {
        (true, false) => Wanted::Pdf,
        (false, true) => Wanted::Word,
        (false, false) | (true, true) => Wanted::Both,
    })
}

/// What is to be made, and on what conditions.
struct Job<'a> {
    wanted: &'a [usize],
    kinds: Wanted,
    conditions: Conditions,
}

/// Runs the stages; `None` where an error was reported. `lacking` takes what a formal report lacks.
fn make(
    loaded: &mut Loaded,
    job: &Job<'_>,
    faces: JoinHandle<Faces>,
    progress: &mut Progress,
    diagnostics: &mut Diagnostics,
    lacking: &mut String,
) -> Option<Vec<Made>> {
    progress.stage("合并");
    let documents = pipeline::assemble_each(loaded, job.wanted, diagnostics);
    let faces = faces.join().unwrap_or_else(|panic| resume_unwind(panic));
    let mut found = Diagnostics::default();
    let (wanted, conditions) = (job.wanted, &job.conditions);
    let designs = session::designs(loaded, wanted, (conditions, faces), &mut found);
    let both = (&*documents, &*designs);
    let outputs = lay_out(loaded, both, job, progress, (diagnostics, found), lacking)?;
    let made = documents.into_iter().zip(designs).zip(outputs).zip(wanted);
    made.map(|(((document, design), outputs), at)| {
        let (document, design) = (document.ok()?, design.ok()?);
        Some(Made { at: *at, document, design, outputs: outputs.ok()? })
    })
    .collect()
}

/// The outputs, made while the documents are held to the rules: these take a while and seldom find an
/// error. Where they do, or `found` holds one, what the layout says doesn't count.
fn lay_out(
    loaded: &Loaded,
    (documents, designs): (Results<'_, Document>, Results<'_, Design>),
    job: &Job<'_>,
    progress: &mut Progress,
    (diagnostics, mut found): (&mut Diagnostics, Diagnostics),
    lacking: &mut String,
) -> Option<Vec<Result<Outputs, Reported>>> {
    let rules = || {
        let mut broken = Diagnostics::default();
        session::examine(loaded, documents, &mut broken);
        broken
    };
    thread::scope(|scope| {
        progress.stage("核对");
        let builder = thread::Builder::new().stack_size(STACK);
        let checked = builder.spawn_scoped(scope, rules);
        session::hold(loaded, (documents, designs), &job.conditions, &mut found);
        let pairs = documents.iter().zip(designs);
        let pairs: Option<Vec<(&Document, &Design)>> = pairs
            .map(|(document, design)| Some((document.as_ref().ok()?, design.as_ref().ok()?)))
            .collect();
        let failed = diagnostics.has_errors() || found.has_errors();
        let mut told = Diagnostics::default();
        let outputs = pairs.filter(|_| !failed).map(|pairs| {
            progress.stage("排版");
            pipeline::render_each(loaded, &pairs, job.kinds, &mut told)
        });
        diagnostics.extend(match checked {
            Ok(checked) => checked.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => rules(),
        });
        diagnostics.extend(found);
        let printed: Vec<&Document> = documents.iter().flatten().collect();
        *lacking = session::insist(&job.conditions, loaded, &printed, diagnostics);
        if diagnostics.has_errors() {
            return None;
        }
        diagnostics.extend(told);
        outputs
    })
}
