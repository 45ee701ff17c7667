//! Scans of originals, known by the 文号 in the file's name.

use super::files::stem;
use super::sort::{Finding, Knowledge, Sorted, bureau_of_name, command};
use crate::delivery::{comparable_number, evidence_files};
use crate::register::Content;
use std::collections::BTreeMap;
use std::path::Path;

/// Finds the document of which a file is the scan.
pub(super) fn sort(knowledge: &Knowledge<'_>, path: &Path) -> Sorted {
    let workspace = &knowledge.loaded.workspace;
    let stem = stem(path);
    let name = comparable_number(&stem);

    // Who lists it, by its number.
    let mut listed: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (chapter, evidence) in evidence_files(workspace) {
        let number = comparable_number(&evidence.number.value);
        let Some(bureau) = chapter.bureau.filter(|_| is_named(&name, &number)) else { continue };
        let bureaus = listed.entry(evidence.number.value.clone()).or_default();
        if !bureaus.contains(&bureau) {
            bureaus.push(bureau);
        }
    }

    // A number that ends another one isn't meant.
    let longest = listed.into_iter().max_by_key(|(number, _)| comparable_number(number).len());
    let Some((number, mut bureaus)) = longest else {
        let short = knowledge.named_bureau(&stem).map(|index| &workspace.bureaus[index].short);
        return match (knowledge.bureau, short) {
            (Some(bureau), _) => {
                let mut finding = Finding::of(vec![bureau], Content::Other);
                finding.notes.push("文件名里没有列为佐证的文号，记作其他".to_owned());
                Sorted::Known(finding)
            }
            (None, short) => Sorted::Open {
                reason: "文件名里没有列为佐证的文号".to_owned(),
                advice: format!(
                    "是佐证原件的扫描件，把文件名改为文号，或先在文稿开头的“佐证”里列出；别的材料用 {}",
                    command(path, None, short.map(String::as_str))
                ),
            },
        };
    };

    let named = knowledge.bureau.or_else(|| bureau_of_name(workspace, &stem));
    let mut notes = Vec::new();
    match named {
        Some(bureau) if bureaus.contains(&bureau) => bureaus = vec![bureau],
        Some(bureau) => {
            let short = &workspace.bureaus[bureau].short;
            notes.push(format!("{short}的文稿没有列出这一件"));
        }
        None => {}
    }
    bureaus.sort_unstable();
    notes.push("是扫描件，原件到了用 zishu collect mark 另记".to_owned());
    let finding = Finding::of(bureaus, Content::Scan);
    Sorted::Known(Finding { number, notes, ..finding })
}

/// Whether a file's name has a number, with or without 号 at its end.
fn is_named(name: &str, number: &str) -> bool {
    let number = number.strip_suffix('号').unwrap_or(number);
    !number.is_empty()
        && name.match_indices(number).any(|(at, found)| {
            let next = name[at + found.len()..].chars().next();
            !next.is_some_and(|next| next.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn numbers_in_names() {
        let number = "试政发〔2017〕1号";
        for name in ["试政发〔2017〕1号", "附件1试政发〔2017〕1号（扫描）", "试政发〔2017〕1"]
        {
            assert!(is_named(name, number), "{name}");
        }
        for name in ["试政发〔2017〕11号", "试政发〔2017〕1", "试政发〔2016〕1号", ""]
        {
            assert_eq!(is_named(name, number), name == "试政发〔2017〕1", "{name}");
        }
        assert!(!is_named("甲", ""));

        assert!(!is_named("甲", "号"));
    }
}
