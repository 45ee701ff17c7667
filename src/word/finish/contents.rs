//! The contents as Word's own building block: a content control with a button that renews it.
//!
//! In: the body's elements in their order. Out: the control around those of the contents' styles. docx-rs's
//! own table of contents is a field without entries.

use crate::ooxml::Element;

/// How the styles of the contents begin.
const STYLES: &str = "TOC";

/// The control while the body is written.
#[derive(Debug, Default)]
pub(super) struct ContentsControl {
    is_open: bool,
}

impl ContentsControl {
    /// Opens or closes the control before an element of the body.
    pub fn before(&mut self, element: &Element<'_>, out: &mut String) {
        let style = element.child("w:pPr").and_then(|all| all.child_value("w:pStyle"));
        let is_contents = style.is_some_and(|style| style.starts_with(STYLES));
        if is_contents && !self.is_open {
            self.is_open = true;
            out.push_str(
                "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/>\
                 <w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>",
            );
        } else if !is_contents {
            self.end(out);
        }
    }

    /// Closes the control where it is still open.
    pub fn end(&mut self, out: &mut String) {
        if std::mem::take(&mut self.is_open) {
            out.push_str("</w:sdtContent></w:sdt>");
        }
    }
}
