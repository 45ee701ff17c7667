//! Every opinion of a workspace, over all copies and rounds.

use super::model::{Choice, Decision, Opinion, Reply};

/// Every opinion of a workspace, in the order in which they were merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The opinions.
    pub opinions: Vec<Opinion>,
}

/// What those that share a number are called: 甲, 乙, …; empty for 0.
pub fn letter(side: u32) -> &'static str {
    const LETTERS: [&str; 11] = ["", "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    LETTERS.get(side as usize).copied().unwrap_or("癸")
}

/// Why an opinion can't be settled as was asked: a sentence.
type Refusal = String;

impl Ledger {
    /// The number that follows all others.
    pub fn next_number(&self) -> u32 {
        self.opinions.iter().map(|opinion| opinion.number).max().unwrap_or(0) + 1
    }

    /// The opinions with a number, by their indices.
    pub fn numbered(&self, number: u32) -> Vec<usize> {
        let indices = 0..self.opinions.len();
        indices.filter(|index| self.opinions[*index].number == number).collect()
    }

    /// An opinion of a copy by what it is known by.
    pub fn find(&self, copy: &str, key: &str) -> Option<usize> {
        self.opinions.iter().position(|opinion| opinion.copy == copy && opinion.key == key)
    }

    /// The comment that a copy carried on from an earlier one, or the one that an answer in it belongs to.
    pub fn find_comment(&self, author: &str, text: &str) -> Option<usize> {
        let comments = || self.opinions.iter().enumerate().filter(|(_, one)| one.is_comment());
        let own = comments().find(|(_, one)| one.reviewer == author && one.after == text);
        let answered = comments().find(|(_, one)| {
            one.replies.iter().any(|reply| reply.author == author && reply.text == text)
        });
        own.or(answered).map(|(index, _)| index)
    }

    /// Those that go in together with one, itself among them.
    pub fn group(&self, index: usize) -> Vec<usize> {
        let one = &self.opinions[index];
        if one.group.is_empty() {
            return vec![index];
        }
        let is_same = |other: &usize| {
            let other = &self.opinions[*other];
            other.copy == one.copy && other.reviewer == one.reviewer && other.group == one.group
        };
        (0..self.opinions.len()).filter(is_same).collect()
    }

    /// The opinions that are meant by a number and, where several share it, one of them by its letter.
    ///
    /// # Errors
    /// Where there is none, or it isn't said which.
    pub fn chosen(&self, number: u32, side: Option<u32>) -> Result<usize, Refusal> {
        let all = self.numbered(number);
        match (all.as_slice(), side) {
            ([], _) => Err(format!("没有第 {number} 号意见；zishu review status 列出各条")),
            ([only], None | Some(1)) => Ok(*only),
            (several, Some(side)) => {
                let found = several.iter().find(|index| self.opinions[**index].side == side);
                found.copied().ok_or_else(|| {
                    format!("第 {number} 号没有{}方；{}", letter(side), self.sides(number))
                })
            }
            (_, None) => {
                Err(format!("第 {number} 号有几方意见，要写明采用哪一方；{}", self.sides(number)))
            }
        }
    }

    /// Who is who of a number: `甲是张三“…”，乙是李四“…”`.
    pub fn sides(&self, number: u32) -> String {
        let sides = self.numbered(number).into_iter().map(|index| {
            let one = &self.opinions[index];
            format!("{}是{}“{}”", letter(one.side.max(1)), one.reviewer, one.after)
        });
        sides.collect::<Vec<_>>().join("，")
    }

    /// Notes what was decided of opinions.
    pub fn decide(&mut self, indices: &[usize], choice: Choice, reason: &str, date: &str) {
        for index in indices {
            let decision = Decision { choice, reason: reason.to_owned(), date: date.to_owned() };
            self.opinions[*index].decision = Some(decision);
        }
    }

    /// Answers a comment; whether nobody had said so yet.
    pub fn answer(&mut self, index: usize, reply: Reply) -> bool {
        let opinion = &mut self.opinions[index];
        let is_new =
            !opinion.replies.iter().any(|one| one.author == reply.author && one.text == reply.text);
        if is_new {
            opinion.replies.push(reply);
        }
        is_new
    }
}
