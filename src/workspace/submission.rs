//! 报送 of chapters/report.yaml: how units hand in what they owe, as the note below the 责任分工表 says.

use super::choices::YesNo;
use super::{Bureau, Spanned, Submission, bureaus};
use crate::diag::Diagnostics;
use crate::yaml::{Positions, Step};
use serde::Deserialize;

/// The mapping's key and its alias.
const KEYS: [&str; 2] = ["报送", "submission"];

/// The mapping as typed.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    #[serde(rename = "收件单位", alias = "receiver", default)]
    receiver: String,
    #[serde(rename = "电子", alias = "channel", default)]
    channel: String,
    #[serde(rename = "纸质", alias = "paper", default)]
    paper: Option<YesNo>,
    #[serde(rename = "原件", alias = "originals", default)]
    originals: Option<YesNo>,
}

/// What the mapping says; what it doesn't say is asked for.
pub(super) fn read(entry: Entry, positions: &Positions) -> Submission {
    let key = positions.name_under(&[], &KEYS).unwrap_or(KEYS[0]);
    let span = positions.value_under(&[Step::Key(key)], &["收件单位", "receiver"]);
    let is_asked = |answer: Option<YesNo>| answer != Some(YesNo::No);

    Submission {
        receiver: Spanned { value: entry.receiver.trim().to_owned(), span },
        channel: entry.channel.trim().to_owned(),
        paper: is_asked(entry.paper),
        originals: is_asked(entry.originals),
    }
}

/// Gives the receiver its short name; one that doesn't exist is an error.
pub(super) fn resolve(
    submission: &mut Submission,
    bureaus: &[Bureau],
    diagnostics: &mut Diagnostics,
) {
    let Spanned { value: receiver, span } = &mut submission.receiver;
    if receiver.is_empty() {
        return;
    }

    match bureaus::find(bureaus, receiver) {
        Some(index) => receiver.clone_from(&bureaus[index].short),
        None => {
            diagnostics.report(bureaus::unknown(bureaus, receiver, *span));
            receiver.clear();
        }
    }
}
