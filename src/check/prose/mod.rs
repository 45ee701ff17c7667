//! Every number that a writer typed in prose, held against the indicators' table.
//!
//! In: the document's paragraphs, list items, captions, notes and plain tables. Out: `value-mismatch`,
//! `likely-slip` (the year stands in an earlier sentence or a heading), `percentage-points`,
//! `hand-typed-value`, `conflicting-fact`; what writers keep with a reason. A number of which anything is
//! in doubt is counted with why and left alone: a wrong alarm teaches people to ignore alarms.

mod acknowledged;
mod brackets;
mod circumstance;
mod compare;
mod context;
mod finding;
mod findings;
mod headings;
mod judgement;
mod labels;
mod lexicon;
mod lists;
mod matcher;
mod names;
mod narrowing;
mod paragraph;
mod plain;
mod report;
mod scope;
mod sentence;
mod slip;
mod tables;
mod tokens;

#[cfg(test)]
mod tests;

pub use acknowledged::Acknowledged;
pub use finding::{Aspect, Counts, Direction, Doubt, Fact, Finding, UnitPosition, Verdict};
pub(super) use findings::check;
pub use findings::{Figures, counts, findings};
#[cfg(test)]
pub(super) use lexicon::{LISTS, Word};
pub use report::fact_title;
