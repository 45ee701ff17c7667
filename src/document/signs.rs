//! Paragraphs and cells that stand for something else than their words: a page's beginning, the contents, as
//! other tools have them; cells that belong to others. Who reads Markdown knows them, and who writes it.

/// A cell that is a part of the one above.
pub const MERGED_ABOVE: &str = "^^";
/// A cell that is a part of the one to its left.
pub const MERGED_LEFT: &str = "<<";

/// Commands of LaTeX that begin a page.
pub const PAGE_BREAKS: [&str; 3] = ["\\newpage", "\\pagebreak", "\\clearpage"];

/// What other tools replace by the contents.
const CONTENTS: [&str; 5] = ["[TOC]", "[[TOC]]", "[[_TOC_]]", "@[TOC]", "{:TOC}"];

/// Whether a paragraph stands for the contents.
pub fn is_contents(text: &str) -> bool {
    CONTENTS.iter().any(|sign| text.trim().eq_ignore_ascii_case(sign))
}

/// Whether a paragraph begins a page.
pub fn is_page_break(text: &str) -> bool {
    PAGE_BREAKS.contains(&text.trim())
}

#[cfg(test)]
mod tests {
    use super::{is_contents, is_page_break};

    #[test]
    fn whole_paragraphs() {
        assert!(is_contents(" [toc]") && !is_contents("[TOC]。"));
        assert!(is_page_break("\\newpage ") && !is_page_break("newpage"));
    }
}
