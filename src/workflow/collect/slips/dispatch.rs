//! Slips from what they say to files and entries of registers.

use super::super::entries::append_entries;
use super::super::status::{StatusReport, StatusRequest, status};
use crate::diag::Diagnostics;
use crate::document::{Date, Slip, SlipGroup, SlipKind, SlipUnit};
use crate::pipeline::{self, Loaded};
use crate::register::{Entry, Event};
use crate::store::ChangeSet;
use crate::typography::{Faces, Search};
use crate::workflow::first_error::first_error;
use crate::workflow::selection::find_bureau;
use crate::workspace::{Bureau, Workspace};
use anyhow::{anyhow, bail};

/// Where slips and lists are written.
const FOLDER: &str = "out";

/// Which slips are asked for, as it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct SlipRequest<'a> {
    /// The units; all where none is named.
    pub bureaus: &'a [String],
    /// The day of the slips; today where there is none.
    pub date: Option<&'a str>,
    /// Who sends them.
    pub by: Option<&'a str>,
}

/// Slips that go out.
#[derive(Debug)]
pub struct Dispatch {
    /// The slips.
    pub slips: Vec<DispatchedSlip>,
    /// What is wrong with the registers, the templates or the profile.
    pub problems: Diagnostics,
    /// The files, and the registers with entries of the slips.
    pub changes: ChangeSet,
}

/// A slip that goes out.
#[derive(Debug)]
pub struct DispatchedSlip {
    /// Short name of the unit; empty for what the lead office keeps.
    pub bureau: String,
    /// Path of the Word file, relative to the workspace.
    pub path: String,
    /// What it says, as a text for a messenger; empty where none is sent.
    pub message: String,
}

/// The units and their state, and who is asked.
pub(super) struct Desk<'a> {
    pub loaded: &'a mut Loaded,
    pub status: StatusReport,
    /// Indices of the units that are asked, in the order of bureaus.yaml.
    asked: Vec<usize>,
    by: String,
}

/// A slip before it is set.
pub(super) struct Draft {
    pub slip: Slip,
    /// Index of the unit's register; `None` for what the lead office keeps.
    pub unit: Option<usize>,
    /// What the register is to say of it; nothing where it says so already.
    pub event: Option<Event>,
    /// A text for a messenger.
    pub message: String,
}

impl<'a> Desk<'a> {
    /// Finds how the units stand.
    ///
    /// # Errors
    /// Where a unit or the date isn't known.
    pub fn new(loaded: &'a mut Loaded, request: &SlipRequest<'_>) -> anyhow::Result<Desk<'a>> {
        let day = StatusRequest { date: request.date, ..StatusRequest::default() };
        let status = status(loaded, day)?;
        let mut asked = (0..loaded.workspace.bureaus.len()).collect();
        if !request.bureaus.is_empty() {
            let indices = request.bureaus.iter().map(|name| find_bureau(&loaded.workspace, name));
            asked = indices.collect::<anyhow::Result<Vec<usize>>>()?;
            asked.sort_unstable();
            asked.dedup();
        }
        let by = request.by.unwrap_or_default().trim().to_owned();

