//! Markdown to the document tree; the only user of comrak.
