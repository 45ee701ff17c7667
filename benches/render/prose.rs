//! The words of generated Typst text: they must be those of the fixture, or the anchor isn't one.
//!
//! In: Typst files. Out: nothing, or a panic that shows where they part.

/// Where the generated text keeps what is said on the pages.
const PARTS: &str = "zishu/parts/";
/// Characters that are shown around the place where two texts part.
const SHOWN: usize = 30;

/// Compares the words of an earlier text with today's.
///
/// # Panics
/// Where they differ.
pub(crate) fn compare(name: &str, earlier: &[(String, String)], today: &[(String, String)]) {
    let (earlier, today) = (words(earlier), words(today));
    assert!(!earlier.is_empty(), "{name}: the fixture says nothing");
    if earlier == today {
        return;
    }

    let same = earlier.chars().zip(today.chars()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| -> String {
        text.chars().skip(same.saturating_sub(SHOWN)).take(2 * SHOWN).collect()
    };
    panic!(
        "{name}: what is rendered doesn't say what the fixture says: fixture “{}”, today “{}”",
        around(&earlier),
        around(&today)
    );
}

/// Every `#"…"` of the parts: text as such, however it is cut, marked or boxed.
fn words(texts: &[(String, String)]) -> String {
    let mut words = String::new();
    for (_, text) in texts.iter().filter(|(path, _)| path.starts_with(PARTS)) {
        let mut rest = text.as_str();
        while let Some(start) = rest.find("#\"") {
            rest = &rest[start + 2..];
            let end = end_of_literal(rest);
            words.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    words
}

/// Where a string literal ends whose opening quote lies before `text`.
fn end_of_literal(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return index,
            _ => {}
        }
    }
    text.len()
}
