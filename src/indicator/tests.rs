use super::*;
use crate::source::{Sources, Span};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const ID: IndicatorId = IndicatorId(0);

fn span() -> Span {
    Span::of_file(Sources::default().add("test.yaml", ""))
}

fn indicator(name: &str, aliases: &[&str], group: &str, owner: &str) -> Indicator {
    Indicator {
        span: span(),
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        unit: "亿元".to_owned(),
        decimals: 2,
        years: vec![2015, 2016, 2017],
        owner: owner.to_owned(),
        row: "sb-01".to_owned(),
        group: group.to_owned(),
        kind: IndicatorKind::Number,
        basis: String::new(),
        rules: Rules::default(),
    }
}

fn datum(value: DatumValue, status: DatumStatus) -> Datum {
    let (source, note, reason) = Default::default();
    let bureau = "市统计局".to_owned();
    Datum { span: span(), value, source, status, note, reason, bureau }
}

fn number(text: &str) -> DatumValue {
    DatumValue::Number(text.parse().unwrap())
}

fn with(values: &[(i32, &str)]) -> Indicators {
    let value =
        |(year, text): &(i32, &str)| ((ID, *year), datum(number(text), DatumStatus::Verified));
    let definitions = vec![indicator("城市GDP", &["GDP"], "基本", "市统计局")];
    Indicators::new(definitions, values.iter().map(value).collect())
}

fn growth(old: &str, new: &str) -> Result<String, Incomputable> {
    let computed = with(&[(2016, old), (2017, new)]).growth(ID, 2017, 2016)?;
    Ok(format_number(computed.value, 1))
}

fn printed(text: &str, decimals: u32) -> String {
    format_number(text.parse().unwrap(), decimals)
}

#[test]
fn found_by_name_and_alias() {
    let definitions = vec![
        indicator("城市GDP", &["GDP", "地区生产总值"], "基本", "市统计局"),
        indicator("绿化", &["GDP"], "环境", "市林业局"),
        indicator("人口", &[], "基本", "市公安局"),
    ];
    let indicators = Indicators::new(definitions, BTreeMap::new());
    assert_eq!(indicators.find("城市GDP"), Some(IndicatorId(0)));
    assert_eq!(indicators.find("地区生产总值"), Some(IndicatorId(0)));
    assert_eq!(indicators.find("GDP"), Some(IndicatorId(0)), "the first of two keeps the name");
    assert_eq!(indicators.find("gdp"), None);
    assert_eq!(indicators.by_group("基本"), [IndicatorId(0), IndicatorId(2)]);
    assert_eq!(indicators.by_group("没有"), []);
    assert_eq!(indicators.by_owner("市林业局"), [IndicatorId(1)]);
    assert_eq!(Indicators::default().find("GDP"), None);
}

#[test]
fn growth_in_percent() {
    assert_eq!(growth("1227.20", "1380.00").as_deref(), Ok("12.5"));
    assert_eq!(growth("100", "97.9").as_deref(), Ok("-2.1"));
    assert_eq!(growth("-10", "-5").as_deref(), Ok("50.0"), "a smaller loss is growth");
    assert_eq!(growth("-10", "-15").as_deref(), Ok("-50.0"));
    assert_eq!(growth("3", "3").as_deref(), Ok("0.0"));
    assert_eq!(growth("100000", "99999").as_deref(), Ok("0.0"), "no negative zero");
}

#[test]
fn growth_that_cannot_be_computed() {
    assert_eq!(growth("0", "5"), Err(Incomputable::ZeroBase(2016)));
    assert_eq!(
        growth("0.000000000000000000000000001", "79228162514264337593543950335"),
        Err(Incomputable::Overflow)
    );
    assert_eq!(with(&[(2017, "1")]).growth(ID, 2017, 2016), Err(Incomputable::Missing(2016)));
    assert_eq!(with(&[(2016, "1")]).growth(ID, 2017, 2016), Err(Incomputable::Missing(2017)));
    let mut indicators = with(&[(2016, "1")]);
    let text = datum(DatumValue::Text("7.0:45.5:47.5".to_owned()), DatumStatus::Verified);
    indicators.values.insert((ID, 2017), text);
    assert_eq!(indicators.growth(ID, 2017, 2016), Err(Incomputable::NotNumeric(2017)));
    assert_eq!(indicators.change(ID, 2017, 2016), Err(Incomputable::NotNumeric(2017)));
}

#[test]
fn growth_keeps_digits_near_the_limit() {
    let (old, new) = ("39614081257132168796771975168", "79228162514264337593543950335");
    assert_eq!(growth(old, new).as_deref(), Ok("100.0"));
}

#[test]
fn change_is_exact() {
    let computed = with(&[(2015, "0.1"), (2017, "0.3")]).change(ID, 2017, 2015).unwrap();
    assert_eq!(computed.value, "0.2".parse().unwrap());
    assert_eq!(computed.data, [(ID, 2017), (ID, 2015)]);
    assert!(!computed.sample);
    let limit = "79228162514264337593543950335";
    let far = with(&[(2015, limit), (2017, "-79228162514264337593543950335")]);
    assert_eq!(far.change(ID, 2017, 2015), Err(Incomputable::Overflow));
}

#[test]
fn a_sample_marks_what_is_computed_from_it() {
    let mut indicators = with(&[(2016, "1"), (2017, "2")]);
    indicators.values.insert((ID, 2016), datum(number("1"), DatumStatus::Sample));
    assert!(indicators.growth(ID, 2017, 2016).unwrap().sample);
    assert!(indicators.change(ID, 2017, 2016).unwrap().sample);
    assert!(!indicators.change(ID, 2017, 2017).unwrap().sample);
}

#[test]
fn rounded_half_away_from_zero() {
    assert_eq!(printed("2.5", 0), "3");
    assert_eq!(printed("3.5", 0), "4");
    assert_eq!(printed("-2.5", 0), "-3");
    assert_eq!(printed("0.125", 2), "0.13");
    assert_eq!(printed("1.005", 2), "1.01");
    assert_eq!(printed("2.4999999999999999999999999999", 0), "2");
}

#[test]
fn printed_with_its_decimals() {
    assert_eq!(printed("1380", 2), "1380.00");
    assert_eq!(printed("93.10", 1), "93.1");
    assert_eq!(printed("-0.04", 1), "0.0");
    assert_eq!(printed("-0.00", 2), "0.00");
    assert_eq!(printed("79228162514264337593543950335", 3), "79228162514264337593543950335.000");
    assert_eq!(printed("1", 40).len(), 42);
}

proptest::proptest! {
    #[test]
    fn any_numbers_are_computed_and_printed(
        parts in proptest::array::uniform2((proptest::num::i128::ANY, 0u32..=28)),
        decimals in 0u32..40,
    ) {
        // The low 96 bits, so that every value is one that a decimal holds.
        let decimal = |(bits, scale): (i128, u32)| Decimal::from_i128_with_scale(bits >> 32, scale);
        let mut indicators = with(&[]);
        for (year, part) in [2016, 2017].into_iter().zip(parts) {
            let value = DatumValue::Number(decimal(part));
            indicators.values.insert((ID, year), datum(value, DatumStatus::Verified));
        }
        for result in [indicators.growth(ID, 2017, 2016), indicators.change(ID, 2017, 2016)] {
            let Ok(computed) = result else { continue };
            let text = format_number(computed.value, decimals);
            let digits = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            assert_eq!(digits, decimals as usize);
            let zero = text.bytes().all(|byte| b"-0.".contains(&byte));
            assert!(!(zero && text.starts_with('-')), "{text}");
        }
    }
}
