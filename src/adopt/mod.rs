//! A bureau's first draft in Word as a chapter.
//!
//! In: a Word file as [`crate::docx`] reads it. Out: Markdown, pictures to be written beside it, and a
//! list of everything that Markdown can't carry. It writes nothing.

mod accept;
mod annotations;
mod block;
mod body;
mod contents;
mod converter;
mod description;
mod draft;
mod emphasis;
mod figures;
mod flanking;
mod headings;
mod inline;
mod letter;
mod lists;
mod losses;
mod model;
mod numbers;
mod paragraph;
mod report;
mod runs;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
mod units;

pub use body::adopt;
pub use losses::{Location, Loss};
pub use model::{Adopted, AdoptedPicture, Counts, DraftComment, PICTURES, Target};
pub use report::{json_report, text_report};
