//! A bureau's first draft in Word as a chapter.
//!
//! In: a Word file as [`crate::docx`] reads it. Out: Markdown, pictures to be written beside it, and a
//! list of everything that Markdown can't carry. It writes nothing.

mod accept;
mod annotations;
mod block;
mod body;
mod citations;
mod contents;
mod converter;
mod description;
mod draft;
mod emphasis;
mod figures;
mod flanking;
mod headings;
mod identity;
mod inline;
mod landscape;
mod letter;
mod lists;
mod losses;
mod model;
mod paragraph;
mod references;
mod report;
mod runs;
mod table_lines;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
mod units;

pub use body::adopt;
pub use citations::{Citation, citations_in};
pub use identity::{DraftIdentity, identify, leading_number};
pub use losses::{Location, Loss};
pub use model::{Adopted, AdoptedPicture, Counts, DraftComment, Target};
pub use report::{json_report, text_report};
