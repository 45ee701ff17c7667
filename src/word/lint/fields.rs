//! Fields: how their marks nest, and that they have a code.

use super::bookmarks::Bookmarks;
use super::findings::Findings;
use crate::ooxml::Element;

/// The fields that are open in a part.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Number of open fields at the start of each cell or note around.
    containers: Vec<usize>,
}

/// A field that isn't closed: its code, and whether its result has begun.
#[derive(Debug, Default)]
struct Field {
    code: String,
    in_result: bool,
}

impl Fields {
    pub fn start(
        &mut self,
        element: &Element<'_>,
        bookmarks: &mut Bookmarks,
        findings: &mut Findings,
    ) {
        match element.name.as_ref() {
            "w:fldChar" => self.mark(element, bookmarks, findings),
            "w:instrText" | "w:delInstrText" => match self.open.last_mut() {
                Some(field) if !field.in_result => field.code.push_str(&element.text()),
                Some(_) | None => findings.add("域代码不在域里"),
            },
            name if is_container(name) => self.containers.push(self.open.len()),
            _ => {}
        }
    }

    pub fn end(&mut self, element: &Element<'_>, findings: &mut Findings) {
        if is_container(&element.name)
            && self.containers.pop().is_some_and(|before| before != self.open.len())
        {
            findings.add(format!("域跨出了 {}", element.name));
        }
    }

    fn mark(&mut self, mark: &Element<'_>, bookmarks: &mut Bookmarks, findings: &mut Findings) {
        match mark.attribute("w:fldCharType") {
            Some("begin") => {
                self.open.push(Field::default());
                if mark.attribute("w:dirty").is_some() {
                    findings.add("域要求打开时更新");
                }
            }
            Some("separate") => match self.open.last_mut() {
                Some(field) if !field.in_result => field.in_result = true,
                Some(_) | None => findings.add("域的分隔多了一个"),
            },
            Some("end") => match self.open.pop() {
                None => findings.add("域的结尾多了一个"),
                Some(field) if field.code.trim().is_empty() => findings.add("域没有代码"),
                Some(field) => bookmarks.lead_to_field_target(&field.code, findings),
            },
            other => findings.add(format!("不认识的域标记 {other:?}")),
        }
    }

    pub fn end_part(&mut self, findings: &mut Findings) {
        if !self.open.is_empty() {
            findings.add(format!("有 {} 个域没有结尾", self.open.len()));
        }
        *self = Fields::default();
    }
}

fn is_container(name: &str) -> bool {
    matches!(name, "w:tc" | "w:footnote")
}