        Ok(Desk { loaded, status, asked, by })
    }

    pub fn date(&self) -> Date {
        self.status.deliveries.date
    }

    pub fn is_asked(&self, unit: usize) -> bool {
        self.asked.contains(&unit)
    }

    /// The same, by the unit's short name; what is no unit's is asked for with all.
    pub fn is_asked_for(&self, bureau: &str) -> bool {
        let bureaus = &self.loaded.workspace.bureaus;
        match bureaus.iter().position(|other| other.short == bureau) {
            Some(index) => self.is_asked(index),
            None => self.asked.len() == bureaus.len(),
        }
    }

    /// A slip to a unit, by its index, or for the lead office itself.
    pub fn slip(&self, kind: SlipKind, unit: Option<usize>, groups: Vec<SlipGroup>) -> Slip {
        let workspace = &self.loaded.workspace;
        let bureau = unit.and_then(|unit| workspace.bureaus.get(unit));
        let delivery =
            self.status.deliveries.units.iter().find(|delivery| Some(delivery.index) == unit);
        let deadline = delivery.and_then(|delivery| delivery.deadline);

        Slip {
            kind,
            date: self.date(),
            unit: bureau.map(unit_of).unwrap_or_default(),
            sender: sender(workspace),
            deadline: deadline.map(|deadline| deadline.date),
            days: deadline.map_or(0, |deadline| deadline.days.into()),
            grade: String::new(),
            count: 1,
            checksum: String::new(),
            groups,
        }
    }

    /// How often a unit's register names an event until now, and whether it does so of today.
    pub fn sent(&self, unit: usize, is_same: impl Fn(&Event) -> bool) -> Sent {
        let register = self.status.registers.list.get(unit);
        let entries = register.into_iter().flat_map(|register| register.events());
        let mut sent = Sent { count: 0, is_of_today: false };
        for entry in entries.filter(|entry| is_same(&entry.event)) {
            sent.count += 1;
            sent.is_of_today = entry.date == self.date();
        }

        sent
    }

    /// Sets the slips and notes them in the registers.
    ///
    /// # Errors
    /// Where a register can't be continued, or no slip can be set for an error in the profile or the template.
    pub fn dispatch(mut self, drafts: Vec<Draft>) -> anyhow::Result<Dispatch> {
        let slips: Vec<Slip> = drafts.iter().map(|draft| draft.slip.clone()).collect();
        let mut problems = std::mem::take(&mut self.status.problems);
        let words = self.print(&slips, &mut problems)?;

        let mut changes = ChangeSet::new(&self.loaded.workspace.root);
        let (mut dispatched, mut messages) = (Vec::new(), String::new());
        for (draft, word) in drafts.into_iter().zip(words) {
            let path = path(&draft.slip);
            changes.output(&path, word);
            let bureau = draft.slip.unit.short.clone();
            self.note(&draft, &mut changes)?;
            if !draft.message.is_empty() {
                messages.push_str(&format!("{}\n\n", draft.message));
            }
            dispatched.push(DispatchedSlip { bureau, path, message: draft.message });
        }
        if let (Some(slip), false) = (slips.first(), messages.is_empty()) {
            changes.output(format!("{}/消息.txt", folder(slip)), messages);
        }
        Ok(Dispatch { slips: dispatched, problems, changes })
    }

    fn print(
        &mut self,
        slips: &[Slip],
        problems: &mut Diagnostics,
    ) -> anyhow::Result<Vec<Vec<u8>>> {
        if slips.is_empty() {
            return Ok(Vec::new());
        }

        let faces = Faces::discover(&self.loaded.workspace.root, Search::Workspace);
        let mut print_problems = Diagnostics::default();
        let words = pipeline::print_slips(self.loaded, slips, faces, &mut print_problems);
        let words: Option<Vec<Vec<u8>>> = words.and_then(|words| words.into_iter().collect());

        // What a template gets wrong goes out to no unit, though a page could be made of the rest.
        let title = slips[0].kind.title();
        let goes_out = slips.iter().any(|slip| !slip.unit.short.is_empty());
        let error = first_error(&print_problems, &self.loaded.sources);
        if goes_out && let Some(error) = &error {
            bail!("{title}没有生成：{error}");
        }

        problems.extend(print_problems);
        let reason = error.unwrap_or_else(|| "排版没有完成".to_owned());
        words.ok_or_else(|| anyhow!("{title}没有生成：{reason}"))
    }

    /// Notes a slip in its unit's register.
    fn note(&self, draft: &Draft, changes: &mut ChangeSet) -> anyhow::Result<()> {
        let register = draft.unit.and_then(|unit| self.status.registers.list.get(unit));
        let (Some(register), Some(event)) = (register, &draft.event) else { return Ok(()) };
        let entry = Entry {
            date: self.date(),
            time: String::new(),
            event: event.clone(),
            by: self.by.clone(),
            note: String::new(),
        };
        let Loaded { workspace, sources, .. } = &*self.loaded;

        append_entries(workspace, register, &[entry], sources, changes)
    }
}

/// What a register says of slips of a kind.
pub(super) struct Sent {
    /// How many there were.
    pub count: u32,
    /// Whether the last is of today: it isn't counted again.
    pub is_of_today: bool,
}

impl Sent {
    /// Which slip of its kind the next is.
    pub fn next(&self) -> u32 {
        if self.is_of_today { self.count } else { self.count + 1 }
    }
}

fn folder(slip: &Slip) -> String {
    format!("{FOLDER}/{}/{}", slip.kind.title(), slip.date.iso())
}

fn path(slip: &Slip) -> String {
    if slip.unit.short.is_empty() {
        return format!("{FOLDER}/{}.docx", slip.kind.title());
    }
    format!("{}/{}.docx", folder(slip), slip.unit.short)
}

fn unit_of(bureau: &Bureau) -> SlipUnit {
    let Bureau { name, short, contact, phone, .. } = bureau.clone();
    SlipUnit { name, short, contact, phone }
}

/// The unit to which the others hand in; else who submits the report.
fn sender(workspace: &Workspace) -> SlipUnit {
    let receiver = &workspace.report.submission.receiver.value;
    match workspace.bureaus.iter().find(|bureau| bureau.short == *receiver) {
        Some(bureau) => unit_of(bureau),
        None => SlipUnit { name: workspace.report.author.clone(), ..SlipUnit::default() },
    }
}
