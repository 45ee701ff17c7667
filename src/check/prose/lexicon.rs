//! The words that may stand between an indicator's name and its number.
//!
//! In: a place in a text. Out: the longest word of the list there. A sentence is understood only as
//! far as it is made of these, names, years and numbers; anything else makes it undecidable.

use super::finding::Direction;
use crate::check::words::{CONTEXT, WordIndex, sentence_words};
use std::sync::LazyLock;

/// What a word does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Word {
    /// 为, 是: the value follows.
    Is,
    /// 提高到, 降至: the value follows, whatever the direction.
    Reach,
    /// 增长, 下降: the change follows.
    Moves(Direction),
    /// 增幅, 降幅: the change follows, after 为 too.
    Rate(Direction),
    /// 比, 较: what it is compared with follows.
    ComparedWith,
    /// 相比: what it was compared with went before, and holds for the sentence.
    Compared,
    /// 上年.
    LastYear,
    /// 同比: over the year before, whatever was compared with earlier.
    OverYear,
    /// 当年.
    ThisYear,
    /// 全年: not a part of the year.
    WholeYear,
    /// 截至: what follows was reached.
    AsOf,
    /// 初步核算: the figures may differ from those that were confirmed later.
    Preliminary,
    /// 这一数字: the subject of the sentence before.
    ThisNumber,
    /// 由, 从.
    From,
    /// 、, 和.
    And,
    /// 与: as 和, and in 与上年相比.
    With,
    /// 分别, 依次.
    Respectively,
    /// 均: each has it.
    Each,
    /// 年均: not the growth of a year.
    AnnualMean,
    /// 上半年, 季度: not the whole year.
    Partial,
    /// 实际: growth that the table can't tell.
    Real,
    /// 可比价: so is any number at constant prices.
    Constant,
    /// 名义, 当年价: growth as the table has it.
    Nominal,
    /// 全市: what follows is the whole city's, whatever went before.
    City,
    /// 的.
    Of,
    /// Says nothing here.
    Filler,
    /// 其中: what follows is another thing.
    Part,
    /// Holds words apart that would be misread: 增加值.
    Foreign,
}

/// The words of the list, and the city's own names.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: &'static WordIndex<Word>,
    city: Vec<String>,
}

/// The words of every report, read once.
static WORDS: LazyLock<WordIndex<Word>> = LazyLock::new(|| sentence_words(&LISTS));

/// What the words of each list in `sentence.txt` do.
pub(in crate::check) const LISTS: [(&str, Word); 30] = [
    ("数值", Word::Is),
    ("变化到", Word::Reach),
    ("上升", Word::Moves(Direction::Up)),
    ("下降", Word::Moves(Direction::Down)),
    ("升幅", Word::Rate(Direction::Up)),
    ("降幅", Word::Rate(Direction::Down)),
    ("比", Word::ComparedWith),
    ("相比", Word::Compared),
    ("同比", Word::OverYear),
    ("上年", Word::LastYear),
    ("当年", Word::ThisYear),
    ("全年", Word::WholeYear),
    ("截至", Word::AsOf),
    ("初步", Word::Preliminary),
    ("此数", Word::ThisNumber),
    ("自", Word::From),
    ("和", Word::And),
    ("与", Word::With),
    ("分别", Word::Respectively),
    ("均", Word::Each),
    ("年均", Word::AnnualMean),
    ("不足一年", Word::Partial),
    ("实际", Word::Real),
    ("不变价", Word::Constant),
    ("现价", Word::Nominal),
    ("全市", Word::City),
    ("的", Word::Of),
    ("虚词", Word::Filler),
    ("其中", Word::Part),
    ("整词", Word::Foreign),
];

impl Lexicon {
    /// The list, with the city's own name.
    pub(super) fn new(city: &str) -> Lexicon {
        Lexicon { words: &WORDS, city: city_names(city).map(str::to_owned).collect() }
    }

    /// The longest word at the start of a text, and its bytes.
    pub(super) fn longest(&self, text: &str) -> Option<(Word, usize)> {
        let word = self.words.longest(text).map(|(word, meaning)| (meaning, word.len()));
        let city = self.city.iter().find(|name| text.starts_with(name.as_str()));
        let city = city.map(|name| (Word::City, name.len()));

        // Of two as long the word of the list counts: the later maximum is taken.
        city.into_iter().chain(word).max_by_key(|(_, length)| *length)
    }
}

/// The city's name, and the same without 市.
pub(super) fn city_names(city: &str) -> impl Iterator<Item = &str> {
    let short = city.strip_suffix('市').unwrap_or_default();
    [city, short].into_iter().filter(|name| !name.is_empty())
}

/// Maximum bytes of unknown words that a clause keeps; more of them are as good as a doubt.
const MAX_UNKNOWN: usize = 600;

/// Adds what isn't understood to the unknown words of a clause; tells whether that makes the
/// sentence one of intentions. Only the end is looked at: a clause may be long.
pub(super) fn append(unknown: &mut String, text: &str) -> bool {
    let overlap = unknown.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    let joined = format!("{}{text}", &unknown[overlap..]);
    if unknown.len() < MAX_UNKNOWN {
        unknown.push_str(&text[..text.floor_char_boundary(MAX_UNKNOWN)]);
    }
    intends(&joined)
}

/// Whether unknown words of a sentence make it one of intentions.
pub(super) fn intends(unknown: &str) -> bool {
    CONTEXT.intention.is_in(unknown)
}

/// Whether a heading speaks of what is asked for: 2018年目标任务. 品牌和标准 speaks of a matter.
pub(super) fn asks(text: &str) -> bool {
    CONTEXT.requirement.is_in(&text.replace("标准", ""))
}

/// Whether unknown words before a name narrow it.
pub(super) fn narrows(unknown: &str) -> bool {
    unknown.len() >= MAX_UNKNOWN || intends(unknown) || CONTEXT.narrowing.is_in(unknown)
}

/// Whether a heading or a caption speaks of a part of a year: 上半年.
pub(super) fn is_partial(text: &str) -> bool {
    let partial = |(word, meaning): (&str, Word)| meaning == Word::Partial && text.contains(word);
    WORDS.iter().any(partial)
}

/// Whether what stands around a table may be about other places than the city, or about parts of it.
pub(super) fn is_elsewhere(text: &str, city: &str) -> bool {
    CONTEXT.other_table.is_in(&without_harmless(text, city))
}

/// Whether what stands around a table says that it gives plans, growth or samples.
pub(super) fn is_of_other_kind(text: &str, city: &str) -> bool {
    let rest = without_harmless(text, city);
    let results = CONTEXT.results.is_in(&rest);
    CONTEXT.other_figures.is_in(&rest) || (intends(&rest) && !results)
}

/// A text without the city's names and words that look like those of other places.
fn without_harmless(text: &str, city: &str) -> String {
    let mut rest = city_names(city).fold(text.to_owned(), |rest, name| rest.replace(name, ""));
    for word in CONTEXT.city.iter().chain(CONTEXT.harmless.iter()) {
        rest = rest.replace(word, "");
    }
    rest
}
