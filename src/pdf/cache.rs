//! The data that one run of Typst keeps for the next: texts with their spans, pictures, and the pages.
//!
//! Typst remembers a layout by what it was made from. A text that is taken in anew has new spans, even
//! where nothing changed, and a new text that replaces an old one keeps those around the change.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst_layout::PagedDocument;

/// Pictures that were read.
pub(super) type Pictures = Arc<Mutex<BTreeMap<PathBuf, Bytes>>>;

/// Texts, pictures and pages of the last run over one document.
#[derive(Default)]
pub struct TypstCache {
    sources: HashMap<FileId, Source>,
    pictures: Pictures,
    /// The pages themselves: queries on them mostly give the same answers again.
    pub(super) pages: Option<PagedDocument>,
}

impl TypstCache {
    /// Has pictures read again.
    pub fn forget_pictures(&mut self) {
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The text as Typst reads it: the last one, changed where it differs.
    pub(super) fn source(&mut self, id: FileId, text: &str) -> Source {
        match self.sources.get_mut(&id) {
            Some(source) => {
                if let Some(Edit { range, with }) = edit_between(source.text(), text) {
                    source.edit(range, with);
                }
                source.clone()
            }
            None => {
                let source = Source::new(id, text.to_owned());
                self.sources.insert(id, source.clone());
                source
            }
        }
    }

    /// Drops the texts that are no longer asked for.
    pub(super) fn retain(&mut self, is_used: impl Fn(FileId) -> bool) {
        self.sources.retain(|id, _| is_used(*id));
    }

    pub(super) fn pictures(&self) -> Pictures {
        self.pictures.clone()
    }
}

/// A change of one text into another.
#[derive(Debug, PartialEq, Eq)]
struct Edit<'a> {
    /// The bytes of the old text that are replaced.
    range: Range<usize>,
    /// The replacement.
    with: &'a str,
}

/// The one edit that makes `new` of `old`; `None` where they are the same.
///
/// `Source::replace` of typst-syntax 0.15.1 must not do this: where the last characters that differ end in
/// the same bytes (乙 and 丙), it extends the common end to a character boundary instead of shrinking it
/// to one, and so keeps a character that has changed.
fn edit_between<'a>(old: &str, new: &'a str) -> Option<Edit<'a>> {
    if old == new {
        return None;
    }

    let equal = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let mut start = new.floor_char_boundary(old.floor_char_boundary(equal));

    // `Source::edit` counts lines from the start of the edit on, and would count a `\r` before it apart
    // from a `\n` that it brings there.
    if new[..start].ends_with('\r') {
        start -= 1;
    }

    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let ends = old_rest.bytes().rev().zip(new_rest.bytes().rev());
    let equal = ends.take_while(|(a, b)| a == b).count();

    // The common end begins with the same byte in both, and so at a boundary in both or in neither.
    let end = old_rest.ceil_char_boundary(old_rest.len() - equal);
    let unchanged = old_rest.len() - end;

    Some(Edit { range: start..start + end, with: &new_rest[..new_rest.len() - unchanged] })
}

