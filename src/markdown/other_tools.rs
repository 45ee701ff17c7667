//! Markup of other tools, which Markdown here doesn't know: `$…$`, `==…==`, `H~2~O`, `x^2^`, `^[…]`,
//! `!!!`, `[!NOTE]`, `[[…]]`, `\textbf{…}`. It would be printed as typed.
//!
//! In: the source of a paragraph. Out: the first of each kind, with what to type. Must not take prose
//! for markup: C++和G++, $100万, 3~5家, 文件名 a==b.

use super::near_miss::{MAX_SURROUNDINGS, NearMiss, is_plain};
use super::small_characters::{lowered, raised};
use crate::document::signs::PAGE_BREAKS;
use std::ops::Range;

/// Maximum number of characters between marks: what is farther apart is no pair.
const MAX_INSIDE: usize = 200;

/// The first of each kind; of those that overlap the first.
pub(super) fn find(text: &str) -> Vec<NearMiss> {
    let lines = [admonition(text), alert(text), definition(text), grid(text)];
    let marks = [formula(text), command(text), doubled(text), note(text), page_name(text)];
    let all = lines.into_iter().chain(marks).chain([script(text)]).flatten();

    let mut found: Vec<NearMiss> = all.collect();
    found.sort_by_key(|near_miss| near_miss.range.start);
    found.dedup_by(|next, last| next.range.start < last.range.end);
    found
}

/// A near miss whose advice is always the same.
fn fixed(range: Range<usize>, message: &str, help: &str) -> NearMiss {
    NearMiss { range, message: message.to_owned().into(), help: help.to_owned().into() }
}

/// `!!! note` and `??? note`.
fn admonition(text: &str) -> Option<NearMiss> {
    let sign = ["!!! ", "??? ", "???+ "].into_iter().find(|sign| text.starts_with(sign))?;
    let message = "别家的告示框不能用，会照字面印出";
    Some(fixed(0..sign.trim_end().len(), message, "删去这一行；要突出的，每行以“> ”开头，成为引文"))
}

/// `[!NOTE]` at the beginning of a quotation.
fn alert(text: &str) -> Option<NearMiss> {
    let name = text.strip_prefix("[!")?;
    let length = name.find(']').filter(|length| (1..=20).contains(length))?;
    let letters = name[..length].bytes().all(|byte| byte.is_ascii_alphabetic());
    let range = 0.."[!".len() + length + 1;
    letters.then(|| fixed(range, "别家的告示框不能用，会照字面印出", "删去这个方括号，引文照写"))
}

/// A line `: …` below another.
fn definition(text: &str) -> Option<NearMiss> {
    let start = text.match_indices("\n: ").map(|(start, _)| start + 1).next()?;
    let message = "名词解释的写法不能用，冒号会照字面印出";
    Some(fixed(start..start + 1, message, "改为 **名词**：解释，或列成“- ”开头的各条"))
}

/// `+---+---+`.
fn grid(text: &str) -> Option<NearMiss> {
    let line = text.lines().next()?.trim();
    let is_border = line.len() > 4
        && line.starts_with('+')
        && line.ends_with('+')
        && line.contains("--")
        && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'));
    let help = "改为 | 甲 | 乙 |，表头下面一行 | --- | --- |，上下空一行";
    is_border.then(|| fixed(0..line.len(), "用加号画的表格没有成为表格", help))
}

/// `$…$` with something of a formula in it, and `$$`.
fn formula(text: &str) -> Option<NearMiss> {
    const MESSAGE: &str = "公式的写法不能用，“$”和其中的记号会照字面印出";
    const HELP: &str = "改为文字，如 E=mc²、a÷b；复杂的公式做成图片";
    let mut next = 0;
    while let Some(start) = text[next..].find('$').map(|at| next + at) {
        next = start + 1;
        if !is_plain(text, start) {
            continue;
        }

        if text[next..].starts_with('$') {
            return Some(fixed(start..start + 2, MESSAGE, HELP));
        }

        let Some(inside) = inside(text, next, "$") else { continue };
        let typed = &text[inside.clone()];
        let spaced = typed.starts_with(char::is_whitespace) || typed.ends_with(char::is_whitespace);
        let goes_on = text[inside.end + 1..].starts_with(|c: char| c.is_ascii_digit());
        let is_formula = typed.contains(|c: char| c.is_ascii_alphabetic() || "\\^_=".contains(c));
        let is_prose = typed.contains(['，', '。', '；', '、', '\n']);
        if !spaced && !goes_on && is_formula && !is_prose {
            return Some(fixed(start..inside.end + 1, MESSAGE, HELP));
        }
    }
    None
}

