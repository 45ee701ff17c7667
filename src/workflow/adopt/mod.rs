//! Bureaus' first drafts in Word become their contributions, all of them or none.
//!
//! In: files, or folders of them, and what people say of them. Out: for each draft the contribution that it
//! becomes, or why it can't be told yet which one that is.

mod batch;
mod destination;
mod drafts;
mod list;
mod mentions;
mod single;
#[cfg(test)]
mod tests;

pub use batch::{Batch, BatchDraft, BatchRequest, DraftState, Obstacle};
pub use destination::{Certainty, Destination};
pub(super) use drafts::{ENDINGS as DRAFT_ENDINGS, gather_folder};
pub(in crate::workflow) use mentions::bureaus as mentioned_bureaus;
pub use single::{AdoptRequest, Adoption, adopt};
