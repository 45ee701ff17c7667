//! Bookmarks, fields, and what leads to bookmarks.

use super::{Element, Findings, Roots, Step, text, value, walk};
use std::collections::{BTreeMap, BTreeSet};

/// Word takes no longer names.
const LONGEST_NAME: usize = 40;
/// The beginning of names that mark blocks for a review: they may not stand around nothing.
const ANCHOR: &str = "_z";

/// Bookmarks over all parts, and who wants them.
#[derive(Default)]
struct Bookmarks<'e> {
    names: BTreeSet<&'e str>,
    ids: BTreeSet<&'e str>,
    wanted: BTreeSet<(&'e str, String)>,
}

/// Pairs, names, nesting and targets.
pub(super) fn check(roots: &Roots<'_>, found: &mut Findings) {
    let mut marks = Bookmarks::default();
    for (part, root) in roots {
        let mut open = Open { part, ..Open::default() };
        walk(root, &mut |step, element, _| match step {
            Step::Start => open.start(element, &mut marks, found),
            Step::End => open.end(element, found),
        });
        for id in open.bookmarks.keys() {
            found.add(part, format!("书签 {id} 没有结尾"));
        }
        if !open.fields.is_empty() {
            found.add(part, format!("有 {} 个域没有结尾", open.fields.len()));
        }
        marks.wanted.append(&mut open.wanted);
    }
    for (part, name) in &marks.wanted {
        if !marks.names.contains(name.as_str()) {
            found.add(part, format!("没有书签 {name}"));
        }
    }
}

/// A field that isn't closed: its code, and whether its result has begun.
#[derive(Default)]
struct Field {
    code: String,
    shown: bool,
}

/// What is open in the part being read.
#[derive(Default)]
struct Open<'e> {
    part: &'e str,
    /// By id: name, and how much had been printed.
    bookmarks: BTreeMap<&'e str, (&'e str, usize)>,
    fields: Vec<Field>,
    /// Open fields at the start of each cell, note or comment around.
    rooms: Vec<usize>,
    /// Texts, pictures and note marks so far.
    printed: usize,
    wanted: BTreeSet<(&'e str, String)>,
}

impl<'e> Open<'e> {
    fn start(&mut self, element: &'e Element<'e>, marks: &mut Bookmarks<'e>, found: &mut Findings) {
        match element.name.as_ref() {
            "w:bookmarkStart" => self.bookmark(element, marks, found),
            "w:bookmarkEnd" => {
                let id = value(element, "w:id");
                match self.bookmarks.remove(id) {
                    None => found.add(self.part, format!("书签 {id} 没有开头")),
                    Some((name, before)) if name.starts_with(ANCHOR) && before == self.printed => {
                        found.add(self.part, format!("书签 {name} 里什么都没有"));
                    }
                    Some(_) => {}
                }
            }
            "w:fldChar" => self.field(element, found),
            "w:instrText" | "w:delInstrText" => match self.fields.last_mut() {
                Some(field) if !field.shown => field.code.push_str(&text(element)),
                Some(_) | None => found.add(self.part, "域代码不在域里"),
            },
            "w:fldSimple" => self.want(value(element, "w:instr")),
            "w:hyperlink" => {
                if let Some(anchor) = element.attribute("w:anchor") {
                    self.wanted.insert((self.part, anchor.to_owned()));
                }
            }
            "w:t" | "w:delText" if text(element).is_empty() => {}
            "w:t" | "w:delText" | "w:drawing" | "w:pict" | "w:footnoteReference" | "m:oMath" => {
                self.printed += 1;
            }
            "w:tc" | "w:footnote" | "w:comment" | "w:txbxContent" => {
                self.rooms.push(self.fields.len());
            }
            _ => {}
        }
    }

    fn end(&mut self, element: &Element<'_>, found: &mut Findings) {
        if !matches!(element.name.as_ref(), "w:tc" | "w:footnote" | "w:comment" | "w:txbxContent") {
            return;
        }
        if self.rooms.pop().is_some_and(|before| before != self.fields.len()) {
            found.add(self.part, format!("域跨出了 {}", element.name));
        }
    }

    fn bookmark(
        &mut self,
        element: &'e Element<'e>,
        marks: &mut Bookmarks<'e>,
        found: &mut Findings,
    ) {
        let (id, name) = (value(element, "w:id"), value(element, "w:name"));
        if !marks.names.insert(name) {
            found.add(self.part, format!("书签名 {name} 用了两次"));
        }
        if !marks.ids.insert(id) {
            found.add(self.part, format!("书签号 {id} 用了两次"));
        }
        let mut characters = name.chars();
        let first = characters.next().is_some_and(|c| c == '_' || c.is_alphabetic());
        if !first || !characters.all(|c| c == '_' || c.is_alphanumeric()) {
            found.add(self.part, format!("书签名 {name} 有 Word 不收的字符"));
        }
        if name.chars().count() > LONGEST_NAME {
            found.add(self.part, format!("书签名 {name} 超过 {LONGEST_NAME} 个字符"));
        }
        if name.starts_with(ANCHOR) && !name.is_ascii() {
            found.add(self.part, format!("书签名 {name} 不全是 ASCII"));
        }
        self.bookmarks.insert(id, (name, self.printed));
    }

    fn field(&mut self, mark: &Element<'_>, found: &mut Findings) {
        match mark.attribute("w:fldCharType") {
            Some("begin") => {
                self.fields.push(Field::default());
                if mark.attribute("w:dirty").is_some() {
                    found.add(self.part, "域要求打开时更新");
                }
            }
            Some("separate") => match self.fields.last_mut() {
                Some(field) if !field.shown => field.shown = true,
                Some(_) | None => found.add(self.part, "域的分隔多了一个"),
            },
            Some("end") => match self.fields.pop() {
                None => found.add(self.part, "域的结尾多了一个"),
                Some(field) if field.code.trim().is_empty() => {
                    found.add(self.part, "域没有代码");
                }
                Some(field) => self.want(&field.code),
            },
            other => found.add(self.part, format!("不认识的域标记 {other:?}")),
        }
    }

    /// Notes the bookmark that a field leads to.
    fn want(&mut self, code: &str) {
        let mut words = code.split_whitespace();
        let target = match words.next() {
            Some("REF" | "PAGEREF" | "NOTEREF") => words.next(),
            Some("HYPERLINK") => words.skip_while(|word| *word != "\\l").nth(1),
            _ => None,
        };
        if let Some(target) = target {
            self.wanted.insert((self.part, target.trim_matches('"').replace("&quot;", "")));
        }
    }
}
