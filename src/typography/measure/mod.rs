//! How wide text is as both writers set it, where its lines may break, and which words it has.
//!
//! In: text, and the faces of its style. Out: widths in ems of the text's size: advances of the faces
//! in fonts/ or in the binary, with the quarter em between Han and Latin. Bold Latin is measured in the
//! bold face that Word takes. Kerning, which only Typst knows, is left out: it seldom widens anything.

mod advances;
mod breaks;
mod measured;
#[cfg(test)]
mod tests;
mod title;
mod title_words;
mod unbroken;
mod words;

pub use advances::TextMeasure;
pub use breaks::is_known_address;
pub use measured::MeasuredText;
pub use unbroken::unbroken_ranges;
pub use words::word_starts;
