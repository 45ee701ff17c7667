//! The registers of a workspace, read.

use super::fields::{EntryKind, KINDS, TypedEntry};
use super::model::Words;
use super::{Content, Entry, Event, Grade, Receipt, Register, Registers};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::Date;
use crate::source::{FileId, Sources, Span, nearest};
use crate::workspace::{
    self, REGISTER_FOLDER, Spanned, Workspace, misread_date, parse_date_in, register_files,
};
use crate::yaml::{self, Positions, Step};
use std::collections::BTreeMap;

/// Reads the registers of all units; mistakes are reported at their places, and the entry that has one is
/// left out.
pub fn load(
    workspace: &Workspace,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Registers {
    let mut files: BTreeMap<usize, String> = BTreeMap::new();
    for name in register_files(&workspace.root) {
        let path = format!("chapters/{REGISTER_FOLDER}/{name}");
        let Some(stem) = name.strip_suffix(".yaml") else {
            report_stray(path, sources, diagnostics);
            continue;
        };

        match workspace.find_bureau(stem) {
            Some(bureau) if files.contains_key(&bureau) => {
                let span = Span::of_file(sources.add(path, ""));
                let short = &workspace.bureaus[bureau].short;
                let message = format!("“{short}”有两份台账");
                let problem = Diagnostic::new(Code::DuplicateEntry, span, message);
                let help = format!("把各条并入 {}，删去这一份", files[&bureau]);
                diagnostics.report(problem.help(help));
            }
            Some(bureau) => _ = files.insert(bureau, path),
            None => {
                let span = Span::of_file(sources.add(path, ""));
                let problem = workspace.unknown_bureau(stem, span);
                diagnostics.report(problem.help("台账的文件名应为单位的简称，如“简称.yaml”"));
            }
        }
    }

    let bureaus = workspace.bureaus.iter().enumerate();
    let registers = bureaus.map(|(index, bureau)| {
        let existing = files.remove(&index);
        let mut register = Register {
            bureau: bureau.short.clone(),
            path: format!("chapters/{REGISTER_FOLDER}/{}.yaml", bureau.short),
            file: None,
            is_sound: true,
            entries: Vec::new(),
        };
        if let Some(path) = existing {
            register.path = path;
            read(&mut register, workspace, sources, diagnostics);
        }
        register
    });
    Registers { list: registers.collect() }
}

fn report_stray(path: String, sources: &mut Sources, diagnostics: &mut Diagnostics) {
    let span = Span::of_file(sources.add(path, ""));
    let problem = Diagnostic::new(Code::StrayFile, span, "这个文件没有用上");
    let help = "台账的文件名是“单位的简称.yaml”；收到的文件另外存放，或在文件名前加“_”";
    diagnostics.report(problem.help(help));
}

/// Reads the file of a register.
fn read(
    register: &mut Register,
    workspace: &Workspace,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut problems = Diagnostics::default();
    let file = workspace::read(&workspace.root, &register.path, sources, &mut problems).ok();
    register.file = file;
    if let Some(file) = file {
        let year = workspace.report.date.year;
        register.entries = entries(sources, file, year, &mut problems);
    }

    register.is_sound = file.is_some() && problems.count(Severity::Error) == 0;
    diagnostics.extend(problems);
}

/// The entries of a file; a date without a year is of the year of the entry before, of `year` in the first.
pub(super) fn entries(
    sources: &Sources,
    file: FileId,
    mut year: i32,
    diagnostics: &mut Diagnostics,
) -> Vec<Spanned<Entry>> {
    let text = sources.text(file);
    if yaml::is_blank(text) {
        return Vec::new();
    }
    let range = 0..text.len();
    let Ok((typed, positions)) = yaml::load::<Vec<TypedEntry>>(sources, file, range, diagnostics)
    else {
        return Vec::new();
    };

    let mut entries = Vec::with_capacity(typed.len());
    for (index, typed) in typed.into_iter().enumerate() {
        let place = EntrySpans { positions: &positions, index };
        match entry(&typed, &place, year) {
            Ok(value) => {
                year = value.date.year;
                entries.push(Spanned { value, span: place.whole() });
            }
            Err(problem) => _ = diagnostics.report(*problem),
        }
    }
    entries
}

/// The spans of an entry.
struct EntrySpans<'a> {
    positions: &'a Positions,
    index: usize,
}

impl EntrySpans<'_> {
    fn whole(&self) -> Span {
        self.positions.value(&[Step::Index(self.index)])
    }

    fn value(&self, keys: [&str; 2]) -> Span {
        self.positions.value_under(&[Step::Index(self.index)], &keys)
    }

    fn key(&self, keys: [&str; 2]) -> Span {
        self.positions.key_under(&[Step::Index(self.index)], &keys)
    }

    fn problem(&self, keys: [&str; 2], message: String) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(Code::YamlShape, self.value(keys), message))
    }
}

/// What an entry says, or the first thing that is wrong with it.
fn entry(typed: &TypedEntry, place: &EntrySpans<'_>, year: i32) -> Result<Entry, Box<Diagnostic>> {
    let kind = kind(typed, place)?;
    check_fields(typed, kind, place)?;

    let date = date(&typed.date, ["日期", "date"], place, year)?;
    let event = event(typed, kind.word, place, date)?;
    Ok(Entry {
        date,
        time: time(typed, place)?,
        event,
        // What follows the file's last line decides on line ends of a text in several lines.
        by: typed.by.trim().to_owned(),
        note: typed.note.trim().to_owned(),
    })
}

