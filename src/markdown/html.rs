//! HTML in a chapter: it isn't printed, and has a way to be written in Markdown.

use super::context::Lowering;
use crate::diag::{Code, Diagnostic};
use std::ops::Range;

impl Lowering<'_, '_> {
    /// Reports a block of HTML; a comment is left out as it was meant.
    pub fn html(&mut self, literal: &str, range: Range<usize>) {
        let text = literal.trim();
        if text.starts_with("<!--") && text.ends_with("-->") {
            return;
        }

        let lines = text.lines().count();
        if text.starts_with("<!--") && !text.contains("-->") {
            let opening = self.span(range.start..range.start + "<!--".len());
            let whole = self.source()[range.clone()].trim_end();
            let last = whole.rfind(['\n', '\r']).map_or(0, |end| end + 1);
            let last = self.span(range.start + last..range.start + whole.len());

            let message = format!("注释“<!--”没有结束，连同后面共{lines}行都不会印出");
            let problem = Diagnostic::new(Code::RawHtml, opening, message);
            let problem = if lines > 1 { problem.also(last, "直到这里") } else { problem };
            self.diagnostics.report(problem.help("在注释的末尾补上 -->；不是注释就删去 <!--"));
            return;
        }

        let message = match lines {
            0 | 1 => "HTML 标记及其内容不会印出，已略去".to_owned(),
            _ => format!("HTML 标记及其内容不会印出，已略去{lines}行"),
        };
        self.problem(Code::RawHtml, range, &message, advice(text));
    }

    /// Reports a tag in a line.
    pub fn inline_html(&mut self, tag: &str, range: Range<usize>) {
        self.problem(Code::RawHtml, range, "HTML 标记不会印出，已略去", advice(tag));
    }
}

/// What to type in place of a tag.
fn advice(tag: &str) -> &'static str {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    match name.to_ascii_lowercase().as_str() {
        "br" => "换行：行末加反斜杠 \\，或空两格；分段：空一行",
        "b" | "strong" => "加粗改为 **文字**",
        "i" | "em" => "倾斜改为 *文字*",
        "s" | "del" | "strike" => "删除线改为 ~~文字~~",
        "sub" | "sup" => "上标、下标用现成的字，如 m²、10³、CO₂；较长的写在括号里",
        "a" => "链接改为 [文字](网址)",
        "img" => "图片改为 ![说明](图片/文件名.png \"题注\")",
        "table" | "thead" | "tbody" | "tr" | "td" | "th" => {
            "表格改为 | 甲 | 乙 |，表头下面一行 | --- | --- |，上下空一行"
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "标题改为 ## 标题，下一级 ### 标题",
        "ul" | "ol" | "li" => "列表各行以“- ”或“1. ”开头",
        "hr" => "横线改为 ---，上下空一行",
        "p" | "div" | "span" | "font" | "center" | "u" => "删去标记，只留文字；字体、对齐由版式定",
        _ => "改用 Markdown 写法",
    }
}
