//! The tree as indented text: the golden form of tests and of `zishu dump document`.

use super::*;
use std::fmt::Write;

/// The whole document.
pub fn document(document: &Document) -> String {
    let mut out = String::new();

    let meta = &document.meta;
    line(
        &mut out,
        0,
        &format!("文档 {:?} 日期={} 样例={}", meta.title, meta.date.chinese(), meta.sample),
    );
    if meta.title_lines.len() > 1 {
        line(&mut out, 1, &format!("分行 {}", meta.title_lines.join("/")));
    }

    for section in &document.sections {
        line(&mut out, 0, &format!("栏目 {} {:?}", section.id, section.title));
        for part in &section.parts {
            line(&mut out, 1, "部分");
            push_blocks(&mut out, 2, &part.blocks, &document.values);
        }
    }

    push_notes(&mut out, &document.notes, &document.values);
    out
}

/// One chapter.
pub fn chapter(chapter: &Chapter) -> String {
    let mut out = String::new();
    push_blocks(&mut out, 0, &chapter.blocks, &chapter.values);
    push_notes(&mut out, &chapter.notes, &chapter.values);
    out
}

fn push_notes(out: &mut String, notes: &[Note], values: &[ValueUse]) {
    for (index, note) in notes.iter().enumerate() {
        line(out, 0, &format!("脚注 {}", index + 1));
        push_blocks(out, 1, &note.blocks, values);
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{:1$}{text}", "", depth * 2);
}

fn push_blocks(out: &mut String, depth: usize, blocks: &[Block], values: &[ValueUse]) {
    for block in blocks {
        push_block(out, depth, block, values);
    }
}

fn push_block(out: &mut String, depth: usize, block: &Block, values: &[ValueUse]) {
    let text = |content: &[Inline]| inlines(content, values);
    match &block.kind {
        BlockKind::Heading(heading) => {
            let label = label(&heading.label);
            let text = text(&heading.content);
            line(out, depth, &format!("标题{}{label} {}{text}", heading.level, heading.number));
        }
        BlockKind::Paragraph(content) => line(out, depth, &format!("段 {}", text(content))),
        BlockKind::List(list) => {
            let marker = match list.marker {
                ListMarker::Bullet => "列表 •".to_owned(),
                ListMarker::Ordered(start) => format!("列表 {start}."),
            };
            line(out, depth, &format!("{marker}{}", if list.tight { "" } else { " 松" }));

            for item in &list.items {
                let done = match item.done {
                    None => "",
                    Some(false) => " [ ]",
                    Some(true) => " [x]",
                };

                line(out, depth + 1, &format!("项{done}"));
                push_blocks(out, depth + 2, &item.blocks, values);
            }
        }
        BlockKind::Quote(inner) => {
            line(out, depth, "引文");
            push_blocks(out, depth + 1, inner, values);
        }
        BlockKind::Code(code) => {
            line(out, depth, &format!("代码 {:?} {:?}", code.language, code.text));
        }
        BlockKind::Rule => line(out, depth, "横线"),
        BlockKind::PageBreak => line(out, depth, "分页"),
        BlockKind::Table(table) => push_table(out, depth, table, values),
        BlockKind::Figure(figure) => {
            let picture = &figure.picture;
            let caption = caption(&figure.caption, values);
            line(
                out,
                depth,
                &format!("图{}{caption} {}", label(&figure.label), picture_text(picture)),
            );
            push_line(out, depth + 1, "来源", &figure.source, values);
        }
        BlockKind::Chart(chart) => push_chart(out, depth, chart, values),
        BlockKind::Letter(part, inner) => {
            line(out, depth, part.names()[0]);
            push_blocks(out, depth + 1, inner, values);
        }
        BlockKind::Landscape(inner) => {
            line(out, depth, "横排");
            push_blocks(out, depth + 1, inner, values);
        }
    }
}

fn push_table(out: &mut String, depth: usize, table: &Table, values: &[ValueUse]) {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let align = match column.align {
                Align::Auto => "-",
                Align::Left => "左",
                Align::Center => "中",
                Align::Right => "右",
            };
            if column.share == 0 { align.to_owned() } else { format!("{align}{}", column.share) }
        })
        .collect();

    let height = match table.row_height {
        0 => String::new(),
        height => format!(" 行高={height}mm"),
    };

    let head = format!(
        "表{}{} 列={}{height}",
        label(&table.label),
        caption(&table.caption, values),
        columns.join("")
    );
    line(out, depth, &head);
    push_line(out, depth + 1, "单位", &table.unit, values);

    for (name, rows) in [("头", &table.head), ("行", &table.body)] {
        for row in rows {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| {
                    let span = match (cell.columns, cell.rows) {
                        (1, 1) => String::new(),
                        (columns, rows) => format!("<{columns}×{rows}>"),
                    };
                    format!("{span}{}", inlines(&cell.content, values))
                })
                .collect();

            line(out, depth + 1, &format!("{name} {}", cells.join(" | ")));
        }
    }

    push_line(out, depth + 1, "注", &table.note, values);
    push_line(out, depth + 1, "来源", &table.source, values);
}

