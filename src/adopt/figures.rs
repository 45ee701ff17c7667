//! Pictures on lines of their own, with the caption and the source below.

use super::body::{Text, attribute};
use super::captions::{Aside, aside};
use super::carrier::{Carrier, picture};
use super::runs::{self, RunKind};

/// Whether a paragraph holds nothing but pictures.
pub(super) fn is_figure(text: &Text) -> bool {
    let mut pictures = 0;
    let only = text.runs.iter().all(|run| match &run.kind {
        RunKind::Picture(..) => {
            pictures += 1;
            true
        }
        RunKind::Break => true,
        RunKind::Text(text) => text.trim().is_empty(),
        RunKind::Note(_) => false,
    });
    only && pictures > 0
}

/// Writes the pictures; what stands below belongs to the last. Gives how many paragraphs of those
/// were taken.
pub(super) fn write(
    text: &Text,
    below: &[&Text],
    carrier: &mut Carrier<'_>,
    out: &mut Vec<String>,
) -> usize {
    let pictures: Vec<(&String, &String)> = text
        .runs
        .iter()
        .filter_map(|run| match &run.kind {
            RunKind::Picture(media, alt) => Some((media, alt)),
            RunKind::Text(_) | RunKind::Break | RunKind::Note(_) => None,
        })
        .collect();
    let (mut title, mut source, mut taken) = (None, None, 0);
    for &text in below {
        match aside(&text.plain, matches!(text.style.as_str(), "caption" | "题注")) {
            Some(Aside::Figure(head)) if title.is_none() && source.is_none() => {
                title = Some((text, runs::plain(&runs::without(&text.runs, head))));
            }
            Some(Aside::Source(value)) if source.is_none() => source = Some((text, value)),
            _ => break,
        }
        taken += 1;
    }
    let mut written = false;
    for (index, (media, alt)) in pictures.iter().enumerate() {
        let Some(path) = carrier.picture(media) else { continue };
        let last = index + 1 == pictures.len();
        let title = title.as_ref().filter(|_| last);
        let alt = match (alt.trim(), title) {
            ("", Some((_, title))) => title.as_str(),
            ("", None) => "图片",
            (alt, _) => alt,
        };
        let mut given = String::new();
        if let Some((text, value)) = source.as_ref().filter(|_| last) {
            attribute("来源", value, text, carrier, &mut given);
        }
        let braces = if given.is_empty() { given } else { format!("{{{given}}}") };
        let markdown = picture(&path, alt, title.map(|(_, title)| title.as_str()));
        out.push(format!("{markdown}{braces}"));
        written = last;
    }
    // Without its picture a caption stays a paragraph.
    if written { taken } else { 0 }
}
