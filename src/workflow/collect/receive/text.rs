//! Word files: copies for review by their numbers, drafts by what `adopt` knows of them.

use super::files::stem;
use super::sort::{Finding, Knowledge, Sorted, command, quoted, replacing_command};
use crate::diag::Diagnostics;
use crate::docx;
use crate::pipeline::Loaded;
use crate::register::Content;
use crate::review::copies::{self, SentCopy};
use crate::source::Sources;
use crate::workflow::adopt::{Adoption, Batch, BatchRequest, Certainty, DraftState};
use crate::workflow::review::recognise;
use std::fs;
use std::path::{Path, PathBuf};

/// Finds out what a Word file is.
pub(super) fn sort(knowledge: &Knowledge<'_>, path: &Path) -> Sorted {
    let root = &knowledge.loaded.workspace.root;
    let docx = fs::read(path).ok().and_then(|bytes| docx::read(&bytes).ok());
    let name = path.display().to_string();

    match docx.and_then(|docx| recognise(root, &name, &docx)) {
        Some(Ok(id)) => review_copy(knowledge, path, &id),
        Some(Err(error)) => Sorted::Refused(error.to_string()),
        None => draft(knowledge, path),
    }
}

/// A copy for review: it is noted, and merged by a command of its own.
fn review_copy(knowledge: &Knowledge<'_>, path: &Path, id: &str) -> Sorted {
    let workspace = &knowledge.loaded.workspace;
    let (mut sources, mut unseen) = (Sources::default(), Diagnostics::default());
    let copy = copies::load(&workspace.root, id, &mut sources, &mut unseen).ok();
    let of_copy = copy.as_ref().and_then(|SentCopy { bureau, to, .. }| {
        let names = [bureau.as_deref(), Some(to.as_str())];
        names.into_iter().flatten().find_map(|name| workspace.find_bureau(name))
    });

    let merge = format!("zishu review merge {}", quoted(path));
    match knowledge.bureau.or(of_copy).or_else(|| knowledge.named_bureau(&stem(path))) {
        Some(bureau) => {
            let mut finding = Finding::of(vec![bureau], Content::ReviewCopy);
            finding.notes.push(format!("是送审稿 {id} 的收回稿，合并用 {merge}"));
            Sorted::Known(Finding { number: id.to_owned(), ..finding })
        }
        None => Sorted::Open {
            reason: format!("是送审稿 {id} 的收回稿，不是送给哪个单位的"),
            advice: format!(
                "合并用 {merge}；要记入一个单位的台账，用 {}",
                command(path, None, None)
            ),
        },
    }
}

fn draft(knowledge: &Knowledge<'_>, path: &Path) -> Sorted {
    let Knowledge { loaded, bureau, section, .. } = *knowledge;
    let workspace = &loaded.workspace;
    let paths: [PathBuf; 1] = [path.to_owned()];
    let request = BatchRequest {
        paths: &paths,
        section,
        bureau: bureau.map(|index| workspace.bureaus[index].short.as_str()),
        may_replace: true,
        is_whole: false,
    };
    let draft = Batch::find(loaded, request).map(|mut batch| batch.drafts.pop());
    let draft = match draft {
        Ok(Some(draft)) => draft,
        Ok(None) => return Sorted::Refused("读不出来；请报送单位重发".to_owned()),
        Err(error) => return Sorted::Refused(format!("{error:#}")),
    };

    let destination = &draft.destination;
    let (to, by) = (destination.section.as_deref(), destination.bureau.as_deref());
    let is_assigned = bureau.is_some() && section.is_some();
    match draft.state {
        DraftState::Unreadable(error) | DraftState::Refused(error) => {
            Sorted::Refused(format!("{error:#}"))
        }
        DraftState::Ready(adoption) if is_assigned || destination.certainty == Certainty::Sure => {
            let notes = vec![destination.grounds.join("；")];
            let place = DraftDestination {
                path,
                section: to.unwrap_or_default(),
                bureau: by.unwrap_or_default(),
            };
            adopted(knowledge, &place, *adoption, notes)
        }
        DraftState::Ready(_) | DraftState::Open => Sorted::Open {
            reason: destination.grounds.join("；"),
            advice: command(path, Some(to.unwrap_or("栏目")), by),
        },
    }
}

/// A draft and the chapter that it is.
struct DraftDestination<'a> {
    path: &'a Path,
    section: &'a str,
    bureau: &'a str,
}

/// A draft whose place is sure; a chapter that says something already stays.
fn adopted(
    knowledge: &Knowledge<'_>,
    place: &DraftDestination<'_>,
    adoption: Adoption,
    mut notes: Vec<String>,
) -> Sorted {
    let DraftDestination { section, bureau, .. } = *place;
    let Some(index) = knowledge.loaded.workspace.find_bureau(bureau) else {
        return Sorted::Refused(format!("bureaus.yaml 中没有单位“{bureau}”；先补充这个单位"));
    };

    let path = &adoption.path;
    let mut changes = None;
    if says_something(knowledge.loaded, knowledge, path) && !knowledge.may_replace {
        let command = replacing_command(place.path, section, bureau);
        notes.push(format!("{path} 已有内容，没有替换；要替换：{command}"));
    } else {
        notes.push(format!("写入 {path}，没有采用的 {} 处", adoption.adopted.losses.len()));
        if let Some(backup) = &adoption.backup {
            notes.push(format!("原文稿另存为 {backup}"));
        }
        changes = Some(adoption.changes);
    }
    let finding = Finding::of(vec![index], Content::Text);
    Sorted::Known(Finding { section: section.to_owned(), notes, changes, ..finding })
}

/// Whether there is a chapter that says anything.
fn says_something(loaded: &Loaded, knowledge: &Knowledge<'_>, path: &str) -> bool {
    match loaded.sources.find(path) {
        Some(file) => knowledge.printed.get(&file) != Some(&false),
        // One that couldn't be read isn't replaced unseen.
        None => loaded.workspace.root.join(path).exists(),
    }
}
