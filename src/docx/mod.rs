//! A Word file from outside, as stories of paragraphs and tables: untrusted, whoever saved it.
//!
//! In: bytes of a .docx that Word, WPS, LibreOffice or ONLYOFFICE saved. Out: [`Docx`], with every
//! tracked change and comment; or [`Refused`], soon and with little memory, whatever the bytes are.
//! Nothing here knows the document tree or the chapters.

mod body;
mod comments;
mod count;
mod field;
mod inline;
mod limits;
mod look;
mod model;
mod object;
mod package;
mod paragraph;
mod properties;
mod reading;
mod run;
mod styles;
mod symbol;
mod table;
#[cfg(test)]
mod tests;
mod xml;

pub use model::*;

use comments::Comments;
use limits::{Budget, refuse, refuse_with};
use package::{Package, Relations};
use reading::{Context, Found, Reading};
use std::collections::{BTreeMap, BTreeSet};
use styles::{Numbering, Styles};
use xml::Xml;

/// Reads a Word file.
pub fn read(bytes: &[u8]) -> Result<Docx, Refused> {
    let mut package = Package::open(bytes)?;
    let mut budget = Budget::new();
    let main = main_part(&mut package, &mut budget)?;
    let relations = package.relations(&main, &mut budget)?;
    let mut parts = Parts { package, main, relations };
    let mut docx = Docx::default();
    let context = surroundings(&mut parts, &mut docx, &mut budget)?;
    let mut found = Found {
        revisions: Vec::new(),
        boxed: Vec::new(),
        asides: Vec::new(),
        left_out: Vec::new(),
        notes: BTreeSet::new(),
        media: BTreeSet::new(),
        budget,
    };
    stories(&mut parts, &context, &mut docx, &mut found)?;
    edges(&mut parts, &context, &mut docx, &mut found)?;
    for id in &found.notes {
        docx.notes.entry(*id).or_default();
    }
    for name in &found.media {
        if let Some(picture) = parts.package.media(name)? {
            docx.media.insert(name.clone(), picture);
        }
    }
    docx.revisions = found.revisions;
    docx.boxed = found.boxed;
    docx.asides = found.asides;
    docx.left_out = found.left_out;
    Ok(docx)
}

/// The package, and how its main part names the others.
struct Parts<'a> {
    package: Package<'a>,
    main: String,
    relations: Relations,
}

impl Parts<'_> {
    /// A part's name and text by the kind of its relationship, or where it usually lies.
    fn text(&mut self, kind: &str) -> Result<Option<(String, String)>, Refused> {
        let related = self.relations.values().find(|relation| relation.kind == kind);
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let usual = format!("{folder}/{kind}.xml");
        let name = related.filter(|relation| !relation.external).map(|found| found.target.clone());
        let name = name.filter(|name| self.package.has(name)).unwrap_or(usual);
        Ok(self.package.text(&name)?.map(|text| (name, text)))
    }
}

/// The name of the part with the text.
/// What to do with a file of another program.
const CHOOSE: &str = "请选 Word 文件（.docx）";

fn main_part(package: &mut Package<'_>, budget: &mut Budget) -> Result<String, Refused> {
    let relations = package.relations("", budget)?;
    let mut named = relations.values().filter(|relation| relation.kind == "officeDocument");
    let usual = || "word/document.xml".to_owned();
    let main = named.next().map(|relation| relation.target.clone());
    let main = main.filter(|name| package.has(name)).unwrap_or_else(usual);
    if package.has(&main) && !main.ends_with("workbook.xml") && !main.ends_with("presentation.xml")
    {
        return Ok(main);
    }
    Err(match () {
        () if package.has("xl/workbook.xml") => {
            refuse_with("是 Excel 文件，不是 Word 文件", CHOOSE)
        }
        () if package.has("ppt/presentation.xml") => {
            refuse_with("是演示文稿，不是 Word 文件", CHOOSE)
        }
        () if package.has("content.xml") => refuse("是 .odt 一类的文件，不是 .docx"),
        () if package.has("[content_types].xml") => {
            refuse("文件不完整：缺正文部件 word/document.xml")
        }
        () => refuse_with("是压缩包，不是 .docx 文件", "请解开，用里面的 .docx"),
    })
}

