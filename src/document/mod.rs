//! The document tree: what both writers read and neither parser's types reach.
//!
//! In: lowered Markdown. Out: [`Document`], walked by [`visit`], read as text by [`plain`], printed
//! by [`dump`]; [`escape`] is the way of text back into Markdown, [`digits`] says where figures would touch.
//! Every node has the span in a user's file that it came from.

pub mod anchor;
mod caption_lists;
pub mod contacts;
pub mod digits;
pub mod dump;
pub mod escape;
pub mod grid;
mod head_rows;
mod letter;
mod list_marks;
pub mod missing;
pub mod notices;
pub mod numerals;
mod opinions;
pub mod places;
pub mod plain;
pub mod signs;
mod slips;
mod task_box;
mod tree;
pub mod typed_numbers;
pub mod visit;

pub use caption_lists::{CaptionEntry, caption_lists};
pub use head_rows::continues_head;
pub use letter::annex_mark;
pub use list_marks::MarkForm;
pub use opinions::{OpinionClass, OpinionGroup, OpinionRow, OpinionTable};
pub use slips::{Slip, SlipGroup, SlipKind, SlipRow, SlipUnit};
pub use task_box::task_box;
pub use tree::*;
