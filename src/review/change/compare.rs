//! The walk over both copies: stories, tables and flows that belong together, and what differs in them.

use super::super::flow::{self, CommentStart, Flow, FlowReader, Part, Table};
use super::super::flow_diff::{Step, align};
use super::account::account;
use super::comparison::{Comparison, LAYOUT};
use super::model::{ChangeKind, Compared, FlowLocation};
use super::new_tables::{NewTable, split_at, stands_in, with_new_tables};
use super::table_content::{accepted_text, marks_of, parts_text, table_text};
use crate::document::{anchor, task_box};
use crate::docx::{Docx, Format, RevisionId, check_box_state};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Sets a returned copy against the one that was sent.
pub(in super::super) fn compare(base: &Docx, theirs: &Docx) -> Compared {
    let mut comparison = Comparison::default();

    let (base_reader, their_reader) = (FlowReader::new(base), FlowReader::new(theirs));
    comparison.parts(base_reader.parts(&base.body.blocks), their_reader.parts(&theirs.body.blocks));
    comparison.out.notes_from = comparison.out.flows.len();
    comparison.notes(base, theirs, &base_reader, &their_reader);

    let count = theirs.comments.len();
    let unseen: Vec<usize> =
        (0..count).filter(|index| !comparison.comments.contains(index)).collect();
    for index in unseen {
        comparison.push(ChangeKind::Comment(index), [], FlowLocation::NOWHERE);
    }

    comparison.exchanged_pictures(base, theirs);
    comparison.asides(base, theirs, &their_reader);
    account(&mut comparison.out.changes, theirs);
    comparison.out
}

/// Why changes that stand within something else aren't taken over.
const BOXED: &str = "公式、图表等对象里的改动请在文稿里做";
const FIELD: &str = "目录、序号和引用由程序排出，请在它指向的地方改";

/// A note of the base and the returned note that it became.
struct NotePair {
    id: i64,
    parts: Vec<Part>,
    partner: Option<Vec<Part>>,
}

impl Comparison {
    /// Notes belong together by the anchors in them, else by their order.
    fn notes(
        &mut self,
        base: &Docx,
        theirs: &Docx,
        base_reader: &FlowReader<'_>,
        their_reader: &FlowReader<'_>,
    ) {
        let read =
            |(id, story): (&i64, &crate::docx::Story)| (*id, their_reader.parts(&story.blocks));
        let mut unpaired: BTreeMap<i64, Vec<Part>> = theirs.notes.iter().map(read).collect();
        let mut pairs = Vec::new();
        for (id, story) in &base.notes {
            let parts = base_reader.parts(&story.blocks);
            let name = first_anchor(&parts);
            let same =
                |(_, other): &(&i64, &Vec<Part>)| name.is_some() && first_anchor(other) == name;
            let partner = unpaired.iter().find(same).map(|(id, _)| *id);
            let partner = partner.and_then(|id| unpaired.remove(&id));
            pairs.push(NotePair { id: *id, parts, partner });
        }

        for NotePair { id, parts, partner } in pairs {
            let partner = partner.or_else(|| {
                let unnamed = unpaired.get(&id).is_some_and(|other| first_anchor(other).is_none());
                if unnamed { unpaired.remove(&id) } else { None }
            });
            match partner {
                Some(partner) => self.parts(parts, partner),
                // A note whose mark is gone goes with it: the mark's deletion is reported.
                None => self.keep_flows(&parts),
            }
        }

        let base_text = |story: &crate::docx::Story| {
            parts_text(&base_reader.parts(&story.blocks)).trim().to_owned()
        };
        let base_texts: BTreeSet<String> = base.notes.values().map(base_text).collect();
        for parts in unpaired.into_values() {
            // Word copies a note along with the paragraph that is pasted; the mark goes by itself.
            if base_texts.contains(accepted_text(&parts).trim()) {
                let location = self.last_flow();
                self.push_marked(ChangeKind::Cancelled, marks_of(&parts), location);
                continue;
            }
            self.new_parts(parts, "新的脚注请在文稿里用 [^名称] 加");
        }
    }

