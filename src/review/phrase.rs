//! Whether two edits of a text concern one phrase, and where the sentence around them begins and ends.
//!
//! In: a text and edits of it, or stretches. Out: yes or no; a stretch. No dictionary is asked: a phrase has
//! no punctuation and no spaces in it, and what is far apart in a clause is no phrase. Marks around words and
//! line ends within a paragraph are no part of what is said.

use std::ops::Range;

/// Maximum number of characters between two edits of one phrase.
const MAX_GAP: usize = 6;

/// A stretch of a text and what is to stand there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rewording<'t> {
    /// The bytes; empty for an insertion.
    pub range: Range<usize>,
    /// What stands there.
    pub old: &'t str,
    /// What is to stand there.
    pub new: &'t str,
}

impl Rewording<'_> {
    /// Whether more than spaces, line ends and marks changes.
    pub fn changes_words(&self) -> bool {
        let words = |text: &str| text.split_whitespace().collect::<String>();
        !says_the_same(&words(self.old), &words(self.new))
    }

    /// Whether words change at its start.
    pub fn begins_with_words(&self) -> bool {
        let first = |text: &str| text.chars().find(|c| !is_transparent(*c)).is_some_and(is_word);
        first(self.old) || first(self.new)
    }

    /// Whether words change at its end.
    pub fn ends_with_words(&self) -> bool {
        let last =
            |text: &str| text.chars().rev().find(|c| !is_transparent(*c)).is_some_and(is_word);
        last(self.old) || last(self.new)
    }
}

/// Whether two texts have the same words, whatever marks and line ends stand among them.
pub(super) fn says_the_same(one: &str, other: &str) -> bool {
    let words = |text| str::chars(text).filter(|c| !is_transparent(*c));
    words(one).eq(words(other))
}

/// Whether two edits of a text overlap, touch, or reword one phrase.
pub(super) fn share_phrase(text: &str, one: &Rewording<'_>, other: &Rewording<'_>) -> bool {
    let key = |edit: &Rewording<'_>| (edit.range.start, edit.range.end);
    let (first, second) = if key(one) <= key(other) { (one, other) } else { (other, one) };
    if second.range.start < first.range.end {
        return true;
    }
    text.get(first.range.end..second.range.start).is_some_and(is_within_phrase)
        && first.ends_with_words()
        && second.begins_with_words()
}

/// Whether a text between two edits is a part of the phrase that both belong to.
pub(super) fn is_within_phrase(text: &str) -> bool {
    let is_paragraph = !text.contains("\n\n");
    let mut words = text.chars().filter(|c| !is_transparent(*c));
    is_paragraph && words.clone().all(is_word) && words.nth(MAX_GAP).is_none()
}

/// The sentence of a text that a stretch stands in, or those that it reaches over.
pub(super) fn sentence(text: &str, range: &Range<usize>) -> Range<usize> {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let start = before
        .char_indices()
        .rev()
        .find(|(offset, character)| ends_sentence(text, *offset, *character))
        .map_or(0, |(offset, character)| offset + character.len_utf8());
    let end = after
        .char_indices()
        .find(|(offset, character)| ends_sentence(text, range.end + offset, *character))
        .map_or(text.len(), |(offset, _)| range.end + offset);
    start..end
}

/// Whether a sentence, a cell, or a block ends with the character at an offset.
fn ends_sentence(text: &str, offset: usize, character: char) -> bool {
    match character {
        '。' | '！' | '？' | '|' => true,
        // A line within a paragraph begins with a word, not with what opens an item or a block.
        '\n' => !text[offset + 1..].chars().next().is_some_and(char::is_alphabetic),
        _ => false,
    }
}

/// What stands around words in Markdown, and is none of them.
fn is_mark(character: char) -> bool {
    matches!(character, '*' | '_' | '~' | '`' | '\\')
}

fn is_transparent(character: char) -> bool {
    is_mark(character) || character == '\n'
}

/// Whether a character belongs to a word or a figure.
fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '.' | '%' | '％' | '‰' | '℃' | '+' | '-' | '/')
}

#[cfg(test)]
mod tests {
    use super::{Rewording, sentence, share_phrase};

    /// Edits as `[old>new]` in a text; whether two of them are of one phrase.
    fn shared(marked: &str) -> bool {
        let (mut text, mut edits) = (String::new(), Vec::new());
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once('[') {
            let (edit, after) = after.split_once(']').unwrap();
            let (old, new) = edit.split_once('>').unwrap();
            text.push_str(before);
            edits.push((text.len()..text.len() + old.len(), old, new));
            text.push_str(old);
            rest = after;
        }
        text.push_str(rest);
        let edits: Vec<Rewording<'_>> =
            edits.into_iter().map(|(range, old, new)| Rewording { range, old, new }).collect();
        assert_eq!(
            share_phrase(&text, &edits[0], &edits[1]),
            share_phrase(&text, &edits[1], &edits[0])
        );
        share_phrase(&text, &edits[0], &edits[1])
    }

    #[test]
    fn edits_of_one_phrase() {
        assert!(shared("[基本>全面][完成>建成]任务"));
        assert!(shared("约[12>15]万[批次>件]"));
        assert!(shared("约[12>15]**万**[批次>件]"));
        assert!(shared("[系统>全局]\n性[风险>隐患]"));
        assert!(shared("甲[>很]乙[丙>丁]"));
        assert!(!shared("[基本>全面]，[完成>建成]任务"));
        assert!(!shared("[基本>全面]完成今年的各项[任务>工作]"));
        assert!(!shared("[基本>全面]\n\n[完成>建成]"));
        assert!(!shared("基本[完成>建成][。>！]"));
        assert!(!shared("基本[完成>建成][>，成效明显]。"));
        assert!(shared("基本[完成>建成][>了，成效明显]。"));
    }

    #[test]
    fn sentences_end_with_their_block() {
        let text = "甲乙。丙丁，\n戊己。\n\n- 庚辛\n- 壬癸\n";
        let around = |word: &str| {
            let start = text.find(word).unwrap();
            &text[sentence(text, &(start..start + word.len()))]
        };
        assert_eq!(around("甲"), "甲乙");
        assert_eq!(around("戊"), "丙丁，\n戊己");
        assert_eq!(around("庚"), "- 庚辛");
        assert_eq!(around("壬"), "- 壬癸");
    }
}
