//! References to numbers that the chapter no longer has: `按第二条执行`, where articles became headings or items.
//!
//! In: the draft's paragraphs with what each of them is. Out: a loss for each reference. Articles of laws, which
//! stand behind a title or the word for one, are nobody's here.

use super::draft::Draft;
use super::headings::Role;
use super::losses::LossReport;
use crate::document::typed_numbers::{self, NumberForm};
use crate::docx::Docx;
use std::collections::BTreeSet;

/// Units of numbers that sentences refer to.
const UNITS: [(&str, Option<NumberForm>); 7] = [
    ("部分", Some(NumberForm::Part)),
    ("篇", Some(NumberForm::Part)),
    ("编", Some(NumberForm::Part)),
    ("章", Some(NumberForm::Chapter)),
    ("节", Some(NumberForm::Section)),
    ("条", Some(NumberForm::Article)),
    ("项", None),
];
/// What laws and the like are called.
const LAWS: [&str; 14] = [
    "》", "法", "条例", "办法", "规定", "细则", "章程", "通则", "标准", "意见", "决定", "通知",
    "方案", "规划",
];

/// Lists the references whose numbers are gone.
pub(super) fn report(draft: &Draft, docx: &Docx, losses: &mut LossReport) {
    let gone = units_gone(draft, docx);
    for block in &draft.blocks {
        let Some(paragraph) = block.paragraph() else { continue };
        for reference in references(&paragraph.text, &gone) {
            losses.add_elsewhere(
                paragraph.location.clone(),
                format!("文中的“{reference}”所指的序号没有照印，请改为写明名称"),
            );
        }
    }
}

/// The units whose numbers the chapter doesn't print as the draft does.
fn units_gone(draft: &Draft, docx: &Docx) -> BTreeSet<&'static str> {
    let mut gone = BTreeSet::new();
    for (block, role) in draft.blocks.iter().zip(&draft.roles) {
        let Some(paragraph) = block.paragraph() else { continue };
        if let Role::Heading(heading) = role
            && heading.number_length > 0
            && let Some(number) = typed_numbers::typed(&paragraph.text)
        {
            let of_form = UNITS.iter().filter(|(_, form)| *form == Some(number.form));
            gone.extend(of_form.map(|(unit, _)| *unit));
        }

        // A list's own numbers are 1. 2. 3. in a chapter, whatever stood around them.
        let level = paragraph.numbering.and_then(|key| docx.numbering.get(&key));
        if let Some(label) = level.filter(|level| level.text.contains('第')) {
            let of_label = UNITS.iter().filter(|(unit, _)| label.text.contains(unit));
            gone.extend(of_label.map(|(unit, _)| *unit));
        }
    }
    gone
}

/// References to numbers of these units: `第二条`.
fn references<'a>(text: &'a str, units: &BTreeSet<&str>) -> Vec<&'a str> {
    let mut references = Vec::new();
    for (start, _) in text.match_indices('第') {
        let rest = &text[start + '第'.len_utf8()..];
        let digits = rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len());
        let unit = units.iter().find(|unit| rest[digits..].starts_with(**unit));
        let Some(unit) = unit.filter(|_| (1..=9).contains(&digits)) else { continue };

        let before = text[..start].trim_end().trim_end_matches('的');
        let is_of_law = LAWS
            .iter()
            .any(|law| before.strip_suffix(law).is_some_and(|before| !before.ends_with('本')));
        // What a line begins with is its own number.
        if start > 0 && !is_of_law {
            references.push(&text[start..start + '第'.len_utf8() + digits + unit.len()]);
        }
    }
    references
}

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || "一二三四五六七八九十".contains(character)
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn numbers_that_are_gone() {
        let units = ["条", "章"].into();
        let cases: [(&str, &[&str]); 6] = [
            ("按照本方案第二条执行，第12条另行规定。", &["第二条", "第12条"]),
            ("按前述第二条和第三章执行。", &["第二条", "第三章"]),
            ("依照《产品质量法》第十五条、条例第3条。", &[]),
            ("第二条 目的", &[]),
            ("上述第二节不变。", &[]),
            ("第一、第二产业", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(references(text, &units), expected, "{text}");
        }
    }
}
