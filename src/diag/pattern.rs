//! Patterns of messages that libraries give.

/// The parts of a message that fit each `{}` of a pattern; `None` where the pattern doesn't fit. A pattern
/// is the beginning of a message unless it ends in `{}`, which goes on to the first `;` or the line's end:
/// there libraries add advice.
pub fn varying<'a>(message: &'a str, pattern: &str) -> Option<Vec<&'a str>> {
    let mut literals = pattern.split("{}");
    let mut rest = message.strip_prefix(literals.next()?)?;
    let mut varying = Vec::new();

    for literal in literals {
        let end = if literal.is_empty() {
            rest.find([';', '\n']).unwrap_or(rest.len())
        } else {
            rest.find(literal)?
        };
        varying.push(&rest[..end]);
        rest = &rest[end + literal.len()..];
    }

    Some(varying).filter(|varying| varying.iter().all(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::varying;

    #[test]
    fn varying_parts_are_split_off() {
        assert_eq!(varying("cannot add a and b", "cannot add {} and {}"), Some(vec!["a", "b"]));
        assert_eq!(varying("unknown font: a; try b", "unknown font: {}"), Some(vec!["a"]));
        assert_eq!(varying("expected comma here", "expected comma"), Some(vec![]));
        assert_eq!(varying("expected comma", "expected {}, found {}"), None);
        assert_eq!(varying("unknown font: ", "unknown font: {}"), None);
    }
}
