//! The examples, each as a chapter: the problems that it has, what is read, the files that it gives.

use super::readings;
use crate::golden;
use crate::tools;
use crate::workspace::{self, Outcome, Stage, Workspace};
use libtest_mimic::{Failed, Trial};
use std::fmt::Write;
use zishu::diag::Severity;

/// Examples in one report: each is the chapter of a bureau of its own.
const BATCH: usize = 56;

const SPECIFICATIONS: [(&str, usize); 2] = [("commonmark", 652), ("gfm", 672)];

/// Trials for both specifications.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, count) in SPECIFICATIONS {
        trials.push(Trial::test(format!("spec::{name}::problems"), move || problems(name, count)));
        trials.push(Trial::test(format!("spec::{name}::readings"), move || {
            readings::compare(name, &examples(name)?)
        }));
        for first in (1..=count).step_by(BATCH) {
            let last = (first + BATCH - 1).min(count);
            let title = format!("spec::{name}::{first:03}-{last:03}");
            trials.push(Trial::test(title, move || batch(name, first, last)));
        }
    }
    trials
}

/// An example of a specification.
pub(crate) struct Example {
    pub(crate) markdown: String,
    /// What the specification's own renderer makes of it.
    pub(crate) html: String,
}

/// The examples of a specification, in order.
fn examples(name: &str) -> Result<Vec<Example>, Failed> {
    let path = tools::specifications()?.join(format!("{name}.txt"));
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with(&format!("{fence} example")) {
            continue;
        }
        let line_of = |line: &str| format!("{}\n", line.replace('→', "\t"));
        let markdown = lines.by_ref().take_while(|line| *line != ".").map(line_of).collect();
        let html = lines.by_ref().take_while(|line| *line != fence).map(line_of).collect();
        examples.push(Example { markdown, html });
    }
    Ok(examples)
}

fn outcome(markdown: &str) -> Outcome {
    workspace::run(readings::alone(markdown).root(), Stage::Problems)
}

/// What each example is told, by number; those without problems are left out.
fn problems(name: &str, count: usize) -> Result<(), Failed> {
    let examples = examples(name)?;
    if examples.len() != count {
        return Err(format!("{} examples, not {count}", examples.len()).into());
    }
    let mut produced = String::new();
    for (index, example) in examples.iter().enumerate() {
        let lines = outcome(&example.markdown).problems();
        if lines.is_empty() {
            continue;
        }
        let _ = writeln!(produced, "{} {:?}", index + 1, example.markdown);
        for line in lines.lines() {
            let _ = writeln!(produced, "    {line}");
        }
    }
    let path = golden::root().join(format!("tests/spec/{name}.problems"));
    if golden::overwriting() {
        return std::fs::write(path, produced).map_err(|error| error.to_string().into());
    }
    let expected = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    golden::compare(name, &expected, &produced)
}

/// Renders the examples that have no error, in one report.
fn batch(name: &str, first: usize, last: usize) -> Result<(), Failed> {
    let examples = examples(name)?;
    let chosen = examples.get(first - 1..last).ok_or("too few examples")?;
    // The examples' links lead to /url, of which only the words are kept: here they lead outside.
    let outward = |example: &Example| example.markdown.replace("/ur", "https://example.com/ur");
    let clean = |chapter: &String| outcome(chapter).count(Severity::Error) == 0;
    let chapters: Vec<String> = chosen.iter().map(outward).filter(clean).collect();
    let workspace = report(&chapters);
    let made = workspace::render(workspace.root())?;
    if !made.pdf.starts_with(b"%PDF-") || made.pages == 0 {
        return Err("no PDF".into());
    }
    let file = workspace.root().join("out.docx");
    std::fs::write(&file, &made.word).map_err(|error| error.to_string())?;
    tools::validate(&file)?;
    tools::check_integrity(&file)
}

/// A report with a bureau for each chapter.
fn report(chapters: &[String]) -> Workspace {
    let workspace = Workspace::small();
    let short = |index: usize| format!("单位{index:02}");
    let mut bureaus =
        std::fs::read_to_string(workspace.root().join("chapters/bureaus.yaml")).unwrap();
    for (index, chapter) in chapters.iter().enumerate() {
        let name = short(index);
        let _ = write!(bureaus, "- 名称: 第{index}号单位\n  简称: {name}\n  别名: []\n");
        workspace.write(&format!("chapters/06-产品质量/{name}.md"), chapter);
    }
    workspace.write("chapters/bureaus.yaml", bureaus);
    let joint: Vec<String> = (0..chapters.len()).map(short).collect();
    let plan = std::fs::read_to_string(workspace.root().join("chapters/plan.yaml")).unwrap();
    let plan = plan.replace("配合: [市统计局]", &format!("配合: [{}]", joint.join(", ")));
    workspace.write("chapters/plan.yaml", plan);
    workspace
}
