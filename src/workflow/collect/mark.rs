//! What came in and isn't a file, written into the register.
//!
//! In: what a person says. Out: the unit's register with an entry for each thing, and the heads of chapters in which
//! originals are no longer outstanding.

use super::entries::append_entries;
use super::status::date;
use crate::delivery::{comparable_number, content, content_checksum, evidence_files};
use crate::diag::Diagnostics;
use crate::document::Date;
use crate::pipeline::{self, Loaded};
use crate::register::{self, Content, Entry, Event, Items, Receipt, Register};
use crate::source::{FileId, in_form_of, nearest};
use crate::store::ChangeSet;
use crate::workflow::date::parse_in;
use crate::workflow::saving::refuse_outside;
use crate::workflow::selection::{find_bureau, find_section_or_row};
use crate::workspace::{ChapterFile, EDITOR, Evidence, Workspace, with_received_original};
use anyhow::{anyhow, bail};
use std::collections::BTreeMap;

/// What came in, as it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct MarkRequest<'a> {
    /// The unit.
    pub bureau: &'a str,
    /// The day on which paper came in.
    pub paper: Option<&'a str>,
    /// 文号 of originals that came in.
    pub originals: &'a [String],
    /// The day on which a sealed page came in.
    pub seal: Option<&'a str>,
    /// The day until which the unit has time.
    pub extension: Option<&'a str>,
    /// The day on which something came in electronically that isn't kept as a file, or the originals did.
    pub received: Option<&'a str>,
    /// How it came.
    pub channel: Option<&'a str>,
    /// The section of the text that came in so.
    pub section: Option<&'a str>,
    /// Sections for which the unit has nothing to write.
    pub nothing: &'a [String],
    /// A note.
    pub note: Option<&'a str>,
    /// Who writes it down.
    pub by: Option<&'a str>,
    /// The day of what has none of its own; today where there is none.
    pub date: Option<&'a str>,
}

/// What is written down.
#[derive(Debug)]
pub struct Marked {
    /// Path of the register, relative to the workspace.
    pub path: String,
    /// The new entries.
    pub entries: Vec<Entry>,
    /// Paths of chapters whose heads change.
    pub chapters: Vec<String>,
    /// What is wrong with the registers.
    pub problems: Diagnostics,
    /// The files.
    pub changes: ChangeSet,
}

/// Writes down what came in from a unit.
///
/// # Errors
/// Where a unit, a section, a date or a 文号 isn't known, nothing is to be written down, or the register can't be
/// continued.
pub fn mark(loaded: &mut Loaded, request: &MarkRequest<'_>) -> anyhow::Result<Marked> {
    let mut problems = Diagnostics::default();
    let registers = register::load(&loaded.workspace, &mut loaded.sources, &mut problems);
    let index = find_bureau(&loaded.workspace, request.bureau)?;
    let register = registers
        .list
        .get(index)
        .ok_or_else(|| anyhow!("没有 {} 的台账；请核对 bureaus.yaml", request.bureau))?;

    let marking = Marking { loaded, register, index, request, day: date(loaded, request.date)? };
    let mut heads = EditedHeads { loaded, texts: BTreeMap::new() };
    let entries = marking.entries(&mut heads)?;
    if entries.is_empty() {
        bail!(
            "没有写要记什么；如 --paper 6月11日、--original 文号、--seal 6月12日、--extension 6月20日、--note 文字"
        );
    }

    let workspace = &loaded.workspace;
    let mut changes = ChangeSet::new(&workspace.root);
    append_entries(workspace, register, &entries, &loaded.sources, &mut changes)?;
    let chapters = heads.write(&mut changes)?;
    Ok(Marked { path: register.path.clone(), entries, chapters, problems, changes })
}

/// What is written down of a unit.
struct Marking<'a> {
    loaded: &'a Loaded,
    register: &'a Register,
    index: usize,
    request: &'a MarkRequest<'a>,
    /// The day of what has none of its own.
    day: Date,
}

