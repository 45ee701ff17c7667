//! 台账: what came in from each unit and what went out to it, one file a unit.
//!
//! In: `chapters/台账/<单位>.yaml`, a list of entries that is only appended to. Out: [`Registers`], and a file's
//! bytes with further entries behind what is there, which stays byte by byte. No document is made from it. A
//! file with mistakes is reported at their places and isn't appended to.

mod append;
mod fields;
mod format;
mod load;
mod model;
mod queries;
#[cfg(test)]
mod tests;

pub use append::{Unappendable, append};
pub use load::load;
pub use model::{Content, Entry, Event, Grade, Items, Receipt, Register, Registers};
