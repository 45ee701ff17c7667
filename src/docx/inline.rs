//! What stands in a paragraph: runs, links, fields, changes around them, milestones.
//!
//! In: an element within a paragraph. Out: pieces. What isn't known is entered, since it may hold runs.

use super::body::stray;
use super::model::{Refused, RevisionId};
use super::object::object;
use super::reading::{Place, Reading, kind};
use super::run::{content, run};
use super::xml::{Node, Space, Tag};

/// Reads one element within a paragraph.
pub(super) fn inline<'a>(reading: &mut Reading<'a>, tag: Tag<'a>) -> Result<(), Refused> {
    if tag.space == Space::Math {
        return object(reading, tag, &super::reading::Look::default());
    }
    if tag.space != Space::Word {
        return inlines(reading);
    }
    match tag.name {
        "r" => run(reading),
        "hyperlink" => hyperlink(reading, tag),
        "fldSimple" => {
            let code = reading.xml.word(&tag, "instr")?.unwrap_or_default();
            reading.fields.simple(&code);
            let before = reading.fields.depth();
            inlines(reading)?;
            // What the content left open ends with it; what it ended of the outside stays ended.
            while reading.fields.depth() >= before {
                reading.fields.end();
            }
            Ok(())
        }
        "ins" | "del" | "moveFrom" | "moveTo" => tracked(reading, &tag, inlines),
        "t" | "delText" | "drawing" | "pict" | "object" => {
            content(reading, tag, &super::reading::Look::default())
        }
        "sdtPr" | "sdtEndPr" | "customXmlPr" | "smartTagPr" | "rPr" => reading.pass(),
        "pPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" => {
            let ids = reading.collect(Place::Layout)?;
            reading.layout.extend(ids);
            Ok(())
        }
        "subDoc" | "altChunk" => {
            reading.leave_out("插入的整个文件".to_owned());
            reading.pass()
        }
        _ if reading.milestone(&tag)? => Ok(()),
        _ if kind(&tag, Place::Text).is_some() => stray(reading, tag),
        _ => inlines(reading),
    }
}

/// Reads what the open element holds within a paragraph.
pub(super) fn inlines(reading: &mut Reading<'_>) -> Result<(), Refused> {
    loop {
        match reading.next()? {
            Node::Start(tag) => inline(reading, tag)?,
            Node::Text(_) => {}
            Node::End | Node::Over => return Ok(()),
        }
    }
}

/// Reads what a change is around; an empty piece refers to a change around nothing.
pub(super) fn tracked<'a>(
    reading: &mut Reading<'a>,
    tag: &Tag<'a>,
    enter: impl FnOnce(&mut Reading<'a>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let Some(kind) = kind(tag, Place::Text) else { return reading.pass() };
    let id: RevisionId = reading.register(tag, kind)?;
    let before = reading.made;
    reading.around.push(id);
    enter(reading)?;
    reading.around.pop();
    match reading.made == before {
        true => reading.mark_empty(vec![id]),
        false => Ok(()),
    }
}

fn hyperlink<'a>(reading: &mut Reading<'a>, tag: Tag<'a>) -> Result<(), Refused> {
    let id = reading.xml.attribute(&tag, Space::Relation, "id")?.unwrap_or_default();
    let anchor = reading.xml.word(&tag, "anchor")?.unwrap_or_default();
    let target = reading.relations.get(&id).map(|relation| relation.target.as_str());
    let mut link = target.unwrap_or_default().to_owned();
    if !anchor.is_empty() {
        link = format!("{link}#{anchor}");
    }
    let linked = !link.is_empty();
    reading.links.extend(linked.then_some(link));
    inlines(reading)?;
    if linked {
        reading.links.pop();
    }
    Ok(())
}
