//! Bare addresses in text. They end at the first character that is not ASCII: Chinese prose goes
//! on after an address without a blank.

use std::ops::Range;

/// Bytes that an address may have: what browsers take.
const LONGEST: usize = 2048;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub range: Range<usize>,
    pub url: String,
}

/// The addresses `http://…`, `https://…`, `www.…` and `name@host` of a text, in order.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, _) in text.match_indices("://").chain(text.match_indices("www.")) {
        found.extend(web(text, at));
    }
    found.extend(text.match_indices('@').filter_map(|(at, _)| mail(text, at)));
    found.sort_by_key(|link| link.range.start);
    let mut end = 0;
    found.retain(|link| {
        let free = link.range.start >= end;
        end = if free { link.range.end } else { end };
        free
    });
    found
}

/// The address whose `://` or `www.` stands at `at`.
fn web(text: &str, at: usize) -> Option<Found> {
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
    named.then_some(Found { range, url })
}

/// Length of the address at the start, without punctuation that closes the sentence.
fn extent(text: &str) -> usize {
    let allowed = |byte: &u8| byte.is_ascii_graphic() && !b"<>\"".contains(byte);
    let mut length = text.bytes().take(LONGEST).take_while(allowed).count();
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

fn mail(text: &str, at: usize) -> Option<Found> {
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_".contains(byte);
    let before = text.as_bytes()[..at].iter().rev().take(64).take_while(|b| local(b)).count();
    let after = text.as_bytes()[at + 1..].iter().take(255).take_while(|b| host(b)).count();
    let domain = text[at + 1..at + 1 + after].trim_end_matches(['.', '-', '_']);
    let dotted = domain.split_once('.').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
    let range = at - before..at + 1 + domain.len();
    let url = format!("mailto:{}", &text[range.clone()]);
    (before > 0 && dotted).then_some(Found { range, url })
}
