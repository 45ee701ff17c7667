//! Words of Chinese text, by ICU's dictionary. In: text. Out: where its words begin.

use super::breaks::is_east_asian;
use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

/// Words of reports on quality that ICU's dictionary takes apart or joins to others.
const TERMS: [&str; 16] = [
    "人均",
    "可支配",
    "规模以上",
    "增加值",
    "质量强市",
    "示范城市",
    "自述报告",
    "申报表",
    "责任分工表",
    "总产值",
    "总收入",
    "合格率",
    "人民政府",
    "领导小组",
    "行动计划",
    "标准化",
];

/// Indices of the characters that begin a word; the first is 0, the last stands behind all.
///
/// A single character joins the word before it, since most are endings (值, 率, 表) or parts of names; single
/// characters in a row are one word.
pub fn word_starts(text: &str) -> Vec<usize> {
    let characters: Vec<char> = text.chars().collect();
    let mut is_start = dictionary_starts(text);
    join_single(&characters, &mut is_start);
    for term in TERMS {
        for (start, _) in text.match_indices(term) {
            let start = text[..start].chars().count();
            let end = start + term.chars().count();
            is_start[start + 1..end].fill(false);
            (is_start[start], is_start[end]) = (true, true);
        }
    }
    (0..is_start.len()).filter(|index| is_start[*index]).collect()
}

/// For every character, and behind the last, whether a word of the dictionary begins with it.
pub(super) fn dictionary_starts(text: &str) -> Vec<bool> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut is_start = vec![false; text.chars().count() + 1];
    let mut count = 0;
    let mut last = 0;
    for end in segmenter.segment_str(text) {
        count += text[last..end].chars().count();
        last = end;
        is_start[count] = true;
    }
    is_start
}

/// Joins words of one Han character to each other, or to the word before.
fn join_single(characters: &[char], is_start: &mut [bool]) {
    let is_single = |starts: &[bool], index: usize| {
        starts[index] && starts[index + 1] && is_east_asian(characters[index])
    };
    let singles: Vec<bool> =
        (0..characters.len()).map(|index| is_single(is_start, index)).collect();
    for index in 0..characters.len() {
        if !singles[index] {
            continue;
        }
        let before = index.checked_sub(1);
        let follows_single = before.is_some_and(|before| singles[before]);
        let stands_alone = !follows_single && !singles.get(index + 1).is_some_and(|single| *single);
        if follows_single
            || stands_alone && before.is_some_and(|before| is_east_asian(characters[before]))
        {
            is_start[index] = false;
        }
        // At the head of a text there is no word before it.
        if stands_alone && index == 0 && characters.get(1).is_some_and(|c| is_east_asian(*c)) {
            is_start[1] = false;
        }
    }
}
