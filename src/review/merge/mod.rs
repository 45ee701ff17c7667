//! Returned copies into today's chapters: three ways, at the level of characters.
//!
//! In: each copy with what was sent, and the chapters now. Out: the chapters that change, and one
//! entry for every change of every copy. Nothing is taken over that doesn't read back as the copy
//! says, and a change goes in whole or not at all.

mod commented;
mod comments;
mod current;
mod drafts;
mod forced;
mod model;
mod move_groups;
mod phrases;
mod pictures;
mod plan;
mod remembered;
mod report;
mod resolve;
mod run;
mod sent;
mod sentences;
mod values;

pub use forced::{Forced, Standing, carried_offset, force, standing};
pub use model::{Comments, Returned};
pub use remembered::{FileIdentity, Memory};
pub use run::{merge, merge_remembering};
pub(super) use sent::Rebuilt;
pub use sent::{Sent, SentError};
