//! Problems in a report: what is wrong, where, and what to type instead.
//!
//! In: [`Diagnostic`]s from every stage. Out: one sorted list, printed once as `human`, `short` or
//! `json`. A stage that can't produce its output returns [`Reported`], which only the sink makes.

mod code;
mod diagnostic;
mod emit;
mod excerpt;
mod length;
mod pattern;
mod severity;
mod sink;

pub use code::Code;
pub use diagnostic::{Diagnostic, Fix, Label};
pub use emit::{Format, emit};
pub use length::{MAX_NAME, MAX_TITLE};
pub use pattern::varying;
pub use severity::Severity;
pub use sink::{Diagnostics, Reported};
