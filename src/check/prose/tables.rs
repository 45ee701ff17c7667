//! Numbers in tables whose rows and columns say what they are.
//!
//! In: a part's blocks. Out: a finding for each number in a cell of which its row and its column
//! tell the indicator, the year and that it is the city's; the year may be that of the caption, of a
//! heading or of the sentence before the table. A table with joined cells is left alone; in one about
//! other places only what stands under the city's name is read, in one of plans nothing.

use super::compare::{self, Comparison};
use super::context::ProseContext;
use super::finding::{Aspect, Doubt, Fact, Finding, UnitPosition, Verdict};
use super::headings::{HeadingYear, Headings};
use super::labels::{self, Base, Label};
use super::slip::{self, Assurance};
use super::{headings, lexicon, plain, scope};
use crate::check::number::{self, Amount, Quantity};
use crate::document::{Block, BlockKind, Document, Inline, Row, Table, visit};
use crate::indicator::IndicatorId;
use crate::source::Sources;
use std::collections::BTreeSet;

/// Which cells of a table may be the city's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// All.
    Whole,
    /// Those under the city's name.
    City,
    /// None.
    Nothing,
}

/// A table that can be read.
struct LabelledTable<'a> {
    context: &'a ProseContext<'a>,
    reach: Reach,
    head: Vec<Label>,
    rows: Vec<Vec<plain::Text>>,
    /// The unit given for the whole table.
    unit: Option<String>,
    /// The year given around it, and whether it is surely a whole one.
    year: Option<i32>,
    whole_year: bool,
}

/// A cell of which is known what it gives.
struct ValueCell<'a> {
    id: IndicatorId,
    year: i32,
    /// Whether the table's own labels give the year.
    year_stated: bool,
    aspect: Aspect,
    text: &'a plain::Text,
    /// The unit that the table gives it.
    unit: Option<String>,
}

