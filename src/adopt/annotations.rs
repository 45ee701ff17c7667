//! Captions, units, sources and notes that a draft types around its tables and pictures.

/// What a paragraph beside a table or a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Annotation {
    /// A table's caption; the bytes before its title.
    Table(usize),
    /// A figure's caption; the bytes before its title.
    Figure(usize),
    /// 单位：…
    Unit(String),
    /// 数据来源：…
    Source(String),
    /// 注：…; the word that stands before it, and its text.
    Note { word: String, text: String },
}

/// Maximum number of characters of a caption; a longer text is prose.
const MAX_CAPTION: usize = 60;
/// Maximum number of characters of a unit.
const MAX_UNIT: usize = 20;

/// What a paragraph's text is taken for; `is_caption_style`: its style is that of captions.
pub(super) fn annotation(text: &str, is_caption_style: bool) -> Option<Annotation> {
    let length = text.chars().count();
    if length > 4 * MAX_CAPTION || text.contains('\n') {
        return None;
    }

    let is_short = length <= MAX_CAPTION && !text.ends_with(['。', '；']);
    key_and_value(text).or_else(|| {
        if is_short || is_caption_style { caption(text, is_caption_style) } else { None }
    })
}

fn caption(text: &str, is_caption_style: bool) -> Option<Annotation> {
    let own = text.strip_prefix('附').unwrap_or(text);
    let (rest, is_table) = match (own.strip_prefix('表'), own.strip_prefix('图')) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => (rest, false),
        (None, None) => return None,
    };
    let numbered = rest.trim_start();
    let number_length = number_length(numbered);
    let tail = &numbered[number_length..];
    let title =
        tail.trim_start_matches([':', '：', '.', '．', '、', ' ', '\u{3000}', '\t', '\u{A0}']);

    let is_title = !title.is_empty() && !title.starts_with(['）', ')', '，', '。', '所']);
    // 表1反映了 is prose; 表 without a number is a caption only in the style of captions.
    let is_caption = if number_length > 0 {
        title.len() < tail.len() || is_caption_style || is_name(title)
    } else {
        is_caption_style && title.len() < rest.len()
    };
    let label = text.len() - title.len();
    (is_caption && is_title).then_some(if is_table {
        Annotation::Table(label)
    } else {
        Annotation::Figure(label)
    })
}

/// What sentences that begin with a table's or a figure's number go on with.
const PREDICATES: [&str; 22] = [
    "反映", "显示", "表明", "说明", "是", "为", "列", "给出", "可见", "可知", "可以", "中", "的",
    "和", "与", "及", "、", "至", "到", "看", "对", "概括",
];

/// Whether a text right behind a number, as in `图3-1注册模块`, can be a title: a name, not a sentence.
fn is_name(title: &str) -> bool {
    !title.contains(['，', '。', '；', '：', '？', '！'])
        && !PREDICATES.iter().any(|start| title.starts_with(start))
        && !title.starts_with(|c: char| c.is_ascii_digit())
}

/// Bytes of `6-1`, `1`, `6.1`, `一`, `附-1`, `A1`.
fn number_length(text: &str) -> usize {
    let appendix = text.chars().next().filter(|c| *c == '附' || c.is_ascii_uppercase());
    let prefix = appendix.map_or(0, char::len_utf8);
    let number = text[prefix..].trim_start_matches(['-', '－', '–', '—']);
    match plain_number_length(number) {
        0 => 0,
        length => text.len() - number.len() + length,
    }
}

fn plain_number_length(text: &str) -> usize {
    let is_separator = |c: char| matches!(c, '-' | '－' | '–' | '—' | '.' | '．' | '‑');
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_start_matches(|c| is_digit(c) || is_separator(c));
    let number = text[..text.len() - rest.len()].trim_end_matches(is_separator);

    let is_number = number.starts_with(is_digit) && number.chars().count() <= 8;
    if is_number { number.len() } else { 0 }
}

/// Unit, source and note, with or without brackets around.
fn key_and_value(text: &str) -> Option<Annotation> {
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
        "单位" | "计量单位" if value.chars().count() <= MAX_UNIT => {
            Some(Annotation::Unit(value))
        }
        "数据来源" | "资料来源" | "来源" => Some(Annotation::Source(value)),
        "注" | "备注" | "说明" | "附注" => Some(Annotation::Note { word: key, text: value }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Annotation, annotation};

    #[test]
    fn captions_and_lines() {
        let cases = [
            ("表 6-1 标题", false, Some("标题")),
            ("表1　标题", false, Some("标题")),
            ("表1：标题", false, Some("标题")),
            ("图 6-1 标题", false, Some("标题")),
            ("表 附-1　标题", false, Some("标题")),
            ("表A1 标题", false, Some("标题")),
            ("附表 1　标题", false, Some("标题")),
            ("附图2-1　标题", false, Some("标题")),
            ("表 标题", true, Some("标题")),
            ("表 标题", false, None),
            ("表1反映了情况", false, None),
            ("图3-1注册模块", false, Some("注册模块")),
            ("表3新闻情绪的影响", false, Some("新闻情绪的影响")),
            ("表3是抽查结果", false, None),
            ("图2中的企业", false, None),
            ("表 6-1 说明各项工作都有进展。", false, None),
            ("图书馆", false, None),
            ("表面 光", true, None),
            ("表扬 3 人", false, None),
        ];
        for (text, styled, expected) in cases {
            let title = annotation(text, styled).map(|annotation| match annotation {
                Annotation::Table(label) | Annotation::Figure(label) => &text[label..],
                Annotation::Unit(_) | Annotation::Source(_) | Annotation::Note { .. } => "",
            });
            assert_eq!(title, expected, "{text}");
        }
        assert_eq!(annotation("（单位：万元）", false), Some(Annotation::Unit("万元".into())));
        assert_eq!(
            annotation("数据来源：市统计局", false),
            Some(Annotation::Source("市统计局".into()))
        );
        let note = Annotation::Note { word: "注".into(), text: "样例。".into() };
        assert_eq!(annotation("注：样例。", false), Some(note));
        assert_eq!(annotation("牵头单位：市质监局", false), None);
    }
}
