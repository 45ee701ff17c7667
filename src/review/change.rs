//! What a returned copy changed, in the words of the copy that was sent.
//!
//! In: both copies, as [`crate::docx`] reads them. Out: [`Change`]s, in the order of the text, each
//! with the marks of the file that it accounts for.

mod account;
mod asides;
mod tables;

use super::align::{Step, align};
use super::flow::{self, Flow, Part, Reader, Shape, Table, Token};
use crate::docx::{AsideKind, Docx, Format, RevisionId};
use account::settle;
use asides::Boxes;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tables::text_of;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// What was done.
    pub what: What,
    /// The marks of the file that say so; none for an edit that wasn't tracked.
    pub revisions: BTreeSet<RevisionId>,
    /// Where, in the base: the flow and the token.
    pub place: (usize, usize),
    /// The mark that says so, where it accounts for another change already.
    pub shared: Option<RevisionId>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Tokens of a flow were replaced; one of both sides may be empty.
    Text {
        /// The tokens of the base that go.
        deleted: Range<usize>,
        /// What stands there now.
        inserted: Vec<Token>,
        /// What the paragraphs are that end in `inserted`.
        shapes: Vec<Shape>,
    },
    /// A row was inserted: what its cells say; `before` is a flow of the row above, in the base.
    RowInserted {
        /// A flow in a cell of the base row above, or below where there is none above.
        beside: Option<usize>,
        /// Whether that row stands above.
        below: bool,
        /// The cells' tokens.
        cells: Vec<Vec<Token>>,
    },
    /// A row was deleted: the flows of its cells, in the base.
    RowDeleted(Vec<usize>),
    /// Tokens look otherwise.
    Look {
        /// The tokens of the base.
        tokens: Range<usize>,
        /// Their marks before.
        before: Format,
        /// Their marks now.
        after: Format,
    },
    /// Something that Markdown has no words for: a reason, and what it says.
    Other(&'static str, String),
    /// A comment.
    Comment(usize),
    /// Text in a header, a footer or a text box, which stand in no chapter.
    Aside {
        /// Which of them.
        kind: AsideKind,
        /// What it said; the words whose look was changed, where `after` says the same.
        before: String,
        /// What it says now.
        after: String,
    },
    /// Inserted and deleted again.
    Nothing,
    /// Marks around bookmarks, comments' marks, empty runs.
    Empty,
}

/// Both copies, set against each other.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// Every flow of the base that has a partner; [`Change::place`] indexes them.
    pub flows: Vec<Flow>,
    /// The changes.
    pub changes: Vec<Change>,
    /// The first flow of a note.
    pub notes_from: usize,
}

/// Sets a returned copy against the one that was sent.
pub(super) fn compare(base: &Docx, theirs: &Docx) -> Compared {
    let mut comparison =
        Comparison { out: Compared::default(), comments: BTreeSet::new(), boxes: Boxes::default() };
    let (own, other) = (Reader::new(base), Reader::new(theirs));
    comparison.parts(own.parts(&base.body.blocks), other.parts(&theirs.body.blocks));
    comparison.out.notes_from = comparison.out.flows.len();
    comparison.notes(base, theirs, &own, &other);
    let missing: Vec<usize> =
        (0..theirs.comments.len()).filter(|at| !comparison.comments.contains(at)).collect();
    for index in missing {
        comparison.push(What::Comment(index), [], (usize::MAX, 0));
    }
    comparison.asides(base, theirs, &other);
    settle(&mut comparison.out.changes, theirs);
    comparison.out
}

struct Comparison {
    out: Compared,
    comments: BTreeSet<usize>,
    boxes: Boxes,
}

/// Why a table isn't taken over.
const NEW_TABLE: &str = "新表请在文稿里用 Markdown 表格加";
const LOST_TABLE: &str = "整张表请在文稿里删";
const CELLS: &str = "单元格的增减、合并请在文稿里做";
const BOXED: &str = "公式、图表等对象里的改动请在文稿里做";
const FIELD: &str = "目录、序号和引用由程序排出，请在它指向的地方改";
const LOOK: &str = "版式由模板和版式文件决定，请由统稿人在那里改";

