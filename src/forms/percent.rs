//! Which cells show their number as a percentage: 95% is kept as 0.95, and calamine gives no formats.
//!
//! In: an .xlsx that [`super::package`] let through, and a sheet's name. Out: the cells, none where a
//! part isn't found or not understood.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The built-in formats `0%` and `0.00%` (ECMA-376 part 1, 18.8.30).
const BUILT_IN: [&str; 2] = ["9", "10"];

/// The names (`E7`) of the cells of a sheet that show a percentage.
pub(super) fn cells(bytes: &[u8], sheet: &str) -> BTreeSet<String> {
    let found = || {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let styles = styles(&part(&mut archive, "xl/styles.xml")?);
        let path = path(&mut archive, sheet)?;
        let mut cells = BTreeSet::new();
        each(&part(&mut archive, &path)?, |name, element| {
            let style = attribute(element, b"s").and_then(|style| style.parse().ok());
            if name == b"c" && style.is_some_and(|style: usize| styles.contains(&style)) {
                cells.extend(attribute(element, b"r"));
            }
        });
        Some(cells)
    };
    found().unwrap_or_default()
}

fn part(archive: &mut Archive<'_>, path: &str) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    archive.by_name(path).ok()?.read_to_end(&mut content).ok()?;
    Some(content)
}

/// Shows each element that begins, by its name without prefix, up to the first that is broken.
fn each(content: &[u8], mut show: impl FnMut(&[u8], &BytesStart<'_>)) {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                show(element.local_name().as_ref(), &element);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// An attribute by its name without prefix.
fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = element.attributes().flatten().find(|own| own.key.local_name().as_ref() == name)?;
    Some(String::from_utf8_lossy(&found.value).into_owned())
}

/// The sheet's part, by workbook.xml and its relations.
fn path(archive: &mut Archive<'_>, sheet: &str) -> Option<String> {
    let (mut relation, mut target) = (None, None);
    each(&part(archive, "xl/workbook.xml")?, |name, element| {
        if name == b"sheet" && attribute(element, b"name").as_deref() == Some(sheet) {
            relation = attribute(element, b"id");
        }
    });
    let relation = relation?;
    each(&part(archive, "xl/_rels/workbook.xml.rels")?, |name, element| {
        if name == b"Relationship" && attribute(element, b"Id").as_ref() == Some(&relation) {
            target = attribute(element, b"Target");
        }
    });
    let target = target?;
    Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// The styles of cells that show a percentage, by their index.
fn styles(content: &[u8]) -> BTreeSet<usize> {
    let mut formats: BTreeSet<String> = BUILT_IN.map(str::to_owned).into();
    let (mut styles, mut within, mut index) = (BTreeSet::new(), false, 0);
    each(content, |name, element| match name {
        b"numFmt" => {
            let code = attribute(element, b"formatCode").unwrap_or_default();
            if let (Some(id), true) = (attribute(element, b"numFmtId"), code.contains('%')) {
                formats.insert(id);
            }
        }
        b"cellXfs" => within = true,
        b"cellStyles" => within = false,
        b"xf" if within => {
            let format = attribute(element, b"numFmtId");
            if format.is_some_and(|format| formats.contains(&format)) {
                styles.insert(index);
            }
            index += 1;
        }
        _ => {}
    });
    styles
}
