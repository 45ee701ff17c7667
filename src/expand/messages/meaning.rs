//! The code, message and help of an error.
//!
//! In: an error and what was typed at its place. Out: the words, in Chinese.

use super::lookup::{syntax, undefined_name};
use super::table::{
    CHECK, MISPLACED_TEXT, NAMES, OPERATIONS, TOKENS, UNCLOSED_TEXT, UNEXPECTED, UNKNOWN_FILTER,
    UNKNOWN_FUNCTION, UNKNOWN_TEST,
};
use crate::diag::{Code, varying};
use crate::expand::functions::{FUNCTIONS, MACROS};
use crate::expand::job::Job;
use crate::expand::reference::{EntryKind, entries};
use crate::expand::session::carried;
use crate::source::{nearest, suggestion};
use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind};

/// Maximum number of characters of what was typed that a message quotes.
const MAX_QUOTED: usize = 30;

/// A problem's code, message and help.
pub(in crate::expand) struct Meaning {
    pub(in crate::expand) code: Code,
    pub(in crate::expand) message: String,
    pub(in crate::expand) help: Option<String>,
}

impl Meaning {
    fn new(code: Code, message: impl Into<String>, help: &str) -> Meaning {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Meaning { code, message: message.into(), help }
    }
}

/// What an error says; `typed` is what stands at its place.
pub(in crate::expand) fn meaning(error: &Error, typed: &str, job: &Job<'_>) -> Meaning {
    if let Some((code, message, help)) = carried(error) {
        return Meaning::new(code, message, &help);
    }

    let detail = error.detail().unwrap_or("");
    let quoted = short(typed);
    match error.kind() {
        ErrorKind::SyntaxError => syntax_error(detail, typed, job),
        ErrorKind::BadEscape => Meaning::new(
            Code::TemplateSyntax,
            "文字里的反斜杠写法有误",
            "要印出反斜杠的，改为 \\\\",
        ),
        ErrorKind::UndefinedError => undefined(detail, typed, job),
        ErrorKind::OutOfFuel => {
            let help = "缩小循环的范围，或减少嵌套的循环";
            Meaning::new(Code::TemplateLimit, "模板执行步数过多", help)
        }
        ErrorKind::TemplateNotFound => unknown_template(typed, job),
        ErrorKind::UnknownFunction => unknown_function(detail, typed, job),
        ErrorKind::UnknownFilter => unknown_filter(detail),
        ErrorKind::UnknownTest | ErrorKind::UnknownMethod => unknown_test(detail, typed),
        ErrorKind::TooManyArguments => {
            let message = format!("“{quoted}”的参数太多或不认识");
            Meaning::new(Code::TemplateCall, message, "请核对参数")
        }
        ErrorKind::MissingArgument => {
            Meaning::new(Code::TemplateCall, format!("“{quoted}”缺少参数"), "请补上参数")
        }
        ErrorKind::InvalidOperation => operation(detail, &quoted),
        ErrorKind::CannotUnpack => {
            let message = "循环变量的个数与列表的项不符";
            Meaning::new(Code::TemplateCall, message, "for 的后面只写一个名称")
        }
        ErrorKind::UnknownBlock => {
            Meaning::new(Code::TemplateCall, "这里不能使用 block、super", "删去这一处")
        }
        // What no template brings about, and kinds that minijinja may add.
        _ => Meaning::new(Code::TemplateCall, format!("“{quoted}”无法计算"), "请核对写法"),
    }
}

/// At most a line of what was typed.
fn short(typed: &str) -> String {
    let line = typed.lines().next().unwrap_or("").trim();
    let mut quoted: String = line.chars().take(MAX_QUOTED).collect();
    if quoted.len() < typed.trim().len() {
        quoted.push('…');
    }
    quoted
}

fn operation(detail: &str, quoted: &str) -> Meaning {
    match OPERATIONS.iter().find(|row| detail.contains(row.says)) {
        Some(row) => Meaning::new(row.code, row.chinese.replace("{}", quoted), row.help),
        None => Meaning::new(
            Code::TemplateCall,
            format!("“{quoted}”无法计算"),
            "值、数 的结果只能印出；增减、比较请用 增长、变化、增减",
        ),
    }
}

