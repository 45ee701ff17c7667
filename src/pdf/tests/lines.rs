//! Where lines end.

use super::*;

#[test]
fn titles_break_as_typed_or_between_words() {
    let title = |title: &str, lines: &[&str], cover: bool| {
        let (sources, mut document) = plain_document(&["正文。"]);
        document.meta.title = title.to_owned();
        document.meta.title_lines = lines.iter().map(|line| (*line).to_owned()).collect();
        document.meta.arrangement.cover = cover;
        let set = set(sources, &document, root());
        let pages = page_texts(set.laid());
        let mut lines: Vec<((usize, f64), String)> = Vec::new();
        for (page, run) in
            (0..).zip(&pages).flat_map(|(page, text)| text.runs.iter().map(move |run| (page, run)))
        {
            if run.size != 22.0 {
                continue;
            }
            let y = run.position.1;
            match lines.last_mut() {
                Some((place, line)) if place.0 == page && (place.1 - y).abs() < 0.5 => {
                    line.push_str(&run.text);
                }
                _ => lines.push(((page, y), run.text.clone())),
            }
        }
        let lines = lines.into_iter().map(|(_, line)| line);
        lines.filter(|line| line != "目　录").collect::<Vec<String>>()
    };

    let report = "衢州市人民政府关于申报全国质量强市示范城市的报告";
    for cover in [true, false] {
        let found = title(report, &[], cover);
        assert_eq!(found, ["衢州市人民政府", "关于申报全国质量强市示范城市的报告"]);
        let found = title(report, &["衢州市人民政府关于申报", "全国质量强市示范城市的报告"], cover);
        assert_eq!(found, ["衢州市人民政府关于申报", "全国质量强市示范城市的报告"]);
    }
}

#[test]
fn the_line_before_a_long_word_is_not_pulled_apart() {
    let word = "abcdefghijklmnopqrstuvwxyz0123";
    let (sources, document) =
        plain_document(&[&format!("{}{word}，{}。", "甲".repeat(18), "乙".repeat(30))]);
    let set = set(sources, &document, root());
    let pages = page_texts(set.laid());
    let runs: Vec<&TextRun> = pages.iter().flat_map(|page| &page.runs).collect();
    let before = runs.iter().find(|run| run.text.starts_with('甲')).unwrap();
    assert!((before.width - 18.0 * 15.75).abs() < 0.25 * 15.75 + 0.1, "{before:?}");
    // The word is whole, on the next line, and the lines after it are justified as ever.
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    assert!(text.contains(word), "{text}");
    let head = runs.iter().find(|run| run.text.starts_with('a')).unwrap();
    assert!(head.position.1 > before.position.1);
}
