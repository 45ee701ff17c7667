//! ASCII signs in a tag that were meant as others: reported, and written as what was meant.

use super::characters::half_width;
use super::tag::Tag;
use crate::diag::Code;
use crate::expand::scanner::Scanner;
use std::ops::Range;

impl Tag<'_, '_> {
    /// A `}` that closes nothing: the second one is missing, and prose may follow.
    pub(super) fn lone_brace(&self, character: char) -> Option<Range<usize>> {
        if character != '}' || self.braces > 0 || self.close != "}}" {
            return None;
        }
        let brace = self.scanner.position;
        let start = brace - usize::from(self.scanner.text[..brace].ends_with('%'));
        Some(start..brace + 1)
    }

    /// `;` between arguments, `:` after a keyword, in either width.
    pub(super) fn slip(&mut self, typed: char) -> bool {
        let (start, end) = (self.scanner.position, self.scanner.position + typed.len_utf8());
        let (meant, message) = match half_width(typed).unwrap_or(typed) {
            ';' if !self.brackets.is_empty() => (',', "两项之间要用逗号"),
            ':' if self.is_after_keyword() => ('=', "参数的名称后面要用等号"),
            _ => return false,
        };

        self.scanner.report(
            Code::TemplateSyntax,
            start..end,
            format!("{message}，现为“{typed}”"),
            &format!("把 {typed} 改为 {meant}"),
        );

        if meant == ',' {
            self.end_argument(start, end);
        } else if let Some(bracket) = self.brackets.last_mut() {
            bracket.key = Some((bracket.argument, start));
            bracket.argument = end;
        }

        self.scanner.replace(end, &meant.to_string());
        (self.word, self.last) = (None, meant);
        true
    }

    /// Whether nothing but a name stands in the current argument of a call.
    fn is_after_keyword(&self) -> bool {
        let Some(bracket) = self.brackets.last().filter(|bracket| bracket.call.is_some()) else {
            return false;
        };
        let typed = self.scanner.text[bracket.argument..self.scanner.position].trim();
        let word = self.word.as_ref().is_some_and(|(_, word)| word == typed);
        word && bracket.key.is_none() && !typed.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Copies a word; of a year with 年 behind it the number alone.
    pub(super) fn year_or_word(&mut self, end: usize) {
        let start = self.scanner.position;
        let typed = &self.scanner.text[start..end];
        let before = self.scanner.text[..start].trim_end_matches(' ');

        let digits = typed.strip_suffix('年').filter(|digits| {
            if digits.is_empty() {
                !self.brackets.is_empty() && before.ends_with(|c: char| c.is_ascii_digit())
            } else {
                digits.bytes().all(|byte| byte.is_ascii_digit())
            }
        });
        let Some(digits) = digits else { return self.scanner.copy(end) };

        let sign = start + digits.len();
        self.scanner.copy(sign);
        self.scanner.report(
            Code::TemplateSyntax,
            sign..end,
            "花括号中的年份只写数字",
            "删去“年”字",
        );

        self.scanner.position = end;
    }
}

impl Scanner<'_> {
    /// `{{{`: the braces before the last two are left out, and as many behind the tag.
    pub(in crate::expand) fn surplus_braces(&mut self) {
        let rest = self.rest();
        let surplus = rest.len() - rest.trim_start_matches('{').len() - 2;
        let range = self.position..self.position + surplus + 2;
        self.report(Code::TemplateSyntax, range, "花括号多写了", "只写两个花括号：{{ … }}");
        self.position += surplus;
        Tag::read(self, "{{", "}}");
        let rest = self.rest();
        let closing = rest.len() - rest.trim_start_matches('}').len();
        self.position += closing.min(surplus);
    }
}