fn kind(typed: &TypedEntry, place: &EntrySpans<'_>) -> Result<&'static EntryKind, Box<Diagnostic>> {
    let word = typed.event.trim();
    KINDS.iter().find(|kind| kind.word == word).ok_or_else(|| {
        let words = KINDS.map(|kind| kind.word);
        unknown_word(place, ["事项", "event"], word, &words)
    })
}

fn unknown_word(
    place: &EntrySpans<'_>,
    keys: [&str; 2],
    word: &str,
    words: &[&str],
) -> Box<Diagnostic> {
    let problem = place.problem(keys, format!("“{}”不能是“{word}”", keys[0]));
    Box::new(match nearest(word, words.iter().copied()) {
        Some(near) => problem.help(format!("是否要写“{near}”？")),
        None => problem.help(format!("可用：{}", words.join("、"))),
    })
}

/// An entry has what its kind asks for, and nothing of another kind.
fn check_fields(
    typed: &TypedEntry,
    kind: &EntryKind,
    place: &EntrySpans<'_>,
) -> Result<(), Box<Diagnostic>> {
    for (keys, text) in typed.own_fields() {
        let is_given = !text.trim().is_empty();
        let is_required = kind.required.contains(&keys[0]);
        let is_known = is_required || kind.optional.contains(&keys[0]);
        if is_required && !is_given {
            let message = format!("“{}”一条没有写“{}”", kind.word, keys[0]);
            let problem = Diagnostic::new(Code::YamlShape, place.whole(), message);
            return Err(Box::new(problem.help(format!("补上一行 {}: …", keys[0]))));
        }
        if is_given && !is_known {
            let message = format!("“{}”一条没有“{}”这一项", kind.word, keys[0]);
            let problem = Diagnostic::new(Code::YamlShape, place.key(keys), message);
            return Err(Box::new(problem.help("删去这一行，或改正“事项”；要说明的写进“备注”")));
        }
    }

    Ok(())
}

fn event(
    typed: &TypedEntry,
    word: &str,
    place: &EntrySpans<'_>,
    date: Date,
) -> Result<Event, Box<Diagnostic>> {
    let text = |text: &String| text.trim().to_owned();
    let checksum = || text(&typed.checksum);
    Ok(match word {
        "收文" => Event::Received(Receipt {
            file: text(&typed.file),
            checksum: checksum(),
            channel: text(&typed.channel),
            content: meaning(Content::WORDS, &typed.content, ["内容", "content"], place)?,
            section: text(&typed.section),
            number: text(&typed.number),
        }),
        "纸质件" => Event::Paper,
        "原件" => Event::Original { number: text(&typed.number) },
        "无需供稿" => Event::NothingToWrite { section: text(&typed.section) },
        "签章" => Event::Sealed { checksum: checksum(), items: typed.items.clone() },
        "展期" => {
            let until = self::date(&typed.until, ["展至", "until"], place, date.year)?;
            Event::Extended { until }
        }
        "催报" => Event::Urged {
            grade: meaning(Grade::WORDS, &typed.grade, ["级别", "grade"], place)?,
            count: number(&typed.count, ["次数", "count"], u32::MAX, place)?,
        },
        "退改单" => Event::Returned { checksum: checksum() },
        "确认单" => Event::Confirmation { checksum: checksum(), items: typed.items.clone() },
        "任务进展" => Event::Progress {
            row: text(&typed.row),
            percent: percent(typed, place)?,
            words: text(&typed.words),
        },
        _ => Event::Note,
    })
}

fn percent(typed: &TypedEntry, place: &EntrySpans<'_>) -> Result<u8, Box<Diagnostic>> {
    let text = typed.percent.trim().trim_end_matches(['%', '％']).trim();
    let percent = number(text, ["进度", "progress"], 100, place)?;
    Ok(u8::try_from(percent).unwrap_or(100))
}

/// A number; 0 where there is none.
fn number(
    text: &str,
    keys: [&str; 2],
    max: u32,
    place: &EntrySpans<'_>,
) -> Result<u32, Box<Diagnostic>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(0);
    }
    let number = text.parse::<u32>().ok().filter(|number| *number <= max);

    number.ok_or_else(|| {
        let most = if max < u32::MAX { format!("0 到 {max} 的") } else { String::new() };
        place.problem(keys, format!("“{}”应为{most}整数，现为“{text}”", keys[0]))
    })
}

fn meaning<T: Copy>(
    words: Words<T>,
    text: &str,
    keys: [&str; 2],
    place: &EntrySpans<'_>,
) -> Result<T, Box<Diagnostic>> {
    let text = text.trim();
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        unknown_word(place, keys, text, &words)
    })
}

fn date(
    text: &str,
    keys: [&str; 2],
    place: &EntrySpans<'_>,
    year: i32,
) -> Result<Date, Box<Diagnostic>> {
    parse_date_in(text, year).ok_or_else(|| place.problem(keys, misread_date(text)))
}

/// The time of the day, as `09:30`.
fn time(typed: &TypedEntry, place: &EntrySpans<'_>) -> Result<String, Box<Diagnostic>> {
    let text = typed.time.trim().replace('：', ":");
    if text.is_empty() {
        return Ok(text);
    }

    let part = |part: &str, max: u32| part.parse::<u32>().ok().filter(|number| *number <= max);
    let read = text.split_once(':').and_then(|(hour, minute)| {
        let is_short = (1..=2).contains(&hour.len()) && minute.len() == 2;
        is_short.then(|| Some((part(hour, 23)?, part(minute, 59)?))).flatten()
    });
    match read {
        Some((hour, minute)) => Ok(format!("{hour:02}:{minute:02}")),
        None => {
            let message = format!("时间应形如 09:30，现为“{}”", typed.time);
            Err(place.problem(["时间", "time"], message))
        }
    }
}
