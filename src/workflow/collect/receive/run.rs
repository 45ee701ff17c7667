//! Sorts what came in, and gathers what is written of it.

use super::files::{FileKind, InboxFile, gather, name};
use super::form;
use super::model::{Arrival, ArrivalOutcome, ReceiveRequest, Reception};
use super::sort::{Finding, Knowledge, Sorted, command, replacing_command};
use super::{scan, text};
use crate::diag::Diagnostics;
use crate::document::Date;
use crate::pipeline::{self, Loaded};
use crate::register::{self, Content, Entry, Event, Receipt, Register, Registers};
use crate::store::ChangeSet;
use crate::workflow::collect::append_entries;
use crate::workflow::collect::status::date;
use crate::workflow::forms::FormsImport;
use crate::workflow::selection::{find_bureau, find_section_or_row};
use crate::workspace::{self, days_between};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Finds out what the files are, and gathers everything that is to be written.
///
/// # Errors
/// Where a path, a unit, a section or a date that was typed isn't known, or there is no file.
pub fn receive(loaded: &mut Loaded, request: &ReceiveRequest<'_>) -> anyhow::Result<Reception> {
    let mut problems = Diagnostics::default();
    let registers = register::load(&loaded.workspace, &mut loaded.sources, &mut problems);
    let bureau = request.bureau.map(|name| find_bureau(&loaded.workspace, name)).transpose()?;
    if let Some(section) = request.section {
        find_section_or_row(&loaded.workspace, section)?;
    }
    let arrival_date = date(loaded, request.date)?;

    let files = gather(request.paths)?;
    let mut outcomes = known(&files, &registers);
    let workbooks: Vec<PathBuf> = unknown(&files, &outcomes, FileKind::Workbook);
    let mut forms = form::sort(loaded, &workbooks)?;

    let printed = pipeline::printed_texts(loaded);
    let (section, may_replace) = (request.section, request.may_replace);
    let knowledge = Knowledge { loaded, bureau, section, may_replace, printed: &printed };
    let mut book = Book { registers: &registers, loaded, findings: BTreeMap::new() };
    for (index, file) in files.iter().enumerate() {
        if outcomes.contains_key(&index) {
            continue;
        }
        let sorted = match file.kind {
            FileKind::Workbook => forms.sorted.remove(&file.path),
            FileKind::Word => Some(text::sort(&knowledge, &file.path)),
            FileKind::Scan => Some(scan::sort(&knowledge, &file.path)),
            FileKind::Other => None,
        };
        match sorted.unwrap_or_else(|| other(&knowledge, file)) {
            Sorted::Known(finding) => _ = book.findings.insert(index, finding),
            Sorted::Open { reason, advice } => {
                outcomes.insert(index, ArrivalOutcome::Open { reason, advice });
            }
            Sorted::Refused(reason) => {
                outcomes.insert(index, ArrivalOutcome::Refused { reason });
            }
        }
    }

    let arrival = ArrivalStamp {
        date: arrival_date,
        // A day that was typed has no time.
        time: if request.date.is_none() { workspace::time_of_day() } else { String::new() },
        channel: request.channel.unwrap_or_default().trim().to_owned(),
        by: request.by.unwrap_or_default().trim().to_owned(),
    };
    let changes = book.write(&files, &arrival, forms.import.as_ref(), &mut outcomes);
    let arrivals = files.into_iter().enumerate().map(|(index, file)| Arrival {
        path: file.path,
        outcome: outcomes
            .remove(&index)
            .unwrap_or(ArrivalOutcome::Refused { reason: String::new() }),
        notes: book.findings.remove(&index).map(|finding| finding.notes).unwrap_or_default(),
    });
    Ok(Reception { arrivals: arrivals.collect(), problems, changes })
}

type Outcomes = BTreeMap<usize, ArrivalOutcome>;

/// The files that can't be read, and those that came in before.
fn known(files: &[InboxFile], registers: &Registers) -> Outcomes {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut outcomes = Outcomes::new();
    for (index, file) in files.iter().enumerate() {
        let checksum = match &file.checksum {
            Ok(checksum) => checksum,
            Err(error) => {
                outcomes.insert(index, ArrivalOutcome::Refused { reason: format!("{error:#}") });
                continue;
            }
        };
        if let Some((register, entry)) = registers.received(checksum) {
            let bureau = register.bureau.clone();
            outcomes.insert(index, ArrivalOutcome::Known { bureau, entry: when(entry) });
        } else if let Some(earlier) = first.get(checksum.as_str()) {
            outcomes.insert(index, ArrivalOutcome::SameAs(*earlier));
        } else {
            first.insert(checksum, index);
        }
    }

    outcomes
}

/// When a file came in, and under which name.
fn when(entry: &Entry) -> String {
    let date = entry.date.chinese();
    match &entry.event {
        Event::Received(receipt) => format!("{date}收到，文件名是 {}", receipt.file),
        _ => format!("{date}收到"),
    }
}

fn unknown(files: &[InboxFile], outcomes: &Outcomes, kind: FileKind) -> Vec<PathBuf> {
    let files = files.iter().enumerate();
    let open = files.filter(|(index, file)| !outcomes.contains_key(index) && file.kind == kind);
    open.map(|(_, file)| file.path.clone()).collect()
}