impl Marking<'_> {
    /// The new entries, in the order of the options.
    fn entries(&self, heads: &mut EditedHeads<'_>) -> anyhow::Result<Vec<Entry>> {
        let request = self.request;
        let received = request.received.map(|typed| self.date(typed)).transpose()?;
        let mut entries = Vec::new();

        if let Some(typed) = request.paper {
            entries.push(self.entry(self.date(typed)?, Event::Paper));
        }
        for typed in request.originals {
            let number = self.original(typed, heads)?;
            entries.push(self.entry(received.unwrap_or(self.day), Event::Original { number }));
        }
        if let Some(typed) = request.seal {
            let date = self.date(typed)?;
            entries.push(self.entry(date, self.sealed(date)?));
        }
        if let Some(typed) = request.extension {
            entries.push(self.entry(self.day, self.extended(typed)?));
        }
        for typed in request.nothing {
            let section = find_section_or_row(&self.loaded.workspace, typed)?.folder.clone();
            entries.push(self.entry(self.day, Event::NothingToWrite { section }));
        }
        if let Some(date) = received.filter(|_| request.originals.is_empty()) {
            entries.push(self.entry(date, Event::Received(self.receipt()?)));
        } else if request.section.is_some() {
            bail!("--section 写的是收到的文稿属于哪个栏目，与 --received 日期 一起用");
        }
        if entries.is_empty() && request.note.is_some_and(|note| !note.trim().is_empty()) {
            entries.push(self.entry(self.day, Event::Note));
        }
        Ok(entries)
    }

    fn date(&self, typed: &str) -> anyhow::Result<Date> {
        parse_in(typed, self.loaded.workspace.report.date.year)
    }

    fn entry(&self, date: Date, event: Event) -> Entry {
        let text = |typed: Option<&str>| typed.unwrap_or_default().trim().to_owned();
        let (by, note) = (text(self.request.by), text(self.request.note));
        Entry { date, time: String::new(), event, by, note }
    }

    fn receipt(&self) -> anyhow::Result<Receipt> {
        let request = self.request;
        let section = request
            .section
            .map(|name| find_section_or_row(&self.loaded.workspace, name))
            .transpose()?;

        Ok(Receipt {
            file: String::new(),
            checksum: String::new(),
            channel: request.channel.unwrap_or_default().trim().to_owned(),
            content: if section.is_some() { Content::Text } else { Content::Other },
            section: section.map(|section| section.folder.clone()).unwrap_or_default(),
            number: String::new(),
        })
    }

    /// The 文号 of an original, as the unit's chapters list it; their heads are changed.
    fn original(&self, typed: &str, heads: &mut EditedHeads<'_>) -> anyhow::Result<String> {
        let workspace = &self.loaded.workspace;
        let wanted = comparable_number(typed);
        let matching: Vec<(&ChapterFile, &Evidence)> = evidence_files(workspace)
            .filter(|(_, evidence)| comparable_number(&evidence.number.value) == wanted)
            .collect();
        let own: Vec<&(&ChapterFile, &Evidence)> =
            matching.iter().filter(|(chapter, _)| chapter.bureau == Some(self.index)).collect();

        let Some((_, first)) = own.first() else {
            return Err(unknown_original(workspace, self.index, typed, &matching));
        };
        for (chapter, evidence) in &own {
            if !evidence.original {
                heads.receive(chapter, evidence)?;
            }
        }
        Ok(first.number.value.clone())
    }

    /// What was signed: what the last slip listed, or else what there is now.
    fn sealed(&self, date: Date) -> anyhow::Result<Event> {
        if let Some((checksum, _)) = self.register.last_confirmation(date) {
            return Ok(Event::Sealed { checksum: checksum.to_owned(), items: Items::new() });
        }

        let printed = pipeline::printed_texts(self.loaded);
        let has_text = |chapter: &ChapterFile| printed.get(&chapter.file) == Some(&true);
        let items = content(self.loaded, self.index, &has_text);
        if items.is_empty() {
            let bureau = &self.register.bureau;
            bail!(
                "{bureau} 还没有报送任何数值和文稿，没有可以签章的内容；先采用它的文稿、读入填报表"
            );
        }
        Ok(Event::Sealed { checksum: content_checksum(&items), items })
    }

    fn extended(&self, typed: &str) -> anyhow::Result<Event> {
        let until = self.date(typed)?;
        match self.loaded.workspace.report.deadline {
            Some(deadline) if until <= deadline => {
                bail!("展期到{}，不晚于截止日期{}；请核对日期", until.chinese(), deadline.chinese())
            }
            Some(_) | None => Ok(Event::Extended { until }),
        }
    }
}

/// Why an original can't be written down for a unit.
fn unknown_original(
    workspace: &Workspace,
    bureau: usize,
    typed: &str,
    matching: &[(&ChapterFile, &Evidence)],
) -> anyhow::Error {
    let short = &workspace.bureaus[bureau].short;
    let others: Vec<&str> =
        matching.iter().map(|(chapter, _)| workspace.writer_of(chapter)).collect();
    if let Some(other) = others.iter().find(|other| **other != EDITOR) {
        return anyhow!("{typed} 不是{short}列出的佐证，是{other}的；请改写单位");
    }

    let listed = evidence_files(workspace)
        .filter(|(chapter, _)| chapter.bureau == Some(bureau))
        .map(|(_, evidence)| evidence.number.value.as_str())
        .filter(|number| !number.is_empty());
    let listed: Vec<&str> = listed.collect();
    match nearest(typed, listed.iter().copied()) {
        Some(near) => anyhow!("{short}的文稿没有列出佐证 {typed}，是否要写 {near}？"),
        None if listed.is_empty() => {
            anyhow!("{short}的文稿没有列出任何佐证；先在文稿开头的“佐证”里列出 {typed}")
        }
        None => anyhow!(
            "{short}的文稿没有列出佐证 {typed}，列出的有：{}；先在文稿开头的“佐证”里列出",
            listed.join("、")
        ),
    }
}

/// Chapters whose heads change.
struct EditedHeads<'a> {
    loaded: &'a Loaded,
    texts: BTreeMap<FileId, String>,
}

impl EditedHeads<'_> {
    /// Says in a chapter's head that an original is there.
    fn receive(&mut self, chapter: &ChapterFile, evidence: &Evidence) -> anyhow::Result<()> {
        let index = chapter.front.evidence.iter().position(|one| one.span == evidence.span);
        let sources = &self.loaded.sources;
        let text = self
            .texts
            .remove(&chapter.file)
            .unwrap_or_else(|| sources.text(chapter.file).to_owned());
        let edited = index.and_then(|index| with_received_original(&text, index));
        let path = sources.path(chapter.file);
        let edited = edited.ok_or_else(|| {
            anyhow!(
                "{path} 开头的“佐证”改不了，没有写入任何文件；请把那一件改为 原件: 已收，再记一次"
            )
        })?;
        self.texts.insert(chapter.file, edited);

        Ok(())
    }

    /// Adds the chapters; their paths.
    fn write(self, changes: &mut ChangeSet) -> anyhow::Result<Vec<String>> {
        let Loaded { sources, workspace, .. } = self.loaded;
        let mut paths = Vec::new();
        for (file, text) in self.texts {
            let path = sources.path(file);
            refuse_outside(&workspace.root, &workspace.root.join(path))?;
            let old = sources.bytes(file).unwrap_or_default();
            changes.replace(path, in_form_of(old, &text), sources);
            paths.push(path.to_owned());
        }

        Ok(paths)
    }
}
