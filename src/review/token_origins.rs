//! The tokens of a sent copy and the bytes of chapters that they came from.
//!
//! In: a flow of the base, the passages of the document that was sent. Out: for each token, its
//! passage and the bytes of it that the token shows. Where Word's text and the passage's differ
//! the tokens have no origin, and nothing is taken over there.

use super::flow::{Anchor, Flow, Key, Token};
use super::{Origin, Passage};
use std::collections::BTreeMap;
use std::ops::Range;

/// The passages of the base, by their anchors.
#[derive(Debug)]
pub(super) struct PassageIndex<'a> {
    passages: &'a [Passage],
    by_name: BTreeMap<&'a str, usize>,
}

/// A part of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PassagePart {
    /// The passage's index.
    pub passage: usize,
    /// Bytes of its text.
    pub bytes: Range<usize>,
}

/// Where the tokens of a flow come from.
#[derive(Debug, Clone, Default)]
pub(super) struct TokenOrigins {
    tokens: Vec<Option<PassagePart>>,
    /// For each paragraph: its passage.
    pub paragraphs: Vec<Option<usize>>,
}

impl<'a> PassageIndex<'a> {
    pub(super) fn new(passages: &'a [Passage]) -> PassageIndex<'a> {
        let by_name = passages.iter().enumerate().map(|(index, one)| (one.name.as_str(), index));
        PassageIndex { passages, by_name: by_name.collect() }
    }

    pub(super) fn get(&self, index: usize) -> &'a Passage {
        &self.passages[index]
    }

    pub(super) fn all(&self) -> &'a [Passage] {
        self.passages
    }

    /// Sets a flow's tokens against the passages.
    pub(super) fn origins(&self, flow: &Flow) -> TokenOrigins {
        let mut origins = TokenOrigins {
            tokens: vec![None; flow.tokens.len()],
            paragraphs: vec![None; flow.paragraphs.len()],
        };

        for (index, paragraph) in flow.paragraphs.iter().enumerate() {
            let Some(Anchor { name, tokens }) = paragraph.anchors.first() else { continue };
            let Some(&passage) = self.by_name.get(name.as_str()) else { continue };
            origins.paragraphs[index] = Some(passage);

            let printed = self.passages[passage].text();
            let shown = &flow.tokens[tokens.clone()];
            let ranges = token_ranges(shown, printed, 0).or_else(|| {
                // In copies that were sent earlier a task's box is no text.
                token_ranges(shown, printed, self.passages[passage].task_box()?.len())
            });
            if let Some(ranges) = ranges {
                for (token, bytes) in tokens.clone().zip(ranges) {
                    origins.tokens[token] = Some(PassagePart { passage, bytes });
                }
            }
        }
        origins
    }
}

/// The bytes of a passage's text from `start` on that each token shows; `None` where they say something
/// else.
fn token_ranges(tokens: &[Token], text: &str, start: usize) -> Option<Vec<Range<usize>>> {
    let mut ranges = Vec::with_capacity(tokens.len());
    let mut next = start;
    for token in tokens {
        let printed = match token.key {
            // What a field shows is renewed by any program: as many characters stand for it.
            Key::Field => prefix(text.get(next..)?, token.text.chars().count())?,
            _ => text.get(next..)?.starts_with(&token.text).then_some(token.text.as_str())?,
        };
        ranges.push(next..next + printed.len());
        next += printed.len();
    }
    (next == text.len()).then_some(ranges)
}

/// The first `count` characters.
fn prefix(text: &str, count: usize) -> Option<&str> {
    let mut ends = text.char_indices().map(|(start, _)| start).chain([text.len()]);
    ends.nth(count).map(|end| &text[..end])
}

impl TokenOrigins {
    /// Where a token comes from; `None` for what the program made without a place.
    pub(super) fn of(&self, token: usize, passages: &PassageIndex<'_>) -> Option<Origin> {
        let PassagePart { passage, bytes } = self.part(token)?;
        passages.get(*passage).text.origin_of_char(bytes.start)
    }

    /// A token's passage and the bytes that it shows.
    pub(super) fn part(&self, token: usize) -> Option<&PassagePart> {
        self.tokens.get(token)?.as_ref()
    }
}
