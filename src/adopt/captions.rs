//! Captions, units, sources and notes that a draft types around its tables and pictures.

use super::numbers;

/// What a paragraph beside a table or a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aside {
    /// A table's caption; the bytes before its title.
    Table(usize),
    /// A figure's caption; the bytes before its title.
    Figure(usize),
    /// 单位：…
    Unit(String),
    /// 数据来源：…
    Source(String),
    /// 注：…
    Note(String),
}

/// Characters of a caption, beyond which it is prose.
const LONGEST: usize = 60;

/// What a paragraph's text is taken for; `styled`: its style is that of captions.
pub(super) fn aside(text: &str, styled: bool) -> Option<Aside> {
    let length = text.chars().count();
    if length > 4 * LONGEST || text.contains('\n') {
        return None;
    }
    let short = length <= LONGEST && !text.ends_with(['。', '；']);
    line(text).or_else(|| if short || styled { caption(text, styled) } else { None })
}

fn caption(text: &str, styled: bool) -> Option<Aside> {
    let (rest, is_table) = match (text.strip_prefix('表'), text.strip_prefix('图')) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => (rest, false),
        (None, None) => return None,
    };
    let after = rest.trim_start();
    let number = number(after);
    let tail = &after[number..];
    let title =
        tail.trim_start_matches([':', '：', '.', '．', '、', ' ', '\u{3000}', '\t', '\u{A0}']);
    let parted = title.len() < tail.len();
    let named = !title.is_empty() && !title.starts_with(['）', ')', '，', '。', '所']);
    // 表1反映了 is prose; 表 without a number is one in the style of captions alone.
    let fits = if number > 0 { parted || styled } else { styled && title.len() < rest.len() };
    let head = text.len() - title.len();
    (fits && named).then_some(if is_table { Aside::Table(head) } else { Aside::Figure(head) })
}

/// Bytes of `6-1`, `1`, `6.1`, `一`, `附-1`, `A1`.
fn number(text: &str) -> usize {
    let appendix = text.chars().next().filter(|c| *c == '附' || c.is_ascii_uppercase());
    let lead = appendix.map_or(0, char::len_utf8);
    let after = text[lead..].trim_start_matches(['-', '－', '–', '—']);
    match plain_number(after) {
        0 => 0,
        length => text.len() - after.len() + length,
    }
}

fn plain_number(text: &str) -> usize {
    let sign = |c: char| matches!(c, '-' | '－' | '–' | '—' | '.' | '．' | '‑');
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_start_matches(|c| digit(c) || sign(c));
    let number = text[..text.len() - rest.len()].trim_end_matches(sign);
    if number.starts_with(digit) && number.chars().count() <= 8 { number.len() } else { 0 }
}

/// Unit, source and note, with or without brackets around.
fn line(text: &str) -> Option<Aside> {
    let text = text.trim();
    let inner = text
        .strip_prefix(['（', '('])
        .and_then(|inner| inner.strip_suffix(['）', ')']))
        .unwrap_or(text);
    let (key, value) = inner.split_once(['：', ':'])?;
    let key: String = key.chars().filter(|c| !c.is_whitespace()).collect();
    let value = value.trim().to_owned();
    if value.is_empty() {
        return None;
    }
    match key.as_str() {
        "单位" | "计量单位" if value.chars().count() <= 20 => Some(Aside::Unit(value)),
        "数据来源" | "资料来源" | "来源" => Some(Aside::Source(value)),
        "注" | "备注" | "说明" => Some(Aside::Note(value)),
        _ => None,
    }
}

/// Whether a short line without a style is a heading by its typed number.
pub(super) fn is_typed_heading(text: &str) -> Option<(u8, usize)> {
    const HEADING: usize = 40;
    let (rank, head) = numbers::typed(text)?;
    let title = &text[head..];
    let prose = title.contains(['。', '；', '！', '？', '\n'])
        || title.ends_with(['，', '：', ';', ':', '.']);
    (title.chars().count() <= HEADING && !prose).then_some((rank, head))
}

#[cfg(test)]
mod tests {
    use super::{Aside, aside, is_typed_heading};

    #[test]
    fn captions_and_lines() {
        let cases = [
            ("表 6-1 标题", false, Some("标题")),
            ("表1　标题", false, Some("标题")),
            ("表1：标题", false, Some("标题")),
            ("图 6-1 标题", false, Some("标题")),
            ("表 附-1　标题", false, Some("标题")),
            ("表A1 标题", false, Some("标题")),
            ("表 标题", true, Some("标题")),
            ("表 标题", false, None),
            ("表1反映了情况", false, None),
            ("表 6-1 说明各项工作都有进展。", false, None),
            ("图书馆", false, None),
            ("表面 光", true, None),
            ("表扬 3 人", false, None),
        ];
        for (text, styled, expected) in cases {
            let title = aside(text, styled).map(|aside| match aside {
                Aside::Table(head) | Aside::Figure(head) => &text[head..],
                Aside::Unit(_) | Aside::Source(_) | Aside::Note(_) => "",
            });
            assert_eq!(title, expected, "{text}");
        }
        assert_eq!(aside("（单位：万元）", false), Some(Aside::Unit("万元".into())));
        assert_eq!(aside("数据来源：市统计局", false), Some(Aside::Source("市统计局".into())));
        assert_eq!(aside("注：样例。", false), Some(Aside::Note("样例。".into())));
        assert_eq!(aside("牵头单位：市质监局", false), None);
    }

    #[test]
    fn headings_without_a_style() {
        assert_eq!(is_typed_heading("一、总体情况"), Some((0, 6)));
        assert_eq!(is_typed_heading("1.抽查对象随机产生；"), None);
        assert_eq!(is_typed_heading("（一）强化监管。全市开展"), None);
    }
}