impl Comparison {
    fn push(
        &mut self,
        what: What,
        revisions: impl IntoIterator<Item = RevisionId>,
        place: (usize, usize),
    ) {
        let revisions = revisions.into_iter().collect();
        self.out.changes.push(Change { what, revisions, place, shared: None });
    }

    /// Notes belong together by the anchors in them, else by their order.
    fn notes(&mut self, base: &Docx, theirs: &Docx, own: &Reader<'_>, other: &Reader<'_>) {
        let mut left: BTreeMap<i64, Vec<Part>> =
            theirs.notes.iter().map(|(id, story)| (*id, other.parts(&story.blocks))).collect();
        let mut pairs = Vec::new();
        for (id, story) in &base.notes {
            let parts = own.parts(&story.blocks);
            let name = first_anchor(&parts);
            let same =
                |(_, other): &(&i64, &Vec<Part>)| name.is_some() && first_anchor(other) == name;
            let found = left.iter().find(same).map(|(id, _)| *id);
            pairs.push((*id, parts, found.and_then(|id| left.remove(&id))));
        }
        for (id, parts, found) in pairs {
            let found = found.or_else(|| {
                let unnamed = left.get(&id).is_some_and(|other| first_anchor(other).is_none());
                if unnamed { left.remove(&id) } else { None }
            });
            match found {
                Some(found) => self.parts(parts, found),
                // A note whose mark is gone goes with it: the mark's deletion tells.
                None => self.keep_flows(parts),
            }
        }
        let known: BTreeSet<String> = base
            .notes
            .values()
            .map(|story| tables::parts_text(&own.parts(&story.blocks)).trim().to_owned())
            .collect();
        for parts in left.into_values() {
            // Word copies a note along with the paragraph that is pasted; the mark goes by itself.
            if known.contains(tables::accepted_text(&parts).trim()) {
                let marks = tables::marks_of(&parts);
                if !marks.is_empty() {
                    let at = self.out.flows.len().saturating_sub(1);
                    self.push(What::Nothing, marks, (at, 0));
                }
                continue;
            }
            self.new_parts(parts, "新的脚注请在文稿里用 [^名称] 加");
        }
    }

    /// Two stories, or two cells.
    fn parts(&mut self, base: Vec<Part>, theirs: Vec<Part>) {
        let (own, other) = (Split::of(base), Split::of(theirs));
        let pairs = own.paired(&other);
        let mut own = own;
        let mut other = other;
        let ends = pairs.iter().copied().chain([(own.tables.len(), other.tables.len())]);
        let (mut b, mut t) = (0, 0);
        for (b_end, t_end) in ends.collect::<Vec<_>>() {
            for lost in &own.tables[b..b_end] {
                let flow = self.keep_first(lost);
                self.push(What::Other(LOST_TABLE, text_of(lost)), [], (flow, 0));
            }
            for table in other.tables[t..t_end].iter().cloned() {
                self.new_table(table, NEW_TABLE);
            }
            self.flows(joined(&mut own.flows[b..=b_end]), &joined(&mut other.flows[t..=t_end]));
            if let (Some(table), Some(partner)) = (own.tables.get(b_end), other.tables.get(t_end)) {
                self.table(table.clone(), partner.clone());
            }
            (b, t) = (b_end + 1, t_end + 1);
        }
    }

    /// Takes in what stands in the base alone, as it is.
    pub(super) fn keep_flows(&mut self, parts: Vec<Part>) {
        for part in parts {
            match part {
                Part::Flow(flow) => self.out.flows.push(flow),
                Part::Table(table) => {
                    let cells = table.rows.into_iter().flat_map(|row| row.cells);
                    cells.for_each(|cell| self.keep_flows(cell));
                }
            }
        }
    }

