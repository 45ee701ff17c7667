//! What minijinja's errors mean, in the words of those who write chapters.
//!
//! In: an error and what was typed at its place. Out: a code, a message and a help in Chinese.

use super::functions::NAMES;
use super::job::Job;
use super::session::carried;
use crate::diag::Code;
use crate::source::nearest;
use minijinja::{Error, ErrorKind};

/// A problem's code, words and help.
pub(super) struct Meaning {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

fn mean(code: Code, message: impl Into<String>, help: &str) -> Meaning {
    let help = (!help.is_empty()).then(|| help.to_owned());
    Meaning { code, message: message.into(), help }
}

/// What an error says; `typed` is what stands at its place.
// long: one arm for each kind of error that minijinja has.
pub(super) fn meaning(error: &Error, typed: &str, job: &Job<'_>) -> Meaning {
    if let Some((code, message, help)) = carried(error) {
        return mean(code, message, &help);
    }
    let detail = error.detail().unwrap_or("");
    match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape => syntax(detail, typed, job),
        ErrorKind::UndefinedError => undefined(detail, typed, job),
        ErrorKind::OutOfFuel => {
            mean(Code::TemplateLimit, "模板执行步数过多", "缩小循环的范围，或减少嵌套的循环")
        }
        ErrorKind::TemplateNotFound => {
            let known = job.sources[1..].iter().map(|one| one.name.as_str());
            let wanted = typed.split(['"', '\'']).nth(1).unwrap_or("");
            let message = format!("没有名为“{wanted}”的模板");
            // What all templates end in makes none of them near.
            let stem = |name: &str| name.trim_end_matches(".md.j2").to_owned();
            let stems: Vec<String> = known.map(stem).collect();
            let near = nearest(&stem(wanted), stems.iter().map(String::as_str));
            let near = near
                .filter(|_| !wanted.is_empty() && !wanted.contains('/'))
                .map(|near| format!("{near}.md.j2"));
            let help = match near {
                Some(near) => format!("是不是“{near}”？只能使用 templates/ 下的模板"),
                None => "只能使用 templates/ 下的模板，不能读取其他文件".to_owned(),
            };
            mean(Code::TemplateMissing, message, &help)
        }
        ErrorKind::UnknownFunction => unknown_function(detail, typed, job),
        ErrorKind::UnknownFilter => {
            let name = detail.split_whitespace().nth(1).unwrap_or("");
            let message = format!("没有名为“{name}”的过滤器");
            mean(Code::UndefinedName, message, "删去竖线和它后面的名称")
        }
        ErrorKind::UnknownTest | ErrorKind::UnknownMethod => {
            mean(Code::UndefinedName, format!("“{typed}”中有不认识的判断或方法"), "请核对拼写")
        }
        ErrorKind::TooManyArguments => {
            mean(Code::TemplateCall, format!("“{}”的参数太多或不认识", short(typed)), "请核对参数")
        }
        ErrorKind::MissingArgument => {
            mean(Code::TemplateCall, format!("“{}”缺少参数", short(typed)), "请补上参数")
        }
        ErrorKind::InvalidOperation if detail.contains("recursion limit") => {
            mean(Code::TemplateLimit, "宏或模板嵌套过深", "检查宏是否调用了自己")
        }
        ErrorKind::InvalidOperation if detail.contains("too many elements") => {
            mean(Code::TemplateLimit, "range 的范围过大", "缩小循环的范围")
        }
        ErrorKind::InvalidOperation if detail.contains("iterable") => {
            let message = format!("“{}”不是列表，不能逐项循环", short(typed));
            mean(Code::TemplateCall, message, "for 的后面应是列表，例如 年份、指标(组=\"…\")")
        }
        ErrorKind::InvalidOperation if detail.contains("not callable") => {
            let message = format!("“{}”不是函数，不能带括号", short(typed));
            mean(Code::TemplateCall, message, "删去括号")
        }
        ErrorKind::InvalidOperation => mean(
            Code::TemplateCall,
            format!("“{}”无法计算", short(typed)),
            "值、数 的结果只能印出；增减、比较请用 增长、变化、增减",
        ),
        ErrorKind::CannotUnpack => {
            mean(Code::TemplateCall, "循环变量的个数与列表的项不符", "for 的后面只写一个名称")
        }
        ErrorKind::UnknownBlock | ErrorKind::EvalBlock => {
            mean(Code::TemplateCall, "这里不能使用 block、super", "删去这一处")
        }
        ErrorKind::BadInclude | ErrorKind::WriteFailure | ErrorKind::InvalidDelimiter => {
            mean(Code::TemplateCall, "模板无法使用", "请核对写法")
        }
        // minijinja may add kinds.
        _ => mean(Code::TemplateCall, format!("“{}”无法计算", short(typed)), "请核对写法"),
    }
}

