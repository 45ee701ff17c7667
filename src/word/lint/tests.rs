//! A fault planted for every finding.

use super::{lint, lint_parts};
use crate::ooxml::Part;

fn linted(parts: &[(&str, String)]) -> String {
    let parts: Vec<Part> =
        parts.iter().map(|(name, text)| Part::text(name, text.clone())).collect();
    lint_parts(&parts).join("\n")
}

fn findings(body: &str) -> String {
    linted(&[("word/document.xml", format!("<w:document>{body}</w:document>"))])
}

/// What is found in one part of these elements under any root.
fn in_part(part: &str, elements: &str) -> String {
    linted(&[(part, format!("<root>{elements}</root>"))])
}

fn expect(cases: &[(&str, &str)], find: impl Fn(&str) -> String) {
    for (planted, expected) in cases {
        let findings = find(planted);
        assert!(findings.contains(expected), "{planted}: {findings:?}, not {expected}");
    }
}

#[test]
fn sound_parts() {
    assert_eq!(findings("<w:p/>"), "");
    assert!(!lint(b"PK").is_empty());
    assert!(findings("<w:p>").contains("不是完好的 XML"));
}

#[test]
fn bookmarks() {
    let long = format!(r#"<w:bookmarkStart w:id="1" w:name="{}"/>"#, "a".repeat(41));
    let start = r#"<w:bookmarkStart w:id="1" w:name="a"/>"#;
    let twice = format!(r#"{start}<w:bookmarkEnd w:id="1"/>"#).repeat(2);
    let anchor = r#"<w:bookmarkStart w:id="1" w:name="_z_1"/><w:bookmarkEnd w:id="1"/>"#;
    expect(
        &[
            (start, "没有结尾"),
            (r#"<w:bookmarkEnd w:id="1"/>"#, "没有开头"),
            (&twice, "书签名 a 用了两次"),
            (&twice, "书签号 1 用了两次"),
            (&long, "超过 40 个字符"),
            (r#"<w:bookmarkStart w:id="1" w:name="a b"/>"#, "Word 不收的字符"),
            (r#"<w:bookmarkStart w:id="1" w:name="1a"/>"#, "Word 不收的字符"),
            (r#"<w:bookmarkStart w:id="1" w:name=""/>"#, "Word 不收的字符"),
            (r#"<w:bookmarkStart w:id="1" w:name="_z甲"/>"#, "不全是 ASCII"),
            (anchor, "里什么都没有"),
            (r#"<w:hyperlink w:anchor="y"/>"#, "没有书签 y"),
        ],
        findings,
    );
    let around = anchor.replace("<w:bookmarkEnd", "<w:r><w:t>甲</w:t></w:r><w:bookmarkEnd");
    assert_eq!(findings(&around), "");
    assert_eq!(findings(&anchor.replace("_z_1", "_Toc1")), "");
}

#[test]
fn fields() {
    let begin = r#"<w:fldChar w:fldCharType="begin"/>"#;
    let (middle, end) = (begin.replace("begin", "separate"), begin.replace("begin", "end"));
    let code = |text: &str| format!("<w:instrText>{text}</w:instrText>");
    let field = |text: &str| format!("{begin}{}{middle}{end}", code(text));
    let late = format!("{begin}{middle}{}{end}", code("PAGE"));
    let split = format!("{begin}{}{}{end}", code(" REF "), code("x"));
    let cell = format!("<w:tc><w:p>{begin}</w:p></w:tc>{end}");
    expect(
        &[
            (begin, "有 1 个域没有结尾"),
            (&end, "结尾多了"),
            (&middle, "分隔多了"),
            (&code("PAGE"), "不在域里"),
            (&late, "不在域里"),
            (&late, "域没有代码"),
            (&cell, "域跨出了 w:tc"),
            (r#"<w:fldChar w:fldCharType="x"/>"#, "不认识的域标记"),
            (r#"<w:fldChar w:fldCharType="begin" w:dirty="1"/>"#, "要求打开时更新"),
            (&field(" REF x \\h "), "没有书签 x"),
            (&field("PAGEREF x"), "没有书签 x"),
            (&split, "没有书签 x"),
        ],
        findings,
    );
    assert_eq!(findings(&field("SEQ 表1")), "");
}

#[test]
fn styles_notes_and_drawings() {
    expect(
        &[
            (r#"<w:pStyle w:val="s"/>"#, "没有样式 s"),
            (r#"<w:tblStyle w:val="s"/>"#, "没有样式 s"),
            (r#"<w:footnoteReference w:id="2"/>"#, "没有脚注 2"),
            (r#"<w:footnote w:id="2"/>"#, "没有人注"),
            (r#"<w:footnote w:id="2"/>"#, "没有注码"),
            (r#"<w:footnoteReference w:id="2"/><w:footnoteReference w:id="2"/>"#, "注了两次"),
            (r#"<wp:docPr id="1" descr="a"/><wp:docPr id="1" descr="a"/>"#, "图形号 1 用了两次"),
            (r#"<wp:docPr id="1" descr=""/>"#, "没有替代文字"),
        ],
        findings,
    );
    let style = |id: &str, inner: &str| {
        format!(r#"<w:style w:type="paragraph" w:styleId="{id}">{inner}</w:style>"#)
    };
    let based = |id: &str, base: &str| {
        style(id, &format!(r#"<w:name w:val="{id}"/><w:basedOn w:val="{base}"/>"#))
    };
    let named = style("a", r#"<w:name w:val="a"/>"#);
    expect(
        &[
            (&named.repeat(2), "样式 a 定义了两次"),
            (&named.repeat(2), "样式名“a”用了两次"),
            (&style("a", ""), "样式名“”"),
            (&(based("a", "b") + &based("b", "a")), "绕成了圈"),
            (&based("a", "c"), "没有样式 c"),
            (&named, "paragraph 的默认样式有 0 个"),
        ],
        |planted| in_part("word/styles.xml", planted),
    );
}

#[test]
fn numbers() {
    let definition = |id: &str, levels: &str| {
        format!(r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum>"#)
    };
    let instance = |id: &str, of: &str| {
        format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/></w:num>"#)
    };
    let level = r#"<w:lvl w:ilvl="0"/>"#;
    expect(
        &[
            (&definition("1", "").repeat(2), "编号定义 1 用了两次"),
            (&(definition("1", "") + &instance("1", "1").repeat(2)), "编号 1 用了两次"),
            (&instance("1", "4"), "编号 1 没有定义 4"),
            (&(instance("1", "4") + &definition("4", "")), "排在实例后面"),
            (&definition("1", &level.repeat(2)), "写了两次"),
            (&definition("1", r#"<w:lvl w:ilvl="9"/>"#), "级 9 不对"),
        ],
        |planted| in_part("word/numbering.xml", planted),
    );
    assert!(findings(r#"<w:numId w:val="7"/>"#).contains("没有编号 7"));
    let linked = definition("1", r#"<w:lvl w:ilvl="0"><w:pStyle w:val="a"/></w:lvl>"#);
    let numbering = format!("<root>{linked}{}</root>", instance("1", "1"));
    let style = |number: &str| {
        let name = r#"<w:name w:val="a"/>"#;
        format!(r#"<root><w:style w:styleId="a">{name}<w:pPr>{number}</w:pPr></w:style></root>"#)
    };
    let number = r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#;
    let both = |number: &str| {
        linted(&[("word/numbering.xml", numbering.clone()), ("word/styles.xml", style(number))])
    };
    assert!(!both(number).contains("互相连上"), "{}", both(number));
    assert!(both("").contains("没有互相连上"));
    assert!(both(&number.replace("ilvl w:val=\"0\"", "ilvl w:val=\"1\"")).contains("互相连上"));
}

#[test]
fn packages() {
    let one = |id: &str, target: &str| format!(r#"<Relationship Id="{id}" Target="{target}"/>"#);
    let whole = |elements: &str| in_part("word/_rels/document.xml.rels", elements);
    assert!(whole(&one("a", "x.xml").repeat(2)).contains("关系 a 用了两次"));
    assert!(whole(&one("a", "x.xml")).contains("没有文件 word/x.xml"));
    assert!(!whole(&one("a", "_rels/document.xml.rels")).contains("没有文件"));
    assert!(!whole(&one("a", "../word/_rels/document.xml.rels")).contains("没有文件"));
    assert!(findings(r#"<w:hyperlink r:id="z"/>"#).contains("没有关系 z"));
    assert!(findings(r#"<a:blip r:embed="z"/>"#).contains("没有关系 z"));
    let types = |elements: &str| in_part("[Content_Types].xml", elements);
    let part = r#"<Override PartName="/word/x.xml"/>"#;
    assert!(types(part).contains("没有文件 word/x.xml"));
    assert!(types(&part.repeat(2)).contains("类型写了两次"));
    let xml = r#"<Types><Default Extension="xml"/></Types>"#;
    let untyped = linted(&[("[Content_Types].xml", xml.into()), ("word/a.xml", "<a/>".into())]);
    assert!(untyped.contains("没有 word/a.xml 的类型"), "{untyped}");
}

#[test]
fn tables() {
    let cell = |inner: &str| format!("<w:tc><w:tcPr>{inner}</w:tcPr><w:p/></w:tc>");
    let row = |inner: &str| format!("<w:tr>{inner}</w:tr>");
    let table = |width: u32, rows: &str| {
        format!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="10"/><w:gridCol w:w="20"/></w:tblGrid>{rows}</w:tbl>"#
        )
    };
    let whole = row(&cell(r#"<w:gridSpan w:val="2"/>"#));
    let head = "<w:tr><w:trPr><w:tblHeader/></w:trPr>";
    let merged = |kind: &str| cell(&format!(r#"<w:gridSpan w:val="2"/><w:vMerge{kind}/>"#));
    let begun = row(&merged(r#" w:val="restart""#));
    let narrow = row(&(cell("<w:vMerge/>") + &cell("")));
    let wide = row(&cell(r#"<w:tcW w:w="29" w:type="dxa"/><w:gridSpan w:val="2"/>"#));
    expect(
        &[
            (&table(30, &row(&cell(""))), "一行占 1 列，表有 2 列"),
            (&table(31, &whole), "表宽 31，各列之和 30"),
            (&table(30, &whole).replace("w:tblW", "w:x"), "表没有写宽"),
            (&table(30, &whole).replace("\"20\"", "\"0\""), "一列没有宽"),
            (&table(30, &wide), "单元格宽 29，所占各列之和 30"),
            (&table(30, &row(&merged(""))), "上面没有可接的"),
            (&table(30, &(begun.clone() + &narrow)), "上面没有可接的"),
            (&table(30, &(whole.clone() + &whole.replace("<w:tr>", head))), "不会在下一页重复"),
            (&table(30, &whole).replace("<w:p/>", ""), "不以段落结尾"),
        ],
        findings,
    );
    let sound = whole.replace("<w:tr>", head) + &begun + &row(&merged(""));
    assert_eq!(findings(&table(30, &sound)), "");
    let before = r#"<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>"#;
    assert_eq!(findings(&table(30, &row(&cell("")).replace("<w:tr>", before))), "");
}

#[test]
fn revisions() {
    let change = |name: &str, id: &str, inner: &str| {
        format!(r#"<w:{name} w:id="{id}" w:author="某局">{inner}</w:{name}>"#)
    };
    let text = "<w:r><w:t>甲</w:t></w:r>";
    let gone = "<w:r><w:delText>甲</w:delText></w:r>";
    expect(
        &[
            (&change("ins", "1", text).repeat(2), "修订号“1”用了两次"),
            (&change("ins", "", text), "修订号“”"),
            (r#"<w:ins w:id="1" w:author=" "/>"#, "没有作者"),
            (&change("del", "1", text), "删去的文字标成了 w:t"),
            (&change("ins", "1", gone), "没有删去的文字标成了 w:delText"),
            (&change("ins", "1", &change("ins", "2", text)), "套在自己里面"),
        ],
        findings,
    );
    let nested = change("ins", "1", &change("del", "2", gone));
    assert_eq!(findings(&format!("{nested}{}", change("ins", "3", text))), "");
}

#[test]
fn sections() {
    let page = r#"<w:pgSz w:w="11906" w:h="16838"/>"#;
    let margin = r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="900" w:footer="900" w:gutter="0"/>"#;
    let with = |inner: &str| findings(&format!("<w:body><w:sectPr>{inner}</w:sectPr></w:body>"));
    let sound = format!("{page}{margin}");
    assert_eq!(with(&sound), "");
    let footer = |kind: &str| format!(r#"<w:footerReference w:type="{kind}"/>"#);
    expect(
        &[
            ("", "节没有纸的大小"),
            (page, "没有版心"),
            (&sound.replace("11906", "21906"), "与横竖不符"),
            (&sound.replace("1588", "9588"), "没有版心"),
            (&sound.replace("\"900\"", "\"3000\""), "w:header 不在 w:top 之内"),
            (&format!(r#"{sound}<w:docGrid w:linePitch="0"/>"#), "行网格没有行距"),
            (&format!("{sound}{}", footer("default").repeat(2)), "写了两次"),
            (&format!("{sound}{}", footer("first")), "没有分首页"),
            (&format!(r#"{sound}<w:pgNumType w:start="a"/>"#), "起始页码不是数"),
        ],
        with,
    );
    assert!(findings("<w:body><w:p/></w:body>").contains("不以节的设置结尾"));
    let inside = format!("<w:tbl><w:sectPr>{sound}</w:sectPr></w:tbl>");
    assert!(findings(&format!("<w:body>{inside}</w:body>")).contains("表里有节"));
    let one = format!(
        "<w:document><w:body><w:sectPr>{}{sound}</w:sectPr></w:body></w:document>",
        footer("default")
    );
    let sides = "<w:settings><w:evenAndOddHeaders/></w:settings>".to_owned();
    let found = linted(&[("word/document.xml", one), ("word/settings.xml", sides)]);
    assert!(found.contains("只有单页"), "{found}");
}
