//! The tree as docx-rs elements, rendered to XML; `finish` makes parts of them.
//!
//! In: document, profile, pictures. Out: [`Rendered`]. Order and text are the PDF's: what the tree
//! prints, each block once. Docx-rs's sections, contents and global numbers are not used: see the
//! finishing pass.

mod blocks;
mod contents;
mod faces;
mod figures;
mod flow;
mod inlines;
mod measures;
mod notes;
mod numbering;
mod render;
mod sections;
mod sequences;
mod side_folio;
mod style_ids;
mod styles;
mod table_facts;
mod table_sizes;
mod tables;
mod targets;
mod task_boxes;
mod writer;
mod xml;

pub(super) use faces::FontEntry;
pub(super) use measures::{Settings, TableRules};
pub(super) use render::{Rendered, render};
pub(super) use style_ids::{NOTE_MARK, TABLE, TABLE_CAPTION, TABLE_HEAD, TABLE_NOTE, TABLE_UNIT};
pub(super) use table_facts::TableFacts;
pub(super) use targets::Targets;
pub(super) use task_boxes::{SYMBOLS, TASK};
