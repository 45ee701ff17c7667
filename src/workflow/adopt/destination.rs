//! Which contribution a draft is: whose, and for which section.
//!
//! In: where the file lies, what it says of itself, the plan. Out: section and bureau as far as they are known,
//! how sure that is, and why.

use super::mentions;
use crate::adopt::DraftIdentity;
use crate::workspace::{Bureau, ChapterRole, OutlineSection, Workspace};
use std::collections::BTreeSet;
use std::path::Path;

/// How sure it is where a draft belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Section or bureau isn't known.
    Open,
    /// Both are known, but somebody should look.
    Likely,
    /// Nothing speaks against it.
    Sure,
}

impl Certainty {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Open => "未定",
            Certainty::Likely => "请核对",
            Certainty::Sure => "有把握",
        }
    }
}

/// Where a draft belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Folder of the section, or of the row of the 申报表.
    pub section: Option<String>,
    /// Short name of the bureau.
    pub bureau: Option<String>,
    /// How sure that is.
    pub certainty: Certainty,
    /// Why: Chinese phrases.
    pub grounds: Vec<String>,
}

impl Destination {
    /// The destination that a person named.
    pub fn assigned(section: &OutlineSection, bureau: &Bureau) -> Destination {
        Destination {
            section: Some(section.folder.clone()),
            bureau: Some(bureau.short.clone()),
            certainty: Certainty::Sure,
            grounds: vec!["指定".to_owned()],
        }
    }
}

/// What a person said of all drafts at once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Assignment<'a> {
    pub section: Option<&'a OutlineSection>,
    pub bureau: Option<&'a Bureau>,
}

/// Share of a draft's pairs of characters that the plan's wording of a section must have, in per cent.
const MIN_LIKENESS: usize = 30;

/// Finds where a draft belongs.
pub(super) fn find(
    workspace: &Workspace,
    path: &Path,
    identity: &DraftIdentity,
    assignment: Assignment<'_>,
) -> Destination {
    let mut finding = Finding { workspace, certainty: Certainty::Sure, grounds: Vec::new() };
    let places = Places::new(path);
    let bureau = assignment.bureau.or_else(|| finding.bureau(&places, identity));
    let section = assignment
        .section
        .or_else(|| finding.section(&places, identity))
        .or_else(|| finding.numbered_section(&places, bureau?))
        .or_else(|| finding.planned_section(bureau?, identity));
    if let (Some(section), Some(bureau)) = (section, bureau) {
        finding.weigh_role(section, bureau);
    }

    if section.is_none() && bureau.is_none() {
        finding.grounds.push("没有找到栏目".to_owned());
    }
    if section.is_none() || bureau.is_none() {
        finding.lower(Certainty::Open);
    }
    Destination {
        section: section.map(|section| section.folder.clone()),
        bureau: bureau.map(|bureau| bureau.short.clone()),
        certainty: finding.certainty,
        grounds: finding.grounds,
    }
}

/// The names of a file and of its folder.
struct Places {
    stem: String,
    folder: String,
}

impl Places {
    fn new(path: &Path) -> Places {
        let text = |part: Option<&std::ffi::OsStr>| {
            part.map_or_else(String::new, |part| part.to_string_lossy().into_owned())
        };
        Places {
            stem: text(path.file_stem()),
            folder: text(path.parent().and_then(Path::file_name)),
        }
    }
}

/// What was found so far.
struct Finding<'a> {
    workspace: &'a Workspace,
    certainty: Certainty,
    grounds: Vec<String>,
}

impl<'a> Finding<'a> {
    fn lower(&mut self, certainty: Certainty) {
        self.certainty = self.certainty.min(certainty);
    }

    /// The bureau that the first of the sources names that names one alone.
    fn bureau(&mut self, places: &Places, identity: &DraftIdentity) -> Option<&'a Bureau> {
        let sources = [
            ("文件名", places.stem.as_str()),
            ("文件夹名", &places.folder),
            ("发文机关标志", &identity.sender),
            ("署名", &identity.signature),
            ("题目", &identity.title),
        ];
        let named = sources.map(|(source, text)| (source, mentions::bureaus(self.workspace, text)));
        if let Some(bureau) = self.first_clear("单位", &named, |bureau| &bureau.short) {
            return Some(bureau);
        }