fn unknown_template(typed: &str, job: &Job<'_>) -> Meaning {
    let name = typed.split(['"', '\'']).nth(1).unwrap_or("");
    // What all templates end in makes none of them near.
    let stem = |name: &str| name.trim_end_matches(".md.j2").to_owned();
    let stems: Vec<String> = job.sources[1..].iter().map(|source| stem(&source.name)).collect();
    let near = nearest(&stem(name), stems.iter().map(String::as_str));
    let help = match near.filter(|_| !name.is_empty() && !name.contains('/')) {
        Some(near) => format!("是否要写“{near}.md.j2”？只能使用 templates/ 下的模板"),
        None => "只能使用 templates/ 下的模板，不能读取其他文件".to_owned(),
    };
    Meaning::new(Code::TemplateMissing, format!("没有名为“{name}”的模板"), &help)
}

/// The names of one kind in the reference.
fn names_of(kind: EntryKind) -> Vec<&'static str> {
    let entries = entries().into_iter().filter(|entry| entry.kind == kind);
    entries.flat_map(|entry| entry.names).collect()
}

fn unknown_filter(detail: &str) -> Meaning {
    let name = varying(detail, UNKNOWN_FILTER).map_or("", |varying| varying[0]);
    let near = suggestion(name, names_of(EntryKind::Filter));
    let help = near.unwrap_or("删去竖线和它后面的名称".to_owned());
    Meaning::new(Code::UndefinedName, format!("没有名为“{name}”的过滤器"), &help)
}

fn unknown_test(detail: &str, typed: &str) -> Meaning {
    let name = varying(detail, UNKNOWN_TEST).and_then(|varying| varying.first().copied());
    let near = name.and_then(|name| suggestion(name, names_of(EntryKind::Test)));
    let help = near.unwrap_or("请核对拼写".to_owned());
    Meaning::new(Code::UndefinedName, format!("“{typed}”中有不认识的判断或方法"), &help)
}

/// Every name that may stand in an expression.
fn names<'j>(job: &'j Job<'_>) -> Vec<&'j str> {
    let functions = FUNCTIONS.iter().flat_map(|function| function.names);
    let macros = job.macros.iter().map(String::as_str);
    let variables = job.variables.iter().map(|(name, _)| name.as_str());
    functions.chain(macros).chain(variables).chain(["loop", "range", "true", "false"]).collect()
}

fn undefined(detail: &str, typed: &str, job: &Job<'_>) -> Meaning {
    let tail = || {
        let tail = typed.rsplit('.').next().filter(|_| typed.contains('.'));
        tail.map(|tail| format!(".{tail}")).filter(|tail| !tail.contains(['"', ')', ' ']))
    };
    let name = undefined_name(detail).map(str::to_owned);
    let name = name.or_else(|| unknown_word(typed, job)).or_else(tail);
    let name = name.unwrap_or_else(|| short(typed));

    if let Some((base, field)) = name.rsplit_once('.').filter(|(base, _)| !base.is_empty()) {
        let message = format!("“{base}”里没有“{field}”");
        return Meaning::new(Code::UndefinedName, message, &fields_of(base, field, job));
    }

    let message = format!("“{name}”没有定义");
    let help = if job.session.facts.data.indicators.find(&name).is_some() {
        format!("值(\"{name}\", 2017) 才印出数值")
    } else {
        let near = suggestion(&name, names(job));
        near.unwrap_or("请核对拼写；若是文字，请放在英文引号里".to_owned())
    };
    Meaning::new(Code::UndefinedName, message, &help)
}

/// What to write in the place of `base.field`: the fields that `base` has, where it is a variable.
fn fields_of(base: &str, field: &str, job: &Job<'_>) -> String {
    // An entry of a list has the fields of all.
    let (name, is_entry) = base.split_once('[').map_or((base, false), |(name, _)| (name, true));
    let value = job.variables.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let value = if is_entry {
        value.and_then(|list| list.get_item_by_index(0).ok())
    } else {
        value.cloned()
    };
    let map = value.filter(|value| value.kind() == ValueKind::Map);
    let keys = map.as_ref().and_then(|map| map.try_iter().ok()).into_iter().flatten();

    // Every field has a Chinese and an ASCII name; one of the two is enough for the list.
    let names: Vec<String> =
        keys.map(|key| key.to_string()).filter(|key| !key.is_ascii()).collect();
    match nearest(field, names.iter().map(String::as_str)) {
        Some(near) => format!("是否要写“{base}.{near}”？可用：{}", names.join("、")),
        None if names.is_empty() => "核对“.”后面的名称；zishu explain 函数 列出可用的".to_owned(),
        None => format!("可用：{}", names.join("、")),
    }
}

/// The first word of an expression that is no known name.
fn unknown_word(typed: &str, job: &Job<'_>) -> Option<String> {
    let names = names(job);
    let mut outside_strings = typed.split(['"', '\'']).step_by(2);
    outside_strings.find_map(|part| unknown_word_in(part, &names))
}

