//! Bookmarks at the beginning of sections.
//!
//! In: the blocks of the body, one after the other. Out: the same, where LibreOffice 7.4 keeps the bookmarks:
//! it begins one at the first character of a section's first table one character late, and references lose
//! that character (`见 4-1` for `见表 4-1`). Before the paragraph it stands right.

use crate::ooxml::{Element, Node};

/// Where the body is read.
#[derive(Debug, Default)]
pub(in crate::word) struct SectionStarts {
    /// Whether the last block ended a section.
    ends_section: bool,
}

impl SectionStarts {
    /// Takes the next block.
    pub fn pass(&mut self, block: &mut Element<'_>) {
        if self.ends_section && block.name == "w:tbl" {
            free_first_bookmarks(block);
        }
        self.ends_section = block.descendant("w:sectPr").is_some();
    }
}

/// Puts the bookmarks that begin with a table's first paragraph before it.
fn free_first_bookmarks(table: &mut Element<'_>) {
    let Some(cell) = table.child_mut("w:tr").and_then(|row| row.child_mut("w:tc")) else { return };
    let Some(at) = cell.children.iter().position(|child| child.is("w:p")) else { return };
    let Some(Node::Element(paragraph)) = cell.children.get_mut(at) else { return };

    let start = usize::from(paragraph.child("w:pPr").is_some());
    let rest = paragraph.children.iter().skip(start);
    let count = rest.take_while(|child| child.is("w:bookmarkStart")).count();
    let bookmarks: Vec<Node<'_>> = paragraph.children.drain(start..start + count).collect();
    cell.children.splice(at..at, bookmarks);
}

#[cfg(test)]
mod tests {
    use super::SectionStarts;
    use crate::ooxml::parse;

    fn passed(blocks: &[&str]) -> Vec<String> {
        let mut starts = SectionStarts::default();
        let pass = |text: &&str| {
            let mut block = parse("document.xml", text).unwrap();
            starts.pass(&mut block);
            block.to_xml()
        };
        blocks.iter().map(pass).collect()
    }

    #[test]
    fn only_the_first_table_of_a_section_is_changed() {
        let table = r#"<w:tbl><w:tr><w:tc><w:tcPr a=""/><w:p><w:pPr a=""/><w:bookmarkStart w:id="1"/><w:r a=""/><w:bookmarkEnd w:id="1"/></w:p></w:tc></w:tr></w:tbl>"#;
        let freed = r#"<w:tbl><w:tr><w:tc><w:tcPr a=""/><w:bookmarkStart w:id="1"/><w:p><w:pPr a=""/><w:r a=""/><w:bookmarkEnd w:id="1"/></w:p></w:tc></w:tr></w:tbl>"#;
        let section = r#"<w:p><w:pPr><w:sectPr a=""/></w:pPr></w:p>"#;
        assert_eq!(
            passed(&[table, section, table, table]),
            [table, section, freed, table].map(str::to_owned)
        );
    }
}
