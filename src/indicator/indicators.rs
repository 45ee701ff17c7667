//! All indicators with their values, and how to find them.

use super::datum::{Datum, IndicatorId};
use super::rules::Rules;
use crate::source::Span;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// All indicators and their values.
#[derive(Debug, Clone, Default)]
pub struct Indicators {
    /// In the order of the definition files.
    pub definitions: Vec<Indicator>,
    /// By indicator and year.
    pub values: BTreeMap<(IndicatorId, i32), Datum>,
    /// Where a bureau left a value blank.
    pub blanks: BTreeMap<(IndicatorId, i32), Span>,
    /// Values that can't be read: a 1 stands in the place of each, so that what shows them isn't
    /// reported for want of them.
    pub unread: BTreeSet<(IndicatorId, i32)>,
    /// Names and aliases.
    index: BTreeMap<String, IndicatorId>,
}

/// What an indicator is.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its place.
    pub span: Span,
    /// Unique name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Unit; may be empty.
    pub unit: String,
    /// Digits after the point.
    pub decimals: u32,
    /// Years asked for.
    pub years: Vec<i32>,
    /// Short name of the bureau that owns it.
    pub owner: String,
    /// Id of the plan row that asks for it.
    pub row: String,
    /// Group in tables.
    pub group: String,
    /// What its values are.
    pub kind: IndicatorKind,
    /// 口径; may be empty.
    pub basis: String,
    /// What its values are held against.
    pub rules: Rules,
}

/// What an indicator's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorKind {
    /// 数值.
    Number,
    /// 文本: `第一、二类`.
    Text,
    /// 比例: parts of a whole that add up to 100, `7.0:45.5:47.5`.
    Ratio,
    /// 名单.
    List,
    /// 是否.
    YesNo,
}

impl Indicators {
    /// Indicators with these definitions and values; of two with one name the first is found.
    pub fn new(
        definitions: Vec<Indicator>,
        values: BTreeMap<(IndicatorId, i32), Datum>,
    ) -> Indicators {
        let mut index = BTreeMap::new();
        for (id, indicator) in numbered(&definitions) {
            let names = std::iter::once(&indicator.name).chain(&indicator.aliases);
            for name in names.filter(|name| !name.is_empty()) {
                index.entry(name.clone()).or_insert(id);
            }
        }

        let (blanks, unread) = (BTreeMap::new(), BTreeSet::new());
        Indicators { definitions, values, blanks, unread, index }
    }

    /// Without the values that only stand in for unread ones: nothing can be held against those.
    pub fn certain(&self) -> Cow<'_, Indicators> {
        if self.unread.is_empty() {
            return Cow::Borrowed(self);
        }

        let mut certain = self.clone();
        certain.values.retain(|key, _| !self.unread.contains(key));
        Cow::Owned(certain)
    }

    /// The indicator with this name or alias.
    pub fn find(&self, name: &str) -> Option<IndicatorId> {
        self.index.get(name).copied()
    }

    /// Every name and alias, sorted: what a mistyped name may stand for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(String::as_str)
    }

    /// Every indicator with its id, in the order of the definitions.
    pub fn all(&self) -> impl Iterator<Item = (IndicatorId, &Indicator)> {
        numbered(&self.definitions)
    }

    /// What an indicator is.
    pub fn get(&self, id: IndicatorId) -> &Indicator {
        &self.definitions[id.0 as usize]
    }

    /// Its value in a year.
    pub fn datum(&self, id: IndicatorId, year: i32) -> Option<&Datum> {
        self.values.get(&(id, year))
    }

    /// The one whose definition or value holds a place.
    pub fn at(&self, span: Span) -> Option<IndicatorId> {
        let values = self.values.iter().map(|((id, _), datum)| (*id, datum.span));
        let blanks = self.blanks.iter().map(|((id, _), blank)| (*id, *blank));
        let definitions = self.all().map(|(id, indicator)| (id, indicator.span));
        let mut places = values.chain(blanks).chain(definitions);
        places.find(|(_, place)| place.contains(span)).map(|(id, _)| id)
    }

    /// The indicators of a group, in the order of their definitions.
    pub fn by_group(&self, group: &str) -> Vec<IndicatorId> {
        self.filtered(|indicator| indicator.group == group)
    }

    /// The names of a bureau's indicators, in the order of their definitions.
    pub fn names_of(&self, bureau: &str) -> Vec<&str> {
        self.by_owner(bureau).into_iter().map(|id| self.get(id).name.as_str()).collect()
    }

    /// The indicators that a bureau owns, in the order of their definitions.
    pub fn by_owner(&self, bureau: &str) -> Vec<IndicatorId> {
        self.filtered(|indicator| indicator.owner == bureau)
    }

    /// The indicators that a row of the plan asks for, in the order of their definitions.
    pub fn by_row(&self, row: &str) -> Vec<IndicatorId> {
        self.filtered(|indicator| indicator.row == row)
    }

    fn filtered(&self, predicate: impl Fn(&Indicator) -> bool) -> Vec<IndicatorId> {
        numbered(&self.definitions)
            .filter(|(_, indicator)| predicate(indicator))
            .map(|(id, _)| id)
            .collect()
    }
}

pub(super) fn numbered(
    definitions: &[Indicator],
) -> impl Iterator<Item = (IndicatorId, &Indicator)> {
    (0u32..).map(IndicatorId).zip(definitions)
}
