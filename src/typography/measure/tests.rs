use super::word_starts;

fn words(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let starts = word_starts(text);
    let words = starts.windows(2).map(|pair| characters[pair[0]..pair[1]].iter().collect());
    words.collect::<Vec<String>>().join("|")
}

#[test]
fn words_of_titles_and_heads() {
    for expected in [
        "黔西南|布依族|苗族|自治州|争创|全国|质量强市|示范城市|自述报告",
        "城镇|常住|居民|人均|可支配|收入",
        "不合格|产品|处理|情况|说明",
        "规模以上|工业|增加值",
        "申报|单位|（|签字|）",
        "衢州市|创建|全国|质量强市|示范城市|自述报告",
        "衢州市|申报|“|全国|质量强市|示范城市|”|责任分工表",
        "",
    ] {
        assert_eq!(words(&expected.replace('|', "")), expected);
    }
}
