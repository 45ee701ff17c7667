//! Marks between figures, which are no marks: `100*200*50`, `2**10`, `118`52`30`, `50~~100`.
//!
//! In: the text for comrak. Out: the same, as long, with a stand-in for each mark that would vanish
//! though it means itself. No file can hold a stand-in, and lowering prints what it stands for. Every
//! other mark is left to CommonMark: Chinese is emphasised without spaces, as in 这是*重点*内容.

use super::autolinks::{self, in_address};
use super::characters::{STAR, TICK, TILDE, clean, is_wide, restored};
use super::context::{Lowering, TextKind};
use super::markers;
use super::runs::Run;
use crate::diag::{Code, Diagnostic};
use crate::document::ValueUse;
use crate::document::digits::{begins_figure, ends_figure, is_digit};
use crate::expand::{MARKER_CLOSE, MARKER_OPEN};
use crate::source::{Span, is_han};
use std::ops::Range;

/// Maximum number of problems with marks between figures that are reported of one text.
pub(super) const MAX_REPORTED: usize = 200;

/// Maximum number of characters of a product that is written out in advice.
const MAX_ADVICE: usize = 40;

/// Maximum characters of a unit after a figure: 米, 平方米.
const MAX_UNIT: usize = 3;

/// Maximum characters of a name before a figure: 宽, 宽度.
const MAX_NAME: usize = 2;

/// Signs of a formula before its result or its terms.
const EQUALS: [char; 3] = ['=', '＝', '≈'];

/// Puts stand-ins into a text; gives the `*` that open emphasis in a formula and may have been meant
/// to multiply.
pub(super) fn hide(text: String, values: &[ValueUse]) -> (String, Vec<usize>) {
    if !text.contains(['*', '~', '`']) {
        return (text, Vec::new());
    }
    let marks = between_figures(&text, values);
    let text = replaced(text, &marks);

    // A product of names is known by its whole clause, with the products of figures already found.
    let Formulas { products, doubtful } = formulas(&text, values);
    (replaced(text, &products), doubtful)
}

/// The text with stand-ins at these bytes.
fn replaced(text: String, marks: &[usize]) -> String {
    let mut bytes = text.into_bytes();
    for at in marks {
        bytes[*at] = match bytes[*at] {
            b'*' => STAR as u8,
            b'`' => TICK as u8,
            b'~' => TILDE as u8,
            other => other,
        };
    }
    // One ASCII character in place of another.
    String::from_utf8(bytes).unwrap_or_default()
}

/// The marks between two figures. As marks they would vanish, and the figures would be read as one.
fn between_figures(text: &str, values: &[ValueUse]) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_mark = |byte: &u8| b"*_~`".contains(byte);
    let mut marks = Vec::new();
    let mut next = 0;
    while let Some(distance) = text[next..].find(['*', '~', '`']) {
        // Marks that stand together vanish together: 3*_4_*5.
        let first = next + distance;
        let start =
            first - bytes[next..first].iter().rev().take_while(|byte| is_mark(byte)).count();
        let end = first + bytes[first..].iter().take_while(|byte| is_mark(byte)).count();
        next = end;

        let joins = ends_figure(printed_before(text, start, values))
            && begins_figure(printed_after(text, end, values));
        if joins && !is_escaped(bytes, start) && !in_address(bytes, first) {
            // `_` within a word is no mark.
            marks.extend((start..end).filter(|mark| bytes[*mark] != b'_'));
        }
    }
    marks
}

/// What is printed last before a byte: a character, or a value's text.
fn printed_before<'a>(text: &'a str, at: usize, values: &'a [ValueUse]) -> &'a str {
    let before = &text[..at];
    let open = before.ends_with(MARKER_CLOSE).then(|| before.rfind(MARKER_OPEN)).flatten();
    let value = open.and_then(|open| value_of_marker(text, open, values));
    let last = before.char_indices().next_back().map_or(0, |(last, _)| last);
    value.unwrap_or(&before[last..])
}

/// What is printed first from a byte on: the text, or a value's.
fn printed_after<'a>(text: &'a str, at: usize, values: &'a [ValueUse]) -> &'a str {
    let after = &text[at..];
    let value = after.starts_with(MARKER_OPEN).then(|| value_of_marker(text, at, values)).flatten();
    value.unwrap_or(after)
}

