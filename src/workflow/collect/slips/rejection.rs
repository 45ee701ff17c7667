//! 退改单: what a unit is to mend in what it handed in, in words of somebody who never saw a chapter.

use super::dispatch::{Desk, Dispatch, Draft, SlipRequest};
use super::sentence::printed_sentence;
use crate::delivery::checksum;
use crate::diag::{Code, Diagnostic, Severity};
use crate::document::{SlipGroup, SlipKind, SlipRow};
use crate::pipeline::{self, Built, Loaded};
use crate::register::{Event, Register};
use crate::workflow::review::excerpt_of;
use crate::workspace::{EDITOR, OutlineSection};
use std::collections::BTreeMap;

/// What units are told, and what they are to do about it. The rest of the problems are the lead office's: how a
/// chapter is typed, and what `zishu fix` mends.
const REMEDIES: &[(Code, &str)] = &[
    (Code::ValueMismatch, "核对：文中的数写错的，改文中的；填报的数值写错的，更正填报表"),
    (Code::ConflictingFact, "与另一单位核对，统一说法"),
    (Code::LikelySlip, "核对，是笔误的改正"),
    (Code::PercentagePoints, "两个百分数相减的差写“个百分点”"),
    (Code::PartsSum, "核对合计和各项，改到相符"),
    (Code::ImpossibleDate, "改为正确的日期"),
    (Code::DocumentNumber, "照文件上的发文字号写，如 ×政办发〔2017〕29号"),
    (Code::BureauName, "写单位现在的规范名称"),
    (Code::Placeholder, "补上内容"),
    (Code::Contact, "删去联系方式和称呼"),
    (Code::EmptyHeading, "补写标题下的内容，没有内容的删去标题"),
    (Code::ContributionLength, "压缩或补充到规定的字数"),
    (Code::MissingPicture, "另送这张图片"),
    (Code::PictureFormat, "重新送这张图片，用 PNG 或 JPEG"),
    (Code::OutOfRange, "核对数值和计量单位"),
    (Code::RatioSum, "核对各项，使之和为 100"),
    (Code::DerivedMismatch, "核对本项和算出它的各项"),
    (Code::MagnitudeJump, "核对计量单位，是否多写或少写了零"),
    (Code::YearSwing, "核对；确实如此的，写明变动的原因"),
    (Code::FallingTotal, "累计数不应减少，核对各年的数"),
    (Code::TotalMismatch, "核对累计数和新增数"),
    (Code::ConflictingValue, "与另一单位核对，报同一个数"),
    (Code::InvalidNumber, "按计量单位填数字，不带别的字"),
    (Code::MissingSource, "补写数据来源：文件、年报或台账的名称"),
];

/// What values are called in a slip.
const FIGURES: &str = "指标数据";

/// A slip, and the pages of its texts, for each unit that is to mend something; `built` has the documents and every
/// problem.
///
/// # Errors
/// Where a unit or the date isn't known, a register can't be continued, or the template has errors.
pub fn reject(
    loaded: &mut Loaded,
    built: &Built,
    request: &SlipRequest<'_>,
) -> anyhow::Result<Dispatch> {
    let desk = Desk::new(loaded, request)?;
    let mut drafts = Vec::new();
    let mut units = Vec::new();
    for (bureau, groups) in groups_by_unit(built) {
        let Some(unit) = desk.loaded.workspace.find_bureau(&bureau) else { continue };
        if desk.is_asked(unit) {
            drafts.push(draft(&desk, unit, groups));
            units.push(unit);
        }
    }

    let mut dispatch = desk.dispatch(drafts)?;
    for (index, unit) in units.into_iter().enumerate() {
        let path = dispatch.slips[index].path.replace(".docx", "-文稿.pdf");
        if let Some(pdf) = pages(built, unit, &mut dispatch) {
            dispatch.changes.output(path, pdf);
        }
    }
    Ok(dispatch)
}

