//! Rules on the indicators' values: 缺值检查, 横向逻辑检查, 纵向逻辑检查.
//!
//! In: definitions and values. Out: problems at the values in their YAML files. What the document
//! doesn't show is a warning at most.

mod decimals;
mod derived;
mod falling;
mod gaps;
mod magnitude;
mod missing;
mod printed;
mod range;
mod ratio;
mod rules;
mod source;
mod sums;
mod swing;
mod values;

pub(super) use rules::{check, wanting};