/// The text of the value whose marker begins at a byte.
fn value_of_marker<'a>(text: &str, at: usize, values: &'a [ValueUse]) -> Option<&'a str> {
    let marker = markers::find(text, at).filter(|it| it.range.start == at && it.letter == 'v')?;
    values.get(marker.index).map(|value| value.text.as_str())
}

/// Whether a backslash takes the meaning of the mark at a byte.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// What is known of the `*` in formulas.
#[derive(Default)]
struct Formulas {
    /// Those that multiply.
    products: Vec<usize>,
    /// Those that are left to CommonMark and may multiply.
    doubtful: Vec<usize>,
}

/// What stands on one side of a `*`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// A figure, one with its unit or name, a sum in brackets.
    Figure,
    /// A letter, a bracket: a variable, or a word of Latin letters.
    Symbol,
    /// Chinese, which may be a name or prose.
    Word,
    /// A space, punctuation, nothing: here emphasis begins or ends.
    Edge,
}

/// A `*` that stands alone.
struct Star {
    offset: usize,
    left: Side,
    right: Side,
}

/// Looks for products clause by clause: no formula goes beyond one.
fn formulas(text: &str, values: &[ValueUse]) -> Formulas {
    let mut formulas = Formulas::default();
    if !text.contains('*') {
        return formulas;
    }

    let mut start = 0;
    for (at, character) in text.char_indices() {
        if ends_clause(text, at, character) {
            clause(text, start..at, values, &mut formulas);
            start = at + character.len_utf8();
        }
    }
    clause(text, start..text.len(), values, &mut formulas);
    formulas
}

fn ends_clause(text: &str, at: usize, character: char) -> bool {
    match character {
        ',' => !(ends_figure(&text[..at]) && text[at + 1..].starts_with(is_digit)),
        '|' | '\t' | '\r' | '\n' | ';' | '!' | '?' | ':' => true,
        '，' | '。' | '；' | '！' | '？' | '：' | '、' => true,
        _ => false,
    }
}

/// Decides for the stars of a clause.
fn clause(text: &str, range: Range<usize>, values: &[ValueUse], formulas: &mut Formulas) {
    let typed = &text[range.clone()];
    if !typed.contains('*') {
        return;
    }

    let (inner, edges): (Vec<Star>, Vec<Star>) = stars(text, range.clone(), values)
        .into_iter()
        .partition(|star| star.left != Side::Edge && star.right != Side::Edge);
    // Else one of the others is the partner of a mark at an edge, or is in another clause.
    if !are_paired(&edges) {
        return;
    }

    let equals = typed.find(EQUALS).map(|at| range.start + at);
    let is_term = |side: Side| matches!(side, Side::Figure | Side::Symbol);
    // One alone may begin emphasis that ends in another clause.
    let multiplies = if inner.len() == 1 {
        inner.iter().all(|star| star.left == Side::Figure && star.right == Side::Figure)
    } else {
        inner.iter().all(|star| is_term(star.left) && is_term(star.right))
    };
    // Without a partner it would find one in another clause.
    let odd = typed.contains(STAR) && inner.len() % 2 == 1;
    let is_formula = typed.contains(EQUALS) || reckons(typed);
    for star in inner {
        let touches = is_term(star.left) || is_term(star.right);
        if equals.is_some_and(|equals| equals < star.offset) || multiplies || odd && touches {
            formulas.products.push(star.offset);
        } else if is_formula {
            formulas.doubtful.push(star.offset);
        }
    }
}

/// Whether a clause multiplies or divides what has a name: 2×3米 is a size, 7×24小时 a way to speak.
fn reckons(clause: &str) -> bool {
    clause.char_indices().filter(|(_, sign)| matches!(sign, '×' | '÷')).any(|(at, sign)| {
        let before = side_before(clause[..at].trim_end());
        let after = side_after(clause[at + sign.len_utf8()..].trim_start());
        before != Side::Figure || after != Side::Figure
    })
}

/// Whether the stars at edges open and close in turn.
fn are_paired(edges: &[Star]) -> bool {
    let mut is_open = false;
    for star in edges {
        let opens = star.left == Side::Edge;
        if opens == is_open || opens == (star.right == Side::Edge) {
            return false;
        }
        is_open = opens;
    }
    !is_open
}

