use super::*;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn units() -> Units {
    let mut units = Units::default();
    for unit in ["亿元", "万人次", "微克/立方米", "盏"] {
        units.add(unit);
    }
    units
}

fn show(number: &Number, text: &str) -> String {
    let typed = &text[number.range.clone()];
    let reading = match &number.reading {
        Reading::Year(year) => format!("year {year}"),
        Reading::Years(from, to) => format!("years {from} {to}"),
        Reading::Other(other) => format!("{other:?}"),
        Reading::Quantity(quantity) => {
            let plain = |figure: &Figure| figure.value.normalize().to_string();
            let amount = match &quantity.amount {
                Amount::Single(figure) => plain(figure),
                Amount::Range(low, high) => format!("{}..{}", plain(low), plain(high)),
                Amount::Ratio(parts) => parts.iter().map(plain).collect::<Vec<_>>().join(":"),
                Amount::Doubling(times) => format!("x2^{times}"),
            };
            let bound = match quantity.bound {
                Bound::Exact => String::new(),
                bound => format!(" {bound:?}"),
            };
            format!("{amount}{}{bound}", quantity.base)
        }
    };
    format!("{typed}={reading}")
}

fn all(text: &str) -> String {
    let numbers = read(text, &units());
    numbers.iter().map(|number| show(number, text)).collect::<Vec<_>>().join("; ")
}

#[test]
fn arabic_quantities() {
    for typed in ["1380亿元", "1,380.00 亿元", "1 380.00亿元", "1\u{a0}380.0亿元", "１３８０亿元"]
    {
        assert_eq!(all(typed), format!("{typed}=138000000000元"), "{typed}");
    }
    assert_eq!(all("达98.5%，98.5％"), "98.5%=98.5%; 98.5％=98.5%");
    assert_eq!(all("3‰"), "3‰=0.3%");
    assert_eq!(all("2.3万人"), "2.3万人=23000人");
    assert_eq!(all("4.5万人次"), "4.5万人次=45000人次");
    assert_eq!(all("提高2.1个百分点"), "2.1个百分点=2.1个百分点");
    assert_eq!(all("42微克/立方米"), "42微克/立方米=42微克/立方米");
    assert_eq!(all("35元/平方米"), "35元/平方米=35元/平方米");
    assert_eq!(all("8845平方公里"), "8845平方公里=8845000000平方米");
    assert_eq!(all("218.5万"), "218.5万=2185000");
    assert_eq!(all("1.38万亿元"), "1.38万亿元=1380000000000元");
    assert_eq!(all("增长为-2.1%"), "-2.1%=-2.1%");
    assert_eq!(all("装了12盏"), "12盏=12盏");
    assert_eq!(all("城市GDP1380亿元"), "1380亿元=138000000000元");
    assert_eq!(all("GDP 1380 亿元"), "1380 亿元=138000000000元");
}

#[test]
fn chinese_quantities() {
    assert_eq!(all("百分之九十八点五"), "百分之九十八点五=98.5%");
    assert_eq!(all("千分之三"), "千分之三=0.3%");
    assert_eq!(all("百分之98.5"), "百分之98.5=98.5%");
    assert_eq!(all("三百八十亿元"), "三百八十亿元=38000000000元");
    assert_eq!(all("一千三百余家"), "一千三百余家=1300家 AndMore");
    assert_eq!(all("一万二千人"), "一万二千人=12000人");
    assert_eq!(all("十三家"), "十三家=13家");
    assert_eq!(all("三成"), "三成=30%");
    assert_eq!(all("四成八"), "四成八=48%");
    assert_eq!(all("八成以上"), "八成=80% AtLeast");
    assert_eq!(all("两倍"), "两倍=2倍");
    assert_eq!(all("三分之一"), "三分之一=33.3333%");
    assert_eq!(all("翻一番，翻了两番"), "翻一番=x2^1倍; 翻了两番=x2^2倍");
    assert_eq!(all("百余个"), "百余个=100个 AndMore");
    assert_eq!(all("二〇一七年"), "二〇一七年=year 2017");
    assert_eq!(all("近三年"), "三年=3年 Nearly");
}

#[test]
fn bounds() {
    assert_eq!(all("约1380亿元"), "1380亿元=138000000000元 About");
    assert_eq!(all("近1400亿元"), "1400亿元=140000000000元 Nearly");
    assert_eq!(all("突破1300亿元"), "1300亿元=130000000000元 AtLeast");
    assert_eq!(all("98%以上"), "98%=98% AtLeast");
    assert_eq!(all("1500家左右"), "1500家=1500家 About");
    assert_eq!(all("1300余家"), "1300余家=1300家 AndMore");
    assert_eq!(all("12万余人"), "12万余人=120000人 AndMore");
    assert_eq!(all("12余万人"), "12余万人=120000人 AndMore");
    assert_eq!(all("不到5%"), "5%=5% AtMost");
}

