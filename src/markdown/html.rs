//! HTML in a chapter: it isn't printed, and has a way to be written in Markdown. A formal copy may not
//! have any whose words or pictures would be missing.

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
            let problem = problem.help("在注释的末尾补上 -->；不是注释就删去 <!--");
            self.diagnostics.report(problem.draft_only(lines > 1));
            return;
        }

        let message = match lines {
            0 | 1 => "HTML 标记及其内容不会印出，已略去".to_owned(),
            _ => format!("HTML 标记及其内容不会印出，已略去{lines}行"),
        };
        let problem = Diagnostic::new(Code::RawHtml, self.span(range), message).help(advice(text));
        self.diagnostics.report(problem.draft_only(has_content(text)));
    }

    /// Reports a tag in a line.
    pub fn inline_html(&mut self, tag: &str, range: Range<usize>) {
        // Without its tag a raised figure is another figure, and a picture is nothing.
        let changes = matches!(name(tag).as_str(), "sup" | "sub" | "img" | "input" | "svg");
        let message = "HTML 标记不会印出，已略去";
        let problem = Diagnostic::new(Code::RawHtml, self.span(range), message).help(advice(tag));
        self.diagnostics.report(problem.draft_only(changes));
    }
}

/// Whether a block of HTML begins a page, as writers of Markdown put it: `<div
/// style="page-break-after: always"></div>`.
pub(super) fn is_page_break(html: &str) -> bool {
    let tags = html.to_ascii_lowercase();
    let styled = ["page-break-", "break-after:", "break-before:"];
    let asks = tags.contains("always") || tags.contains("page");
    styled.iter().any(|style| tags.contains(style)) && asks && !has_content(html)
}

/// Whether anything would be printed of a block of HTML: words, or a picture.
fn has_content(html: &str) -> bool {
    let mut rest = html;
    let mut words = String::new();
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        let tag = &rest[start..];
        if matches!(name(tag).as_str(), "img" | "svg" | "input" | "object" | "iframe") {
            return true;
        }
        let close = if tag.starts_with("<!--") { "-->" } else { ">" };
        rest = tag.find(close).map_or("", |end| &tag[end + close.len()..]);
    }

    words.push_str(rest);
    !words.replace("&nbsp;", "").trim().is_empty()
}

/// The name of a tag, in small letters.
fn name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    name.to_ascii_lowercase()
}

/// What to type in place of a tag.
fn advice(tag: &str) -> &'static str {
    match name(tag).as_str() {
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

#[cfg(test)]
mod tests {
    use super::{has_content, is_page_break};

    #[test]
    fn what_would_be_missing() {
        for html in ["<br>", "<p></p>", "<div>\n&nbsp;</div>", "<!-- 注 -->", "<a id=\"甲\"></a>"]
        {
            assert!(!has_content(html), "{html}");
        }
        for html in ["<p>甲</p>", "<img src=\"a.png\">", "<br>\n正文"] {
            assert!(has_content(html), "{html}");
        }
    }

    #[test]
    fn what_begins_a_page() {
        for html in [
            "<div style=\"page-break-after: always;\"></div>",
            "<p style='break-before:page'></p>",
            "<div style=\"PAGE-BREAK-BEFORE:ALWAYS\">\n</div>",
        ] {
            assert!(is_page_break(html), "{html}");
        }
        for html in ["<div></div>", "<div style=\"page-break-after: always\">甲</div>"] {
            assert!(!is_page_break(html), "{html}");
        }
    }
}