/// Reads the parts around the stories.
fn surroundings(
    parts: &mut Parts<'_>,
    docx: &mut Docx,
    budget: &mut Budget,
) -> Result<Context, Refused> {
    if let Some((name, text)) = parts.text("settings")? {
        docx.tracking = properties::tracking(&name, &text, budget)?;
    }
    let mut styles = match parts.text("styles")? {
        Some((name, text)) => Styles::read(&name, &text, budget)?,
        None => Styles::default(),
    };
    if let Some((name, text)) = parts.text("numbering")? {
        let numbering = Numbering::read(&name, &text, budget)?;
        styles.tie(numbering.tied);
        docx.numbering = numbering.levels;
    }
    docx.styles = styles.table();
    let mut comments = Comments::default();
    if let Some((name, text)) = parts.text("comments")? {
        comments = Comments::read(&name, &text, budget)?;
        docx.counted.comments = count::comments(&name, &text, budget)?;
        if let Some((name, text)) = parts.text("commentsExtended")? {
            comments.extend(&name, &text, budget)?;
        }
    }
    let context = Context { styles, comments: comments.ids() };
    docx.comments = comments.list;
    docx.properties = match parts.package.text("docProps/custom.xml")? {
        Some(text) => properties::custom("docProps/custom.xml", &text, budget)?,
        None => BTreeMap::new(),
    };
    for name in parts.package.beginning("customxml/") {
        let rest = &name["customxml/".len()..];
        if rest.ends_with(".xml") && !rest.contains('/') && !rest.starts_with("itemprops") {
            let text = parts.package.text(&name)?.unwrap_or_default();
            budget.keep(text.len())?;
            docx.custom_roots.push(properties::root(&name, &text, budget)?);
            docx.custom_xml.push(text);
        }
    }
    Ok(context)
}

/// Reads the main text and the notes, and counts their changes.
fn stories(
    parts: &mut Parts<'_>,
    context: &Context,
    docx: &mut Docx,
    found: &mut Found,
) -> Result<(), Refused> {
    let main = parts.main.clone();
    let missing = || refuse("文件不完整：缺正文部件 word/document.xml");
    let text = parts.package.text(&main)?.ok_or_else(missing)?;
    docx.counted.revisions = count::changes(&main, &text, &mut found.budget)?;
    docx.body = {
        let xml = Xml::new(&main, &text);
        body::body(&mut Reading::new(xml, &parts.relations, context, found))?
    };
    drop(text);
    for kind in ["footnotes", "endnotes"] {
        let shift = if kind == "endnotes" { |id: i64| -1 - id } else { |id: i64| id };
        let Some((name, text)) = parts.text(kind)? else { continue };
        let relations = parts.package.relations(&name, &mut found.budget)?;
        docx.counted.revisions += count::changes(&name, &text, &mut found.budget)?;
        let xml = Xml::new(&name, &text);
        body::notes(&mut Reading::new(xml, &relations, context, found), shift, docx)?;
    }
    Ok(())
}

/// Reads headers and footers, and counts their changes.
fn edges(
    parts: &mut Parts<'_>,
    context: &Context,
    docx: &mut Docx,
    found: &mut Found,
) -> Result<(), Refused> {
    // What else stands at the edges of pages, as a badge, isn't part of the text.
    let (media, mut left_out) = (found.media.clone(), found.left_out.clone());

    for (kind, word) in [(AsideKind::Header, "页眉"), (AsideKind::Footer, "页脚")] {
        let of_kind = if kind == AsideKind::Header { "header" } else { "footer" };
        let related = parts.relations.values().filter(|relation| relation.kind == of_kind);
        let names: BTreeSet<String> = related.map(|relation| relation.target.clone()).collect();
        let mut changes = 0;
        for name in names {
            let Some(text) = parts.package.text(&name)? else { continue };
            changes += count::changes(&name, &text, &mut found.budget)?;
            let relations = parts.package.relations(&name, &mut found.budget)?;
            let xml = Xml::new(&name, &text);
            let story = body::edge(&mut Reading::new(xml, &relations, context, found))?;
            found.asides.push(Aside { kind, story });
        }
        if changes > 0 {
            left_out.push(format!("{word}里的 {changes} 处修订"));
        }
        docx.counted.revisions += changes;
        docx.counted.in_edges += changes;
    }

    (found.media, found.left_out) = (media, left_out);
    Ok(())
}