    /// Two stories, or two cells.
    pub(super) fn parts(&mut self, base: Vec<Part>, theirs: Vec<Part>) {
        let (mut base, mut theirs) = (Split::of(base), Split::of(theirs));
        let pairs = base.paired_tables(&theirs);
        let ends = pairs.into_iter().chain([(base.tables.len(), theirs.tables.len())]);
        let (mut b, mut t) = (0, 0);
        for (b_end, t_end) in ends {
            for lost in &base.tables[b..b_end] {
                self.lost_table(lost.clone(), []);
            }
            let own = joined(&mut base.flows[b..=b_end]);
            let (mut flow, new) =
                with_new_tables(&mut theirs.flows[t..=t_end], &theirs.tables[t..t_end], &own);
            let before = theirs.tables.get(t_end).filter(|table| table.is_deleted());
            let after = t.checked_sub(1).and_then(|table| theirs.tables.get(table));
            let mut marks = BTreeSet::new();
            if before.is_some() {
                marks = release(&mut flow, anchor::is_title);
            }
            if after.is_some_and(Table::is_deleted) {
                let released = release(&mut flow, anchor::is_below_table);
                self.claim_for_table(released);
            }
            self.flows(own, &flow, new);
            if let (Some(table), Some(partner)) = (base.tables.get(b_end), theirs.tables.get(t_end))
            {
                self.table(table.clone(), partner.clone(), marks);
            }
            (b, t) = (b_end + 1, t_end + 1);
        }
    }

    /// Takes in what stands in the base alone, as it is.
    pub(super) fn keep_flows(&mut self, parts: &[Part]) {
        self.out.flows.extend(flow::flows(parts).into_iter().cloned());
    }

    fn flows(&mut self, base: Flow, theirs: &Flow, new: Vec<NewTable>) {
        let steps = align(&base, theirs);
        let index = self.out.flows.len();
        let base_tokens = base_tokens(&steps, &base, theirs);
        let pair = FlowPair { base: &base, theirs, base_tokens: &base_tokens };
        self.text(index, &steps, pair, new);
        self.formats(index, &steps, &base, theirs);
        let reshaped = self.untracked(index, &steps, &base, theirs);

        for (number, paragraph) in theirs.paragraphs.iter().enumerate() {
            let location = FlowLocation { flow: index, token: base_tokens[paragraph.tokens.start] };
            for CommentStart { comment, token } in &paragraph.comments {
                if self.comments.insert(*comment) {
                    let token = base_tokens.get(*token).copied().unwrap_or(location.token);
                    let location = FlowLocation { token, ..location };
                    self.push(ChangeKind::Comment(*comment), [], location);
                }
            }
            self.inserted_files(paragraph, location);
            self.unprintable(paragraph, reshaped.contains(&number), theirs, location);
        }

        for (token, own) in theirs.tokens.iter().enumerate() {
            let location = FlowLocation { flow: index, token: base_tokens[token] };
            self.boxes.locate(own, location);
        }
        self.out.flows.push(base);
    }

    /// Changes of a paragraph that concern no words of a chapter.
    fn unprintable(
        &mut self,
        paragraph: &flow::Paragraph,
        is_reshaped: bool,
        theirs: &Flow,
        location: FlowLocation,
    ) {
        let text = || theirs.text(paragraph.tokens.clone());
        for (reason, ids) in [(LAYOUT, &paragraph.layout), (BOXED, &paragraph.boxed)] {
            // That it became something else is reported with the same marks.
            if !ids.is_empty() && !(is_reshaped && reason == LAYOUT) {
                self.push(ChangeKind::Other(reason, text()), ids.iter().copied(), location);
            }
        }
        if !paragraph.fielded.is_empty() {
            self.fielded(&paragraph.fielded, text(), location);
        }
        self.push_marked(ChangeKind::Wordless, paragraph.empty.iter().copied(), location);
    }

