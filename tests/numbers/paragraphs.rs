//! Whole paragraphs and tables typed by hand, `paragraphs.md`: precision and recall by class.
//!
//! In: groups with an odd number, which the rules were improved on, those with an even one, which
//! were looked at after their score was kept, and a second set, whose first score stands in its head. Out: a trial for each half, which prints what was right in each class.

use super::{findings, overlaps, push_line, sign};
use crate::golden;
use libtest_mimic::Failed;
use std::collections::BTreeMap;
use std::ops::Range;
use zishu::check::prose::Doubt;

/// Which groups of the set are judged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Improved,
    Kept,
    Unseen,
    Third,
    Blind,
}

impl Half {
    /// The file that it is in.
    fn file(self) -> &'static str {
        match self {
            Half::Improved | Half::Kept => "paragraphs.md",
            Half::Unseen => "more-paragraphs.md",
            Half::Third => "third-paragraphs.md",
            Half::Blind => "blind-paragraphs.md",
        }
    }
}

/// The shares in percent that must be right, and the most false alarms.
pub(super) struct Least {
    pub(super) recall: f64,
    pub(super) confirmed: f64,
    pub(super) left_alone: f64,
    pub(super) alarms: usize,
}

/// How many figures of a class there are, how many got their verdict, and how many a false alarm.
#[derive(Default)]
struct Count {
    all: usize,
    right: usize,
    alarms: usize,
}

/// What was said of a half: by verdict and class, and the lines of what was wrong.
#[derive(Default)]
struct Score {
    classes: BTreeMap<(char, char), Count>,
    unmarked_alarms: usize,
    lines: Vec<String>,
}

/// A number, the verdict that it should get, and its class.
struct Marked {
    range: Range<usize>,
    verdict: char,
    class: char,
}

pub(super) fn measured(half: Half, least: &Least) -> Result<(), Failed> {
    let text = std::fs::read_to_string(golden::root().join("tests/numbers").join(half.file()))
        .map_err(|error| error.to_string())?;
    let mut score = Score::default();
    for group in text.split("\n## ").skip(1) {
        let number: usize = group
            .lines()
            .next()
            .unwrap_or_default()
            .parse()
            .map_err(|_| "a group without a number")?;
        let even = number.is_multiple_of(2);
        let wanted = match half {
            Half::Improved => !even,
            Half::Kept => even,
            Half::Unseen | Half::Third | Half::Blind => true,
        };
        if wanted {
            judge(group, &mut score)?;
        }
    }

    report(half, &score);
    let kept = score.share('!') >= least.recall
        && score.share('=') >= least.confirmed
        && score.share('?') >= least.left_alone
        && score.alarms() <= least.alarms;
    if kept { Ok(()) } else { Err("fewer right than before, or more false alarms".into()) }
}

impl Score {
    /// The share of the figures that should get `verdict` and did, in percent.
    fn share(&self, verdict: char) -> f64 {
        let counts = self.classes.iter().filter(|((expected, _), _)| *expected == verdict);
        let (right, all) =
            counts.fold((0, 0), |(right, all), (_, count)| (right + count.right, all + count.all));
        100.0 * right as f64 / all.max(1) as f64
    }

    fn alarms(&self) -> usize {
        self.unmarked_alarms + self.classes.values().map(|count| count.alarms).sum::<usize>()
    }
}

fn report(half: Half, score: &Score) {
    let name = match half {
        Half::Improved => "paragraphs.md, odd groups",
        Half::Kept => "paragraphs.md, even groups",
        Half::Unseen | Half::Third | Half::Blind => half.file(),
    };
    let found: usize =
        score.classes.iter().filter(|((v, _), _)| *v == '!').map(|(_, count)| count.right).sum();
    eprintln!(
        "{name}: recall {:.1}%, confirmed {:.1}%, left alone {:.1}%, {} false alarms (precision \
         {:.1}%)",
        score.share('!'),
        score.share('='),
        score.share('?'),
        score.alarms(),
        100.0 * found as f64 / (found + score.alarms()).max(1) as f64,
    );
    for ((verdict, class), count) in &score.classes {
        eprintln!(
            "  {verdict}{class}: {} of {}, {} false alarms",
            count.right, count.all, count.alarms
        );
    }
    // What is wrong in the unseen set is printed on demand alone: nothing may be improved on it.
    if !matches!(half, Half::Unseen | Half::Blind) || std::env::var_os("UNSEEN").is_some() {
        for line in &score.lines {
            eprintln!("  {line}");
        }
    }
}

fn judge(group: &str, score: &mut Score) -> Result<(), Failed> {
    let (mut chapter, mut marks) = (String::new(), Vec::new());
    for line in group.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        push_paragraph(&mut chapter, &mut marks, line)?;
    }

    let findings = findings(&chapter)?;
    for marked in &marks {
        let finding = findings.iter().find(|finding| overlaps(finding, &marked.range));
        let said = finding.map_or('x', |finding| sign(&finding.verdict));
        let undecided = |verdict: char| "?x".contains(verdict);
        let right = said == marked.verdict || (undecided(said) && undecided(marked.verdict));
        let expected = if undecided(marked.verdict) { '?' } else { marked.verdict };
        let count = score.classes.entry((expected, marked.class)).or_default();
        count.all += 1;
        count.right += usize::from(right);
        count.alarms += usize::from(said == '!' && !right);
        if !right {
            let number = group.lines().next().unwrap_or_default();
            let typed = &chapter[marked.range.clone()];
            let line = chapter[..marked.range.start].rfind('\n').map_or(0, |at| at + 1);
            let sentence = chapter[line..].lines().next().unwrap_or_default();
            score.lines.push(format!(
                "{number} {typed}: {}{} expected, {said} said{}: {sentence}",
                marked.verdict,
                marked.class,
                finding.and_then(|f| f.verdict.doubt()).map_or("", Doubt::reason),
            ));
        }
    }
    for finding in findings.iter().filter(|finding| sign(&finding.verdict) == '!') {
        if !marks.iter().any(|marked| overlaps(finding, &marked.range)) {
            score.unmarked_alarms += 1;
            score.lines.push(format!("false alarm: {}", finding.typed));
        }
    }
    Ok(())
}

/// A line with its marks, whose last letter is the class.
fn push_paragraph(chapter: &mut String, marks: &mut Vec<Marked>, line: &str) -> Result<(), Failed> {
    let mut classes = Vec::new();
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('⟧') {
        let class = before.chars().next_back().ok_or("a mark without a class")?;
        classes.push(class);
        plain.push_str(&before[..before.len() - class.len_utf8()]);
        plain.push('⟧');
        rest = after;
    }
    plain.push_str(rest);

    let mut lines = Vec::new();
    push_line(chapter, &mut lines, &plain)?;
    marks.extend(lines.into_iter().zip(classes).map(|(marked, class)| Marked {
        range: marked.range,
        verdict: marked.mark,
        class,
    }));
    Ok(())
}
