//! Whether files are of one build, and unchanged since.
//!
//! In: bytes of a PDF or Word file from anywhere, and what is known of its build: the files made anew from
//! the same inputs, or the record that the build left in out/. Out: what the file says of itself, and how far
//! it is what was made. It reads no file.

mod compare;
mod identify;
mod pdf;
mod record;

pub use compare::{Content, Original, ParagraphChange, compare, is_rewritten};
pub use identify::{FileKind, Identity, Subject, identify};
pub use record::{BuildRecord, RecordedFile, RecordedPages};
