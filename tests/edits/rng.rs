//! Rng that comes out the same each time.
//!
//! In: a seed. Out: numbers, choices, and the words that reviewers write.

use std::ops::Range;

/// A generator of numbers (SplitMix64).
#[derive(Debug, Clone)]
pub(super) struct Rng {
    state: u64,
    words: usize,
    sign: String,
}

/// Signs that mean something to Markdown, to templates or to a line's start.
const SIGNS: &[&str] = &[
    "*",
    "_",
    "**",
    "`",
    "[@x]",
    "{{ 1 }}",
    "{% if %}",
    "{#a}",
    "{##",
    "|",
    "<b>",
    "&amp;",
    "#",
    "1. ",
    "- ",
    "+ ",
    "> ",
    "\\",
    "~~",
    "https://a.cn/b",
    " ",
    "　",
    "2017年",
    "12.5%",
    "$x$",
    "[^1]",
    "::: ",
    "^^",
    "<<",
    "“引”",
    "'",
    "\"",
    "：",
    "＊",
    "（一）",
    "!",
    "[",
    "](",
    "<!--",
    "=",
    "_斜_",
    "表：",
    "  ",
    "】",
    "@",
    "A",
    "Word ",
    "3—5",
    "……",
];

/// Letters that the chapters don't use, so that a reviewer's word is found again.
const LETTERS: &str =
    "宇宙洪荒盈昃宿寒暑藏闰岁吕阳云腾雨露霜丽昆冈剑巨阙珠夜果珍李柰菜芥姜鳞潜羽翔龙师火帝鸟";

impl Rng {
    pub fn new(seed: u64) -> Rng {
        // Neighbouring seeds must not give the same row, shifted.
        let mut rng = Rng { state: seed ^ 0x5151, words: 0, sign: String::new() };
        rng.state = rng.next().rotate_left(17) ^ rng.next();
        rng
    }

    /// Words of somebody: they begin with the first letter of the name.
    pub fn signed(mut self, name: &str) -> Rng {
        self.sign = name.chars().take(1).collect();
        self
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }

    /// Whether a thing happens that does so in `percent` of all cases.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A stretch of `within` of one to `longest`.
    pub fn stretch(&mut self, within: &Range<usize>, longest: usize) -> Range<usize> {
        let length = (1 + self.below(longest)).min(within.len());
        let start = within.start + self.below(within.len() - length + 1);
        start..start + length
    }

    /// A word that this generator writes once.
    pub fn word(&mut self) -> String {
        let letters: Vec<char> = LETTERS.chars().collect();
        self.words += 1;
        let (a, b) = (self.words / letters.len(), self.words % letters.len());
        let c = self.below(letters.len());
        let word: String = [letters[a % letters.len()], letters[b], letters[c]].iter().collect();
        format!("{}{word}", self.sign)
    }

    /// What a reviewer writes: mostly plain, at times with signs in it.
    pub fn writing(&mut self) -> String {
        let mut text = self.word();
        if self.percent(35) {
            let sign = *self.pick(SIGNS);
            match self.below(3) {
                0 => text.insert_str(0, sign),
                1 => text.push_str(sign),
                _ => {
                    let middle = text.chars().next().map_or(0, char::len_utf8);
                    text.insert_str(middle, sign);
                }
            }
        }
        if self.percent(20) {
            text.push_str(&self.word());
            text.push('。');
        }
        text
    }
}
