//! Which problems are printed, and in how many lines.
//!
//! For people one problem that occurs in many places is printed once, with the other places; on a terminal the
//! gravest come that leave room for the closing lines. For programs every one is printed.

use super::common::Common;
use super::owed::Owed;
use super::{by_unit, output};
use crate::diag::{self, Code, Diagnostic, Format, Severity};
use crate::pipeline::{Loaded, Share};
use crate::source::Sources;
use crate::workflow::Scope;
use clap::Args;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::slice;

/// Which problems a command prints.
#[derive(Debug, Args)]
pub(super) struct ProblemOptions {
    /// 只列这个单位的问题；不归哪个单位的，写 统稿人
    #[arg(long, value_name = "单位")]
    pub bureau: Option<String>,
    /// 只列这个栏目的问题，写章号、名称或 plan.yaml 的行号
    #[arg(long, value_name = "栏目")]
    pub section: Option<String>,
    /// 全部列出：不限行数，同样的问题也逐处列出
    #[arg(long)]
    pub all: bool,
}

impl ProblemOptions {
    /// The problems that were asked for.
    pub fn scope(&self, loaded: &Loaded) -> anyhow::Result<Scope> {
        Scope::new(loaded, self.bureau.as_deref(), self.section.as_deref())
    }

    /// The summary by unit, above some closing lines.
    pub fn by_unit(
        &self,
        shares: &[Share],
        owed: &[Owed<'_>],
        scope: &Scope,
        closing: &str,
    ) -> String {
        // Its own first and last line stand beside it.
        let taken = closing.lines().count() + MIN_LINES + 2;
        let is_limited = !self.all && is_terminal();
        let max = if is_limited { MAX_LINES.saturating_sub(taken) } else { usize::MAX };
        by_unit::text(shares, owed, scope, max)
    }

    /// How they are printed above some closing lines.
    pub fn listing(&self, closing: &str) -> Listing {
        Listing { is_whole: self.all, closing: closing.lines().count() }
    }
}

/// How problems are printed for people.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Listing {
    /// Whether every one is, at each of its places.
    pub is_whole: bool,
    /// How many lines are printed behind them.
    pub closing: usize,
}

/// Whether lists for people have to fit a terminal.
pub(super) fn is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Maximum number of lines on a terminal, with the closing ones.
const MAX_LINES: usize = 40;

/// How many lines problems may fill at least, however long the closing is.
const MIN_LINES: usize = 10;

/// Maximum number of problems where the output is no terminal.
const MAX_PRINTED: usize = 100;

/// Maximum number of other places that are named of a problem.
const MAX_PLACES: usize = 5;

/// Prints problems: to standard error as text for people, to standard output as data.
pub(super) fn print(
    common: &Common,
    sources: &Sources,
    sorted: Vec<Diagnostic>,
    listing: Listing,
) -> io::Result<()> {
    let format: Format = common.format.into();
    if format != Format::Human {
        diag::emit(&mut io::stdout().lock(), sources, &sorted, format, false)?;
        return io::stdout().flush();
    }

    let is_terminal = is_terminal();
    let colour = is_terminal && std::env::var_os("NO_COLOR").is_none();
    let problems = if listing.is_whole {
        sorted.into_iter().map(Repeated::once).collect()
    } else {
        gather(sorted)
    };

    let room = MAX_LINES.saturating_sub(listing.closing).max(MIN_LINES);
    let (max, room) = match (listing.is_whole, is_terminal) {
        (true, _) => (usize::MAX, usize::MAX),
        (false, true) => (MAX_PRINTED, room),
        (false, false) => (MAX_PRINTED, usize::MAX),
    };
    let as_text = |problem: &Repeated| problem.text(sources, colour);
    let Selection { printed, hidden } = select_gravest(problems, max, room, as_text)?;

    let mut out = io::stderr().lock();
    for text in &printed {
        out.write_all(text.as_bytes())?;
    }
    if !hidden.is_empty() {
        output::message(&hidden_line(&hidden));
    }
    Ok(())
}

