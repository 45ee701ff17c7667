use super::comparable_number;
use super::duty::{Duty, duty};
use crate::source::{Sources, Span};
use crate::workspace::{PlanRow, Spanned};

#[test]
fn numbers_compare_whatever_they_were_typed_with() {
    for typed in [
        "衢政办发〔2017〕29号",
        "衢政办发[2017] 29号",
        "衢政办发（２０１７）29号 ",
        "衢政办发［2017］29号",
    ] {
        assert_eq!(comparable_number(typed), "衢政办发〔2017〕29号", "{typed}");
    }
}

#[test]
fn duties_follow_the_wording() {
    let mut sources = Sources::default();
    let span = Span::of_file(sources.add("plan.yaml", ""));
    let row = |wording: &str| PlanRow {
        span,
        id: "zs-01".to_owned(),
        task: String::new(),
        part: String::new(),
        column: String::new(),
        wording: String::new(),
        duty: wording.to_owned(),
        lead: vec![Spanned { value: "市甲局".to_owned(), span }],
        joint: vec![Spanned { value: "市乙局".to_owned(), span }],
        section: Some("01".to_owned()),
        narrative: false,
    };
    let shares = row("市甲局牵头，市乙局等按职责、领域分工负责");
    assert_eq!(duty(&shares, "市甲局"), Some(Duty::Lead));
    assert_eq!(duty(&shares, "市乙局"), Some(Duty::Share));
    assert_eq!(duty(&shares, "市丙局"), None);
    assert_eq!(duty(&row("市甲局牵头，市乙局等积极配合"), "市乙局"), None);
    assert_eq!(duty(&row("市甲局、市乙局等"), "市乙局"), Some(Duty::Share));
}
