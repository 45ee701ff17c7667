use super::Formula;
use crate::indicator::{
    Datum, DatumStatus, DatumValue, Indicator, IndicatorId, IndicatorKind, Indicators, Rules,
};
use crate::source::{Sources, Span};
use std::collections::BTreeMap;

/// Indicators with one value for 2016 and one for 2017.
fn indicators(list: &[(&str, u32, &str, &str)]) -> Indicators {
    let span = Span::of_file(Sources::default().add("test.yaml", ""));
    let (mut definitions, mut values) = (Vec::new(), BTreeMap::new());
    for (id, (name, decimals, earlier, later)) in (0..).map(IndicatorId).zip(list) {
        definitions.push(Indicator {
            span,
            name: (*name).to_owned(),
            aliases: vec![],
            unit: String::new(),
            decimals: *decimals,
            years: vec![2016, 2017],
            owner: String::new(),
            row: String::new(),
            group: String::new(),
            kind: IndicatorKind::Number,
            basis: String::new(),
            rules: Rules::default(),
        });
        for (year, value) in [(2016, earlier), (2017, later)] {
            let Ok(number) = value.parse() else { continue };
            let datum = Datum {
                span,
                value: DatumValue::Number(number),
                source: String::new(),
                status: DatumStatus::Verified,
                note: String::new(),
                reason: String::new(),
                bureau: String::new(),
            };
            values.insert((id, year), datum);
        }
    }
    Indicators::new(definitions, values)
}

fn sample() -> Indicators {
    indicators(&[
        ("GDP", 2, "1", "2"),
        ("城市GDP", 2, "1251.62", "1380.00"),
        ("常住人口", 1, "216.2", "218.5"),
        ("315活动参与人数", 0, "4", "5"),
        ("甲", 0, "", "0"),
    ])
}

fn result(text: &str) -> Option<String> {
    let indicators = sample();
    let formula = Formula::read(text, &indicators).unwrap();
    let results = formula.results(&indicators, 2017)?;
    let rounded: Vec<String> =
        results.iter().map(|r| r.round_dp(2).normalize().to_string()).collect();
    Some(rounded.join(":"))
}

#[test]
fn results() {
    let cases = [
        ("城市GDP * 10000 / 常住人口", "63157.89"),
        ("城市GDP×10000÷常住人口", "63157.89"),
        ("（城市GDP－城市GDP（上年））/城市GDP(上年) * 100", "10.26"),
        ("GDP + 1 - 2 * 3", "-3"),
        ("-GDP - -3", "1"),
        ("315活动参与人数 / 2", "2.5"),
        ("GDP : 3 : 5", "2:3:5"),
        ("12.5", "12.5"),
    ];
    for (text, expected) in cases {
        assert_eq!(result(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn no_result() {
    assert_eq!(result("GDP / 甲"), None, "zero");
    assert_eq!(result("甲(上年)"), None, "missing");
    assert_eq!(result("79228162514264337593543950335 * GDP"), None, "too long");
}

#[test]
fn limits_of_rounded_values() {
    let indicators = sample();
    let formula = Formula::read("城市GDP * 10000 / 常住人口", &indicators).unwrap();
    let limits = formula.limits(&indicators, 2017).unwrap()[0];
    let number = |text: &str| text.parse().unwrap();
    assert!(limits.contains(number("63158")) && limits.contains(number("63170")));
    assert!(!limits.contains(number("63250")) && !limits.contains(number("63100")));
}

#[test]
fn misformed_formulas_are_refused() {
    let cases = [
        ("城市GPD / 2", 0..9, "城市GPD"),
        ("城市GDP比重", 9..15, "比重"),
        ("(GDP", 4..4, ""),
        ("GDP *", 5..5, ""),
        ("GDP 2", 4..5, "2"),
        ("1.2.3", 0..5, "1.2.3"),
        ("GDP )", 4..5, ")"),
        ("", 0..0, ""),
    ];
    for (text, range, word) in cases {
        let misformed = Formula::read(text, &sample()).unwrap_err();
        assert_eq!(
            (misformed.range, misformed.word.as_deref().unwrap_or("")),
            (range, word),
            "{text}"
        );
    }
    assert!(Formula::read(&"(".repeat(100_000), &sample()).is_err());
    assert!(Formula::read(&"-".repeat(100_000), &sample()).is_err());
}

#[test]
fn terms_once_each() {
    let formula = Formula::read("GDP + GDP - GDP(上年)", &sample()).unwrap();
    let years: Vec<i32> = formula.terms.iter().map(|term| term.year(2017)).collect();
    assert_eq!(years, [2017, 2016]);
}