impl std::fmt::Debug for TypstCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TypstCache").field("sources", &self.sources.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, TypstCache, edit_between};
    use crate::pdf::file_id::file_id;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;
    use typst::syntax::{Source, SyntaxNode};

    /// Characters that share their first or last bytes with others, of one to four bytes, and what a
    /// generated text has between its words.
    const CHARACTERS: &[&str] = &[
        "乙",
        "丙",
        "南",
        "北",
        "七",
        "千",
        "·",
        "号",
        "的",
        "é",
        "ê",
        "©",
        "ĩ",
        "😀",
        "😁",
        "𠀀",
        "a",
        "b",
        "1",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\\\"",
        "\\\\",
        "\"",
        "]",
        "[",
        "#\"",
        "\"#\"",
        "\")]\n#prose[#\"",
        "]\n\n",
        "#strong[",
        "#remark[",
        "#h(0.01pt)",
        "(",
        ")",
        "//",
        "/*",
        "`",
        "$",
        "=",
        "_",
        "*",
    ];

    /// A generated text of some paragraphs, cut after `words`.
    fn text(words: &[&str]) -> String {
        let mut text = String::from("#import \"/a.typ\": *\n");
        for paragraph in words.chunks(7) {
            text += "#prose[#\"";
            text.extend(paragraph.iter().copied());
            text += "\"]\n";
        }
        text
    }

    /// Kinds and texts of all nodes.
    fn tree(node: &SyntaxNode, depth: usize, out: &mut String) {
        use std::fmt::Write as _;
        let _ = writeln!(out, "{depth} {:?} {:?} {}", node.kind(), node.leaf_text(), node.len());
        for child in node.children() {
            tree(child, depth + 1, out);
        }
    }

    fn tree_text(source: &Source) -> String {
        let mut out = format!("{}\n", source.lines().len_lines());
        for line in 0..source.lines().len_lines() {
            out += &format!("{:?} ", source.lines().line_to_byte(line));
        }
        tree(source.root(), 0, &mut out);
        out
    }

    fn becomes(old: &str, new: &str) {
        let id = file_id("/cache-test.typ").unwrap();
        let mut cache = TypstCache::default();
        cache.source(id, old);
        let edited = cache.source(id, new);
        assert_eq!(edited.text(), new, "from {old:?}");
        let anew = Source::new(id, new.to_owned());
        assert_eq!(tree_text(&edited), tree_text(&anew), "{old:?} to {new:?}");
        assert!(edited.root().spanless_eq(anew.root()));
    }

    #[test]
    fn the_last_character_that_differs_is_replaced() {
        let pairs = [
            ("乙", "丙"),
            ("南部", "北部"),
            ("七成", "千成"),
            ("抽·的", "抽号的"),
            ("抽号的", "抽·的"),
            ("é", "ê"),
            ("a😀b", "a😁b"),
            ("😀", "乀"),
            ("乙乙", "乙"),
            ("", "丙"),
            ("南", ""),
            ("a\rb", "a\r\nb"),
            ("a\rx\nb", "a\r\nb"),
            ("ab\r", "ab\r\n"),
        ];
        for (old, new) in pairs {
            becomes(old, new);
            becomes(&format!("#prose[#\"前{old}后\"]\n"), &format!("#prose[#\"前{new}后\"]\n"));
        }
    }

    #[test]
    fn an_edit_is_small() {
        let edit = |range, with| Some(Edit { range, with });
        assert_eq!(edit_between("甲乙丁", "甲丙丁"), edit(3..6, "丙"));
        assert_eq!(edit_between("甲甲", "甲甲甲"), edit(6..6, "甲"));
        assert_eq!(edit_between("抽·的", "抽号的"), edit(3..5, "号"));
        assert_eq!(edit_between("甲", "甲"), None);
    }

    proptest! {
        #[test]
        fn edited_texts_equal_the_new_ones(
            old in vec(select(CHARACTERS), 0..40),
            new in vec(select(CHARACTERS), 0..40),
        ) {
            becomes(&old.concat(), &new.concat());
            becomes(&text(&old), &text(&new));
        }

        #[test]
        fn small_edits_give_the_new_text(
            old in vec(select(CHARACTERS), 1..60),
            edits in vec((0.0..1.0_f64, 0..3_usize, vec(select(CHARACTERS), 0..3)), 1..6),
        ) {
            let id = file_id("/cache-test.typ").unwrap();
            let mut cache = TypstCache::default();
            let mut words = old;
            cache.source(id, &text(&words));
            for (position, removed, added) in edits {
                let start = (position * words.len() as f64) as usize;
                let end = (start + removed).min(words.len());
                words.splice(start..end, added);
                let new = text(&words);
                let edited = cache.source(id, &new);
                prop_assert_eq!(edited.text(), &new);
                prop_assert_eq!(tree_text(&edited), tree_text(&Source::new(id, new)));
            }
        }
    }
}
