//! A draft's own list of contents, which the program makes itself.
//!
//! In: the blocks. Out: those without the list, known by styles (Word's `toc 1`, WPS's `WPSOffice手动目录 1`), by
//! the content control that Word puts around it, by leaders before page numbers, or by a line `目录` with lines below it that come again as headings.

use super::block::DraftBlock;
use super::losses::LossReport;
use std::collections::BTreeMap;

/// Number of lines with leaders from which on they are a list of contents.
const MIN_LED: usize = 3;

/// Whether a paragraph whose style has this name, in small letters, belongs to a list of contents.
pub(super) fn is_style(style: &str) -> bool {
    matches!(style, "toc heading" | "目录" | "目录标题")
        || ["toc ", "toc标题", "目录 ", "wpsoffice手动目录", "无标题目录"]
            .iter()
            .any(|start| style.starts_with(start))
}

/// Leaves the lists out, and lists each once.
pub(super) fn leave_out(blocks: &mut Vec<DraftBlock>, losses: &mut LossReport) {
    let mut is_contents = vec![false; blocks.len()];
    mark_styled(blocks, &mut is_contents);
    mark_led(blocks, &mut is_contents);
    mark_named(blocks, &mut is_contents);

    for lines in runs(&is_contents) {
        let location = blocks[lines.start].paragraph().map(|first| first.location.clone());
        let description = format!("目录（{} 行）没有采用，由程序生成", lines.len());
        losses.add_elsewhere(location.unwrap_or_default(), description);
    }
    let mut is_contents = is_contents.into_iter();
    blocks.retain(|_| !is_contents.next().unwrap_or(false));
}

fn mark_styled(blocks: &[DraftBlock], is_contents: &mut [bool]) {
    for (block, mark) in blocks.iter().zip(is_contents) {
        *mark |= block.paragraph().is_some_and(|paragraph| paragraph.in_contents);
    }
}

/// Marks runs of lines that lead to page numbers.
fn mark_led(blocks: &[DraftBlock], is_contents: &mut [bool]) {
    let is_led: Vec<bool> = blocks
        .iter()
        .map(|block| {
            let text = block.paragraph().and_then(|paragraph| without_page(&paragraph.text));
            text.is_some_and(|text| text.ends_with(LEADERS))
        })
        .collect();
    for lines in runs(&is_led).filter(|lines| lines.len() >= MIN_LED) {
        is_contents[lines].fill(true);
    }
}

/// Marks a line `目录` with the lines below it that have page numbers or come again further down.
fn mark_named(blocks: &[DraftBlock], is_contents: &mut [bool]) {
    let titles: Vec<String> = blocks
        .iter()
        .map(|block| block.paragraph().map_or_else(String::new, |paragraph| title(&paragraph.text)))
        .collect();
    let mut last_places: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, title) in titles.iter().enumerate() {
        last_places.insert(title, index);
    }

    for index in 0..blocks.len() {
        if !matches!(titles[index].as_str(), "目录" | "目次" | "目錄") {
            continue;
        }
        let first = index + 1;
        let mut end = first;
        let mut after_paged = None;
        while let Some(paragraph) = blocks.get(end).and_then(DraftBlock::paragraph) {
            let is_paged = is_contents[end] || without_page(&paragraph.text).is_some();
            let comes_again = last_places.get(titles[end].as_str()).is_some_and(|last| *last > end);
            // The text begins where the first entry comes again.
            let is_text = end > first && titles[end] == titles[first];
            if !is_paged && (is_text || !comes_again) {
                break;
            }

            end += 1;
            after_paged = is_paged.then_some(end).or(after_paged);
        }
        // Behind the last page number stands text that happens to come again.
        end = after_paged.unwrap_or(end);
        if end > index + 1 {
            is_contents[index..end].fill(true);
        }
    }
}

/// What leads to a page number.
const LEADERS: [char; 7] = ['.', '…', '·', '．', '⋯', '-', '_'];

/// A line without the page number at its end, `12`, `- 12 -` or `（12）`, and the blanks before it; `None`
/// where it has none.
fn without_page(text: &str) -> Option<&str> {
    let text = text.trim_end().trim_end_matches(['）', ')', ' ']);
    let number = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - number.len();
    let line = number.trim_end_matches(['（', '(', ' ', '\u{3000}']);

    let is_apart = line.len() < number.len() || number.ends_with(LEADERS);
    let is_decimal = line.ends_with(|c: char| c.is_ascii_digit())
        || line.strip_suffix('.').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
    ((1..=3).contains(&digits) && is_apart && !line.is_empty() && !is_decimal).then_some(line)
}

/// A line's words without blanks, leaders and page number.
fn title(text: &str) -> String {
    let line = without_page(text).unwrap_or(text).trim_end_matches(LEADERS);
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The ranges in which all are marked.
fn runs(marks: &[bool]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut start = 0;
    marks.chunk_by(|one, other| one == other).filter_map(move |run| {
        let range = start..start + run.len();
        start = range.end;
        run[0].then_some(range)
    })
}

#[cfg(test)]
mod tests {
    use super::{title, without_page};

    #[test]
    fn page_numbers_stand_apart() {
        let cases = [
            ("一、总体情况……12", Some("一、总体情况……")),
            ("一、总体情况 3", Some("一、总体情况")),
            ("一、总体情况.......... 3", Some("一、总体情况..........")),
            ("一、总体情况（3）", Some("一、总体情况")),
            ("合格率98.5", None),
            ("GDP 1380.0", None),
            ("2017", None),
            ("共3", None),
        ];
        for (text, expected) in cases {
            assert_eq!(without_page(text), expected, "{text}");
        }
        assert_eq!(title("目　 录"), "目录");
        assert_eq!(title("一、总体情况……12"), "一、总体情况");
    }
}
