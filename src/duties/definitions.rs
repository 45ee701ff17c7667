//! Which indicators the rows of a plan name, by the rows' own words.
//!
//! In: the text of the built-in definitions, the plan. Out: the definitions that a row names, each with that row and
//! its owner; what no row names and what no definition covers is listed. Whatever else a definition says stays.

use super::plan::{PlanRowDraft, RowKind, ends};
use super::words::{WORDS, word_before};
use super::write::TO_SETTLE;
use crate::source::nearest;
use crate::workspace::{SampleMention, sample_mention};
use crate::yaml::quote;
use std::collections::BTreeSet;

/// Maximum number of parts of a name that stand apart in a row's words.
const MAX_PIECES: usize = 5;
/// Minimum number of characters of a name that is looked for within longer words.
const MIN_WITHIN: usize = 4;

/// A definition as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Definition {
    name: String,
    aliases: Vec<String>,
    owner: String,
    years: Vec<i32>,
    lines: Vec<String>,
}

/// The definitions of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DefinitionsDraft {
    /// The text of the file.
    pub text: String,
    /// Names of the definitions that no row names.
    pub left_out: Vec<String>,
    /// Names of those whose formula or counterpart went with others.
    pub unlinked: Vec<String>,
}

/// Gives each row its indicators; sets which rows ask for a text, and adds to their doubts. `years` are the
/// report's.
pub fn definitions(built_in: &str, rows: &mut [PlanRowDraft], years: &[i32]) -> DefinitionsDraft {
    let (head, all) = parse(built_in);
    let rows_of: Vec<Option<usize>> = all
        .iter()
        .map(|definition| {
            let is_asked = definition.years.is_empty()
                || definition.years.iter().any(|year| years.contains(year));
            if is_asked { row_of(definition, rows) } else { None }
        })
        .collect();

    let form_rows = rows.iter_mut().enumerate().filter(|(_, row)| row.kind == RowKind::Form);
    for (index, row) in form_rows {
        let own = all.iter().zip(&rows_of).filter(|(_, of)| **of == Some(index));
        let own: Vec<&Definition> = own.map(|(definition, _)| definition).collect();
        ask_of_row(row, &own);
    }
    write(&head, &all, &rows_of, rows)
}

fn parse(text: &str) -> (Vec<String>, Vec<Definition>) {
    let mut head = Vec::new();
    let mut all: Vec<Definition> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("- 名称:") {
            let name = unquoted(name);
            all.push(Definition {
                name,
                aliases: Vec::new(),
                owner: String::new(),
                years: Vec::new(),
                lines: vec![line.to_owned()],
            });
            continue;
        }

        let Some(last) = all.last_mut() else {
            head.push(line.to_owned());
            continue;
        };
        if !line.starts_with("  ") {
            continue;
        }
        last.lines.push(line.to_owned());
        let Some((key, value)) = line.trim().split_once(':') else { continue };
        match key {
            "别名" => last.aliases = listed(value),
            "归口" => last.owner = unquoted(value),
            "年份" => {
                last.years = listed(value).iter().filter_map(|it| it.parse().ok()).collect();
            }
            _ => {}
        }
    }

    // The lines of explanation at the top, but for the comment of the first row.
    head.truncate(head.iter().position(String::is_empty).unwrap_or(head.len()));
    (head, all)
}

fn unquoted(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).to_owned()
}

fn listed(value: &str) -> Vec<String> {
    value.trim().trim_matches(['[', ']']).split(',').map(unquoted).collect()
}

/// The row that names an indicator, by the surest of its names.
fn row_of(definition: &Definition, rows: &[PlanRowDraft]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Form) {
        let score = score(definition, &row.wording);
        if score > best.map_or(0, |(score, _)| score) {
            best = Some((score, index));
        }
    }

    best.map(|(_, index)| index)
}