    /// Changes of a part of a field's result. What else they do can't be had without it.
    fn fielded(&mut self, ids: &[RevisionId], text: String, location: FlowLocation) {
        let mut unclaimed: BTreeSet<RevisionId> = ids.iter().copied().collect();
        for change in &mut self.out.changes {
            if change.revisions.iter().any(|id| ids.contains(id)) {
                unclaimed.retain(|id| !change.revisions.contains(id));
                change.kind = ChangeKind::Other(FIELD, text.clone());
            }
        }

        self.push_marked(ChangeKind::Other(FIELD, text), unclaimed, location);
    }

    /// Runs of steps between tokens that stay, and the new tables among them, in their order.
    fn text(&mut self, flow: usize, steps: &[Step], pair: FlowPair<'_>, new: Vec<NewTable>) {
        let is_equal = |step: &Step| matches!(step, Step::Kept(..));
        let mut new = new.into_iter().peekable();
        let mut next = 0;
        for run in steps.chunk_by(|a, b| is_equal(a) == is_equal(b)) {
            let mut rest = run;
            while let Some(table) = new.next_if(|table| stands_in(rest, table)) {
                if !run.first().is_some_and(is_equal) {
                    let (before, behind) = rest.split_at(split_at(rest, &table, pair.theirs));
                    self.replaced(flow, before, pair, &mut next);
                    rest = behind;
                }
                self.new_table(flow, table, pair.base_tokens);
            }

            match run.last() {
                Some(Step::Kept(base, _)) => next = base + 1,
                Some(_) | None => self.replaced(flow, rest, pair, &mut next),
            }
        }
        new.for_each(|table| self.new_table(flow, table, pair.base_tokens));
    }

    /// A run without tokens that stay; `next` is the token of the base that it has come to.
    fn replaced(&mut self, flow: usize, run: &[Step], pair: FlowPair<'_>, next: &mut usize) {
        let FlowPair { base, theirs, .. } = pair;
        let (first, second) = run.split_at(whole_paragraphs(run, base, theirs));
        for run in [first, second].into_iter().filter(|run| !run.is_empty()) {
            self.run(flow, (*next).min(base.tokens.len()), run, base, theirs);
            let deleted = |step: &Step| match step {
                Step::Deleted(base, _) => Some(base + 1),
                Step::Kept(..) | Step::Inserted(_) | Step::Cancelled(_) => None,
            };
            *next = run.iter().filter_map(deleted).max().unwrap_or(*next);
        }
    }

    fn run(&mut self, flow: usize, start: usize, run: &[Step], base: &Flow, theirs: &Flow) {
        let location = FlowLocation { flow, token: start };
        let (mut deleted, mut inserted, mut shapes) = (start..start, Vec::new(), Vec::new());
        let (mut real, mut cancelled) = (BTreeSet::new(), BTreeSet::new());
        let marks = |token: usize| theirs.tokens[token].marks();
        let shape_of = |token: usize| theirs.paragraphs[theirs.paragraph_index(token)].shape;

        for step in run {
            match step {
                Step::Kept(..) => {}
                Step::Deleted(token, their) => {
                    deleted.end = token + 1;
                    real.extend(their.iter().flat_map(|token| marks(*token)));
                }
                // A text box is a change of its own, and holds up no words that are typed beside it.
                Step::Inserted(token) if theirs.tokens[*token].text_box.is_some() => {
                    self.boxes.insert(&theirs.tokens[*token]);
                }
                Step::Inserted(index) => {
                    let token = &theirs.tokens[*index];
                    if token.key == flow::Key::ParagraphMark {
                        shapes.push(shape_of(*index));
                    }
                    inserted.push(token.clone());
                    real.extend(marks(*index));
                }
                Step::Cancelled(token) => {
                    self.boxes.cancel(&theirs.tokens[*token]);
                    cancelled.extend(marks(*token));
                }
            }
        }

        cancelled.retain(|id| !real.contains(id));
        self.push_marked(ChangeKind::Cancelled, cancelled, location);

        if !deleted.is_empty() || !inserted.is_empty() {
            if let Some(first) = base.tokens[deleted.clone()].first() {
                tick(first, &mut inserted);
            }
            // The paragraph that goes on after the last new mark has a shape of its own.
            let last = run.iter().rev().find_map(|step| match step {
                Step::Inserted(token) => Some(shape_of(*token)),
                Step::Kept(..) | Step::Deleted(..) | Step::Cancelled(_) => None,
            });
            shapes.extend(last);
            self.new_formats(&inserted, base, &real, location);
            let kind = ChangeKind::Text { deleted, inserted, shapes, parts: Vec::new() };
            self.push(kind, real, location);
        }
    }

