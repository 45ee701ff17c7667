//! The values that a unit is to report.

use super::content::legible;
use super::model::FigureItem;
use crate::indicator::{DatumStatus, Indicators};

/// The indicators of a unit, by its short name. A sample is no value that the unit reported.
pub(super) fn figures(indicators: &Indicators, bureau: &str) -> Vec<FigureItem> {
    let owned = indicators.by_owner(bureau).into_iter();
    let item = |id| {
        let indicator = indicators.get(id);
        let status = |year: i32| legible(indicators, id, year).map(|datum| datum.status);
        let years = |wanted: Option<DatumStatus>| {
            let years = indicator.years.iter().copied();
            years.filter(|year| status(*year) == wanted).collect::<Vec<i32>>()
        };
        FigureItem {
            name: indicator.name.clone(),
            missing: years(None),
            samples: years(Some(DatumStatus::Sample)),
            asked: indicator.years.len(),
        }
    };

    owned.map(item).filter(|item| item.asked > 0).collect()
}
