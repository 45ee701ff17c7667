//! The room by what it gives its callers, and what the libraries say.

mod edits;
mod fixture;
mod hostile;
mod messages;
mod problems;
mod reading;