/// A problem, and the same in other places.
struct Repeated {
    first: Diagnostic,
    others: Vec<Diagnostic>,
}

impl Repeated {
    fn once(first: Diagnostic) -> Repeated {
        Repeated { first, others: Vec::new() }
    }

    /// As it is printed.
    fn text(&self, sources: &Sources, colour: bool) -> io::Result<String> {
        let mut text = Vec::new();
        diag::emit(&mut text, sources, slice::from_ref(&self.first), Format::Human, colour)?;

        let mut text = String::from_utf8_lossy(&text).into_owned();
        if !self.others.is_empty() {
            // Behind the problem's last line, before the blank one that ends it.
            text.truncate(text.trim_end_matches('\n').len());
            let _ = write!(text, "\n  = {}\n\n", other_places(&self.others, sources));
        }
        Ok(text)
    }
}

/// Puts problems that say the same of different places together, at the place of the first.
fn gather(sorted: Vec<Diagnostic>) -> Vec<Repeated> {
    let mut indices: BTreeMap<(Severity, Code, String), usize> = BTreeMap::new();
    let mut gathered: Vec<Repeated> = Vec::new();
    for problem in sorted {
        let key = (problem.severity, problem.code, problem.message.clone());
        match indices.get(&key) {
            Some(index) => gathered[*index].others.push(problem),
            None => {
                indices.insert(key, gathered.len());
                gathered.push(Repeated::once(problem));
            }
        }
    }

    gathered
}

/// Where else a problem is: the lines of each file.
fn other_places(others: &[Diagnostic], sources: &Sources) -> String {
    let mut lines: Vec<(&str, usize)> = Vec::new();
    for problem in others {
        let span = problem.primary.span;
        let line = sources.line_column(span.file, span.start).line;
        lines.push((sources.path(span.file), line));
    }
    lines.dedup();

    let mut places = String::new();
    let mut last = "";
    for (path, line) in lines.iter().take(MAX_PLACES) {
        let _ = match last {
            "" => write!(places, "{path}:{line}"),
            last if last == *path => write!(places, "、{line}"),
            _ => write!(places, "，{path}:{line}"),
        };
        last = path;
    }
    let more = if lines.len() > MAX_PLACES { "等" } else { "" };
    format!("同样的问题还有 {} 处：{places}{more}", others.len())
}

/// Problems, each part in the order of the whole.
struct Selection {
    /// The gravest, as they are printed.
    printed: Vec<String>,
    /// The others.
    hidden: Vec<Repeated>,
}

/// Selects the gravest problems, at most `max` in at most `room` lines, but at least one; only these are made texts.
fn select_gravest(
    problems: Vec<Repeated>,
    max: usize,
    room: usize,
    as_text: impl Fn(&Repeated) -> io::Result<String>,
) -> io::Result<Selection> {
    let mut order: Vec<(Severity, usize)> =
        problems.iter().enumerate().map(|(index, one)| (one.first.severity, index)).collect();
    order.sort_unstable();

    let mut texts = BTreeMap::new();
    let mut lines = 0usize;
    for (_, index) in order.into_iter().take(max) {
        let text = as_text(&problems[index])?;
        lines = lines.saturating_add(text.lines().count());
        if lines > room && !texts.is_empty() {
            break;
        }
        texts.insert(index, text);
    }

    let others = problems.into_iter().enumerate().filter(|(index, _)| !texts.contains_key(index));
    let hidden = others.map(|(_, problem)| problem).collect();
    Ok(Selection { printed: texts.into_values().collect(), hidden })
}

