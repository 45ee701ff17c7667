//! `ordinal-mark`: marks after ordinals (GB/T 15834—2011, 4.4.3.3, 4.5.3.4 and 4.9.3.1).

use super::characters::{after, before, run};
use super::passage::{Passage, Role};
use crate::diag::{Code, Diagnostics};
use crate::source::is_han;

/// Reports wrong marks after ordinals; numbers typed in headings are reported in reading them.
pub(super) fn check(passage: &Passage, diagnostics: &mut Diagnostics) {
    match passage.role {
        Role::Paragraph => {
            first_mark(passage, diagnostics);
            marks_after_words(passage, diagnostics);
            marks_after_brackets(passage, diagnostics);
        }
        Role::Other => marks_after_brackets(passage, diagnostics),
        Role::Heading | Role::Number => {}
    }
}

/// `（一）`, `(1)`, `（1）` from `at` on: where it ends.
fn bracketed(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix(['（', '('])?;
    let start = text.len() - rest.len();
    let end = run(text, start, is_numeral).max(run(text, start, |c| c.is_ascii_digit()));
    let closing = text[end..].strip_prefix(['）', ')'])?;
    let short = text[start..end].chars().count();
    (1..=3).contains(&short).then_some(text.len() - closing.len())
}

/// `一，` at a paragraph's beginning.
fn first_mark(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    let end = run(text, 0, is_numeral);
    let count = text[..end].chars().count();
    let Some(mark) = after(text, end).filter(|c| matches!(c, '，' | ',' | '.' | '．')) else {
        return;
    };
    let range = end..end + mark.len_utf8();
    if !(1..=2).contains(&count) || !after(text, range.end).is_some_and(is_han) {
        return;
    }

    let message = format!("序次语“{}”后应用顿号", &text[..end]);
    // The whole ordinal, so that this fix stands for that of the mark's width.
    let (range, right) = (0..range.end, format!("{}、", &text[..end]));
    diagnostics.extend(passage.fixable(Code::OrdinalMark, &range, message, &right));
}

/// `第一、`, `其次、`: a comma. 第一、二产业 and 首先、其次 are lists.
fn marks_after_words(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    for (at, mark) in text.match_indices('、') {
        let begin = text[..at]
            .rfind(is_break)
            .map_or(0, |before| before + text[before..].chars().next().map_or(0, char::len_utf8));
        let typed = text[begin..at].trim_start();
        let next = after(text, at + mark.len());
        let lists = |c: char| is_numeral(c) || matches!(c, '第' | '其' | '再' | '最' | '首');
        if !is_ordinal_word(typed) || !next.is_some_and(|c| is_han(c) && !lists(c)) {
            continue;
        }

        // 第一、第二 and 第一、三季度 go on a list; so may 第一、上海第二.
        let clause = text[at + mark.len()..].split(is_break).next().unwrap_or_default();
        if clause.contains('、') && clause.contains('第') {
            continue;
        }
        let message = format!("序次语“{typed}”后应用逗号");
        let range = at..at + mark.len();
        diagnostics.extend(passage.fixable(Code::OrdinalMark, &range, message, "，"));
    }
}

/// 第一, 其二, 首先: the first words of a point.
fn is_ordinal_word(typed: &str) -> bool {
    let numbered = typed.strip_prefix(['第', '其']);
    let numeral =
        |rest: &str| (1..=2).contains(&rest.chars().count()) && rest.chars().all(is_numeral);
    numbered.is_some_and(numeral) || matches!(typed, "首先" | "其次" | "再次" | "最后")
}

/// What a point begins behind.
fn is_break(character: char) -> bool {
    matches!(character, '。' | '；' | '：' | '！' | '？' | '\n' | ';' | ':')
}

/// `（一）、`: no mark after the bracket.
fn marks_after_brackets(passage: &Passage, diagnostics: &mut Diagnostics) {
    let text = passage.text();
    for (at, _) in text.match_indices(['（', '(']) {
        let Some(end) = bracketed(text, at) else { continue };
        let Some(mark) = after(text, end).filter(|c| matches!(c, '、' | '，' | ',')) else {
            continue;
        };
        let begins = before(text, at)
            .is_none_or(|c| matches!(c, '。' | '；' | '：' | '\n' | ';' | ':' | '，' | '、'));
        let range = end..end + mark.len_utf8();
        if !begins || !after(text, range.end).is_some_and(is_han) {
            continue;
        }

        let message = format!("序次语“{}”后不用标点", &text[at..end]);
        diagnostics.extend(passage.fixable(Code::OrdinalMark, &range, message, ""));
    }
}

fn is_numeral(character: char) -> bool {
    "一二三四五六七八九十".contains(character)
}
