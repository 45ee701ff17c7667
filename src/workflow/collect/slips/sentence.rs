//! The sentence in which something stands, as it is printed.
//!
//! In: a document and a place of a chapter. Out: the sentence without its Markdown, so that whoever sees only Word can
//! find it.

use crate::document::{Document, Inline, plain, visit};
use crate::source::Span;

/// Characters that end a sentence.
const ENDS: [char; 5] = ['。', '！', '？', '；', '\n'];

/// Maximum number of characters that are quoted on each side of the place.
const MAX_SIDE: usize = 40;

/// The sentence at a place; `None` where nothing is printed from there.
pub(super) fn printed_sentence(document: &Document, place: Span) -> Option<String> {
    let mut printed = None;
    visit::whole_document(document, &mut |block| {
        if printed.is_some() || block.span.file != place.file {
            return;
        }
        printed = visit::contents(block).into_iter().find_map(|content| {
            let at = offset_in(content, document, place)?;
            Some(sentence(&plain::inlines(content, &document.values), at))
        });
    });

    printed.filter(|sentence| !sentence.is_empty())
}

/// Where a place stands in the text of these inlines, about.
fn offset_in(content: &[Inline], document: &Document, place: Span) -> Option<usize> {
    let mut offset = 0;
    for inline in content {
        let text = plain::inlines(std::slice::from_ref(inline), &document.values);
        let has_start = inline.span.file == place.file
            && inline.span.start <= place.start
            && place.start < inline.span.end;
        if has_start {
            let within = (place.start - inline.span.start) as usize;
            return Some(offset + within.min(text.len()));
        }
        offset += text.len();
    }

    None
}

/// The sentence around a byte of a text, shortened on both sides where it is long.
fn sentence(text: &str, at: usize) -> String {
    let at = text.floor_char_boundary(at);
    let (before, after) = text.split_at(at);
    let start = before
        .rfind(ENDS)
        .map_or(0, |end| end + before[end..].chars().next().map_or(0, char::len_utf8));
    let end = after
        .find(ENDS)
        .map_or(text.len(), |end| at + end + after[end..].chars().next().map_or(0, char::len_utf8));

    let (before, after) = (text[start..at].trim_start(), text[at..end].trim_end());
    let left = before.chars().count().saturating_sub(MAX_SIDE);
    let head: String = before.chars().skip(left).collect();
    let tail: String = after.chars().take(MAX_SIDE).collect();
    let (from, to) =
        (if left > 0 { "…" } else { "" }, if tail.len() < after.len() { "…" } else { "" });
    format!("{from}{head}{tail}{to}")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_sentence_is_cut_at_its_ends() {
        let text = "前一句。全市有30家企业；后一句。";
        let at = text.find("30").unwrap_or(0);
        assert_eq!(sentence(text, at), "全市有30家企业；");
        assert_eq!(sentence("只有一句", 3), "只有一句");
        assert_eq!(sentence("完。", 6), "");
    }

    #[test]
    fn a_long_one_is_shortened_at_both_sides() {
        let text = "甲".repeat(60) + "乙" + &"丙".repeat(60);
        let cut = sentence(&text, 180);
        assert_eq!(cut.chars().count(), 82);
        assert!(cut.starts_with("…甲") && cut.ends_with("丙…"), "{cut}");
    }
}
