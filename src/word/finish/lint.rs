//! What validators don't see in a Word file and Word or a reader stumbles over.
//!
//! In: a packed file. Out: a line for each finding; empty for a sound file. Used by tests.

use super::tree::{Element, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Parts larger than this are not read: no report comes near.
const LARGEST_PART: u64 = 256 << 20;

/// Looks for bookmarks without end or with a name used twice, links and fields that lead nowhere,
/// fields that don't close, ids used twice, relationships, notes, styles and numbers that are missing,
/// and rows that don't fit their table.
pub fn lint(bytes: &[u8]) -> Vec<String> {
    let parts = match unpack(bytes) {
        Ok(parts) => parts,
        Err(problem) => return vec![problem],
    };
    let mut findings = Vec::new();
    let mut facts = Facts::default();
    for (name, text) in &parts {
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        let Some(text) = text.as_deref().filter(|_| is_xml) else { continue };
        match parse(text) {
            Ok(root) => facts.read(name, &root, &mut findings),
            Err(problem) => findings.push(format!("{name}：不是完好的 XML（{problem}）")),
        }
    }
    facts.compare(&parts, &mut findings);
    findings
}

type Parts = BTreeMap<String, Option<String>>;

/// Names and texts; `None` for what is no text.
fn unpack(bytes: &[u8]) -> Result<Parts, String> {
    let broken = |problem: &dyn std::fmt::Display| format!("不是完好的压缩包（{problem}）");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|problem| broken(&problem))?;
    let mut parts = Parts::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|problem| broken(&problem))?;
        let name = file.name().to_owned();
        let mut content = Vec::new();
        file.take(LARGEST_PART).read_to_end(&mut content).map_err(|problem| broken(&problem))?;
        if parts.insert(name.clone(), String::from_utf8(content).ok()).is_some() {
            return Err(format!("{name} 出现两次"));
        }
    }
    Ok(parts)
}

