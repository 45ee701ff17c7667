//! plan.yaml, bureaus.yaml, report.yaml and the definitions with a unit renamed: what is rewritten is the name
//! alone, every other byte stays.

use crate::duties::full_name;
use crate::pipeline::Loaded;
use crate::source::Span;
use crate::workspace::{Bureau, PlanRow, Spanned};
use crate::yaml::quote;
use anyhow::{anyhow, bail};
use std::ops::Range;

/// The units of a renaming.
pub(super) struct Units<'a> {
    pub old: &'a Bureau,
    /// The unit that the old one goes into, where there is one.
    pub target: Option<&'a Bureau>,
    /// Short name from now on.
    pub new: &'a str,
    /// The city, for a full name.
    pub city: &'a str,
}

/// A file as it is to be.
pub(super) struct SettingsEdit {
    pub path: String,
    pub text: String,
    /// Number of places that differ.
    pub places: usize,
}

/// A range of a text, and what stands there from now on.
struct Replacement {
    range: Range<usize>,
    new: String,
}

/// The text with these ranges replaced; of two that meet the first stands.
fn replaced(path: &str, text: &str, mut replacements: Vec<Replacement>) -> SettingsEdit {
    replacements.sort_by_key(|replacement| replacement.range.start);
    let mut out = String::new();
    let (mut copied, mut places) = (0, 0);
    for Replacement { range, new } in replacements {
        if range.start < copied {
            continue;
        }
        out.push_str(&text[copied..range.start]);
        out.push_str(&new);
        copied = range.end;
        places += 1;
    }
    out.push_str(&text[copied..]);

    SettingsEdit { path: path.to_owned(), text: out, places }
}

/// plan.yaml: the old unit is the new one; a row that names both names one.
pub(super) fn plan_text(loaded: &Loaded, units: &Units<'_>) -> Option<SettingsEdit> {
    let path = "chapters/plan.yaml";
    let text = loaded.sources.text(loaded.sources.find(path)?);
    let mut replacements = Vec::new();
    for row in &loaded.workspace.plan {
        replacements.extend(of_row(row, text, units));
    }
    Some(replaced(path, text, replacements))
}

fn of_row(row: &PlanRow, text: &str, units: &Units<'_>) -> Vec<Replacement> {
    let find = |list: &[Spanned<String>], short: &str| {
        list.iter().find(|name| name.value == short).map(|name| name.span)
    };
    let (old, new) = (&units.old.short, units.new);
    let has_target = units.target.is_some();
    let rename = |span: Span| Replacement { range: span.range(), new: quote(new) };
    let drop = |span: Span| Replacement { range: item(text, span.range()), new: String::new() };

    match (find(&row.lead, old), find(&row.joint, old)) {
        (Some(lead), _) if has_target && find(&row.lead, new).is_some() => vec![drop(lead)],
        (Some(lead), _) => {
            let joined = find(&row.joint, new).filter(|_| has_target).map(drop);
            std::iter::once(rename(lead)).chain(joined).collect()
        }
        (None, Some(joint)) => {
            let named = find(&row.lead, new).or_else(|| find(&row.joint, new));
            vec![if has_target && named.is_some() { drop(joint) } else { rename(joint) }]
        }
        (None, None) => Vec::new(),
    }
}

/// The range of an item of a list with the comma, or in block style the line, that goes with it.
fn item(text: &str, range: Range<usize>) -> Range<usize> {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if let Some(rest) = after.strip_prefix(',') {
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        return range.start..range.end + 1 + spaces;
    }
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    if before[line..].trim() == "-" {
        let end = after.find('\n').map_or(text.len(), |newline| range.end + newline + 1);
        return line..end;
    }

    let trimmed = before.trim_end_matches(' ');
    let start = trimmed.strip_suffix(',').map_or(range.start, str::len);
    start..range.end
}

/// report.yaml: 放行 of the old unit, and 收件单位.
pub(super) fn waivers_text(loaded: &Loaded, units: &Units<'_>) -> Option<SettingsEdit> {
    let report = &loaded.workspace.report;
    let text = loaded.sources.text(report.file);
    let waivers = report.waivers.iter().filter(|waiver| waiver.bureau == units.old.short);
    let ranges = waivers.filter_map(|waiver| {
        let entry = loaded.sources.slice(waiver.span);
        let start = ["单位:", "bureau:"]
            .into_iter()
            .find_map(|key| entry.find(key).map(|start| start + key.len()))?;
        let end = entry[start..].find(['\n', ',', '}']).map_or(entry.len(), |end| start + end);
        let value = entry[start..end].trim();
        let offset = start + entry[start..end].find(value)?;
        let start = waiver.span.range().start + offset;
        Some(Replacement { range: start..start + value.len(), new: quote(units.new) })
    });
    let mut replacements: Vec<Replacement> = ranges.collect();
    let receiver = &report.submission.receiver;
    if receiver.value == units.old.short {
        replacements.push(Replacement { range: receiver.span.range(), new: quote(units.new) });
    }

    Some(replaced(loaded.sources.path(report.file), text, replacements))
}

