//! What every unit still owes of texts, values and originals, told behind the problems.

use crate::delivery::{Duty, duty};
use crate::pipeline::Loaded;
use crate::workspace::{OutlineSection, Workspace};

/// What a unit still owes.
#[derive(Debug, Default)]
pub(super) struct Owed<'w> {
    /// Short name of the unit.
    pub bureau: &'w str,
    /// Sections and rows whose texts it leads and has no file of.
    pub lead: Vec<&'w str>,
    /// Those of which it has a share.
    pub share: Vec<&'w str>,
    /// How many of its values aren't reported.
    pub values: usize,
    /// How many originals are outstanding.
    pub originals: usize,
}

/// What the units owe, in the order of bureaus.yaml; who owes nothing is among them.
pub(super) fn owed(loaded: &Loaded) -> Vec<Owed<'_>> {
    let Loaded { workspace, indicators, .. } = loaded;
    let mut list: Vec<Owed<'_>> = workspace
        .bureaus
        .iter()
        .map(|bureau| Owed { bureau: &bureau.short, ..Owed::default() })
        .collect();
    add_texts(workspace, &mut list);

    for (id, indicator) in indicators.all() {
        let wanting = indicator.years.iter().filter(|year| indicators.datum(id, **year).is_none());
        let unit = list.iter_mut().find(|unit| unit.bureau == indicator.owner);
        if let Some(unit) = unit {
            unit.values += wanting.count();
        }
    }
    for chapter in workspace.chapters.iter().chain(&workspace.row_chapters) {
        let outstanding = chapter.front.evidence.iter().filter(|item| !item.original).count();
        if let Some(unit) = chapter.bureau.and_then(|bureau| list.get_mut(bureau)) {
            unit.originals += outstanding;
        }
    }

    list
}

/// Adds the texts that the plan asks of each unit and that it has no file of.
fn add_texts<'w>(workspace: &'w Workspace, list: &mut [Owed<'w>]) {
    for section in workspace.text_sections() {
        for (index, unit) in list.iter_mut().enumerate() {
            if contributes(workspace, section, index) {
                continue;
            }
            match duty(&workspace.plan[section.row], unit.bureau) {
                Some(Duty::Lead) => unit.lead.push(&section.number),
                Some(Duty::Share) => unit.share.push(&section.number),
                None => {}
            }
        }
    }
}

/// Whether a unit, by its index, has a file for a section or row.
fn contributes(workspace: &Workspace, section: &OutlineSection, unit: usize) -> bool {
    let mut chapters = workspace.chapters.iter().chain(&workspace.row_chapters);
    chapters.any(|chapter| {
        chapter.bureau == Some(unit)
            && workspace.section_of(chapter).is_some_and(|other| other.row == section.row)
    })
}

impl Owed<'_> {
    /// Whether it owes nothing.
    pub fn is_nothing(&self) -> bool {
        let texts = self.lead.len() + self.share.len();
        texts + self.values + self.originals == 0
    }

    /// In a few words, `缺稿 06（牵头）、10，缺值 12 个`; empty where it owes nothing.
    pub fn words(&self) -> String {
        let leads = self.lead.iter().map(|number| format!("{number}（牵头）"));
        let texts: Vec<String> =
            leads.chain(self.share.iter().map(|number| (*number).to_owned())).collect();

        let mut words = Vec::new();
        if !texts.is_empty() {
            words.push(format!("缺稿 {}", texts.join("、")));
        }
        if self.values > 0 {
            words.push(format!("缺值 {} 个", self.values));
        }
        if self.originals > 0 {
            words.push(format!("原件未收 {} 件", self.originals));
        }
        words.join("，")
    }
}
