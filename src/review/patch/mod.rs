//! A change of the sent copy as edits of the chapters that it was made from.
//!
//! In: a change, the flow it stands in, the passages. Out: [`Patch`]es of the base's chapters, or why
//! there are none. What a patch does to the printed text is not assumed here: `verify` reads it back.

mod new_table;
mod paragraphs;
mod pictures;
mod planner;
mod refine;
mod reformat;
mod removal;
mod relink;
mod replace;
mod reshape;
mod rows;
mod table_shape;

pub(super) use pictures::picture_file;
pub(super) use planner::{Breaks, FlowPlanner, Patch, Plan, PlannedFlow, Planner};
