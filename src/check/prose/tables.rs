//! Numbers in tables whose rows and columns say what they are.
//!
//! In: a part's blocks. Out: a finding for each number in a cell that stands between exactly an
//! indicator's name, with a unit in brackets at most, and exactly a year. A table with joined cells,
//! or one that may be about a part of the city or about plans, is left alone.

use super::compare::{self, Comparison};
use super::context::ProseContext;
use super::finding::{Aspect, Fact, Finding, UnitPosition, Verdict};
use super::{lexicon, plain, scope};
use crate::check::number::{self, Amount, Figure, Quantity};
use crate::document::{Block, BlockKind, Document, Inline, Row, Table, visit};
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
struct LabelledTable<'a> {
    context: &'a ProseContext<'a>,
    head: Vec<Label>,
    rows: Vec<Vec<plain::Text>>,
    /// The unit given for the whole table.
    unit: Option<String>,
}

/// A cell between a name and a year.
struct ValueCell<'a> {
    id: IndicatorId,
    year: i32,
    text: &'a plain::Text,
    /// The unit that the table gives it.
    unit: Option<&'a str>,
}

/// A number as a cell gives it.
struct CellQuantity {
    quantity: Quantity,
    /// Where its unit stands.
    unit: UnitPosition,
    /// Whether nothing in the table gives a unit.
    unit_guessed: bool,
}

/// The findings of all tables of a part.
pub(super) fn findings(
    context: &ProseContext<'_>,
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
                let captions: Vec<String> = captions(table).into_iter().map(typed).collect();
                let another =
                    captions.iter().any(|text| scope::captions_another(text, context.city));
                let above = headings.iter().map(|(_, heading)| heading.clone());
                let mut around = captions.into_iter().chain(above).chain([lead]);
                if !another && !around.any(|text| lexicon::is_elsewhere(&text, context.city)) {
                    let table = LabelledTable::new(context, table, &printed);
                    findings.extend(table.iter().flat_map(LabelledTable::findings));
                }
            }
            BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Landscape(_)
            | BlockKind::Letter(..) => before = lead,
            BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Figure(_)
            | BlockKind::Chart(_) => {}
        }
    });
    findings
}

/// What a table says of itself: its caption, its note, its first head.
fn captions(table: &Table) -> Vec<&[Inline]> {
    let caption = table.caption.as_ref().map(|caption| caption.content.as_slice());
    let corner = table.head.first().and_then(|row| row.cells.first());
    let corner = corner.map(|cell| cell.content.as_slice());
    [caption, table.note.as_deref(), corner].into_iter().flatten().collect()
}

fn last_sentence(text: &str) -> String {
    let mut sentences = text.split(['。', '\n']).map(str::trim);
    sentences.rfind(|sentence| !sentence.is_empty()).unwrap_or("").to_owned()
}

impl<'a> LabelledTable<'a> {
    /// The table, where it has one head and no joined cells.
    fn new(
        context: &'a ProseContext<'a>,
        table: &Table,
        printed: &dyn Fn(&[Inline]) -> plain::Text,
    ) -> Option<LabelledTable<'a>> {
        let [head] = table.head.as_slice() else { return None };
        let mut rows = std::iter::once(head).chain(&table.body);
        let whole = rows.all(|row| {
            let joined = row.cells.iter().any(|cell| cell.columns != 1 || cell.rows != 1);
            row.cells.len() == head.cells.len() && !joined
        });
        if !whole {
            return None;
        }

