//! From a click on a page to the place in its file as it is now.

mod answer;
#[cfg(test)]
mod tests;

pub(super) use answer::answer;