/// The stars of a clause that may be marks, each alone.
fn stars(text: &str, range: Range<usize>, values: &[ValueUse]) -> Vec<Star> {
    let bytes = text.as_bytes();
    let mut stars = Vec::new();
    let mut start = range.start;
    for (at, _) in text[range.clone()].match_indices('*').map(|(at, sign)| (range.start + at, sign))
    {
        let touches = |byte: Option<&u8>| byte.is_some_and(|byte| b"*_~`".contains(byte));
        let alone = !touches(bytes[..at].last()) && !touches(bytes.get(at + 1));
        if !alone || is_escaped(bytes, at) || in_address(bytes, at) {
            continue;
        }

        let before = markers::print(&text[start..at], values);
        let next = text[at + 1..range.end].find('*').map_or(range.end, |next| at + 1 + next);
        let after = markers::print(&text[at + 1..next], values);
        start = at + 1;

        // Between spaces, or as an item's mark, it is no mark of emphasis.
        let is_space = |side: Option<char>| side.is_none_or(char::is_whitespace);
        if !(is_space(before.chars().next_back()) && is_space(after.chars().next())) {
            stars.push(Star { offset: at, left: side_before(&before), right: side_after(&after) });
        }
    }
    stars
}

fn side_before(text: &str) -> Side {
    let Some(last) = text.chars().next_back() else { return Side::Edge };
    if is_digit(last) || matches!(last, '%' | '‰' | '％') {
        return Side::Figure;
    }

    if matches!(last, ')' | '）') {
        let sum = text[..text.len() - last.len_utf8()].rsplit(['(', '（']).next().unwrap_or("");
        return if is_sum(sum) { Side::Figure } else { Side::Symbol };
    }
    if !is_han(last) {
        return if is_variable(last) { Side::Symbol } else { Side::Edge };
    }

    let unit = text.chars().rev().take_while(|c| is_han(*c)).count();
    let measures = text.trim_end_matches(is_han).ends_with(|c| is_digit(c) || c == '%');
    // 2017年*12月*: dates aren't multiplied.
    let date = matches!(last, '年' | '月' | '日' | '号');
    if unit <= MAX_UNIT && measures && !date { Side::Figure } else { Side::Word }
}

fn side_after(text: &str) -> Side {
    let Some(first) = text.chars().next() else { return Side::Edge };
    if is_digit(first) {
        return Side::Figure;
    }
    if matches!(first, '(' | '（') {
        let sum = text[first.len_utf8()..].split([')', '）']).next().unwrap_or("");
        return if is_sum(sum) { Side::Figure } else { Side::Symbol };
    }
    if !is_han(first) {
        return if is_variable(first) { Side::Symbol } else { Side::Edge };
    }

    let name = text.chars().take_while(|c| is_han(*c)).count();
    let measures = name <= MAX_NAME && text.trim_start_matches(is_han).starts_with(is_digit);
    if measures { Side::Figure } else { Side::Word }
}

/// Whether a text in brackets is reckoned: `1+2`.
fn is_sum(text: &str) -> bool {
    text.contains(is_digit) && text.chars().all(|c| is_digit(c) || "+-*/.%＋－×÷ ".contains(c))
}

/// Whether a character is a variable's letter.
fn is_variable(character: char) -> bool {
    character.is_alphabetic() && !is_wide(character)
}

impl Lowering<'_, '_> {
    /// Reports the marks in a text node that are printed as typed, each product once.
    pub fn report_literal_marks(&mut self, text: &str, aligned: &Run, window: &Range<usize>) {
        if next_stand_in(text, 0).is_none() {
            return;
        }
        let printed: String = text.chars().map(restored).collect();
        let addresses = autolinks::find(&printed);

        let mut from = 0;
        while let Some(first) = next_stand_in(text, from) {
            let range = product_around(text, from, first);
            from = range.end;
            let next = addresses.partition_point(|address| address.range.end <= range.start);
            let in_address = addresses.get(next).is_some_and(|it| it.range.start < range.end);
            let source = aligned.source_of(range.clone());
            let within = window.start <= source.start && source.end <= window.end;
            if within
                && !in_address
                && self.kind == TextKind::Chapter
                && self.reported_marks < MAX_REPORTED
            {
                self.reported_marks += 1;
                self.literal_marks(text, range, source);
            }
        }
    }

