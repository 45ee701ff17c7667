//! Chinese numerals that count headings and items.

/// Counting numerals below a hundred as Word's `chineseCounting` prints them: 十, 二十一; digits beyond.
pub fn chinese_numeral(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number as usize / 10, number as usize % 10);
    match tens {
        0 if ones > 0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        2..=9 => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::chinese_numeral;

    #[test]
    fn numerals() {
        let printed: Vec<String> = [1, 9, 10, 11, 19, 20, 21, 99, 100].map(chinese_numeral).into();
        assert_eq!(printed, ["一", "九", "十", "十一", "十九", "二十", "二十一", "九十九", "100"]);
    }
}
