//! Kinds of characters, as the rules on text tell them apart.

/// Chinese punctuation that closes something.
pub(super) fn is_closing(character: char) -> bool {
    matches!(character, '”' | '’' | '）' | '》' | '〉' | '】' | '〕' | '」' | '』')
}

/// Chinese punctuation that opens something.
pub(super) fn is_opening(character: char) -> bool {
    matches!(character, '“' | '‘' | '（' | '《' | '〈' | '【' | '〔' | '「' | '『')
}

/// The character before a byte of the text.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The character from a byte of the text on.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Bytes from `at` on as long as the characters are wanted.
pub(super) fn run(text: &str, at: usize, wanted: impl Fn(char) -> bool) -> usize {
    text[at..].find(|c| !wanted(c)).map_or(text.len(), |length| at + length)
}