fn push_chart(out: &mut String, depth: usize, chart: &Chart, values: &[ValueUse]) {
    let form = match chart.form {
        ChartForm::Bars => "柱",
        ChartForm::Lines => "线",
        ChartForm::Pie => "饼",
    };

    let caption = caption(&chart.caption, values);
    line(
        out,
        depth,
        &format!("统计图{}{caption} {form} 单位={:?}", label(&chart.label), chart.unit),
    );
    line(out, depth + 1, &format!("类 {}", chart.categories.join(" | ")));

    for series in &chart.series {
        let values: Vec<&str> =
            series.values.iter().map(|v| v.as_ref().map_or("—", |v| v.text.as_str())).collect();
        line(out, depth + 1, &format!("列 {} {}", series.name, values.join(" | ")));
    }

    push_line(out, depth + 1, "来源", &chart.source, values);
}

fn push_line(
    out: &mut String,
    depth: usize,
    name: &str,
    content: &Option<Vec<Inline>>,
    values: &[ValueUse],
) {
    if let Some(content) = content {
        line(out, depth, &format!("{name} {}", inlines(content, values)));
    }
}

fn label(label: &Option<Label>) -> String {
    label.as_ref().map_or(String::new(), |label| format!(" #{}", label.name))
}

fn caption(caption: &Option<Caption>, values: &[ValueUse]) -> String {
    caption.as_ref().map_or(String::new(), |caption| {
        let annex = if caption.in_annex { "附" } else { "" };
        format!(" {annex}{}「{}」", caption.number, inlines(&caption.content, values))
    })
}

fn picture_text(picture: &Picture) -> String {
    let (width, height) = picture.pixels;
    format!("({} {width}×{height} 宽={} 替代={:?})", picture.path, picture.share, picture.alt)
}

/// Inlines with their marks printed: `**strong**`, `{value}`, `[^1]`.
fn inlines(content: &[Inline], values: &[ValueUse]) -> String {
    content.iter().map(|inline| inline_text(inline, values)).collect()
}

fn inline_text(inline: &Inline, values: &[ValueUse]) -> String {
    let inner = |content: &[Inline]| inlines(content, values);
    match &inline.kind {
        InlineKind::Text(text) => text.clone(),
        InlineKind::Value(id) => {
            let value = values.get(id.0 as usize);
            let sample = if value.is_some_and(|value| value.sample) { "*" } else { "" };
            format!("{{{}{sample}}}", value.map_or("?", |value| value.text.as_str()))
        }
        InlineKind::Strong(content) => format!("**{}**", inner(content)),
        InlineKind::Emphasis(content) => format!("_{}_", inner(content)),
        InlineKind::Strikethrough(content) => format!("~~{}~~", inner(content)),
        InlineKind::Code(text) => format!("`{text}`"),
        InlineKind::Link { url, content } => format!("[{}]({url})", inner(content)),
        InlineKind::Reference(reference) if reference.content.is_empty() => {
            format!("[@{} {}]", reference.label, reference.text)
        }
        InlineKind::Reference(reference) => {
            format!("[{}](#{})", inner(&reference.content), reference.label)
        }
        InlineKind::Note(id) => format!("[^{}]", id.0 + 1),
        InlineKind::Picture(picture) => format!("!{}", picture_text(picture)),
        InlineKind::LineBreak => "⏎".to_owned(),
    }
}
