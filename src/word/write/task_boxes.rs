//! The boxes of tasks, which Word ticks with a click.
//!
//! In: a task's state. Out: a content control; docx-rs knows no check boxes, so that the finishing pass says
//! what kind of control it is.

use crate::document::task_box;
use docx_rs::{ParagraphChild, Run, RunFonts, StructuredDataTag};

/// The control's title, by which the finishing pass knows it and which Word shows above it.
pub(in crate::word) const TASK: &str = "任务";

/// A face of Windows that has boxes; elsewhere the system finds another.
pub(in crate::word) const SYMBOLS: &str = "Segoe UI Symbol";

/// A task's box.
pub(super) fn control(done: bool) -> ParagraphChild {
    let fonts = RunFonts::new().ascii(SYMBOLS).hi_ansi(SYMBOLS).east_asia(SYMBOLS).hint("eastAsia");
    let glyph = Run::new().add_text(task_box(done)).fonts(fonts);
    let control = StructuredDataTag::new().alias(TASK).add_run(glyph);
    ParagraphChild::StructuredDataTag(Box::new(control))
}
