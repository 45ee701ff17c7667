//! Where a place of a chapter is shown: what a tab is told to scroll to.
//!
//! In: a build, a path and a line or an edit. Out: the event `goto` as JSON.

use super::builder::{Snapshot, View};
use super::watched::Change;
use serde_json::{Value, json};
use std::sync::Arc;

/// A place of a chapter that is to be shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum GotoTarget {
    /// A line that someone asked for.
    Line(usize),
    /// The byte at which an edit begins.
    Edit(u32),
}

/// Where a place of a chapter is shown.
pub(super) fn goto_event(built: &Snapshot, path: &str, target: GotoTarget) -> Option<Value> {
    built.views.iter().find_map(|view| event_in(view, path, target))
}

fn event_in(view: &Arc<View>, path: &str, target: GotoTarget) -> Option<Value> {
    let sources = &view.loaded.sources;
    let (range, line, asked) = match target {
        GotoTarget::Line(line) => (view.line(path, line)?, line, true),
        GotoTarget::Edit(offset) => {
            let line = sources.line_column(sources.find(path)?, offset).line;
            (offset..offset + 1, line, false)
        }
    };

    let location = view.location_of(path, range)?;
    let [x, y, _, _] = location.rect;
    Some(json!({
        "doc": view.name, "page": location.page, "x": x, "y": y, "path": path, "line": line,
        "asked": asked,
    }))
}

/// Where a chapter was edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EditLocation {
    pub path: String,
    /// The first byte that differs.
    pub offset: u32,
}

/// Where one chapter's text differs, if it was edited and the build is good. Spaces, line ends and what
/// stands above the text are no place to go to.
pub(super) fn edit_location(
    before: Option<&Snapshot>,
    built: &Snapshot,
    changed: &Change,
) -> Option<EditLocation> {
    let mut chapters = changed.iter().filter(|path| path.ends_with(".md"));
    let path = chapters.next().filter(|_| chapters.next().is_none() && !built.failed)?;
    let offset = first_difference(text_of(before?, path)?, text_of(built, path)?)?;
    Some(EditLocation { path: path.clone(), offset: u32::try_from(offset).ok()? })
}

fn text_of<'b>(built: &'b Snapshot, path: &str) -> Option<&'b str> {
    let file = built.sources.find(path)?;
    Some(built.sources.text(file))
}

/// Bytes that two texts have in common at their beginning.
fn common_length(
    old: &mut dyn Iterator<Item = char>,
    new: &mut dyn Iterator<Item = char>,
) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).map(|(_, new)| new.len_utf8()).sum()
}

/// The first byte of the newer text that differs in more than spaces, below the front matter.
pub(super) fn first_difference(old: &str, new: &str) -> Option<usize> {
    let start = common_length(&mut old.chars(), &mut new.chars());
    let end = common_length(&mut old[start..].chars().rev(), &mut new[start..].chars().rev());
    let (removed, added) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let front =
        new.strip_prefix("---").and_then(|rest| rest.find("\n---")).map_or(0, |end| end + 3);

    let is_blank = removed.trim().is_empty() && added.trim().is_empty();
    let indent = added.len() - added.trim_start().len();
    (!is_blank && start >= front).then_some(start + indent)
}
