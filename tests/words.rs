//! One word for one thing in all that users read.
//!
//! In: the string literals of the sources, the help of the command line, the templates, the
//! preview's page and README. Out: every place where a word stands that another one is used for.

use crate::golden;
use libtest_mimic::{Failed, Trial};
use std::path::Path;

/// Words that are not used, and what is said instead.
const WORDS: &[(&str, &str)] = &[
    ("稿件", "文稿"),
    ("章节", "文稿、栏目"),
    ("稿子", "文稿、送审稿、收回稿"),
    ("草稿", "初稿"),
    ("一章", "一个栏目"),
    ("各章", "各栏目"),
    ("章内", "文稿中"),
    ("叙述", "情况说明"),
    ("引言", "导语"),
    ("数据单位", "归口单位"),
    ("提供单位", "归口单位"),
    ("数值文件", "数据文件"),
    ("数据表", "数据文件、指标数据"),
    ("与指标表", "与指标数据"),
    ("按指标表", "按指标数据"),
    ("提示", "问题、改法、说明"),
    ("规则", "问题"),
    ("审改稿", "收回稿"),
    ("底稿", "送出时的文稿"),
    ("发出的", "送出的"),
    ("已改入", "采用"),
    ("已是如此", "原已如此"),
    ("转办", "转归口单位核定"),
    ("核实", "核对"),
    ("核报", "核定"),
    ("花脸", "比较稿"),
    ("这一稿", "这次排版"),
    ("排印", "印出"),
    ("印作", "印出"),
    ("是不是", "是否"),
    ("写成", "改为"),
    ("写作", "改为"),
    ("改成", "改为"),
];

/// Where one of them stands all the same: the end of a path, the word, how often, and why.
const EXCEPTIONS: &[(&str, &str, usize, &str)] = &[
    ("expand/reference/variables.rs", "稿件", 2, "the name of the variable"),
    ("check/words/numbers.rs", "章节", 1, "the name of a list of words"),
    ("workspace/plan.rs", "叙述", 1, "the former name of a key of plan.yaml"),
    ("review/copies.rs", "转办", 1, "the former name of a key of copy.yaml"),
    ("templates/report.typ", "提示", 1, "a key of profiles: 样例提示"),
    ("templates/duties.md.j2", "稿件", 1, "the name of the variable"),
    ("templates/form.md.j2", "稿件", 4, "the name of the variable"),
    ("templates/section.md.j2", "稿件", 2, "the name of the variable"),
    ("templates/report.md.j2", "提供单位", 1, "the report prints it"),
    ("profile/model.rs", "提示", 1, "a key of profiles: 样例提示"),
    ("profile/verify.rs", "提示", 2, "a key of profiles: 样例提示"),
    ("templates/profiles/gbt9704.yaml", "提示", 1, "a key of profiles: 样例提示"),
    ("templates/profiles/shenbaobiao.yaml", "提示", 1, "a key of profiles: 样例提示"),
    ("templates/profiles/danju.yaml", "提示", 1, "a key of profiles: 样例提示"),
    ("templates/profiles/tongbao.yaml", "提示", 1, "a key of profiles: 样例提示"),
    ("templates/profiles/yijianbiao.yaml", "提示", 1, "a key of profiles: 样例提示"),
    ("forms/write.rs", "提示", 1, "what Excel shows at a cell"),
    ("README.md", "稿件", 1, "the name of the variable"),
    ("README.md", "花脸", 1, "the byname of 比较稿, once"),
];

/// Two trials.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("words::one-for-one-thing", one_for_one_thing),
        Trial::test("words::exceptions-are-needed", exceptions_are_needed),
    ]
}

/// A text that users read, and where it stands.
struct Passage {
    path: String,
    line: usize,
    text: String,
}

fn one_for_one_thing() -> Result<(), Failed> {
    let mut breaches = Vec::new();
    for (not, keep) in WORDS {
        for passage in passages()?.iter().filter(|passage| passage.text.contains(not)) {
            if !EXCEPTIONS.iter().any(|(end, word, ..)| word == not && passage.path.ends_with(end))
            {
                let Passage { path, line, .. } = passage;
                breaches.push(format!("{path}:{line}: {not}, say {keep}"));
            }
        }
    }
    if breaches.is_empty() { Ok(()) } else { Err(breaches.join("\n").into()) }
}

