//! Takes a failed expression out of a template, so that the rest of it can run.
//!
//! In: the text and the bytes that failed. Out: the text, as long as before, so that spans stay.

use super::bounds::{Tag, first_word, tag_around};
use std::ops::Range;

/// Statements that open a block: its end would be left without its beginning.
const BLOCKS: [&str; 9] =
    ["for", "if", "elif", "call", "macro", "block", "filter", "with", "autoescape"];

/// Statements that fail as a whole: what minijinja names begins with their word.
const WHOLE: [&str; 9] =
    ["include", "import", "from", "extends", "set", "do", "call", "macro", "block"];

/// Blanks a failed expression in place, keeping the text's length; `false` where that can't be done.
pub(super) fn blank(text: &mut String, failed: Range<usize>) -> bool {
    let Some(tag) = tag_around(text, failed.start) else { return false };
    if failed.is_empty() || failed.end > tag.range.end {
        return false;
    }

    let Some((range, filler)) = replacement(text, &tag, failed) else { return false };

    // By hand: the width of a format is at most 65 535.
    let mut padded = filler.to_owned();
    padded.extend(std::iter::repeat_n(' ', range.len().saturating_sub(filler.len())));
    text.replace_range(range, &padded);
    true
}

/// What to replace and by what; nothing where the template couldn't be read without it.
fn replacement(
    text: &str,
    tag: &Tag,
    failed: Range<usize>,
) -> Option<(Range<usize>, &'static str)> {
    // minijinja names the whole of an expression that prints what isn't there: `{{ 甲 if 乙 }}`.
    if failed.start < tag.inside.start || failed.end > tag.inside.end {
        return (!tag.is_statement).then(|| (tag.range.clone(), ""));
    }

    let before = text[tag.inside.start..failed.start].trim_end();
    let word = first_word(&text[failed.clone()]);

    if tag.is_statement {
        let begins = before.trim_start_matches(['-', '+']).is_empty();
        if begins || WHOLE.contains(&word) {
            return (!BLOCKS.contains(&word)).then(|| (tag.range.clone(), ""));
        }
    }

    // A filter's or test's name can't be a value: the whole expression goes, but a statement needs one.
    if before.ends_with('|') || before.ends_with(" is") || before.ends_with(" is not") {
        return (!tag.is_statement).then(|| (tag.range.clone(), ""));
    }

    // An empty list or text makes the rest of an expression fail less often than any other value.
    Some(match failed.len() {
        1 => (failed, "0"),
        _ if tag.is_statement => (failed, "[]"),
        _ => (failed, "\"\""),
    })
}

#[cfg(test)]
mod tests {
    use super::blank;

    fn blanked(text: &str, failed: &str) -> Option<String> {
        let start = text.find(failed).unwrap();
        let mut copy = text.to_owned();
        let is_blanked = blank(&mut copy, start..start + failed.len());
        assert_eq!(copy.len(), text.len(), "{text}");
        is_blanked.then(|| copy.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn as_little_as_possible_is_blanked() {
        let cases = [
            ("甲{{ 无名 }}乙", "无名", Some("甲{{ \"\" }}乙")),
            ("{{ x + 1 }}", "x", Some("{{ 0 + 1 }}")),
            ("{% if 无名 %}乙{% endif %}", "无名", Some("{% if [] %}乙{% endif %}")),
            ("甲{{ x|无名 }}乙", "无名", Some("甲 乙")),
            ("甲{{ x is 无名 }}乙", "无名", Some("甲 乙")),
            ("甲{{ x is not 无名 }}乙", "无名", Some("甲 乙")),
            ("{% if x|无名 %}{% endif %}", "无名", None),
            ("甲{% include \"无\" %}乙", "include \"无\"", Some("甲 乙")),
            ("甲{%- include \"%}\" -%}乙", "include \"%}\"", Some("甲 乙")),
            ("{% for x in y %}{% endfor %}", "for x in y", None),
            ("{% if formula %}{% endif %}", "formula", Some("{% if [] %}{% endif %}")),
            ("甲{{ \"{{\" ~ x|无名 }}乙", "无名", Some("甲 乙")),
            ("甲{{ x|无名 ~ \"}}\" }}乙", "无名", Some("甲 乙")),
            ("甲{{ {\"a\": {}}|无名 }}乙", "无名", Some("甲 乙")),
            (
                "{% raw %}{{ {% endraw %}{{ 无名 }}",
                "无名",
                Some("{% raw %}{{ {% endraw %}{{ \"\" }}"),
            ),
            ("甲 无名", "无名", None),
            ("{{ 无名", "无名", None),
            ("{{ 甲 }}无名{{ 乙 }}", "无名", None),
            ("{{ 甲 }}乙", "甲 }}乙", None),
        ];
        for (text, failed, expected) in cases {
            assert_eq!(blanked(text, failed).as_deref(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_fails(text in "[{%} |\"'甲a\\\\\\-=\\n(raw)]{0,40}", start in 0..80usize, end in 0..80usize) {
            let start = text.floor_char_boundary(start.min(text.len()));
            let end = text.floor_char_boundary(end.min(text.len())).max(start);
            let mut copy = text.clone();
            blank(&mut copy, start..end);
            assert_eq!(copy.len(), text.len());
        }
    }
}
