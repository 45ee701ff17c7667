//! A Word file, part by part: what stands around the stories, then the stories.

use super::comments::Comments;
use super::count;
use super::limits::{ASK_FOR_WORD, CHOOSE_WORD, LIMITS, WORD_LIMITS, refuse, refuse_with};
use super::model::{Aside, AsideKind, Docx, Refused};
use super::numbering::Numbering;
use super::properties;
use super::story::{Context, StoryOutput, StoryReader};
use super::styles::Styles;
use crate::ooxml::{Budget, Limits, Package, Relations, XmlStream};
use std::collections::{BTreeMap, BTreeSet};

const MAIN_PART: &str = "word/document.xml";
const NO_MAIN_PART: &str = "文件不完整：缺正文部件 word/document.xml";

/// Reads a Word file.
pub fn read(bytes: &[u8]) -> Result<Docx, Refused> {
    read_within(&LIMITS, bytes, Media::Read)
}

/// Reads a Word file but for the pictures' bytes, so that their size doesn't count.
pub fn read_words(bytes: &[u8]) -> Result<Docx, Refused> {
    read_within(&WORD_LIMITS, bytes, Media::LeftOut)
}

/// What becomes of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Media {
    Read,
    LeftOut,
}

fn read_within(limits: &Limits, bytes: &[u8], media: Media) -> Result<Docx, Refused> {
    let mut package = Package::open(bytes, limits)?;
    let mut budget = Budget::new(limits);
    let main = main_part(&mut package, &mut budget)?;
    let relations = package.relations(&main, &mut budget)?;
    let mut parts = Parts { package, main, relations };
    let mut docx = Docx::default();

    let context = read_context(&mut parts, &mut docx, &mut budget)?;
    let mut output = StoryOutput {
        revisions: Vec::new(),
        boxed: Vec::new(),
        asides: Vec::new(),
        left_out: Vec::new(),
        notes: BTreeSet::new(),
        media: BTreeSet::new(),
        budget,
    };
    read_stories(&mut parts, &context, &mut docx, &mut output)?;
    read_headers_and_footers(&mut parts, &context, &mut docx, &mut output)?;

    for id in &output.notes {
        docx.notes.entry(*id).or_default();
    }
    for name in output.media.iter().filter(|_| media == Media::Read) {
        if let Some(picture) = parts.package.bytes(name)? {
            docx.media.insert(name.clone(), picture);
        }
    }
    docx.revisions = output.revisions;
    docx.boxed = output.boxed;
    docx.asides = output.asides;
    docx.left_out = output.left_out;
    Ok(docx)
}

/// The package, and how its main part names the others.
struct Parts<'a> {
    package: Package<'a>,
    main: String,
    relations: Relations,
}

/// A part as text.
struct TextPart {
    name: String,
    text: String,
}

impl Parts<'_> {
    /// A part by the kind of its relationship, or where it usually lies.
    fn text(&mut self, kind: &str) -> Result<Option<TextPart>, Refused> {
        let related = self.relations.values().find(|relation| relation.kind == kind);
        let name = related.filter(|relation| !relation.external).map(|one| one.target.clone());
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);

        let usual = format!("{folder}/{kind}.xml");
        let name = name.filter(|name| self.package.has(name)).unwrap_or(usual);
        Ok(self.package.text(&name)?.map(|text| TextPart { name, text }))
    }
}

/// The name of the part with the text.
fn main_part(package: &mut Package<'_>, budget: &mut Budget) -> Result<String, Refused> {
    let relations = package.relations("", budget)?;
    let related = relations.values().find(|relation| relation.kind == "officeDocument");
    let main = related.map(|relation| relation.target.clone());
    let main = main.filter(|name| package.has(name)).unwrap_or_else(|| MAIN_PART.to_owned());

    if package.has(&main) && !main.ends_with("workbook.xml") && !main.ends_with("presentation.xml")
    {
        return Ok(main);
    }

    Err(if package.has("xl/workbook.xml") {
        refuse_with("是 Excel 文件，不是 Word 文件", CHOOSE_WORD)
    } else if package.has("ppt/presentation.xml") {
        refuse_with("是演示文稿，不是 Word 文件", CHOOSE_WORD)
    } else if package.has("ofd.xml") {
        refuse_with("是 OFD 文件，不是 .docx", ASK_FOR_WORD)
    } else if package.has("content.xml") {
        refuse("是 .odt 一类的文件，不是 .docx")
    } else if package.has("[content_types].xml") {
        refuse(NO_MAIN_PART)
    } else {
        refuse_with("是压缩包，不是 .docx 文件", "请解开，用里面的 .docx")
    })
}

