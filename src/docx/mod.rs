//! A Word file from outside, as stories of paragraphs and tables: untrusted, whoever saved it.
//!
//! In: bytes of a .docx that Word, WPS, LibreOffice or ONLYOFFICE saved. Out: [`Docx`], with every
//! tracked change and comment; or [`Refused`], soon and with little memory, whatever the bytes are.
//! Nothing here knows the document tree or the chapters.

mod body;
mod check_boxes;
mod comments;
mod controls;
mod count;
mod counters;
mod equation_field;
mod field;
mod foreign;
mod form_field;
mod formatting;
mod inline;
mod limits;
mod marks;
mod model;
mod numbering;
mod object;
mod paragraph;
mod properties;
mod read;
mod revision;
mod section;
mod story;
mod styles;
mod symbol;
mod table;
#[cfg(test)]
mod tests;

pub use check_boxes::check_box_state;
pub use counters::Counters;
pub use foreign::convertible_format;
pub use model::*;
pub use read::{read, read_words};
