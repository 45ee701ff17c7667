//! The plan and the units of the sample for a city that gives no plan of its own: with the city's name.

use crate::duties::{BureauDraft, BureauList, NamedUnit, PlanDraft, PlanRowDraft, RowKind};
use crate::workspace::{PlanRow, SampleMention, Workspace, city_stem, sample_mention};

/// The sample's names in a text, replaced by a city's.
pub(super) fn of_city(text: &str, city: &str) -> String {
    let SampleMention { city: sample, stem, .. } = sample_mention();
    if stem.is_empty() {
        return text.to_owned();
    }
    text.replace(sample.as_str(), city).replace(stem.as_str(), city_stem(city))
}

/// The sample's plan.
pub(super) fn plan(sample: &Workspace, city: &str) -> PlanDraft {
    let doubts = vec![
        "没有写 --plan，用的是自带样例的分工，单位是 2018 年机构改革以前的：请照本市的责任分工表核对；\
         有本市的表，用 zishu init --city --plan 另建；单位改名、合并用 zishu rename"
            .to_owned(),
    ];
    let rows = sample.plan.iter().map(|row| plan_row(row, city)).collect();
    PlanDraft { title: String::new(), rows, note: String::new(), doubts }
}

fn plan_row(row: &PlanRow, city: &str) -> PlanRowDraft {
    let own = |text: &str| of_city(text, city);
    let units = |names: &[crate::workspace::Spanned<String>]| {
        let unit = |name: &str| NamedUnit { name: own(name), aliases: Vec::new() };
        names.iter().map(|name| unit(&name.value)).collect::<Vec<_>>()
    };
    let kind = match (&row.section, row.part.is_empty()) {
        (Some(_), _) => RowKind::Section,
        (None, false) => RowKind::Form,
        (None, true) => RowKind::Task,
    };

    let has_sample =
        [&row.wording, &row.duty, &row.column].into_iter().any(|text| own(text) != **text);
    let doubt = "这一行带城市名的单位、事项由样例换名而来，请核对本市有没有".to_owned();
    PlanRowDraft {
        id: row.id.clone(),
        line: 0,
        kind,
        task: own(&row.task),
        part: own(&row.part),
        column: own(&row.column),
        wording: own(&row.wording),
        duty: own(&row.duty),
        lead: units(&row.lead),
        joint: units(&row.joint),
        deadline: String::new(),
        is_narrative: row.narrative,
        doubts: has_sample.then_some(doubt).into_iter().collect(),
    }
}

/// The sample's units; those whose short name has the city's are to be looked at.
pub(super) fn bureaus(sample: &Workspace, city: &str) -> BureauList {
    let bureaus = sample.bureaus.iter().map(|bureau| BureauDraft {
        name: of_city(&bureau.name, city),
        short: of_city(&bureau.short, city),
        aliases: bureau.aliases.iter().map(|alias| of_city(alias, city)).collect(),
        is_guessed: of_city(&bureau.short, city) != bureau.short,
    });
    let doubts = vec!["单位的全称由样例换名而来，是 2018 年机构改革以前的，请逐个核对".to_owned()];

    BureauList { bureaus: bureaus.collect(), doubts }
}
