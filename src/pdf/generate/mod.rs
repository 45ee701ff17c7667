//! Document to Typst text: one file per part, one of data for the templates, and the main file.
//!
//! Nothing that a writer typed is code: words go out as string literals. The look lives in
//! templates/*.typ; what is written here calls its functions by name.

mod block;
mod inline;
mod literal;
mod settings;
mod table;
mod writer;

use super::Generated;
use crate::document::{BlockId, BlockKind, Chart, Document, Meta, Section, visit};
use crate::source::{MappedText, Mapping, Sources, Span};
use crate::typography::Faces;
use crate::typography::Profile;
use block::Within;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use writer::Writer;

/// Path of the file that includes all others.
pub(super) const MAIN: &str = "/zishu/main.typ";
/// Path of the profile and the document's properties, for the templates.
pub(super) const SETTINGS: &str = "/zishu/settings.typ";
/// Path of the template that the generated text calls.
pub(super) const REPORT: &str = "/templates/report.typ";

/// Writes every file.
pub(super) fn document(
    document: &Document,
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    place: Span,
) -> Generated {
    let mut writer = Writer::new(document, profile, faces, sources);
    let mut main = MappedText::new();
    main.push(&format!("#import \"{REPORT}\": *\n#show: report\n"), place, Mapping::Derived);
    let mut files =
        vec![(SETTINGS.to_owned(), Arc::new(settings::file(document, profile, faces, place)))];
    let mut paths = BTreeSet::new();
    for (index, section) in document.sections.iter().enumerate() {
        let start = format!("#section-start({}, id: <s{}>)\n", index + 1, index + 1);
        main.push(&start, place, Mapping::Derived);
        for (at, part) in section.parts.iter().enumerate() {
            let path = path(section, index, at, &mut paths);
            writer.glue(&format!("#import \"{REPORT}\": *\n"));
            writer.blocks(&part.blocks, Within::Part);
            let origin = part.blocks.first().map_or(Span::of_file(part.file), |block| block.span);
            main.push(&format!("#include \"{path}\"\n"), origin, Mapping::Derived);
            files.push((path, Arc::new(writer.take())));
        }
    }
    files.push((MAIN.to_owned(), Arc::new(main)));
    let headings = headings(document);
    let pictures = std::mem::take(&mut writer.pictures);
    let sections = document.sections.len();
    Generated { files, pictures, headings, sections, place, date: document.meta.date }
}

/// The settings, and a main file that draws the charts, one page each.
pub(super) fn charts(
    charts: &[(&Chart, Span)],
    profile: &Profile,
    faces: &Faces,
    sources: &Sources,
    place: Span,
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
    let settings = settings::file(document, profile, faces, place);
    let main = (MAIN.to_owned(), Arc::new(writer.take()));
    let files = vec![(SETTINGS.to_owned(), Arc::new(settings)), main];
    let pictures = BTreeMap::new();
    let date = document.meta.date;
    Generated { files, pictures, headings: Vec::new(), sections: 0, place, date }
}

/// `/zishu/parts/06-03.typ`: the same for the same outline, whatever the text.
fn path(section: &Section, index: usize, at: usize, taken: &mut BTreeSet<String>) -> String {
    let tame = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let id: String = section.id.chars().filter(|c| tame(*c)).collect();
    let path = format!("/zishu/parts/{id}-{:02}.typ", at + 1);
    match !id.is_empty() && taken.insert(path.clone()) {
        true => path,
        false => format!("/zishu/parts/_{}-{:02}.typ", index + 1, at + 1),
    }
}

fn headings(document: &Document) -> Vec<BlockId> {
    let mut headings = Vec::with_capacity(document.contents.len());
    visit::sections(document, &mut |block| {
        if matches!(block.kind, BlockKind::Heading(_)) {
            headings.push(block.id);
        }
    });
    headings
}
