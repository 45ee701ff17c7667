//! Full-width signs in a tag: reported, and written as the ASCII ones that were meant.

use super::characters::{half_width, is_wide, is_wide_quote};
use super::tag::{Bracket, Broken, Tag};
use crate::diag::Code;

impl Tag<'_, '_> {
    /// A full-width sign outside strings: reported, and written as what was meant.
    pub(super) fn wide(&mut self, typed: char, half: char) -> Result<(), Broken> {
        let start = self.scanner.position;
        if half.is_ascii_alphanumeric() {
            self.wide_word(start);
            return Ok(());
        }

        let end = start + typed.len_utf8();
        if is_wide_quote(typed) {
            let rest = &self.scanner.text[end..];
            let limit = rest.find('\n').unwrap_or(rest.len());
            let limit = rest[..limit].find(self.close).unwrap_or(limit);
            let closing = rest[..limit]
                .char_indices()
                .find(|(_, c)| is_wide_quote(*c) || *c == '"' || *c == '\'');
            if let Some((length, closing)) = closing {
                let content = rest[..length].to_owned();
                self.wide_quoted(start, end + length + closing.len_utf8(), &content);
                return Ok(());
            }
        }

        let wide_name =
            if typed == '\u{3000}' { "全角空格".to_owned() } else { format!("“{typed}”") };
        let half_name = if half == ' ' { "半角空格".to_owned() } else { format!(" {half}") };
        self.scanner.report(
            Code::FullWidthInTemplate,
            start..end,
            format!("花括号中用了全角的{wide_name}"),
            &format!("把 {typed} 改为{half_name}"),
        );
        if is_wide_quote(typed) {
            return Err(Broken::Quote(start));
        }

        match half {
            '(' => {
                self.scanner.replace(end, "(");
                self.open_call(start, end);
            }
            ')' | ']' => {
                self.close_bracket(start, end);
                self.scanner.replace(end, &half.to_string());
            }
            ',' => {
                self.end_argument(start, end);
                self.scanner.replace(end, ",");
            }
            '=' => {
                if let Some(bracket) = self.brackets.last_mut()
                    && bracket.call.is_some()
                {
                    bracket.key = Some((bracket.argument, start));
                    bracket.argument = end;
                }
                self.scanner.replace(end, "=");
            }
            '[' => {
                self.brackets.push(Bracket { opened: start, call: None, argument: end, key: None });
                self.scanner.replace(end, "[");
            }
            other => self.scanner.replace(end, &other.to_string()),
        }
        Ok(())
    }

    /// Letters and digits of full width.
    fn wide_word(&mut self, start: usize) {
        let rest = self.scanner.rest();
        let alphanumeric =
            |c: char| is_wide(c) && half_width(c).is_some_and(|c| c.is_ascii_alphanumeric());
        let length = rest.find(|c| !alphanumeric(c)).unwrap_or(rest.len());
        let typed = rest[..length].to_owned();
        let half: String = typed.chars().filter_map(half_width).collect();

        self.scanner.report(
            Code::FullWidthInTemplate,
            start..start + length,
            format!("花括号中用了全角的“{typed}”"),
            &format!("把 {typed} 改为 {half}"),
        );
        self.scanner.replace(start + length, &half);
    }

    /// A text in full-width quotes: written in ASCII ones.
    pub(super) fn wide_quoted(&mut self, start: usize, end: usize, content: &str) {
        let typed = self.scanner.text[start..end].to_owned();
        self.scanner.report(
            Code::FullWidthInTemplate,
            start..end,
            "花括号中用了全角的引号",
            &format!("把 {typed} 改为 \"{content}\""),
        );
        let content = content.replace(['\\', '"'], "");
        self.scanner.replace(end, &format!("\"{content}\""));
    }
}
