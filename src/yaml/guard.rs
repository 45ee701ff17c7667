//! Texts that are refused before any parser sees them, so that no file can make one slow or deep.

use super::problem::Problem;
use crate::diag::Code;

/// Maximum depth of brackets: more than any file of a workspace has, far less than a parser can bear.
const MAX_DEPTH: usize = 100;

/// Longest text, in bytes: with its places it takes 400 times as much memory.
const MAX_LENGTH: usize = 512 * 1024;

/// Refuses long texts, deep nesting, line ends that parsers disagree about, and anchors with aliases,
/// which no file of a workspace needs.
pub(super) fn check(text: &str) -> Result<(), Problem> {
    if text.len() > MAX_LENGTH {
        let length = text.len() / 1024;
        let message = format!("YAML 有 {length} KB，超过 {} KB", MAX_LENGTH / 1024);
        return Err(
            Problem::new(Code::TooLong, 0..0, message).help("删去多余的条目，或分到几个文件")
        );
    }

    let mut depth = 0usize;
    let (mut has_anchor, mut alias) = (false, None);
    let mut before = '\n';

    for (byte, character) in text.char_indices() {
        match character {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            '&' if opens_value(before) => has_anchor = true,
            '*' if opens_value(before) => alias = alias.or(Some(byte)),
            _ => {}
        }

        // Line ends of YAML 1.1 that no editor shows and YAML 1.2 doesn't know.
        if matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}') {
            let range = byte..byte + character.len_utf8();
            let problem = Problem::new(Code::YamlSyntax, range, "含有看不见的特殊换行符");
            return Err(problem.help("删去它，需要时重新按回车换行"));
        }

        if depth > MAX_DEPTH {
            return Err(Problem::new(Code::YamlSyntax, byte..byte + 1, "括号嵌套过深"));
        }

        // Spaces after an indicator don't end its effect.
        if character != ' ' {
            before = character;
        }
    }

    match alias {
        Some(byte) if has_anchor => {
            let problem = Problem::new(
                Code::YamlSyntax,
                byte..byte + 1,
                "不支持 YAML 的锚点（&）和别名（*）",
            );
            Err(problem.help("把要重复的内容照写一遍；以 & 或 * 开头的文字放进英文双引号"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether a value can begin after this character, spaces left out.
fn opens_value(before: char) -> bool {
    matches!(before, '\n' | ':' | '-' | '[' | '{' | ',' | '?')
}

/// Whether the text holds nothing but white space, comments and document marks.
pub fn is_blank(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .all(|line| line.is_empty() || line.starts_with('#') || line == "---")
}
