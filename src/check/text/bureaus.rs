//! `bureau-name`: a bureau called by a name that bureaus.yaml doesn't list, near one that it lists.
//!
//! Only what can hardly be another bureau is reported: the listed name with another last character
//! (局 for 委), a shortening of the full name that isn't listed, the full name with a character missing
//! or too many, or one character off the name of a bureau that the plan gives this section.

use super::chapter::Chapter;
use super::passage::{Passage, Role};
use crate::check::words::TEXT;
use crate::diag::{Code, Diagnostics};
use crate::source::is_han;
use crate::workspace::{ChapterFile, Workspace};
use std::collections::BTreeMap;
use std::ops::Range;

/// Maximum characters of a name after 市.
const MAX_NAME: usize = 12;

/// Minimum characters of a full name, after 市, that is known though one is missing.
const MIN_FULL: usize = 5;
/// Minimum characters of a short name, without 市 and its last, that are left where one is missing.
const MIN_CORE: usize = 2;

/// The names that bureaus.yaml lists, longest first.
pub(super) struct BureauNames {
    /// A name and its bureau's index.
    names: Vec<(String, usize)>,
}

impl BureauNames {
    pub(super) fn new(workspace: &Workspace) -> BureauNames {
        let bureaus = workspace.bureaus.iter().enumerate();
        let mut names: Vec<(String, usize)> = bureaus
            .flat_map(|(index, bureau)| {
                let names = [&bureau.name, &bureau.short].into_iter().chain(&bureau.aliases);
                names.map(move |name| (name.clone(), index))
            })
            .filter(|(name, _)| !name.is_empty())
            .collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        BureauNames { names }
    }

    /// Every name of a bureau in a text, in order, the longest at each place.
    pub(super) fn find<'a>(&'a self, text: &str) -> Vec<(Range<usize>, &'a str, usize)> {
        // Apart from each other, by their starts.
        let mut matches: BTreeMap<usize, (Range<usize>, &str, usize)> = BTreeMap::new();
        for (name, bureau) in &self.names {
            for (start, _) in text.match_indices(name.as_str()) {
                let range = start..start + name.len();
                let before = matches.range(..range.end).next_back();
                if before.is_none_or(|(_, (other, _, _))| other.end <= range.start) {
                    matches.insert(start, (range, name, *bureau));
                }
            }
        }
        matches.into_values().collect()
    }
}

/// Reports each unlisted name.
pub(super) fn check(chapter: &Chapter<'_>, names: &BureauNames, diagnostics: &mut Diagnostics) {
    let workspace = chapter.subject.workspace;
    for passage in chapter.passages.iter().filter(|passage| passage.role != Role::Number) {
        for range in candidates(passage, names, &workspace.report.city) {
            let typed = &passage.text()[range.clone()];
            let Some(bureau) = likely_bureau(typed, workspace, chapter.file) else { continue };

            let message = format!("bureaus.yaml 中没有单位“{typed}”");
            let Some(problem) = passage.problem(Code::BureauName, &range, message) else {
                continue;
            };
            let short = &workspace.bureaus[bureau].short;
            let problem = problem.label(format!("是否指“{short}”？"));
            let help = format!("改为“{short}”；确是另一单位的，在 bureaus.yaml 中补充");
            diagnostics.report(problem.help(help));
        }
    }
}

/// Names that begin with 市, end like a bureau's and aren't part of a listed one.
fn candidates(passage: &Passage, names: &BureauNames, city: &str) -> Vec<Range<usize>> {
    let text = passage.text();
    let mut listed = None;
    let mut candidates = Vec::new();
    for (start, mark) in text.match_indices('市') {
        let (before, name) = (&text[..start], start + mark.len());
        let begins = !before.ends_with(is_han)
            || TEXT.before_bureau.ends(before)
            || text[..name].ends_with(city);
        if !begins {
            continue;
        }

        let characters = text[name..].char_indices().take(MAX_NAME);
        let mut characters = characters.take_while(|(_, c)| is_han(*c) && *c != '市').skip(2);
        let Some((end, last)) = characters.find(|(_, c)| is_ending(*c)) else { continue };

        let range = start..name + end + last.len_utf8();
        let listed = listed.get_or_insert_with(|| names.find(text));
        let apart = |other: &Range<usize>| range.end <= other.start || other.end <= range.start;
        if listed.iter().all(|(other, _, _)| apart(other)) {
            candidates.push(range);
        }
    }
    candidates
}

/// The bureau that a name stands for.
fn likely_bureau(typed: &str, workspace: &Workspace, chapter: &ChapterFile) -> Option<usize> {
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

    let mistyped = bureaus.clone().find(|(_, bureau)| {
        let full = bureau.name.rsplit_once("市市").map(|(_, name)| name);
        let full = full.or_else(|| bureau.name.rsplit_once('市').map(|(_, name)| name));
        let typed = typed.strip_prefix('市').unwrap_or(typed);
        full.is_some_and(|full| full.chars().count() >= MIN_FULL && has_character_more(full, typed))
    });
    if let Some((index, _)) = mistyped {
        return Some(index);
    }

    let row = &workspace.plan[workspace.outline[chapter.section].row];
    let planned = |short: &str| row.lead.iter().chain(&row.joint).any(|name| name.value == short);
    let near = bureaus.find(|(index, bureau)| {
        (planned(&bureau.short) || chapter.bureau == Some(*index))
            && bureau.short.chars().next_back() == last
            && self::core(&bureau.short).is_some_and(|near| {
                differs_in_a_character(core, near)
                    || (near.chars().count() > MIN_CORE && has_character_more(near, core))
            })
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
fn differs_in_a_character(one: &str, other: &str) -> bool {
    let different = one.chars().zip(other.chars()).filter(|(a, b)| a != b).count();
    one.chars().count() == other.chars().count()
        && one.chars().next() == other.chars().next()
        && different == 1
}

/// The same but for a character that one of them has and the other hasn't.
fn has_character_more(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (long, short) = if one.len() > other.len() { (one, other) } else { (other, one) };
    let same = long.iter().zip(&short).take_while(|(a, b)| a == b).count();
    long.len() == short.len() + 1 && long[same + 1..] == short[same..]
}

/// Whether a bureau's name can end with this character.
fn is_ending(character: char) -> bool {
    TEXT.bureau_ending.contains(character.encode_utf8(&mut [0; 4]))
}