/// The line about problems that aren't printed.
fn hidden_line(hidden: &[Repeated]) -> String {
    let places = |one: &Repeated| 1 + one.others.len();
    let all: usize = hidden.iter().map(places).sum();
    let errors = hidden.iter().filter(|one| one.first.severity == Severity::Error);
    let errors: usize = errors.map(places).sum();

    let among = if errors > 0 { format!("（错误 {errors} 个）") } else { String::new() };
    format!(
        "还有 {all} 个问题没有列出{among}；加 --all 全部列出，加 --bureau、--section 只列一个单位、一个栏目的"
    )
}

#[cfg(test)]
mod tests {
    use super::{Repeated, Selection, gather, hidden_line, select_gravest};
    use crate::diag::{Code, Diagnostic, Diagnostics};
    use crate::source::{Sources, Span};
    use std::io;

    const MANY: usize = usize::MAX;

    /// Problems with these codes and messages, one a character.
    struct Scene {
        sources: Sources,
        problems: Vec<(Code, &'static str)>,
    }

    impl Scene {
        fn gathered(&mut self) -> Vec<Repeated> {
            let file = self.sources.add("a.md", "甲乙丙丁戊己庚辛");
            let mut reported = Diagnostics::default();
            for (index, (code, message)) in self.problems.iter().enumerate() {
                let span = Span::new(file, index * 3..index * 3 + 3);
                reported.report(Diagnostic::new(*code, span, *message));
            }
            gather(reported.into_sorted(&self.sources))
        }

        fn select(&mut self, max: usize, room: usize) -> io::Result<Selection> {
            let gathered = self.gathered();
            let sources = &self.sources;
            select_gravest(gathered, max, room, |problem| problem.text(sources, false))
        }
    }

    fn scene(problems: &[(Code, &'static str)]) -> Scene {
        Scene { sources: Sources::default(), problems: problems.to_vec() }
    }

    fn heads(texts: &[String]) -> Vec<&str> {
        texts.iter().filter_map(|text| text.lines().next()).collect()
    }

    #[test]
    fn no_error_is_hidden_behind_lesser_problems() -> io::Result<()> {
        let mut scene = scene(&[
            (Code::HandTypedValue, "甲"),
            (Code::ValueMismatch, "乙"),
            (Code::HandTypedValue, "丙"),
            (Code::MissingPicture, "丁"),
        ]);

        let Selection { printed, hidden } = scene.select(2, MANY)?;
        assert_eq!(heads(&printed), ["提醒[value-mismatch]: 乙", "错误[missing-picture]: 丁"]);
        assert_eq!(hidden.len(), 2);
        assert!(hidden_line(&hidden).starts_with("还有 2 个问题没有列出；"));

        let Selection { printed, hidden } = scene.select(0, MANY)?;
        assert!(printed.is_empty());
        assert!(hidden_line(&hidden).starts_with("还有 4 个问题没有列出（错误 1 个）；"));
        Ok(())
    }

    #[test]
    fn what_is_printed_fits_its_lines_but_for_one() -> io::Result<()> {
        let mut scene = scene(&[(Code::ValueMismatch, "甲"), (Code::ValueMismatch, "乙")]);
        let lines = scene.select(1, MANY)?.printed[0].lines().count();

        assert_eq!(scene.select(MANY, 2 * lines)?.printed.len(), 2);
        assert_eq!(scene.select(MANY, 2 * lines - 1)?.printed.len(), 1);
        assert_eq!(scene.select(MANY, 0)?.printed.len(), 1);
        Ok(())
    }

    #[test]
    fn what_is_said_again_is_counted() -> io::Result<()> {
        let mut scene = scene(&[(Code::RawHtml, "甲"); 8]);
        let printed = scene.select(MANY, MANY)?.printed;
        assert_eq!(heads(&printed), ["提醒[raw-html]: 甲"]);
        let last = printed[0].trim_end().lines().last().unwrap_or("");
        assert_eq!(last, "  = 同样的问题还有 7 处：a.md:1");

        let hidden = scene.select(0, MANY)?.hidden;
        assert!(hidden_line(&hidden).starts_with("还有 8 个问题没有列出；"));
        Ok(())
    }
}
