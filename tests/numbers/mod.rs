//! The labelled sentences of `tests/numbers/`: does the check of prose say what it should?
//!
//! In: sentences with a mark at each number, and a table of their own. Out: trials that print
//! precision and recall of the errors found, and fail on false alarms or where too few are found.
//! The sentences of `unseen.md` and `scopes.md` were written without a look at what the check says
//! of them.

mod paragraphs;

use self::paragraphs::Half;
use crate::golden;
use crate::workspace::Workspace;
use libtest_mimic::{Failed, Trial};
use std::ops::Range;
use zishu::check::prose::{self, Finding, Verdict};
use zishu::pipeline::{self, Cache, Checks, Loaded, Outputs, Request};

/// A trial for each set, and one for the repository's own chapters.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("numbers::sentences", || measured("sentences.md", &SEEN)),
        Trial::test("numbers::unseen", || measured("unseen.md", &UNSEEN)),
        Trial::test("numbers::scopes", || measured("scopes.md", &SCOPES)),
        Trial::test("numbers::paragraphs_improved", || {
            paragraphs::measured(Half::Improved, &PARAGRAPHS_IMPROVED)
        }),
        Trial::test("numbers::paragraphs_kept", || {
            paragraphs::measured(Half::Kept, &PARAGRAPHS_KEPT)
        }),
        Trial::test("numbers::more_paragraphs", || {
            paragraphs::measured(Half::Unseen, &MORE_PARAGRAPHS)
        }),
        Trial::test("numbers::third_paragraphs", || {
            paragraphs::measured(Half::Third, &THIRD_PARAGRAPHS)
        }),
        Trial::test("numbers::blind_paragraphs", || {
            paragraphs::measured(Half::Blind, &BLIND_PARAGRAPHS)
        }),
        Trial::test("numbers::chapters", chapters),
    ]
}

/// What a set must have, and the shares in percent that must be right.
struct Least {
    sentences: usize,
    planted: usize,
    recall: f64,
    confirmed: f64,
    avoided: f64,
    /// Most false alarms: none but where nothing in the sentence shows that the figure is another's.
    alarms: usize,
}

const SEEN: Least =
    Least { sentences: 220, planted: 100, recall: 95.0, confirmed: 95.0, avoided: 98.0, alarms: 0 };
const UNSEEN: Least =
    Least { sentences: 80, planted: 35, recall: 80.0, confirmed: 80.0, avoided: 90.0, alarms: 0 };
const SCOPES: Least =
    Least { sentences: 110, planted: 24, recall: 85.0, confirmed: 90.0, avoided: 95.0, alarms: 1 };

const PARAGRAPHS_IMPROVED: paragraphs::Least =
    paragraphs::Least { recall: 91.0, confirmed: 97.0, left_alone: 100.0, alarms: 0 };
const MORE_PARAGRAPHS: paragraphs::Least =
    paragraphs::Least { recall: 95.0, confirmed: 97.0, left_alone: 98.0, alarms: 0 };
const THIRD_PARAGRAPHS: paragraphs::Least =
    paragraphs::Least { recall: 85.0, confirmed: 85.0, left_alone: 98.0, alarms: 0 };
const BLIND_PARAGRAPHS: paragraphs::Least =
    paragraphs::Least { recall: 80.0, confirmed: 80.0, left_alone: 95.0, alarms: 0 };
const PARAGRAPHS_KEPT: paragraphs::Least =
    paragraphs::Least { recall: 93.0, confirmed: 98.0, left_alone: 99.5, alarms: 0 };

/// A number with its mark.
struct Marked {
    range: Range<usize>,
    mark: char,
}

/// What should be and what was said.
#[derive(Default)]
struct Score {
    sentences: usize,
    planted: usize,
    found: usize,
    false_alarms: usize,
    agreeing: usize,
    confirmed: usize,
    traps: usize,
    avoided: usize,
    lines: Vec<String>,
}

fn measured(set: &str, least: &Least) -> Result<(), Failed> {
    let text = std::fs::read_to_string(golden::root().join("tests/numbers").join(set))
        .map_err(|error| error.to_string())?;
    let mut score = Score::default();
    for group in text.split("\n## ").skip(1) {
        judge(group, &mut score)?;
    }
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let alarms = score.found + score.false_alarms;
    eprintln!(
        "{set}, {} sentences: {} of {} planted errors found (recall {:.1}%), {} false alarms (precision \
         {:.1}%); {} of {} agreeing numbers confirmed; {} of {} others left alone",
        score.sentences,
        score.found,
        score.planted,
        share(score.found, score.planted),
        score.false_alarms,
        share(score.found, alarms),
        score.confirmed,
        score.agreeing,
        score.avoided,
        score.traps,
    );
    for line in &score.lines {
        eprintln!("  {line}");
    }
    let good = score.false_alarms <= least.alarms
        && score.planted >= least.planted
        && score.sentences >= least.sentences
        && share(score.found, score.planted) >= least.recall
        && share(score.confirmed, score.agreeing) >= least.confirmed
        && share(score.avoided, score.traps) >= least.avoided;
    if good { Ok(()) } else { Err(score.lines.join("\n").into()) }
}

