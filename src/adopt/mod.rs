//! A bureau's first draft in Word as a chapter.
//!
//! In: a Word file as [`crate::docx`] reads it. Out: Markdown, pictures to be written beside it, and a
//! list of everything that Markdown can't carry. It writes nothing.