/// What each unit is told, by its short name: a group for each text, and one for its values.
fn groups_by_unit(built: &Built) -> BTreeMap<String, Vec<SlipGroup>> {
    let mut units: BTreeMap<String, Vec<SlipGroup>> = BTreeMap::new();
    for problem in built.problems.distinct().filter(|one| one.severity != Severity::Hint) {
        let Some((_, remedy)) = REMEDIES.iter().find(|(code, _)| *code == problem.code) else {
            continue;
        };
        let Some(owner) = pipeline::owner(&built.loaded, problem) else { continue };
        if owner == EDITOR {
            continue;
        }

        let (name, row) = row(built, problem, remedy);
        let groups = units.entry(owner).or_default();
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.rows.push(row),
            None => groups.push(SlipGroup { name, rows: vec![row] }),
        }
    }
    units
}

/// A problem as a row, and the text that it is of.
fn row(built: &Built, problem: &Diagnostic, remedy: &str) -> (String, SlipRow) {
    let Loaded { workspace, indicators, .. } = &*built.loaded;
    let span = problem.primary.span;
    let mut row = SlipRow {
        detail: problem.message.clone(),
        wanted: remedy.to_owned(),
        ..SlipRow::default()
    };
    if let Some(id) = indicators.at(span) {
        row.name.clone_from(&indicators.get(id).name);
        return (FIGURES.to_owned(), row);
    }

    let documents = built.documents.iter().filter_map(|built| built.document.as_deref());
    let sentence = documents.into_iter().find_map(|document| printed_sentence(document, span));
    row.name = sentence.unwrap_or_else(|| "（全文）".to_owned());
    if let Some(fix) = problem.fix.as_ref().filter(|fix| !fix.replacement.is_empty()) {
        row.wanted = format!("改为“{}”", fix.replacement);
    }

    let plan_row = pipeline::row_of_place(&built.loaded, span);
    let section = plan_row.and_then(|row| workspace.sections().find(|section| section.row == row));
    let is_row = |section: &&OutlineSection| section.number == section.title;
    let name = match section {
        Some(section) if is_row(&section) => format!("申报表 {}", section.number),
        Some(section) => format!("{} {}", section.number, section.title),
        None => "文稿".to_owned(),
    };
    (name, row)
}

fn draft(desk: &Desk<'_>, unit: usize, groups: Vec<SlipGroup>) -> Draft {
    let mut listed = String::new();
    for SlipRow { name, detail, .. } in groups.iter().flat_map(|group| &group.rows) {
        listed.push_str(&format!("{name}\n{detail}\n"));
    }
    let checksum = checksum(&listed);

    let register = desk.status.registers.list.get(unit);
    let last = register.and_then(Register::last_returned);
    let is_noted = last.is_some_and(|noted| noted == checksum);
    let sent = desk.sent(unit, |event| matches!(event, Event::Returned { .. }));
    let count: usize = groups.iter().map(|group| group.rows.len()).sum();
    let mut slip = desk.slip(SlipKind::Return, Some(unit), groups);
    slip.count = sent.next();

    let message = format!(
        "【退改】{}：《{}》有 {count} 处要改，见退改单和所附的页；改好后送回。{}",
        slip.unit.short,
        desk.loaded.workspace.report.title_in_one_line(),
        slip.sender.short
    );
    let event = (!is_noted).then_some(Event::Returned { checksum });
    Draft { slip, unit: Some(unit), event, message }
}

/// The pages of what a unit wrote for the report; `None` where it wrote nothing.
fn pages(built: &Built, unit: usize, dispatch: &mut Dispatch) -> Option<Vec<u8>> {
    let report = built.documents.first()?;
    let (document, design) = (report.document.as_deref()?, report.design.as_ref()?);
    let excerpt = excerpt_of(document, &built.loaded.workspace, unit);
    if excerpt.sections.is_empty() {
        return None;
    }
    pipeline::print_pages(&built.loaded, &excerpt, design, &mut dispatch.problems)
}
