//! 佐证材料目录: every document that texts cite or list, a volume for each section, and what of it is there.

use super::dispatch::{Desk, Dispatch, Draft, SlipRequest};
use crate::adopt::{Citation, citations_in};
use crate::delivery::{EvidenceItem, comparable_number};
use crate::document::{SlipGroup, SlipKind, SlipRow, plain, visit};
use crate::pipeline::{self, Built, Loaded};
use crate::source::FileId;
use crate::workspace::{EDITOR, OutlineSection};
use std::collections::{BTreeMap, BTreeSet};

/// The list of the evidence; `built` has the documents whose texts cite it.
///
/// # Errors
/// Where a unit or the date isn't known, or the template has errors.
pub fn list_evidence(
    loaded: &mut Loaded,
    built: &Built,
    request: &SlipRequest<'_>,
) -> anyhow::Result<Dispatch> {
    let desk = Desk::new(loaded, request)?;
    let cited = cited(built);
    let numbers: BTreeSet<String> =
        cited.iter().map(|cited| comparable_number(&cited.citation.number)).collect();

    let (mut groups, listed) = volumes(&desk, &numbers);
    let unlisted: Vec<SlipRow> = cited
        .iter()
        .filter(|cited| !listed.contains(&comparable_number(&cited.citation.number)))
        .filter(|cited| desk.is_asked_for(&cited.bureau))
        .map(|cited| SlipRow {
            name: cited.citation.title.clone(),
            detail: cited.citation.number.clone(),
            wanted: String::new(),
            note: "没有列为佐证".to_owned(),
            cells: vec![cited.bureau.clone(), cited.section.clone()],
        })
        .collect();
    if !unlisted.is_empty() {
        groups.push(SlipGroup {
            name: "文中引用而没有列为佐证".to_owned(), rows: unlisted
        });
    }

    let slip = desk.slip(SlipKind::Evidence, None, groups);
    let has_rows = !slip.groups.is_empty();
    let draft = Draft { slip, unit: None, event: None, message: String::new() };
    desk.dispatch(if has_rows { vec![draft] } else { Vec::new() })
}

/// A volume for each section, and the 文号 that are listed.
fn volumes(desk: &Desk<'_>, cited: &BTreeSet<String>) -> (Vec<SlipGroup>, BTreeSet<String>) {
    let workspace = &desk.loaded.workspace;
    let mut listed = BTreeSet::new();
    let mut groups = Vec::new();

    for section in workspace.sections() {
        let mut rows: Vec<SlipRow> = Vec::new();
        for unit in &desk.status.deliveries.units {
            let folder = format!("chapters/{}/", section.folder);
            for item in unit.evidence.iter().filter(|item| item.chapter.starts_with(&folder)) {
                listed.insert(comparable_number(&item.number));
                if desk.is_asked(unit.index) {
                    let place = format!("{}-{}", section.number, rows.len() + 1);
                    rows.push(row(item, &unit.bureau, place, cited));
                }
            }
        }

        if !rows.is_empty() {
            groups.push(SlipGroup { name: volume(section), rows });
        }
    }
    listed.remove("");
    (groups, listed)
}

fn volume(section: &OutlineSection) -> String {
    if section.number == section.title {
        format!("申报表 {} 卷", section.number)
    } else {
        format!("{} {} 卷", section.number, section.title)
    }
}

fn row(item: &EvidenceItem, bureau: &str, place: String, cited: &BTreeSet<String>) -> SlipRow {
    let original = match (item.is_received(), item.is_scanned) {
        (true, _) => "已收",
        (false, true) => "只有扫描件",
        (false, false) => "未收",
    };
    let number = comparable_number(&item.number);
    let is_cited = if number.is_empty() {
        "—"
    } else if cited.contains(&number) {
        "是"
    } else {
        "没有引用"
    };

    SlipRow {
        name: item.title.clone(),
        detail: item.number.clone(),
        wanted: place,
        note: original.to_owned(),
        cells: vec![bureau.to_owned(), is_cited.to_owned()],
    }
}

/// A document that a text cites.
struct Cited {
    citation: Citation,
    /// Short name of the unit whose text it is.
    bureau: String,
    /// The section's number.
    section: String,
}

/// What the documents cite, each once for a text, in their order.
fn cited(built: &Built) -> Vec<Cited> {
    let mut texts: BTreeMap<FileId, (String, Vec<String>)> = BTreeMap::new();
    let documents = built.documents.iter().filter_map(|built| built.document.as_deref());
    for document in documents {
        for section in &document.sections {
            for part in &section.parts {
                let (_, texts) =
                    texts.entry(part.file).or_insert_with(|| (section.id.clone(), Vec::new()));
                visit::blocks(&part.blocks, &mut |block| {
                    let contents = visit::contents(block).into_iter();
                    texts.extend(contents.map(|content| plain::inlines(content, &document.values)));
                });
            }
        }
    }

    let mut cited = Vec::new();
    for (file, (section, texts)) in texts {
        let owner = pipeline::owner_of_place(&built.loaded, file);
        let bureau = owner.unwrap_or_else(|| EDITOR.to_owned());
        for citation in citations_in(texts.iter().map(String::as_str)) {
            cited.push(Cited { citation, bureau: bureau.clone(), section: section.clone() });
        }
    }
    cited
}