    /// Tokens that stay and are formatted otherwise.
    fn formats(&mut self, flow: usize, steps: &[Step], base: &Flow, theirs: &Flow) {
        let mut changed: BTreeMap<RevisionId, Reformatted> = BTreeMap::new();
        for step in steps {
            let Step::Kept(own, their) = step else { continue };
            let token = &theirs.tokens[*their];
            for (id, before) in &token.formatted {
                let (before, after) = (*before, token.format);
                let tokens = *own..*own;
                let entry = changed.entry(*id).or_insert(Reformatted { tokens, before, after });
                entry.tokens.end = own + 1;
            }
        }

        for (reformatted, ids) in joined_formats(changed, base) {
            let Reformatted { tokens, before, after } = reformatted;
            let location = FlowLocation { flow, token: tokens.start };
            let kind = if before == after {
                ChangeKind::Other(LAYOUT, base.text(tokens))
            } else {
                ChangeKind::Format { tokens, before, after }
            };
            self.push(kind, ids, location);
        }
    }
}

/// What is typed over a task's box is a box: LibreOffice puts the new character behind the control.
fn tick(replaced: &flow::Token, inserted: &mut [flow::Token]) {
    let Some(new) = inserted.first_mut() else { return };
    let (flow::Key::CheckBox(_), flow::Key::Character(typed)) = (replaced.key, new.key) else {
        return;
    };
    if let Some(state) = check_box_state(typed) {
        new.key = flow::Key::CheckBox(state);
        new.text = task_box(state).to_owned();
    }
}

/// Changes of formats side by side that do the same are one: LibreOffice marks digits and Han apart, and
/// two pairs of marks side by side don't read as two.
fn joined_formats(
    changed: BTreeMap<RevisionId, Reformatted>,
    base: &Flow,
) -> Vec<(Reformatted, BTreeSet<RevisionId>)> {
    let mut ordered: Vec<(RevisionId, Reformatted)> = changed.into_iter().collect();
    ordered.sort_by_key(|(_, reformatted)| reformatted.tokens.start);

    let mut joined: Vec<(Reformatted, BTreeSet<RevisionId>)> = Vec::new();
    for (id, next) in ordered {
        let goes_on = |last: &Reformatted| {
            last.tokens.end == next.tokens.start
                && (last.before, last.after) == (next.before, next.after)
                && base.paragraph_index(last.tokens.start)
                    == base.paragraph_index(next.tokens.start)
        };
        match joined.last_mut() {
            Some((last, ids)) if goes_on(last) => {
                last.tokens.end = next.tokens.end;
                ids.insert(id);
            }
            _ => joined.push((next, [id].into())),
        }
    }
    joined
}

/// Where a run parts that takes whole paragraphs out and some words beside them: these are two changes,
/// of which one can be taken without the other. 0 where it is one change.
fn whole_paragraphs(run: &[Step], base: &Flow, theirs: &Flow) -> usize {
    let mut deleted = Vec::new();
    for (at, step) in run.iter().enumerate() {
        match step {
            Step::Deleted(token, _) => deleted.push((at, *token)),
            Step::Cancelled(_) => {}
            Step::Inserted(_) | Step::Kept(..) => return 0,
        }
    }
    let is_mark =
        |(_, token): &&(usize, usize)| base.tokens[*token].key == flow::Key::ParagraphMark;
    let paragraph = |token: usize| &base.paragraphs[base.paragraph_index(token)];
    let (Some(first), Some(last)) = (deleted.first(), deleted.last()) else { return 0 };
    let (Some(first_mark), Some(last_mark)) =
        (deleted.iter().find(is_mark), deleted.iter().rev().find(is_mark))
    else {
        return 0;
    };

    let split = if paragraph(first.1).tokens.start == first.1 {
        last_mark.0 + 1
    } else if last.1 + 1 == paragraph(last.1).content().end {
        first_mark.0
    } else {
        return 0;
    };

    // One mark around both is one change.
    let marks = |steps: &[Step]| -> BTreeSet<RevisionId> {
        let their = steps.iter().filter_map(|step| match step {
            Step::Deleted(_, their) => *their,
            Step::Cancelled(their) => Some(*their),
            Step::Inserted(_) | Step::Kept(..) => None,
        });
        their.flat_map(|token| theirs.tokens[token].marks()).collect()
    };
    let (first, second) = run.split_at(split);
    if marks(first).is_disjoint(&marks(second)) { split } else { 0 }
}

