//! The box of a task, as both files print it.

/// The character for a task's state.
pub fn task_box(done: bool) -> &'static str {
    if done { "☑" } else { "☐" }
}
