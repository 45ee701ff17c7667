//! What stands around the text of a letter: 主送机关, 附件说明, 落款 (GB/T 9704-2012, 7.3.2, 7.3.4 and 7.3.5),
//! and what they are called.

use super::LetterPart;

impl LetterPart {
    /// All parts.
    pub const ALL: [LetterPart; 4] = [
        LetterPart::Addressee,
        LetterPart::Annexes,
        LetterPart::Signature,
        LetterPart::SealedSignature,
    ];

    /// What follows `:::` where it begins, in Chinese and in ASCII.
    pub fn names(self) -> [&'static str; 2] {
        match self {
            LetterPart::Addressee => ["抬头", "addressee"],
            LetterPart::Annexes => ["附件说明", "annexes"],
            LetterPart::Signature => ["落款", "signature"],
            LetterPart::SealedSignature => ["落款 盖章", "signature sealed"],
        }
    }
}

/// What stands before the name of the annex with a number, among `count` annexes: `附件：`,
/// `附件：1.`, `2.`.
pub fn annex_mark(number: usize, count: usize) -> String {
    match (number, count) {
        (1, 1) => "附件：".to_owned(),
        (1, _) => "附件：1.".to_owned(),
        _ => format!("{number}."),
    }
}