/// The definitions: 归口 and 配合 of the old unit.
pub(super) fn definitions_text(loaded: &Loaded, units: &Units<'_>) -> Vec<SettingsEdit> {
    let is_definition = |path: &str| path.starts_with("chapters/indicators/_");
    let files = loaded.sources.iter().filter(|(_, source)| is_definition(source.path()));
    files
        .map(|(_, source)| {
            let text = source.text();
            let mut replacements = Vec::new();
            let mut start = 0;
            for line in text.split_inclusive('\n') {
                replacements.extend(of_definition_line(line, start, loaded, units));
                start += line.len();
            }
            replaced(source.path(), text, replacements)
        })
        .collect()
}

/// The names in a line `归口: 市质监局`, `配合: [市统计局]`.
fn of_definition_line(
    line: &str,
    start: usize,
    loaded: &Loaded,
    units: &Units<'_>,
) -> Vec<Replacement> {
    let Some((key, value)) = line.split_once(':') else { return Vec::new() };
    let key = key.trim_start_matches([' ', '-']);
    if !matches!(key, "归口" | "owner" | "配合" | "joint") || line.trim_start().starts_with('#')
    {
        return Vec::new();
    }

    let offset = start + line.len() - value.len();
    let value = value.split(" #").next().unwrap_or(value);
    let mut replacements = Vec::new();
    let mut at = 0;
    for part in value.split(['[', ']', ',']) {
        let name = part.trim();
        let bureau = loaded.workspace.find_bureau(name.trim_matches(['"', '\'']));
        let bureau = bureau.map(|index| loaded.workspace.bureaus[index].short.as_str());
        if !name.is_empty() && bureau == Some(units.old.short.as_str()) {
            let begin = offset + at + (part.len() - part.trim_start().len());
            replacements
                .push(Replacement { range: begin..begin + name.len(), new: quote(units.new) });
        }
        at += part.len() + 1;
    }
    replacements
}

/// bureaus.yaml: the entry under its new name, or as further names of the one that it goes into.
pub(super) fn bureaus_text(loaded: &Loaded, units: &Units<'_>) -> anyhow::Result<SettingsEdit> {
    let path = "chapters/bureaus.yaml";
    let file = loaded.sources.find(path).ok_or_else(|| anyhow!("没有文件 {path}"))?;
    let text = loaded.sources.text(file);
    let old = units.old;
    let old_names = || [&old.short, &old.name].into_iter().chain(&old.aliases).cloned();

    let replacements = match units.target {
        None => {
            let name = full_name(units.new, units.city);
            let mut aliases: Vec<String> = old_names().collect();
            aliases.retain(|alias| *alias != units.new && *alias != name);
            let entry = Bureau { name, short: units.new.to_owned(), aliases, ..old.clone() };
            vec![rewritten(text, &entry)?]
        }
        Some(target) => {
            let mut entry = target.clone();
            let known = [target.short.clone(), target.name.clone()];
            for alias in old_names() {
                if !entry.aliases.contains(&alias) && !known.contains(&alias) {
                    entry.aliases.push(alias);
                }
            }
            vec![
                rewritten(text, &entry)?,
                Replacement { range: whole(text, old)?, new: String::new() },
            ]
        }
    };
    Ok(replaced(path, text, replacements))
}

/// The range of an entry with its dash, up to the end of its last line.
fn whole(text: &str, bureau: &Bureau) -> anyhow::Result<Range<usize>> {
    let range = bureau.span.range();
    let line = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    if text[line..range.start].trim() != "-" {
        bail!(
            "bureaus.yaml 里“{}”的写法特殊，程序不敢自动改；请一项一行地写，再运行一次",
            bureau.short
        );
    }
    let end = text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline + 1);

    Ok(line..end)
}

/// An entry with its new names; other lines of it stay.
fn rewritten(text: &str, bureau: &Bureau) -> anyhow::Result<Replacement> {
    const NAMES: [&str; 6] = ["名称", "name", "简称", "short", "别名", "aliases"];
    let range = whole(text, bureau)?;
    let entry = &text[range.clone()];
    let dash = entry.find('-').unwrap_or(0);
    let inner = format!("{} {}", &entry[..dash], &entry[dash + 1..]);

    let indent = inner.len() - inner.trim_start().len();
    let mut kept = String::new();
    let mut is_dropped = false;
    for line in inner.split_inclusive('\n') {
        let own = line.len() - line.trim_start().len();
        if own == indent {
            let key = line.trim_start().split(':').next().unwrap_or("");
            is_dropped = NAMES.contains(&key.trim_matches(['"', '\'']));
        }
        if !is_dropped {
            kept.push_str(line);
        }
    }
    if !kept.is_empty() && !kept.ends_with('\n') {
        kept.push('\n');
    }

    let aliases: Vec<String> = bureau.aliases.iter().map(|alias| quote(alias)).collect();
    let spaces = " ".repeat(indent.saturating_sub(dash + 1));
    let (margin, deep) = (" ".repeat(dash), " ".repeat(indent));
    let new = format!(
        "{margin}-{spaces}名称: {}\n{deep}简称: {}\n{deep}别名: [{}]\n{kept}",
        quote(&bureau.name),
        quote(&bureau.short),
        aliases.join(", ")
    );
    Ok(Replacement { range, new })
}
