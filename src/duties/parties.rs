//! Who leads and who joins, by the wording of 责任单位.
//!
//! In: `市质监局牵头，市公安局、市科技局等配合`. Out: [`Parties`]: the units that lead and join, whether others are
//! meant that aren't named, and what only a person can decide. The words are data: `words.txt`.

use super::marks::{Chunk, LabelRole, Labelled, chunks, label, without_number, without_spaces};
use super::names::{UnitNames, is_collective, is_name, parted};
use super::segment::{Marks, marks, segment};
use super::words::{WORDS, word_before};
use std::collections::BTreeSet;

/// A unit that a wording names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedUnit {
    /// The name as written.
    pub name: String,
    /// Names that stand in brackets behind it.
    pub aliases: Vec<String>,
}

/// Who does what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parties {
    /// The units that lead.
    pub lead: Vec<NamedUnit>,
    /// The units that join.
    pub joint: Vec<NamedUnit>,
    /// Whether units are meant that aren't named: 等、其他部门、各县（市、区）.
    pub open: bool,
    /// What only a person can decide, a sentence each without its end.
    pub doubts: Vec<String>,
}

/// Reads a wording. Where none leads by its words, the first unit that is named does.
pub fn parties(text: &str, known: &UnitNames) -> Parties {
    let mut reader = Reader::new(known);
    reader.read(text);
    reader.flush_default();
    reader.resolve()
}

/// Who does what, where lead and joint units have columns of their own.
pub fn parties_of_columns(lead: &str, joint: &str, known: &UnitNames) -> Parties {
    let column = |text: &str| {
        let mut reader = Reader::new(known);
        reader.read(text);
        reader.flush_default();
        let names: Vec<NamedUnit> = reader.groups.drain(..).flat_map(|group| group.names).collect();
        (names, reader)
    };
    let (leads, first) = column(lead);
    let (joints, second) = column(joint);

    let mut parties = Parties {
        lead: leads,
        joint: joints,
        open: first.open || second.open,
        doubts: first.doubts.into_iter().chain(second.doubts).collect(),
    };
    parties.settle();
    parties
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Lead,
    Joint,
    /// 负责: leads where none leads by its words.
    Duty,
    /// Nothing is said of them.
    Bare,
}

/// Names of which the same is said.
struct Group {
    role: Role,
    names: Vec<NamedUnit>,
    /// Whether it is said in brackets, of one alone.
    in_brackets: bool,
}

struct Reader<'k> {
    known: &'k UnitNames,
    groups: Vec<Group>,
    /// Names of which nothing is said so far.
    pending: Vec<NamedUnit>,
    /// The label before them.
    label: Option<Role>,
    /// Whether they follow 会同.
    is_joining: bool,
    open: bool,
    doubts: Vec<String>,
}