#[test]
fn ranges_and_ratios() {
    assert_eq!(all("15%～30%"), "15%～30%=15..30%");
    assert_eq!(all("15—30%"), "15—30%=15..30%");
    assert_eq!(all("13万元～17万元"), "13万元～17万元=130000..170000元");
    assert_eq!(all("13～17万元"), "13～17万元=130000..170000元");
    assert_eq!(all("9亿～16亿"), "9亿～16亿=900000000..1600000000");
    assert_eq!(all("7.0:45.5:47.5"), "7.0:45.5:47.5=7:45.5:47.5");
    assert_eq!(all("7.0∶45.5∶47.5"), "7.0∶45.5∶47.5=7:45.5:47.5");
    assert_eq!(all("1:17.5"), "1:17.5=1:17.5");
    assert_eq!(all("由15%到30%"), "15%=15%; 30%=30%");
}

#[test]
fn years() {
    assert_eq!(all("2017年，2015—2017年"), "2017年=year 2017; 2015—2017年=years 2015 2017");
    assert_eq!(all("2015-2017年"), "2015-2017年=years 2015 2017");
    assert_eq!(all("2015年至2017年"), "2015年至2017年=years 2015 2017");
    assert_eq!(all("2015、2016和2017年"), "2015=year 2015; 2016=year 2016; 2017年=year 2017");
    assert_eq!(all("近10年"), "10年=10年 Nearly");
}

#[test]
fn no_quantities() {
    for (text, expected) in [
        ("衢政办发〔2017〕29号", "2017=Document; 29=Document"),
        ("第3条", "3=Ordinal"),
        ("第二批", "二=Ordinal"),
        ("3.1节", "3.1=Ordinal"),
        ("3.1.2", "3.1.2=Code"),
        ("PM2.5年均", "2.5=Code"),
        ("PM10", "10=Code"),
        ("GB/T 9704-2012", "9704-2012=Code"),
        ("ISO9001:2015", "9001:2015=Code"),
        ("12315、12365热线", "12315=Code; 12365=Code"),
        ("“315”期间", "315=Code"),
        ("5A级景区", "5A=Code"),
        ("110kV变电站", "110kV=Code"),
        ("电话0570-3080000", "0570=Code; 3080000=Code"),
        ("“十三五”规划", "十三五=Word"),
        ("3月15日", "3月=Date; 15日=Date"),
        ("上午8:30", "8:30=Date"),
        ("一个、十分重要、千家万户", "一=Word; 十=Word; 千=Word; 万=Word"),
        ("（一）（2）①", "一=Marker; 2=Marker; ①=Marker"),
        ("1. 源头关", "1=Marker"),
        ("《行动纲要（2016—2020年）》", "2016=Title; 2020年=Title"),
        ("数百家、每十万人", "百=Word; 十万=Word"),
        ("表6-1", "6-1=Code"),
        ("中国制造2025", "2025=Code"),
        ("前10位", "10=Ordinal"),
        ("1—6月", "1=Date; 6月=Date"),
    ] {
        assert_eq!(all(text), expected, "{text}");
    }
}

#[test]
fn units_of_definitions() {
    let units = units();
    let parsed = |unit: &str| {
        let unit = units.parse(unit);
        format!("{}^{}", unit.base, unit.power)
    };
    assert_eq!(parsed("亿元"), "元^8");
    assert_eq!(parsed("万人次"), "人次^4");
    assert_eq!(parsed("%"), "%^0");
    assert_eq!(parsed("‰"), "%^-1");
    assert_eq!(parsed("微克/立方米"), "微克/立方米^0");
    assert_eq!(parsed("公顷"), "平方米^4");
    assert_eq!(parsed("盏"), "盏^0");
    assert_eq!(parsed(""), "^0");
    assert_eq!(parsed("件/万人"), "件/万人^0");
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[0-9０-９一二三十百千万亿两零点分之.．,:：∶—～至%年月日约近余多第〔〕《》翻番成倍元人家A-Z /\u{a0}\n-]{0,40}") {
        let numbers = read(&text, &units());
        let mut end = 0;
        for number in &numbers {
            prop_assert!(number.range.start >= end && text.get(number.range.clone()).is_some());
            end = number.range.end;
        }
    }

    #[test]
    fn any_characters_are_read(text in ".{0,60}") {
        let _ = read(&text, &units());
    }

    #[test]
    fn a_printed_number_reads_back(mantissa in 0i64..10_000_000_000, scale in 0u32..5) {
        let value = Decimal::new(mantissa, scale);
        for (unit, base) in [("亿元", "元"), ("%", "%"), ("家", "家"), ("万人次", "人次")] {
            let text = format!("共{value}{unit}。");
            let numbers = read(&text, &units());
            prop_assert_eq!(numbers.len(), 1, "{}", text);
            let Reading::Quantity(quantity) = &numbers[0].reading else {
                return Err(TestCaseError::fail(text));
            };
            let expected = units().parse(unit).to_base(value).unwrap();
            prop_assert_eq!(&quantity.base, base);
            match &quantity.amount {
                Amount::Single(figure) => prop_assert_eq!(figure.value, expected),
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            }
        }
    }
}
