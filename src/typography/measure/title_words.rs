//! What belongs together in a title: words, names of autonomous places, figures and their units, brackets.
//!
//! In: a title. Out: what a line end costs at each of its characters.

use super::breaks::is_east_asian;
use super::unbroken::unbroken_ranges;
use super::words::{dictionary_starts, word_starts};
use std::ops::Range;

/// What the part of a title begins with that says what it is about.
const ABOUT: &str = "关于";
/// Words that belong to what follows them.
const LEADING_WORDS: [&str; 20] = [
    "争创",
    "创建",
    "申报",
    "开展",
    "实施",
    "推进",
    "印发",
    "加强",
    "贯彻",
    "落实",
    "加快",
    "推动",
    "促进",
    "全面",
    "深入",
    "组织",
    "进一步",
    "申请",
    "报送",
    "做好",
];
/// Characters that belong to what follows them.
const LEADING: &str = "和与及暨并对在为以由向从把被至";
/// Conjunctions: a line may begin with one.
const CONJUNCTIONS: &str = "和与及暨";
/// Words that belong to what is before them.
const TRAILING_WORDS: [&str; 16] = [
    "发展", "建设", "管理", "体系", "情况", "报告", "办法", "方案", "规划", "计划", "意见", "通知",
    "总结", "名单", "活动", "工作",
];
/// Characters with which the name of a place or an office ends.
const PLACE_ENDS: &str = "省市州县区旗盟局委办院府厅部室";
/// Words that end with such a character and are no names.
const NO_PLACES: [&str; 4] = ["城市", "强市", "强县", "全部"];
/// Characters that belong to what is before them.
const TRAILING: &str = "的等之了";
/// Units that follow a figure.
const UNITS: &str = "年月日个项家件次批届号期万亿元人名吨户级周天条所大";
/// Characters with which the name of a place or a part of a sentence ends.
const NAME_ENDS: &str = "省市区州县旗盟于对在为向由和与及";
/// Maximum number of characters of a place's name before those of its peoples.
const MAX_NAME: usize = 5;
/// Maximum number of characters in round brackets that stay together.
const MAX_BRACKET: usize = 14;
/// The peoples by whose names autonomous places are called, without 族.
const PEOPLES: &[&str] = &[
    "各",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
];

/// What a line end costs, in square ems.
mod cost {
    /// Within a word.
    pub const IN_WORD: f64 = 300.0;
    /// Within quotation marks, or the name of a text.
    pub const IN_QUOTES: f64 = 150.0;
    /// Behind 关于.
    pub const BEHIND_ABOUT: f64 = 80.0;
    /// Behind a word that belongs to the next one.
    pub const BEHIND_LEADING: f64 = 40.0;
    /// The same, before something that is named in full.
    pub const BEFORE_NAME: f64 = 10.0;
    /// Before a word that belongs to the one before.
    pub const BEFORE_TRAILING: f64 = 15.0;
    /// Before 关于.
    pub const BEFORE_ABOUT: f64 = -60.0;
    /// Before the years in brackets.
    pub const BEFORE_BRACKET: f64 = -40.0;
    /// Behind the name of a place or an office.
    pub const BEHIND_PLACE: f64 = -15.0;
}

/// A title by what belongs together in it.
#[derive(Debug)]
pub(super) struct TitleWords {
    characters: Vec<char>,
    /// For every character whether a word begins with it.
    is_start: Vec<bool>,
    /// For every character whether it belongs to the one before more closely than a word's characters do.
    is_inside: Vec<bool>,
}

impl TitleWords {
    /// Reads a title.
    pub fn new(title: &str) -> TitleWords {
        let characters: Vec<char> = title.chars().collect();
        let mut is_start = vec![false; characters.len() + 1];
        word_starts(title).into_iter().for_each(|start| is_start[start] = true);
        let is_inside = vec![false; characters.len() + 1];
        let mut words = TitleWords { characters, is_start, is_inside };

        for range in unbroken_ranges(title) {
            let index = |byte: usize| title[..byte].chars().count();
            words.join_unbroken(index(range.start)..index(range.end));
        }
        words.join_places();
        words.join_brackets();
        words.join_figures();
        words.split_conjunctions(title);
        words
    }

    /// Whether no line begins here while there is another way.
    pub fn is_inside(&self, index: usize) -> bool {
        self.is_inside.get(index).copied().unwrap_or(false)
    }

