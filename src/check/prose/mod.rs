//! Every number that a writer typed in prose, held against the indicators' table.
//!
//! In: the document's paragraphs, list items, captions, notes and plain tables. Out:
//! `value-mismatch` where a number is surely about an indicator and differs, `hand-typed-value`
//! where it agrees, `conflicting-fact` where the table is silent and two chapters differ. A number
//! of which anything is in doubt is counted and left alone: a wrong alarm teaches people to ignore
//! alarms.

mod brackets;
mod compare;
mod grid;
mod judge;
mod lists;
mod names;
mod narrow;
mod plain;
mod report;
mod scene;
mod scope;
mod tokens;
mod words;

#[cfg(test)]
mod tests;

use crate::check::number::{Figure, Units};
use crate::check::words::CONTEXT;
use crate::diag::Diagnostics;
use crate::document::{Document, ValueUse};
use crate::indicator::{IndicatorId, Indicators};
use crate::source::{GeneratedOffset, Sources, Span};
use crate::workspace::Workspace;
use names::Names;
use std::collections::BTreeSet;
use std::ops::Range;
use words::Lexicon;

/// What became of the numbers that writers typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Those that agree with the table.
    pub agreeing: usize,
    /// Those that differ from it.
    pub differing: usize,
    /// Those that could not be decided.
    pub undecided: usize,
}

/// A number in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its place.
    pub span: Span,
    /// As it stands there.
    pub typed: String,
    /// What is to be said of it.
    pub verdict: Verdict,
}

/// What is to be said of a number in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The table has the same.
    Agrees(Fact),
    /// The table has something else.
    Differs(Fact),
    /// It is about an indicator of which the table has nothing for that year.
    Untabled(Fact),
    /// It is not certain what it is about.
    Undecided,
    /// It says neither how much nor how many.
    NoQuantity,
}

/// What a number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The indicator that it is about.
    pub indicator: IndicatorId,
    /// The year.
    pub year: i32,
    /// What of it.
    pub aspect: Aspect,
    /// The number, in its base unit; none for ratios and doublings.
    pub figure: Option<Figure>,
    /// Its base unit.
    pub base: String,
    /// Whether it is meant as it stands, without 约 or 以上.
    pub exact: bool,
    /// Where its unit stands.
    pub unit: UnitPlace,
}

/// Where a number's unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitPlace {
    /// With the number.
    Number,
    /// Around it, in a table; it is the indicator's own.
    Around,
    /// Around it; it is another one.
    Other,
}

/// What of an indicator a number gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Its value.
    Level,
    /// Its growth over this year, with the direction that the words give.
    Growth(i32, Direction),
    /// Its change from this year, with the direction that the words give.
    Change(i32, Direction),
    /// How many times this year's value it is.
    Multiple(i32),
}

/// Upwards or downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// 增长, 提高.
    Up,
    /// 下降, 减少.
    Down,
}

/// What sentences are held against.
struct Facts<'a> {
    indicators: &'a Indicators,
    values: &'a [ValueUse],
    years: &'a [i32],
    city: &'a str,
    names: Names,
    lexicon: Lexicon,
    units: Units,
    /// Indicators whose growth is commonly given at constant prices though their values aren't.
    priced: BTreeSet<IndicatorId>,
}

/// Reports what is to be reported of the numbers in prose, and counts; what several documents print
/// is judged where the first does.
pub fn check(
    workspace: &Workspace,
    indicators: &Indicators,
    documents: &[&Document],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Counts {
    let mut findings: Vec<Finding> = Vec::new();
    let mut earlier: BTreeSet<Span> = BTreeSet::new();
    for document in documents {
        let mut new = self::findings(workspace, indicators, document, sources);
        new.retain(|finding| !earlier.contains(&finding.span));
        earlier.extend(new.iter().map(|finding| finding.span));
        findings.extend(new);
    }
    let mut counts = Counts::default();
    for finding in &findings {
        match finding.verdict {
            Verdict::Agrees(_) => counts.agreeing += 1,
            Verdict::Differs(_) => counts.differing += 1,
            Verdict::Untabled(_) | Verdict::Undecided => counts.undecided += 1,
            Verdict::NoQuantity => {}
        }
    }
    report::report(&findings, indicators, sources, diagnostics);
    counts
}

/// Every number in prose and what is to be said of it, in reading order; those in a part's tables
/// after its other ones.
pub fn findings(
    workspace: &Workspace,
    indicators: &Indicators,
    document: &Document,
    sources: &Sources,
) -> Vec<Finding> {
    let mut units = Units::default();
    for indicator in &indicators.definitions {
        units.add(&indicator.unit);
    }
    let facts = Facts {
        indicators,
        values: &document.values,
        years: &workspace.report.years,
        city: &workspace.report.city,
        names: Names::new(indicators),
        lexicon: Lexicon::new(&workspace.report.city),
        units,
        priced: priced(indicators),
    };
    let mut findings = Vec::new();
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        // A remark such as 按当年价计算，下同 holds for the rest of its file.
        let mut nominal = false;
        for text in plain::texts(&part.blocks, document, sources) {
            let judged = judge::judge(&facts, &text, &mut nominal);
            findings.extend(judged.into_iter().filter_map(|(range, verdict)| {
                let span = place(&text, range.clone())?;
                let typed = text.text.text()[range].to_owned();
                Some(Finding { span, typed, verdict })
            }));
        }
        findings.extend(grid::findings(&facts, &part.blocks, document, sources));
    }
    findings
}

/// The indicators measured at current prices, and those that follow from one by a 公式: 人均GDP.
fn priced(indicators: &Indicators) -> BTreeSet<IndicatorId> {
    let all = || (0u32..).map(IndicatorId).zip(&indicators.definitions);
    let own = all().filter(|(_, indicator)| CONTEXT.current_prices.is_in(&indicator.basis));
    let mut priced: BTreeSet<IndicatorId> = own.map(|(id, _)| id).collect();

    // A formula may read what itself follows from one: each round goes a step further.
    loop {
        let known = priced.len();
        for (id, indicator) in all() {
            let formula = indicator.rules.formula.as_ref();
            let mut terms = formula.iter().flat_map(|(formula, _)| &formula.terms);
            if terms.any(|term| priced.contains(&term.id)) {
                priced.insert(id);
            }
        }
        if priced.len() == known {
            return priced;
        }
    }
}

fn place(text: &plain::Text, range: Range<usize>) -> Option<Span> {
    let offset = |at: usize| GeneratedOffset(at as u32);
    text.text.locate(offset(range.start)..offset(range.end))
}
