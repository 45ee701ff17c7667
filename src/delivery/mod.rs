//! 报送: what each unit owes, and what of it is there.
//!
//! In: the plan, the definitions of indicators, texts and values, and the registers of what came in. Out:
//! [`Deliveries`]: for each unit its texts, values, originals, paper, seal and tasks, each whole, part or
//! missing, and what is still owed, the most urgent first. Nothing is laid out. What a unit signs has a
//! checksum for each part ([`content()`]), so that a change afterwards is told by its part.

mod column;
mod content;
mod deadline;
mod duty;
mod evidence;
mod figures;
mod find;
mod model;
mod owed;
mod selection;
mod task;
mod text;
#[cfg(test)]
mod tests;

pub use column::Column;
pub use content::{checksum, content, content_checksum, reported};
pub use duty::{Duty, duty};
pub use evidence::{comparable_number, evidence_files};
pub use find::find;
pub use model::{
    Deadline, Deliveries, Delivery, EvidenceItem, FigureItem, Level, Mark, Seal, TaskItem, TextItem,
};
pub use owed::{Owed, OwedItem};
pub use selection::Selection;
