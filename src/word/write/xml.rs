//! docx-rs's elements as XML.

use docx_rs::BuildXML;

/// What docx-rs renders is UTF-8: it is made of strings.
pub(super) fn to_xml(element: &impl BuildXML) -> String {
    String::from_utf8(element.build()).unwrap_or_default()
}
