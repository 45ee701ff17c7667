//! What each unit owes and has handed in, found out.

use super::content::content;
use super::deadline::deadline;
use super::duty::Duty;
use super::evidence::evidence;
use super::figures::figures;
use super::model::{Deliveries, Delivery, FigureItem, Seal, TextItem};
use super::task::tasks;
use super::text::{PrintedTexts, texts};
use crate::document::Date;
use crate::pipeline::{self, Loaded};
use crate::register::{Register, Registers};
use crate::workspace::ChapterFile;

/// Finds what the units owe as of a day, and what of it is there.
pub fn find(loaded: &Loaded, registers: &Registers, date: Date) -> Deliveries {
    let printed = pipeline::printed_texts(loaded);
    let report = &loaded.workspace.report;
    let mut units = Vec::new();
    for (index, register) in registers.list.iter().enumerate() {
        let unit = delivery(loaded, register, index, date, &printed);
        let owes = super::Column::ALL.into_iter().any(|column| unit.level(column).is_some());
        if owes {
            units.push(unit);
        }
    }

    Deliveries { date, deadline: deadline(report.deadline, None, date), units }
}

fn delivery(
    loaded: &Loaded,
    register: &Register,
    index: usize,
    date: Date,
    printed: &PrintedTexts,
) -> Delivery {
    let Loaded { workspace, indicators, sources, .. } = loaded;
    let short = &register.bureau;
    let (outline, rows) = (&workspace.outline, &workspace.rows);
    let (chapters, row_chapters) = (&workspace.chapters, &workspace.row_chapters);
    let mut unit = Delivery {
        index,
        bureau: short.clone(),
        deadline: deadline(workspace.report.deadline, register.extension(), date),
        texts: texts(workspace, outline, chapters, index, register, printed),
        figures: figures(indicators, short),
        has_form: register.has_form(),
        narratives: texts(workspace, rows, row_chapters, index, register, printed),
        evidence: if workspace.report.submission.originals {
            evidence(workspace, sources, index, register)
        } else {
            Vec::new()
        },
        paper: None,
        seal: None,
        tasks: tasks(workspace, indicators, short, register),
    };

    if answers_for_something(&unit) {
        let has_text = |chapter: &ChapterFile| printed.get(&chapter.file) == Some(&true);
        unit.paper = workspace.report.submission.paper.then(|| register.paper());
        unit.seal = Some(seal(register, &content(loaded, index, &has_text)));
    }
    unit
}

/// Whether a unit hands in anything that is printed and signed: who only has a share of a text does, once it
/// gave it.
fn answers_for_something(unit: &Delivery) -> bool {
    let is_owner = |text: &TextItem| text.duty == Duty::Lead || text.has_text;
    let has_figures = unit.figures.iter().any(|FigureItem { asked, .. }| *asked > 0);
    has_figures || unit.texts.iter().chain(&unit.narratives).any(is_owner)
}

fn seal(register: &Register, content: &crate::register::Items) -> Seal {
    let signed = register.signed();
    let unsigned = content.iter().filter(|(name, checksum)| signed.get(*name) != Some(checksum));
    Seal {
        is_sealed: register.is_sealed(),
        unsigned: unsigned.map(|(name, _)| name.clone()).collect(),
        has_content: !content.is_empty(),
    }
}
