//! What comrak is asked for, and the text as it gets it: as long as the original, byte by byte.

use super::directives::{self, Directive};
use super::links::REFERENCE;
use comrak::options::BrokenLinkReference;
use comrak::{Options, ResolvedReference};
use std::sync::Arc;

/// The text for comrak.
pub(super) struct Prepared {
    pub text: String,
    /// `:::` lines, which are thematic breaks in `text`.
    pub directives: Vec<Directive>,
}

/// CommonMark with tables, strikethrough and footnotes. Task items and bare addresses are found
/// in lowering: comrak's ends an address only at a blank, which Chinese prose doesn't set.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    options.parse.leave_footnote_definitions = true;
    options.parse.broken_link_callback = Some(Arc::new(resolve));
    options
}

/// `[@label]` comes back as a link to [`REFERENCE`] and the label.
fn resolve(link: BrokenLinkReference<'_>) -> Option<ResolvedReference> {
    let name = link.original.strip_prefix('@')?;
    let url = format!("{REFERENCE}{name}");
    super::attributes::is_label(name).then(|| ResolvedReference { url, title: String::new() })
}

/// Replaces what comrak would shorten, and the lines that it doesn't know.
pub(super) fn prepare(text: &str) -> Prepared {
    let mut bytes = text.as_bytes().to_vec();
    // comrak makes U+FFFD of NUL, which is three bytes, and leaves out a byte-order mark.
    bytes.iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = 1);
    if text.starts_with('\u{FEFF}') {
        bytes[..3].fill(b' ');
    }
    let directives = directives::find(text);
    for directive in &directives {
        let line = &mut bytes[directive.range.clone()];
        line.fill(b' ');
        line[..3].fill(b'_');
    }
    // Only whole lines and single-byte characters were replaced, by ASCII.
    let text = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    Prepared { text, directives }
}
