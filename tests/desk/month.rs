//! The month: what is sent, what is done at the desk, and what both come to.

use super::books::{Document, Figure, Text, Unit};
use super::files;
use crate::workspace::Workspace;
use crate::{cases, forms, golden};
use libtest_mimic::Failed;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use zishu::indicator::IndicatorKind;
use zishu::pipeline::{self, Loaded};

/// Files of the month.
const ARRIVALS: usize = 400;
const DAYS: usize = 30;
/// The first row of a form's values.
const FIRST_ROW: usize = 6;

/// Runs the month of a seed.
pub(super) fn run(seed: u64) -> Result<(), Failed> {
    let mut month = Month::new(seed)?;
    for day in 1..=DAYS {
        month.send(day)?;
        month.receive(day)?;
        month.work(day)?;
        if day.is_multiple_of(3) || day == DAYS {
            month.compare(day)?;
        }
    }

    month.account()?;
    let folder = golden::root().join("target/tmp");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    fs::write(folder.join("month.txt"), &month.log).map_err(|error| error.to_string().into())
}

/// A file that was sent.
struct Sent {
    path: String,
    bytes: Vec<u8>,
    ending: String,
    day: usize,
    expected: &'static str,
}

struct Month {
    workspace: Workspace,
    state: u64,
    units: Vec<Unit>,
    sent: Vec<Sent>,
    /// Units that sent a form today.
    today: BTreeSet<usize>,
    log: String,
}

impl Month {
    fn new(seed: u64) -> Result<Month, Failed> {
        let workspace = Workspace::empty();
        let made = cases::zishu(workspace.root(), &["init", "云州"]);
        if made.code != "0" {
            return Err(made.stderr.into());
        }
        let root = workspace.root().join("云州");
        let loaded = pipeline::load(&root).map_err(|_| "the workspace can't be read")?;
        let units = units(&loaded);
        let (sent, today, log) = (Vec::new(), BTreeSet::new(), String::new());
        let state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491;
        let mut month = Month { workspace, state, units, sent, today, log };
        month.compare(1)?;
        Ok(month)
    }

    fn root(&self) -> PathBuf {
        self.workspace.root().join("云州")
    }

