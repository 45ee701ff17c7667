//! The body or a note as it grows: one docx-rs element after the other, each made XML as soon as the
//! next one follows. A report in docx-rs's own types takes twenty times the memory of its XML.

use super::xml::to_xml;
use docx_rs::{DocumentChild, Paragraph};

/// Paragraphs and tables, in order.
#[derive(Debug, Default)]
pub(super) struct Flow {
    xml: String,
    count: usize,
    last: Option<DocumentChild>,
}

impl Flow {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Appends one; those before it can't be changed any more.
    pub fn push(&mut self, element: DocumentChild) {
        self.write_last();
        self.last = Some(element);
        self.count += 1;
    }

    /// The last one, where it is a paragraph.
    pub fn last_paragraph(&mut self) -> Option<&mut Paragraph> {
        match &mut self.last {
            Some(DocumentChild::Paragraph(last)) => Some(last),
            _ => None,
        }
    }

    /// Whether the last one is a table.
    pub fn ends_with_table(&self) -> bool {
        matches!(self.last, Some(DocumentChild::Table(_)))
    }

    /// All of them as XML; none are left.
    pub fn finish(&mut self) -> String {
        self.write_last();
        self.count = 0;
        std::mem::take(&mut self.xml)
    }

    fn write_last(&mut self) {
        match self.last.take() {
            Some(DocumentChild::Paragraph(paragraph)) => {
                self.xml.push_str(&to_xml(&*paragraph));
            }
            Some(DocumentChild::Table(table)) => self.xml.push_str(&to_xml(&*table)),
            // Nothing else is ever pushed.
            Some(_) | None => {}
        }
    }
}