    fn keep_first(&mut self, table: &Table) -> usize {
        let first =
            table.rows.iter().flat_map(|row| &row.cells).flatten().find_map(|part| match part {
                Part::Flow(flow) => Some(flow.clone()),
                Part::Table(_) => None,
            });
        self.out.flows.push(first.unwrap_or_default());
        self.out.flows.len() - 1
    }

    fn flows(&mut self, base: Flow, theirs: &Flow) {
        let steps = align(&base, theirs);
        let index = self.out.flows.len();
        self.text(index, &steps, theirs, base.tokens.len());
        self.looks(index, &steps, &base, theirs);
        let now = places(&steps, theirs.tokens.len());
        for line in &theirs.lines {
            let place = (index, now[line.tokens.start]);
            for (comment, at) in &line.comments {
                if self.comments.insert(*comment) {
                    let at = now.get(*at).copied().unwrap_or(place.1);
                    self.push(What::Comment(*comment), [], (index, at));
                }
            }
            if !line.layout.is_empty() {
                let text = theirs.text(line.tokens.clone());
                self.push(What::Other(LOOK, text), line.layout.iter().copied(), place);
            }
            if !line.boxed.is_empty() {
                let text = theirs.text(line.tokens.clone());
                self.push(What::Other(BOXED, text), line.boxed.iter().copied(), place);
            }
            if !line.fielded.is_empty() {
                self.fielded(&line.fielded, theirs.text(line.tokens.clone()), place);
            }
            if !line.empty.is_empty() {
                self.push(What::Empty, line.empty.iter().copied(), place);
            }
        }
        for (at, token) in theirs.tokens.iter().enumerate() {
            self.boxes.stands(token, (index, now[at]));
        }
        self.out.flows.push(base);
    }

    /// Changes of a part of a field's result. What else they do can't be had without it.
    fn fielded(&mut self, ids: &[RevisionId], text: String, place: (usize, usize)) {
        let mut left: BTreeSet<RevisionId> = ids.iter().copied().collect();
        for change in &mut self.out.changes {
            if change.revisions.iter().any(|id| ids.contains(id)) {
                left.retain(|id| !change.revisions.contains(id));
                change.what = What::Other(FIELD, text.clone());
            }
        }
        if !left.is_empty() {
            self.push(What::Other(FIELD, text), left, place);
        }
    }

    /// Runs of steps between tokens that stay.
    fn text(&mut self, flow: usize, steps: &[Step], theirs: &Flow, end: usize) {
        let mut at = 0;
        let mut next = 0;
        while at < steps.len() {
            if let Step::Kept(own, _) = steps[at] {
                (at, next) = (at + 1, own + 1);
                continue;
            }
            let close = steps[at..].iter().position(|step| matches!(step, Step::Kept(..)));
            let run = &steps[at..close.map_or(steps.len(), |by| at + by)];
            self.run(flow, next.min(end), run, theirs);
            at += run.len();
        }
    }

    fn run(&mut self, flow: usize, start: usize, run: &[Step], theirs: &Flow) {
        let (mut deleted, mut inserted, mut shapes) = (start..start, Vec::new(), Vec::new());
        let (mut real, mut nothing) = (BTreeSet::new(), BTreeSet::new());
        let marks = |at: usize| {
            let token = &theirs.tokens[at];
            token.revisions.iter().copied().chain(token.formatted.iter().map(|(id, _)| *id))
        };
        for step in run {
            match step {
                Step::Kept(..) => {}
                Step::Deleted(own, there) => {
                    deleted.end = own + 1;
                    real.extend(there.iter().flat_map(|at| marks(*at)));
                }
                // A text box is told by itself, and holds up no words that are typed beside it.
                Step::Inserted(at) if theirs.tokens[*at].text_box.is_some() => {
                    self.boxes.is_new(&theirs.tokens[*at]);
                }
                Step::Inserted(at) => {
                    let token = &theirs.tokens[*at];
                    if token.key == flow::Key::Mark {
                        shapes.push(theirs.lines[theirs.line_at(*at)].shape);
                    }
                    inserted.push(token.clone());
                    real.extend(marks(*at));
                }
                Step::Cancelled(at) => {
                    self.boxes.is_gone(&theirs.tokens[*at]);
                    nothing.extend(marks(*at));
                }
            }
        }
        nothing.retain(|id| !real.contains(id));
        if !nothing.is_empty() {
            self.push(What::Nothing, nothing, (flow, start));
        }
        if !deleted.is_empty() || !inserted.is_empty() {
            // The paragraph that goes on after the last new mark has a shape of its own.
            let last = run.iter().rev().find_map(|step| match step {
                Step::Inserted(at) => Some(theirs.lines[theirs.line_at(*at)].shape),
                Step::Kept(..) | Step::Deleted(..) | Step::Cancelled(_) => None,
            });
            shapes.extend(last);
            self.push(What::Text { deleted, inserted, shapes }, real, (flow, start));
        }
    }