    fn literal_marks(&mut self, text: &str, range: Range<usize>, source: Range<usize>) {
        let span = self.span(source);
        let marks = &text[range.clone()];
        let lengths = marks.split(|c| c != STAR).map(str::len).filter(|length| *length > 0);
        let only_stars = !marks.contains([TICK, TILDE]);

        let problem = if only_stars && lengths.clone().all(|length| length == 1) {
            product(marks, span, is_code(&text[..range.start], &text[range.end..]))
        } else if only_stars && lengths.clone().all(|length| length > 2) {
            // 138****1234: stars in place of digits, as they are meant to be printed.
            return;
        } else {
            let typed = clean(marks);
            let first = typed.trim_start_matches(|c| !"*`~".contains(c));
            let rest = first.trim_start_matches(|c| "*`~".contains(c));
            let signs = &first[..first.len() - rest.len()];
            let message = format!("数字之间的“{signs}”照字面印出，不作标记");
            Diagnostic::new(Code::MistypedMarkup, span, message)
                .help("要作标记，把整个数放在里面；确要照字面印的，每个符号前加反斜杠")
        };
        self.diagnostics.report(problem);
    }

    /// Reports emphasis in a formula, which may have been meant to multiply.
    pub fn report_doubtful_emphasis(&mut self, range: &Range<usize>) {
        if self.kind == TextKind::Chapter && self.doubtful.binary_search(&range.start).is_ok() {
            let message = "算式里的“*”成了强调，不会印出";
            let help = "是乘号的，改为 ×；要强调的，改为 **加粗**";
            self.problem(Code::MistypedMarkup, range.clone(), message, help);
        }
    }
}

/// Whether figures belong to a number that counts nothing, by what stands around them: 0570-302*1234,
/// 浙H12*45, GB/T 19001*2016.
fn is_code(before: &str, after: &str) -> bool {
    let before = before.strip_suffix(' ').unwrap_or(before);
    let joins = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '/' | '_');
    before.ends_with(joins) || after.starts_with(['-', '/', '_'])
}

/// A product that is printed as typed; between figures the signs can be put right, but in a code.
fn product(marks: &str, span: Span, code: bool) -> Diagnostic {
    let figures = marks.starts_with(is_digit) && marks.ends_with(is_digit);
    if figures && code {
        return Diagnostic::new(Code::MistypedMarkup, span, "数字之间的“*”照字面印出")
            .help("是乘号的，改为 ×；确要照字面印的，前面加反斜杠");
    }

    let problem = Diagnostic::new(Code::MistypedMarkup, span, "乘号用了“*”，会照字面印出");
    let right = clean(marks).replace('*', "×");

    // A name may have been meant to be emphasised, and what a template prints isn't typed at its place.
    if !figures || span.range().len() != marks.len() {
        return problem.help("改为 ×；要强调的，改为 **加粗**");
    }
    let help = if right.chars().count() > MAX_ADVICE {
        "乘号改为 ×".to_owned()
    } else {
        format!("改为 {right}")
    };
    problem.help(help).fix(span, right)
}

/// The first stand-in at or after a byte. One tilde alone is usual: 5~10.
fn next_stand_in(text: &str, from: usize) -> Option<usize> {
    let mut stand_ins = text[from..].match_indices([STAR, TICK, TILDE]);
    stand_ins.find_map(|(at, sign)| {
        let twice = text[from + at + 1..].starts_with(TILDE);
        (!sign.starts_with(TILDE) || twice).then_some(from + at)
    })
}

/// The figures and stand-ins around a stand-in, not before `from`.
fn product_around(text: &str, from: usize, at: usize) -> Range<usize> {
    let in_figure = |c: char| is_digit(c) || matches!(c, '.' | ',');
    let start = from + text[from..at].trim_end_matches(in_figure).len();
    let start = at - text[start..at].trim_start_matches(['.', ',']).len();

    let mut end = at;
    loop {
        let rest = &text[end..];
        let twice = rest.chars().take_while(|c| *c == TILDE).count() > 1;
        let belongs = |c: char| in_figure(c) || c == STAR || c == TICK || twice && c == TILDE;
        let length = rest.len() - rest.trim_start_matches(belongs).len();
        if length == 0 {
            break;
        }
        end += length;
    }
    start..at + text[at..end].trim_end_matches(['.', ',']).len()
}
