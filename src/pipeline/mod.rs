//! The order of the stages; every command calls it.
