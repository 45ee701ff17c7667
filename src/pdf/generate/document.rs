//! The files of a document, and of charts alone.

use super::block::Within;
use super::settings;
use super::writer::Writer;
use crate::document::{BlockId, BlockKind, Chart, Document, Meta, Section, caption_lists, visit};
use crate::pdf::generated::{Generated, MAIN, WHOLE};
use crate::source::{MappedText, Mapping, Sources, Span};
use crate::typography::{Faces, Profile};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Path of the profile and the document's properties, for the templates.
const SETTINGS: &str = "/zishu/settings.typ";
/// Path of the template that the generated text calls.
const REPORT: &str = "/templates/report.typ";

/// Writes the Typst text of a document. `origin` is where the profile is chosen: the origin of what has no
/// other.
pub fn generate(
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    origin: Span,
) -> Generated {
    let mut writer = Writer::new(document, profile, faces, sources);
    let mut main = MappedText::new();
    main.push(&format!("#import \"{REPORT}\": *\n{WHOLE}"), origin, Mapping::Derived);

    let mut files = vec![(
        SETTINGS.to_owned(),
        Arc::new(settings::file(document, profile, faces, &writer.measure, origin)),
    )];
    let mut paths = BTreeSet::new();
    for (index, section) in document.sections.iter().enumerate() {
        let start = format!("#section-start({}, id: <s{}>)\n", index + 1, index + 1);
        main.push(&start, origin, Mapping::Derived);
        for (part_index, part) in section.parts.iter().enumerate() {
            let path = path(section, index, part_index, &mut paths);
            let imports = format!("#import \"{REPORT}\": *\n#import \"{SETTINGS}\": long-word\n");
            writer.glue(&imports);
            writer.blocks(&part.blocks, Within::Part);

            let part_origin =
                part.blocks.first().map_or(Span::of_file(part.file), |block| block.span);
            main.push(&format!("#include \"{path}\"\n"), part_origin, Mapping::Derived);
            files.push((path, Arc::new(writer.take())));
        }
    }
    files.push((MAIN.to_owned(), Arc::new(main)));

    let headings = headings(document);
    let pictures = std::mem::take(&mut writer.pictures);
    let sections = document.sections.len();
    Generated { files, pictures, headings, sections, origin, date: document.meta.date }
}

/// The settings, and a main file that draws the charts, one page each.
pub(in crate::pdf) fn charts(
    charts: &[(&Chart, Span)],
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    origin: Span,
) -> Generated {
    let document = &Document {
        meta: Meta::default(),
        sections: Vec::new(),
        notes: Vec::new(),
        values: Vec::new(),
        contents: Vec::new(),
    };
    let mut writer = Writer::new(document, profile, faces, sources);

    writer.glue(&format!("#import \"{REPORT}\": *\n#show: chart-pages\n"));
    for (index, (chart, span)) in charts.iter().enumerate() {
        writer.glue(if index > 0 { "#pagebreak()\n#chart-page(" } else { "#chart-page(" });
        writer.chart_arguments(chart, *span);
        writer.glue(")\n");
    }

    let settings = settings::file(document, profile, faces, &writer.measure, origin);
    let main = (MAIN.to_owned(), Arc::new(writer.take()));
    let files = vec![(SETTINGS.to_owned(), Arc::new(settings)), main];
    let pictures = BTreeMap::new();
    let date = document.meta.date;
    Generated { files, pictures, headings: Vec::new(), sections: 0, origin, date }
}

/// `/zishu/parts/06-03.typ`: the same for the same outline, whatever the text.
fn path(
    section: &Section,
    index: usize,
    part_index: usize,
    taken: &mut BTreeSet<String>,
) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let id: String = section.id.chars().filter(|c| is_safe(*c)).collect();
    let path = format!("/zishu/parts/{id}-{:02}.typ", part_index + 1);
    if !id.is_empty() && taken.insert(path.clone()) {
        path
    } else {
        format!("/zishu/parts/_{}-{:02}.typ", index + 1, part_index + 1)
    }
}

/// What the contents and the lists behind them give the pages of.
fn headings(document: &Document) -> Vec<BlockId> {
    let mut headings = Vec::with_capacity(document.contents.len());
    visit::sections(document, &mut |block| {
        if matches!(block.kind, BlockKind::Heading(_)) {
            headings.push(block.id);
        }
    });
    let lists = caption_lists(document).into_iter().flat_map(|(_, entries)| entries);
    headings.extend(lists.map(|entry| entry.block));
    headings
}
