//! The tables. In what minijinja says, `{}` stands for what varies, and `{0}` takes it up.

use crate::diag::Code;

/// What minijinja says of a text that is no template.
pub(in crate::expand) struct SyntaxMessage {
    pub says: &'static str,
    pub chinese: &'static str,
    pub help: &'static str,
    /// Whether this is what is wrong even where a quoted text stands; else the text is out of place.
    pub applies_to_text: bool,
}

const fn row(says: &'static str, chinese: &'static str, help: &'static str) -> SyntaxMessage {
    SyntaxMessage { says, chinese, help, applies_to_text: false }
}

const fn applies_to_text(message: SyntaxMessage) -> SyntaxMessage {
    SyntaxMessage { applies_to_text: true, ..message }
}

pub(super) const CHECK: &str = "请核对这一处的写法";

/// Why a text is no template; the first line that fits counts.
pub(in crate::expand) const SYNTAX: &[SyntaxMessage] = &[
    applies_to_text(row(
        "unknown statement end{}",
        "“end{0}”前面没有对应的“{0}”",
        "删去它，或在前面补上 {% {0} … %}",
    )),
    applies_to_text(row(
        "unknown statement {}",
        "没有“{0}”这种语句",
        "可用的有 for、if、set、include、macro",
    )),
    applies_to_text(row(
        "unexpected end of input",
        "到文末仍缺少 endfor 或 endif",
        "在末尾补上 {% endfor %} 或 {% endif %}",
    )),
    row("unexpected end of raw block", "到文末仍缺少 endraw", "在末尾补上 {% endraw %}"),
    row("invalid integer (too large)", NUMBER, CHECK),
    row("invalid float", NUMBER, CHECK),
    row("'_' may not occur at end of number", NUMBER, CHECK),
    row("template exceeds maximum recursion limits", "括号或语句嵌套过深", CHECK),
    row("cannot assign to reserved variable name {}", "“{0}”是保留的名称，不能用来命名", CHECK),
    row(
        "non-keyword arg after keyword arg",
        "没有写名称的参数要放在写了名称的前面",
        "每个参数都写名称，或把它移到前面",
    ),
    row("block tags in macros are not allowed", "宏里面不能用 block", "删去这一处"),
    row("block '{}' defined twice", "block“{0}”写了两次", "删去其中一处"),
    row(
        "names starting with an underline can not be imported",
        "下划线开头的名称不能导入",
        "在模板里改去开头的下划线",
    ),
];

const NUMBER: &str = "数字写法有误或过大";

/// A quoted text that can't stand where it does: its message and what to type.
pub(super) const MISPLACED_TEXT: [&str; 2] =
    ["这里的文字位置不对或引号没有配对", "两端用同样的英文引号；两个参数之间用英文逗号"];

/// What minijinja says of a quoted text that never ends.
pub(super) const UNCLOSED_TEXT: &str = "unexpected end of string";

/// Something that can't stand where it does, with and without what should.
pub(super) const UNEXPECTED: [&str; 2] = ["unexpected {}, expected {}", "unexpected {}"];

/// What minijinja calls the parts of a template; others are quoted in backticks, or shown as typed.
pub(super) const TOKENS: &[(&str, &str)] = &[
    ("end of variable block", "“}}”"),
    ("start of variable block", "“{{”"),
    ("end of block", "“%}”"),
    ("start of block", "“{%”"),
    ("end of input", "文末"),
    ("identifier", "名称"),
    ("in", "“in”"),
];

/// Those that are shown as typed where they stand in the wrong place.
pub(super) const NAMES: [&str; 2] = ["identifier", "in"];

/// What minijinja says of an operation that it can't do.
pub(in crate::expand) struct OperationMessage {
    pub says: &'static str,
    pub code: Code,
    /// `{}` takes up what was typed.
    pub chinese: &'static str,
    pub help: &'static str,
}

const fn operation(
    says: &'static str,
    chinese: &'static str,
    help: &'static str,
) -> OperationMessage {
    OperationMessage { says, code: Code::TemplateCall, chinese, help }
}

const fn limit(says: &'static str, chinese: &'static str, help: &'static str) -> OperationMessage {
    OperationMessage { says, code: Code::TemplateLimit, chinese, help }
}

/// Why an operation can't be done; the first line whose words the message holds counts.
pub(in crate::expand) const OPERATIONS: &[OperationMessage] = &[
    limit("recursion limit", "宏或模板嵌套过深", "检查宏是否调用了自己"),
    limit("too many elements", "range 的范围过大", "缩小循环的范围"),
    operation(
        "iterable",
        "“{}”不是列表，不能逐项循环",
        "for 的后面应是列表，例如 年份、指标(组=\"…\")",
    ),
    operation("not callable", "“{}”不是函数，不能带括号", "删去括号"),
    operation(
        "can only assign to namespaces",
        "“{}”的字段不能改",
        "先写 {% set 名称 = namespace(数=0) %}，再用 {% set 名称.数 = … %} 改",
    ),
    operation("containment check", "“{}”不能用 in 判断", "in 的后面应是列表或文字"),
    operation("cannot calculate length", "竖线前面的没有长度", "length 用于列表和文字"),
    operation("can only sum numbers", "竖线前面的列表里有不是数的项", "sum 用于数的列表"),
    operation(
        "cannot be sliced",
        "“{}”不是列表，不能取其中一段",
        "方括号里写冒号的，前面应是列表或文字",
    ),
    operation(
        "cannot round value",
        "竖线前面的不是数，不能四舍五入",
        "值、数 的结果只能印出，已按指标的“小数”取舍",
    ),
    operation("count cannot be 0", "每组的个数不能是 0", "写明每组几项"),
    operation("step of 0", "range 的步长不能是 0", "写明每次加几"),
    operation("outside of recursive loop", "loop(…) 只能用在写了 recursive 的循环里", "删去这一处"),
];

/// What minijinja says of a name that is no filter, test or function.
pub(super) const UNKNOWN_FILTER: &str = "filter {} is unknown";
pub(super) const UNKNOWN_TEST: &str = "test {} is unknown";
pub(super) const UNKNOWN_FUNCTION: &str = "{} is unknown";

/// What stands in the name of an undefined field for what minijinja can't describe.
pub(super) const UNDESCRIBED: &str = "(...)";