    fn below(&mut self, bound: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) as usize) % bound
    }

    fn zishu(&self, arguments: &[&str]) -> cases::Ran {
        cases::zishu(&self.root(), arguments)
    }

    /// Runs a command that must end well.
    fn done(&mut self, arguments: &[&str]) -> Result<String, Failed> {
        let ran = self.zishu(arguments);
        let _ = writeln!(self.log, "$ zishu {}\n{}", arguments.join(" "), ran.stdout.trim_end());
        if ran.code == "0" {
            Ok(ran.stdout)
        } else {
            Err(format!("{arguments:?}: {}\n{}", ran.code, ran.stderr).into())
        }
    }

    /// Writes the files of a day into its inbox.
    fn send(&mut self, day: usize) -> Result<(), Failed> {
        self.today.clear();
        let forms = self.zishu(&["forms"]);
        if forms.code != "0" {
            return Err(forms.stderr.into());
        }

        let (from, to) = ((day - 1) * ARRIVALS / DAYS, day * ARRIVALS / DAYS);
        for number in from..to {
            let kind = self.below(15);
            let unit = self.below(self.units.len());
            let (name, bytes, expected) = self.file(kind, unit, number)?;
            let path = format!("收件箱/d{day:02}/f{number:03}/{name}");
            self.workspace.write(&format!("云州/{path}"), &bytes);
            let ending = name.rsplit('.').next().unwrap_or("").to_owned();
            self.sent.push(Sent { path, bytes, ending, day, expected });
        }
        Ok(())
    }

    /// A file of a kind from a unit, and what is to become of it.
    fn file(
        &mut self,
        kind: usize,
        unit: usize,
        number: usize,
    ) -> Result<(String, Vec<u8>, &'static str), Failed> {
        let text = format!("样例内容第{number}份。");
        let short = self.units[unit].short.clone();
        Ok(match kind {
            0..=3 => self.draft(unit, &text),
            4 | 5 => self.form(unit, None)?,
            6 => {
                let other = self.below(self.units.len());
                self.form(unit, Some(other))?
            }
            7 | 8 => self.scan(&text),
            9 => self.again(&text),
            10 => (format!("{short}材料.docx"), format!("坏的{text}").into_bytes(), "refused"),
            11 => (format!("材料{number}.docx"), files::draft(&text), "open"),
            12 => (format!("{short}.xlsx"), format!("不是工作簿{text}").into_bytes(), "refused"),
            13 => ("空.pdf".to_owned(), Vec::new(), "refused"),
            _ => self.foreign(unit, &text),
        })
    }

    /// A draft with a clear name; a unit that writes nothing sends a message.
    fn draft(&mut self, unit: usize, text: &str) -> (String, Vec<u8>, &'static str) {
        let count = self.units[unit].all_texts().count();
        if count == 0 {
            return ("留言.txt".to_owned(), text.as_bytes().to_vec(), "open");
        }

        let index = self.below(count);
        let unit = &mut self.units[unit];
        unit.receipts += 1;
        let mut texts = unit.texts.iter_mut().chain(&mut unit.narratives);
        let written = texts.nth(index).expect("it is below the count");
        written.is_received = true;
        // A chapter that says something is left as it is.
        if !written.has_text {
            written.version += 1;
            (written.exists, written.has_text) = (true, true);
        }
        (format!("{} {}.docx", written.title, unit.short), files::draft(text), "taken")
    }

    /// A form with values in some of its rows, named after another unit where there is one.
    fn form(
        &mut self,
        unit: usize,
        named: Option<usize>,
    ) -> Result<(String, Vec<u8>, &'static str), Failed> {
        if self.units[unit].figures.is_empty() || !self.today.insert(unit) {
            return Ok((
                "备忘.txt".to_owned(),
                format!("备忘{}", self.sent.len()).into_bytes(),
                "open",
            ));
        }

        let mut cells = Vec::new();
        let mut row = FIRST_ROW;
        for figure in 0..self.units[unit].figures.len() {
            for year in 0..self.units[unit].figures[figure].values.len() {
                if self.below(3) > 0 {
                    let value = 40 + self.below(9);
                    let figure = &mut self.units[unit].figures[figure];
                    let fixed = !figure.sample.is_empty();
                    let typed =
                        if fixed { format!("'{}", figure.sample) } else { value.to_string() };
                    figure.values[year] = Some(if fixed { 0 } else { value });
                    cells.push(format!("E{row}={typed}"));
                }
                row += 1;
            }
        }

        let short = self.units[unit].short.clone();
        let blank = self.root().join(format!("out/forms/{short}.xlsx"));
        let filled = self.root().join("填好.xlsx");
        fs::copy(&blank, &filled).map_err(|error| format!("{}: {error}", blank.display()))?;
        // A form that was filled in differs from every other by its note.
        cells.push(format!("H{FIRST_ROW}='第{}份", self.sent.len()));
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        forms::fill(&filled, &cells)?;
        let bytes = fs::read(&filled).map_err(|error| error.to_string())?;
        fs::remove_file(&filled).map_err(|error| error.to_string())?;

        self.units[unit].receipts += 1;
        self.units[unit].has_form = true;
        let name = &self.units[named.unwrap_or(unit)].short;
        Ok((format!("{name}填报表.xlsx"), bytes, "taken"))
    }

    /// The scan of a document that some text cites, or of one that none does.
    fn scan(&mut self, text: &str) -> (String, Vec<u8>, &'static str) {
        let style = self.below(10);
        let bytes = format!("扫描件{text}").into_bytes();
        let cited: Vec<(usize, String)> = self
            .units
            .iter()
            .enumerate()
            .flat_map(|(index, unit)| {
                let documents = unit.all_texts().flat_map(|text| &text.documents);
                documents.map(move |document| (index, document.number.clone()))
            })
            .collect();
        if cited.is_empty() || style == 9 {
            let number = files::typed_number("云政办发〔2009〕990号", style);
            return (format!("{number}.pdf"), bytes, "open");
        }

        let drawn = self.below(cited.len());
        let (unit, number) = &cited[drawn];
        let unit = &mut self.units[*unit];
        unit.receipts += 1;
        for text in unit.texts.iter_mut().chain(&mut unit.narratives) {
            for document in text.documents.iter_mut().filter(|one| one.number == *number) {
                document.has_scan = true;
            }
        }
        let ending = ["pdf", "jpg", "PNG"][style % 3];
        (format!("附件 {}（扫描）.{ending}", files::typed_number(number, style)), bytes, "taken")
    }

    /// A file that came before, under another name.
    fn again(&mut self, text: &str) -> (String, Vec<u8>, &'static str) {
        let taken: Vec<usize> =
            (0..self.sent.len()).filter(|index| self.sent[*index].expected == "taken").collect();
        if taken.is_empty() {
            return ("通知.txt".to_owned(), text.as_bytes().to_vec(), "open");
        }

        let drawn = self.below(taken.len());
        let first = &self.sent[taken[drawn]];
        let number = self.sent.len();
        let is_today = self.is_today(first.day);
        let expected = if is_today { "same" } else { "known" };
        (format!("新改名{number}.{}", first.ending), first.bytes.clone(), expected)
    }

    /// Whether a day is the one whose files are being written.
    fn is_today(&self, day: usize) -> bool {
        let number = self.sent.len();
        (day - 1) * ARRIVALS / DAYS <= number && number < day * ARRIVALS / DAYS
    }

    /// A draft for a section that the plan doesn't have the unit write for.
    fn foreign(&mut self, unit: usize, text: &str) -> (String, Vec<u8>, &'static str) {
        let own: Vec<&str> = self.units[unit].texts.iter().map(|one| one.title.as_str()).collect();
        let other = self.units.iter().flat_map(|unit| &unit.texts);
        let other = other.map(|one| one.title.clone()).find(|title| !own.contains(&title.as_str()));
        let title = other.unwrap_or_else(|| "其他".to_owned());
        (format!("{title} {}.docx", self.units[unit].short), files::draft(text), "open")
    }

    /// Receives a day's inbox: each file has the outcome of the books.
    fn receive(&mut self, day: usize) -> Result<(), Failed> {
        let (folder, date) = (format!("收件箱/d{day:02}"), format!("6月{day}日"));
        let arguments = [
            "collect",
            "receive",
            &folder,
            "--date",
            &date,
            "--channel",
            "钉钉",
            "--yes",
            "--format",
            "json",
        ];
        let ran = self.zishu(&arguments);
        let _ = writeln!(self.log, "$ zishu {}\n{}", arguments.join(" "), ran.stdout.trim_end());
        if ran.code == "2" {
            return Err(ran.stderr.into());
        }

        let mut outcomes = BTreeMap::new();
        for line in ran.stdout.lines() {
            let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
            let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
            outcomes.insert(text("file"), (text("outcome"), line.to_owned()));
        }
        let today: Vec<&Sent> = self.sent.iter().filter(|sent| sent.day == day).collect();
        if outcomes.len() != today.len() {
            return Err(format!("{} of {} files", outcomes.len(), today.len()).into());
        }
        for sent in today {
            let (outcome, line) = outcomes.get(&sent.path).ok_or(sent.path.clone())?;
            if outcome != sent.expected {
                return Err(format!("{} is {}: {line}", sent.path, sent.expected).into());
            }
        }
        Ok(())
    }

    /// What is done at the desk on a day: evidence listed, texts typed, and what isn't a file written down.
    fn work(&mut self, day: usize) -> Result<(), Failed> {
        for _ in 0..4 {
            let unit = self.below(self.units.len());
            match self.below(6) {
                0 => self.cite(unit, day)?,
                1 => self.type_text(unit)?,
                2 => self.mark_original(unit, day)?,
                3 => self.mark_seal(unit, day)?,
                4 => self.extend(unit, day)?,
                _ => self.mark_paper(unit, day)?,
            }
        }
        Ok(())
    }

    /// The path of a chapter of a unit that is there, and its index among the unit's texts.
    fn chapter(&mut self, unit: usize) -> Option<(String, usize)> {
        let texts = self.units[unit].all_texts().enumerate();
        let there: Vec<usize> =
            texts.filter(|(_, text)| text.exists).map(|(index, _)| index).collect();
        if there.is_empty() {
            return None;
        }
        let index = there[self.below(there.len())];
        let unit = &self.units[unit];
        let text = unit.all_texts().nth(index)?;
        Some((format!("chapters/{}/{}.md", text.folder, unit.short), index))
    }

    fn text_mut(&mut self, unit: usize, index: usize) -> &mut Text {
        let unit = &mut self.units[unit];
        let mut texts = unit.texts.iter_mut().chain(&mut unit.narratives);
        texts.nth(index).expect("a chapter of the unit")
    }

    /// Lists a document in a chapter's head.
    fn cite(&mut self, unit: usize, day: usize) -> Result<(), Failed> {
        let Some((path, index)) = self.chapter(unit) else { return Ok(()) };
        let number = format!("云政办发〔2018〕{}号", day * 100 + self.below(100));
        let is_known = |unit: &Unit| {
            unit.all_texts().flat_map(|text| &text.documents).any(|one| one.number == number)
        };
        if self.units.iter().any(is_known) {
            return Ok(());
        }

        let full = self.root().join(&path);
        let text = fs::read_to_string(&full).map_err(|error| error.to_string())?;
        let item = format!("  - 标题: 样例通知\n    文号: {number}\n    原件: 另送\n");
        let text = if text.contains("\n佐证:\n") {
            text.replacen("\n佐证:\n", &format!("\n佐证:\n{item}"), 1)
        } else {
            text.replacen("\n状态: 初稿\n", &format!("\n状态: 初稿\n佐证:\n{item}"), 1)
        };
        if !text.contains(&number) {
            return Err(format!("no head in {path}\n{text}").into());
        }
        fs::write(full, text).map_err(|error| error.to_string())?;
        let document = Document { number, has_original: false, has_scan: false };
        self.text_mut(unit, index).documents.push(document);
        Ok(())
    }

    /// Types a sentence into a chapter.
    fn type_text(&mut self, unit: usize) -> Result<(), Failed> {
        let Some((path, index)) = self.chapter(unit) else { return Ok(()) };
        let full = self.root().join(&path);
        let text = fs::read_to_string(&full).map_err(|error| error.to_string())?;
        let version = self.text_mut(unit, index).version + 1;
        fs::write(full, format!("{text}\n手写的样例第{version}句。\n"))
            .map_err(|error| error.to_string())?;
        let text = self.text_mut(unit, index);
        (text.version, text.has_text) = (version, true);
        Ok(())
    }

    fn mark(&mut self, unit: usize, day: usize, options: &[&str]) -> Result<(), Failed> {
        let (short, date) = (self.units[unit].short.clone(), format!("2018.6.{day}"));
        let mut arguments = vec!["collect", "mark", short.as_str(), "--date", &date];
        arguments.extend(options);
        self.done(&arguments).map(drop)
    }

    fn mark_original(&mut self, unit: usize, day: usize) -> Result<(), Failed> {
        let documents = self.units[unit].all_texts().flat_map(|text| &text.documents);
        let open = documents.filter(|one| !one.has_original).map(|one| one.number.clone()).next();
        let Some(number) = open else { return Ok(()) };

        self.mark(unit, day, &["--original", &files::typed_number(&number, day)])?;
        let unit = &mut self.units[unit];
        for text in unit.texts.iter_mut().chain(&mut unit.narratives) {
            for document in text.documents.iter_mut().filter(|one| one.number == number) {
                document.has_original = true;
            }
        }
        Ok(())
    }

    /// A sealed page; of a unit that has nothing to sign yet it is refused.
    fn mark_seal(&mut self, unit: usize, day: usize) -> Result<(), Failed> {
        let content = self.units[unit].content();
        let date = format!("2018/6/{day}");
        if content.is_empty() {
            let short = self.units[unit].short.clone();
            let ran = self.zishu(&["collect", "mark", &short, "--seal", &date]);
            return if ran.code == "2" { Ok(()) } else { Err("a seal on nothing".into()) };
        }

        self.mark(unit, day, &["--seal", &date])?;
        // What was signed before stays signed as it was.
        self.units[unit].signed.get_or_insert_default().extend(content);
        Ok(())
    }

    fn extend(&mut self, unit: usize, day: usize) -> Result<(), Failed> {
        let until = 14 + self.below(17);
        self.mark(unit, day, &["--extension", &format!("6月{until}日")])?;
        self.units[unit].extension = Some(until);
        Ok(())
    }

    fn mark_paper(&mut self, unit: usize, day: usize) -> Result<(), Failed> {
        self.mark(unit, day, &["--paper", &format!("6月{day}日"), "--note", "样例"])?;
        self.units[unit].has_paper = true;
        Ok(())
    }

    /// Every unit stands as the books say.
    fn compare(&mut self, day: usize) -> Result<(), Failed> {
        let date = format!("2018-06-{day:02}");
        let stdout = self.done(&["status", "--date", &date, "--format", "json"])?;
        let status: Value = serde_json::from_str(&stdout).map_err(|error| error.to_string())?;
        let mut actual: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for unit in status["units"].as_array().ok_or("no units")? {
            let marks = serde_json::from_value(unit["marks"].clone());
            let marks = marks.map_err(|error| error.to_string())?;
            actual.insert(unit["bureau"].as_str().unwrap_or_default().to_owned(), marks);
        }

        for unit in &self.units {
            let expected = unit.marks(day);
            let marks = actual.remove(&unit.short).unwrap_or_default();
            if marks != expected {
                let message = format!("{date} {}:\n{marks:?}\n{expected:?}", unit.short);
                return Err(format!("{message}\n{unit:#?}").into());
            }
        }
        if actual.is_empty() { Ok(()) } else { Err(format!("{actual:?}").into()) }
    }

    /// Every file that was taken has its entry, and no other has one.
    fn account(&self) -> Result<(), Failed> {
        for unit in &self.units {
            let path = self.root().join(format!("chapters/台账/{}.yaml", unit.short));
            let register = fs::read_to_string(path).unwrap_or_default();
            let entries = register.matches("  校验: ").count()
                - register.matches("  事项: 签章\n  校验: ").count();
            if entries != unit.receipts {
                let short = &unit.short;
                return Err(format!("{short}: {entries} entries, {}", unit.receipts).into());
            }
        }

        let count = |outcome| self.sent.iter().filter(|sent| sent.expected == outcome).count();
        let taken: usize = self.units.iter().map(|unit| unit.receipts).sum();
        let all = ["taken", "known", "same", "open", "refused"].map(count);
        if self.sent.len() == ARRIVALS && all.iter().sum::<usize>() == ARRIVALS && all[0] == taken {
            Ok(())
        } else {
            Err(format!("{all:?} of {}, {taken} taken", self.sent.len()).into())
        }
    }
}

