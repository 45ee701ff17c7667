//! The variables of the merge templates: the outline and the contributions.

use crate::document::{
    Chapter, Date, OpinionGroup, OpinionRow, OpinionTable, Slip, SlipGroup, SlipRow, SlipUnit,
    plain,
};
use crate::expand::variables::{
    BUREAU, CONTRIBUTION, EVIDENCE, OPINION, OPINION_GROUP, OPINIONS, OTHER_DOCUMENT, OUTLINE,
    PLAN_ROW, REPORT, REPORT_OUTLINE, SECTION, SLIP, SLIP_GROUP, SLIP_ROW, SLIP_UNIT, record,
};
use crate::expand::{Expander, Field};
use crate::workspace::{
    Bureau, ChapterFile, ChapterRole, Choices, Evidence, OtherDocument, PlanRow, Spanned, Workspace,
};

type Fields = Vec<(&'static str, Field)>;

/// For section.md.j2: 章, 导语 and 稿件.
pub(super) fn section(workspace: &Workspace, index: usize, is_present: &[bool]) -> Fields {
    let chapters = of_section(workspace, index, is_present);
    let [lead_in, contributions] = bodies(workspace, chapters);
    let outline = Field::Map(record(&OUTLINE, outline(workspace, index)));
    record(&SECTION, [outline, lead_in, contributions])
}

/// For report.md.j2: 标题, 日期 and 章.
pub(super) fn report(workspace: &Workspace, is_present: &[bool]) -> Fields {
    let chapters = (0..workspace.outline.len()).map(|index| {
        let mut evidence = Vec::new();
        for (_, chapter) in of_section(workspace, index, is_present) {
            let bureau = workspace.bureau_of(chapter);
            let documents = &chapter.front.evidence;
            evidence.extend(documents.iter().map(|document| evidence_field(document, bureau)));
        }
        let [number, title, task, duty, lead, joint] = outline(workspace, index);
        let body = Field::Placeholder(index);
        let evidence = Field::List(evidence);
        let values = [number, title, task, duty, lead, joint, body, evidence];
        Field::Map(record(&REPORT_OUTLINE, values))
    });

    let chapters = Field::List(chapters.collect());

    let report = &workspace.report;
    let text = |text: &str| Field::Text(text.to_owned(), None);
    let [addressee, annexes, signature, data] = choices(&report.choices);
    let values = [
        chapters,
        text(&report.title_in_one_line()),
        text(&report.subtitle),
        text(&report.date.chinese()),
        text(&report.author),
        addressee,
        annexes,
        signature,
        data,
    ];
    record(&REPORT, values)
}

/// For a document beside the report: 标题, 日期, 计划 and 各单位; `chapters` are those of the plan's rows.
pub(super) fn other(
    expander: &Expander<'_>,
    other: &OtherDocument,
    chapters: &[Option<Chapter>],
) -> Fields {
    let workspace = expander.workspace;
    let rows = workspace.plan.iter().enumerate();
    let rows = rows.map(|(index, row)| Field::Map(plan_row(expander, index, row, chapters)));
    let bureaus = workspace.bureaus.iter().map(|bureau| {
        let text = |text: &str| Field::Text(text.to_owned(), Some(bureau.span));
        Field::Map(record(&BUREAU, [text(&bureau.name), text(&bureau.short)]))
    });

    let text = |text: &str| Field::Text(text.to_owned(), Some(other.span));
    let [addressee, annexes, signature, data] = choices(&other.choices);
    let values = [
        Field::List(rows.collect()),
        Field::List(bureaus.collect()),
        text(&plain::title(&other.title)),
        text(&other.subtitle),
        text(&workspace.report.date.chinese()),
        text(&workspace.report.author),
        addressee,
        annexes,
        signature,
        data,
    ];
    record(&OTHER_DOCUMENT, values)
}

/// For the table of opinions: 标题, 报告, 日期, 概况 and 各组.
pub(super) fn opinions(workspace: &Workspace, table: &OpinionTable) -> Fields {
    let text = |text: &str| Field::Text(text.to_owned(), None);
    let groups = table.groups.iter().map(|group| Field::Map(opinion_group(group)));
    let values = [
        text(&table.title),
        text(&workspace.report.title_in_one_line()),
        text(&table.date.chinese()),
        text(&table.summary),
        Field::List(groups.collect()),
    ];
    record(&OPINIONS, values)
}

fn opinion_group(group: &OpinionGroup) -> Fields {
    let text = |text: &str| Field::Text(text.to_owned(), None);
    let opinions = group.rows.iter().map(|row| Field::Map(opinion(row)));
    let values = [
        text(group.kind.word()),
        text(&group.name),
        text(&group.bureau),
        Field::List(opinions.collect()),
    ];
    record(&OPINION_GROUP, values)
}

fn opinion(row: &OpinionRow) -> Fields {
    let OpinionRow { number, reviewer, date, position, source, before, after, outcome, reason } =
        row;
    let texts = [number, reviewer, date, position, source, before, after, outcome, reason];
    record(&OPINION, texts.map(|text| Field::Text(text.clone(), None)))
}

/// For a slip.
pub(super) fn slip(workspace: &Workspace, slip: &Slip) -> Fields {
    let text = |text: &str| Field::Text(text.to_owned(), None);
    let deadline = slip.deadline.map_or(String::new(), Date::chinese);
    let groups = slip.groups.iter().map(|group| Field::Map(slip_group(group)));
    let values = [
        text(slip.kind.title()),
        text(&workspace.report.title_in_one_line()),
        text(&slip.date.chinese()),
        slip_unit(&slip.unit),
        slip_unit(&slip.sender),
        text(&deadline),
        Field::Number(slip.days),
        text(&slip.grade),
        Field::Number(slip.count.into()),
        text(&slip.checksum),
        Field::List(groups.collect()),
    ];
    record(&SLIP, values)
}

fn slip_unit(unit: &SlipUnit) -> Field {
    let SlipUnit { name, short, contact, phone } = unit;
    let texts = [name, short, contact, phone];
    Field::Map(record(&SLIP_UNIT, texts.map(|text| Field::Text(text.clone(), None))))
}

fn slip_group(group: &SlipGroup) -> Fields {
    let rows = group.rows.iter().map(|row| Field::Map(slip_row(row)));
    record(&SLIP_GROUP, [Field::Text(group.name.clone(), None), Field::List(rows.collect())])
}

fn slip_row(row: &SlipRow) -> Fields {
    let text = |text: &String| Field::Text(text.clone(), None);
    let SlipRow { name, detail, wanted, note, cells } = row;
    let cells = Field::List(cells.iter().map(text).collect());
    record(&SLIP_ROW, [text(name), text(detail), text(wanted), text(note), cells])
}

/// What a template prints as report.yaml chooses: 抬头, 附件说明, 落款, 数据.
fn choices(choices: &Choices) -> [Field; 4] {
    let spanned = |text: &Spanned<String>| Field::Text(text.value.clone(), Some(text.span));
    let data = choices.data.iter();
    let data = data.map(|(name, text)| (name.clone(), text.value.clone(), text.span));
    [
        spanned(&choices.addressee),
        Field::Flag(choices.annexes.value),
        spanned(&choices.signature),
        Field::Texts(data.collect()),
    ]
}

fn plan_row(
    expander: &Expander<'_>,
    row_index: usize,
    row: &PlanRow,
    chapters: &[Option<Chapter>],
) -> Fields {
    let workspace = expander.workspace;
    let of_row = workspace.row_chapters.iter().enumerate().filter(|(index, chapter)| {
        let is_present = chapters.get(*index).is_some_and(Option::is_some);
        let section = workspace.rows.get(chapter.section);
        is_present && section.is_some_and(|section| section.row == row_index)
    });
    let [lead_in, mut contributions] = bodies(workspace, of_row);
    if row.section.is_some() {
        contributions = listed(workspace, row_index);
    }

    let text = |text: &str| Field::Text(text.to_owned(), Some(row.span));
    let values = [
        text(&row.id),
        text(&row.task),
        text(&row.part),
        text(&row.column),
        text(&row.wording),
        text(&row.duty),
        names(&row.lead),
        names(&row.joint),
        owners(expander, row),
        text(row.section.as_deref().unwrap_or("")),
        Field::Flag(row.narrative),
        lead_in,
        contributions,
    ];
    record(&PLAN_ROW, values)
}

/// The lead-in among these chapters, and the contributions.
fn bodies<'w>(
    workspace: &Workspace,
    chapters: impl Iterator<Item = (usize, &'w ChapterFile)>,
) -> [Field; 2] {
    let mut lead_in = Field::Nothing;
    let mut contributions = Vec::new();
    for (index, chapter) in chapters {
        match chapter.role {
            ChapterRole::LeadIn => lead_in = Field::Placeholder(index),
            ChapterRole::Lead | ChapterRole::Joint | ChapterRole::Unplanned => {
                let body = Field::Placeholder(index);
                contributions.push(contribution(workspace, body, chapter));
            }
        }
    }
    [lead_in, Field::List(contributions)]
}

/// The contributions to a section of the report, whose texts another document can't print.
fn listed(workspace: &Workspace, row_index: usize) -> Field {
    let of_row = workspace.chapters.iter().filter(|chapter| {
        let section = workspace.outline.get(chapter.section);
        chapter.bureau.is_some() && section.is_some_and(|section| section.row == row_index)
    });
    Field::List(of_row.map(|chapter| contribution(workspace, Field::Nothing, chapter)).collect())
}

/// Who gives the values that a row asks for: their owners, and whoever joins them.
fn owners(expander: &Expander<'_>, row: &PlanRow) -> Field {
    let indicators = expander.indicators;
    let mut owners: Vec<&str> = Vec::new();
    for id in indicators.by_row(&row.id) {
        let indicator = indicators.get(id);
        let joint = indicator.rules.joint.iter().map(String::as_str);
        for owner in std::iter::once(indicator.owner.as_str()).chain(joint) {
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
    }

    let name = |owner: &str| Field::Text(owner.to_owned(), Some(row.span));
    Field::List(owners.into_iter().map(name).collect())
}

fn names(list: &[Spanned<String>]) -> Field {
    let name = |name: &Spanned<String>| Field::Text(name.value.clone(), Some(name.span));
    Field::List(list.iter().map(name).collect())
}

fn of_section<'w>(
    workspace: &'w Workspace,
    index: usize,
    is_present: &'w [bool],
) -> impl Iterator<Item = (usize, &'w ChapterFile)> {
    let all = workspace.chapters.iter().enumerate();
    all.filter(move |(chapter_index, chapter)| {
        chapter.section == index && is_present.get(*chapter_index).copied().unwrap_or(false)
    })
}

/// The values of [`OUTLINE`].
fn outline(workspace: &Workspace, index: usize) -> [Field; OUTLINE.len()] {
    let section = &workspace.outline[index];
    let row = workspace.plan.get(section.row);
    let span = row.map(|row| row.span);
    let text = |text: &str| Field::Text(text.to_owned(), span);
    let names = |list: Option<&Vec<Spanned<String>>>| names(list.map_or(&[], Vec::as_slice));
    [
        text(&section.number),
        text(&section.title),
        text(row.map_or("", |row| row.task.as_str())),
        text(row.map_or("", |row| row.duty.as_str())),
        names(row.map(|row| &row.lead)),
        names(row.map(|row| &row.joint)),
    ]
}

/// One of a bureau's names, and where it stands.
fn bureau_name(bureau: Option<&Bureau>, name: fn(&Bureau) -> &str) -> Field {
    let text = bureau.map_or("", name).to_owned();
    Field::Text(text, bureau.map(|bureau| bureau.span))
}

fn contribution(workspace: &Workspace, body: Field, chapter: &ChapterFile) -> Field {
    let bureau = workspace.bureau_of(chapter);
    let documents = chapter.front.evidence.iter();
    let evidence = documents.map(|document| evidence_field(document, bureau)).collect();
    let status = Field::Text(chapter.front.status.name().to_owned(), None);
    let date = chapter.front.date.as_ref();
    let date = date.map(|date| Field::Text(date.value.chinese(), Some(date.span)));
    let number = Field::Text(chapter.front.number.clone(), None);
    let values = [
        bureau_name(bureau, |bureau| &bureau.name),
        bureau_name(bureau, |bureau| &bureau.short),
        status,
        date.unwrap_or(Field::Text(String::new(), None)),
        number,
        body,
        Field::List(evidence),
    ];
    Field::Map(record(&CONTRIBUTION, values))
}

fn evidence_field(evidence: &Evidence, bureau: Option<&Bureau>) -> Field {
    let original = if evidence.original { "已收" } else { "未收" };
    let spanned = |text: &Spanned<String>| Field::Text(text.value.clone(), Some(text.span));
    let text = |text: &str| Field::Text(text.to_owned(), Some(evidence.span));
    let values = [
        spanned(&evidence.title),
        spanned(&evidence.number),
        bureau_name(bureau, |bureau| &bureau.short),
        text(original),
        text(&evidence.note),
    ];
    Field::Map(record(&EVIDENCE, values))
}
