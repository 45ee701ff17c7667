//! How a comparison of two states is known again, as long as nobody has changed it.
//!
//! In: the parts of a comparison. Out: the same with a category and an identifier in docProps/core.xml
//! (ECMA-376 part 2, 11.1): the identifier holds the fingerprint of word/document.xml, which every
//! program writes anew when it saves a change or a comment.

use super::package::{Part, number};
use crate::document::BlockId;
use crate::source::fingerprint;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const CORE: &str = "docProps/core.xml";
const DOCUMENT: &str = "word/document.xml";
const END: &str = "</cp:coreProperties>";
const CATEGORY: &str = "<cp:category>比较稿</cp:category>";
/// Begins the identifier.
const SCHEME: &str = "zishu:comparison:";

/// Maximum number of bytes that are read of a part.
const MAX_PART: u64 = 256 << 20;

/// Prints the page numbers and puts the seal into the properties.
pub(in crate::word) fn sealed(mut parts: Vec<Part>, pages: &BTreeMap<BlockId, u32>) -> Vec<Part> {
    let Some(document) = parts.iter_mut().find(|part| part.name == DOCUMENT) else { return parts };
    document.bytes = number(&document.bytes, pages).into_owned().into_bytes();
    let seal = seal(&document.bytes);

    if let Some(core) = parts.iter_mut().find(|part| part.name == CORE) {
        let text =
            String::from_utf8_lossy(&core.bytes).replace(END, &format!("{CATEGORY}{seal}{END}"));
        core.bytes = text.into_bytes();
    }
    parts
}

fn seal(document: &[u8]) -> String {
    format!("<dc:identifier>{SCHEME}{}</dc:identifier>", fingerprint([document]))
}

/// Whether these bytes are a comparison as it was made.
pub fn is_comparison(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut part = |name: &str| {
        let mut bytes = Vec::new();
        let read = archive.by_name(name).ok()?.take(MAX_PART).read_to_end(&mut bytes);
        read.is_ok().then_some(bytes)
    };
    let Some(core) = part(CORE).filter(|core| contains(core, SCHEME)) else { return false };
    part(DOCUMENT).is_some_and(|document| contains(&core, &seal(&document)))
}

fn contains(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

#[cfg(test)]
mod tests {
    use super::super::package::pack;
    use super::*;

    fn file(document: &str) -> Vec<Part> {
        let core = format!("<cp:coreProperties>{END}");
        vec![Part::text(CORE, core), Part::text(DOCUMENT, document.to_owned())]
    }

    #[test]
    fn a_comparison_is_known_until_it_is_changed() {
        let pages = [(BlockId(3), 12)].into_iter().collect();
        let parts = sealed(file("甲\u{FDD0}3\u{FDD1}"), &pages);
        let bytes = pack(parts.clone(), &pages);
        assert!(is_comparison(&bytes));
        assert!(!is_comparison(&pack(file("甲"), &pages)), "a file without a seal");

        let mut changed = parts.clone();
        changed[1].bytes.extend("批注".as_bytes());
        assert!(!is_comparison(&pack(changed, &pages)), "a file that was changed");
        assert!(!is_comparison(b"PK"), "no package");
        assert!(!is_comparison(&bytes[..bytes.len() / 2]), "a half");
    }
}
