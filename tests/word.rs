//! Word files as the tests read them.
//!
//! In: the bytes of a .docx. Out: its breaches, its text paragraph by paragraph, its tables.

use crate::formatting;
use libtest_mimic::Failed;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zishu::ooxml::Part;

/// The parts of a package by name.
pub(crate) fn parts(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Failed> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| error.to_string())?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(|error| error.to_string())?;
        if parts.insert(entry.name().to_owned(), content).is_some() {
            return Err(format!("{} is in the package twice", entry.name()).into());
        }
    }
    Ok(parts)
}

/// A package of these parts, in the order of their names.
pub(crate) fn pack(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let part =
        |(name, bytes): (&String, &Vec<u8>)| Part { name: name.clone(), bytes: bytes.clone() };
    zishu::ooxml::pack(parts.iter().map(part).collect())
}

/// An element's start, or text.
enum Token {
    Start(String, BTreeMap<String, String>),
    End(String),
    Text(String),
}

fn tokens(xml: &[u8]) -> Result<Vec<Token>, String> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut list = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => {
                list.push(Token::Start(name(start.name().as_ref()), attributes(&start)?));
            }
            Event::End(end) => list.push(Token::End(name(end.name().as_ref()))),
            Event::Text(text) => {
                list.push(Token::Text(String::from_utf8_lossy(&text).into_owned()));
            }
            Event::GeneralRef(entity) => {
                let entity = format!("&{};", String::from_utf8_lossy(&entity));
                let text =
                    quick_xml::escape::unescape(&entity).map_err(|error| error.to_string())?;
                list.push(Token::Text(text.into_owned()));
            }
            Event::Eof => return Ok(list),
            _ => {}
        }
    }
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn attributes(start: &BytesStart<'_>) -> Result<BTreeMap<String, String>, String> {
    let mut map = BTreeMap::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = String::from_utf8_lossy(&attribute.value).into_owned();
        let value = quick_xml::escape::unescape(&value).map_err(|error| error.to_string())?;
        map.insert(name(attribute.key.as_ref()), value.into_owned());
    }
    Ok(map)
}

/// Fails with all that the program's own lint finds in the file as it was packed, and with what is said
/// twice. Every Word file that a test makes goes through this.
pub(crate) fn lint(bytes: &[u8]) -> Result<(), Failed> {
    let mut lines = zishu::word::lint(bytes);
    lines.extend(formatting::repetitions(&parts(bytes)?));
    if lines.is_empty() { Ok(()) } else { Err(lines.join("\n").into()) }
}

/// The text of the paragraphs of a part, those of tables too, without field codes.
pub(crate) fn paragraphs(bytes: &[u8], part: &str) -> Result<Vec<String>, Failed> {
    let parts = parts(bytes)?;
    let content = parts.get(part).ok_or(format!("no {part}"))?;
    let mut list = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut in_text = false;
    for token in tokens(content)? {
        match token {
            Token::Start(name, _) => match name.as_str() {
                "w:p" => open.push(String::new()),
                "w:t" => in_text = true,
                "w:tab" | "w:br" => {
                    if let Some(paragraph) = open.last_mut() {
                        paragraph.push(' ');
                    }
                }
                _ => {}
            },
            Token::Text(text) if in_text => {
                if let Some(paragraph) = open.last_mut() {
                    // A space at which no line ends looks like any other.
                    paragraph.push_str(&text.replace('\u{A0}', " "));
                }
            }
            Token::Text(_) => {}
            Token::End(name) => match name.as_str() {
                "w:t" => in_text = false,
                "w:p" => list.extend(open.pop()),
                _ => {}
            },
        }
    }
    Ok(list)
}

/// A place of a table's grid: which cell covers it, counted through the table, and its text.
pub(crate) type Place = (usize, String);

