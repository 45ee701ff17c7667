//! A returned copy as the text of its parts: what other programs write that no pen here does.
//!
//! In: a copy's bytes. Out: the bytes with paragraphs cut, pasted and marked, parts put in or taken out.

use crate::word;
use std::collections::BTreeMap;
use zishu::docx::{self, Docx};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Who marks, for every mark.
pub(super) const BY: &str = r#"w:id="9001" w:author="审稿甲" w:date="2018-06-20T09:00:00Z""#;

/// A copy that is being edited.
#[derive(Clone)]
pub(super) struct Sheet {
    parts: BTreeMap<String, Vec<u8>>,
}

impl Sheet {
    pub(super) fn of(bytes: &[u8]) -> Sheet {
        Sheet { parts: word::parts(bytes).ok().unwrap() }
    }

    pub(super) fn part(&self, name: &str) -> String {
        String::from_utf8(self.parts[name].clone()).unwrap()
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.parts.keys().cloned().collect()
    }

    pub(super) fn put(&mut self, name: &str, text: &str) {
        self.parts.insert(name.to_owned(), text.as_bytes().to_vec());
    }

    pub(super) fn remove(&mut self, name: &str) {
        assert!(self.parts.remove(name).is_some(), "there is no {name}");
    }

    /// Replaces what stands once at least in a part.
    pub(super) fn replace(&mut self, name: &str, old: &str, new: &str) {
        let text = self.part(name);
        assert!(text.contains(old), "no {old} in {name}:\n{text}");
        self.put(name, &text.replacen(old, new, 1));
    }

    /// The paragraph that says `words`, as XML.
    pub(super) fn paragraph(&self, words: &str) -> String {
        let text = self.part("word/document.xml");
        let (start, end) = around(&text, words);
        text[start..end].to_owned()
    }

    /// Puts XML in the place of the paragraph that says `words`.
    pub(super) fn rewrite(&mut self, words: &str, edit: impl FnOnce(&str) -> String) {
        let text = self.part("word/document.xml");
        let (start, end) = around(&text, words);
        let new = edit(&text[start..end]);
        self.put("word/document.xml", &format!("{}{new}{}", &text[..start], &text[end..]));
    }

    /// Deletes the paragraph that says `words` with its mark; its runs.
    pub(super) fn cut(&mut self, words: &str) -> String {
        let runs = runs(&self.paragraph(words));
        self.rewrite(words, |paragraph| {
            let gone = deleted(&runs);
            let (head, tail) = split(paragraph);
            let marked = marked(&head, "del");
            let kept: String = bookmarks(&tail);
            format!(
                "{marked}{}<w:del {BY}>{gone}</w:del>{}</w:p>",
                kept_start(&kept),
                kept_end(&kept)
            )
        });
        runs
    }

    /// The same, as Word does it: the bookmarks go along with the runs.
    pub(super) fn cut_with_bookmarks(&mut self, words: &str) -> String {
        let paragraph = self.paragraph(words);
        let (head, tail) = split(&paragraph);
        let gone = deleted(&runs(&paragraph));
        let new = format!("{}<w:del {BY}>{gone}</w:del></w:p>", marked(&head, "del"));
        self.rewrite(words, |_| new);
        tail.trim_end_matches("</w:p>").to_owned()
    }

    /// Inserts a paragraph of these runs before the one that says `words`.
    pub(super) fn paste_before(&mut self, words: &str, runs: &str) {
        self.rewrite(words, |paragraph| {
            let (head, _) = split(paragraph);
            let marked = marked(&head, "ins");
            format!("{marked}<w:ins {BY}>{runs}</w:ins></w:p>{paragraph}")
        });
    }

    /// Adds a comment with this id.
    pub(super) fn comment(&mut self, id: u32) {
        let part = format!(
            r#"<w:comments xmlns:w="{WORD}"><w:comment w:id="{id}" w:author="审稿乙"><w:p><w:r><w:t>批</w:t></w:r></w:p></w:comment></w:comments>"#
        );
        self.put("word/comments.xml", &part);
    }

