//! The finishing pass: what docx-rs renders becomes parts that Word opens without repair.
//!
//! In: rendered XML and what docx-rs has no words for. Out: the parts of the package with what
//! [`lint`](mod@super::lint) finds in them, and the packed file. Parts go through a small tree, one after
//! the other; nothing here knows the document tree but its [`Meta`](crate::document::Meta).

mod comments;
mod comparison;
mod contents;
mod fonts;
mod gallery;
mod inherit;
mod normalize;
mod order;
mod pages;
mod part_writer;
mod parts;
mod properties;
mod relations;
mod review;
mod section_starts;
mod settings;
mod stamping;
mod styles;
mod tables;
mod task_boxes;

pub use comparison::is_comparison;
pub(super) use comparison::seal;
pub(super) use pages::print_page_numbers;
pub(super) use part_writer::picture_part;
pub(super) use parts::complete;
pub(super) use properties::timestamp;
pub(super) use section_starts::SectionStarts;
pub(super) use stamping::add_stamp;