/// At most a line of what was typed.
fn short(typed: &str) -> String {
    let line = typed.lines().next().unwrap_or("").trim();
    let mut shown: String = line.chars().take(30).collect();
    if shown.len() < typed.trim().len() {
        shown.push('…');
    }
    shown
}

fn names<'j>(job: &'j Job<'_>) -> Vec<&'j str> {
    let functions = NAMES.iter().map(|(name, _)| *name);
    let macros = job.macros.iter().map(String::as_str);
    let variables = job.variables.iter().map(|(name, _)| name.as_str());
    functions.chain(macros).chain(variables).chain(["loop", "range", "true", "false"]).collect()
}

fn undefined(detail: &str, typed: &str, job: &Job<'_>) -> Meaning {
    let name = detail.split('`').nth(1).map(str::to_owned).filter(|name| !name.contains("(...)"));
    let tail = || {
        let tail = typed.rsplit('.').next().filter(|_| typed.contains('.'));
        tail.map(|tail| format!(".{tail}")).filter(|tail| !tail.contains(['"', ')', ' ']))
    };
    let name = name.or_else(|| unknown_word(typed, job)).or_else(tail);
    let name = name.unwrap_or_else(|| short(typed));
    let indicators = &job.session.facts.indicators;
    let message = format!("“{name}”没有定义");
    if indicators.find(&name).is_some() {
        return mean(Code::UndefinedName, message, &format!("值(\"{name}\", 2017) 才印出数值"));
    }
    let help = match nearest(&name, names(job)) {
        Some(near) => format!("是不是“{near}”？"),
        None => "请核对拼写；若是文字，请放在英文引号里".to_owned(),
    };
    mean(Code::UndefinedName, message, &help)
}

/// The first word of an expression that names nothing known.
fn unknown_word(typed: &str, job: &Job<'_>) -> Option<String> {
    let known = names(job);
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let mut outside = typed.split(['"', '\'']).step_by(2);
    let words = outside.find_map(|part| {
        let mut rest = part;
        while let Some(start) = rest.find(word) {
            let tail = &rest[start..];
            let length = tail.find(|c| !word(c)).unwrap_or(tail.len());
            let (found, after) = tail.split_at(length);
            rest = after;
            let first = found.split('.').next().unwrap_or("");
            let number = first.starts_with(|c: char| c.is_ascii_digit());
            let after = after.trim_start();
            let keyword = after.starts_with('=') && !after.starts_with("==");
            let skip = first.is_empty() || number || keyword || is_keyword(first);
            if !skip && !known.contains(&first) {
                return Some(found.to_owned());
            }
        }
        None
    });
    words.filter(|word| !word.is_empty())
}

fn is_keyword(word: &str) -> bool {
    matches!(word, "if" | "else" | "not" | "and" | "or" | "in" | "is" | "for" | "none" | "set")
}

fn unknown_function(detail: &str, typed: &str, job: &Job<'_>) -> Meaning {
    let name = detail.split_whitespace().next().unwrap_or(typed).to_owned();
    let message = format!("没有名为“{name}”的函数");
    let help = match nearest(&name, names(job)) {
        Some(near) => format!("是不是“{near}”？"),
        None => "可用的函数：值、数、单位、增长、变化、增减、指标、图、指标表".to_owned(),
    };
    mean(Code::UndefinedName, message, &help)
}

