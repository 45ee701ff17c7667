//! Comments: who, when, what, which one they answer, whether they are done.
//!
//! In: comments.xml and commentsExtended.xml. Out: [`Comment`]s in the order of the part.

use super::limits::Budget;
use super::model::{Comment, Refused};
use super::xml::{Node, Space, Xml};
use std::collections::BTreeMap;

/// Comments, and the ids of their paragraphs.
#[derive(Default)]
pub(super) struct Comments {
    /// The comments.
    pub list: Vec<Comment>,
    paragraphs: BTreeMap<String, usize>,
}

impl Comments {
    /// Reads comments.xml.
    pub fn read(part: &str, text: &str, budget: &mut Budget) -> Result<Comments, Refused> {
        let mut xml = Xml::new(part, text);
        let mut comments = Comments::default();
        loop {
            match xml.next(budget)? {
                Node::Start(tag) if tag.is_word("comment") => {
                    let get = |name| xml.word(&tag, name).map(Option::unwrap_or_default);
                    let (id, author, date) = (get("id")?, get("author")?, get("date")?);
                    let mut comment = Comment { id, author, date, ..Comment::default() };
                    comment.text = comments.content(&mut xml, budget)?;
                    budget.keep(size_of::<Comment>() + comment.text.len() + 200)?;
                    comments.list.push(comment);
                }
                Node::Start(_) | Node::End | Node::Text(_) => {}
                Node::Over => return Ok(comments),
            }
        }
    }

    /// Comments' indices by their ids; the first of an id that is given twice.
    pub fn ids(&self) -> BTreeMap<String, usize> {
        let ids = self.list.iter().enumerate().rev();
        ids.map(|(index, comment)| (comment.id.clone(), index)).collect()
    }

    /// Reads commentsExtended.xml.
    pub fn extend(&mut self, part: &str, text: &str, budget: &mut Budget) -> Result<(), Refused> {
        let mut xml = Xml::new(part, text);
        loop {
            match xml.next(budget)? {
                Node::Start(tag) if tag.name == "commentEx" => {
                    let get = |name| xml.attribute(&tag, Space::Word15, name);
                    let at = |id: Option<String>| {
                        id.and_then(|id| self.paragraphs.get(&id.to_ascii_uppercase()).copied())
                    };
                    let (own, parent) = (at(get("paraId")?), at(get("paraIdParent")?));
                    let done = matches!(get("done")?.as_deref(), Some("1" | "true" | "on"));
                    if let Some(comment) = own.and_then(|own| self.list.get_mut(own)) {
                        comment.done = done;
                        comment.answers = parent.filter(|parent| Some(*parent) != own);
                    }
                }
                Node::Start(_) | Node::End | Node::Text(_) => {}
                Node::Over => break,
            }
        }
        self.break_circles();
        Ok(())
    }

    /// Takes away answers that lead back to themselves, or on and on.
    fn break_circles(&mut self) {
        /// Longest thread that is kept.
        const THREAD: usize = 100;
        for index in 0..self.list.len() {
            let parent = |at: &usize| self.list.get(*at).and_then(|comment| comment.answers);
            if std::iter::successors(Some(index), parent).nth(THREAD).is_some() {
                self.list[index].answers = None;
            }
        }
    }

    fn content(&mut self, xml: &mut Xml<'_>, budget: &mut Budget) -> Result<String, Refused> {
        let end = xml.depth().saturating_sub(1);
        let (mut text, mut first) = (String::new(), true);
        while xml.depth() > end {
            let Node::Start(tag) = xml.next(budget)? else { continue };
            match (tag.space, tag.name) {
                (Space::Word, "p") => {
                    if !std::mem::take(&mut first) {
                        text.push('\n');
                    }
                    if let Some(id) = xml.attribute(&tag, Space::Word14, "paraId")? {
                        budget.keep(id.len() + 64)?;
                        self.paragraphs.insert(id.to_ascii_uppercase(), self.list.len());
                    }
                }
                (Space::Word, "t") => {
                    let piece = xml.text(budget)?;
                    text.push_str(&piece.replace(['\t', '\r', '\n'], " "));
                }
                (Space::Word, "tab") => text.push(' '),
                (Space::Word, "br" | "cr") => text.push('\n'),
                (Space::Word, "pPr" | "rPr" | "instrText") => xml.skip(budget)?,
                _ => {}
            }
        }
        Ok(text)
    }
}