/// The units of a new workspace, as its plan has them.
fn units(loaded: &Loaded) -> Vec<Unit> {
    let workspace = &loaded.workspace;
    let is_task = |task: &str| task.contains("宣传动员");
    let mut units = Vec::new();
    for bureau in &workspace.bureaus {
        let short = &bureau.short;
        let leads_tasks = workspace
            .plan
            .iter()
            .any(|row| is_task(&row.task) && row.lead.iter().any(|lead| lead.value == *short));
        units.push(Unit {
            short: short.clone(),
            texts: texts(loaded, short, true),
            narratives: texts(loaded, short, false),
            figures: figures(loaded, short),
            leads_tasks,
            ..Unit::default()
        });
    }
    units
}

fn texts(loaded: &Loaded, short: &str, of_report: bool) -> Vec<Text> {
    let mut texts = Vec::new();
    for row in &loaded.workspace.plan {
        let folder = match &row.section {
            Some(number) if of_report => format!("{number}-{}", row.column),
            None if !of_report && row.narrative => row.id.clone(),
            _ => continue,
        };
        let is_lead = row.lead.iter().any(|name| name.value == short);
        let shares = row.joint.iter().any(|name| name.value == short) && !row.duty.contains("配合");
        if is_lead || shares {
            let title = if of_report { row.column.clone() } else { folder.clone() };
            texts.push(Text { folder, title, is_lead, exists: is_lead, ..Text::default() });
        }
    }
    texts
}

fn figures(loaded: &Loaded, short: &str) -> Vec<Figure> {
    let indicators = &loaded.indicators;
    let figure = |id| {
        let indicator = indicators.get(id);
        let sample = match indicator.kind {
            IndicatorKind::Number => "",
            IndicatorKind::Text => "样例",
            IndicatorKind::Ratio => "30.0:30.0:40.0",
            IndicatorKind::List => "甲、乙",
            IndicatorKind::YesNo => "是",
        };
        let values = vec![None; indicator.years.len()];
        Figure { name: indicator.name.clone(), sample, values }
    };
    indicators.by_owner(short).into_iter().map(figure).collect()
}
