//! How an indicator follows from others: `城市GDP * 10000 / 常住人口`.
//!
//! In: a formula as typed and the names of the indicators. Out: [`Formula`], and its results as
//! limits. A name is read as long as possible, so that 城市GDP is found before GDP; a name followed by
//! `(上年)` means the year before. Parts of a ratio are divided by `:`.

mod evaluate;
mod model;
mod parse;
#[cfg(test)]
mod tests;

pub use model::{Formula, Misformed, Term};
