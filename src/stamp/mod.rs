//! What a file says of the build that made it, in its properties.
//!
//! In: the hash of a build's inputs and what was asked of it. Out: a number that can be read out over the
//! telephone, and the line that stands in the properties of PDF and Word files, written and read.

mod line;
mod number;

pub use line::{Stamp, Variant};
pub use number::BuildNumber;
