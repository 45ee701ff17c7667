//! Numbers in tables whose rows and columns say what they are.
//!
//! In: a part's blocks. Out: a finding for each number in a cell that stands between exactly an
//! indicator's name, with a unit in brackets at most, and exactly a year. A table with joined cells,
//! or one that may be about a part of the city or about plans, is left alone.

use super::compare::{self, Answer};
use super::{Aspect, Fact, Facts, Finding, UnitPlace, Verdict, place, plain, scope, words};
use crate::check::number::{self, Amount, Bound, Figure, Quantity, Reading};
use crate::document::{Block, BlockKind, Document, Inline, Table, visit};
use crate::indicator::IndicatorId;
use crate::source::Sources;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What the first cell of a row or the head of a column says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Label {
    /// Exactly a year.
    Year(i32),
    /// Exactly an indicator's name, and the unit that follows it in brackets.
    Name(IndicatorId, Option<String>),
    /// 单位.
    Unit,
    /// Anything else.
    Other,
}

/// A table that can be read.
struct Grid<'a> {
    facts: &'a Facts<'a>,
    /// The labels of the head.
    head: Vec<Label>,
    rows: Vec<Vec<plain::Text>>,
    /// The unit given for the whole table.
    unit: Option<String>,
}

/// A cell between a name and a year.
struct Place<'a> {
    id: IndicatorId,
    year: i32,
    cell: &'a plain::Text,
    /// The unit that the table gives it.
    unit: Option<&'a str>,
}

/// The findings of all tables of a part.
pub(super) fn findings(
    facts: &Facts<'_>,
    blocks: &[Block],
    document: &Document,
    sources: &Sources,
) -> Vec<Finding> {
    let printed = |content: &[Inline]| plain::text(content, document, sources);
    let typed = |content: &[Inline]| printed(content).text.text().to_owned();
    let mut headings: Vec<(u8, String)> = Vec::new();
    let mut before = String::new();
    let mut findings = Vec::new();
    visit::blocks(blocks, &mut |block| {
        let lead = std::mem::take(&mut before);
        match &block.kind {
            BlockKind::Heading(heading) => {
                headings.retain(|(level, _)| *level < heading.level);
                headings.push((heading.level, typed(&heading.content)));
            }
            BlockKind::Paragraph(content) => before = last_sentence(&typed(content)),
            BlockKind::Table(table) => {
                let said: Vec<String> = around(table).into_iter().map(typed).collect();
                let another = said.iter().any(|text| scope::captions_another(text, facts.city));
                let above = headings.iter().map(|(_, heading)| heading.clone());
                let mut said = said.into_iter().chain(above).chain([lead]);
                if !another && !said.any(|text| words::is_elsewhere(&text, facts.city)) {
                    let grid = Grid::new(facts, table, &printed);
                    findings.extend(grid.iter().flat_map(Grid::findings));
                }
            }
            BlockKind::List(_) | BlockKind::Quote(_) | BlockKind::Landscape(_) => before = lead,
            BlockKind::Code(_) | BlockKind::Rule | BlockKind::Figure(_) | BlockKind::Chart(_) => {}
        }
    });
    findings
}

/// What a table says of itself: its caption, its note, its first head.
fn around(table: &Table) -> Vec<&[Inline]> {
    let caption = table.caption.as_ref().map(|caption| caption.content.as_slice());
    let corner = table.head.first().and_then(|row| row.cells.first());
    let corner = corner.map(|cell| cell.content.as_slice());
    [caption, table.note.as_deref(), corner].into_iter().flatten().collect()
}

fn last_sentence(text: &str) -> String {
    let mut sentences = text.split(['。', '\n']).map(str::trim);
    sentences.rfind(|sentence| !sentence.is_empty()).unwrap_or("").to_owned()
}

