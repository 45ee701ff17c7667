//! The table that a lead office files: every opinion, and what became of it.
//!
//! In: the record of opinions. Out: the rows of 意见采纳情况表 in groups, first what waits for somebody.

use super::list::to_read;
use super::opinion::{Choice, Ledger, Opinion, State, letter};
use crate::document::{Date, OpinionClass, OpinionGroup, OpinionRow, OpinionTable};
use std::collections::BTreeMap;

/// The table's title.
pub const TITLE: &str = "意见采纳情况表";

/// Maximum number of characters of a text that is already in the chapter; a longer one is cut.
const MAX_TEXT: usize = 80;

/// The table of these opinions, by their indices.
pub fn table(ledger: &Ledger, indices: &[usize], date: Date) -> OpinionTable {
    let opinions: Vec<&Opinion> =
        indices.iter().filter_map(|index| ledger.opinions.get(*index)).collect();
    let mut groups: BTreeMap<(OpinionClass, String), Vec<&Opinion>> = BTreeMap::new();
    for opinion in &opinions {
        let class = class(opinion);
        let bureau = match &opinion.state {
            State::Request { bureau, .. } if class == OpinionClass::Request => bureau.clone(),
            _ => String::new(),
        };
        groups.entry((class, bureau)).or_default().push(opinion);
    }

    let groups = groups.into_iter().map(|((kind, bureau), mut opinions)| {
        opinions.sort_by_key(|opinion| (opinion.number, opinion.side));
        let rows = opinions.into_iter().map(row).collect();
        OpinionGroup { kind, name: group_name(kind, &bureau), bureau, rows }
    });
    OpinionTable {
        title: TITLE.to_owned(),
        date,
        summary: summary(&opinions),
        groups: groups.collect(),
    }
}

/// How many opinions, and what became of them, in a sentence.
pub fn summary(opinions: &[&Opinion]) -> String {
    let classes = [
        (OpinionClass::Conflict, "冲突待定"),
        (OpinionClass::Request, "转归口单位核定"),
        (OpinionClass::Refused, "未采用待处理"),
        (OpinionClass::Comment, "批注待答复"),
        (OpinionClass::Settled, "已定不改"),
        (OpinionClass::Taken, "采用"),
    ];
    let counts = classes.into_iter().filter_map(|(kind, name)| {
        let count = opinions.iter().filter(|opinion| class(opinion) == kind).count();
        (count > 0).then(|| format!("{name} {count}"))
    });
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() {
        "没有意见。".to_owned()
    } else {
        format!("共 {} 条意见：{}。", opinions.len(), counts.join("，"))
    }
}

/// The group that an opinion belongs to.
pub fn class(opinion: &Opinion) -> OpinionClass {
    match (&opinion.decision, &opinion.state) {
        (Some(decision), _) if decision.choice != Choice::Adopted => OpinionClass::Settled,
        (Some(_), _) | (None, State::Applied | State::Present) => OpinionClass::Taken,
        (None, State::Conflict { .. }) => OpinionClass::Conflict,
        (None, State::Request { .. }) => OpinionClass::Request,
        (None, State::Refused { .. }) => OpinionClass::Refused,
        (None, State::Comment) => OpinionClass::Comment,
    }
}

fn group_name(kind: OpinionClass, bureau: &str) -> String {
    match kind {
        OpinionClass::Conflict => "待定：意见不一致".to_owned(),
        OpinionClass::Request if bureau.is_empty() => "转归口单位核定".to_owned(),
        OpinionClass::Request => format!("转{bureau}核定"),
        OpinionClass::Refused => "未采用，请处理".to_owned(),
        OpinionClass::Comment => "批注，请答复".to_owned(),
        OpinionClass::Settled => "已定：保留原文、不采纳".to_owned(),
        OpinionClass::Taken => "采用".to_owned(),
    }
}

/// An opinion's number as people write it: `12`, `3甲`.
pub fn number(opinion: &Opinion) -> String {
    format!("{}{}", opinion.number, letter(opinion.side))
}

fn row(opinion: &Opinion) -> OpinionRow {
    // What is still to be pasted stands there whole.
    let is_whole = opinion.is_open() || opinion.is_comment();
    let text = |text: &str| {
        if is_whole { text.to_owned() } else { shortened(text) }
    };
    let position = &opinion.position;
    let source = match position.path.as_str() {
        "" => String::new(),
        path => format!("{path}:{}", position.line),
    };

    OpinionRow {
        number: number(opinion),
        reviewer: opinion.reviewer.clone(),
        date: opinion.date.clone(),
        position: position.words.clone(),
        source,
        before: shortened(&opinion.before),
        after: text(&opinion.after).replace('\n', " "),
        outcome: outcome(opinion),
        reason: reason(opinion),
    }
}

/// What became of it, in a word or two.
pub fn outcome(opinion: &Opinion) -> String {
    match (&opinion.decision, &opinion.state) {
        (Some(_), State::Comment) => "已答复".to_owned(),
        (Some(decision), _) => decision.choice.word().to_owned(),
        (None, State::Applied) => "采用".to_owned(),
        (None, State::Present) => "原已如此".to_owned(),
        (None, State::Conflict { .. }) => "冲突，待定".to_owned(),
        (None, State::Request { bureau, .. }) if bureau.is_empty() => "转归口单位核定".to_owned(),
        (None, State::Request { bureau, .. }) => format!("转{bureau}核定"),
        (None, State::Refused { .. }) => "未采用".to_owned(),
        (None, State::Comment) => "待答复".to_owned(),
    }
}

/// Why, or what was answered.
pub fn reason(opinion: &Opinion) -> String {
    let mut reasons = Vec::new();
    if opinion.decision.is_none() {
        match &opinion.state {
            State::Conflict { now, with: Some(other) } => {
                reasons.push(format!("{other}的意见是“{}”", shortened(now)));
            }
            State::Conflict { now, with: None } => {
                let now = now.replace('\n', " ");
                reasons.push(format!("文稿现为“{}”", shortened(&now)));
            }
            State::Request { matter, .. } => reasons.push(matter.clone()),
            State::Refused { reason } => reasons.push(reason.clone()),
            State::Applied | State::Present | State::Comment => {}
        }
    }
    reasons.extend(to_read(&opinion.same_sentence));

    for reply in &opinion.replies {
        reasons.push(format!("{}：{}", reply.author, reply.text.replace('\n', " ")));
    }
    if let Some(decision) = &opinion.decision
        && !decision.reason.is_empty()
    {
        reasons.push(decision.reason.clone());
    }
    reasons.join("；")
}

fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= MAX_TEXT {
        return text.to_owned();
    }
    let head: String = text.chars().take(MAX_TEXT * 2 / 3).collect();
    format!("{head}……（共 {length} 字）")
}
