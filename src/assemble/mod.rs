//! From chapters to one document: merged as the templates say, then numbered and its references
//! resolved.
//!
//! In: the chapters, lowered. Out: a [`Document`](crate::document::Document). The templates
//! templates/*.md.j2 print a placeholder where a chapter or a section belongs; the blocks are spliced
//! in there. [`resolve()`] then gives block ids, numbers, what references print, and the contents.

mod annexes;
mod contribution;
pub mod faults;
#[cfg(test)]
pub mod fixture;
mod from_template;
mod labels;
mod numbers;
mod opinions;
mod other;
mod owed;
mod pictures;
mod references;
mod renumber;
mod report;
mod resolve;
mod sections;
mod slips;
mod template;
#[cfg(test)]
mod tests;
mod unused;
mod variables;

pub use opinions::opinion_document;
pub use other::{other_document, report_unprinted};
pub use pictures::report_pictures;
pub use references::{FindUnused, UnusedLabel};
pub use report::report;
pub use resolve::{resolve, resolve_among};
pub use slips::slip_document;
