//! What the binary carries: templates, the sample workspace, the preview's page and the bundled faces.
//!
//! Out: static bytes by path. It reads no file at run time.

mod files;

pub use files::{chapters, fonts, page, template, templates};