impl<'a> Grid<'a> {
    /// The table, where it has one head and no joined cells.
    fn new(
        facts: &'a Facts<'a>,
        table: &Table,
        printed: &dyn Fn(&[Inline]) -> plain::Text,
    ) -> Option<Grid<'a>> {
        let [head] = table.head.as_slice() else { return None };
        let mut rows = std::iter::once(head).chain(&table.body);
        let whole = rows.all(|row| {
            let joined = row.cells.iter().any(|cell| cell.columns != 1 || cell.rows != 1);
            row.cells.len() == head.cells.len() && !joined
        });
        let texts = |row: &crate::document::Row| {
            row.cells.iter().map(|cell| printed(&cell.content)).collect::<Vec<_>>()
        };
        let unit = table.unit.as_deref().map(|unit| {
            let text = printed(unit).text.text().trim().to_owned();
            text.strip_prefix("单位：").map(str::to_owned).unwrap_or(text)
        });
        let head = texts(head).iter().map(|text| label(facts, text.text.text())).collect();
        let rows = table.body.iter().map(texts).collect();
        whole.then_some(Grid { facts, head, rows, unit })
    }

    fn findings(&self) -> Vec<Finding> {
        let places = match self.head.iter().any(|label| matches!(label, Label::Year(_))) {
            true => self.years_above(),
            false => self.names_above(),
        };
        let mut seen = BTreeSet::new();
        let named = |place: &Place<'_>| (place.id, place.year);
        let repeated: BTreeSet<_> =
            places.iter().map(named).filter(|named| !seen.insert(*named)).collect();
        let once = places.iter().filter(|place| !repeated.contains(&named(place)));
        once.filter_map(|place| self.finding(place)).collect()
    }

    /// Cells of rows that begin with a name, or with a number and a name.
    fn years_above(&self) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        let first = self.head.iter().position(|label| matches!(label, Label::Year(_)));
        for row in &self.rows {
            let text = |at: usize| row.get(at).map_or("", |cell| cell.text.text().trim());
            let ordinal = !text(0).is_empty() && text(0).chars().all(|c| c.is_ascii_digit());
            let column = usize::from(ordinal);
            let Label::Name(id, unit) = label(self.facts, text(column)) else { continue };
            let between = self.head.get(column + 1..first.unwrap_or(0)).unwrap_or_default();
            if between.iter().any(|label| *label != Label::Unit) {
                continue;
            }
            let beside = self.head.iter().position(|label| *label == Label::Unit);
            let beside = beside.map(text).filter(|unit| !unit.is_empty());
            // Two units for one cell: which of them?
            if unit.is_some() && beside.is_some() && unit.as_deref() != beside {
                continue;
            }
            let bracket = match unit {
                Some(_) => bracketed(text(column)).map(|(_, unit)| unit),
                None => beside,
            };
            let unit = bracket.or(self.unit.as_deref());
            for (cell, label) in row.iter().zip(&self.head).skip(column + 1) {
                if let Label::Year(year) = label {
                    places.push(Place { id, year: *year, cell, unit });
                }
            }
        }
        places
    }

    /// Cells of rows that begin with a year, under names.
    fn names_above(&self) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        for row in &self.rows {
            let year = row.first().map(|cell| label(self.facts, cell.text.text()));
            let Some(Label::Year(year)) = year else { continue };
            for (cell, label) in row.iter().zip(&self.head).skip(1) {
                if let Label::Name(id, unit) = label {
                    let unit = unit.as_deref().or(self.unit.as_deref());
                    places.push(Place { id: *id, year, cell, unit });
                }
            }
        }
        places
    }

    fn finding(&self, cell: &Place<'_>) -> Option<Finding> {
        let text = cell.cell.text.text();
        let typed = text.trim();
        if !cell.cell.values.is_empty() || typed.is_empty() {
            return None;
        }
        let own = &self.facts.indicators.get(cell.id).unit;
        let alone = self.quantity(typed).filter(|quantity| {
            !quantity.base.is_empty() || quantity.scaled || (own.is_empty() && cell.unit.is_none())
        });
        let (quantity, unit) = match (alone, cell.unit) {
            (Some(quantity), _) => (quantity, UnitPlace::Number),
            (None, Some(unit)) => {
                let place = if unit == own { UnitPlace::Around } else { UnitPlace::Other };
                (self.quantity(&format!("{typed}{unit}"))?, place)
            }
            (None, None) => (self.quantity(&format!("{typed}{own}"))?, UnitPlace::Around),
        };
        let start = text.len() - text.trim_start().len();
        let span = place(cell.cell, start..start + typed.len())?;
        let guessed = unit == UnitPlace::Around && cell.unit.is_none();
        let verdict = self.verdict(cell, &quantity, unit, guessed);
        Some(Finding { span, typed: typed.to_owned(), verdict })
    }

    fn quantity(&self, text: &str) -> Option<Quantity> {
        let mut numbers = number::read(text, &self.facts.units);
        let number = numbers.pop().filter(|number| number.range == (0..text.len()))?;
        match number.reading {
            Reading::Quantity(quantity) => Some(quantity),
            Reading::Year(_) | Reading::Years(..) | Reading::Other(_) => None,
        }
    }

    /// Whether the indicator's values have digits after the point: then a bare integer is rarely one.
    fn has_decimals(&self, id: IndicatorId) -> bool {
        self.facts.indicators.get(id).decimals > 0
    }

    /// `guessed` tells that nothing in the table gives a unit.
    fn verdict(
        &self,
        cell: &Place<'_>,
        quantity: &Quantity,
        unit: UnitPlace,
        guessed: bool,
    ) -> Verdict {
        let ask = |quantity: &Quantity| {
            compare::ask(self.facts, cell.id, cell.year, Aspect::Level, quantity)
        };
        let figure = match &quantity.amount {
            Amount::Single(figure) => Some(*figure),
            Amount::Range(..) | Amount::Ratio(_) | Amount::Doubling(_) => None,
        };
        let exact = quantity.bound == Bound::Exact && figure.is_some();
        let fact = Fact {
            indicator: cell.id,
            year: cell.year,
            aspect: Aspect::Level,
            figure,
            base: quantity.base.clone(),
            exact,
            unit,
        };
        // 1380 may be meant in another unit than the definition's.
        let shifted = |power: &i32| {
            let scaled = figure.and_then(|figure| figure.scaled(*power)).map(Amount::Single);
            let scaled = scaled.map(|amount| Quantity { amount, ..quantity.clone() });
            scaled.is_some_and(|scaled| ask(&scaled) == Answer::Same)
        };
        match ask(quantity) {
            Answer::Same => Verdict::Agrees(fact),
            Answer::Other if guessed && is_rank(quantity) && self.has_decimals(cell.id) => {
                Verdict::Undecided
            }
            Answer::Other if guessed && (-8..=8).any(|power| shifted(&power)) => Verdict::Undecided,
            Answer::Other => Verdict::Differs(fact),
            Answer::Silent => Verdict::Untabled(fact),
            Answer::Near | Answer::Incomparable => Verdict::Undecided,
        }
    }
}

