//! Chapter templates to Markdown with spans; the only user of minijinja.
