//! What a unit signs, as checksums.

use crate::indicator::{Datum, DatumStatus, DatumValue, IndicatorId, Indicators};
use crate::pipeline::Loaded;
use crate::register::Items;
use crate::source::fingerprint;
use crate::workspace::ChapterFile;

/// Digits of a part's checksum: it tells a change, not a forgery.
const DIGITS: usize = 16;

/// Checksums of all that a unit, by its index, has handed in: of each indicator with its values, `指标 城市GDP`, and
/// of each text, `文稿 06-产品质量`. Samples, blanks and chapters that say nothing are no content; `has_text`
/// tells the latter. Heads of chapters, notes that aren't printed and blank lines don't count.
pub fn content(loaded: &Loaded, bureau: usize, has_text: &dyn Fn(&ChapterFile) -> bool) -> Items {
    let workspace = &loaded.workspace;
    let mut items = Items::new();
    let short = &workspace.bureaus[bureau].short;
    for id in loaded.indicators.by_owner(short) {
        if let Some(values) = values(&loaded.indicators, id) {
            let name = format!("指标 {}", loaded.indicators.get(id).name);
            items.insert(name, checksum(&values));
        }
    }

    let own = |chapter: &&ChapterFile| chapter.bureau == Some(bureau) && has_text(chapter);
    let texts = workspace.chapters.iter().filter(own).map(|chapter| ("文稿", chapter));
    let narratives = workspace.row_chapters.iter().filter(own);
    for (kind, chapter) in texts.chain(narratives.map(|chapter| ("情况说明", chapter))) {
        let folder = chapter.folder.strip_prefix("chapters/").unwrap_or(&chapter.folder);
        let text = loaded.sources.text(chapter.file);
        let body = text.get(chapter.front.body_start as usize..).unwrap_or("");
        items.insert(format!("{kind} {folder}"), checksum(&typed_text(body)));
    }
    items
}

/// The checksum of all parts together.
pub fn content_checksum(items: &Items) -> String {
    let lines: String = items.iter().map(|(name, sum)| format!("{name}\n{sum}\n")).collect();
    checksum(&lines)
}

/// The checksum of a text.
pub fn checksum(text: &str) -> String {
    let mut digits = fingerprint([text.as_bytes()]);
    digits.truncate(DIGITS);
    digits
}

/// The value that a unit reported for a year: a sample is none.
pub fn reported(indicators: &Indicators, id: IndicatorId, year: i32) -> Option<&Datum> {
    legible(indicators, id, year).filter(|datum| datum.status != DatumStatus::Sample)
}

/// The value of a year, a sample too; what stands in for one that can't be read is none.
pub(super) fn legible(indicators: &Indicators, id: IndicatorId, year: i32) -> Option<&Datum> {
    let is_read = !indicators.unread.contains(&(id, year));
    indicators.datum(id, year).filter(|_| is_read)
}

/// The values of an indicator that were reported; `None` where there are none.
fn values(indicators: &Indicators, id: IndicatorId) -> Option<String> {
    let mut text = String::new();
    for year in &indicators.get(id).years {
        let Some(datum) = reported(indicators, id, *year) else { continue };
        let value = match &datum.value {
            DatumValue::Number(number) => number.normalize().to_string(),
            DatumValue::Text(text) => text.clone(),
        };
        text.push_str(&format!("{year}={value}\n"));
    }

    (!text.is_empty()).then_some(text)
}

/// What a writer typed for print: without notes, comments, blank lines and ends of lines.
fn typed_text(body: &str) -> String {
    let text = without(&without(body, "{##", "##}"), "<!--", "-->");
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// A text without what stands between two marks.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        let Some(end) = rest[start..].find(close) else { break };
        kept.push_str(&rest[..start]);
        rest = &rest[start + end + close.len()..];
    }
    kept.push_str(rest);

    kept
}

#[cfg(test)]
mod tests {
    use super::typed_text;

    #[test]
    fn notes_and_blank_lines_are_no_content() {
        let body = "\n{## 说明 ##}\n\n## 甲 \n\n<!-- 批注 -->乙。\r\n";
        assert_eq!(typed_text(body), "## 甲\n乙。\n");
        assert_eq!(typed_text("甲 {## 没有结束\n"), "甲 {## 没有结束\n");
    }
}
