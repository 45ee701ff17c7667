//! The units: those of a list from outside, and those that only the plan names.
//!
//! In: a table or a list of names; the plan. Out: entries of bureaus.yaml, by whose short names the plan is
//! written, and what is to be asked.

use super::grid::{Grid, compact};
use super::names::{UnitNames, is_name};
use super::plan::PlanRowDraft;
use super::table::Part;
use super::words::{List, WORDS};
use crate::workspace::city_stem;
use std::collections::BTreeSet;

/// A unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BureauDraft {
    /// Full name.
    pub name: String,
    /// Short name; empty where the list gives none.
    pub short: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whether its full name was made of the short one.
    pub is_guessed: bool,
}

/// The units of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BureauList {
    /// In the order of the list, then of the plan.
    pub bureaus: Vec<BureauDraft>,
    /// What is to be asked.
    pub doubts: Vec<String>,
}

/// Maximum number of rows above the head of a list.
const MAX_TITLES: usize = 10;

/// Reads a list of units: a table with a column of names, or names a line.
pub fn bureau_list(parts: &[Part]) -> Vec<BureauDraft> {
    let mut bureaus: Vec<BureauDraft> = Vec::new();
    let grids = parts.iter().filter_map(|part| match part {
        Part::Grid(grid) => Some(grid),
        Part::Line(_) => None,
    });
    for grid in grids {
        bureaus.extend(of_grid(grid));
    }

    if bureaus.is_empty() {
        for part in parts {
            if let Part::Line(line) = part {
                let line = compact(line);
                if is_name(&line, &UnitNames::new()) {
                    bureaus.push(BureauDraft { name: line, ..BureauDraft::default() });
                }
            }
        }
    }
    bureaus
}

/// Every name that a list gives.
pub fn unit_names(bureaus: &[BureauDraft]) -> UnitNames {
    let names = bureaus.iter().flat_map(BureauDraft::names);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

impl BureauDraft {
    /// Its names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let own = [self.short.as_str(), self.name.as_str()];
        own.into_iter().chain(self.aliases.iter().map(String::as_str))
    }
}

/// The columns of a list.
#[derive(Default)]
struct Columns {
    full: Option<usize>,
    short: Option<usize>,
    alias: Option<usize>,
}

fn of_grid(grid: &Grid) -> Vec<BureauDraft> {
    let Some((head, columns)) = (0..grid.height().min(MAX_TITLES)).find_map(|row| {
        let columns = columns(grid, row);
        (columns.full.is_some() || columns.short.is_some()).then_some((row, columns))
    }) else {
        return Vec::new();
    };

    let mut bureaus = Vec::new();
    for row in head + 1..grid.height() {
        let text = |column: Option<usize>| {
            column.map(|column| compact(grid.text(row, column))).unwrap_or_default()
        };
        let (name, short) = (text(columns.full), text(columns.short));
        let aliases = columns.alias.map(|column| grid.text(row, column)).unwrap_or_default();
        let aliases = aliases.split(['、', '，', ',', '；', ';', '\n']).map(compact);
        let aliases: Vec<String> = aliases.filter(|alias| !alias.is_empty()).collect();
        let is_repeated =
            bureaus.iter().any(|other: &BureauDraft| other.name == name && other.short == short);
        if (!name.is_empty() || !short.is_empty()) && !is_repeated {
            bureaus.push(BureauDraft { name, short, aliases, is_guessed: false });
        }
    }
    bureaus
}

fn columns(grid: &Grid, row: usize) -> Columns {
    let mut columns = Columns::default();
    let find = |words: &List| {
        (0..grid.width()).find(|column| {
            let text = compact(grid.text(row, *column));
            words.contains(&text.split(['（', '(']).next().unwrap_or(""))
        })
    };
    columns.full = find(&WORDS.full_heads);
    columns.short = find(&WORDS.short_heads);
    columns.alias = find(&WORDS.alias_heads);

    columns
}

/// The units of a plan: those of the list, then those that only the plan names. The plan's rows name them by
/// their short names afterwards.
pub fn resolve(listed: Vec<BureauDraft>, rows: &mut [PlanRowDraft], city: &str) -> BureauList {
    let has_list = !listed.is_empty();
    let mut list = BureauList { bureaus: listed, doubts: Vec::new() };
    let named: Vec<String> = names_in_order(rows);
    list.complete_listed(&named, city);

    for name in named {
        match list.find(&name) {
            Some(index) => {
                let short = list.bureaus[index].short.clone();
                rows.iter_mut().for_each(|row| row.rename(&name, &short));
            }
            None => {
                if has_list {
                    list.doubts.push(format!("单位表里没有“{name}”，已补上"));
                }
                list.add(&name, city);
            }
        }
    }
    list.add_aliases(rows);
    unite(rows);
    list
}

/// Every name of the plan once; of 市统计局 and 统计局 the first one comes first.
fn names_in_order(rows: &[PlanRowDraft]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = rows.iter().flat_map(PlanRowDraft::units).map(|unit| unit.name.clone());
    let mut names: Vec<String> = names.filter(|name| seen.insert(name.clone())).collect();
    for index in 0..names.len() {
        let full = format!("市{}", names[index]);
        if let Some(other) = names.iter().position(|name| *name == full)
            && other > index
        {
            names.swap(index, other);
        }
    }

    names
}

/// Two names of one unit in one row are one.
fn unite(rows: &mut [PlanRowDraft]) {
    for row in rows {
        let mut seen = BTreeSet::new();
        row.lead.retain(|unit| seen.insert(unit.name.clone()));
        row.joint.retain(|unit| seen.insert(unit.name.clone()));
    }
}