/// The grids of the tables of a Word file, merged cells at every place that they cover.
pub(crate) fn tables(bytes: &[u8]) -> Result<Vec<Vec<Vec<Place>>>, Failed> {
    let parts = parts(bytes)?;
    let body = parts.get("word/document.xml").ok_or("there is no document.xml")?;
    let mut tables: Vec<Vec<Vec<Place>>> = Vec::new();
    let (mut text, mut span, mut continued, mut cells) = (String::new(), 1, false, 0);
    let mut written = false;
    for token in tokens(body)? {
        match token {
            Token::Start(name, attributes) => match name.as_str() {
                "w:tbl" => tables.push(Vec::new()),
                "w:tr" => tables.last_mut().unwrap().push(Vec::new()),
                "w:tc" => (text, span, continued) = (String::new(), 1, false),
                "w:gridSpan" => span = attributes["w:val"].parse().unwrap_or(1),
                "w:vMerge" => {
                    continued = attributes.get("w:val").is_none_or(|value| value == "continue");
                }
                "w:t" => written = true,
                _ => {}
            },
            Token::Text(words) if written => text.push_str(&words),
            Token::End(name) if name == "w:t" => written = false,
            Token::End(name) if name == "w:tc" => {
                let rows = tables.last_mut().unwrap();
                let (at, above) = (rows.last().unwrap().len(), rows.len().checked_sub(2));
                let above = above.filter(|_| continued).map(|above| rows[above][at].clone());
                cells += 1;
                let place = above.unwrap_or((cells, text.clone()));
                rows.last_mut().unwrap().extend(std::iter::repeat_n(place, span));
            }
            Token::Text(_) | Token::End(_) => {}
        }
    }
    Ok(tables)
}

/// A cell of a table.
#[derive(Debug)]
pub(crate) struct Cell {
    /// What it says.
    pub(crate) text: String,
    /// The width that its text has, in ems of the text.
    pub(crate) room: f64,
}

/// The cells of the tables of a Word file, by the margins and the size that their styles give them.
pub(crate) fn cells(bytes: &[u8]) -> Result<Vec<Cell>, Failed> {
    let parts = parts(bytes)?;
    let styles = parts.get("word/styles.xml").ok_or("there is no styles.xml")?;
    let body = parts.get("word/document.xml").ok_or("there is no document.xml")?;
    let size = styled(styles, "TableText", &["w:sz"], "w:val")? * 10.0;
    let side = |edge| styled(styles, "ReportTable", &["w:tblCellMar", edge], "w:w");
    let sides = side("w:left")? + side("w:right")?;

    let mut cells = Vec::new();
    let (mut text, mut width, mut written) = (String::new(), 0.0, false);
    for token in tokens(body)? {
        match token {
            Token::Start(name, attributes) => match name.as_str() {
                "w:tc" => text.clear(),
                "w:tcW" => width = attributes["w:w"].parse().map_err(|_| "a width")?,
                "w:t" => written = true,
                _ => {}
            },
            Token::Text(words) if written => text.push_str(&words),
            Token::End(name) if name == "w:t" => written = false,
            Token::End(name) if name == "w:tc" => {
                let room = (width - sides) / size;
                cells.push(Cell { text: std::mem::take(&mut text), room });
            }
            Token::Text(_) | Token::End(_) => {}
        }
    }
    Ok(cells)
}

/// An attribute of the last of these elements, one in the other, within a style.
fn styled(styles: &[u8], style: &str, path: &[&str], attribute: &str) -> Result<f64, Failed> {
    let (mut inside, mut reached) = (false, 0);
    for token in tokens(styles)? {
        let Token::Start(name, attributes) = token else { continue };
        if name == "w:style" {
            (inside, reached) = (attributes.get("w:styleId").is_some_and(|id| id == style), 0);
        }
        if inside && path.get(reached).is_some_and(|wanted| *wanted == name) {
            reached += 1;
            if reached == path.len() {
                return attributes[attribute].parse().map_err(|_| "a number".into());
            }
        }
    }
    Err(format!("{style} has no {path:?}").into())
}

/// The captions of a Word file with their numbers as the file shows them: `表 6-1　标题`.
pub(crate) fn captions(bytes: &[u8]) -> Result<Vec<String>, Failed> {
    let mut paragraphs = paragraphs(bytes, "word/document.xml")?;
    paragraphs.retain(|text| {
        let number = text.strip_prefix("表 ").or(text.strip_prefix("图 "));
        number.is_some_and(|rest| rest.contains('-') && rest.contains('\u{3000}'))
    });
    Ok(paragraphs)
}
