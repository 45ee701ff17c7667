//! `bureau-name`: a bureau called by a name that bureaus.yaml doesn't list, near one that it lists.
//!
//! Only what can hardly be another bureau is reported: the listed name with another last character
//! (局 for 委), a shortening of the full name that isn't listed, or one character off the name of a
//! bureau that the plan gives this section.

use super::Chapter;
use super::passage::{Passage, Role};
use crate::check::words::TEXT;
use crate::diag::{Code, Diagnostics};
use crate::source::is_han;
use crate::workspace::{ChapterFile, Workspace};
use std::collections::BTreeMap;
use std::ops::Range;

/// The names that are known, longest first.
pub(super) struct Known {
    /// A name and its bureau's index.
    names: Vec<(String, usize)>,
}

impl Known {
    pub fn new(workspace: &Workspace) -> Known {
        let bureaus = workspace.bureaus.iter().enumerate();
        let mut names: Vec<(String, usize)> = bureaus
            .flat_map(|(index, bureau)| {
                let own = [&bureau.name, &bureau.short].into_iter().chain(&bureau.aliases);
                own.map(move |name| (name.clone(), index))
            })
            .filter(|(name, _)| !name.is_empty())
            .collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Known { names }
    }

    /// Every name of a bureau in a text, in order, the longest at each place.
    pub fn find<'a>(&'a self, text: &str) -> Vec<(Range<usize>, &'a str, usize)> {
        // Apart from each other, by their starts.
        let mut found: BTreeMap<usize, (Range<usize>, &str, usize)> = BTreeMap::new();
        for (name, bureau) in &self.names {
            for (at, _) in text.match_indices(name.as_str()) {
                let range = at..at + name.len();
                let before = found.range(..range.end).next_back();
                if before.is_none_or(|(_, (other, _, _))| other.end <= range.start) {
                    found.insert(at, (range, name, *bureau));
                }
            }
        }
        found.into_values().collect()
    }
}

/// Reports each unlisted name.
pub(super) fn check(chapter: &Chapter<'_>, known: &Known, diagnostics: &mut Diagnostics) {
    let workspace = chapter.subject.workspace;
    for passage in chapter.passages.iter().filter(|passage| passage.role != Role::Number) {
        for range in candidates(passage, known, &workspace.report.city) {
            let typed = &passage.text[range.clone()];
            let Some(near) = meant(typed, workspace, chapter.file) else { continue };
            let message = format!("bureaus.yaml 中没有单位“{typed}”");
            let Some(problem) = passage.problem(Code::BureauName, &range, message) else {
                continue;
            };
            let short = &workspace.bureaus[near].short;
            let problem = problem.label(format!("是不是“{short}”？"));
            let help = format!("改为“{short}”；确是另一单位的，在 bureaus.yaml 中补充");
            diagnostics.report(problem.help(help));
        }
    }
}

/// Names that begin with 市, end like a bureau's and aren't part of a known one.
fn candidates(passage: &Passage, known: &Known, city: &str) -> Vec<Range<usize>> {
    let text = &passage.text;
    let mut taken = None;
    let mut found = Vec::new();
    for (at, sign) in text.match_indices('市') {
        let free_standing = !text[..at].ends_with(is_han)
            || TEXT.before_bureau.ends(&text[..at])
            || text[..at + sign.len()].ends_with(city);
        if !free_standing {
            continue;
        }
        let name = text[at + sign.len()..].char_indices().take(12);
        let name = name.take_while(|(_, c)| is_han(*c) && *c != '市');
        let Some((end, last)) = name.skip(2).find(|(_, c)| is_ending(*c)) else { continue };
        let range = at..at + sign.len() + end + last.len_utf8();
        let taken = taken.get_or_insert_with(|| known.find(text));
        if taken.iter().all(|(other, _, _)| range.end <= other.start || other.end <= range.start) {
            found.push(range);
        }
    }
    found
}

/// The bureau that a name stands for.
fn meant(typed: &str, workspace: &Workspace, chapter: &ChapterFile) -> Option<usize> {
    let core = core(typed)?;
    let last = typed.chars().next_back();
    let mut bureaus = workspace.bureaus.iter().enumerate();
    let same_core = bureaus.clone().find(|(_, bureau)| self::core(&bureau.short) == Some(core));
    if let Some((index, _)) = same_core {
        return Some(index);
    }
    let shortened = bureaus.clone().find(|(_, bureau)| {
        let full = bureau.name.rsplit('市').next().unwrap_or(&bureau.name);
        bureau.name.chars().next_back() == last
            && full.chars().next() == core.chars().next()
            && is_subsequence(core, full)
    });
    if let Some((index, _)) = shortened {
        return Some(index);
    }
    let row = &workspace.plan[workspace.outline[chapter.section].row];
    let planned = |short: &str| row.lead.iter().chain(&row.joint).any(|name| name.value == short);
    let near = bureaus.find(|(index, bureau)| {
        (planned(&bureau.short) || chapter.bureau == Some(*index))
            && bureau.short.chars().next_back() == last
            && self::core(&bureau.short).is_some_and(|known| differs_by_one(core, known))
    });
    near.map(|(index, _)| index)
}

/// A name without 市 and without its last character.
fn core(name: &str) -> Option<&str> {
    let rest = name.strip_prefix('市')?;
    let last = rest.chars().next_back().filter(|last| is_ending(*last))?;
    let core = &rest[..rest.len() - last.len_utf8()];
    (core.chars().count() >= 2).then_some(core)
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut characters = long.chars();
    short.chars().all(|wanted| characters.any(|found| found == wanted))
}

/// The same beginning and length, and one character different.
fn differs_by_one(one: &str, other: &str) -> bool {
    let different = one.chars().zip(other.chars()).filter(|(a, b)| a != b).count();
    one.chars().count() == other.chars().count()
        && one.chars().next() == other.chars().next()
        && different == 1
}

/// Whether a bureau's name can end with this character.
fn is_ending(character: char) -> bool {
    TEXT.bureau_ending.contains(character.encode_utf8(&mut [0; 4]))
}
