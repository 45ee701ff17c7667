//! Runs to Markdown in a line: text escaped, emphasis where CommonMark reads it between Chinese.
//!
//! In: runs, the room they go to, what notes and pictures are written as. Out: Markdown that reads
//! back as these runs; where a delimiter could not stand beside a character, the character goes
//! outside of it.

use super::emphasis;
use super::runs::Run;
use super::tokens::{SEPARATOR, Token};
use super::units::{self, Atoms};
use crate::document::escape::{EscapeContext, Room, escape};

/// The runs as Markdown for a room.
pub(super) fn write(runs: &[Run], room: Room, atoms: &mut Atoms<'_>) -> String {
    print(&emphasis::tokens(units::from_runs(runs, room, atoms)), room)
}

fn print(tokens: &[Token], room: Room) -> String {
    let mut out = String::new();
    let mut open_links = 0u32;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Text(text) => {
                let after = tokens.get(index + 1).map_or("", Token::markdown);
                let room = if open_links > 0 { Room::Words } else { room };
                let escaped = escape(text, EscapeContext { room, before: &out, after });
                out.push_str(&escaped);
            }
            Token::Break if room == Room::Paragraph => out.push_str("\\\n"),
            Token::Break => out.push_str("<br>"),
            Token::LinkOpen => {
                open_links += 1;
                out.push('[');
            }
            Token::LinkClose(address) => {
                open_links = open_links.saturating_sub(1);
                out.push_str(&format!("]({address})"));
            }
            Token::Open(delimiter) | Token::Close(delimiter) => {
                out.push_str(delimiter.markdown());
            }
            Token::Separator => out.push_str(SEPARATOR),
            Token::Atom(markdown) => out.push_str(markdown),
        }
    }
    out
}