fn exceptions_are_needed() -> Result<(), Failed> {
    let passages = passages()?;
    for (end, word, expected, _) in EXCEPTIONS {
        let own = passages.iter().filter(|passage| passage.path.ends_with(end));
        let found: usize = own.map(|passage| passage.text.matches(word).count()).sum();
        if found != *expected {
            return Err(format!("{end} has {word} {found} times, not {expected}").into());
        }
    }
    Ok(())
}

fn passages() -> Result<Vec<Passage>, Failed> {
    let root = golden::root();
    let mut all = Vec::new();
    for (folder, extension) in [
        ("src", ".rs"),
        ("src/preview/page", ".js"),
        ("src/preview/page", ".html"),
        ("templates", ""),
        ("chapters", ".yaml"),
    ] {
        for path in golden::files(&root.join(folder), extension) {
            let text = read(&path)?;
            let name =
                path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            match folder {
                "src" if is_test(&name) => {}
                "src" => all.extend(literals(&name, &text)),
                // What bureaus typed is theirs; what the program says there stands in comments.
                "chapters" => all.extend(lines(&name, &text, |line| line.starts_with('#'))),
                _ => all.extend(lines(&name, &text, |_| true)),
            }
        }
    }

    let readme = read(&root.join("README.md"))?;
    let chinese = readme.split("## For engineers").next().unwrap_or("");
    all.extend(lines("README.md", chinese, |_| true));
    if all.len() < 1000 { Err("the sources weren't read".into()) } else { Ok(all) }
}

fn read(path: &Path) -> Result<String, Failed> {
    std::fs::read_to_string(path).map_err(|error| error.to_string().into())
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("tests.rs") || path.contains("/fixture/")
}

fn lines(path: &str, text: &str, wanted: impl Fn(&str) -> bool) -> Vec<Passage> {
    let numbered = text.lines().zip(1..).filter(|(line, _)| wanted(line));
    let passage = |(text, line): (&str, usize)| Passage {
        path: path.to_owned(),
        line,
        text: text.to_owned(),
    };
    numbered.map(passage).collect()
}

/// The string literals of a source, but for its unit tests, and the help that clap takes from
/// comments.
fn literals(path: &str, source: &str) -> Vec<Passage> {
    let product = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or(source);
    let mut found = Vec::new();
    let mut rest = product;
    while let Some(start) = rest.find(['"', '/', '\'']) {
        let at = product.len() - rest.len() + start;
        let token = &rest[start..];
        let length = match token.as_bytes() {
            [b'/', b'/', ..] => token.find('\n').unwrap_or(token.len()),
            [b'/', ..] => 1,
            [b'\'', ..] => character(token),
            _ => string(token, product[..at].ends_with("r#")),
        };
        let text = &token[..length];
        let help = path.starts_with("src/cli/") && text.starts_with("///");
        if text.starts_with('"') || help {
            let line = product[..at].matches('\n').count() + 1;
            found.push(Passage { path: path.to_owned(), line, text: joined(text) });
        }
        rest = &token[length..];
    }
    found
}

/// The length of a string literal: to the quotation mark that no backslash stands before, of a raw
/// one to the mark with its number sign.
fn string(token: &str, raw: bool) -> usize {
    if raw {
        return token.find("\"#").map_or(token.len(), |end| end + 2);
    }
    let mut escaped = false;
    let end = token.char_indices().skip(1).find(|(_, character)| {
        let ends = *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    });
    end.map_or(token.len(), |(at, _)| at + 1)
}

/// The length of a character literal; of a lifetime its mark.
fn character(token: &str) -> usize {
    let mut characters = token.char_indices().skip(1);
    let escaped = matches!(characters.next(), Some((_, '\\')));
    let end = characters.skip(usize::from(escaped)).take(if escaped { 10 } else { 1 });
    end.filter(|(_, character)| *character == '\'').map(|(at, _)| at + 1).next().unwrap_or(1)
}

/// A literal without the line breaks that a backslash takes out.
fn joined(literal: &str) -> String {
    let mut parts = literal.split("\\\n");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |text, part| text + part.trim_start())
}
