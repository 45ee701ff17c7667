//! Styles, notes and drawings: what is defined and what is used.

use super::{Findings, Roots, Step, child_value, value, walk};
use std::collections::{BTreeMap, BTreeSet};

/// Missing or twice.
pub(super) fn check(roots: &Roots<'_>, found: &mut Findings) {
    let mut defined: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut used: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    let mut drawings: BTreeSet<&str> = BTreeSet::new();
    for (part, root) in roots {
        let mut names = BTreeSet::new();
        walk(root, &mut |step, element, _| {
            if step == Step::End {
                return;
            }
            let (id, name) = (value(element, "w:id"), value(element, "w:val"));
            match element.name.as_ref() {
                "w:style" => {
                    let id = value(element, "w:styleId");
                    if !defined.insert(("样式", id)) {
                        found.add(part, format!("样式 {id} 定义了两次"));
                    }
                    let name = child_value(element, "w:name").unwrap_or_default();
                    if name.is_empty() || !names.insert(name.to_lowercase()) {
                        found.add(part, format!("样式名“{name}”用了两次或空着"));
                    }
                }
                // The settings name the separators.
                "w:footnote" if *part == "word/settings.xml" => {
                    used.insert((part, "脚注", id));
                }
                "w:footnote" => {
                    if !defined.insert(("脚注", id)) {
                        found.add(part, format!("脚注 {id} 定义了两次"));
                    }
                    let separator = element.attribute("w:type").is_some();
                    if !separator && element.descendant("w:footnoteRef").is_none() {
                        found.add(part, format!("脚注 {id} 没有注码"));
                    }
                }
                "w:pStyle" | "w:rStyle" | "w:tblStyle" | "w:basedOn" | "w:next" | "w:link" => {
                    used.insert((part, "样式", name));
                }
                "w:footnoteReference" if !used.insert((part, "脚注", id)) => {
                    found.add(part, format!("脚注 {id} 注了两次"));
                }
                "wp:docPr" => {
                    let id = value(element, "id");
                    if !drawings.insert(id) {
                        found.add(part, format!("图形号 {id} 用了两次"));
                    }
                    if value(element, "descr").trim().is_empty() {
                        found.add(part, format!("图形 {id} 没有替代文字"));
                    }
                }
                _ => {}
            }
        });
    }
    for (part, kind, name) in &used {
        if !defined.contains(&(*kind, *name)) {
            found.add(part, format!("没有{kind} {name}"));
        }
    }
    for (_, name) in defined.iter().filter(|(kind, name)| *kind == "脚注" && !is_separator(name))
    {
        if !used.iter().any(|(_, kind, used)| *kind == "脚注" && used == name) {
            found.add("word/footnotes.xml", format!("脚注 {name} 没有人注"));
        }
    }
    if let Some((part, root)) = roots.iter().find(|(name, _)| *name == "word/styles.xml") {
        circles(part, root, found);
    }
}

fn is_separator(id: &str) -> bool {
    matches!(id, "-1" | "0")
}

/// Styles that are based on themselves in the end.
fn circles(part: &str, root: &super::Element<'_>, found: &mut Findings) {
    let styles = || root.elements().filter(|one| one.name == "w:style");
    let bases: BTreeMap<&str, &str> = styles()
        .filter_map(|one| Some((value(one, "w:styleId"), child_value(one, "w:basedOn")?)))
        .collect();
    for first in bases.keys() {
        let mut at = *first;
        for _ in 0..=bases.len() {
            at = bases.get(at).copied().unwrap_or_default();
        }
        if !at.is_empty() {
            found.add(part, format!("样式 {first} 的来源绕成了圈"));
        }
    }
    for kind in ["paragraph", "character", "table", "numbering"] {
        let own = |one: &&super::Element<'_>| {
            value(one, "w:type") == kind && value(one, "w:default") == "1"
        };
        let count = styles().filter(own).count();
        if count != 1 {
            found.add(part, format!("{kind} 的默认样式有 {count} 个"));
        }
    }
}
