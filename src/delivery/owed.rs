//! What units still owe, the most urgent first.

use super::column::Column;
use super::duty::Duty;
use super::model::{Deliveries, Delivery, EvidenceItem, FigureItem, Level, Seal, TextItem};
use crate::workspace::Status;

/// What a unit still owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Index of the unit in [`Deliveries::units`].
    pub unit: usize,
    /// What, each in a few words.
    pub items: Vec<OwedItem>,
}

/// Something that a unit still owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedItem {
    /// In which respect.
    pub column: Column,
    /// What, in a few words.
    pub text: String,
    /// Whether the unit answers for it by the deadline.
    pub is_strict: bool,
    /// How many things.
    pub count: usize,
}

impl Deliveries {
    /// What the units still owe: first what is due first, then who owes most; who is only asked for a share comes
    /// last.
    pub fn owed(&self) -> Vec<Owed> {
        let mut list = Vec::new();
        for (index, unit) in self.units.iter().enumerate() {
            let items = unit.owed();
            if !items.is_empty() {
                list.push(Owed { unit: index, items });
            }
        }

        let urgency = |owed: &Owed| {
            let strict = || owed.items.iter().filter(|item| item.is_strict);
            let days = self.units[owed.unit].deadline.map_or(i32::MAX, |deadline| deadline.days);
            let count: usize = strict().map(|item| item.count).sum();
            (strict().next().is_none(), days, std::cmp::Reverse(count), owed.unit)
        };
        list.sort_by_key(urgency);
        list
    }

    /// How many units have handed in everything.
    pub fn complete(&self) -> usize {
        self.units.iter().filter(|unit| unit.is_complete()).count()
    }
}

impl Delivery {
    /// What the unit still owes, in the order of the columns.
    pub fn owed(&self) -> Vec<OwedItem> {
        let mut items = Vec::new();
        items.extend(text_items(Column::Texts, &self.texts));
        items.extend(figures_item(&self.figures));
        items.extend(text_items(Column::Narratives, &self.narratives));
        items.extend(originals_item(&self.evidence));
        if self.paper == Some(None) {
            items.push(item(Column::Paper, "纸质件".to_owned(), true, 1));
        }
        items.extend(self.seal.as_ref().and_then(seal_item));

        let open: Vec<String> = self
            .tasks
            .iter()
            .filter(|task| task.percent < 100)
            .map(|task| format!("{}（{}%）", task.row, task.percent))
            .collect();
        if !open.is_empty() {
            let text = format!("任务 {}", open.join("、"));
            items.push(item(Column::Tasks, text, false, open.len()));
        }
        items
    }
}

fn item(column: Column, text: String, is_strict: bool, count: usize) -> OwedItem {
    OwedItem { column, text, is_strict, count }
}

/// What the unit answers for, and what it is only asked for.
fn text_items(column: Column, texts: &[TextItem]) -> Vec<OwedItem> {
    let mut items = Vec::new();
    for duty in [Duty::Lead, Duty::Share] {
        let open: Vec<&TextItem> =
            texts.iter().filter(|text| text.duty == duty && text.level < Level::Whole).collect();
        if open.is_empty() {
            continue;
        }

        let named: Vec<String> = open.iter().map(|text| text_words(text)).collect();
        let (what, is_strict) = match duty {
            Duty::Lead => (column.name().to_owned(), true),
            Duty::Share => (format!("{}（分工）", column.name()), false),
        };
        let text = format!("{what} {}", named.join("、"));
        items.push(item(column, text, is_strict, open.len()));
    }
    items
}

fn text_words(text: &TextItem) -> String {
    let name = text.name.split(' ').next().unwrap_or(&text.name);
    match (text.has_text, text.status) {
        (true, Some(Status::Draft)) => format!("{name}（初稿，还没有报）"),
        (false, _) if text.is_received => format!("{name}（已收，还没有采用）"),
        (false, Some(status)) if status > Status::Draft => format!("{name}（没有内容）"),
        _ => name.to_owned(),
    }
}

fn figures_item(figures: &[FigureItem]) -> Option<OwedItem> {
    let wanting: usize = figures.iter().map(FigureItem::wanting).sum();
    if wanting == 0 {
        return None;
    }

    let asked: usize = figures.iter().map(|figure| figure.asked).sum();
    let samples: usize = figures.iter().map(|figure| figure.samples.len()).sum();
    let note = if samples > 0 { format!("，其中样例 {samples} 个") } else { String::new() };
    let text = format!("指标数据 {wanting} 个（应报 {asked} 个{note}）");
    Some(item(Column::Figures, text, true, wanting))
}

fn originals_item(evidence: &[EvidenceItem]) -> Option<OwedItem> {
    let open: Vec<String> = evidence
        .iter()
        .filter(|item| !item.is_received())
        .map(|item| {
            let name = if item.number.is_empty() { &item.title } else { &item.number };
            if item.is_scanned { format!("{name}（已有扫描件）") } else { name.clone() }
        })
        .collect();
    if open.is_empty() {
        return None;
    }
    let text = format!("原件 {} 件：{}", open.len(), open.join("、"));

    Some(item(Column::Originals, text, true, open.len()))
}

fn seal_item(seal: &Seal) -> Option<OwedItem> {
    let text = match (seal.is_sealed, seal.unsigned.len()) {
        (false, _) => "签章".to_owned(),
        (true, 0) => return None,
        (true, _) => format!("签后有改 {}", seal.unsigned.join("、")),
    };
    Some(item(Column::Seal, text, true, seal.unsigned.len().max(1)))
}
