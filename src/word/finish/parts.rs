//! The parts of the package, in the order in which they are packed.

use super::comments::Threads;
use super::contents::ContentsControl;
use super::normalize::{Additions, normalize};
use super::part_writer::{Completed, PartWriter, ROOT, picture_part};
use super::relations::{document_relations, target_relations};
use super::section_starts::SectionStarts;
use super::{fonts, properties, review, settings, styles, tables};
use crate::ooxml::{DECLARATION, Element, Part, each_element, relations_part};
use crate::word::ReviewCopy;
use crate::word::write::Rendered;

const DOCUMENT: &str = "word/document.xml";

/// Makes the parts; `copy`: what a copy for review carries.
pub(in crate::word) fn complete(rendered: Rendered, copy: Option<&ReviewCopy>) -> Completed {
    let mut out = PartWriter::default();
    out.add("docProps/core.xml", &properties::part(&rendered.meta, &rendered.keywords));
    out.add("docProps/app.xml", &properties::application());
    let mut threads = Threads::new(copy.map_or(&[], |copy| copy.comments.as_slice()));
    add_body(&mut out, &rendered, &mut threads);
    styles::add(&mut out, &rendered.styles, &rendered.settings);
    let numbering = format!("<w:numbering>{}</w:numbering>", rendered.numbering);
    out.add_rendered("word/numbering.xml", &numbering, Additions::default());
    out.add("word/settings.xml", &settings::part(&rendered.settings, copy));
    out.add("word/fontTable.xml", &fonts::table(&rendered.fonts));

    let Rendered { settings, headers, footers, .. } = &rendered;
    let theme = fonts::theme(&settings.latin_face, &settings.chinese_face);
    out.add("word/theme/theme1.xml", &theme);
    add_notes(&mut out, &rendered);
    for (name, list) in [("header", headers), ("footer", footers)] {
        for (index, text) in list.iter().enumerate() {
            out.add_rendered(&format!("word/{name}{}.xml", index + 1), text, Additions::default());
        }
    }
    out.parts.extend(rendered.media.into_iter().map(|file| picture_part(&file.name, file.bytes)));

    let mut relations = document_relations(&out.parts, &rendered.body_targets);
    if let Some(copy) = copy {
        relations.push(review::add(&mut out, copy));
    }
    relations.extend(threads.add(&mut out));
    out.add("word/_rels/document.xml.rels", &relations_part(&relations));
    let relations = target_relations(&rendered.note_targets);
    if !relations.is_empty() {
        out.add("word/_rels/footnotes.xml.rels", &relations_part(&relations));
    }
    out.frame()
}

/// The body goes through the tree one paragraph or table at a time: as a whole it would take many
/// times the memory of its text.
fn add_body(out: &mut PartWriter, rendered: &Rendered, threads: &mut Threads<'_>) {
    let alts = rendered.body_targets.alts();
    let additions = Additions { alts: &alts, first_drawing: 1 };
    let mut text = String::with_capacity(rendered.body.len());
    text.push_str(DECLARATION);
    Element::new("w:document", ROOT).write_start(&mut text);
    text.push_str("<w:body>");

    let linter = &mut out.linter;
    linter.begin(DOCUMENT);
    let mut section_starts = SectionStarts::default();
    let mut tables = rendered.tables.iter();
    let mut contents = ContentsControl::default();
    let read = each_element(DOCUMENT, &rendered.body, |element| {
        let mut body = Element::new("w:body", &[]).with([element]);
        normalize(&mut body, additions);
        for element in body.elements_mut() {
            section_starts.pass(element);
            if element.name == "w:tbl"
                && let Some(facts) = tables.next()
            {
                tables::describe(element, facts);
            }
            threads.mark(element);
            contents.before(element, &mut text);
            linter.body_element(element);
            element.write(&mut text);
        }
    });
    contents.end(&mut text);
    if let Err(error) = read {
        linter.broken(DOCUMENT, &error);
    }
    linter.end();

    text.push_str("</w:body></w:document>");
    out.parts.push(Part::text(DOCUMENT, text));
}

/// Height of the line that separates notes from the text, in twips: 6 pt, as in the PDF. On the grid of
/// the body's lines it would take one of those.
const SEPARATOR: u32 = 120;

/// The notes, after the two separators that Word wants.
fn add_notes(out: &mut PartWriter, rendered: &Rendered) {
    let alts = rendered.note_targets.alts();
    let first_drawing = 1 + rendered.body_targets.alts().len();
    let separator = |id: &str, kind: &str| {
        format!(
            "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:snapToGrid w:val=\"0\"/>\
             <w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{SEPARATOR}\" w:lineRule=\"exact\"/>\
             <w:ind w:firstLine=\"0\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"12\"/></w:rPr><w:{kind}/></w:r>\
             </w:p></w:footnote>"
        )
    };

    let text = format!(
        "<w:footnotes>{}{}{}</w:footnotes>",
        separator("-1", "separator"),
        separator("0", "continuationSeparator"),
        rendered.notes
    );
    out.add_rendered("word/footnotes.xml", &text, Additions { alts: &alts, first_drawing });
}