fn unknown_word_in(part: &str, names: &[&str]) -> Option<String> {
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let mut rest = part;
    while let Some(start) = rest.find(in_word) {
        let tail = &rest[start..];
        let (word, after) = tail.split_at(tail.find(|c| !in_word(c)).unwrap_or(tail.len()));
        rest = after;

        let first = word.split('.').next().unwrap_or("");
        let is_number = first.starts_with(|c: char| c.is_ascii_digit());
        let after = after.trim_start();
        let names_argument = after.starts_with('=') && !after.starts_with("==");
        let skip = first.is_empty() || is_number || names_argument || is_keyword(first);
        if !skip && !names.contains(&first) {
            return Some(word.to_owned());
        }
    }

    None
}

fn is_keyword(word: &str) -> bool {
    matches!(word, "if" | "else" | "not" | "and" | "or" | "in" | "is" | "for" | "none" | "set")
}

fn unknown_function(detail: &str, typed: &str, job: &Job<'_>) -> Meaning {
    let name = varying(detail, UNKNOWN_FUNCTION).map_or(typed, |varying| varying[0]);
    let message = format!("没有名为“{name}”的函数");
    let help = suggestion(name, names(job)).unwrap_or_else(|| {
        let functions = FUNCTIONS.iter().map(|function| function.names[0]);
        let all = functions.chain(MACROS.iter().map(|spec| spec.names[0]));
        format!("可用的函数：{}", all.collect::<Vec<_>>().join("、"))
    });
    Meaning::new(Code::UndefinedName, message, &help)
}

fn syntax_error(detail: &str, typed: &str, job: &Job<'_>) -> Meaning {
    let row = syntax(detail).filter(|(row, _)| row.applies_to_text || !typed.starts_with('"'));
    let (message, help) = match row {
        Some((row, varying)) => {
            let fill = |text: &str| text.replace("{0}", varying.first().copied().unwrap_or(""));
            (fill(row.chinese), fill(row.help))
        }
        None if typed.starts_with('"') || detail.starts_with(UNCLOSED_TEXT) => {
            let [message, help] = MISPLACED_TEXT;
            (message.to_owned(), help.to_owned())
        }
        None => unexpected(detail, typed)
            .unwrap_or_else(|| ("花括号中的写法有误".to_owned(), CHECK.to_owned())),
    };

    let indicators = &job.session.facts.data.indicators.definitions;
    let needs_quotes = |name: &str| !name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let unquoted = indicators
        .iter()
        .find(|indicator| needs_quotes(&indicator.name) && is_unquoted(job, &indicator.name));
    let help = match unquoted {
        Some(indicator) => format!("指标名称要放在英文引号里：\"{}\"", indicator.name),
        None => help,
    };

    Meaning::new(Code::TemplateSyntax, message, &help)
}

/// Whether `name` is somewhere in the template without quotes.
fn is_unquoted(job: &Job<'_>, name: &str) -> bool {
    let text = &job.sources[0].text;
    text.match_indices(name).any(|(start, _)| {
        let before = text[..start].trim_end().chars().next_back();
        let open = text[..start].rfind("{{").max(text[..start].rfind("{%"));
        let close = text[..start].rfind("}}").max(text[..start].rfind("%}"));
        open > close && matches!(before, Some('(' | ',' | '[' | '{'))
    })
}

/// Message and help for a token where another is expected.
fn unexpected(detail: &str, typed: &str) -> Option<(String, String)> {
    let varying = UNEXPECTED.iter().find_map(|pattern| varying(detail, pattern))?;
    let (actual, expected) = (varying[0], varying.get(1).copied().unwrap_or(""));
    let token = |name: &str| TOKENS.iter().find(|(says, _)| *says == name).map(|(_, token)| *token);

    let actual = match token(actual) {
        Some(token) if !NAMES.contains(&actual) => token.to_owned(),
        _ if actual.starts_with('`') => format!("“{}”", actual.replace('`', "")),
        _ if typed.is_empty() => "这里的内容".to_owned(),
        _ => format!("“{}”", short(typed)),
    };
    let expected = match token(expected) {
        Some(token) => token.to_owned(),
        None if expected.starts_with('`') => {
            format!("“{}”", expected.split('`').nth(1).unwrap_or(""))
        }
        None => {
            let help = "检查括号、引号、逗号是否配对和齐全".to_owned();
            return Some((format!("{actual}的位置不对"), help));
        }
    };

    let help = format!("这里应是{expected}；文字要放在英文引号里，参数之间用英文逗号");
    Some((format!("{actual}的位置不对，这里应是{expected}"), help))
}
