//! Faces by role: which file serves 仿宋, 黑体 and so on.
//!
//! In: fonts/ of the workspace, the bundled faces, on request those of the system. Out: [`Faces`]
//! with one chain of families per role, and `missing-glyph` for what no chain can print. It sets
//! no text; Typst gets book and faces from here.

mod advance;
mod chain;
mod collection;
mod coverage;
mod examine;
mod load;
#[cfg(test)]
mod tests;

pub use chain::{Chain, Covers, FaceReport, Link};
pub use collection::{Faces, Search};
pub use coverage::check;
pub use load::BrokenFont;
