//! What the reader lets through, what the tree keeps, what the writer writes.

use super::*;

const LIMITS: Limits = Limits {
    file: 1 << 20,
    parts: 4,
    part: 1 << 10,
    text: 3 << 9,
    binary: 1 << 10,
    events: 1_000,
    memory: 1 << 10,
};

fn part(name: &str, text: &str) -> Part {
    Part::text(name, text.to_owned())
}

fn round_trip(text: &str) -> String {
    parse("p.xml", text).unwrap().to_xml()
}

fn texts(xml: &str) -> Result<Vec<String>, Error> {
    let mut stream = XmlStream::new("p.xml", xml);
    let mut budget = Budget::new(&LIMITS);
    let mut texts = Vec::new();
    loop {
        match stream.next(&mut budget)? {
            Event::Text(text) => texts.push(text.into_owned()),
            Event::Start(_) | Event::End => {}
            Event::Eof => return Ok(texts),
        }
    }
}

#[test]
fn a_tree_is_written_as_it_was_read() {
    let text = r#"<w:p a="1&amp;"><w:t xml:space="preserve"> 甲 &lt; 乙 </w:t><w:br/></w:p>"#;
    assert_eq!(round_trip(&format!("<?xml version=\"1.0\"?>\n{text}")), text);
    assert_eq!(round_trip("<a b='x' />"), r#"<a b="x"/>"#);
    assert_eq!(round_trip("<a b=\"/\"/>"), r#"<a b="/"/>"#);
    assert_eq!(round_trip("<a><b></b></a>"), "<a><b/></a>");
}

#[test]
fn malformed_trees_are_refused() {
    let name = || "p.xml".to_owned();
    assert_eq!(parse("p.xml", "<a><b></a>"), Err(Error::NotXml(name())));
    assert_eq!(parse("p.xml", "<a>"), Err(Error::CutShort(name())));
    assert_eq!(parse("p.xml", ""), Err(Error::CutShort(name())));
    assert_eq!(parse("p.xml", "<!DOCTYPE a><a/>"), Err(Error::DocumentType(name())));
    let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
    assert!(parse("p.xml", &deep(MAX_DEPTH)).is_ok());
    assert_eq!(parse("p.xml", &deep(MAX_DEPTH + 1)), Err(Error::TooDeep(name())));
}

#[test]
fn control_characters_are_left_out() {
    assert_eq!(escape("a\u{1}\u{b}\u{fdd0}\u{ffff}<&\">"), "a&lt;&amp;&quot;&gt;");
}

#[test]
fn a_stream_chooses_what_it_understands() {
    const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    let alternatives = |required: &str| {
        format!(
            r#"<a xmlns:m="{COMPATIBILITY}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:x="urn:x"><m:AlternateContent><m:Choice Requires="{required}">1</m:Choice><m:Fallback>2</m:Fallback></m:AlternateContent>3</a>"#
        )
    };
    assert_eq!(texts(&alternatives("w14")).unwrap(), ["1", "3"]);
    assert_eq!(texts(&alternatives("w14 x")).unwrap(), ["2", "3"]);
    assert_eq!(texts("<a>1<b/>&lt;<![CDATA[<]]></a>").unwrap(), ["1", "<", "<"]);
}

#[test]
fn a_stream_keeps_to_its_limits() {
    let name = || "p.xml".to_owned();
    assert_eq!(texts("<a>&x;</a>"), Err(Error::UnknownEntity(name())));
    assert_eq!(texts(&"<a>".repeat(MAX_DEPTH + 1)), Err(Error::TooDeep(name())));
    assert_eq!(texts(&format!("<a>{}</a>", "<b/>".repeat(600))), Err(Error::TooManyEvents));
    assert_eq!(texts(&format!("<a>{}</a>", "<!---->".repeat(1_000))), Err(Error::TooManyEvents));
    let declarations: String = (0..=MAX_NAMESPACES).map(|n| format!(" xmlns:n{n}=\"u\"")).collect();
    assert_eq!(texts(&format!("<a{declarations}/>")), Err(Error::TooManyNamespaces(name())));
}

#[test]
fn namespaces_end_with_their_element() {
    const WORD: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let xml = format!(r#"<a><b:p xmlns:b="{WORD}"><c/></b:p><b:p/></a>"#);
    let mut stream = XmlStream::new("p.xml", &xml);
    let mut budget = Budget::new(&LIMITS);
    let mut words = Vec::new();
    loop {
        match stream.next(&mut budget).unwrap() {
            Event::Start(tag) => words.push(tag.is_word("p")),
            Event::End | Event::Text(_) => {}
            Event::Eof => break,
        }
    }
    assert_eq!(words, [false, true, false, false]);
}

#[test]
fn packed_parts_are_read_again() {
    let parts = vec![part("b.xml", "<b/>"), part("A/c.xml", "<c/>")];
    let bytes = pack(parts.clone());
    assert_eq!(bytes, pack(parts), "the same bytes");

    let mut package = Package::open(&bytes, &LIMITS).unwrap();
    assert_eq!(package.names(), ["b.xml", "A/c.xml"]);
    assert_eq!(package.names_with_prefix("a/"), ["a/c.xml"]);
    assert_eq!(package.text("/a\\C.xml").unwrap().as_deref(), Some("<c/>"));
    assert_eq!(package.text("d.xml"), Ok(None));
}

#[test]
fn packages_keep_to_their_limits() {
    let large = "x".repeat(1_025);
    let half = "x".repeat(1_000);
    let bytes = pack(vec![part("a", &large), part("b", &half), part("c", &half)]);
    let mut package = Package::open(&bytes, &LIMITS).unwrap();
    assert_eq!(package.text("a"), Err(Error::PartTooLarge("a".to_owned())));
    assert!(package.text("b").is_ok());
    assert_eq!(package.text("c"), Err(Error::PartTooLarge("c".to_owned())), "the sum");
    assert!(package.bytes("b").is_ok());
    assert_eq!(package.bytes("c"), Err(Error::BinaryTooLarge));

    let many = (0..5).map(|n| part(&n.to_string(), "")).collect();
    assert_eq!(Package::open(&pack(many), &LIMITS).err(), Some(Error::TooManyParts(5)));
    let twice = pack(vec![part("a", ""), part("A", "")]);
    assert_eq!(Package::open(&twice, &LIMITS).err(), Some(Error::DuplicatePart));
}

#[test]
fn what_is_no_package() {
    let open = |bytes: &[u8]| Package::open(bytes, &LIMITS).err();
    assert_eq!(open(b""), Some(Error::Empty));
    let kinds: [(&[u8], ForeignKind); 8] = [
        (b"{\\rtf1", ForeignKind::Rtf),
        (b"%PDF-1.4", ForeignKind::Pdf),
        (b"GIF89a", ForeignKind::Picture),
        (b"%TSD-Header-###%", ForeignKind::Locked),
        (b"\x00\x01E-SafeNet\x00LOCK", ForeignKind::Locked),
        (b"<!DOCTYPE html><html>", ForeignKind::WebPage),
        (b"MIME-Version: 1.0", ForeignKind::WebPage),
        (
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>",
            ForeignKind::WordXml,
        ),
    ];
    for (bytes, kind) in kinds {
        assert_eq!(open(bytes), Some(Error::Foreign(kind)));
    }
    assert_eq!(open(b"text"), Some(Error::NotZip));
    assert_eq!(open(b"PK"), Some(Error::BrokenArchive));
    assert_eq!(open(&vec![b'P'; LIMITS.file + 1]), Some(Error::FileTooLarge));
    assert_eq!(open(&[0xD0, 0xCF, 0x11, 0xE0]), Some(Error::Ole(OleKind::Unknown)));
}

#[test]
fn targets_are_resolved() {
    assert_eq!(resolve_target("word", "media/1.png"), "word/media/1.png");
    assert_eq!(resolve_target("word", "../customXml/item1.xml"), "customXml/item1.xml");
    assert_eq!(resolve_target("word", "/a/./b.xml#c"), "a/b.xml");
}
