//! The comments that a copy for review carries on from earlier ones: threads, as Word keeps them.
//!
//! In: [`CarriedComment`]s, body elements on their way into the part. Out: ranges around the words that they
//! speak of; word/comments.xml, and word/commentsExtended.xml, which says what answers what and what is
//! done (MS-DOCX 2.5.4.6, `commentEx`).

use super::part_writer::PartWriter;
use super::relations::{Named, internal};
use crate::ooxml::{Element, Node};
use crate::word::CarriedComment;
use crate::word::names::WORD;
use std::borrow::Cow;
use std::ops::RangeInclusive;

const WORD_2010: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
const WORD_2012: &str = "http://schemas.microsoft.com/office/word/2012/wordml";
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// The first paragraph's id in comments.xml: ids are unique over all parts, and no other part has any.
const FIRST_PARAGRAPH: usize = 0x1000_0000;

/// Comments on their way into the parts.
pub(super) struct Threads<'c> {
    comments: &'c [CarriedComment],
    /// Which of them have their place in the body.
    placed: Vec<bool>,
}

impl<'c> Threads<'c> {
    pub fn new(comments: &'c [CarriedComment]) -> Threads<'c> {
        Threads { comments, placed: vec![false; comments.len()] }
    }

    /// Marks the words that comments speak of in a paragraph or a table of the body.
    pub fn mark(&mut self, element: &mut Element<'_>) {
        if self.comments.is_empty() {
            return;
        }
        element.walk_mut(&mut |paragraph| {
            if paragraph.name == "w:p" {
                self.mark_paragraph(paragraph);
            }
        });
    }

    fn mark_paragraph(&mut self, paragraph: &mut Element<'_>) {
        let names: Vec<String> = paragraph
            .elements()
            .filter(|child| child.name == "w:bookmarkStart")
            .filter_map(|child| child.attribute("w:name").map(str::to_owned))
            .collect();
        for (index, comment) in self.comments.iter().enumerate() {
            if !self.placed[index] && names.contains(&comment.anchor) {
                self.placed[index] = mark_words(paragraph, comment, &self.ids(index));
            }
        }
    }

    /// The ids of a thread's comments.
    fn ids(&self, index: usize) -> Vec<String> {
        let before: usize = self.comments[..index].iter().map(thread_length).sum();
        let ids = before..before + thread_length(&self.comments[index]);
        ids.map(|id| id.to_string()).collect()
    }

    /// Adds the parts; gives what the document refers to.
    pub fn add(self, out: &mut PartWriter) -> Vec<Named> {
        if !self.placed.contains(&true) {
            return Vec::new();
        }

        let mut comments = Element::new(
            "w:comments",
            &[
                ("xmlns:w", WORD),
                ("xmlns:mc", COMPATIBILITY),
                ("xmlns:w14", WORD_2010),
                ("mc:Ignorable", "w14"),
            ],
        );
        let mut extended = Element::new(
            "w15:commentsEx",
            &[("xmlns:mc", COMPATIBILITY), ("xmlns:w15", WORD_2012), ("mc:Ignorable", "w15")],
        );
        for (index, comment) in
            self.comments.iter().enumerate().filter(|(index, _)| self.placed[*index])
        {
            let ids = self.ids(index);
            let root = comment_element(&ids[0], &comment.author, &comment.date, &comment.text);
            comments.push(root);
            extended.push(extended_element(&ids[0], None, comment.is_done));
            for (reply, id) in comment.replies.iter().zip(&ids[1..]) {
                comments.push(comment_element(id, &reply.author, &reply.date, &reply.text));
                extended.push(extended_element(id, Some(&ids[0]), comment.is_done));
            }
        }

        out.add("word/comments.xml", &comments);
        out.add("word/commentsExtended.xml", &extended);
        vec![
            internal("rIdComments", "comments", "comments.xml"),
            internal("rIdCommentsExtended", "commentsExtended", "commentsExtended.xml"),
        ]
    }
}

fn thread_length(comment: &CarriedComment) -> usize {
    1 + comment.replies.len()
}

/// The id of a comment's paragraph.
fn paragraph_id(id: &str) -> String {
    format!("{:08X}", FIRST_PARAGRAPH + id.parse::<usize>().unwrap_or_default())
}

fn comment_element(id: &str, author: &str, date: &str, text: &str) -> Element<'static> {
    let time = format!("{date}T00:00:00Z");
    let initials: String = author.chars().take(1).collect();
    let mut attributes = vec![("w:id", id), ("w:author", author), ("w:initials", &initials)];
    if !date.is_empty() {
        attributes.push(("w:date", &time));
    }

    // Only the last paragraph of a comment is known by its id.
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.pop().unwrap_or_default();
    let paragraph = |attributes: &[(&'static str, &str)], line: &str| {
        let text = Element::with_text("w:t", &[("xml:space", "preserve")], line);
        Element::new("w:p", attributes).with([Element::new("w:r", &[]).with([text])])
    };
    let paragraphs = lines.into_iter().map(|line| paragraph(&[], line));
    let last = paragraph(&[("w14:paraId", &paragraph_id(id))], last);
    Element::new("w:comment", &attributes).with(paragraphs).with([last])
}

fn extended_element(id: &str, parent: Option<&str>, is_done: bool) -> Element<'static> {
    let own = paragraph_id(id);
    let parent = parent.map(paragraph_id);
    let mut attributes = vec![("w15:paraId", own.as_str())];
    if let Some(parent) = &parent {
        attributes.push(("w15:paraIdParent", parent));
    }
    attributes.push(("w15:done", if is_done { "1" } else { "0" }));
    Element::new("w15:commentEx", &attributes)
}

