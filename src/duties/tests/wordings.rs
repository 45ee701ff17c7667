//! `wordings.txt`, line by line.

use crate::duties::names::UnitNames;
use crate::duties::{NamedUnit, Parties, parties};

const CASES: &str = include_str!("wordings.txt");

/// A split as a line of the file gives it.
fn shown(parties: &Parties) -> String {
    let names = |units: &[NamedUnit]| {
        units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、")
    };
    let mut rest = Vec::new();
    rest.extend(parties.open.then_some("开放"));
    rest.extend((!parties.doubts.is_empty()).then_some("问"));
    format!("{}|{}|{}", names(&parties.lead), names(&parties.joint), rest.join("、"))
}

#[test]
fn wordings_are_split_as_people_read_them() {
    let lines = CASES.lines().filter(|line| !line.starts_with('#') && line.contains("=>"));
    let (mut count, mut wrong) = (0, Vec::new());
    for line in lines {
        let (wording, expected) = line.split_once("=>").unwrap();
        let expected: Vec<&str> = expected.split('|').map(str::trim).collect();
        let expected = expected.join("|");
        let found = parties(&wording.trim().replace("\\n", "\n"), &UnitNames::new());

        count += 1;
        if shown(&found) != expected {
            wrong.push(format!(
                "{wording}\n  expected {expected}\n  found    {} {:?}",
                shown(&found),
                found.doubts
            ));
        }
    }
    assert!(count >= 60, "{count} wordings");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn brackets_give_other_names() {
    let found = parties(
        "市经信局（市中小企业局）牵头，市市场监管局（市知识产权局）配合",
        &UnitNames::new(),
    );
    assert_eq!(found.lead[0].aliases, ["市中小企业局"]);
    assert_eq!(found.joint[0].aliases, ["市知识产权局"]);
}

#[test]
fn known_names_need_no_ending() {
    let known = UnitNames::from(["市创建专班".to_owned(), "各县市区".to_owned()]);
    let found = parties("市创建专班牵头，各县（市、区）配合", &known);
    assert_eq!(shown(&found), "市创建专班|各县市区|");
}
