//! How a comparison of two states is recognised again, as long as nobody has changed it.
//!
//! In: the parts of a comparison. Out: the same with a category and an identifier in docProps/core.xml
//! (ECMA-376 part 2, 11.1): the identifier holds the fingerprint of word/document.xml, which every
//! program writes anew when it saves a change or a comment.

use crate::ooxml::{Limits, Package, Part};
use crate::source::fingerprint;

const CORE: &str = "docProps/core.xml";
const DOCUMENT: &str = "word/document.xml";
const END: &str = "</cp:coreProperties>";
const CATEGORY: &str = "<cp:category>比较稿</cp:category>";
/// Begins the identifier.
const SCHEME: &str = "zishu:comparison:";

/// Puts the seal into the properties; the document has its page numbers.
pub(in crate::word) fn seal(parts: &mut [Part]) {
    let Some(document) = parts.iter().find(|part| part.name == DOCUMENT) else { return };
    let identifier = identifier(&document.bytes);
    if let Some(core) = parts.iter_mut().find(|part| part.name == CORE) {
        let end = format!("{CATEGORY}{identifier}{END}");
        core.bytes = String::from_utf8_lossy(&core.bytes).replace(END, &end).into_bytes();
    }
}

fn identifier(document: &[u8]) -> String {
    format!("<dc:identifier>{SCHEME}{}</dc:identifier>", fingerprint([document]))
}

/// Whether these bytes are a comparison as it was made.
pub fn is_comparison(bytes: &[u8]) -> bool {
    let Ok(mut package) = Package::open(bytes, &Limits::TRUSTED) else { return false };
    let mut text = |name| package.text(name).ok().flatten();
    let Some(core) = text(CORE).filter(|core| core.contains(SCHEME)) else { return false };
    text(DOCUMENT).is_some_and(|document| core.contains(&identifier(document.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ooxml::pack;

    fn file(document: &str) -> Vec<Part> {
        let core = format!("<cp:coreProperties>{END}");
        vec![Part::text(CORE, core), Part::text(DOCUMENT, document.to_owned())]
    }

    #[test]
    fn a_comparison_is_recognised_until_it_is_changed() {
        let mut parts = file("甲12");
        seal(&mut parts);
        let bytes = pack(parts.clone());
        assert!(is_comparison(&bytes));
        assert!(!is_comparison(&pack(file("甲"))), "a file without a seal");

        let mut changed = parts.clone();
        changed[1].bytes.extend("批注".as_bytes());
        assert!(!is_comparison(&pack(changed)), "a file that was changed");
        assert!(!is_comparison(b"PK"), "no package");
        assert!(!is_comparison(&bytes[..bytes.len() / 2]), "a half");
    }
}
