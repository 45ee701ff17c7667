//! How many operators follow each other in a tag.
//!
//! minijinja reckons what is constant in advance, at every operator all that stands before it: 20 000
//! terms take as long as 400 million. No person's expression has as many as [`MAX_OPERATORS`].

/// Maximum number of operators in a tag.
pub(super) const MAX_OPERATORS: usize = 300;

/// Words that join or negate.
const WORDS: [&str; 7] = ["and", "or", "not", "is", "in", "if", "else"];

/// Counts the operators of a tag's text: signs between two operands, and what is applied to one.
pub(super) fn operators(text: &str) -> usize {
    let mut count = 0;
    let (mut quote, mut escaped) = (None, false);
    // The last character, and the last one that is no space.
    let (mut previous, mut last_visible) = (' ', ' ');
    for (offset, character) in text.char_indices() {
        if let Some(open) = quote {
            let ends = character == open && !escaped;
            escaped = character == '\\' && !escaped;
            quote = quote.filter(|_| !ends);
            continue;
        }

        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let ends_operand =
            is_word(last_visible) || matches!(last_visible, '"' | '\'' | ')' | ']' | '}');
        count += usize::from(match character {
            '"' | '\'' => {
                quote = Some(character);
                false
            }
            '(' | '[' => ends_operand,
            ')' | ']' | '{' | '}' | ',' | ':' => false,
            '.' => ends_operand && !last_visible.is_ascii_digit(),
            _ if is_word(character) => !is_word(previous) && begins_with_operator(&text[offset..]),
            _ => ends_operand && !character.is_whitespace(),
        });
        previous = character;
        if !character.is_whitespace() {
            last_visible = character;
        }
    }
    count
}

fn begins_with_operator(text: &str) -> bool {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    WORDS.contains(&&text[..end])
}

#[cfg(test)]
mod tests {
    use super::operators;

    #[test]
    fn counted() {
        let cases = [
            ("甲", 0),
            ("甲 + 乙 - 1.5", 2),
            ("\"a + b\" ~ 'c\\' ~ d'", 1),
            ("值(\"甲\", 2017) | 亿 | 万", 3),
            ("a.b[0](1)", 3),
            ("[1, -2, [3.5, -4], {\"a\": 1}]", 0),
            ("not a and b is not c", 4),
            ("标题 if 有 else 无", 2),
            ("notes in android", 1),
        ];
        for (text, expected) in cases {
            assert_eq!(operators(text), expected, "{text}");
        }
    }
}
