//! The known name that a mistyped one most likely stands for.

/// The candidate nearest to `typed`, if near enough to be worth asking about: one that contains it
/// or is contained in it, or one that shares most of its characters in order.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let score = |candidate: &str| {
        let within = candidate.contains(typed) || typed.contains(candidate);
        let similarity = strsim::normalized_damerau_levenshtein(typed, candidate);
        if within { similarity.max(0.6) + 0.1 * similarity } else { similarity }
    };
    let scored =
        candidates.into_iter().filter(|name| !name.is_empty()).map(|name| (score(name), name));
    // The earlier of two equals wins, so that the answer doesn't depend on anything but the order.
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    // Half the characters of a long name are its generic ones: 市、局.
    let enough = if typed.chars().count() <= 3 { best.0 >= 0.5 } else { best.0 > 0.5 };
    enough.then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names() {
        let names = ["城市GDP", "人均GDP", "常住人口"];
        assert_eq!(nearest("城市GPD", names), Some("城市GDP"));
        assert_eq!(nearest("常驻人口", names), Some("常住人口"));
        assert_eq!(nearest("人口", names), Some("常住人口"));
        assert_eq!(nearest("质量", names), None);
        assert_eq!(nearest("市气象局", ["市教育局"]), None);
    }
}
