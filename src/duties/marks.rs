//! A wording of 责任单位 as characters: brackets taken out, spaces and line ends made separators or nothing.

use super::names::UnitNames;
use super::segment::segment;
use super::words::{List, WORDS, word_before};

/// The first of the characters that stand for brackets; they are taken out of every text before.
const FIRST_BRACKET: u32 = 0xE000;
/// Number of these characters.
const BRACKETS: u32 = 0x1900;
/// Between two names.
const WEAK: &[char] = &['、', '/', '\\', '|', '\n', '＋', '+'];
/// Between two clauses.
const STRONG: &[char] = &['，', '；', '。'];
/// What stands in brackets behind 县, with nothing but these words.
const DISTRICTS: &[&str] = &["市", "区", "县", "旗", "市区", "管委会", "开发区"];

/// A text between two separators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Without brackets.
    pub text: String,
    /// The contents of its brackets.
    pub brackets: Vec<String>,
    /// Whether a clause ends before it.
    pub begins_clause: bool,
}

/// The parts of a wording.
pub(super) fn chunks(text: &str, known: &UnitNames) -> Vec<Chunk> {
    let (text, brackets) = without_brackets(&plain(text));
    let text = without_spaces(&text, known);

    let mut chunks = Vec::new();
    let mut begins_clause = false;
    for part in text.split_inclusive(|c| WEAK.contains(&c) || STRONG.contains(&c)) {
        let own = part.trim_end_matches(|c| WEAK.contains(&c) || STRONG.contains(&c));
        let inner = own.chars().filter_map(bracket_index);
        let inner = inner.filter_map(|index| brackets.get(index).cloned()).collect();
        let own: String = own.chars().filter(|c| bracket_index(*c).is_none()).collect();
        chunks.push(Chunk { text: own, brackets: inner, begins_clause });
        begins_clause = part.ends_with(STRONG);
    }
    chunks
}

/// One form of each mark of punctuation.
fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '(' => '（',
        ')' => '）',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '／' => '/',
        other => other,
    };
    let is_kept =
        |c: &char| bracket_index(*c).is_none() && !"【】〔〕[]\u{feff}\u{200b}".contains(*c);

    text.chars().filter(is_kept).map(one).collect()
}

/// The bracket that a character stands for.
fn bracket_index(character: char) -> Option<usize> {
    let index = u32::from(character).checked_sub(FIRST_BRACKET)?;
    (index < BRACKETS).then_some(index as usize)
}

/// The text with a character in the place of each bracket, and the brackets' contents.
fn without_brackets(text: &str) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut brackets: Vec<String> = Vec::new();
    let mut open: Option<String> = None;
    for character in text.chars() {
        match (&mut open, character) {
            (None, '（') => open = Some(String::new()),
            (None, other) => out.push(other),
            (Some(inner), '）') => {
                let inner = std::mem::take(inner);
                open = None;
                // 各县（市、区） is one word.
                if inner.split(['、', '，']).all(|part| DISTRICTS.contains(&part.trim())) {
                    out.extend(inner.chars().filter(|c| !matches!(c, '、' | '，')));
                } else if let Some(mark) = char::from_u32(FIRST_BRACKET + brackets.len() as u32)
                    && bracket_index(mark).is_some()
                {
                    out.push(mark);
                    brackets.push(inner);
                }
            }
            (Some(inner), other) => inner.push(other),
        }
    }

    // One that doesn't end is text.
    out.extend(open);
    (out, brackets)
}

/// The text with a line end where a space or line end parts two names, and none where it parts a name.
pub(super) fn without_spaces(text: &str, known: &UnitNames) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let left = out.rsplit(|c| is_separator(c) || c == '：').next().unwrap_or("").to_owned();
        if !left.is_empty() && is_parted(&left, word, known) {
            out.push('\n');
        }
        out.push_str(word);
    }

    out
}

fn is_separator(character: char) -> bool {
    WEAK.contains(&character) || STRONG.contains(&character)
}

/// Whether two words are apart: a name, or a label, and another name.
fn is_parted(left: &str, right: &str, known: &UnitNames) -> bool {
    let right = without_number(right.split(is_separator).next().unwrap_or(""));
    let right: String = right.chars().filter(|c| bracket_index(*c).is_none()).collect();
    let left: String = left.chars().filter(|c| bracket_index(*c).is_none()).collect();
    if label(&right, Labelled::Loosely).is_some() || is_label(&left) {
        return true;
    }

    let goes_on = WORDS.dependent.iter().any(|word| right == *word);
    let is_clear =
        |text: &str| segment(text, known).is_some_and(|segment| segment.marks.rest.is_empty());
    !goes_on && is_clear(without_number(&left)) && is_clear(&right)
}

/// How a label stands before names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labelled {
    /// With a colon, or as 牵头单位 and the like.
    Loosely,
    /// With a colon.
    WithColon,
}

/// The role that a label before names gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelRole {
    Lead,
    Joint,
    Duty,
}

/// The label that a text begins with, and what stands behind it.
pub(super) fn label(text: &str, labelled: Labelled) -> Option<(LabelRole, &str)> {
    let lists: [(LabelRole, &List); 3] = [
        (LabelRole::Lead, &WORDS.lead_labels),
        (LabelRole::Joint, &WORDS.joint_labels),
        (LabelRole::Duty, &WORDS.duty_labels),
    ];

    lists.into_iter().find_map(|(role, words)| {
        let word = word_before(text, words)?;
        let rest = text.get(word.len()..)?;
        match rest.strip_prefix('：') {
            Some(rest) => Some((role, rest)),
            // Alone between separators it can't be what is said of the names before.
            None => {
                let is_free = labelled == Labelled::Loosely || rest.is_empty();
                (is_free && is_label(word)).then_some((role, rest))
            }
        }
    })
}

/// Whether a text is a label that needs no colon.
fn is_label(text: &str) -> bool {
    let lists = [&WORDS.lead_labels, &WORDS.joint_labels, &WORDS.duty_labels];
    let names_units = ["单位", "部门", "主体"].iter().any(|end| text.ends_with(end));
    names_units && lists.iter().any(|list| list.contains(&text))
}

/// A text without the number that it begins with: `1.`, `①`. A number is one by the mark behind it.
pub(super) fn without_number(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix(|c: char| ('①'..='⑳').contains(&c)) {
        return rest;
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == text.len() {
        return text;
    }

    let is_marked = rest.is_empty() || rest.starts_with(['.', '．', '）', '、']);
    if is_marked { rest.trim_start_matches(['.', '．', '）', '、', ' ']) } else { text }
}
