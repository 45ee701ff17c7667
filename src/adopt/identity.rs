//! What a draft says of whose it is and what it is about.
//!
//! In: a Word file. Out: its title, sender, signature, first lines and headings, as far as it has them.

use super::converter::Converter;
use super::draft::{self, Draft};
use super::headings::{HeadingKind, Role};
use super::model::Target;
use crate::document::typed_numbers::{self, Certainty};
use crate::docx::Docx;

/// What a draft says of itself; texts that it doesn't have are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftIdentity {
    /// Its title, in one line.
    pub title: String,
    /// 发文机关标志.
    pub sender: String,
    /// 署名.
    pub signature: String,
    /// Its first lines, as long as they are no sentences.
    pub first_lines: Vec<String>,
    /// Its headings without their numbers.
    pub headings: Vec<String>,
}

/// Number of paragraphs among which the first lines are looked for.
const MAX_FIRST_LINES: usize = 3;
/// Maximum number of characters of a first line.
const MAX_LINE: usize = 40;

/// Reads what a draft says of itself.
pub fn identify(docx: &Docx) -> DraftIdentity {
    let target = Target { title: "", stem: "", is_whole: true, existing: &|_| None };
    let Draft { blocks, roles, letter } = draft::read(&mut Converter::new(docx, &target));

    let mut identity = DraftIdentity {
        title: letter.title,
        sender: letter.sender,
        signature: letter.signature,
        ..DraftIdentity::default()
    };
    for (block, role) in blocks.iter().zip(&roles) {
        let Some(paragraph) = block.paragraph() else { continue };
        let text = paragraph.text.trim().replace('\n', "");
        match role {
            Role::Heading(heading) if heading.kind == HeadingKind::Heading => {
                let title = paragraph.text.get(heading.number_length..).unwrap_or_default();
                identity.headings.push(title.trim().to_owned());
            }
            Role::Heading(_) if identity.title.is_empty() => identity.title = text,
            _ if paragraph.is_title() && identity.title.is_empty() => identity.title = text,
            _ => {}
        }
    }

    let first = blocks.iter().map_while(|block| block.paragraph()).take(MAX_FIRST_LINES);
    let is_line = |text: &&str| text.chars().count() <= MAX_LINE && !text.contains(['。', '；']);
    let lines = first.map(|paragraph| paragraph.text.trim()).take_while(is_line);
    identity.first_lines = lines.map(str::to_owned).collect();
    identity
}

/// What the number at the start of a name counts: 6 in `06-产品质量`, `六、产品质量` and `第六部分`.
pub fn leading_number(name: &str) -> Option<u32> {
    // A hyphen parts number and title in names of files; in texts it makes a range.
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if matches!(digits, 1 | 2) && name[digits..].starts_with(['-', '_', '－', '—']) {
        return name[..digits].parse().ok().filter(|number| *number > 0);
    }
    let number = typed_numbers::typed(name)?;
    (number.certainty > Certainty::Doubtful).then_some(number.counts[0])
}

#[cfg(test)]
mod tests {
    use super::leading_number;

    #[test]
    fn names_begin_with_numbers() {
        let cases = [
            ("06-产品质量", Some(6)),
            ("06产品质量", Some(6)),
            ("6.产品质量", Some(6)),
            ("六、产品质量", Some(6)),
            ("（六）产品质量", Some(6)),
            ("第六部分产品质量", Some(6)),
            ("2017年产品质量", None),
            ("产品质量06", None),
            ("3个重点", None),
        ];
        for (name, expected) in cases {
            assert_eq!(leading_number(name), expected, "{name}");
        }
    }
}
