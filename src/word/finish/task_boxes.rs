//! The controls of tasks as check boxes of Word 2010 ([MS-DOCX] 2.6.1.8).
//!
//! In: a content control as docx-rs renders it, with the title that `write` gave it. Out: the same with its
//! kind, its state and the characters of both states.

use crate::document::task_box;
use crate::ooxml::Element;
use crate::word::write::{SYMBOLS, TASK};

/// Makes a check box of a control that is a task's.
pub(super) fn complete(control: &mut Element<'_>) {
    let is_ticked = control.descendant("w:t").is_some_and(|text| {
        let shown = text.unescaped_text();
        shown == task_box(true)
    });
    let Some(properties) = control.child_mut("w:sdtPr") else { return };
    if properties.child_value("w:alias") != Some(TASK) {
        return;
    }

    let checked = if is_ticked { "1" } else { "0" };
    let state = |name: &'static str, done: bool| {
        let code = task_box(done).chars().next().map_or(0, u32::from);
        let code = format!("{code:04X}");
        Element::new(name, &[("w14:val", &code), ("w14:font", SYMBOLS)])
    };
    properties.push(Element::new("w14:checkbox", &[]).with([
        Element::new("w14:checked", &[("w14:val", checked)]),
        state("w14:checkedState", true),
        state("w14:uncheckedState", false),
    ]));
}
