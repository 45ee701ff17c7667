//! What a formal copy prints before somebody answered for it: values that aren't verified, texts that
//! aren't final, evidence without its original, faces that stand in for others.
//!
//! In: the documents of a formal build. Out: problems, each at the place where it is settled. A working
//! copy isn't held to any of this.

use super::{Design, Loaded};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, plain, visit};
use crate::indicator::DatumStatus;
use crate::source::{FileId, Span};
use crate::workspace::{ChapterFile, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Reports what the documents print that isn't settled.
pub(super) fn refuse(loaded: &Loaded, documents: &[&Document], diagnostics: &mut Diagnostics) {
    refuse_values(loaded, documents, diagnostics);

    let workspace = &loaded.workspace;
    let printed = printed_texts(documents);
    for chapter in workspace.chapters.iter().chain(&workspace.row_chapters) {
        let Some(has_text) = printed.get(&chapter.file) else { continue };
        // One that says nothing was reported as that.
        if *has_text {
            refuse_text(chapter, diagnostics);
        }
        refuse_evidence(chapter, diagnostics);
    }
}

/// Values that were reported and not verified; samples are told by themselves.
fn refuse_values(loaded: &Loaded, documents: &[&Document], diagnostics: &mut Diagnostics) {
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    let values = documents.iter().flat_map(|document| visit::values(document));
    for (name, year) in values.flat_map(|value| &value.indicators) {
        let id = loaded.indicators.find(name);
        let Some(datum) = id.and_then(|id| loaded.indicators.datum(id, *year)) else { continue };
        if datum.status != DatumStatus::Reported || !seen.insert(datum.span) {
            continue;
        }

        let message = format!("正式稿用到了没有核定的数值：{name}（{year}年），状态是“初报”");
        diagnostics.report(Diagnostic::new(Code::UnverifiedValue, datum.span, message));
    }
}

/// The files that the documents print, and whether each says anything.
fn printed_texts(documents: &[&Document]) -> BTreeMap<FileId, bool> {
    let mut printed: BTreeMap<FileId, bool> = BTreeMap::new();
    for document in documents {
        for part in document.sections.iter().flat_map(|section| &section.parts) {
            let has_text = plain::has_text(&part.blocks, &document.values);
            *printed.entry(part.file).or_default() |= has_text;
        }
    }
    printed
}

fn refuse_text(chapter: &ChapterFile, diagnostics: &mut Diagnostics) {
    let status = chapter.front.status;
    if status != Status::Final {
        let message = format!("文稿的状态是“{}”，还没有定稿", status.name());
        let span = Span::of_file(chapter.file);
        diagnostics.report(Diagnostic::new(Code::UnfinishedText, span, message));
    }
}

fn refuse_evidence(chapter: &ChapterFile, diagnostics: &mut Diagnostics) {
    for document in chapter.front.evidence.iter().filter(|document| !document.original) {
        let message = format!("佐证“{}”的原件还没有收到", document.title.value);
        diagnostics.report(Diagnostic::new(Code::OutstandingOriginal, document.span, message));
    }
}

/// Reports the faces that stand in for standard ones.
pub(super) fn refuse_stand_ins(design: &Design, diagnostics: &mut Diagnostics) {
    let roles: Vec<&str> = design.faces.stand_ins().map(|report| report.role.name()).collect();
    if !roles.is_empty() {
        let message = format!("没有标准字体，由别的字体代用：{}", roles.join("、"));
        diagnostics.report(Diagnostic::new(Code::StandInFace, design.span, message));
    }
}
