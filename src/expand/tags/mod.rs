//! One `{{ … }}` or `{% … %}`: its strings, brackets and calls.

mod characters;
mod operators;
mod slips;
mod tag;
mod wide;

pub(super) use tag::Tag;