fn syntax(detail: &str, typed: &str, job: &Job<'_>) -> Meaning {
    let mut help = "请核对这一处的写法".to_owned();
    let message = if let Some(tag) = detail.strip_prefix("unknown statement ") {
        help = "可用的有 for、if、set、include、macro".to_owned();
        match tag.strip_prefix("end") {
            Some(begun) => {
                help = format!("删去它，或在前面补上 {{% {begun} … %}}");
                format!("“{tag}”前面没有对应的“{begun}”")
            }
            None => format!("没有“{tag}”这种语句"),
        }
    } else if detail.contains("unexpected end of input") {
        help = "在末尾补上 {% endfor %} 或 {% endif %}".to_owned();
        "到文末仍缺少 endfor 或 endif".to_owned()
    } else if detail.contains("unexpected end of string") || typed.starts_with('"') {
        help = "两端用同样的英文引号；两个参数之间用英文逗号".to_owned();
        "这里的文字位置不对或引号没有配对".to_owned()
    } else if detail.contains("end of raw block") {
        help = "在末尾补上 {% endraw %}".to_owned();
        "到文末仍缺少 endraw".to_owned()
    } else if let Some(rest) = detail.strip_prefix("unexpected ") {
        unexpected(rest, typed, &mut help)
    } else if detail.contains("too large") || detail.contains("number") {
        "数字写法有误或过大".to_owned()
    } else if detail.contains("recursion") || detail.contains("nest") {
        "括号或语句嵌套过深".to_owned()
    } else if detail.contains("reserved") {
        format!("“{}”是保留的名称，不能用来命名", short(typed))
    } else {
        "花括号中的写法有误".to_owned()
    };
    let indicators = &job.session.facts.indicators.definitions;
    let unquoted = indicators.iter().find(|one| {
        !one.name.chars().all(|c| c.is_alphanumeric() || c == '_') && is_unquoted(job, &one.name)
    });
    if let Some(indicator) = unquoted {
        help = format!("指标名称要放在英文引号里：\"{}\"", indicator.name);
    }
    mean(Code::TemplateSyntax, message, &help)
}

/// Whether `name` stands unquoted somewhere in the template.
fn is_unquoted(job: &Job<'_>, name: &str) -> bool {
    let text = &job.sources[0].text;
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].trim_end().chars().next_back();
        let open = text[..at].rfind("{{").max(text[..at].rfind("{%"));
        let close = text[..at].rfind("}}").max(text[..at].rfind("%}"));
        open > close && matches!(before, Some('(' | ',' | '[' | '{'))
    })
}

fn unexpected(rest: &str, typed: &str, help: &mut String) -> String {
    let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, ""));
    let found = match found {
        "end of variable block" => "“}}”".to_owned(),
        "start of variable block" => "“{{”".to_owned(),
        "end of block" => "“%}”".to_owned(),
        "start of block" => "“{%”".to_owned(),
        "end of input" => "文末".to_owned(),
        _ if found.starts_with('`') => found.replace('`', "").replacen("", "“", 1) + "”",
        _ if typed.is_empty() => "这里的内容".to_owned(),
        _ => format!("“{}”", short(typed)),
    };
    let wanted: String = match expected {
        "" => String::new(),
        "end of variable block" => "“}}”".to_owned(),
        "end of block" => "“%}”".to_owned(),
        "identifier" => "名称".to_owned(),
        _ if expected.starts_with('`') => {
            format!("“{}”", expected.split('`').nth(1).unwrap_or(""))
        }
        "in" => "“in”".to_owned(),
        _ => String::new(),
    };
    if !wanted.is_empty() {
        *help = format!("这里应是{wanted}；文字要放在英文引号里，参数之间用英文逗号");
        return format!("{found}的位置不对，这里应是{wanted}");
    }
    *help = "检查括号、引号、逗号是否配对和齐全".to_owned();
    format!("{found}的位置不对")
}
