//! Bare addresses in text, and what stands inside an address. A bare one ends at the first character
//! that is not ASCII: Chinese prose goes on after an address without a space.

use std::ops::Range;

/// Maximum bytes of an address: what browsers take.
const MAX_ADDRESS: usize = 2048;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BareAddress {
    pub range: Range<usize>,
    pub url: String,
}

/// The addresses `http://…`, `https://…`, `www.…` and `name@host` of a text, in order.
pub(super) fn find(text: &str) -> Vec<BareAddress> {
    let mut addresses: Vec<BareAddress> = Vec::new();
    for (at, _) in text.match_indices("://").chain(text.match_indices("www.")) {
        addresses.extend(web(text, at));
    }
    addresses.extend(text.match_indices('@').filter_map(|(at, _)| mail(text, at)));

    // Of addresses that overlap the first stands.
    addresses.sort_by_key(|address| address.range.start);
    let mut end = 0;
    addresses.retain(|address| {
        let free = address.range.start >= end;
        end = if free { address.range.end } else { end };
        free
    });
    addresses
}

/// The address whose `://` or `www.` stands at `at`.
fn web(text: &str, at: usize) -> Option<BareAddress> {
    let scheme = ["https", "http"].into_iter().find(|scheme| text[..at].ends_with(scheme));
    let start = match (scheme, text[at..].starts_with("www.")) {
        (Some(scheme), _) => at - scheme.len(),
        (None, true) => at,
        (None, false) => return None,
    };
    if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.')) {
        return None;
    }

    let range = start..start + extent(&text[start..]);
    let host = text[range.clone()].trim_start_matches("https://").trim_start_matches("http://");
    let named = host.starts_with(|c: char| c.is_ascii_alphanumeric()) && host.contains('.');
    let prefix = if scheme.is_some() { "" } else { "http://" };
    let url = format!("{prefix}{}", &text[range.clone()]);
    named.then_some(BareAddress { range, url })
}

/// Length of the address at the start, without punctuation that closes the sentence.
fn extent(text: &str) -> usize {
    let allowed = |byte: &u8| byte.is_ascii_graphic() && !b"<>\"".contains(byte);
    let mut length = text.bytes().take(MAX_ADDRESS).take_while(allowed).count();

    let count = |c: char| text[..length].matches(c).count();
    let (open, mut close) = (count('('), count(')'));
    loop {
        let address = &text[..length];
        let unpaired = address.ends_with(')') && close > open;
        if !unpaired && !address.ends_with(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', ']'])
        {
            return length;
        }
        close -= usize::from(unpaired);
        length -= 1;
    }
}

fn mail(text: &str, at: usize) -> Option<BareAddress> {
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_".contains(byte);
    let before = text.as_bytes()[..at].iter().rev().take(64).take_while(|b| local(b)).count();
    let after = text.as_bytes()[at + 1..].iter().take(255).take_while(|b| host(b)).count();

    let domain = text[at + 1..at + 1 + after].trim_end_matches(['.', '-', '_']);
    let dotted = domain.split_once('.').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
    let range = at - before..at + 1 + domain.len();
    let url = format!("mailto:{}", &text[range.clone()]);
    (before > 0 && dotted).then_some(BareAddress { range, url })
}

/// Maximum bytes of an address before a `~` in it.
const MAX_BEFORE: usize = 200;

/// Whether a byte stands in `<http://…` or `](…`, as far as its own line tells.
pub(super) fn in_address(bytes: &[u8], at: usize) -> bool {
    let near =
        bytes[..at].iter().rev().take(MAX_BEFORE).take_while(|byte| !byte.is_ascii_whitespace());
    let opened = near.clone().take_while(|byte| !b")>".contains(byte));
    opened.clone().any(|byte| *byte == b'<')
        || opened.zip(near.skip(1)).any(|pair| pair == (&b'(', &b']'))
}
