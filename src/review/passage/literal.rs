//! Words that a chapter's own call holds: `{{ 指标表(…, 标题="近三年合格率") }}`.
//!
//! In: printed text, and the source of the call that printed it, or of its argument. Out: where the text stands
//! in the source as a string.

/// The offset of the one string that says just this; `None` where none does, or several do.
pub(super) fn string_with(text: &str, source: &str) -> Option<usize> {
    let is_call = source.starts_with("{{") && source.ends_with("}}");
    let is_argument = source.starts_with(['"', '\'']);
    if text.is_empty() || text.contains(['"', '\'', '\\']) || !(is_call || is_argument) {
        return None;
    }

    let mut found = ['"', '\''].into_iter().flat_map(|quote| {
        let string = format!("{quote}{text}{quote}");
        source.match_indices(&string).map(|(offset, _)| offset + 1).collect::<Vec<_>>()
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::string_with;

    #[test]
    fn the_one_string_of_a_call() {
        let call = "{{ 指标表(标题=\"甲\", 来源='乙', 注=\"丙\", 组=\"丙\") }}";
        let at = |text| string_with(text, call).map(|offset| &call[offset..offset + 3]);
        assert_eq!(at("甲"), Some("甲"));
        assert_eq!(at("乙"), Some("乙"));
        assert_eq!(at("丙"), None, "two say it");
        assert_eq!(at("丁"), None);
        assert_eq!(string_with("甲", "\"甲\""), Some(1));
        assert_eq!(string_with("甲", "说\"甲\""), None, "no call");
    }
}
