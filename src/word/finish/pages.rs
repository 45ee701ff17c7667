//! The page numbers of the contents: markers in word/document.xml until the pages are known.

use crate::document::BlockId;
use crate::ooxml::Part;
use crate::word::names::{PAGE_CLOSE, PAGE_OPEN};
use std::collections::BTreeMap;

/// Puts the page numbers of the headings into the document; one without gets nothing.
pub(in crate::word) fn print_page_numbers(parts: &mut [Part], pages: &BTreeMap<BlockId, u32>) {
    let Some(part) = parts.iter_mut().find(|part| part.name == "word/document.xml") else { return };
    let text = String::from_utf8_lossy(&part.bytes);
    if !text.contains(PAGE_OPEN) {
        return;
    }

    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once(PAGE_OPEN) {
        out.push_str(before);
        let Some((id, next)) = after.split_once(PAGE_CLOSE) else { break };
        let page = id.parse().ok().and_then(|id| pages.get(&BlockId(id)));
        if let Some(page) = page {
            out.push_str(&page.to_string());
        }
        rest = next;
    }
    out.push_str(rest);
    part.bytes = out.into_bytes();
}

#[cfg(test)]
mod tests {
    use super::print_page_numbers;
    use crate::document::BlockId;
    use crate::ooxml::Part;

    #[test]
    fn pages_are_filled_in() {
        let pages = [(BlockId(3), 12)].into_iter().collect();
        let text = "a\u{FDD0}3\u{FDD1}b\u{FDD0}4\u{FDD1}c";
        let mut parts = [Part::text("word/document.xml", text.to_owned())];
        print_page_numbers(&mut parts, &pages);
        assert_eq!(parts[0].bytes, b"a12bc");
    }
}
