//! `contact`: whom to call, and salutations, which belong to the letter that a chapter came with.

use super::chapter::Chapter;
use super::passage::{Passage, Role};
use crate::diag::{Code, Diagnostics};
use crate::document::contacts::{contacts, is_addressee, is_salutation};

/// Reports each.
pub(super) fn check(chapter: &Chapter<'_>, diagnostics: &mut Diagnostics) {
    for passage in &chapter.passages {
        if passage.role != Role::Number {
            report_contacts(passage, diagnostics);
        }
    }

    // A name before a colon further down leads to what that office does.
    let is_text = |passage: &&Passage| matches!(passage.role, Role::Heading | Role::Paragraph);
    let texts = chapter.passages.iter().filter(is_text).enumerate();
    for (index, passage) in texts.filter(|(_, passage)| passage.role == Role::Paragraph) {
        if is_salutation(passage.text()) || (index == 0 && is_addressee(passage.text())) {
            let message = "文稿里不写称呼";
            let range = 0..passage.text().len();
            let problem = passage.problem(Code::Contact, &range, message);
            let help = "删去这一行；上报文件的主送机关写在 report.yaml 的“抬头”里";
            diagnostics.extend(problem.map(|problem| problem.help(help)));
        }
    }
}

fn report_contacts(passage: &Passage, diagnostics: &mut Diagnostics) {
    for place in contacts(passage.text()) {
        let message = format!("文稿里有联系方式“{}”", &passage.text()[place.clone()]);
        let problem = passage.problem(Code::Contact, &place, message);
        let help = "删去；确要公布的热线，写短号码，如 12345";
        diagnostics.extend(problem.map(|problem| problem.help(help)));
    }
}
