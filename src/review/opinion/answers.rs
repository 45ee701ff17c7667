//! What writers answered to comments in the chapters' Markdown.
//!
//! In: chapters, in which `--comments` wrote `<!-- 批注（张三）：请补充数据 -->`. Out: what was added behind
//! a comment's words: `答复：已补充` answers it, `已办` closes it.

use super::ledger::Ledger;

/// What a chapter says of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The opinion, by its index.
    pub opinion: usize,
    /// The answer; empty where it is only closed.
    pub text: String,
    /// Whether it is closed.
    pub is_closed: bool,
}

/// Words that close a comment.
const CLOSED: [&str; 3] = ["已办", "已解决", "已采用"];

/// Comment that Markdown doesn't print.
const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// What a chapter says of the comments that are written in it.
pub fn answers(chapter: &str, ledger: &Ledger) -> Vec<Answered> {
    let mut found = Vec::new();
    let mut rest = chapter;
    while let Some(start) = rest.find(OPEN) {
        rest = &rest[start + OPEN.len()..];
        let Some(end) = rest.find(CLOSE) else { break };
        let comment = rest[..end].trim();
        rest = &rest[end + CLOSE.len()..];
        found.extend(answered(comment, ledger));
    }
    found
}

fn answered(comment: &str, ledger: &Ledger) -> Option<Answered> {
    let of_comment = ledger.opinions.iter().enumerate().filter(|(_, one)| one.is_comment());
    let mut candidates = of_comment.filter_map(|(index, one)| {
        let written = written(&one.reviewer, &one.after);
        comment.strip_prefix(written.as_str()).map(|rest| (index, written.len(), rest))
    });
    // The longest of those that begin alike.
    let first = candidates.next()?;
    let (opinion, _, rest) =
        candidates.fold(first, |best, next| if next.1 > best.1 { next } else { best });

    // Where the comment stands, should that be in no chapter.
    let rest = match rest.strip_prefix("（在").and_then(|place| place.split_once('）')) {
        Some((_, rest)) => rest,
        None => rest,
    };
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "；;。，,".contains(c));
    let mut text = rest;
    let mut is_closed = false;
    for word in CLOSED {
        if let Some(before) = text.strip_suffix(word) {
            is_closed = true;
            text =
                before.trim_end_matches(|c: char| c.is_whitespace() || "；;。，,（(".contains(c));
        }
    }
    let text = text.strip_prefix("答复").unwrap_or(text);
    let text = text.trim_start_matches(['：', ':', ' ']).trim().to_owned();
    (is_closed || !text.is_empty()).then_some(Answered { opinion, text, is_closed })
}

/// A comment as it is written into a chapter, without its marks: on one line, and nothing that Markdown
/// or the chapter's template reads.
pub fn written(author: &str, text: &str) -> String {
    let text = format!("批注（{author}）：{text}");
    let text = text.replace("--", "—").replace(['\n', '\r'], " ");
    text.replace(['{', '｛'], "（").replace(['}', '｝'], "）").replace('>', "＞")
}

#[cfg(test)]
mod tests {
    use super::{Answered, answers};
    use crate::review::SameSentence;
    use crate::review::opinion::{Ledger, Opinion, OpinionKind, Position, State};

    fn comment(reviewer: &str, text: &str) -> Opinion {
        Opinion {
            number: 1,
            side: 0,
            list: 1,
            copy: "c001".to_owned(),
            reviewer: reviewer.to_owned(),
            date: String::new(),
            key: text.to_owned(),
            position: Position::default(),
            kind: OpinionKind::Comment,
            before: String::new(),
            after: text.to_owned(),
            patches: Vec::new(),
            stretch: None,
            same_sentence: SameSentence::default(),
            group: String::new(),
            state: State::Comment,
            decision: None,
            replies: Vec::new(),
        }
    }

    #[test]
    fn a_writer_answers_behind_the_words_of_a_comment() {
        let opinions = vec![comment("张三", "请补充"), comment("张三", "请补充数据")];
        let ledger = Ledger { opinions };
        let read = |chapter: &str| answers(chapter, &ledger);
        let answer =
            |opinion, text: &str, is_closed| Answered { opinion, text: text.to_owned(), is_closed };

        assert_eq!(read("甲\n\n<!-- 批注（张三）：请补充数据 -->\n"), []);
        assert_eq!(
            read("<!-- 批注（张三）：请补充数据；答复：已补充，见表 1 -->"),
            [answer(1, "已补充，见表 1", false)]
        );
        assert_eq!(
            read("<!-- 批注（张三）：请补充 答复：不必补充。已办 -->"),
            [answer(0, "不必补充", true)]
        );
        assert_eq!(
            read("<!-- 批注（张三）：请补充数据（在封面）；已解决 -->"),
            [answer(1, "", true)]
        );
        assert_eq!(read("<!-- 批注（李四）：请补充数据；已办 --> <!-- 备忘"), []);
    }
}
