//! Bytes of a text file to UTF-8: byte-order marks and GBK as Notepad and WPS write them.

/// Text read from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark. Line ends are as in the file.
    pub text: String,
}

/// Why bytes aren't a text that zishu accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeProblem {
    /// Valid GB 18030 (GBK) and not UTF-8; the text it stands for, so that `fix` can convert it.
    Gbk(String),
    /// UTF-16 with a byte-order mark, as Notepad's “Unicode” writes; the text it stands for.
    Utf16(String),
    /// Not UTF-8 from this byte on.
    BrokenUtf8(usize),
    /// Holds NUL bytes: a picture, a Word file, an archive.
    Binary,
}

/// Reads bytes as UTF-8, leaving out a byte-order mark; says what else they are.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeProblem> {
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return Err(utf16(encoding_rs::UTF_16LE, rest));
    }

    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return Err(utf16(encoding_rs::UTF_16BE, rest));
    }

    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(DecodeProblem::Binary);
    }

    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned() }),
        Err(error) => Err(legacy(bytes, error.valid_up_to())),
    }
}

fn utf16(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> DecodeProblem {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken { DecodeProblem::Binary } else { DecodeProblem::Utf16(text.into_owned()) }
}

/// GBK where every byte decodes and most non-ASCII characters are Chinese ones; a UTF-8 file with
/// a few broken bytes often decodes as GBK too, but into rare characters.
fn legacy(bytes: &[u8], valid_up_to: usize) -> DecodeProblem {
    let Some(text) =
        encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)
    else {
        return DecodeProblem::BrokenUtf8(valid_up_to);
    };

    let (mut common, mut total) = (0usize, 0usize);
    for character in text.chars().filter(|c| !c.is_ascii()) {
        total += 1;
        common += usize::from(is_gb2312_like(character));
    }

    if common * 10 >= total * 9 && !longest_utf8_prefix_is_chinese(bytes, valid_up_to) {
        DecodeProblem::Gbk(text.into_owned())
    } else {
        DecodeProblem::BrokenUtf8(valid_up_to)
    }
}

/// Whether GB 2312 (the everyday 6,763 characters and its symbols) has the character.
fn is_gb2312_like(character: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = encoding_rs::GBK.encode(character.encode_utf8(&mut buffer));
    !failed && matches!(bytes.as_ref(), [first, second] if *first >= 0xA1 && *second >= 0xA1)
}

/// Many GBK characters are by chance two-byte UTF-8 ones (“状态” is “״̬”), few are three-byte ones.
fn longest_utf8_prefix_is_chinese(bytes: &[u8], valid_up_to: usize) -> bool {
    std::str::from_utf8(&bytes[..valid_up_to])
        .is_ok_and(|prefix| prefix.chars().filter(|c| *c >= '\u{2E80}').count() >= 2)
}

/// Control characters other than tab and line ends, those that change the direction of writing, a
/// byte-order mark inside a text (left by joining files), and the code points that Unicode keeps free of
/// characters: XML can't hold them, and the expander's markers are among them. Those of them that
/// [`is_invisible`](super::is_invisible) names too are a warning; the others are errors.
pub fn is_forbidden(character: char) -> bool {
    let is_noncharacter =
        matches!(character, '\u{FDD0}'..='\u{FDEF}') || (u32::from(character) & 0xFFFE) == 0xFFFE;
    let is_unprintable =
        matches!(character, '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');

    is_noncharacter
        || is_unprintable
        || (character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
}

/// Characters that are an error in a file: the forbidden ones, but those that are left out beneath a
/// warning ([`is_invisible`](super::is_invisible)).
pub fn is_control(character: char) -> bool {
    is_forbidden(character) && !super::is_invisible(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_mark_is_dropped() {
        let decoded = decode("\u{feff}正文\r\n".as_bytes());
        assert_eq!(decoded, Ok(Decoded { text: "正文\r\n".into() }));
    }

    #[test]
    fn gbk_is_recognised() {
        let (bytes, _, _) = encoding_rs::GBK.encode("产品质量稳步提升，合格率为98.5%。");
        let expected = "产品质量稳步提升，合格率为98.5%。".to_owned();
        assert_eq!(decode(&bytes), Err(DecodeProblem::Gbk(expected)));
    }

    #[test]
    fn gbk_that_begins_like_utf8_is_recognised() {
        let text = "---\n状态: 已审\n---\n\n## 总体\n\n2017年的产品质量。\n";
        let (bytes, _, _) = encoding_rs::GBK.encode(text);
        assert_eq!(decode(&bytes), Err(DecodeProblem::Gbk(text.to_owned())));
    }

    #[test]
    fn broken_utf8_is_not_taken_for_gbk() {
        let mut bytes = "产品质量稳步提升".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        bytes.extend("后文".as_bytes());
        assert!(matches!(decode(&bytes), Err(DecodeProblem::BrokenUtf8(21))));
    }

    #[test]
    fn unseen_characters_are_forbidden() {
        assert!(['\u{7}', '\u{FEFF}', '\u{202E}', '\u{FDD0}'].into_iter().all(is_forbidden));
        assert!(!['\t', '\n', '　', '\u{A0}', '\u{200D}'].into_iter().any(is_forbidden));
    }

    #[test]
    fn binary_is_recognised() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0"), Err(DecodeProblem::Binary));
    }
}