/// Puts the marks of a thread around its words, else around the whole paragraph.
fn mark_words(paragraph: &mut Element<'_>, comment: &CarriedComment, ids: &[String]) -> bool {
    isolate(paragraph, &comment.words);
    let Some(range) = range_of(paragraph, &comment.words) else {
        return false;
    };

    let mark = |name: &'static str, id: &String| Node::Element(Element::new(name, &[("w:id", id)]));
    let ends = ids.iter().flat_map(|id| {
        let reference = Element::new("w:commentReference", &[("w:id", id)]);
        let run = Element::new("w:r", &[]).with([reference]);
        [mark("w:commentRangeEnd", id), Node::Element(run)]
    });
    let end = range.end() + 1;
    paragraph.children.splice(end..end, ends.collect::<Vec<_>>());
    let starts: Vec<Node<'_>> = ids.iter().map(|id| mark("w:commentRangeStart", id)).collect();
    paragraph.children.splice(*range.start()..*range.start(), starts);
    true
}

/// Whether a child is what a comment can stand around.
fn is_content(node: &Node<'_>) -> bool {
    node.is("w:r") || node.is("w:hyperlink")
}

/// The children that say the words; all of them where they aren't found.
fn range_of(paragraph: &Element<'_>, words: &str) -> Option<RangeInclusive<usize>> {
    let says = |node: &Node<'_>| {
        let text = node.element().and_then(|run| run.child("w:t"));
        !words.is_empty() && text.is_some_and(|text| text.unescaped_text() == words)
    };
    let children = &paragraph.children;
    if let Some(index) = children.iter().position(says) {
        return Some(index..=index);
    }
    let first = children.iter().position(is_content)?;
    let last = children.iter().rposition(is_content)?;
    Some(first..=last)
}

/// Splits the run that says the words, and others around them, so that the words have a run of their own.
fn isolate(paragraph: &mut Element<'_>, words: &str) {
    if words.is_empty() {
        return;
    }
    let found = paragraph.children.iter().enumerate().find_map(|(index, node)| {
        let run = node.element().filter(|run| run.name == "w:r")?;
        let mut content = run.elements().filter(|child| child.name != "w:rPr");
        let text = content.next().filter(|text| text.name == "w:t")?.unescaped_text();
        let start = text.find(words).filter(|_| content.next().is_none())?;
        Some((index, text, start))
    });
    let Some((index, text, start)) = found else {
        return;
    };
    let Some(run) = paragraph.children[index].element().cloned() else {
        return;
    };

    let end = start + words.len();
    let pieces = [&text[..start], &text[start..end], &text[end..]];
    let runs = pieces.into_iter().filter(|piece| !piece.is_empty()).map(|piece| {
        let mut part = run.clone();
        part.retain(|child| child.name == "w:rPr");
        let mut text = Element::with_text("w:t", &[], piece);
        text.attributes.push((Cow::Borrowed("xml:space"), Cow::Borrowed("preserve")));
        part.push(text);
        Node::Element(part)
    });
    paragraph.children.splice(index..=index, runs.collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::Threads;
    use crate::ooxml::parse;
    use crate::word::{CarriedComment, CarriedReply};

    #[test]
    fn words_have_a_run_of_their_own() {
        let comment = CarriedComment {
            anchor: "_z7".to_owned(),
            words: "乙&丙".to_owned(),
            author: "张三".to_owned(),
            date: String::new(),
            text: "问".to_owned(),
            is_done: false,
            replies: vec![CarriedReply {
                author: "市质监局".to_owned(),
                date: "2018-06-20".to_owned(),
                text: "答".to_owned(),
            }],
        };
        let marked = |text: &str| {
            let mut element = parse("", text).unwrap();
            let comments = [comment.clone()];
            Threads::new(&comments).mark(&mut element);
            element.to_xml().replace("<w:t xml:space=\"preserve\">", "<w:t>")
        };
        let start = r#"<w:p><w:bookmarkStart w:id="1" w:name="_z7"/>"#;
        let end = r#"<w:bookmarkEnd w:id="1"/></w:p>"#;
        let open = r#"<w:commentRangeStart w:id="0"/><w:commentRangeStart w:id="1"/>"#;
        let close = r#"<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>"#;
        assert_eq!(
            marked(&format!(
                "{start}<w:r><w:rPr><w:b/></w:rPr><w:t>甲乙&amp;丙丁</w:t></w:r>{end}"
            )),
            format!(
                "{start}<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r>{open}<w:r><w:rPr><w:b/></w:rPr><w:t>乙&amp;丙</w:t></w:r>{close}<w:r><w:rPr><w:b/></w:rPr><w:t>丁</w:t></w:r>{end}"
            )
        );
        assert_eq!(
            marked(&format!("{start}<w:r><w:t>别的</w:t></w:r>{end}")),
            format!("{start}{open}<w:r><w:t>别的</w:t></w:r>{close}{end}")
        );
        let other = "<w:p><w:r><w:t>乙&amp;丙</w:t></w:r></w:p>";
        assert_eq!(marked(other), other);
    }
}