/// What is defined and what is used, over all parts.
#[derive(Default)]
struct Facts {
    bookmark_names: BTreeSet<String>,
    bookmark_ids: BTreeSet<String>,
    drawings: BTreeSet<String>,
    paragraphs: BTreeSet<String>,
    /// Styles, numbers and notes that are defined, by kind and name.
    defined: BTreeSet<(&'static str, String)>,
    /// Those that are used, with the part that does.
    used: BTreeSet<(String, &'static str, String)>,
    /// Bookmarks that links and fields lead to.
    wanted: BTreeSet<(String, String)>,
    /// Ids of a part's relationships.
    relationships: BTreeMap<String, BTreeMap<String, Option<String>>>,
    used_relationships: BTreeSet<(String, String)>,
}

/// What is open in the part being read.
#[derive(Default)]
struct Open {
    bookmarks: BTreeSet<String>,
    /// Fields: whether their result has begun.
    fields: Vec<bool>,
}

impl Facts {
    fn read(&mut self, part: &str, root: &Element<'_>, findings: &mut Vec<String>) {
        if let Some(owner) = owner(part) {
            self.read_relationships(part, owner, root, findings);
            return;
        }
        let mut open = Open::default();
        self.element(part, root, &mut open, findings);
        for id in open.bookmarks {
            findings.push(format!("{part}：书签 {id} 没有结尾"));
        }
        if !open.fields.is_empty() {
            findings.push(format!("{part}：有 {} 个域没有结尾", open.fields.len()));
        }
    }

    fn element(
        &mut self,
        part: &str,
        element: &Element<'_>,
        open: &mut Open,
        findings: &mut Vec<String>,
    ) {
        self.identities(part, element, open, findings);
        self.uses(part, element);
        match element.name.as_ref() {
            "w:fldChar" => field(part, element, open, findings),
            "w:instrText" if open.fields.last() != Some(&false) => {
                findings.push(format!("{part}：域代码不在域里"));
            }
            "w:tbl" => rows(part, element, findings),
            _ => {}
        }
        for child in element.elements() {
            self.element(part, child, open, findings);
        }
    }

    /// Things that may exist once.
    fn identities(
        &mut self,
        part: &str,
        element: &Element<'_>,
        open: &mut Open,
        findings: &mut Vec<String>,
    ) {
        let value = |key| element.attribute(key).unwrap_or_default().to_owned();
        let mut once = |set: &mut BTreeSet<String>, what: &str, id: String| {
            if !set.insert(id.clone()) {
                findings.push(format!("{part}：{what} {id} 用了两次"));
            }
        };
        match element.name.as_ref() {
            "w:bookmarkStart" => {
                once(&mut self.bookmark_names, "书签名", value("w:name"));
                once(&mut self.bookmark_ids, "书签号", value("w:id"));
                open.bookmarks.insert(value("w:id"));
            }
            "w:bookmarkEnd" if !open.bookmarks.remove(&value("w:id")) => {
                findings.push(format!("{part}：书签 {} 没有开头", value("w:id")));
            }
            "wp:docPr" => once(&mut self.drawings, "图形号", value("id")),
            "w:p" => {
                if let Some(id) = element.attribute("w14:paraId") {
                    once(&mut self.paragraphs, "段落号", id.to_owned());
                }
            }
            _ => {}
        }
    }

    fn uses(&mut self, part: &str, element: &Element<'_>) {
        let value = element.attribute("w:val").unwrap_or_default().to_owned();
        let id = element.attribute("w:id").unwrap_or_default().to_owned();
        let mut use_of = |kind, name| {
            self.used.insert((part.to_owned(), kind, name));
        };
        match element.name.as_ref() {
            "w:style" => {
                let id = element.attribute("w:styleId").unwrap_or_default().to_owned();
                self.defined.insert(("样式", id));
            }
            "w:num" => {
                let id = element.attribute("w:numId").unwrap_or_default().to_owned();
                self.defined.insert(("编号", id));
            }
            "w:footnote" => {
                self.defined.insert(("脚注", id));
            }
            "w:pStyle" | "w:rStyle" | "w:basedOn" | "w:next" => use_of("样式", value),
            "w:numId" if value != "0" => use_of("编号", value),
            "w:footnoteReference" => use_of("脚注", id),
            "w:hyperlink" => {
                if let Some(anchor) = element.attribute("w:anchor") {
                    self.wanted.insert((part.to_owned(), anchor.to_owned()));
                }
            }
            "w:instrText" => {
                if let Some(bookmark) = field_target(element) {
                    self.wanted.insert((part.to_owned(), bookmark));
                }
            }
            _ => {}
        }
        for key in ["r:id", "r:embed"] {
            if let Some(id) = element.attribute(key) {
                self.used_relationships.insert((part.to_owned(), id.to_owned()));
            }
        }
    }

    fn read_relationships(
        &mut self,
        part: &str,
        owner: String,
        root: &Element<'_>,
        findings: &mut Vec<String>,
    ) {
        let known = self.relationships.entry(owner).or_default();
        for one in root.elements() {
            let id = one.attribute("Id").unwrap_or_default().to_owned();
            let target = one.attribute("Target").unwrap_or_default().to_owned();
            let inside = one.attribute("TargetMode") != Some("External");
            if known.insert(id.clone(), inside.then_some(target)).is_some() {
                findings.push(format!("{part}：关系 {id} 用了两次"));
            }
        }
    }

    fn compare(&self, parts: &Parts, findings: &mut Vec<String>) {
        for (part, kind, name) in &self.used {
            if !self.defined.contains(&(*kind, name.clone())) {
                findings.push(format!("{part}：没有{kind} {name}"));
            }
        }
        for (part, name) in &self.wanted {
            if !self.bookmark_names.contains(name) {
                findings.push(format!("{part}：没有书签 {name}"));
            }
        }
        for (part, id) in &self.used_relationships {
            if !self.relationships.get(part).is_some_and(|known| known.contains_key(id)) {
                findings.push(format!("{part}：没有关系 {id}"));
            }
        }
        for (owner, known) in &self.relationships {
            let folder = owner.rsplit_once('/').map_or("", |(folder, _)| folder);
            for target in known.values().flatten() {
                let path = format!("{folder}/{target}");
                if !parts.contains_key(path.trim_start_matches('/')) {
                    findings.push(format!("{owner}：没有文件 {target}"));
                }
            }
        }
    }
}

/// The part that a relationship part belongs to; the package itself is the empty name.
fn owner(part: &str) -> Option<String> {
    let (folder, file) = part.split_once("_rels/")?;
    Some(format!("{folder}{}", file.strip_suffix(".rels")?))
}

/// The bookmark that a field leads to.
fn field_target(code: &Element<'_>) -> Option<String> {
    let text: String = code
        .children
        .iter()
        .filter_map(|node| match node {
            super::Node::Text(text) => Some(text.as_ref()),
            super::Node::Element(_) => None,
        })
        .collect();
    let mut words = text.split_whitespace();
    matches!(words.next()?, "REF" | "PAGEREF" | "NOTEREF")
        .then(|| words.next().map(str::to_owned))?
}

fn field(part: &str, mark: &Element<'_>, open: &mut Open, findings: &mut Vec<String>) {
    match mark.attribute("w:fldCharType") {
        Some("begin") => open.fields.push(false),
        Some("separate") => match open.fields.last_mut() {
            Some(shown @ false) => *shown = true,
            _ => findings.push(format!("{part}：域的分隔多了一个")),
        },
        Some("end") => {
            if open.fields.pop().is_none() {
                findings.push(format!("{part}：域的结尾多了一个"));
            }
        }
        other => findings.push(format!("{part}：不认识的域标记 {other:?}")),
    }
}

/// Whether rows fill the grid, and merged cells have one above that they continue.
fn rows(part: &str, table: &Element<'_>, findings: &mut Vec<String>) {
    let count = |parent: &Element<'_>, name: &str| {
        parent.elements().filter(|child| child.name == name).count()
    };
    let columns = table.child("w:tblGrid").map_or(0, |grid| count(grid, "w:gridCol"));
    let mut merged: BTreeSet<usize> = BTreeSet::new();
    for row in table.elements().filter(|child| child.name == "w:tr") {
        let mut at = 0;
        let mut reaching = BTreeSet::new();
        for cell in row.elements().filter(|child| child.name == "w:tc") {
            let property = |name| cell.child("w:tcPr").and_then(|all| all.child(name));
            if let Some(merge) = property("w:vMerge") {
                if merge.attribute("w:val") != Some("restart") && !merged.contains(&at) {
                    findings.push(format!("{part}：纵向合并的单元格上面没有可接的"));
                }
                reaching.insert(at);
            }
            let span = property("w:gridSpan").and_then(|span| span.attribute("w:val"));
            at += span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
        }
        if at != columns {
            findings.push(format!("{part}：一行占 {at} 列，表有 {columns} 列"));
        }
        merged = reaching;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Part, pack};
    use super::lint;
    use std::collections::BTreeMap;

    fn findings(body: &str) -> String {
        let part = Part::text("word/document.xml", format!("<w:document>{body}</w:document>"));
        lint(&pack(vec![part], &BTreeMap::new())).join("\n")
    }

    #[test]
    fn each_fault_is_found() {
        let start = r#"<w:bookmarkStart w:id="1" w:name="a"/>"#;
        let begin = r#"<w:fldChar w:fldCharType="begin"/>"#;
        for (body, wanted) in [
            (start.to_owned(), "没有结尾"),
            (r#"<w:bookmarkEnd w:id="1"/>"#.to_owned(), "没有开头"),
            (format!(r#"{start}<w:bookmarkEnd w:id="1"/>"#).repeat(2), "用了两次"),
            (begin.to_owned(), "有 1 个域没有结尾"),
            (r#"<w:fldChar w:fldCharType="end"/>"#.to_owned(), "结尾多了"),
            ("<w:instrText>PAGE</w:instrText>".to_owned(), "不在域里"),
            (format!("{begin}<w:instrText> REF x \\h </w:instrText>"), "没有书签 x"),
            (r#"<w:hyperlink w:anchor="y"/>"#.to_owned(), "没有书签 y"),
            (r#"<w:hyperlink r:id="z"/>"#.to_owned(), "没有关系 z"),
            (r#"<wp:docPr id="1"/>"#.repeat(2), "图形号 1 用了两次"),
            (r#"<w:p w14:paraId="1"/>"#.repeat(2), "段落号 1 用了两次"),
            (r#"<w:pStyle w:val="s"/>"#.to_owned(), "没有样式 s"),
            (r#"<w:numId w:val="7"/>"#.to_owned(), "没有编号 7"),
            (r#"<w:footnoteReference w:id="2"/>"#.to_owned(), "没有脚注 2"),
            ("<w:tbl><w:tblGrid/><w:tr><w:tc/></w:tr></w:tbl>".to_owned(), "占 1 列"),
            ("<w:p>".to_owned(), "不是完好的 XML"),
        ] {
            let found = findings(&body);
            assert!(found.contains(wanted), "{body}: {found}");
        }
        assert_eq!(findings("<w:p/>"), "");
        assert!(!lint(b"PK").is_empty());
    }
}