/// Whether a number may be a place in a ranking of provinces or cities rather than an amount.
fn is_rank(quantity: &Quantity) -> bool {
    const MAX_RANK: Decimal = Decimal::from_parts(31, 0, 0, false, 0);
    match quantity.amount {
        Amount::Single(Figure { value, step, .. }) => {
            let typed = value.checked_div(step).unwrap_or(Decimal::ZERO);
            step.is_integer() && typed > Decimal::ZERO && typed <= MAX_RANK
        }
        Amount::Range(..) | Amount::Ratio(_) | Amount::Doubling(_) => false,
    }
}

fn label(facts: &Facts<'_>, text: &str) -> Label {
    let text = text.trim();
    if matches!(text, "单位" | "计量单位") {
        return Label::Unit;
    }
    let digits = text.strip_suffix("年度").or_else(|| text.strip_suffix('年')).unwrap_or(text);
    let year = digits.parse().ok().filter(|year| digits.len() == 4 && (1900..=2100).contains(year));
    if let Some(year) = year {
        return Label::Year(year);
    }
    let (name, unit) = bracketed(text).map_or((text, None), |(name, unit)| (name, Some(unit)));
    let named = |name: &str| {
        let (entry, length) = facts.names.at("", name)?;
        (entry.full && entry.rate.is_none() && length == name.len()).then_some(entry.id)
    };
    // A name may have brackets of its own.
    if let Some(id) = named(text) {
        return Label::Name(id, None);
    }
    let Some(id) = named(name) else { return Label::Other };
    let own = facts.units.parse(&facts.indicators.get(id).unit);
    match unit {
        Some(unit) if !own.is_like(&facts.units.parse(unit).base) => Label::Other,
        Some(_) | None => Label::Name(id, unit.map(str::to_owned)),
    }
}

/// 城市GDP（亿元）: what stands before the brackets and in them.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(['）', ')'])?;
    let at = inner.rfind(['（', '('])?;
    let open = inner[at..].chars().next().map_or(0, char::len_utf8);
    Some((inner[..at].trim_end(), inner[at + open..].trim()))
}
