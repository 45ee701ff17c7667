//! The order of a merge.

use super::comments::comment_edits;
use super::current::CurrentChapters;
use super::drafts::drafts;
use super::model::{Comments, Copy, Returned};
use super::pictures::new_pictures;
use super::plan::planned;
use super::remembered::Memory;
use super::report::report;
use super::resolve::{rebase, resolve_conflicts, resolve_groups};
use crate::pipeline::Loaded;
use crate::review::Merged;

/// Merges returned copies into the chapters of the workspace as it was loaded.
pub fn merge(copies: &[Returned<'_>], comments: Comments, current: &Loaded) -> Merged {
    merge_remembering(copies, comments, current, &Memory::default())
}

/// The same, where earlier merges are known: what was decided stays so.
pub fn merge_remembering(
    copies: &[Returned<'_>],
    comments: Comments,
    current: &Loaded,
    memory: &Memory,
) -> Merged {
    let current = CurrentChapters::new(current);
    let copies: Vec<Copy<'_>> = copies.iter().map(|copy| planned(*copy)).collect();
    for copy in &copies {
        current.bring(new_pictures(&copy.returned, &copy.compared, &copy.plans));
    }
    let mut drafts = drafts(&copies, &current, memory);
    memory.recall(&mut drafts);

    let mut resolutions = rebase(&copies, &current);
    memory.apply(&copies, &mut drafts, &mut resolutions);
    resolve_conflicts(&copies, &mut resolutions, &current);
    if comments == Comments::Written {
        resolutions.extend(comment_edits(&copies, &drafts, &current));
    }

    resolve_groups(&copies, &mut resolutions, &current);
    report(&copies, drafts, resolutions, &current, memory)
}