/// A flow of the base beside the one that it became.
#[derive(Clone, Copy)]
struct FlowPair<'a> {
    base: &'a Flow,
    theirs: &'a Flow,
    /// The token of the base for each of `theirs`, and for its end.
    base_tokens: &'a [usize],
}

/// What one tracked change of formats concerns.
struct Reformatted {
    tokens: Range<usize>,
    before: Format,
    after: Format,
}

/// The token of the base for each token of the returned flow, and for its end: its own, or the next one.
fn base_tokens(steps: &[Step], base: &Flow, theirs: &Flow) -> Vec<usize> {
    let mut tokens = vec![base.tokens.len(); theirs.tokens.len() + 1];
    let mut next = 0;
    for step in steps {
        match step {
            Step::Kept(base, their) | Step::Deleted(base, Some(their)) => {
                tokens[*their] = *base;
                next = base + 1;
            }
            Step::Deleted(base, None) => next = base + 1,
            Step::Inserted(their) | Step::Cancelled(their) => tokens[*their] = next,
        }
    }
    tokens
}

/// Lines that go with a deleted table, as if they stayed: their marks.
fn release(flow: &mut Flow, is_of_table: fn(&str) -> bool) -> BTreeSet<RevisionId> {
    let mut marks = BTreeSet::new();
    for paragraph in &mut flow.paragraphs {
        let tokens = &mut flow.tokens[paragraph.tokens.clone()];
        let is_it = paragraph.anchors.first().is_some_and(|anchor| is_of_table(&anchor.name));
        let words = tokens.len() - 1;
        if !is_it || words == 0 || !tokens[..words].iter().all(|token| token.deleted) {
            continue;
        }
        for token in tokens {
            marks.extend(std::mem::take(&mut token.revisions));
            token.deleted = false;
        }
        marks.extend(paragraph.empty.drain(..));
        marks.extend(paragraph.fielded.drain(..));
    }
    marks
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

    /// Tables that belong together: by their anchors and texts, or all of them where there are as many
    /// and none has lost what it is known by.
    fn paired_tables(&self, other: &Split) -> Vec<(usize, usize)> {
        let known = self.known_tables(other);
        let is_named = |table: &Table| flow::anchor_names(table).next().is_some();
        let is_strange = |index: &usize| {
            !known.iter().any(|(_, partner)| partner == index)
                && !is_named(&other.tables[*index])
                && other.tables.iter().any(is_named)
        };
        let same_count = self.tables.len() == other.tables.len();
        if same_count && !(0..other.tables.len()).any(|index| is_strange(&index)) {
            return (0..self.tables.len()).map(|index| (index, index)).collect();
        }
        known
    }

    /// Tables of which an anchor or all the text is the same.
    fn known_tables(&self, other: &Split) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        let mut next = 0;
        for (index, table) in self.tables.iter().enumerate() {
            let names: BTreeSet<&str> = flow::anchor_names(table).collect();
            let same = |other: &Table| {
                flow::anchor_names(other).any(|name| names.contains(name))
                    || table_text(other) == table_text(table)
            };
            if let Some(by) = other.tables[next..].iter().position(same) {
                pairs.push((index, next + by));
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
            let anchor = flow.paragraphs.iter().find_map(|paragraph| paragraph.anchors.first());
            anchor.map(|anchor| anchor.name.as_str())
        }
        Part::Table(table) => flow::anchor_names(table).next(),
    })
}