impl<'k> Reader<'k> {
    fn new(known: &'k UnitNames) -> Reader<'k> {
        Reader {
            known,
            groups: Vec::new(),
            pending: Vec::new(),
            label: None,
            is_joining: false,
            open: false,
            doubts: Vec::new(),
        }
    }

    fn read(&mut self, text: &str) {
        for chunk in chunks(text, self.known) {
            if chunk.begins_clause {
                self.flush_default();
                self.is_joining = false;
            }
            self.read_chunk(&chunk);
        }
    }

    fn read_chunk(&mut self, chunk: &Chunk) {
        let mut text = without_number(&chunk.text);
        let labelled =
            if self.pending.is_empty() { Labelled::Loosely } else { Labelled::WithColon };
        if let Some((role, rest)) = label(text, labelled) {
            self.flush_default();
            self.label = Some(match role {
                LabelRole::Lead => Role::Lead,
                LabelRole::Joint => Role::Joint,
                LabelRole::Duty => Role::Duty,
            });
            text = without_number(rest);
        }

        if let Some(word) = word_before(text, &WORDS.before_names) {
            let rest = text.get(word.len()..).unwrap_or("");
            let is_before = segment(rest, self.known).is_some();
            text = if is_before { rest } else { text };
        }
        self.read_names(text, &chunk.brackets);
    }

    /// Reads a text in which 和 and the like may stand between names.
    fn read_names(&mut self, text: &str, brackets: &[String]) {
        for (start, _) in text.char_indices().skip(1) {
            let (left, right) = text.split_at(start);
            let Some(word) = word_before(right, &WORDS.conjunctions) else { continue };
            let right = right.get(word.len()..).unwrap_or("");
            if is_name(left, self.known) && segment(right, self.known).is_some() {
                self.push(left, &[]);
                return self.read_names(right, brackets);
            }
        }

        self.read_segment(text, brackets);
    }

    fn read_segment(&mut self, text: &str, brackets: &[String]) {
        if text.is_empty() {
            return self.read_brackets(None, brackets);
        }

        let alone = marks(text, self.known);
        if alone.rest.is_empty() && !is_collective(text, self.known) {
            self.read_brackets(None, brackets);
            return self.apply(&alone);
        }
        let Some(found) = segment(text, self.known) else {
            if is_collective(text, self.known) {
                self.read_collective(text, brackets);
            } else {
                self.doubts.push(format!("“{text}”读不出是哪个单位"));
            }
            return;
        };
        if is_collective(found.name, self.known) {
            return self.read_collective(text, brackets);
        }

        self.push(found.name, brackets);
        self.apply(&found.marks);
    }

    /// Takes in units that aren't named; those in brackets are.
    fn read_collective(&mut self, text: &str, brackets: &[String]) {
        self.open = true;
        for inner in brackets {
            self.read(inner);
        }

        let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let role =
            [(Role::Lead, &WORDS.lead), (Role::Joint, &WORDS.joint), (Role::Duty, &WORDS.duty)];
        if let Some((role, _)) = role.into_iter().find(|(_, words)| holds(words)) {
            self.flush(role);
        }
    }

    /// Takes in a name with what stands in brackets behind it.
    fn push(&mut self, name: &str, brackets: &[String]) {
        if let Some([left, right]) = parted(name, self.known) {
            self.doubts.push(format!("“{name}”当作“{left}”和“{right}”两个单位"));
            self.push(left, &[]);
            return self.push(right, brackets);
        }
        self.pending.push(NamedUnit { name: name.to_owned(), aliases: Vec::new() });
        self.read_brackets(Some(name), brackets);
    }

    /// Reads what stands in brackets: a role, another name, or something to ask about.
    fn read_brackets(&mut self, name: Option<&str>, brackets: &[String]) {
        for inner in brackets {
            let inner = inner.trim();
            let said = marks(inner, self.known);
            let role = said.role().filter(|_| said.rest.is_empty());
            if inner.chars().all(|c| c.is_ascii_digit()) {
                continue;
            }

            match (role, self.pending.last_mut()) {
                (Some(role), Some(_)) if name.is_some() => {
                    let names = self.pending.pop().into_iter().collect();
                    self.groups.push(Group { role, names, in_brackets: true });
                }
                (Some(role), _) => self.flush(role),
                (None, Some(unit)) if is_name(inner, self.known) => {
                    unit.aliases.push(inner.to_owned());
                }
                (None, _) => self.doubts.push(format!("括号里的“{inner}”没有读入")),
            }
        }
    }

    /// What is said of the names before.
    fn apply(&mut self, marks: &Marks<'_>) {
        self.open |= marks.open;
        if let Some(others) = marks.together_with {
            self.flush(Role::Lead);
            self.is_joining = true;
            return self.read_segment(others, &[]);
        }

        // 甲配合乙: what can't be read is a name.
        if marks.joint && !marks.lead && is_name(marks.rest, self.known) {
            self.doubts.push(format!("“配合{}”读作由它牵头", marks.rest));
            self.flush(Role::Joint);
            self.push(marks.rest, &[]);
            return self.flush(Role::Lead);
        }
        if !marks.rest.is_empty() {
            self.doubts.push(format!("“{}”没有读入", marks.rest));
        }
        if let Some(role) = marks.role() {
            self.flush(role);
        }
    }

    /// Gives the names before a role; a label or 会同 before them says more than 负责.
    fn flush(&mut self, role: Role) {
        let role = match (role, self.label, self.is_joining) {
            (Role::Duty | Role::Bare, Some(label), _) => label,
            (Role::Duty | Role::Bare, None, true) => Role::Joint,
            (role, _, _) => role,
        };

        if !self.pending.is_empty() {
            let names = std::mem::take(&mut self.pending);
            self.groups.push(Group { role, names, in_brackets: false });
        }
    }

    fn flush_default(&mut self) {
        self.flush(Role::Bare);
    }

    fn resolve(mut self) -> Parties {
        self.join_to_lead();
        let has = |role: Role| self.groups.iter().any(|group| group.role == role);
        let (has_lead, has_joint) = (has(Role::Lead), has(Role::Joint));

        // 甲、乙负责，丙配合: both lead, since those who join are named.
        let others = self.groups.iter().filter(|it| matches!(it.role, Role::Duty | Role::Bare));
        let all_lead = !has_lead && has_joint && others.clone().count() == 1;
        if !has_lead && has_joint && others.count() > 1 {
            self.doubts.push("没有写明牵头，把第一个单位作为牵头".to_owned());
        }

        let mut parties = Parties { open: self.open, doubts: self.doubts, ..Parties::default() };
        for Group { role, names, .. } in self.groups {
            for name in names {
                let is_first = !has_lead && parties.lead.is_empty() && role != Role::Joint;
                if role == Role::Lead || is_first || (all_lead && role != Role::Joint) {
                    parties.lead.push(name);
                } else {
                    parties.joint.push(name);
                }
            }
        }
        parties.settle();
        parties
    }

    /// 甲，乙牵头: a clause ends where the names go on.
    fn join_to_lead(&mut self) {
        let first = self.groups.iter().position(|group| group.role == Role::Lead);
        let Some(first) = first.filter(|first| !self.groups[*first].in_brackets) else { return };
        for group in self.groups[..first].iter_mut().filter(|group| group.role == Role::Bare) {
            let names: Vec<&str> = group.names.iter().map(|unit| unit.name.as_str()).collect();
            self.doubts.push(format!("“{}”写在牵头单位前面，也作为牵头", names.join("、")));
            group.role = Role::Lead;
        }
    }
}

impl Parties {
    /// Leaves each unit once; asks where none leads.
    fn settle(&mut self) {
        let mut seen = BTreeSet::new();
        let mut repeated = Vec::new();
        let mut is_new = |unit: &NamedUnit| {
            let is_new = seen.insert(unit.name.clone());
            if !is_new {
                repeated.push(format!("“{}”写了两次", unit.name));
            }
            is_new
        };
        self.lead.retain(&mut is_new);
        self.joint.retain(&mut is_new);

        self.doubts.append(&mut repeated);
        if self.lead.is_empty() {
            self.doubts.push("没有读出由哪个单位牵头".to_owned());
        }
    }
}

impl Marks<'_> {
    fn role(&self) -> Option<Role> {
        if self.lead {
            Some(Role::Lead)
        } else if self.joint {
            Some(Role::Joint)
        } else if self.duty {
            Some(Role::Duty)
        } else {
            None
        }
    }
}

/// The wording of units in one line: between two names a 、, before a label a ；, behind one a colon.
pub(super) fn units_in_one_line(text: &str, known: &UnitNames) -> String {
    let parted = without_spaces(text.trim(), known);
    let mut out = String::new();
    for part in parted.split('\n') {
        let is_labelled = label(part, Labelled::Loosely).is_some();
        if is_bare_label(&out) {
            out.push('：');
        } else if !out.is_empty() {
            out.push(if is_labelled { '；' } else { '、' });
        }
        out.push_str(part);
    }

    out
}

/// Whether a line ends with a label that has no colon.
fn is_bare_label(line: &str) -> bool {
    let last = line.rsplit(['；', '、']).next().unwrap_or("");
    label(last, Labelled::Loosely).is_some_and(|(_, rest)| rest.is_empty()) && !last.ends_with('：')
}