    /// Replaces words of a run, tracked.
    pub(super) fn replace_tracked(&mut self, author: &str, old: &str, new: &str) {
        let by = format!(r#"w:id="9001" w:author="{author}" w:date="2018-06-18T09:00:00Z""#);
        self.split_run(old, |run| {
            let gone = run.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>");
            let new = if new.is_empty() {
                String::new()
            } else {
                format!("<w:ins {by}>{}</w:ins>", run.replace(old, new))
            };
            format!("<w:del {by}>{gone}</w:del>{new}")
        });
    }

    /// Adds comments on words, beside those that the file has.
    pub(super) fn comment_on(&mut self, author: &str, comments: &[(&str, &str)]) {
        if comments.is_empty() {
            return;
        }
        let name = "word/comments.xml";
        let mut part = if self.parts.contains_key(name) {
            self.part(name).replace("</w:comments>", "")
        } else {
            format!(r#"<w:comments xmlns:w="{WORD}">"#)
        };
        for (at, (words, said)) in comments.iter().enumerate() {
            let id = 500 + at;
            self.split_run(words, |run| {
                format!(
                    r#"<w:commentRangeStart w:id="{id}"/>{run}<w:commentRangeEnd w:id="{id}"/><w:r><w:commentReference w:id="{id}"/></w:r>"#
                )
            });
            part.push_str(&format!(
                r#"<w:comment w:id="{id}" w:author="{author}" w:date="2018-06-18T09:00:00Z"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:comment>"#
            ));
        }
        self.put(name, &format!("{part}</w:comments>"));
    }

    /// Answers a comment, as Word does.
    pub(super) fn reply(&mut self, author: &str, asked: &str, said: &str) {
        const MARK: &str = "w14:paraId=\"";
        const OWN: &str = "6FFFFFF0";
        let comments = self.part("word/comments.xml");
        let before = &comments[..comments.find(asked).unwrap()];
        let start = before.rfind(MARK).unwrap() + MARK.len();
        let parent = &before[start..start + OWN.len()];
        let comment = format!(
            r#"<w:comment w:id="700" w:author="{author}" w:date="2018-06-28T09:00:00Z"><w:p w14:paraId="{OWN}"><w:r><w:t>{said}</w:t></w:r></w:p></w:comment></w:comments>"#
        );
        let extended = format!(
            r#"<w15:commentEx w15:paraId="{OWN}" w15:paraIdParent="{parent}" w15:done="0"/></w15:commentsEx>"#
        );
        let comments = comments.replace("</w:comments>", &comment);
        self.put("word/comments.xml", &comments);
        self.replace("word/commentsExtended.xml", "</w15:commentsEx>", &extended);
    }

    /// Splits the first run that says `words` around them, and puts XML in the place of theirs.
    fn split_run(&mut self, words: &str, edit: impl FnOnce(&str) -> String) {
        let text = self.part("word/document.xml");
        let found = text.match_indices("<w:r>").find_map(|(start, _)| {
            let end = start + text[start..].find("</w:r>")? + "</w:r>".len();
            let run = &text[start..end];
            let from = run.find("<w:t")?;
            let from = from + run[from..].find('>')? + 1;
            let to = from + run[from..].find("</w:t>")?;
            let at = run[from..to].find(words)?;
            Some((start..end, from, from + at, to))
        });
        let (range, from, at, to) = found.unwrap_or_else(|| panic!("no run says {words}:\n{text}"));
        let run = &text[range.clone()];
        let head = run[..from].rsplit_once("<w:t").unwrap().0;
        let piece = |said: &str| match said {
            "" => String::new(),
            said => format!(r#"{head}<w:t xml:space="preserve">{said}</w:t></w:r>"#),
        };
        let middle = edit(&piece(words));
        let new = format!("{}{middle}{}", piece(&run[from..at]), piece(&run[at + words.len()..to]));
        self.put(
            "word/document.xml",
            &format!("{}{new}{}", &text[..range.start], &text[range.end..]),
        );
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        word::pack(&self.parts)
    }

    pub(super) fn docx(&self) -> Docx {
        docx::read(&self.bytes()).unwrap()
    }
}

fn around(text: &str, words: &str) -> (usize, usize) {
    let start = text.match_indices("<w:p").filter(|(at, _)| text[at + 4..].starts_with([' ', '>']));
    for (start, _) in start {
        let end = start + text[start..].find("</w:p>").unwrap() + "</w:p>".len();
        if said(&text[start..end]).contains(words) {
            return (start, end);
        }
    }
    panic!("no paragraph says {words}");
}

/// What the `w:t` of some XML say.
fn said(xml: &str) -> String {
    let pieces = xml.split("<w:t").skip(1).filter(|piece| piece.starts_with([' ', '>']));
    pieces
        .map(|piece| {
            let start = piece.find('>').unwrap() + 1;
            piece[start..piece.find('<').unwrap_or(piece.len())].to_owned()
        })
        .collect()
}

/// A paragraph up to the end of its properties, and the rest.
fn split(paragraph: &str) -> (String, String) {
    let at = match paragraph.find("</w:pPr>") {
        Some(at) => at + "</w:pPr>".len(),
        None => paragraph.find('>').unwrap() + 1,
    };
    (paragraph[..at].to_owned(), paragraph[at..].to_owned())
}

/// The head of a paragraph with its mark changed.
fn marked(head: &str, mark: &str) -> String {
    let mark = format!("<w:{mark} {BY}/>");
    if !head.contains("</w:pPr>") {
        return format!("{head}<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>");
    }
    if head.contains("<w:rPr>") {
        head.replacen("<w:rPr>", &format!("<w:rPr>{mark}"), 1)
    } else {
        head.replacen("</w:pPr>", &format!("<w:rPr>{mark}</w:rPr></w:pPr>"), 1)
    }
}

/// The runs of a paragraph without its bookmarks.
pub(super) fn runs(paragraph: &str) -> String {
    let (_, tail) = split(paragraph);
    let mut out = String::new();
    let mut rest = tail.trim_end_matches("</w:p>");
    while let Some(at) = rest.find("<w:bookmark") {
        out.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('>').unwrap() + 1..];
    }
    out + rest
}

fn bookmarks(tail: &str) -> String {
    let marks = tail.match_indices("<w:bookmark");
    marks.map(|(at, _)| &tail[at..at + tail[at..].find('>').unwrap() + 1]).collect()
}

fn kept_start(marks: &str) -> &str {
    &marks[..marks.find("<w:bookmarkEnd").unwrap_or(marks.len())]
}

fn kept_end(marks: &str) -> &str {
    &marks[marks.find("<w:bookmarkEnd").unwrap_or(marks.len())..]
}

/// Runs as deleted ones.
pub(super) fn deleted(runs: &str) -> String {
    runs.replace("<w:t>", "<w:delText>")
        .replace("<w:t ", "<w:delText ")
        .replace("</w:t>", "</w:delText>")
        .replace("w:instrText", "w:delInstrText")
}

/// A run.
pub(super) fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}