/// A file of no kind that is read.
fn other(knowledge: &Knowledge<'_>, file: &InboxFile) -> Sorted {
    match knowledge.bureau {
        Some(bureau) => Sorted::Known(Finding::of(vec![bureau], Content::Other)),
        None => Sorted::Open {
            reason: "认不出是什么".to_owned(),
            advice: format!("只记入台账，用 {}", command(&file.path, None, None)),
        },
    }
}

/// What is written of every file.
struct ArrivalStamp {
    date: Date,
    time: String,
    channel: String,
    by: String,
}

impl ArrivalStamp {
    /// A file's entry.
    fn entry(&self, file: &InboxFile, finding: &Finding) -> Entry {
        let receipt = Receipt {
            file: name(&file.path),
            checksum: file.checksum.as_ref().cloned().unwrap_or_default(),
            channel: self.channel.clone(),
            content: finding.content,
            section: finding.section.clone(),
            number: finding.number.clone(),
        };

        Entry {
            date: self.date,
            time: self.time.clone(),
            event: Event::Received(receipt),
            by: self.by.clone(),
            note: String::new(),
        }
    }
}

/// The registers, and what goes into them.
struct Book<'a> {
    registers: &'a Registers,
    loaded: &'a Loaded,
    /// The files that are known, by their indices.
    findings: BTreeMap<usize, Finding>,
}

impl Book<'_> {
    /// Gathers what is written; the files of a unit whose register can't be continued are refused, and nothing of
    /// theirs is written.
    fn write(
        &mut self,
        files: &[InboxFile],
        arrival: &ArrivalStamp,
        import: Option<&FormsImport>,
        outcomes: &mut Outcomes,
    ) -> ChangeSet {
        self.note_repetitions(files, arrival.date);
        let mut changes = ChangeSet::new(&self.loaded.workspace.root);
        for (bureau, register) in self.registers.list.iter().enumerate() {
            if let Err(reason) = self.append(register, bureau, files, arrival, &mut changes) {
                self.refuse(bureau, &reason, outcomes);
            }
        }

        let mut targets: Vec<&str> = Vec::new();
        for (index, finding) in &self.findings {
            if outcomes.contains_key(index) {
                continue;
            }
            targets.extend(finding.target.as_deref());
            if let Some(own) = &finding.changes {
                changes.append(own);
            }
            outcomes.insert(*index, self.taken(finding));
        }
        if let Some(import) = import {
            changes.append(&form::value_changes(import, &targets));
        }
        changes
    }

    fn append(
        &self,
        register: &Register,
        bureau: usize,
        files: &[InboxFile],
        arrival: &ArrivalStamp,
        changes: &mut ChangeSet,
    ) -> Result<(), String> {
        let of_unit = self.findings.iter().filter(|(_, finding)| finding.bureaus.contains(&bureau));
        let entries: Vec<Entry> =
            of_unit.map(|(index, finding)| arrival.entry(&files[*index], finding)).collect();
        if entries.is_empty() {
            return Ok(());
        }

        let Loaded { workspace, sources, .. } = self.loaded;
        append_entries(workspace, register, &entries, sources, changes)
            .map_err(|error| format!("{error:#}"))
    }

    fn refuse(&self, bureau: usize, reason: &str, outcomes: &mut Outcomes) {
        for (index, finding) in &self.findings {
            if finding.bureaus.contains(&bureau) {
                let reason = reason.to_owned();
                outcomes.insert(*index, ArrivalOutcome::Refused { reason });
            }
        }
    }

    fn taken(&self, finding: &Finding) -> ArrivalOutcome {
        let bureaus = &self.loaded.workspace.bureaus;
        let names = finding.bureaus.iter().map(|index| bureaus[*index].short.clone());
        let subject = format!("{}{}", finding.section, finding.number);
        ArrivalOutcome::Taken { bureaus: names.collect(), content: finding.content, subject }
    }

    /// Says of each file whether it is late, and the how-manieth of its kind from its unit; of two drafts of one text
    /// the second isn't written over the first.
    fn note_repetitions(&mut self, files: &[InboxFile], date: Date) {
        let mut counts: BTreeMap<(usize, &'static str, String), usize> = BTreeMap::new();
        let mut written: BTreeSet<String> = BTreeSet::new();
        for (index, finding) in &mut self.findings {
            let Some(bureau) = finding.bureaus.first().copied() else { continue };
            let register = &self.registers.list[bureau];
            let subject = format!("{}{}", finding.section, finding.number);
            let key = (bureau, finding.content.name(), subject.clone());
            let count = counts.entry(key).or_insert_with(|| {
                let same = |receipt: &Receipt| {
                    receipt.content == finding.content
                        && format!("{}{}", receipt.section, receipt.number) == subject
                };
                register.receipts().filter(|(_, receipt)| same(receipt)).count()
            });
            *count += 1;
            if *count > 1 && finding.content != Content::Other {
                finding.notes.push(format!("是这个单位的第 {count} 份"));
            }

            if finding.changes.is_some() && !written.insert(format!("{bureau} {subject}")) {
                finding.changes = None;
                let short = &self.loaded.workspace.bureaus[bureau].short;
                let command = replacing_command(&files[*index].path, &finding.section, short);
                let note = format!("同一文稿这次已采用前一份，这一份没有采用；要用它：{command}");
                finding.notes.push(note);
            }

            let deadline = register.extension().or(self.loaded.workspace.report.deadline);
            let late = deadline.and_then(|deadline| days_between(deadline, date));
            if let Some(days) = late.filter(|days| *days > 0) {
                finding.notes.push(format!("晚于截止 {days} 天"));
            }
        }
    }
}
