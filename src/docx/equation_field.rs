//! What an EQ field prints: Word and WPS write signs in circles, phonetic guides and fractions as its code.
//!
//! In: the field's code, as `eq \o\ac(○,1)`. Out: the plain text that its parts say. The field has no result;
//! its switches are those of Word's reference for the EQ field.

/// Maximum depth of parts within parts.
const MAX_DEPTH: usize = 20;

/// The text of an EQ field; `None` where the code is another field's.
pub(super) fn equation_text(code: &str) -> Option<String> {
    let code = code.trim_start();
    let (keyword, rest) = code.split_at_checked(2)?;
    let is_equation =
        keyword.eq_ignore_ascii_case("EQ") && !rest.starts_with(char::is_alphanumeric);
    is_equation.then(|| {
        let mut reader = Reader { rest: format_free(rest), depth: 0 };
        reader.sequence().trim().to_owned()
    })
}

/// The code behind the switches of format that dialogs put first: `\* jc2 \* "Font:宋体" \* hps21`.
fn format_free(code: &str) -> &str {
    let mut rest = code.trim_start();
    while let Some(after) = rest.strip_prefix("\\*") {
        let after = after.trim_start();
        let length = match after.strip_prefix('"') {
            Some(quoted) => quoted.find('"').map_or(after.len(), |end| end + 2),
            None => after.find([' ', '\\']).unwrap_or(after.len()),
        };
        rest = after[length..].trim_start();
    }
    rest
}

/// The part of a code that is still to be read.
struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

/// An argument: its text, and whether it is set above or below the line.
struct Argument {
    text: String,
    is_shifted: bool,
}

impl Reader<'_> {
    /// Text and switches up to the end, or the end of the argument.
    fn sequence(&mut self) -> String {
        let mut text = String::new();
        while let Some(character) = self.rest.chars().next() {
            match character {
                ',' | '，' | ')' | '）' if self.depth > 0 => break,
                ';' if self.depth > 0 => break,
                '\\' => text.push_str(&self.switch().text),
                other => {
                    self.rest = &self.rest[other.len_utf8()..];
                    text.push(other);
                }
            }
        }
        text
    }

    /// A switch with its options and its arguments, from its backslash on.
    fn switch(&mut self) -> Argument {
        self.rest = &self.rest[1..];
        // \, and \( are the signs themselves.
        if let Some(sign) = self.rest.chars().next().filter(|c| !c.is_alphabetic()) {
            self.rest = &self.rest[sign.len_utf8()..];
            return Argument { text: sign.to_string(), is_shifted: false };
        }

        let mut names = Vec::new();
        loop {
            let length =
                self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
            names.push(self.rest[..length].to_ascii_lowercase());
            // Sizes of shifts and gaps: \up 9.
            self.rest =
                self.rest[length..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
            match self.rest.strip_prefix('\\') {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }

        let arguments = self.arguments();
        let name = names.first().map_or("", String::as_str);
        let is_shifted = name == "s" && names.iter().any(|name| name.starts_with(['u', 'd']));
        Argument { text: combined(name, arguments), is_shifted }
    }

    fn arguments(&mut self) -> Vec<Argument> {
        let Some(rest) = self.rest.strip_prefix(['(', '（']) else { return Vec::new() };
        self.rest = rest;
        self.depth += 1;

        let mut arguments = Vec::new();
        loop {
            let is_shift = self.rest.trim_start().starts_with("\\s\\");
            let text = if self.depth > MAX_DEPTH { String::new() } else { self.sequence() };
            arguments.push(Argument { text, is_shifted: is_shift });
            let Some(end) = self.rest.chars().next() else { break };
            self.rest = &self.rest[end.len_utf8()..];
            if matches!(end, ')' | '）') || self.depth > MAX_DEPTH {
                break;
            }
        }
        self.depth -= 1;
        arguments
    }
}

/// The text of a switch: fractions and roots by their signs, what is laid over each other as one sign where
/// there is one.
fn combined(name: &str, arguments: Vec<Argument>) -> String {
    let texts: Vec<&str> = arguments.iter().map(|argument| argument.text.trim()).collect();
    match (name, texts.as_slice()) {
        ("f", [above, below]) => format!("{above}/{below}"),
        ("r", [degree, root]) if degree.is_empty() || *degree == "2" => format!("√({root})"),
        ("r", [degree, root]) => format!("({root})^(1/{degree})"),
        ("r", [root]) => format!("√({root})"),
        ("b", [inner]) => format!("({inner})"),
        ("o" | "ad" | "ac", _) => overlaid(&arguments),
        ("l", _) => texts.join(","),
        ("a", _) => texts.join(" "),
        _ => texts.concat(),
    }
}

/// What is printed over each other: a number in a ring is one sign, a phonetic guide isn't read.
fn overlaid(arguments: &[Argument]) -> String {
    let texts: Vec<&str> = arguments
        .iter()
        .filter(|argument| !argument.is_shifted)
        .map(|argument| argument.text.trim())
        .collect();
    let is_ring = |text: &&str| matches!(*text, "○" | "◯" | "〇" | "O");
    let inner = texts.iter().find(|text| !is_ring(text));
    let number = inner.and_then(|inner| inner.parse::<u32>().ok());
    match number.filter(|number| (1..=20).contains(number) && texts.iter().any(is_ring)) {
        Some(number) => char::from_u32(u32::from('①') + number - 1).map(String::from),
        None => None,
    }
    .unwrap_or_else(|| texts.into_iter().filter(|text| !is_ring(text)).collect())
}

#[cfg(test)]
mod tests {
    use super::equation_text;

    #[test]
    fn equations_are_read_as_text() {
        let cases = [
            ("eq \\o\\ac(○,1)", Some("①")),
            ("EQ \\o\\ac(○,12)", Some("⑫")),
            ("EQ \\o\\ac(○,注)", Some("注")),
            ("EQ \\F(1,2)", Some("1/2")),
            ("EQ \\r(2,3)", Some("√(3)")),
            ("EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(qú),衢)", Some("衢")),
            ("EQ \\b(\\f(甲,乙))", Some("(甲/乙)")),
            ("EQ x\\s\\up 4(2)", Some("x2")),
            ("EQ \\l(1\\,2,3)", Some("1,2,3")),
            ("EQ \\o(", Some("")),
            ("EQUATION", None),
            ("PAGE", None),
        ];
        for (code, expected) in cases {
            assert_eq!(equation_text(code).as_deref(), expected, "{code}");
        }
        let deep = format!("EQ {}{}", "\\o(".repeat(5_000), ")".repeat(5_000));
        assert!(equation_text(&deep).is_some());
    }
}