        let lines = identity.first_lines.join("\n");
        if let [bureau] = mentions::bureaus(self.workspace, &lines).as_slice() {
            self.lower(Certainty::Likely);
            self.grounds.push("单位见开头几行".to_owned());
            return Some(bureau);
        }
        self.grounds.push(undecided("单位", &named, |bureau| &bureau.short));
        None
    }

    /// The section that the first of the sources names that names one alone.
    fn section(&mut self, places: &Places, identity: &DraftIdentity) -> Option<&'a OutlineSection> {
        let lines = identity.first_lines.join("\n");
        let sources = [
            ("文件名", places.stem.as_str()),
            ("文件夹名", &places.folder),
            ("题目", &identity.title),
            ("开头几行", &lines),
        ];
        let named =
            sources.map(|(source, text)| (source, mentions::sections(self.workspace, text)));
        self.first_clear("栏目", &named, |section| &section.folder)
    }

    /// The section whose number the file's name or its folder's begins with, if the plan has the bureau write
    /// for it.
    fn numbered_section(&mut self, places: &Places, bureau: &Bureau) -> Option<&'a OutlineSection> {
        let workspace = self.workspace;
        let sources = [("文件名", &places.stem), ("文件夹名", &places.folder)];
        sources.into_iter().find_map(|(source, name)| {
            let section = mentions::numbered_section(workspace, name)?;
            role(workspace, section, bureau)?;
            self.grounds.push(format!("章号见{source}"));
            Some(section)
        })
    }

    /// What the first source names that names one alone; another source that names another one is told.
    fn first_clear<T>(
        &mut self,
        what: &str,
        named: &[(&'static str, Vec<&'a T>)],
        name: impl Fn(&T) -> &String,
    ) -> Option<&'a T> {
        let mut clear = named.iter().filter_map(|(source, named)| match named.as_slice() {
            [one] => Some((*source, *one)),
            _ => None,
        });
        let (source, found) = clear.next()?;
        self.grounds.push(format!("{what}见{source}"));

        let other = clear.find(|(_, other)| name(other) != name(found));
        if let Some((source, other)) = other {
            self.lower(Certainty::Likely);
            self.grounds.push(format!("{source}里是{}", name(other)));
        }
        Some(found)
    }

    /// The section among those that the plan has the bureau write for: the only one, or the one whose wording
    /// is clearly nearest to the draft's headings.
    fn planned_section(
        &mut self,
        bureau: &Bureau,
        identity: &DraftIdentity,
    ) -> Option<&'a OutlineSection> {
        let workspace = self.workspace;
        let planned: Vec<&OutlineSection> = workspace
            .outline
            .iter()
            .filter(|section| role(workspace, section, bureau).is_some())
            .collect();
        if let [section] = planned.as_slice() {
            self.lower(Certainty::Likely);
            self.grounds.push("责任分工表里只有这一个栏目有它".to_owned());
            return Some(section);
        }

        let pairs = pairs(&identity.headings.join("\n"));
        let likeness = |section: &OutlineSection| {
            let wording = workspace.plan.get(section.row).map_or("", |row| &row.wording);
            let wording = self::pairs(&format!("{}\n{wording}", section.title));
            100 * pairs.intersection(&wording).count() / pairs.len().max(1)
        };
        let mut ranked: Vec<(usize, &OutlineSection)> =
            planned.iter().map(|section| (likeness(section), *section)).collect();
        ranked.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        if let [(best, section), (second, _), ..] = ranked.as_slice()
            && *best >= MIN_LIKENESS
            && *best >= 2 * second
        {
            self.lower(Certainty::Likely);
            self.grounds.push("标题与栏目的要求相近".to_owned());
            return Some(section);
        }

        let candidates: Vec<&str> = planned.iter().map(|section| section.folder.as_str()).collect();
        self.grounds.push(match candidates.as_slice() {
            [] => "责任分工表没有要它写哪个栏目".to_owned(),
            _ => format!("栏目可能是 {}", candidates.join("、")),
        });
        None
    }

    /// Says what the plan has the bureau do for the section.
    fn weigh_role(&mut self, section: &OutlineSection, bureau: &Bureau) {
        match role(self.workspace, section, bureau) {
            Some(role) => self.grounds.push(format!("责任分工表：{role}")),
            None => {
                self.lower(Certainty::Likely);
                self.grounds.push("责任分工表没有点名".to_owned());
            }
        }
    }
}

/// Why it isn't known who or what is meant.
fn undecided<T>(
    what: &str,
    named: &[(&'static str, Vec<&T>)],
    name: impl Fn(&T) -> &String,
) -> String {
    let several = named.iter().find(|(_, named)| named.len() > 1);
    match several {
        Some((source, named)) => {
            let names: Vec<&str> = named.iter().map(|one| name(one).as_str()).collect();
            format!("{source}里有{}", names.join("、"))
        }
        None => format!("没有找到{what}"),
    }
}

/// 牵头 or 配合, where the plan's row names the bureau.
fn role(workspace: &Workspace, section: &OutlineSection, bureau: &Bureau) -> Option<&'static str> {
    match workspace.plan.get(section.row)?.role_of(&bureau.short) {
        ChapterRole::Lead => Some("牵头"),
        ChapterRole::Joint => Some("配合"),
        ChapterRole::LeadIn | ChapterRole::Unplanned => None,
    }
}

/// The pairs of neighbouring characters of a text, but for those with other signs than words.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let next = text.chars().skip(1);
    text.chars().zip(next).filter(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric()).collect()
}
