//! Check boxes: content controls of Word 2010 whose one character says whether they are ticked.
//!
//! In: what a control's properties say, and what it holds. Out: what it shows. People see the character and tick it;
//! `w14:checked` stays as it was where a tracked tick is refused, so it is asked only where the character says
//! nothing. ([MS-DOCX] 2.6.1.8, `w14:checkbox`.)

use super::model::PieceKind;

/// What other programs' check boxes show, and what people type in their place.
const TICKED: [char; 12] = ['☑', '☒', '✓', '✔', '✅', '✗', '✘', '√', '■', '▣', '◉', '×'];
const EMPTY: [char; 7] = ['☐', '□', '▢', '◻', '⬜', '○', '❏'];

/// A check box, as its control's properties say.
#[derive(Debug, Clone, Default)]
pub(super) struct CheckBox {
    pub is_checked: bool,
    /// The character when it is ticked, and when it isn't.
    pub ticked: Option<char>,
    pub empty: Option<char>,
}

impl CheckBox {
    /// What stands in the control: each character that is a state of the box, all else as it is.
    pub(super) fn read(&self, kind: PieceKind) -> Vec<PieceKind> {
        let PieceKind::Text(text) = &kind else {
            // A character of a symbol font that has no other.
            let is_symbol = matches!(kind, PieceKind::Object(_));
            return vec![if is_symbol { PieceKind::CheckBox(self.is_checked) } else { kind }];
        };

        let mut pieces = Vec::new();
        for character in text.chars() {
            match (self.state(character), pieces.last_mut()) {
                (Some(state), _) => pieces.push(PieceKind::CheckBox(state)),
                (None, Some(PieceKind::Text(last))) => last.push(character),
                (None, _) => pieces.push(PieceKind::Text(character.to_string())),
            }
        }

        match pieces.as_slice() {
            // One character that nobody knows: the box in a font of its own.
            [PieceKind::Text(text)] if text.chars().count() == 1 => {
                vec![PieceKind::CheckBox(self.is_checked)]
            }
            _ => pieces,
        }
    }

    fn state(&self, character: char) -> Option<bool> {
        if self.ticked == Some(character) {
            Some(true)
        } else if self.empty == Some(character) {
            Some(false)
        } else {
            check_box_state(character)
        }
    }
}

/// What a character says where a check box stands: `Some(true)` ticked; `None` where it is none of the usual
/// ones.
pub fn check_box_state(character: char) -> Option<bool> {
    if TICKED.contains(&character) {
        Some(true)
    } else {
        EMPTY.contains(&character).then_some(false)
    }
}
