//! How the units stand.

use crate::delivery::{self, Deliveries, Selection};
use crate::diag::Diagnostics;
use crate::document::Date;
use crate::pipeline::Loaded;
use crate::register::{self, Registers};
use crate::workflow::date::parse_in;
use crate::workflow::selection::{find_bureau, find_section_or_row};
use crate::workspace;

/// What is asked of the units, as it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct StatusRequest<'a> {
    /// The one unit.
    pub bureau: Option<&'a str>,
    /// The one section, or row of the plan.
    pub section: Option<&'a str>,
    /// The day as of which; today where there is none.
    pub date: Option<&'a str>,
}

/// How the units stand.
#[derive(Debug)]
pub struct StatusReport {
    /// What they owe and have handed in.
    pub deliveries: Deliveries,
    /// What came in and went out.
    pub registers: Registers,
    /// What is wrong with the registers.
    pub problems: Diagnostics,
}

/// Finds how the units stand; the registers are read into what was loaded.
pub fn status(loaded: &mut Loaded, request: StatusRequest<'_>) -> anyhow::Result<StatusReport> {
    let date = date(loaded, request.date)?;
    let mut problems = Diagnostics::default();
    let registers = register::load(&loaded.workspace, &mut loaded.sources, &mut problems);

    let workspace = &loaded.workspace;
    let bureau = request.bureau.map(|name| find_bureau(workspace, name)).transpose()?;
    let section = request.section.map(|name| find_section_or_row(workspace, name)).transpose()?;
    let mut deliveries = delivery::find(loaded, &registers, date);
    deliveries.select(Selection {
        bureau: bureau.map(|index| workspace.bureaus[index].short.as_str()),
        section: section.map(|section| section.folder.as_str()),
    });
    Ok(StatusReport { deliveries, registers, problems })
}

/// The day that was typed, of the report's year where it names none, or today.
pub(super) fn date(loaded: &Loaded, typed: Option<&str>) -> anyhow::Result<Date> {
    match typed {
        Some(typed) => parse_in(typed, loaded.workspace.report.date.year),
        None => Ok(workspace::today()),
    }
}