    /// What it costs that a line begins here.
    pub fn break_cost(&self, index: usize) -> f64 {
        let (before, after) = self.characters.split_at(index.min(self.characters.len()));
        let starts = |word: &str| after.iter().copied().take(word.chars().count()).eq(word.chars());
        let ends = |word: &str| {
            before.iter().rev().copied().take(word.chars().count()).eq(word.chars().rev())
        };

        let mut cost = 0.0;
        if !self.is_start.get(index).copied().unwrap_or(true) {
            cost += cost::IN_WORD;
        }
        let count = |marks: &str| before.iter().filter(|c| marks.contains(**c)).count();
        let in_quotes = count("“《〈‘〔") > count("”》〉’〕");
        if in_quotes {
            cost += cost::IN_QUOTES;
        }

        let last = before.last().copied().unwrap_or(' ');
        if ends(ABOUT) {
            cost += cost::BEHIND_ABOUT;
        } else if LEADING.contains(last) || LEADING_WORDS.into_iter().any(ends) {
            // What is named in full may begin a line: 贯彻落实 / 《质量发展纲要》.
            let is_name = after.first().is_some_and(|first| "“《".contains(*first));
            cost += if is_name { cost::BEFORE_NAME } else { cost::BEHIND_LEADING };
        } else if PLACE_ENDS.contains(last) && !NO_PLACES.into_iter().any(ends) {
            cost += cost::BEHIND_PLACE;
        }

        if starts(ABOUT) {
            cost += cost::BEFORE_ABOUT;
        } else if after.first() == Some(&'（') && !in_quotes {
            cost += cost::BEFORE_BRACKET;
        } else if TRAILING_WORDS.into_iter().any(starts) {
            cost += cost::BEFORE_TRAILING;
        }
        cost
    }

    /// Lets no line begin within a range.
    fn join(&mut self, range: Range<usize>) {
        if range.start + 1 < range.end {
            self.is_inside[range.start + 1..range.end].fill(true);
        }
    }

    /// GB/T 19001 stays together, without the Han characters beside it.
    fn join_unbroken(&mut self, mut range: Range<usize>) {
        let is_beside =
            |han: char, other: char| is_east_asian(han) && other.is_ascii_alphanumeric();
        let characters = &self.characters;
        if let [first, second, ..] = characters[range.clone()]
            && is_beside(first, second)
            && !"表图第".contains(first)
        {
            range.start += 1;
        }
        if let [.., second, last] = characters[range.clone()]
            && is_beside(last, second)
            && !UNITS.contains(last)
        {
            range.end -= 1;
        }
        self.join(range);
    }

    /// 黔西南布依族苗族自治州 stays together.
    fn join_places(&mut self) {
        for index in 0..self.characters.len().saturating_sub(2) {
            let name = &self.characters[index..index + 3];
            if name[..2] != ['自', '治'] || !"州县区旗".contains(name[2]) {
                continue;
            }
            let mut peoples = index;
            while let Some(length) = people_before(&self.characters[..peoples]) {
                peoples -= length;
            }

            let is_name = |c: char| is_east_asian(c) && !NAME_ENDS.contains(c);
            let name = self.characters[..peoples].iter().rev().take_while(|c| is_name(**c)).count();
            let start = if name <= MAX_NAME {
                peoples - name
            } else {
                (0..peoples).rev().find(|start| self.is_start[*start]).unwrap_or(peoples)
            };
            self.join(start..index + 3);
        }
    }

    /// （2018—2020年） stays together.
    fn join_brackets(&mut self) {
        let mut start = None;
        for index in 0..self.characters.len() {
            match self.characters[index] {
                '（' => start = Some(index),
                '）' => {
                    if let Some(start) = start.take().filter(|start| index - start <= MAX_BRACKET) {
                        self.join(start..index + 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// 2018年, 第三届, 三年行动, 建设的 stay together.
    fn join_figures(&mut self) {
        for index in 1..self.characters.len() {
            let (before, after) = (self.characters[index - 1], self.characters[index]);
            let is_unit = before.is_ascii_digit() && UNITS.contains(after);
            let is_span = before == '年'
                && index >= 2
                && "一二三四五六七八九十两".contains(self.characters[index - 2]);
            if is_unit || is_span || before == '第' || TRAILING.contains(after) {
                self.is_inside[index] = true;
            }
        }
    }

    /// A line may begin with a conjunction, which the list of words joins to the word before.
    fn split_conjunctions(&mut self, title: &str) {
        let is_word = dictionary_starts(title);
        for index in 1..self.characters.len() {
            let is_conjunction = CONJUNCTIONS.contains(self.characters[index]);
            if is_conjunction && is_word[index] && is_word[index + 1] && !self.is_inside[index] {
                self.is_start[index] = true;
            }
        }
    }
}

/// Number of characters of a people's name that a text ends with.
fn people_before(text: &[char]) -> Option<usize> {
    let (suffix, text) = match text.split_last() {
        Some(('族', text)) => (1, text),
        _ => (0, text),
    };
    let lengths = PEOPLES.iter().filter_map(|people| {
        let length = people.chars().count();
        // A name of one character is never said without 族.
        let is_long = suffix + length > 1;
        let ends = text.iter().rev().copied().take(length).eq(people.chars().rev());
        (is_long && ends).then_some(suffix + length)
    });
    lengths.max()
}