    /// Tokens that stay and look otherwise.
    fn looks(&mut self, flow: usize, steps: &[Step], base: &Flow, theirs: &Flow) {
        let mut known: BTreeMap<RevisionId, (Range<usize>, Format, Format)> = BTreeMap::new();
        for step in steps {
            let Step::Kept(own, at) = step else { continue };
            let token = &theirs.tokens[*at];
            for (id, before) in &token.formatted {
                let entry = known.entry(*id).or_insert((*own..*own, *before, token.format));
                entry.0.end = own + 1;
            }
        }
        for (id, (tokens, before, after)) in known {
            let place = (flow, tokens.start);
            let what = match before == after {
                true => What::Other(LOOK, base.text(tokens)),
                false => What::Look { tokens, before, after },
            };
            self.push(what, [id], place);
        }
    }
}

/// Where each token of the returned flow stands in the base: its own place, or that of the next.
fn places(steps: &[Step], length: usize) -> Vec<usize> {
    let mut places = vec![0; length];
    let mut next = 0;
    for step in steps {
        match step {
            Step::Kept(own, at) | Step::Deleted(own, Some(at)) => {
                places[*at] = *own;
                next = own + 1;
            }
            Step::Deleted(own, None) => next = own + 1,
            Step::Inserted(at) | Step::Cancelled(at) => places[*at] = next,
        }
    }
    places
}

/// Flows and the tables between them: one flow more than tables.
struct Split {
    flows: Vec<Flow>,
    tables: Vec<Table>,
}

impl Split {
    fn of(parts: Vec<Part>) -> Split {
        let mut split = Split { flows: vec![Flow::default()], tables: Vec::new() };
        for part in parts {
            match part {
                Part::Flow(flow) => {
                    if let Some(last) = split.flows.last_mut() {
                        last.append(flow);
                    }
                }
                Part::Table(table) => {
                    split.tables.push(table);
                    split.flows.push(Flow::default());
                }
            }
        }
        split
    }

    /// Tables that belong together: by their anchors, or all of them where there are as many.
    fn paired(&self, other: &Split) -> Vec<(usize, usize)> {
        if self.tables.len() == other.tables.len() {
            return (0..self.tables.len()).map(|at| (at, at)).collect();
        }
        let mut pairs = Vec::new();
        let mut next = 0;
        for (at, table) in self.tables.iter().enumerate() {
            let known: BTreeSet<&str> = flow::anchors(table).collect();
            let same = |other: &Table| {
                flow::anchors(other).any(|name| known.contains(name))
                    || text_of(other) == text_of(table)
            };
            if let Some(by) = other.tables[next..].iter().position(same) {
                pairs.push((at, next + by));
                next += by + 1;
            }
        }
        pairs
    }
}

fn joined(flows: &mut [Flow]) -> Flow {
    let mut whole = Flow::default();
    flows.iter_mut().for_each(|flow| whole.append(std::mem::take(flow)));
    whole
}

fn first_anchor(parts: &[Part]) -> Option<&str> {
    parts.iter().find_map(|part| match part {
        Part::Flow(flow) => {
            let line = flow.lines.iter().find_map(|line| line.anchors.first());
            line.map(|(name, _)| name.as_str())
        }
        Part::Table(table) => flow::anchors(table).next(),
    })
}
