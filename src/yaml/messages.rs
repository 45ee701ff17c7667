//! serde_yaml's messages, as this room understands them: the only file that looks for its English.
//!
//! Written against serde_yaml 0.9.34 (unsafe-libyaml 0.2.11, serde 1.0). The tests raise every line of
//! every table through the library, so that a version that words something else fails there. What isn't
//! in a table still gives a Chinese message at the location that the library names.

/// The subject of a rule of libyaml's, where more depends on it than a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SyntaxKind {
    /// A key without its colon.
    MissingColon,
    /// A second `key: value` where none is allowed.
    SecondMapping,
    /// A line of a mapping that is no entry, or begins in another column.
    Key,
    /// A line of a list that is no item, or begins in another column.
    Dash,
    /// A bracket that isn't closed, or two items without a comma.
    Flow,
    /// Text after the document.
    SecondDocument,
    /// Any other.
    Other,
}

/// A part of a message of libyaml's, and its meaning.
pub(super) struct SyntaxMessage {
    /// The part.
    pub says: &'static str,
    /// Its subject.
    pub kind: SyntaxKind,
    /// Its meaning.
    pub chinese: &'static str,
}

const fn row(says: &'static str, kind: SyntaxKind, chinese: &'static str) -> SyntaxMessage {
    SyntaxMessage { says, kind, chinese }
}

/// Why a text is no YAML; the first line that fits counts.
pub(super) const SYNTAX: &[SyntaxMessage] = &[
    row("could not find expected ':'", SyntaxKind::MissingColon, "键后面缺少冒号"),
    row(
        "mapping values are not allowed",
        SyntaxKind::SecondMapping,
        "此处不能再出现“键: 值”，多为缩进不齐，或文字里含有冒号而没有加引号",
    ),
    row(
        "did not find expected key",
        SyntaxKind::Key,
        "缩进与上文不齐，或上一行的引号、括号没有写完",
    ),
    row("did not find expected '-' indicator", SyntaxKind::Dash, "列表各项的“- ”没有对齐"),
    row(
        "did not find expected ',' or ']'",
        SyntaxKind::Flow,
        "方括号 [ ] 没有成对，或各项之间缺少逗号",
    ),
    row(
        "did not find expected ',' or '}'",
        SyntaxKind::Flow,
        "花括号 { } 没有成对，或各项之间缺少逗号",
    ),
    row(
        "block sequence entries are not allowed",
        SyntaxKind::Other,
        "列表项“- ”要另起一行，不能写在“键:”后面",
    ),
    row("mapping keys are not allowed", SyntaxKind::Other, "此处不能出现键，多为缩进不齐"),
    row("found unexpected end of stream", SyntaxKind::Other, "引号没有成对"),
    row(
        "found character that cannot start any token",
        SyntaxKind::Other,
        "文字不能以这个符号开头，应放进引号",
    ),
    row("found a tab character", SyntaxKind::Other, "缩进处用了制表符（Tab）"),
    row(
        "did not find expected alphabetic or numeric",
        SyntaxKind::Other,
        "以 & 或 * 开头的文字应放进引号",
    ),
    row("unknown anchor", SyntaxKind::Other, "以 * 开头的文字应放进引号"),
    row("found unknown escape character", SyntaxKind::Other, "双引号里的反斜杠写法有误"),
    row("invalid Unicode character escape", SyntaxKind::Other, "双引号里的反斜杠写法有误"),
    row("did not find expected hexadecimal", SyntaxKind::Other, "双引号里的反斜杠写法有误"),
    row("did not find expected comment or line break", SyntaxKind::Other, "| 或 > 后面要换行"),
    row("indentation indicator equal to 0", SyntaxKind::Other, "| 或 > 后面的数字是缩进，不能是 0"),
    row("found unexpected document indicator", SyntaxKind::Other, "引号在“---”之前没有写完"),
    row(
        "more than one document",
        SyntaxKind::SecondDocument,
        "一个文件里只能有一份内容，中间不能有“---”行，引号之后不能再有文字",
    ),
    row("did not find expected node content", SyntaxKind::Other, "此处缺少内容，或有多余的标点"),
    row("control characters are not allowed", SyntaxKind::Other, "含有控制字符"),
    row("recursion limit exceeded", SyntaxKind::Other, "嵌套过深"),
    row("repetition limit exceeded", SyntaxKind::Other, "不支持 YAML 的锚点（&）和别名（*）"),
    row("found unexpected ':'", SyntaxKind::Other, "冒号的位置不对，含冒号的文字应放进引号"),
    row("incompatible YAML document", SyntaxKind::Other, DIRECTIVE),
    row("directive", SyntaxKind::Other, DIRECTIVE),
    row("tag", SyntaxKind::Other, "不支持以 ! 开头的 YAML 标签，以 ! 开头的文字应放进引号"),
];

const DIRECTIVE: &str = "不支持以 % 开头的 YAML 指令，以 % 开头的文字应放进引号";

/// The line of the table for a message of libyaml's.
pub(super) fn syntax(english: &str) -> Option<&'static SyntaxMessage> {
    SYNTAX.iter().find(|message| english.contains(message.says))
}

/// What comes before the line and column of a quote that is never closed.
const OPEN_QUOTE: &str = "while scanning a quoted scalar at line ";

/// A line and a column in characters, both from 1.
pub(super) struct LineColumn {
    pub line: usize,
    pub column: usize,
}

/// The location of a quote that is never closed, with which a message ends.
pub(super) fn open_quote(english: &str) -> Option<LineColumn> {
    let (_, location) = english.rsplit_once(OPEN_QUOTE)?;
    let (line, column) = location.split_once(" column ")?;
    Some(LineColumn { line: line.parse().ok()?, column: column.parse().ok()? })
}

