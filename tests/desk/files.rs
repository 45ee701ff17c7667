//! Files as units send them.

use crate::word;
use std::collections::BTreeMap;

/// A draft of one heading and one paragraph.
pub(super) fn draft(text: &str) -> Vec<u8> {
    const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>一、基本做法</w:t></w:r></w:p><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"#
    );
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &document),
    ];
    let parts: BTreeMap<String, Vec<u8>> =
        parts.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    word::pack(&parts)
}

/// A 文号 as somebody types it into the name of a file.
pub(super) fn typed_number(number: &str, style: usize) -> String {
    let brackets = [('〔', '〕'), ('[', ']'), ('［', '］'), ('(', ')'), ('（', '）')];
    let (open, close) = brackets[style % brackets.len()];
    let typed = number.replace('〔', &open.to_string()).replace('〕', &close.to_string());
    if style.is_multiple_of(2) { typed.replace('号', " 号") } else { typed }
}
