//! Charts as pictures for Word: taken from the pages, where the template marks them, else drawn by the
//! template and faces that draw them in the PDF.

mod palette;
mod picture;
mod png;
#[cfg(test)]
mod tests;

pub use picture::{PageChart, Png, chart_pngs, charts_on_pages};