/// How a document doesn't fit a type.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Misfit<'a> {
    /// A field is missing.
    MissingField(&'a str),
    /// A key that the type doesn't know, and those that it does.
    UnknownField { typed: &'a str, known: Vec<&'a str> },
    /// A word that the type doesn't know, and those that it does.
    UnknownVariant { typed: &'a str, known: Vec<&'a str> },
    /// A field is given twice, under two names.
    DuplicateField(&'a str),
    /// A value of another kind: what it is, and what was expected.
    WrongType { found: &'a str, expected: &'a str },
    /// Another number of items: how many there are, and how many were expected.
    WrongLength { found: Option<&'a str>, expected: Option<&'a str> },
    /// There is no value.
    NoContent,
    /// What the type itself says, or what is in no table.
    Custom(&'a str),
}

/// The beginnings of serde's messages.
pub(super) const MISFITS: [&str; 8] = [
    "missing field `",
    "unknown field `",
    "unknown variant `",
    "duplicate field `",
    "invalid type: ",
    "invalid value: ",
    "invalid length ",
    "EOF while parsing",
];

/// The misfit that a message of serde's reports.
pub(super) fn misfit(english: &str) -> Misfit<'_> {
    let misfit = MISFITS.iter().find_map(|begin| Some((begin, english.find(begin)? + begin.len())));
    let Some((begin, end)) = misfit else { return Misfit::Custom(custom_message(english)) };

    let rest = without_location(&english[end..]);
    let name = rest.split('`').next().unwrap_or(rest);

    match *begin {
        "missing field `" => Misfit::MissingField(name),
        "unknown field `" => Misfit::UnknownField { typed: name, known: listed(rest) },
        "unknown variant `" => Misfit::UnknownVariant { typed: name, known: listed(rest) },
        "duplicate field `" => Misfit::DuplicateField(name),
        "invalid length " => {
            let mut numbers =
                rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
            Misfit::WrongLength { found: numbers.next(), expected: numbers.next() }
        }
        "EOF while parsing" => Misfit::NoContent,
        _ => {
            let (found, expected) = rest.rsplit_once(EXPECTED).unwrap_or((rest, ""));
            Misfit::WrongType { found, expected }
        }
    }
}

/// Separates the actual value from the expected one.
const EXPECTED: &str = ", expected ";

/// The names that a message lists after what was expected.
fn listed(rest: &str) -> Vec<&str> {
    let list = rest.split_once(EXPECTED).map_or("", |(_, list)| list);
    list.split('`').skip(1).step_by(2).collect()
}

/// A type's own message, without the path that serde_yaml puts before it.
fn custom_message(english: &str) -> &str {
    let message = without_location(english);
    match message.split_once(": ") {
        Some((path, text)) if !path.contains(['，', '。', ' ']) => text,
        Some(_) | None => message,
    }
}

fn without_location(message: &str) -> &str {
    match message.rsplit_once(" at line ") {
        Some((text, location)) if location.starts_with(|c: char| c.is_ascii_digit()) => text,
        Some(_) | None => message.rsplit_once(" at position ").map_or(message, |(text, _)| text),
    }
}

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueKind {
    Mapping,
    Sequence,
    Text,
    Number,
    Boolean,
    Blank,
}

/// How serde begins to name a value that it found.
pub(super) const ACTUAL_KINDS: &[(&str, ValueKind)] = &[
    ("map", ValueKind::Mapping),
    ("sequence", ValueKind::Sequence),
    ("unit value", ValueKind::Blank),
    ("string", ValueKind::Text),
    ("integer", ValueKind::Number),
    ("floating", ValueKind::Number),
    ("boolean", ValueKind::Boolean),
];

/// How serde begins to name what it expects: in the libraries' types, and in this program's.
pub(super) const EXPECTED_KINDS: &[(&str, ValueKind)] = &[
    ("struct ", ValueKind::Mapping),
    ("a map", ValueKind::Mapping),
    ("a sequence", ValueKind::Sequence),
    ("an array", ValueKind::Sequence),
    ("a tuple", ValueKind::Sequence),
    ("a string", ValueKind::Text),
    ("a boolean", ValueKind::Boolean),
    // An enum, which this program gives no tags.
    ("a YAML tag", ValueKind::Text),
    ("an integer", ValueKind::Number),
    ("a float", ValueKind::Number),
    ("i8", ValueKind::Number),
    ("i16", ValueKind::Number),
    ("i32", ValueKind::Number),
    ("i64", ValueKind::Number),
    ("u8", ValueKind::Number),
    ("u16", ValueKind::Number),
    ("u32", ValueKind::Number),
    ("u64", ValueKind::Number),
    ("usize", ValueKind::Number),
    ("f64", ValueKind::Number),
];

/// The kind of the actual value that serde names.
pub(super) fn actual_kind(found: &str) -> Option<ValueKind> {
    kind(ACTUAL_KINDS, found)
}

/// The kind of the expected value that serde names.
pub(super) fn expected_kind(expected: &str) -> Option<ValueKind> {
    kind(EXPECTED_KINDS, expected)
}

fn kind(table: &[(&str, ValueKind)], name: &str) -> Option<ValueKind> {
    table.iter().find(|(begin, _)| name.starts_with(begin)).map(|(_, kind)| *kind)
}

/// The value that serde quotes in what it found.
pub(super) fn quoted_value(found: &str) -> Option<&str> {
    let between = |mark: char| Some(found.split_once(mark)?.1.rsplit_once(mark)?.0);
    between('"').or_else(|| between('`'))
}