/// Judges a group as one chapter.
fn judge(group: &str, score: &mut Score) -> Result<(), Failed> {
    let (mut chapter, mut marks) = (String::new(), Vec::new());
    for line in group.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        score.sentences += usize::from(line.contains('⟦'));
        push_line(&mut chapter, &mut marks, line)?;
    }
    let findings = findings(&chapter)?;
    for marked in &marks {
        let inside = |f: &&Finding| overlaps(f, &marked.range);
        let said = findings.iter().find(inside).map_or('x', |finding| sign(&finding.verdict));
        let typed = &chapter[marked.range.clone()];
        let right = said == marked.mark;
        match marked.mark {
            '!' => (score.planted, score.found) = counted(score.planted, score.found, right),
            '=' => {
                (score.agreeing, score.confirmed) = counted(score.agreeing, score.confirmed, right);
            }
            _ => (score.traps, score.avoided) = counted(score.traps, score.avoided, right),
        }
        if !right {
            let line = chapter[..marked.range.start].rfind('\n').map_or(0, |at| at + 1);
            let sentence = chapter[line..].lines().next().unwrap_or_default();
            score.lines.push(format!("{typed}: {} expected, {said} said: {sentence}", marked.mark));
        }
    }
    for finding in findings.iter().filter(|f| sign(&f.verdict) == '!') {
        if !marks.iter().any(|marked| marked.mark == '!' && overlaps(finding, &marked.range)) {
            score.false_alarms += 1;
            score.lines.push(format!("false alarm: {}", finding.typed));
        }
    }
    Ok(())
}

fn counted(all: usize, right_ones: usize, right: bool) -> (usize, usize) {
    (all + 1, right_ones + usize::from(right))
}

fn push_line(out: &mut String, marks: &mut Vec<Marked>, line: &str) -> Result<(), Failed> {
    let row = line.starts_with('|');
    if !row && out.ends_with("|\n") {
        out.push('\n');
    }
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('⟦') {
        out.push_str(before);
        let (inner, tail) = after.split_once('⟧').ok_or("⟦ without ⟧")?;
        let mark = inner.chars().next_back().filter(|c| "=!?x".contains(*c)).ok_or("no mark")?;
        let start = out.len();
        out.push_str(&inner[..inner.len() - mark.len_utf8()]);
        marks.push(Marked { range: start..out.len(), mark });
        rest = tail;
    }
    out.push_str(rest);
    out.push_str(if row { "\n" } else { "\n\n" });
    Ok(())
}

fn sign(verdict: &Verdict) -> char {
    match verdict {
        Verdict::Agrees(_) => '=',
        Verdict::Differs(_) | Verdict::MixedUnits(_) => '!',
        Verdict::Untabled(_) | Verdict::Undecided(_) => '?',
        Verdict::NoQuantity => 'x',
    }
}

fn overlaps(finding: &Finding, range: &Range<usize>) -> bool {
    let own = finding.span.range();
    own.start < range.end && range.start < own.end
}

fn findings(chapter: &str) -> Result<Vec<Finding>, Failed> {
    let workspace = Workspace::empty();
    workspace.copy(&golden::root().join("tests/numbers/workspace"));
    let path = "chapters/06-产品质量/市质监局.md";
    workspace.write(path, chapter);
    let (loaded, document) = crate::workspace::document(workspace.root())?;
    let file = loaded.sources.find(path).ok_or("the chapter is gone")?;
    let Loaded { sources, workspace, indicators, .. } = &*loaded;
    let mut findings = prose::findings(workspace, indicators, &document, sources);
    findings.retain(|finding| finding.span.file == file);
    Ok(findings)
}

/// The repository's own chapters: their numbers are consistent with its tables.
fn chapters() -> Result<(), Failed> {
    let request =
        Request { outputs: Outputs::Report, checks: Checks::All, ..Request::new(&golden::root()) };
    let built = pipeline::build(&request, &mut Cache::default());
    let counts = built.map_err(|_| "the workspace can't be loaded")?.checked.prose.counts;
    if counts.differing == 0 { Ok(()) } else { Err(format!("{counts:?}").into()) }
}
