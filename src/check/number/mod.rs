//! Every number of a Chinese text: quantities with unit and precision, years, and what is no quantity.
//!
//! In: plain text and the unit words of the report's own indicators. Out: [`Number`]s in reading
//! order, each with its bytes. Decimal arithmetic only. It knows nothing of indicators or places in
//! files, and decides nothing about what a number says.

mod arabic;
mod characters;
mod chinese;
mod join;
mod qualifiers;
mod quantity;
mod reader;
mod scale;
mod unit;

#[cfg(test)]
mod tests;

pub use quantity::{Amount, Bound, Figure, NonQuantity, Number, Quantity, Reading};
pub use reader::read;
pub use unit::{Unit, Units};
