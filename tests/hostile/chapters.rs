//! Chapters that are broken, endless, deep or mean, and what each must come to.

use super::Expected::{self, Refused, Rendered, Warned};
use crate::workspace::CHAPTER;

/// Name, bytes and outcome of each.
// long: a table of inputs
pub(super) fn chapters() -> Vec<(&'static str, Vec<u8>, Expected)> {
    let refused = |code| Refused(code, CHAPTER);
    let text = |text: &str| text.as_bytes().to_vec();
    let nested = |mark: &str, depth: usize| {
        (0..depth).map(|level| format!("{}{mark}项\n", "  ".repeat(level))).collect::<String>()
    };
    let wide = format!("|{}\n|{}\n|{}\n", "列|".repeat(1000), "-|".repeat(1000), "1|".repeat(1000));
    vec![
        ("empty", Vec::new(), Warned("empty-chapter", CHAPTER)),
        ("only-spaces", text(" \n\t\n　\n"), Warned("empty-chapter", CHAPTER)),
        ("only-bom", text("\u{feff}"), Warned("empty-chapter", CHAPTER)),
        ("picture-as-text", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec(), refused("binary-file")),
        ("archive-as-text", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(), refused("binary-file")),
        (
            "broken-utf-8",
            b"\xe6\xad\xa3\xe6\x96\x87\xe6\xad\n\xe6\x96\x87".to_vec(),
            refused("not-utf8"),
        ),
        (
            "gbk",
            encoding_rs::GBK.encode("## 总体\n\n正文一段，国标码。\n").0.into_owned(),
            refused("not-utf8"),
        ),
        (
            "utf-16",
            "\u{feff}正文".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            refused("not-utf8"),
        ),
        ("control-characters", text("正文\u{7}\u{b}\u{1b}[31m"), refused("control-character")),
        ("a-hundred-thousand-lines", text(&"一行文字，第几行。\n\n".repeat(50_000)), Rendered),
        ("a-hundred-thousand-soft-lines", text(&"一行文字\n".repeat(100_000)), refused("too-long")),
        ("one-long-line", text(&"字".repeat(300_000)), refused("too-long")),
        (
            "one-long-line-in-a-list",
            text(&format!("- {}", "字".repeat(300_000))),
            refused("too-long"),
        ),
        (
            "a-long-caption",
            text(&format!("表：{}\n\n| 甲 |\n|---|\n", "题".repeat(5_000))),
            refused("too-long"),
        ),
        ("many-addresses", text(&"a@b.cn ".repeat(10_000)), Rendered),
        ("many-bureaus", text(&"市质监局、".repeat(6_000)), Rendered),
        ("many-ranges", text(&"10%-20%、".repeat(8_000)), Warned("percent-range", CHAPTER)),
        ("many-open-brackets", text(&"甲（".repeat(15_000)), Rendered),
        ("larger-than-any-chapter", vec![b'a'; 80_000_000], Refused("file-too-large", CHAPTER)),
        ("lists-500-deep", text(&nested("- ", 500)), refused("nesting-too-deep")),
        (
            "numbers-500-deep",
            text(&(0..500).map(|n| format!("{}1. 项\n", "   ".repeat(n))).collect::<String>()),
            refused("nesting-too-deep"),
        ),
        ("quotes-500-deep", text(&format!("{} 文", ">".repeat(500))), refused("nesting-too-deep")),
        (
            "quotes-50000-deep",
            text(&format!("{} 文", ">".repeat(50_000))),
            refused("nesting-too-deep"),
        ),
        (
            "landscape-500-deep",
            text(&format!("{}文\n{}", "::: 横排\n".repeat(500), ":::\n".repeat(500))),
            refused("unknown-directive"),
        ),
        (
            "emphasis-10000-deep",
            text(&format!("{}文{}", "*a ".repeat(10_000), " a*".repeat(10_000))),
            refused("nesting-too-deep"),
        ),
        ("asterisks", text(&"*".repeat(20_000)), Warned("empty-chapter", CHAPTER)),
        ("brackets", text(&"[".repeat(20_000)), Warned("empty-chapter", CHAPTER)),
        (
            "links-nested",
            text(&format!("{}a{}", "[".repeat(5_000), "](b)".repeat(5_000))),
            Warned("link-target", CHAPTER),
        ),
        (
            "backticks",
            text(&(1..400).map(|n| format!("{}a ", "`".repeat(n))).collect::<String>()),
            Rendered,
        ),
        (
            "notes-in-notes",
            text("甲[^1]。\n\n[^1]: 乙[^2]。\n\n[^2]: 丙[^1]。\n"),
            refused("unresolved-note"),
        ),
        (
            "a-thousand-notes",
            text(
                &(1..=1000).map(|n| format!("甲[^{n}]。\n\n[^{n}]: 注。\n\n")).collect::<String>(),
            ),
            Rendered,
        ),
        ("a-thousand-columns", text(&wide), Warned("wide-table", CHAPTER)),
        (
            "a-table-of-a-million-cells",
            text(&format!(
                "|{}\n|{}\n{}",
                "列|".repeat(100),
                "-|".repeat(100),
                format!("|{}\n", "1|".repeat(100)).repeat(10_000)
            )),
            refused("table-too-large"),
        ),
        ("a-long-heading", text(&format!("## {}\n", "题".repeat(5_000))), refused("too-long")),
        ("a-long-word", text(&format!("{}\n", "a".repeat(5_000))), Rendered),
        ("a-word-longer-than-pdf-takes", text(&format!("{}\n", "a".repeat(50_000))), Rendered),
        (
            "a-long-cell",
            text(&format!("| 甲 |\n|---|\n| {} |\n", "字".repeat(5_000))),
            refused("table-too-large"),
        ),
        (
            "loop-without-end",
            text(
                "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{{ a }}{% endfor %}{% endfor %}{% endfor %}",
            ),
            refused("template-limit"),
        ),
        (
            "recursion-without-end",
            text("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"),
            refused("template-limit"),
        ),
        (
            "a-huge-range",
            text("{% for a in range(1000000000) %}{{ a }}{% endfor %}"),
            refused("template-limit"),
        ),
        (
            "a-huge-string",
            text("{% set a = \"字\" * 1000000000 %}{{ a }}"),
            refused("template-limit"),
        ),
        (
            "strings-doubled",
            text(&format!(
                "{{% set a = \"字\" %}}{}{{{{ a | length }}}}",
                "{% set a = a ~ a %}".repeat(60)
            )),
            refused("template-limit"),
        ),
        (
            "lists-doubled",
            text(&format!(
                "{{% set a = [1] %}}{}{{{{ a | length }}}}",
                "{% set a = a + a %}".repeat(60)
            )),
            refused("template-call"),
        ),
        (
            "a-huge-text",
            text("{% for a in range(9000) %}{{ \"字\" * 9000 }}{% endfor %}"),
            refused("template-limit"),
        ),
        (
            "a-huge-pad",
            text("{{ \"%999999999d\" | format(1) }}{{ \"a\" | indent(999999999) }}"),
            refused("undefined-name"),
        ),
        (
            "a-deep-expression",
            text(&format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000))),
            refused("template-syntax"),
        ),
        (
            "deep-tags",
            text(&format!("{}文{}", "{% if 1 %}".repeat(5_000), "{% endif %}".repeat(5_000))),
            refused("template-syntax"),
        ),
        ("includes-a-file", text("{% include \"/etc/passwd\" %}"), refused("template-missing")),
        (
            "includes-upwards",
            text("{% include \"../chapters/report.yaml\" %}"),
            refused("template-missing"),
        ),
        (
            "reads-in-typst",
            text(
                "#read(\"/etc/passwd\") `#read(\"/etc/passwd\")`\n\n```typst\n#read(\"/etc/passwd\")\n```\n",
            ),
            Warned("mistyped-markup", CHAPTER),
        ),
        (
            "looks-like-code",
            text("] \" \\ #] #panic(\"x\") \\u{0} */ /* // ${x} %s <w:p> &amp; ]]> <!--\n"),
            Rendered,
        ),
        (
            "markers-typed",
            text("甲\u{fdd0}v0\u{fdd1}乙\u{fdd0}c9999999999\u{fdd1}\u{fdd0}"),
            refused("control-character"),
        ),
        ("noncharacters", text("甲\u{fffe}\u{ffff}\u{1fffe}"), refused("control-character")),
        (
            "directions",
            text("甲\u{202e}乙\u{2066}丙\u{200f}"),
            Warned("invisible-character", CHAPTER),
        ),
        ("combining", text(&format!("a{}", "\u{301}".repeat(3_000))), Rendered),
        (
            "labels-odd",
            text("## 甲 {#a\"b\\c<d>}\n\n## 乙 {#}\n\n## 丙 {#-}\n\n见[@a]。"),
            refused("bad-attribute"),
        ),
        (
            "attributes-endless",
            text(&format!("## 甲 {{{}\n", "#a ".repeat(5_000))),
            refused("too-long"),
        ),
        (
            "front-matter-deep",
            text(&format!("---\n佐证: {}\n---\n文", "[".repeat(20_000))),
            refused("yaml-syntax"),
        ),
        (
            "front-matter-alias-bomb",
            text(&format!("---\n{}---\n文", bomb())),
            refused("yaml-syntax"),
        ),
        (
            "front-matter-long",
            text(&format!("---\n佐证:\n{}---\n文", "  - { 标题: 甲 }\n".repeat(100_000))),
            refused("too-long"),
        ),
        (
            "a-term-for-each-word",
            text(&format!("{{{{ {}\"甲\" }}}}", "\"甲\" ~ ".repeat(20_000))),
            refused("template-limit"),
        ),
        (
            "names-nobody-knows",
            text(&(0..20_000).map(|n| format!("{{{{ 无名{n} }}}}\n\n")).collect::<String>()),
            refused("undefined-name"),
        ),
        (
            "names-nobody-knows-in-one-list",
            text(&format!("{{{{ [{}] }}}}", "无名, ".repeat(20_000))),
            refused("template-call"),
        ),
        ("picture-upwards", text("![a](../../../../../etc/passwd)"), refused("picture-outside")),
        ("picture-absolute", text("![a](/etc/passwd)"), refused("picture-outside")),
        (
            "picture-drive",
            text("![a](C:/Windows/win.ini) ![a](\\\\server\\share\\a.png)"),
            refused("picture-outside"),
        ),
        ("picture-remote", text("![a](https://example.com/a.png)"), refused("remote-picture")),
        (
            "picture-long-name",
            text(&format!("![a]({}.png)", "a".repeat(5_000))),
            refused("missing-picture"),
        ),
        ("picture-folder", text("![a](图片)"), refused("missing-picture")),
        (
            "link-odd",
            text("[a](javascript:alert%281%29) [b](<a b \" c>) [c](http://) [d](\\\\x) <x:y>"),
            Warned("link-target", CHAPTER),
        ),
        ("link-long", text(&format!("[a](https://example.com/{})", "a".repeat(5_000))), Rendered),
        ("codes-long", text(&format!("```\n{}\n```\n", "a".repeat(20_000))), Rendered),
        (
            "a-year-too-many",
            text(
                "{{ 值(\"城市GDP\", 99999999999999999999) }} {{ 值(\"城市GDP\", -1) }} {{ 值(\"城市GDP\", 2017.5) }}",
            ),
            refused("template-call"),
        ),
        (
            "a-chart-of-many-years",
            text("{{ 图(\"城市GDP\", 标题=\"甲\", 年份=range(3000)) }}"),
            refused("template-call"),
        ),
        (
            "a-chart-of-nothing",
            text("{{ 图([], 标题=\"甲\") }}{{ 指标表(名称=[], 标题=\"乙\") }}"),
            refused("template-call"),
        ),
    ]
}

/// Nine levels of nine aliases each.
pub(super) fn bomb() -> String {
    let level = |n: u8| {
        let (here, below) = (char::from(b'b' + n), char::from(b'a' + n));
        format!("{here}: &{here} [{}]\n", vec![format!("*{below}"); 9].join(", "))
    };
    format!("a: &a [x, x, x, x, x, x, x, x, x]\n{}", (0..9).map(level).collect::<String>())
}