        let unit = table.unit.as_deref().map(|unit| {
            let text = printed(unit).text.text().trim().to_owned();
            text.strip_prefix("单位：").map(str::to_owned).unwrap_or(text)
        });
        let texts = |row: &Row| -> Vec<plain::Text> {
            row.cells.iter().map(|cell| printed(&cell.content)).collect()
        };
        let head = texts(head).iter().map(|text| label(context, text.text.text())).collect();
        let rows = table.body.iter().map(texts).collect();
        Some(LabelledTable { context, head, rows, unit })
    }

    fn findings(&self) -> Vec<Finding> {
        let years_above = self.head.iter().any(|label| matches!(label, Label::Year(_)));
        let cells = if years_above { self.under_years() } else { self.under_names() };

        let mut seen = BTreeSet::new();
        let repeated: BTreeSet<_> = cells
            .iter()
            .map(|cell| (cell.id, cell.year))
            .filter(|named| !seen.insert(*named))
            .collect();
        let once = cells.iter().filter(|cell| !repeated.contains(&(cell.id, cell.year)));
        once.filter_map(|cell| self.finding(cell)).collect()
    }

    /// Cells of rows that begin with a name, or with a number and a name.
    fn under_years(&self) -> Vec<ValueCell<'_>> {
        let mut cells = Vec::new();
        let first_year = self.head.iter().position(|label| matches!(label, Label::Year(_)));
        let unit_column = self.head.iter().position(|label| *label == Label::Unit);
        for row in &self.rows {
            let text = |column: usize| row.get(column).map_or("", |cell| cell.text.text().trim());
            let ordinal = !text(0).is_empty() && text(0).chars().all(|c| c.is_ascii_digit());
            let column = usize::from(ordinal);
            let Label::Name(id, unit) = label(self.context, text(column)) else { continue };
            let between = self.head.get(column + 1..first_year.unwrap_or(0)).unwrap_or_default();
            if between.iter().any(|label| *label != Label::Unit) {
                continue;
            }

            // Two units for one cell: which of them?
            let beside = unit_column.map(text).filter(|unit| !unit.is_empty());
            if unit.is_some() && beside.is_some() && unit.as_deref() != beside {
                continue;
            }

            let bracket = match unit {
                Some(_) => bracketed(text(column)).map(|(_, unit)| unit),
                None => beside,
            };
            let unit = bracket.or(self.unit.as_deref());
            for (text, label) in row.iter().zip(&self.head).skip(column + 1) {
                if let Label::Year(year) = label {
                    cells.push(ValueCell { id, year: *year, text, unit });
                }
            }
        }
        cells
    }

    /// Cells of rows that begin with a year, under names.
    fn under_names(&self) -> Vec<ValueCell<'_>> {
        let mut cells = Vec::new();
        for row in &self.rows {
            let year = row.first().map(|cell| label(self.context, cell.text.text()));
            let Some(Label::Year(year)) = year else { continue };
            for (text, label) in row.iter().zip(&self.head).skip(1) {
                if let Label::Name(id, unit) = label {
                    let unit = unit.as_deref().or(self.unit.as_deref());
                    cells.push(ValueCell { id: *id, year, text, unit });
                }
            }
        }
        cells
    }

    fn finding(&self, cell: &ValueCell<'_>) -> Option<Finding> {
        let text = cell.text.text.text();
        let typed = text.trim();
        if !cell.text.values.is_empty() || typed.is_empty() {
            return None;
        }

        let number = self.cell_quantity(cell, typed)?;
        let verdict = self.verdict(cell, &number);
        let start = text.len() - text.trim_start().len();
        Finding::new(cell.text, start..start + typed.len(), verdict)
    }

    /// The quantity that a cell gives, with its own unit, else the table's, else the indicator's.
    fn cell_quantity(&self, cell: &ValueCell<'_>, typed: &str) -> Option<CellQuantity> {
        let defined = &self.context.indicators.get(cell.id).unit;
        let alone = self.quantity(typed).filter(|quantity| {
            let unitless = defined.is_empty() && cell.unit.is_none();
            !quantity.base.is_empty() || quantity.scaled || unitless
        });
        if let Some(quantity) = alone {
            let unit = UnitPosition::Number;
            return Some(CellQuantity { quantity, unit, unit_guessed: false });
        }

        let around = cell.unit.unwrap_or(defined);
        let unit = if around == defined { UnitPosition::Around } else { UnitPosition::Other };
        let quantity = self.quantity(&format!("{typed}{around}"))?;
        Some(CellQuantity { quantity, unit, unit_guessed: cell.unit.is_none() })
    }

    fn quantity(&self, text: &str) -> Option<Quantity> {
        let mut numbers = number::read(text, &self.context.units);
        let number = numbers.pop().filter(|number| number.range == (0..text.len()))?;
        number.reading.quantity().cloned()
    }

    fn verdict(&self, cell: &ValueCell<'_>, number: &CellQuantity) -> Verdict {
        let compare = |quantity: &Quantity| {
            compare::compare(self.context, cell.id, cell.year, Aspect::Level, quantity)
        };
        let CellQuantity { quantity, unit, unit_guessed } = number;
        let fact = Fact::new(cell.id, cell.year, Aspect::Level, quantity, *unit);

        // 1380 may be meant in another unit than the definition's.
        let agrees_shifted = |power: i32| {
            let scaled = fact.figure.and_then(|figure| figure.scaled(power)).map(Amount::Single);
            let scaled = scaled.map(|amount| Quantity { amount, ..quantity.clone() });
            scaled.is_some_and(|scaled| compare(&scaled) == Comparison::Equal)
        };
        // Where values have digits after the point, a bare integer is rarely one.
        let may_be_rank = || is_rank(quantity) && self.context.indicators.get(cell.id).decimals > 0;
        match compare(quantity) {
            Comparison::Equal => Verdict::Agrees(fact),
            Comparison::Different
                if *unit_guessed && (may_be_rank() || (-8..=8).any(agrees_shifted)) =>
            {
                Verdict::Undecided
            }
            Comparison::Different => Verdict::Differs(fact),
            Comparison::NoValue => Verdict::Untabled(fact),
            Comparison::WithinRounding | Comparison::Incomparable => Verdict::Undecided,
        }
    }
}

/// Whether a number may be a place in a ranking of provinces or cities rather than an amount.
fn is_rank(quantity: &Quantity) -> bool {
    const MAX_RANK: Decimal = Decimal::from_parts(31, 0, 0, false, 0);
    let Amount::Single(Figure { value, step, .. }) = quantity.amount else { return false };
    let typed = value.checked_div(step).unwrap_or(Decimal::ZERO);
    step.is_integer() && typed > Decimal::ZERO && typed <= MAX_RANK
}

fn label(context: &ProseContext<'_>, text: &str) -> Label {
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
    // A name may have brackets of its own.
    if let Some(id) = named_indicator(context, text) {
        return Label::Name(id, None);
    }
    let Some(id) = named_indicator(context, name) else { return Label::Other };
    let defined = context.units.parse(&context.indicators.get(id).unit);
    match unit {
        Some(unit) if !defined.is_like(&context.units.parse(unit).base) => Label::Other,
        Some(_) | None => Label::Name(id, unit.map(str::to_owned)),
    }
}

/// The indicator of which the text is exactly the name.
fn named_indicator(context: &ProseContext<'_>, text: &str) -> Option<IndicatorId> {
    let (name, length) = context.names.longest("", text)?;
    (name.full && name.rate.is_none() && length == text.len()).then_some(name.id)
}

/// 城市GDP（亿元）: what stands before the brackets and in them.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(['）', ')'])?;
    let (name, unit) = inner.rsplit_once(['（', '('])?;
    Some((name.trim_end(), unit.trim()))
}
