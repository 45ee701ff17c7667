//! Chapters and templates, expanded over a small workspace, and over the sample.

mod hostile;
mod messages;
mod origins;
mod printing;
mod problems;
mod reference;
mod world;