/// How surely a row's words name an indicator; 0: they don't.
fn score(definition: &Definition, wording: &str) -> usize {
    let items = items(wording);
    let names = || std::iter::once(&definition.name).chain(&definition.aliases);
    if names().any(|name| items.iter().any(|item| bare(item) == *name)) {
        return 1000;
    }

    let within = |name: &&String| {
        name.chars().count() >= MIN_WITHIN && bare(wording).contains(name.as_str())
    };
    if let Some(longest) = names().filter(within).map(|name| name.chars().count()).max() {
        return 100 + longest;
    }
    pieces(&definition.name, wording).map_or(0, |count| 10 + MAX_PIECES - count)
}

/// What a row names, one by one: parted at commas outside brackets, without counts and common words.
fn items(wording: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let parts = wording.split(|c: char| {
        match c {
            '（' | '(' | '《' => depth += 1,
            '）' | ')' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, '、' | '，' | '；' | '。' | ',' | ';')
    });
    let parts: Vec<&str> = parts.collect();

    let mut items = Vec::new();
    for part in parts {
        let part = without_number(part.trim());
        match part.split_once('和') {
            Some((left, right)) if ends(left, &WORDS.figure_ends) => {
                items.extend([trimmed(left), trimmed(right)]);
            }
            Some(_) | None => items.push(trimmed(part)),
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

/// （1）, 1.
fn without_number(text: &str) -> &str {
    let inner = text.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    if let Some((number, rest)) = inner
        && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    {
        return rest;
    }
    super::marks::without_number(text)
}

/// An item without 近三年, 等14项指标数据.
fn trimmed(item: &str) -> String {
    let mut item = item.trim();
    while let Some(word) = word_before(item, &WORDS.before_indicators) {
        item = item.get(word.len()..).unwrap_or("");
    }
    if let Some((start, _)) = item.match_indices('等').find(|(start, _)| {
        item[start + '等'.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    }) {
        item = &item[..start];
    }

    item.trim_end_matches(['等', '。', '”']).to_owned()
}

/// A text without its brackets and quotation marks, and without what is common to all names.
fn bare(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '“' | '”' => {}
            other if depth == 0 => out.push(other),
            _ => {}
        }
    }

    let ended = WORDS.behind_indicators.iter().find_map(|word| out.strip_suffix(word));
    ended.filter(|rest| rest.chars().count() >= MIN_WITHIN).map_or(out.clone(), str::to_owned)
}

/// Number of parts of a name that stand in a text, in which all of it stands: at most one of a single
/// character, a last 数 or 率 aside.
fn pieces(name: &str, text: &str) -> Option<usize> {
    let characters: Vec<char> = name.chars().collect();
    if characters.len() < MIN_WITHIN {
        return None;
    }

    let (mut start, mut count, mut singles) = (0, 0, 0);
    while start < characters.len() {
        let longest = (start + 1..=characters.len()).rev().find(|end| {
            let part: String = characters[start..*end].iter().collect();
            text.contains(&part)
        })?;
        let is_last = longest == characters.len();
        singles += usize::from(longest - start == 1 && !is_last);
        count += 1;
        start = longest;
    }
    (count <= MAX_PIECES && singles <= 1).then_some(count)
}

/// Whether a row asks for a text, and what of its words has no definition.
fn ask_of_row(row: &mut PlanRowDraft, own: &[&Definition]) {
    let items = items(&row.wording);
    let is_text = |item: &String| {
        let stem = WORDS.text_ends.iter().find_map(|word| item.strip_suffix(word));
        stem.is_some_and(|stem| !ends(stem, &WORDS.figure_ends))
    };
    row.is_narrative = items.iter().any(is_text);

    let is_covered = |item: &&String| {
        own.iter().any(|definition| {
            let names = std::iter::once(&definition.name).chain(&definition.aliases);
            let mut names = names.map(String::as_str);
            names.any(|name| {
                bare(item).contains(name)
                    || name.contains(&bare(item))
                    || pieces(name, item).is_some()
            }) || pieces(&bare(item), &definition.name).is_some()
        })
    };
    let figures = items.iter().filter(|item| !is_text(item) && !is_covered(item));
    let (figures, others): (Vec<&String>, Vec<&String>) =
        figures.partition(|item| ends(item, &WORDS.figure_ends));
    for item in figures {
        row.doubts.push(format!("“{item}”没有指标定义，要报数的在 _定义.yaml 中补上"));
    }

    if own.is_empty() && !row.is_narrative && !others.is_empty() {
        row.is_narrative = true;
        row.doubts.push("看不出要数值还是要文字，先按要写情况说明".to_owned());
    }
    // One unit that leads gives the figures; several, or none that is said to lead, have to agree.
    let is_clear = row.lead.len() == 1 && row.duty.contains("牵头");
    let owners: Vec<String> = own.iter().filter_map(|definition| owner(definition, row)).collect();
    let leads = |name: &String| row.lead.iter().any(|unit| unit.name == *name);
    if row.units().count() > 1 && !own.is_empty() && !(is_clear && owners.iter().all(leads)) {
        row.doubts.push(format!("这一行有几个单位，指标暂归{}", counted(&owners)));
    }
}

/// Which unit owns how many.
fn counted(owners: &[String]) -> String {
    let mut counted: Vec<String> = Vec::new();
    for (index, name) in owners.iter().enumerate() {
        if !owners[..index].contains(name) {
            let count = owners.iter().filter(|other| *other == name).count();
            counted.push(format!("{name} {count} 项"));
        }
    }

    counted.join("、")
}

/// The unit that owns an indicator: of those that the row names the one whose name is nearest to the owner's in
/// the built-in definitions, where one is near, else the first.
fn owner(definition: &Definition, row: &PlanRowDraft) -> Option<String> {
    let names: Vec<&str> = row.units().map(|unit| unit.name.as_str()).collect();
    let near = nearest(&definition.owner, names.iter().copied());
    near.or(names.first().copied()).map(str::to_owned)
}

fn write(
    head: &[String],
    all: &[Definition],
    rows_of: &[Option<usize>],
    rows: &[PlanRowDraft],
) -> DefinitionsDraft {
    let mut draft = DefinitionsDraft::default();
    let row_of = |definition: &Definition, row: Option<usize>| {
        let row = rows.get(row?)?;
        owner(definition, row).map(|owner| (row, owner))
    };
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (definition, row) in all.iter().zip(rows_of) {
        if row_of(definition, *row).is_some() {
            let names = std::iter::once(&definition.name).chain(&definition.aliases);
            taken.extend(names.map(String::as_str));
        } else {
            // The sample's own province concerns no other city.
            let SampleMention { province, stem, .. } = sample_mention();
            let is_own = [province, stem].into_iter().any(|name| definition.name.contains(name));
            draft.left_out.extend((!is_own).then(|| definition.name.clone()));
        }
    }

    draft.text = "# 申报表各行点名的指标的定义，按责任分工表原序。\n".to_owned();
    for line in head.iter().skip(1) {
        draft.text.push_str(&format!("{line}\n"));
    }
    let at = draft.text.len();
    for (index, row) in rows.iter().enumerate() {
        let own = all.iter().zip(rows_of).filter(|(_, of)| **of == Some(index));
        let mut is_first = true;
        for (definition, of) in own {
            let Some((_, owner)) = row_of(definition, *of) else { continue };
            if is_first {
                let column = row.column.split(' ').next_back().unwrap_or("");
                draft.text.push_str(&format!("\n# {} {column}\n", row.id));
                is_first = false;
            }
            let (lines, is_unlinked) = rewritten(definition, row, &owner, &taken);
            draft.text.push_str(&lines);
            draft.unlinked.extend(is_unlinked.then(|| definition.name.clone()));
        }
    }
    let questions = draft.questions();
    draft.text.insert_str(at, &questions);
    draft
}

impl DefinitionsDraft {
    /// What is to be asked of the definitions, as comments.
    fn questions(&self) -> String {
        let mut text = String::new();
        if !self.left_out.is_empty() {
            let (count, names) = (self.left_out.len(), self.left_out.join("、"));
            text.push_str(&format!(
                "{TO_SETTLE}自带的定义里有 {count} 项没有一行点名，没有带入：{names}\n"
            ));
        }
        if !self.unlinked.is_empty() {
            let names = self.unlinked.join("、");
            text.push_str(&format!(
                "{TO_SETTLE}这几项的公式或对应用到没有带入的指标，已删去：{names}\n"
            ));
        }

        text
    }
}

/// A definition with its row and owner, and without what refers to others that aren't there.
fn rewritten(
    definition: &Definition,
    row: &PlanRowDraft,
    owner: &str,
    taken: &BTreeSet<&str>,
) -> (String, bool) {
    let mut text = String::new();
    let mut is_unlinked = false;
    for line in &definition.lines {
        let (key, value) = line.trim().split_once(':').unwrap_or((line, ""));
        let line = match key {
            "归口" => format!("  归口: {}", quote(owner)),
            "行" => format!("  行: {}", row.id),
            "对应" if !taken.contains(unquoted(value).as_str()) => {
                is_unlinked = true;
                continue;
            }
            "公式" if !terms(value).all(|term| taken.contains(term.as_str())) => {
                is_unlinked = true;
                continue;
            }
            "配合" => {
                let named: Vec<String> = listed(value)
                    .into_iter()
                    .filter(|name| row.units().any(|unit| unit.name == *name) && name != owner)
                    .collect();
                if named.is_empty() {
                    continue;
                }
                format!("  配合: [{}]", named.join(", "))
            }
            _ => line.clone(),
        };
        text.push_str(&line);
        text.push('\n');
    }

    (text, is_unlinked)
}

/// The names that a formula reckons with.
fn terms(formula: &str) -> impl Iterator<Item = String> {
    let formula = unquoted(formula).replace("(上年)", "");
    let parts: Vec<String> =
        formula.split(['+', '-', '*', '/', ':', '(', ')', ' ']).map(str::to_owned).collect();
    let is_number = |part: &String| part.chars().all(|c| c.is_ascii_digit() || c == '.');
    parts.into_iter().filter(move |part| !part.is_empty() && !is_number(part))
}

#[cfg(test)]
mod tests {
    use super::Definition;
    use super::{items, pieces, score};

    fn named(name: &str) -> Definition {
        Definition {
            name: name.to_owned(),
            aliases: Vec::new(),
            owner: String::new(),
            years: Vec::new(),
            lines: Vec::new(),
        }
    }

    #[test]
    fn rows_name_indicators_by_their_words() {
        let engineering = "（2）近三年创建国家级优质工程项目数量（含新增数、累计数）、其他工程一次验收合格率等5项指标数据";
        let cases = [
            ("国家级优质工程新增数", engineering, true),
            ("其他工程一次验收合格率", engineering, true),
            ("交通大中型工程项目一次验收合格率", engineering, false),
            ("省著名商标数", "获中国驰名商标、省市著名商标数量", true),
            ("315活动参与人数", "包括参与“质量月”、315活动的企业和人数等", true),
            ("工业产品质量抽查合格率", "产品质量抽查合格率", false),
            ("环境空气质量优良率", "城市环境空气质量（AQI）优良率情况", true),
            ("亿元GDP品牌拥有量", "亿元GDP品牌（国家省市名牌与商标）拥有量", true),
            ("服务业GDP", "近三年服务业GDP", true),
        ];

        for (name, wording, expected) in cases {
            assert_eq!(score(&named(name), wording) > 0, expected, "{name} {wording}");
        }
    }

    #[test]
    fn items_of_a_row() {
        assert_eq!(
            items("（1）常住人口、近三年城市GDP；比例和优良率情况等14项指标数据"),
            ["常住人口", "城市GDP", "比例", "优良率情况"]
        );
        assert_eq!(pieces("省著名商标数", "省市著名商标数量"), Some(2));
        assert_eq!(pieces("省著名商标数", "市著名商标"), None);
    }
}