impl BureauList {
    /// The unit with this name; 统计局 is 市统计局 where no other unit is called so.
    fn find(&self, name: &str) -> Option<usize> {
        let find = |is_same: &dyn Fn(&str) -> bool| {
            self.bureaus.iter().position(|bureau| bureau.names().any(is_same))
        };
        let bare = without_city_kind(name);
        find(&|other| other == name)
            .or_else(|| find(&|other| !other.is_empty() && without_city_kind(other) == bare))
    }

    /// Gives listed units what the list leaves out: a short name by the plan, a full name by the short one.
    fn complete_listed(&mut self, named: &[String], city: &str) {
        for index in 0..self.bureaus.len() {
            let bureau = &self.bureaus[index];
            if bureau.name.is_empty() {
                self.bureaus[index].name = full_name(&self.bureaus[index].short, city);
                self.bureaus[index].is_guessed = true;
                continue;
            }
            if !bureau.short.is_empty() {
                continue;
            }

            let fits =
                |name: &&String| self.find(name).is_none() && abbreviates(name, &bureau.name, city);
            let candidates: Vec<&String> = named.iter().filter(fits).collect();
            let is_longer = |name: &&String| candidates.contains(&&format!("市{name}"));
            let candidates: Vec<&String> =
                candidates.iter().copied().filter(|name| !is_longer(name)).collect();
            let short = match candidates[..] {
                [only] => only.clone(),
                _ => {
                    let short = short_name(&bureau.name, city);
                    if candidates.len() > 1 {
                        let names: Vec<&str> = candidates.iter().map(|it| it.as_str()).collect();
                        let question =
                            format!("“{}”的简称是哪一个：{}", bureau.name, names.join("、"));
                        self.doubts.push(question);
                    }
                    short
                }
            };
            self.bureaus[index].short = short;
        }
    }

    fn add(&mut self, short: &str, city: &str) {
        self.bureaus.push(BureauDraft {
            name: full_name(short, city),
            short: short.to_owned(),
            aliases: Vec::new(),
            is_guessed: true,
        });
    }

    /// Names in brackets, and names without 市, are other names, where they are nobody else's.
    fn add_aliases(&mut self, rows: &[PlanRowDraft]) {
        for unit in rows.iter().flat_map(PlanRowDraft::units) {
            let Some(index) = self.find(&unit.name) else { continue };
            for alias in &unit.aliases {
                match self.find(alias) {
                    Some(other) if other != index => {
                        let short = &self.bureaus[other].short;
                        let question =
                            format!("“{}”括号里的“{alias}”也是另一个单位“{short}”", unit.name);
                        self.doubts.push(question);
                    }
                    Some(_) => {}
                    None => self.bureaus[index].aliases.push(alias.clone()),
                }
            }
        }

        for index in 0..self.bureaus.len() {
            let bare = self.bureaus[index].short.strip_prefix('市').unwrap_or("").to_owned();
            let is_name = bare.chars().count() >= 3 && !bare.starts_with('委');
            if is_name && self.find(&bare).is_none() {
                self.bureaus[index].aliases.push(bare);
            }
        }
        self.doubts.dedup();
    }
}

/// A name without the 市 that it may begin with.
fn without_city_kind(name: &str) -> &str {
    name.strip_prefix('市').filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// The full name that a short one most likely stands for.
pub fn full_name(short: &str, city: &str) -> String {
    let stem = city_stem(city);
    match short.strip_prefix('市') {
        Some(rest) => format!("{city}{rest}"),
        None if short.contains(stem) || short.contains('市') => short.to_owned(),
        None => format!("{city}{short}"),
    }
}

fn short_name(full: &str, city: &str) -> String {
    let without = full.strip_prefix(city).map(|rest| format!("市{rest}"));
    without.unwrap_or_else(|| full.to_owned())
}

/// Whether a short name's characters stand in a full name in their order, the last one last.
fn abbreviates(short: &str, full: &str, city: &str) -> bool {
    let rest = full.strip_prefix("中共").unwrap_or(full);
    let rest =
        rest.strip_prefix(city).or_else(|| rest.strip_prefix(city_stem(city))).unwrap_or(rest);
    let short = short.strip_prefix('市').unwrap_or(short);
    let short = short.strip_prefix(city_stem(city)).unwrap_or(short);

    let mut characters = rest.chars();
    let stands = short.chars().all(|wanted| characters.any(|c| c == wanted));
    let ends_alike = match (short.chars().last(), rest.chars().last()) {
        (Some('委' | '办'), Some('会' | '室')) => true,
        (left, right) => left == right,
    };
    stands
        && ends_alike
        && short.chars().count() >= 2
        && rest.starts_with(short.chars().next().unwrap_or(' '))
}

#[cfg(test)]
mod tests {
    use super::{abbreviates, full_name};

    #[test]
    fn short_names_of_full_ones() {
        let cases = [
            ("市发改委", "云州市发展和改革委员会", true),
            ("市委宣传部", "中共云州市委宣传部", true),
            ("市卫健委", "云州市卫生健康委员会", true),
            ("市农办", "云州市农业和农村工作办公室", true),
            ("市统计局", "云州市教育局", false),
            ("市生态环境局", "云州市生态环境局", true),
            ("市交通局", "云州市交通运输局", true),
            ("市教育局", "云州市体育局", false),
        ];

        for (short, full, expected) in cases {
            assert_eq!(abbreviates(short, full, "云州市"), expected, "{short} {full}");
        }
    }

    #[test]
    fn full_names_of_short_ones() {
        let cases = [
            ("市统计局", "云州市统计局"),
            ("市委宣传部", "云州市委宣传部"),
            ("云州日报社", "云州日报社"),
            ("团市委", "团市委"),
            ("宣传部", "云州市宣传部"),
        ];

        for (short, expected) in cases {
            assert_eq!(full_name(short, "云州市"), expected);
        }
    }
}