/// `\textbf{…}`, `\begin{…}`, and `\newpage` within text.
fn command(text: &str) -> Option<NearMiss> {
    text.match_indices('\\').find_map(|(start, _)| {
        let rest = &text[start + 1..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let whole = start..start + 1 + letters;
        if !is_plain(text, start) || letters < 2 {
            return None;
        }

        if PAGE_BREAKS.contains(&&text[whole.clone()]) {
            let help = "单独写一段“::: 分页”，前后各空一行";
            return Some(fixed(whole, "分页的写法夹在文字里，会照字面印出", help));
        }

        let message = "LaTeX 的命令不能用，会照字面印出";
        let help = "删去命令，只留文字；加粗改为 **文字**";
        rest[letters..].starts_with('{').then(|| fixed(whole, message, help))
    })
}

/// `==高亮==`, `++新增++`.
fn doubled(text: &str) -> Option<NearMiss> {
    ["==", "++"].into_iter().find_map(|sign| {
        text.match_indices(sign).find_map(|(start, _)| {
            let after = start + sign.len();
            let opens = text[after..].chars().next().is_some_and(|c| !c.is_whitespace());
            let word =
                text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || "=+".contains(c));
            let inside = inside(text, after, sign)?;
            let typed = &text[inside.clone()];
            let closes = !typed.ends_with(char::is_whitespace) && !typed.starts_with(['=', '+']);
            (opens && closes && !word && is_plain(text, start)).then(|| {
                let message = format!("“{sign}”不是这里的标记，会照字面印出");
                fixed(start..inside.end + sign.len(), &message, "要突出的，改为 **加粗**")
            })
        })
    })
}

/// `^[行内脚注]`.
fn note(text: &str) -> Option<NearMiss> {
    let mut starts = text.match_indices("^[").map(|(start, _)| start);
    let start = starts.find(|start| is_plain(text, *start) && !text[..*start].ends_with('['))?;
    let inside = inside(text, start + 2, "]")?;
    let help = "改为 [^名字]，另起一段写 [^名字]: 脚注内容";
    Some(fixed(start..inside.end + 1, "行内脚注的写法不能用，会照字面印出", help))
}

/// `[[页面]]`.
fn page_name(text: &str) -> Option<NearMiss> {
    let mut starts = text.match_indices("[[").map(|(start, _)| start);
    let is_picture = |start: usize| text[..start].ends_with('!');
    let start = starts.find(|start| is_plain(text, *start) && !is_picture(*start))?;
    let inside = inside(text, start + 2, "]]")?;
    let range = start..inside.end + 2;
    let help = "引用本报告的表、图、标题，改为 [@标签]；别的去掉一层方括号";
    Some(fixed(range, "两层方括号不是链接，会照字面印出", help))
}

/// `x^2^`, `m^2`, `H~2~O`.
fn script(text: &str) -> Option<NearMiss> {
    text.char_indices().find_map(|(start, sign)| {
        let raises = match sign {
            '^' => true,
            '~' | super::characters::TILDE => false,
            _ => return None,
        };

        let before = text[..start].chars().next_back()?;
        // 5~10 is a range, [^1] a note.
        let follows = before.is_ascii_alphabetic() || matches!(before, ')' | '）');
        if !is_plain(text, start) || !follows && !(raises && before.is_ascii_digit()) {
            return None;
        }

        let after = start + sign.len_utf8();
        let rest = &text[after..];
        let length =
            rest.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | 'n')).unwrap_or(rest.len());
        let is_closed = rest[length..].starts_with(sign);
        let small = if raises { raised(&rest[..length]) } else { lowered(&rest[..length]) };
        let small = small.filter(|_| {
            is_closed || raises && rest.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        })?;

        let end = after + length + if is_closed { sign.len_utf8() } else { 0 };
        let name = if raises { "上标" } else { "下标" };
        let typed = if raises { '^' } else { '~' };
        let message = format!("{name}的写法“{typed}”不能用，会照字面印出");
        let help = format!("改为现成的字：{before}{small}");
        Some(NearMiss { range: start..end, message: message.into(), help: help.into() })
    })
}

/// What stands between a byte and the next `close`, in the same line and near.
fn inside(text: &str, start: usize, close: &str) -> Option<Range<usize>> {
    let rest = &text[start..];
    let near = &rest[..rest.floor_char_boundary(MAX_SURROUNDINGS.min(rest.len()))];
    let length = near.find(close).filter(|length| *length > 0)?;
    let is_short = near[..length].chars().count() <= MAX_INSIDE && !near[..length].contains('\n');
    is_short.then_some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::find;

    fn typed(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|near_miss| &text[near_miss.range]).collect()
    }

    #[test]
    fn markup_of_other_tools() {
        let cases = [
            ("质能$E=mc^2$。", vec!["$E=mc^2$"]),
            ("$$\nx\n$$", vec!["$$"]),
            ("\\textbf{粗}", vec!["\\textbf"]),
            ("甲\n\\newpage\n乙", vec!["\\newpage"]),
            ("这是==高亮==的", vec!["==高亮=="]),
            ("这是++新增++的", vec!["++新增++"]),
            ("甲^[脚注]", vec!["^[脚注]"]),
            ("见[[页面]]", vec!["[[页面]]"]),
            ("H~2~O", vec!["~2~"]),
            ("x^2^和100m^2", vec!["^2^"]),
            ("!!! note\n提示", vec!["!!!"]),
            ("[!NOTE]\n提示", vec!["[!NOTE]"]),
            ("名词\n: 解释", vec![":"]),
            ("+---+---+\n| 甲 |", vec!["+---+---+"]),
        ];
        for (text, expected) in cases {
            assert_eq!(typed(text), expected, "{text}");
        }
    }

    #[test]
    fn prose_that_only_looks_so() {
        let texts = [
            "投资$100万，合$200万",
            "单价$5/件、$8/件",
            "用C++和G++写",
            "a==b，c==d",
            "增长5~10家、3~5家",
            "见[^a]、[^b]",
            "C:\\Users\\name",
            "`$x$`、`==甲==`",
            "\\$x\\$",
            "真棒!!! 好",
            "======",
        ];
        for text in texts {
            assert!(typed(text).is_empty(), "{text}");
        }
    }
}
