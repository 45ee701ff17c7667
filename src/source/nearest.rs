//! The known name that a mistyped one most likely stands for.

/// The candidate nearest to `typed`, if near enough to be worth asking about: one that contains it,
/// one that makes up half of it or more, or one that shares most of its characters in order.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = candidates
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        .map(|candidate| (similarity_score(typed, candidate), candidate));
    // The earlier of two equals wins, so that the answer depends on the order alone.
    let (score, candidate) =
        scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;

    // Half the characters of a long name are its generic ones: 市、局.
    let is_short = typed.chars().count() <= 3;
    let is_near = score > 0.5 || is_short && score == 0.5;
    is_near.then_some(candidate)
}

/// Asks whether the nearest candidate was meant, if one is near enough.
pub fn suggestion<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(typed, candidates).map(|near| format!("是否要写“{near}”？"))
}

/// Similarity of a candidate: 1 for the typed text itself, 0 for one that shares nothing with it.
fn similarity_score(typed: &str, candidate: &str) -> f64 {
    let similarity = strsim::normalized_damerau_levenshtein(typed, candidate);
    // A short name stands in many a longer one by chance.
    let is_half = candidate.chars().count() * 2 >= typed.chars().count();
    if candidate.contains(typed) || is_half && typed.contains(candidate) {
        similarity.max(0.6) + 0.1 * similarity
    } else {
        similarity
    }
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

    #[test]
    fn names_within_what_was_typed() {
        let names = ["in", "d", "ne", "值", "增减"];
        assert_eq!(nearest("ordinal-punctuation", names), None);
        assert_eq!(nearest("end-mark", names), None);
        assert_eq!(nearest("unended-paragraph", names), None);
        assert_eq!(nearest("指标数值", names), None);
        assert_eq!(nearest("增减率", names), Some("增减"));
        assert_eq!(nearest("增减比率", names), Some("增减"));
    }
}
