//! Pictures that a reviewer put in, and pictures that are another one now.
//!
//! In: a picture of the returned copy. Out: Markdown that shows it from a file beside the chapter, whose
//! name its bytes give; the file is written with the chapter.

use super::super::Origin;
use super::super::flow::Token;
use super::super::picture::Picture;
use super::planner::{FlowPlanner, Patch, Plan, Planned, refused};
use crate::document::escape::{EscapeContext, Room, escape};
use crate::source::{Span, fingerprint};
use crate::workspace::{PICTURES, picture_extension};

/// What a picture is said to show where Word says nothing.
const DEFAULT_ALT: &str = "图片";

/// Maximum number of characters of what a picture shows; Word puts whole descriptions there.
const MAX_ALT: usize = 60;

const UNREADABLE: &str = "新图片不是 PNG 或 JPEG，文稿里印不出；请另存为 PNG 放到文稿旁的“图片”文件夹，在文稿里写 ![说明](图片/文件名)";
const EXCHANGED: &str =
    "图片换成了另一张；要用新图，把它存到文稿旁的“图片”文件夹，在文稿这一行改图片名";

/// The file of a picture beside a chapter; `None` where documents can't show it.
pub(in super::super) fn picture_file(bytes: &[u8]) -> Option<String> {
    let extension = picture_extension(bytes)?;
    let hash = fingerprint([bytes]);
    Some(format!("{PICTURES}/收回图-{}.{extension}", hash.get(..8).unwrap_or(&hash)))
}

impl FlowPlanner<'_> {
    /// A new paragraph that is a picture and nothing else, as Markdown; `None` for any other.
    pub(super) fn new_picture(&self, paragraph: &[Token]) -> Option<Result<String, Plan>> {
        let mut tokens = paragraph.iter().filter(|token| !token.text.trim().is_empty());
        let picture = tokens.next()?.picture.as_ref()?;
        if tokens.next().is_some() {
            return None;
        }
        let Some(file) = self.file_of(picture) else { return Some(refused(UNREADABLE)) };
        let alt: String = picture.alt.chars().filter(|c| !c.is_control()).take(MAX_ALT).collect();
        let alt = if alt.trim().is_empty() { DEFAULT_ALT } else { alt.trim() };
        let alt = escape(alt, EscapeContext::whole(Room::Words));
        Some(Ok(format!("![{alt}]({file})")))
    }

    /// The picture at a token shows something else.
    pub(super) fn exchanged(&self, token: usize, picture: &Picture) -> Planned {
        let Some(Origin::Whole(span)) = self.origin(token) else { return refused(EXCHANGED) };
        let source = self.planner.sources.slice(span);
        let path = source.starts_with("![").then(|| source.find("](")).flatten();
        let Some(start) = path.map(|at| at + "](".len()) else { return refused(EXCHANGED) };
        let length = source[start..].find([' ', ')', '\n']).unwrap_or(source.len() - start);
        let is_plain = length > 0 && !source[start..].starts_with('<');
        match self.file_of(picture).filter(|_| is_plain) {
            Some(text) => {
                let start = span.start + start as u32;
                let span = Span { start, end: start + length as u32, ..span };
                Ok(vec![Patch { span, text }])
            }
            None => refused(EXCHANGED),
        }
    }

    fn file_of(&self, picture: &Picture) -> Option<String> {
        picture_file(self.planner.media.get(&picture.media)?)
    }
}
