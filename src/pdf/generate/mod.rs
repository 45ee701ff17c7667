//! Document to Typst text: one file per part, one of data for the templates, and the main file.
//!
//! Nothing that a writer typed is code: words go out as string literals. The look lives in
//! templates/*.typ; what is written here calls its functions by name.

mod block;
mod document;
mod inline;
mod literal;
mod names;
mod settings;
mod table;
mod writer;

pub(super) use document::charts;
pub use document::generate;