/// Reads the parts around the stories.
fn read_context(
    parts: &mut Parts<'_>,
    docx: &mut Docx,
    budget: &mut Budget,
) -> Result<Context, Refused> {
    if let Some(TextPart { name, text }) = parts.text("settings")? {
        docx.tracking = properties::tracking(&name, &text, budget)?;
    }

    let mut styles = match parts.text("styles")? {
        Some(TextPart { name, text }) => Styles::read(&name, &text, budget)?,
        None => Styles::default(),
    };
    if let Some(TextPart { name, text }) = parts.text("numbering")? {
        let numbering = Numbering::read(&name, &text, budget)?;
        styles.set_levels(numbering.style_levels);
        docx.numbering = numbering.levels;
    }
    docx.styles = styles.table();

    let mut comments = Comments::default();
    if let Some(TextPart { name, text }) = parts.text("comments")? {
        comments = Comments::read(&name, &text, budget)?;
        docx.counted.comments = count::comments(&name, &text, budget)?;
        if let Some(TextPart { name, text }) = parts.text("commentsExtended")? {
            comments.extend(&name, &text, budget)?;
        }
    }

    let context = Context { styles, comments: comments.ids() };
    docx.comments = comments.list;

    read_properties(parts, docx, budget)?;
    Ok(context)
}

/// Reads the custom properties and the custom XML parts.
fn read_properties(
    parts: &mut Parts<'_>,
    docx: &mut Docx,
    budget: &mut Budget,
) -> Result<(), Refused> {
    docx.properties = match parts.package.text("docProps/custom.xml")? {
        Some(text) => properties::custom("docProps/custom.xml", &text, budget)?,
        None => BTreeMap::new(),
    };

    for name in parts.package.names_with_prefix("customxml/") {
        let file = &name["customxml/".len()..];
        if file.ends_with(".xml") && !file.contains('/') && !file.starts_with("itemprops") {
            let text = parts.package.text(&name)?.unwrap_or_default();
            budget.keep(text.len())?;
            docx.custom_roots.push(properties::root(&name, &text, budget)?);
            docx.custom_xml.push(text);
        }
    }
    Ok(())
}

/// Reads the main text and the notes, and counts their changes.
fn read_stories(
    parts: &mut Parts<'_>,
    context: &Context,
    docx: &mut Docx,
    output: &mut StoryOutput,
) -> Result<(), Refused> {
    let text = parts.package.text(&parts.main)?.ok_or_else(|| refuse(NO_MAIN_PART))?;
    docx.counted.revisions = count::changes(&parts.main, &text, &mut output.budget)?;
    let xml = XmlStream::new(&parts.main, &text);
    let mut reader = StoryReader::new(xml, &parts.relations, context, output);
    docx.body = reader.body()?;
    docx.last_section = reader.state.last_section;
    drop(text);

    for kind in ["footnotes", "endnotes"] {
        let number = if kind == "endnotes" { |id: i64| -1 - id } else { |id: i64| id };
        let Some(TextPart { name, text }) = parts.text(kind)? else { continue };
        let relations = parts.package.relations(&name, &mut output.budget)?;
        docx.counted.revisions += count::changes(&name, &text, &mut output.budget)?;
        let xml = XmlStream::new(&name, &text);
        StoryReader::new(xml, &relations, context, output).notes(number, docx)?;
    }
    Ok(())
}

/// Reads headers and footers, and counts their changes.
fn read_headers_and_footers(
    parts: &mut Parts<'_>,
    context: &Context,
    docx: &mut Docx,
    output: &mut StoryOutput,
) -> Result<(), Refused> {
    // What else stands at the edges of pages, as a badge, isn't part of the text.
    let (media, mut left_out) = (output.media.clone(), output.left_out.clone());

    for kind in [AsideKind::Header, AsideKind::Footer] {
        let (related, word) =
            if kind == AsideKind::Header { ("header", "页眉") } else { ("footer", "页脚") };
        let related = parts.relations.values().filter(|relation| relation.kind == related);
        let names: BTreeSet<String> = related.map(|relation| relation.target.clone()).collect();

        let mut changes = 0;
        for name in names {
            let Some(text) = parts.package.text(&name)? else { continue };
            changes += count::changes(&name, &text, &mut output.budget)?;
            let relations = parts.package.relations(&name, &mut output.budget)?;
            let xml = XmlStream::new(&name, &text);
            let story = StoryReader::new(xml, &relations, context, output).header_or_footer()?;
            output.asides.push(Aside { kind, story });
        }

        if changes > 0 {
            left_out.push(format!("{word}里的 {changes} 处修订"));
        }
        docx.counted.revisions += changes;
        docx.counted.in_edges += changes;
    }

    (output.media, output.left_out) = (media, left_out);
    Ok(())
}
