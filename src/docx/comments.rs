//! Comments: who, when, what, which one they answer, whether they are done.
//!
//! In: comments.xml and commentsExtended.xml. Out: [`Comment`]s in the order of the part.

use super::model::Comment;
use crate::ooxml::{Budget, Error, Namespace, XmlStream};
use std::collections::BTreeMap;

/// Maximum length of a thread that is kept.
const MAX_THREAD: usize = 100;

#[derive(Default)]
pub(super) struct Comments {
    /// In the order of the part.
    pub list: Vec<Comment>,
    /// Indices of the comments by the ids of their paragraphs.
    paragraphs: BTreeMap<String, usize>,
}

impl Comments {
    /// Reads comments.xml.
    pub fn read(part: &str, text: &str, budget: &mut Budget) -> Result<Comments, Error> {
        let mut xml = XmlStream::new(part, text);
        let mut comments = Comments::default();
        while let Some(tag) = xml.next_start(0, budget)? {
            if !tag.is_word("comment") {
                continue;
            }
            let attribute = |name| xml.word_attribute(&tag, name).map(Option::unwrap_or_default);
            let (id, author, date) = (attribute("id")?, attribute("author")?, attribute("date")?);

            let text = comments.content(&mut xml, budget)?;
            budget.keep(size_of::<Comment>() + text.len() + 200)?;
            comments.list.push(Comment { id, author, date, text, ..Comment::default() });
        }
        Ok(comments)
    }

    /// Comments' indices by their ids; the first of an id that is given twice.
    pub fn ids(&self) -> BTreeMap<String, usize> {
        let ids = self.list.iter().enumerate().rev();
        ids.map(|(index, comment)| (comment.id.clone(), index)).collect()
    }

    /// Reads commentsExtended.xml.
    pub fn extend(&mut self, part: &str, text: &str, budget: &mut Budget) -> Result<(), Error> {
        let mut xml = XmlStream::new(part, text);
        while let Some(tag) = xml.next_start(0, budget)? {
            if tag.name != "commentEx" {
                continue;
            }
            let attribute = |name| xml.attribute(&tag, Namespace::Word15, name);
            let comment = self.comment_of_paragraph(attribute("paraId")?);
            let parent = self.comment_of_paragraph(attribute("paraIdParent")?);
            let done = matches!(attribute("done")?.as_deref(), Some("1" | "true" | "on"));

            if let Some(index) = comment {
                self.list[index].done = done;
                self.list[index].answers = parent.filter(|parent| *parent != index);
            }
        }

        self.break_circles();
        Ok(())
    }

    /// The comment that holds a paragraph.
    fn comment_of_paragraph(&self, id: Option<String>) -> Option<usize> {
        self.paragraphs.get(&id?.to_ascii_uppercase()).copied()
    }

    /// Takes away answers that lead back to themselves, or on and on.
    fn break_circles(&mut self) {
        for index in 0..self.list.len() {
            let parent = |index: &usize| self.list.get(*index).and_then(|one| one.answers);
            if std::iter::successors(Some(index), parent).nth(MAX_THREAD).is_some() {
                self.list[index].answers = None;
            }
        }
    }

    fn content(&mut self, xml: &mut XmlStream<'_>, budget: &mut Budget) -> Result<String, Error> {
        let depth = xml.depth();
        let (mut text, mut is_first) = (String::new(), true);

        while let Some(tag) = xml.next_start(depth, budget)? {
            match (tag.namespace, tag.name) {
                (Namespace::Word, "p") => {
                    if !std::mem::take(&mut is_first) {
                        text.push('\n');
                    }
                    if let Some(id) = xml.attribute(&tag, Namespace::Word14, "paraId")? {
                        budget.keep(id.len() + 64)?;
                        self.paragraphs.insert(id.to_ascii_uppercase(), self.list.len());
                    }
                }
                (Namespace::Word, "t") => {
                    let piece = xml.element_text(budget)?;
                    text.push_str(&piece.replace(['\t', '\r', '\n'], " "));
                }
                (Namespace::Word, "tab") => text.push(' '),
                (Namespace::Word, "br" | "cr") => text.push('\n'),
                (Namespace::Word, "pPr" | "rPr" | "instrText") => xml.skip(budget)?,
                _ => {}
            }
        }
        Ok(text)
    }
}
