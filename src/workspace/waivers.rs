//! 放行 of chapters/report.yaml: what a formal copy may have all the same, each with a reason.

use super::{Bureau, WaivedKind, Waiver, bureaus};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::yaml::{Positions, Step};
use serde::Deserialize;

/// The list's key and its alias.
const LIST: [&str; 2] = ["放行", "waivers"];

/// An entry of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    #[serde(rename = "项", alias = "kind")]
    kind: WaivedKind,
    #[serde(rename = "单位", alias = "bureau", default)]
    bureau: String,
    #[serde(rename = "理由", alias = "reason", default)]
    reason: String,
}

/// What the entries come to; one without a reason is an error and waives nothing.
pub(super) fn read(
    entries: Vec<Entry>,
    positions: &Positions,
    diagnostics: &mut Diagnostics,
) -> Vec<Waiver> {
    let key = positions.name_under(&[], &LIST).unwrap_or(LIST[0]);

    let mut waivers = Vec::with_capacity(entries.len());
    for (index, Entry { kind, bureau, reason }) in entries.into_iter().enumerate() {
        let span = positions.value(&[Step::Key(key), Step::Index(index)]);
        if reason.trim().is_empty() {
            let message = format!("放行“{}”没有写“理由”", kind.name());
            let problem = Diagnostic::new(Code::YamlShape, span, message);
            diagnostics.report(problem.help("写上 理由: …，出正式稿时照列；没有理由的不放行"));
            continue;
        }

        let (bureau, reason) = (bureau.trim().to_owned(), reason.trim().to_owned());
        waivers.push(Waiver { span, kind, bureau, reason });
    }
    waivers
}

/// Gives bureaus their short names; a waiver for one that doesn't exist is an error.
pub(super) fn resolve(waivers: &mut [Waiver], bureaus: &[Bureau], diagnostics: &mut Diagnostics) {
    for waiver in waivers.iter_mut().filter(|waiver| !waiver.bureau.is_empty()) {
        match bureaus::find(bureaus, &waiver.bureau) {
            Some(index) => waiver.bureau.clone_from(&bureaus[index].short),
            None => {
                diagnostics.report(bureaus::unknown(bureaus, &waiver.bureau, waiver.span));
            }
        }
    }
}
