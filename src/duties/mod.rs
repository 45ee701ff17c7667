//! A city's own 责任分工表 and 单位表, read into the plan, the units and the indicators of a new workspace.
//!
//! In: lines and grids of squares, whatever program saved them; the built-in definitions. Out: texts of plan.yaml,
//! bureaus.yaml and the definitions, with what only a person can decide as a list. What words mean is data
//! (`words.txt`): no city, unit or section is named here.

mod bureaus;
mod columns;
mod definitions;
mod grid;
mod marks;
mod names;
mod note;
mod parties;
mod plan;
mod segment;
mod table;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use bureaus::{BureauDraft, BureauList, bureau_list, full_name, resolve, unit_names};
pub use definitions::{DefinitionsDraft, definitions};
pub use grid::{Grid, GridCell};
pub use names::UnitNames;
pub use note::{Terms, date, terms};
pub use parties::{NamedUnit, Parties, parties, parties_of_columns};
pub use plan::{PlanDraft, PlanRowDraft, RowKind, plan};
pub use table::Part;
pub use write::{Question, TO_SETTLE, bureaus_text, plan_text, questions};
