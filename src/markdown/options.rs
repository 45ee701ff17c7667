//! What comrak is asked for, and the text as it gets it: as long as the original, byte by byte.

use super::autolinks::in_address;
use super::characters::TILDE;
use super::directives::{self, Directive};
use super::markers::REFERENCE;
use super::{products, spaces};
use crate::document::ValueUse;
use comrak::options::BrokenLinkReference;
use comrak::{Options, ResolvedReference};
use std::sync::Arc;

/// The text for comrak.
pub(super) struct Prepared {
    pub text: String,
    /// `:::` lines, which are thematic breaks in `text`.
    pub directives: Vec<Directive>,
    /// The first line that is indented too deep to be an item.
    pub too_deep: Option<usize>,
    /// Bytes of `*` that open emphasis in a formula, where they may have been meant to multiply.
    pub doubtful: Vec<usize>,
}

/// Maximum number of spaces and `>` before an item: comrak visits every open list at each
/// line, so that lists thousands deep would take minutes.
const MAX_INDENT: usize = 256;

/// CommonMark with tables, strikethrough and footnotes. Task items and bare addresses are found
/// in lowering: comrak's ends an address only at a space, which Chinese prose doesn't set.
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
pub(super) fn prepare(text: &str, values: &[ValueUse]) -> Prepared {
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

    spaces::replace(text, &mut bytes);
    hide_tildes(&mut bytes);
    let too_deep = flatten(&mut bytes);

    // Only whole lines, whole spaces and single-byte characters were replaced, by ASCII.
    let text = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    let (text, doubtful) = products::hide(text, values);
    Prepared { text, directives, too_deep, doubtful }
}

/// Puts [`TILDE`] in the place of each single `~`: 5~10家 is a range, and what stands between two
/// of them isn't struck through. In addresses, which can't hold a control character, it stays.
fn hide_tildes(bytes: &mut [u8]) {
    for at in 0..bytes.len() {
        let (before, after) = (&bytes[..at], &bytes[at..]);
        let single = after[0] == b'~' && after.get(1) != Some(&b'~');
        if !single || before.last().is_some_and(|byte| b"~\\/".contains(byte)) {
            continue;
        }
        if !in_address(bytes, at) {
            bytes[at] = TILDE as u8;
        }
    }
}

/// Takes the mark from items that are indented too deep; the first such place.
fn flatten(bytes: &mut [u8]) -> Option<usize> {
    let (mut first, mut line_start) = (None, 0);
    for line in bytes.split_inclusive_mut(|byte| matches!(byte, b'\n' | b'\r')) {
        let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
        if indent > MAX_INDENT
            && let Some(mark) = line[indent..].first_mut()
            && (mark.is_ascii_digit() || b"-+*".contains(mark))
        {
            *mark = b'.';
            first = first.or(Some(line_start + indent));
        }
        line_start += line.len();
    }
    first
}
