//! What differs in what stays, where no mark says so: Word doesn't track addresses and pictures, and all
//! else may be changed while nothing is tracked.
//!
//! In: tokens of both copies that belong together. Out: changes of formats, links, pictures, and of what a
//! paragraph is.

use super::super::flow::{self, Flow, Key, Shape, Token};
use super::super::flow_diff::Step;
use super::comparison::{Comparison, PicturePair};
use super::model::{ChangeKind, FlowLocation};
use crate::docx::{Docx, Format, RevisionId};
use crate::workspace::shows_the_same;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

const FILE: &str = "插入了整个文件，里面的文字没有读出来；请打开收回稿，要用的文字在文稿里写";
const FORMATTED: &str = "新的文字已另列一条；它的下划线、突出显示、着重号、颜色、上下标、隐藏在文稿里没有写法，要强调的改为 **文字**";

/// Something of a token that may change while the token stays.
struct Stretch<T> {
    tokens: Range<usize>,
    before: T,
    after: T,
}

impl Comparison {
    /// What differs in the tokens of a flow that stay; gives the paragraphs of `theirs` that became
    /// something else.
    pub(super) fn untracked(
        &mut self,
        flow: usize,
        steps: &[Step],
        base: &Flow,
        theirs: &Flow,
    ) -> BTreeSet<usize> {
        let kept = || {
            steps.iter().filter_map(|step| match step {
                Step::Kept(own, their) => Some((*own, *their)),
                Step::Deleted(..) | Step::Inserted(_) | Step::Cancelled(_) => None,
            })
        };

        let formats = kept().map(|(own, their)| {
            let token = &theirs.tokens[their];
            let sent = token.formatted.first().map_or(token.format, |(_, before)| *before);
            (own, base.tokens[own].format, sent)
        });
        for Stretch { tokens, before, after } in stretches(base, formats, |a, b| a == b) {
            let location = FlowLocation { flow, token: tokens.start };
            self.push(ChangeKind::Format { tokens, before, after }, [], location);
        }

        let links = kept().map(|(own, their)| {
            (own, base.tokens[own].link.clone(), theirs.tokens[their].link.clone())
        });
        for Stretch { tokens, before, after } in stretches(base, links, same_address) {
            let location = FlowLocation { flow, token: tokens.start };
            self.push(ChangeKind::Link { tokens, before, after }, [], location);
        }

        for (own, their) in kept() {
            let pictures = (&base.tokens[own].picture, &theirs.tokens[their].picture);
            if let (Some(before), Some(after)) = pictures {
                let (before, after) = (before.clone(), after.clone());
                let location = FlowLocation { flow, token: own };
                self.pictures.push(PicturePair { location, before, after });
            }
        }
        self.shapes(flow, kept(), base, theirs)
    }

    /// Paragraphs that became something else. A mark alone says nothing: what is put in at a heading's end
    /// takes it along.
    fn shapes(
        &mut self,
        flow: usize,
        kept: impl Iterator<Item = (usize, usize)>,
        base: &Flow,
        theirs: &Flow,
    ) -> BTreeSet<usize> {
        let mut words: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut changed = BTreeSet::new();
        let mut kept_marks: BTreeSet<usize> = BTreeSet::new();
        for (own, their) in kept {
            let pair = (base.paragraph_index(own), theirs.paragraph_index(their));
            if base.tokens[own].key != Key::ParagraphMark {
                words.insert(pair);
                continue;
            }

            kept_marks.insert(own);
            let (paragraph, partner) = (&base.paragraphs[pair.0], &theirs.paragraphs[pair.1]);
            // LibreOffice gives what follows a deleted paragraph the look of that one.
            let before = paragraph.tokens.start.checked_sub(1);
            if before.is_some_and(|mark| !kept_marks.contains(&mark)) {
                continue;
            }
            let (before, after): (Shape, Shape) = (paragraph.shape, partner.shape);
            if words.contains(&pair) && !paragraph.anchors.is_empty() && before != after {
                changed.insert(pair.1);
                let location = FlowLocation { flow, token: own };
                let marks = partner.layout.iter().copied();
                self.push(ChangeKind::Shape { before, after }, marks, location);
            }
        }
        changed
    }

    /// Pictures that show something else.
    pub(super) fn exchanged_pictures(&mut self, base: &Docx, theirs: &Docx) {
        for PicturePair { location, before, after } in std::mem::take(&mut self.pictures) {
            let files = (base.media.get(&before.media), theirs.media.get(&after.media));
            let (Some(sent), Some(returned)) = files else { continue };
            if shows_the_same(sent, returned) == Some(false) {
                self.push(ChangeKind::Picture(after), [], location);
            }
        }
    }

    /// Whole files that were put in.
    pub(super) fn inserted_files(&mut self, paragraph: &flow::Paragraph, location: FlowLocation) {
        for _ in 0..paragraph.inserted_files {
            self.push(ChangeKind::Other(FILE, "插入文件".to_owned()), [], location);
        }
    }

    /// New text whose format Markdown can't hold, beside the change that is its words.
    pub(super) fn new_formats(
        &mut self,
        inserted: &[Token],
        base: &Flow,
        revisions: &BTreeSet<RevisionId>,
        location: FlowLocation,
    ) {
        let beside = [location.token.checked_sub(1), Some(location.token)];
        let beside: Vec<Format> = beside
            .into_iter()
            .flatten()
            .filter_map(|token| base.tokens.get(token))
            .map(|token| unwritable(token.format))
            .collect();
        let is_lost = |token: &&Token| {
            let format = unwritable(token.format);
            let is_text = matches!(token.key, Key::Character(c) if !c.is_whitespace());
            is_text
                && token.link.is_none()
                && format != Format::default()
                && !beside.contains(&format)
        };
        let lost: String = inserted.iter().filter(is_lost).map(Token::shown).collect();
        if !lost.is_empty() {
            let revisions = revisions.iter().copied();
            self.push(ChangeKind::Other(FORMATTED, lost), revisions, location);
        }
    }
}

/// The part of a format that Markdown has no marks for.
fn unwritable(format: Format) -> Format {
    Format { bold: false, italic: false, strike: false, ..format }
}

/// Characters side by side of one paragraph that changed alike. Blanks alone have no format.
fn stretches<T: Clone + PartialEq>(
    base: &Flow,
    kept: impl Iterator<Item = (usize, T, T)>,
    is_same: fn(&T, &T) -> bool,
) -> Vec<Stretch<T>> {
    let mut all: Vec<Stretch<T>> = Vec::new();
    for (own, before, after) in kept {
        let is_text = matches!(base.tokens[own].key, Key::Character(_));
        if !is_text || is_same(&before, &after) {
            continue;
        }
        match all.last_mut() {
            Some(last)
                if last.tokens.end == own
                    && (&last.before, &last.after) == (&before, &after)
                    && base.paragraph_index(last.tokens.start) == base.paragraph_index(own) =>
            {
                last.tokens.end = own + 1;
            }
            _ => all.push(Stretch { tokens: own..own + 1, before, after }),
        }
    }
    all.retain(|stretch| !base.text(stretch.tokens.clone()).trim().is_empty());
    all
}

/// Whether two addresses lead to the same place: programs write them anew with other escapes.
fn same_address(one: &Option<Arc<str>>, other: &Option<Arc<str>>) -> bool {
    let plain = |address: &Option<Arc<str>>| {
        address.as_deref().map(|address| decoded(address).trim_end_matches('/').to_lowercase())
    };
    plain(one) == plain(other)
}

/// An address with its percent-encoded bytes as characters.
fn decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = address.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
