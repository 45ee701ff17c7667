//! Clauses that say in what circumstances a figure came about, and phrases that name somebody: by their
//! form, whatever their words are.
//!
//! In: a clause that no list of words decides. Out: whether it can name a source, a sample, a
//! condition or a part that isn't the table's own. Sources have no end of names: 遥感影像解译, 飞行检查; the
//! forms in which a sentence brings them up are few.

use crate::check::words::SCOPE;
use crate::source::is_han;

/// Maximum characters of the noun that a phrase with 的 ends with; a longer rest is a statement.
const MAX_NOUN: usize = 14;
/// Minimum characters of a phrase that names somebody.
const MIN_PHRASE: usize = 3;

/// Whether a clause tells from where, from which sample or under which condition the figures after it
/// are: 根据遥感影像解译, 经济普查修订前, 省厅组织的监督抽检.
pub(super) fn is_circumstance(clause: &str) -> bool {
    is_citation(clause) || is_setting(clause) || is_condition(clause) || is_done_by(clause)
}

/// The noun of a phrase without a verb, so that the clause after it may be about what it names:
/// 以装备制造为主的东港片区.
pub(super) fn noun_of_phrase(clause: &str) -> Option<&str> {
    let (_, noun) = description(clause)?;
    let phrase = !SCOPE.settled.ends(clause) && !SCOPE.matter.ends(clause);
    (phrase && clause.chars().filter(|c| is_han(*c)).count() >= MIN_PHRASE).then_some(noun)
}

/// 据…, 参照…, 经…: what follows is not from the table, unless it is statistics or leave to act.
fn is_citation(clause: &str) -> bool {
    let cites = SCOPE.cited.begins(clause) && !SCOPE.not_cited.begins(clause);
    cites && !SCOPE.official.is_in(clause) && !SCOPE.settled.ends(clause)
}

/// 在…排行榜上, 专项检查中, 修订前, 影响后: when or among which.
fn is_setting(clause: &str) -> bool {
    let Some(inner) = SCOPE.setting.strip_suffix(clause) else { return false };
    let inner = inner.trim_end_matches(['之', '以']);
    let stated = SCOPE.settled.ends(clause) || SCOPE.settled.ends(inner);
    !stated && inner.chars().any(is_han) && !SCOPE.matter.ends(inner) && !SCOPE.talk.ends(clause)
}

/// 如果…, 受…影响, 除…外.
fn is_condition(clause: &str) -> bool {
    let pairs = [("受", "影响"), ("除", "外"), ("以", "计"), ("以", "计价")];
    let framed = |(start, end): &(&str, &str)| clause.starts_with(start) && clause.ends_with(end);
    SCOPE.condition.begins(clause) || (pairs.iter().any(framed) && !SCOPE.settled.ends(clause))
}

/// 由…组织的督查, 公布的榜单: what somebody did stands right before 的, and what came of it behind.
fn is_done_by(clause: &str) -> bool {
    let done = |doing: &str| SCOPE.talk.ends(doing) || SCOPE.agency.ends(doing);
    let begins = SCOPE.talk.begins(clause) || SCOPE.agency.begins(clause);
    !begins
        && !SCOPE.settled.ends(clause)
        && description(clause).is_some_and(|(doing, _)| done(doing))
}

/// What stands before 的, and the noun behind it that the clause ends with.
fn description(clause: &str) -> Option<(&str, &str)> {
    let (before, noun) = clause.rsplit_once('的')?;
    let named = !noun.is_empty() && noun.chars().count() <= MAX_NOUN;
    let states = SCOPE.talk.is_in(noun) || SCOPE.agency.is_in(noun);
    (named && !states && !before.is_empty()).then_some((before, noun))
}
