//! Links whose address was changed, that were put around text, or taken away.
//!
//! In: tokens and their addresses before and after. Out: edits of `[文字](地址)`.

use super::super::markdown::address;
use super::super::{Wrap, WrapKind};
use super::planner::{FlowPlanner, Patch, Plan, Planned, refused};
use crate::source::Span;
use std::ops::Range;

impl FlowPlanner<'_> {
    pub(super) fn linked(
        &self,
        tokens: &Range<usize>,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Planned {
        let Some(part) = self.typed_part(tokens)? else { return Err(self.untyped(tokens.start)) };
        let wraps = &self.planner.passages.get(part.passage).wraps;
        let written = match after.map(address) {
            Some(None) => return refused("链接的地址不是网址，不能写进文稿，请在文稿里改"),
            Some(Some(written)) => Some(written),
            None => None,
        };

        let Some(written) = written else {
            let parts = self.link_parts(wraps, &part.bytes);
            let Some(LinkParts { opening, closing, .. }) = parts else {
                return Err(unlike(before, after));
            };
            let gone = |span| Patch { span, text: String::new() };
            return Ok(vec![gone(opening), gone(closing)]);
        };

        if before.is_some() {
            return match self.link_parts(wraps, &part.bytes) {
                Some(LinkParts { address, .. }) => Ok(vec![Patch { span: address, text: written }]),
                None => Err(unlike(before, after)),
            };
        }
        self.marked_with(tokens, wraps, &part.bytes, "[", &format!("]({written})"))
    }

    /// The parts of the link around just these bytes; none where it isn't written `[文字](地址)`.
    fn link_parts(&self, wraps: &[Wrap], bytes: &Range<usize>) -> Option<LinkParts> {
        let is_it = |wrap: &&Wrap| wrap.kind == WrapKind::Link && wrap.bytes == *bytes;
        let span = wraps.iter().find(is_it)?.span;
        let source = self.planner.sources.slice(span);
        let middle = source.rfind("](")?;
        let target = source[middle + 2..].strip_suffix(')')?;
        let is_whole = source.starts_with('[') && !target.contains([' ', '<', '{', '"']);

        let part = |range: Range<usize>| {
            let start = span.start as usize;
            Span::new(span.file, start + range.start..start + range.end)
        };
        is_whole.then(|| LinkParts {
            opening: part(0..1),
            closing: part(middle..source.len()),
            address: part(middle + 2..middle + 2 + target.len()),
        })
    }
}

/// Where the signs and the address of a link stand.
struct LinkParts {
    opening: Span,
    closing: Span,
    address: Span,
}

/// The link isn't written as `[文字](地址)`, or only a part of it was changed.
fn unlike(before: Option<&str>, after: Option<&str>) -> Plan {
    let before = before.unwrap_or_default();
    Plan::Refused(match after {
        Some(after) => format!("这里的链接不能自动改，请在文稿里把地址 {before} 改为 {after}"),
        None => format!("这里的链接不能自动去掉，请在文稿里去掉地址 {before}"),
    })
}