/// What a row and a column say together.
struct Joint {
    id: IndicatorId,
    year: i32,
    year_stated: bool,
    aspect: Aspect,
    unit: Option<String>,
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
    let mut headings = Headings::default();
    let mut before = String::new();
    let mut findings = Vec::new();
    visit::blocks(blocks, &mut |block| {
        let lead = std::mem::take(&mut before);
        match &block.kind {
            BlockKind::Heading(heading) => {
                headings.push(heading.level, typed(&heading.content), context);
            }
            BlockKind::Paragraph(content) => {
                // A paragraph may be nothing but a notice, which says nothing of the table.
                let text = typed(content);
                before = if text.is_empty() { lead } else { last_sentence(&text) };
            }
            BlockKind::Table(table) => {
                let captions: Vec<String> = captions(table).into_iter().map(typed).collect();
                let surroundings = Surroundings { captions, headings: &headings, lead };
                let table = LabelledTable::new(context, table, &surroundings, &printed);
                findings.extend(table.iter().flat_map(LabelledTable::findings));
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

/// What stands around a table.
struct Surroundings<'a> {
    captions: Vec<String>,
    headings: &'a Headings,
    /// The sentence before it.
    lead: String,
}

impl Surroundings<'_> {
    fn reach(&self, context: &ProseContext<'_>) -> Reach {
        let above = self.headings.texts();
        let all = self.captions.iter().map(String::as_str).chain(above).chain([self.lead.as_str()]);
        let captioned = self.captions.iter().map(|text| scope::caption_scope(text, context.city));
        let captioned = captioned.map(|caption| match caption {
            scope::CaptionScope::Unstated => Reach::Whole,
            scope::CaptionScope::Elsewhere => Reach::City,
            scope::CaptionScope::OtherKind => Reach::Nothing,
        });
        let around = all.map(|text| {
            if lexicon::is_of_other_kind(text, context.city) {
                Reach::Nothing
            } else if lexicon::is_elsewhere(text, context.city) {
                Reach::City
            } else {
                Reach::Whole
            }
        });
        captioned.chain(around).max().unwrap_or(Reach::Whole)
    }

    /// The year of the nearest of these that gives one.
    fn year(&self, context: &ProseContext<'_>) -> HeadingYear {
        let near = self.captions.iter().map(String::as_str).chain([self.lead.as_str()]);
        let own = near.map(|text| headings::year(text, context));
        let own = own.into_iter().find(|year| *year != HeadingYear::Unstated);
        own.unwrap_or_else(|| self.headings.year())
    }
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
        around: &Surroundings<'_>,
        printed: &dyn Fn(&[Inline]) -> plain::Text,
    ) -> Option<LabelledTable<'a>> {
        let reach = around.reach(context);
        let [head] = table.head.as_slice() else { return None };
        let mut rows = std::iter::once(head).chain(&table.body);
        let whole = rows.all(|row| {
            let joined = row.cells.iter().any(|cell| cell.columns != 1 || cell.rows != 1);
            row.cells.len() == head.cells.len() && !joined
        });
        if !whole || reach == Reach::Nothing {
            return None;
        }

        let texts = |row: &Row| -> Vec<plain::Text> {
            row.cells.iter().map(|cell| printed(&cell.content)).collect()
        };
        let head =
            texts(head).iter().map(|text| labels::label(context, text.text.text())).collect();
        let rows = table.body.iter().map(texts).collect();
        let unit = table.unit.as_deref().map(|unit| printed(unit).text.text().trim().to_owned());
        let unit = unit.map(|unit| unit.strip_prefix("单位：").map(str::to_owned).unwrap_or(unit));
        let unit = unit.or_else(|| around.captions.iter().find_map(|text| captioned_unit(text)));
        let (year, whole_year) = match around.year(context) {
            HeadingYear::One(year) => (Some(year), true),
            HeadingYear::PartOf(year) => (Some(year), false),
            HeadingYear::Unstated | HeadingYear::Other => (None, true),
        };
        Some(LabelledTable { context, reach, head, rows, unit, year, whole_year })
    }

    fn findings(&self) -> Vec<Finding> {
        let cells: Vec<ValueCell<'_>> =
            self.rows.iter().flat_map(|row| self.cells_of(row)).collect();

        let mut seen = BTreeSet::new();
        let key = |cell: &ValueCell<'_>| (cell.id, cell.year, cell.aspect);
        let repeated: BTreeSet<_> =
            cells.iter().map(key).filter(|key| !seen.insert(*key)).collect();
        let once = cells.iter().filter(|cell| !repeated.contains(&key(cell)));
        once.filter_map(|cell| self.finding(cell)).collect()
    }

    /// The cells of a row of which is known what they give.
    fn cells_of<'t>(&'t self, row: &'t [plain::Text]) -> Vec<ValueCell<'t>> {
        let labelled = |column: usize| {
            row.get(column).map(|cell| labels::label(self.context, cell.text.text()))
        };
        // The number of a row may stand before its name.
        let numbered = labelled(0) == Some(Label::Blank) && self.head.len() > 2;
        let first = usize::from(numbered);
        let Some(own) = labelled(first) else { return Vec::new() };
        let unit_column = self.head.iter().position(|label| *label == Label::Unit);
        let beside = unit_column.and_then(|column| row.get(column));
        let beside = beside.map(|cell| cell.text.text().trim().to_owned());
        let beside = beside.filter(|unit| !unit.is_empty());

        // A word between the name and its figures narrows it: 食品抽检合格率 | 餐饮 | 96.0%.
        let gives = |column: &Label| self.joint(&own, column).is_some();
        let before_figures = self.head.iter().zip(row).skip(first + 1);
        let mut between = before_figures.take_while(|(column, _)| !gives(column));
        let narrows = |text: &str| !text.is_empty() && !text.contains(|c: char| c.is_ascii_digit());
        if between.any(|(column, cell)| *column != Label::Unit && narrows(cell.text.text().trim()))
        {
            return Vec::new();
        }

        let columns = self.head.iter().zip(row).skip(first + 1);
        let cells = columns.filter_map(|(column, text)| {
            let joint = self.joint(&own, column)?;
            let Joint { id, year, year_stated, aspect, unit } = joint;
            let change = matches!(column, Label::Change(_));
            let unit = match (unit, beside.clone().filter(|_| !change)) {
                // Two units for one cell: which of them?
                (Some(unit), Some(beside)) if unit != beside => return None,
                (unit, beside) => unit.or(beside).or_else(|| self.unit.clone()),
            };
            Some(ValueCell { id, year, year_stated, aspect, text, unit })
        });
        cells.collect()
    }

    /// What a row and a column say together, where that is surely the city's.
    fn joint(&self, row: &Label, column: &Label) -> Option<Joint> {
        let city = matches!(row, Label::City) || matches!(column, Label::City);
        if self.reach != Reach::Whole && !city {
            return None;
        }

        let around = self.year.filter(|_| self.whole_year);
        let level = |id: IndicatorId, year: i32, year_stated: bool, units: [&Option<String>; 2]| {
            let unit = units.into_iter().flatten().next().cloned();
            Some(Joint { id, year, year_stated, aspect: Aspect::Level, unit })
        };
        match (row, column) {
            (Label::Name(id, unit), Label::Year(year, other))
            | (Label::Year(year, other), Label::Name(id, unit)) => {
                level(*id, *year, true, [unit, other])
            }
            (Label::Name(id, unit), Label::Value(other)) => {
                level(*id, around?, false, [unit, other])
            }
            (Label::Name(id, unit), Label::LastYear) => {
                let now = self.only_year().or(around)?;
                level(*id, now.checked_sub(1)?, self.only_year().is_some(), [unit, &None])
            }
            (Label::Name(id, unit), Label::City | Label::Total)
            | (Label::City | Label::Total, Label::Name(id, unit)) => {
                level(*id, around?, false, [unit, &None])
            }
            (Label::Name(id, unit), Label::WholeYear)
            | (Label::WholeYear, Label::Name(id, unit)) => {
                level(*id, self.year?, false, [unit, &None])
            }
            (Label::Name(id, unit), Label::Change(change)) => {
                let joint = self.change(*id, change)?;
                let of_row = unit.clone().filter(|_| matches!(joint.aspect, Aspect::Change(..)));
                Some(Joint { unit: joint.unit.or(of_row), ..joint })
            }
            (Label::Noun(row, row_unit), Label::Noun(column, unit)) => {
                let id = labels::joint_indicator(self.context, row, column)?;
                level(id, around?, false, [unit, row_unit])
            }
            _ => None,
        }
    }

    fn change(&self, id: IndicatorId, change: &labels::Change) -> Option<Joint> {
        let years = self.years();
        let newest = years.iter().max().copied();
        let year = newest.or(self.year.filter(|_| self.whole_year))?;
        let base = match (change.base, years.as_slice()) {
            (Base::Year(base), _) => base,
            (Base::LastYear, _) => year.checked_sub(1)?,
            (Base::FirstYear, [first, last]) if first < last => *first,
            // 2017年, 上年, 增减.
            (Base::FirstYear, [_]) if self.head.contains(&Label::LastYear) => {
                year.checked_sub(1)?
            }
            (Base::FirstYear, _) => return None,
        };

        let aspect = if change.is_growth {
            Aspect::Growth(base, change.direction)
        } else {
            Aspect::Change(base, change.direction)
        };
        let unit = match &change.unit {
            Some(unit) => Some(unit.clone()),
            None if change.is_growth => Some("%".to_owned()),
            None => None,
        };
        Some(Joint { id, year, year_stated: newest.is_some(), aspect, unit })
    }

    fn years(&self) -> Vec<i32> {
        let year =
            |label: &Label| if let Label::Year(year, _) = label { Some(*year) } else { None };
        self.head.iter().filter_map(year).collect()
    }

    /// The year of the only column of a year.
    fn only_year(&self) -> Option<i32> {
        if let [year] = self.years().as_slice() { Some(*year) } else { None }
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
        let indicator = self.context.indicators.get(cell.id);
        let points = matches!(cell.aspect, Aspect::Change(..)) && indicator.is_percentage();
        let defined = if points { "个百分点" } else { &indicator.unit };
        let alone = self.quantity(typed).filter(|quantity| {
            let unitless = defined.is_empty() && cell.unit.is_none();
            !quantity.base.is_empty() || quantity.scaled || unitless
        });
        if let Some(quantity) = alone {
            let unit = UnitPosition::Number;
            return Some(CellQuantity { quantity, unit, unit_guessed: false });
        }

        // A column of points beside a unit column that says %.
        let given = cell.unit.as_deref().filter(|unit| !(points && *unit == "%"));
        let around = given.unwrap_or(defined);
        let level = cell.aspect == Aspect::Level;
        let unit =
            if around == defined && level { UnitPosition::Around } else { UnitPosition::Other };
        let quantity = self.quantity(&format!("{typed}{around}"))?;
        Some(CellQuantity { quantity, unit, unit_guessed: cell.unit.is_none() })
    }

    fn quantity(&self, text: &str) -> Option<Quantity> {
        let mut numbers = number::read(text, &self.context.units);
        let number = numbers.pop().filter(|number| number.range == (0..text.len()))?;
        number.reading.quantity().cloned()
    }

    fn verdict(&self, cell: &ValueCell<'_>, number: &CellQuantity) -> Verdict {
        let ValueCell { id, year, aspect, .. } = *cell;
        let CellQuantity { quantity, unit, unit_guessed } = number;
        let fact = Fact::new(id, year, aspect, quantity, *unit);
        let fact = if cell.year_stated { fact } else { fact.with_inherited_year() };

        // 1380 may be meant in another unit than the definition's.
        let agrees_shifted =
            |power: i32| compare::equals_shifted(self.context, id, year, aspect, quantity, power);
        let guessed = || *unit_guessed && (is_integer(quantity) || (-8..=8).any(agrees_shifted));
        let priced = matches!(aspect, Aspect::Growth(..)) && self.context.priced.contains(&id);
        match compare::compare(self.context, id, year, aspect, quantity) {
            Comparison::Equal => Verdict::Agrees(fact),
            Comparison::Different if priced => Verdict::Undecided(Doubt::ConstantPrices),
            Comparison::Different if guessed() => Verdict::Undecided(Doubt::Unlike),
            Comparison::Different
                if !cell.year_stated
                    && !slip::is_slip(
                        self.context,
                        id,
                        year,
                        aspect,
                        quantity,
                        Assurance::Firm,
                    ) =>
            {
                Verdict::Undecided(Doubt::InheritedYear)
            }
            Comparison::Different => Verdict::Differs(fact),
            Comparison::NoValue if cell.year_stated => Verdict::Untabled(fact),
            Comparison::NoValue => Verdict::Undecided(Doubt::NoValue),
            Comparison::WithinRounding => Verdict::Undecided(Doubt::Rounding),
            Comparison::Ambiguous | Comparison::Incomparable => Verdict::Undecided(Doubt::Unlike),
        }
    }
}

/// Whether a number without unit may be a rank, an index or a row's number rather than an amount.
fn is_integer(quantity: &Quantity) -> bool {
    let Amount::Single(figure) = quantity.amount else { return false };
    let decimals = figure.value.checked_div(figure.step).is_some() && figure.step.is_integer();
    decimals && quantity.base != "%"
}

/// （单位：件） in a caption.
fn captioned_unit(caption: &str) -> Option<String> {
    let (_, inner) = labels::bracketed(caption)?;
    let unit =
        inner.strip_prefix("单位：").or_else(|| inner.strip_prefix("单位:")).unwrap_or(inner);
    (inner.len() > unit.len() || matches!(inner, "%" | "％")).then(|| unit.trim().to_owned())
}
