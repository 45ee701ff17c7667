//! What goes out to units on pages of their own, and the lists that the lead office keeps.
//!
//! In: how the units stand. Out: [`Dispatch`]: a Word file for each slip, what the registers say of it, and a text to
//! paste into a messenger.

mod confirmation;
mod dispatch;
mod evidence;
mod notice;
mod rejection;
mod sentence;
mod tasks;
mod urge;

pub use confirmation::confirm;
pub use dispatch::{Dispatch, DispatchedSlip, SlipRequest};
pub use evidence::list_evidence;
pub use notice::notify;
pub use rejection::reject;
pub use tasks::list_tasks;
pub use urge::urge;
