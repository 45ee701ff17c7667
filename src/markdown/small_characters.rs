//! Characters that are raised or lowered by themselves: ², ₂.

const RAISED: Small = Small {
    plain: "0123456789+-−=()n", small: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"
};
const LOWERED: Small = Small {
    plain: "0123456789+-−=()", small: "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"
};

/// Characters, and the small ones in the same order.
struct Small {
    plain: &'static str,
    small: &'static str,
}

impl Small {
    fn text(&self, text: &str) -> Option<String> {
        let character = |c: char| {
            let index = self.plain.chars().position(|other| other == c)?;
            self.small.chars().nth(index)
        };
        if text.is_empty() { None } else { text.chars().map(character).collect() }
    }
}

/// The raised characters of a text; `None` where one has none.
pub(super) fn raised(text: &str) -> Option<String> {
    RAISED.text(text)
}

/// The lowered characters of a text; `None` where one has none.
pub(super) fn lowered(text: &str) -> Option<String> {
    LOWERED.text(text)
}

#[cfg(test)]
mod tests {
    use super::{lowered, raised};

    #[test]
    fn characters_of_their_own() {
        assert_eq!(raised("-3").as_deref(), Some("⁻³"));
        assert_eq!(lowered("12").as_deref(), Some("₁₂"));
        assert_eq!(raised("注"), None);
        assert_eq!(lowered(""), None);
    }
}
