//! The summary by unit: how many problems everybody is to mend, and what everybody still owes.

use super::owed::Owed;
use super::summary::counted;
use crate::pipeline::Share;
use crate::workflow::Scope;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::fmt::Write;

/// What a unit has to do.
struct Unit<'a> {
    name: &'a str,
    errors: usize,
    warnings: usize,
    owed: Option<&'a Owed<'a>>,
}

/// The units that have anything to do and were asked for, in the order of bureaus.yaml, then who is none of them.
fn units<'a>(shares: &'a [Share], owed: &'a [Owed<'a>], scope: &Scope) -> Vec<Unit<'a>> {
    let counts = |name: &str| {
        let share = shares.iter().find(|share| share.owner == name);
        share.map_or((0, 0), |share| (share.errors, share.warnings))
    };
    let mut units: Vec<Unit<'_>> = Vec::new();
    for unit in owed.iter().filter(|unit| scope.holds_bureau(unit.bureau)) {
        let (errors, warnings) = counts(unit.bureau);
        // Of a section's problems alone: what is owed elsewhere isn't asked for.
        let owed = Some(unit).filter(|unit| !scope.has_section() && !unit.is_nothing());
        if errors + warnings > 0 || owed.is_some() {
            units.push(Unit { name: unit.bureau, errors, warnings, owed });
        }
    }

    let is_bureau = |owner: &str| owed.iter().any(|unit| unit.bureau == owner);
    for Share { owner, errors, warnings } in shares.iter().filter(|share| !is_bureau(&share.owner))
    {
        units.push(Unit { name: owner, errors: *errors, warnings: *warnings, owed: None });
    }
    units
}

/// A line for each unit, at most `max`; empty where nobody has anything to do. Those with the most errors have one.
pub(super) fn text(shares: &[Share], owed: &[Owed<'_>], scope: &Scope, max: usize) -> String {
    let units = units(shares, owed, scope);
    let is_known = units.len() == 1 && units[0].owed.is_none();
    if units.is_empty() || is_known {
        return String::new();
    }

    let mut gravest: Vec<usize> = (0..units.len()).collect();
    gravest.sort_by_key(|index| Reverse((units[*index].errors, units[*index].warnings)));
    let with_line = &gravest[..max.min(units.len())];

    let mut text = "按单位：".to_owned();
    let lines = units.iter().enumerate().filter(|(index, _)| with_line.contains(index));
    for (_, unit) in lines {
        let _ = write!(text, "\n  {} {}", unit.name, unit.words());
    }
    let hidden = units.len() - with_line.len();
    if hidden > 0 {
        let _ = write!(text, "\n  另外还有 {hidden} 个单位；加 --all 逐个列出");
    }
    text
}

/// The same for programs: a line with a list.
pub(super) fn json(shares: &[Share], owed: &[Owed<'_>], scope: &Scope) -> String {
    let units: Vec<Value> = units(shares, owed, scope)
        .iter()
        .map(|unit| {
            let owed = unit.owed.map(|owed| {
                json!({
                    "lead": owed.lead, "share": owed.share,
                    "values": owed.values, "originals": owed.originals,
                })
            });
            json!({
                "unit": unit.name, "errors": unit.errors, "warnings": unit.warnings, "owed": owed,
            })
        })
        .collect();

    format!("{}\n", json!({ "units": units }))
}

impl Unit<'_> {
    fn words(&self) -> String {
        let counts = [(self.errors, "个错误"), (self.warnings, "条提醒")];
        let problems = counted(counts, |count, name| format!("{count} {name}")).join("，");
        let owed = self.owed.map(Owed::words);
        let words: Vec<String> =
            [problems].into_iter().chain(owed).filter(|words| !words.is_empty()).collect();
        words.join("；")
    }
}
