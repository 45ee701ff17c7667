//! Rules on what writers typed: punctuation, numbers' form, names, placeholders, length.
//!
//! In: the chapters' blocks. Out: problems at characters of the chapter files. Values, code, links
//! and what templates print are read as context and never blamed.

mod bureaus;
mod chapter;
mod characters;
mod contacts;
mod dates;
mod doubled;
mod empty;
mod lengths;
mod names;
mod numbers;
mod ordinals;
mod passage;
mod percent;
mod placeholders;
mod punctuation;
mod ranges;
mod repeated;
mod rules;
mod sums;
mod typed_numbers;
mod units;
mod widths;
mod years;

#[cfg(test)]
mod tests;

pub(super) use rules::check;
