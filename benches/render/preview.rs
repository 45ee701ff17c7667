//! Time from a save to the new page in the browser, beside that of the first page, and what many edits
//! cost in memory.
//!
//! In: a workspace and how many edits. Out: a line an edit; for many edits a TSV (edit, milliseconds to
//! the event, to the state, to the page, of the build, resident MB) and a picture of it.

use super::plot::{self, Panel};
use super::process::{high_water, resident, supervised, zishu};
use super::reports::REPORTS;
use super::statistics::median;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Instant;

/// The report of the many edits, by its name.
const REPORT: &str = "generated-60";
/// The most that the time from a save to the page may be, of that from the start to the first page.
const GOAL: f64 = 0.08;
/// Begins what an edit adds to a paragraph.
const ADDED: &str = "（第";

/// A preview that was started and edited.
pub(crate) struct Edited {
    /// Number of pages.
    pub pages: usize,
    /// Seconds from the start to the first page.
    pub start: f64,
    /// Seconds of the first build.
    pub first_build: f64,
    /// Peak memory, MB.
    pub peak: f64,
    edits: Vec<Edit>,
}

/// One edit: seconds since the save, and memory.
struct Edit {
    /// Until the browser hears of it.
    event: f64,
    /// Until it knows which pages have changed.
    state: f64,
    /// Until it has the page.
    served: f64,
    /// Of the build alone.
    build: f64,
    /// Resident memory behind it, MB.
    memory: f64,
}

impl Edited {
    /// Seconds from a save to the page: the median.
    pub fn served(&self) -> f64 {
        middle(&self.edits, |edit| edit.served)
    }
}

fn middle(edits: &[Edit], figure: impl Fn(&Edit) -> f64) -> f64 {
    median(&edits.iter().map(figure).collect::<Vec<f64>>())
}

/// Serves a workspace and edits it so many times, a paragraph each time.
pub(crate) fn edit(workspace: &Path, edits: usize) -> Edited {
    let chapters = chapters(workspace);

    let start = Instant::now();
    let server = Server::start(workspace);
    let mut events = server.events();
    let mut version = next_version(&mut events);
    while version == 0 {
        version = next_version(&mut events);
    }

    let state = server.get("/api/state");
    let pages = number_of_pages(&state);
    server.get(&page_address(&state, pages / 2));
    let mut edited = Edited {
        pages,
        start: start.elapsed().as_secs_f64(),
        first_build: seconds(&state),
        peak: 0.0,
        edits: Vec::new(),
    };

    for number in 1..=edits {
        let path = &chapters[number * chapters.len() / (edits + 1) % chapters.len()];
        let text = edited_chapter(path, number);

        let start = Instant::now();
        std::fs::write(path, text).expect("a file");
        // A save whose notices come late is built twice: only the build that changed a page counts.
        let (event, state_read, state, page) = loop {
            next_version(&mut events);
            let event = start.elapsed().as_secs_f64();
            let state = server.get("/api/state");
            let state_read = start.elapsed().as_secs_f64();
            if let Some((page, newest)) =
                changed_page(&state).filter(|(_, changed)| *changed > version)
            {
                version = newest;
                break (event, state_read, state, page);
            }
        };

        server.get(&page_address(&state, page));
        let served = start.elapsed().as_secs_f64();
        let memory = resident(server.inner()).unwrap_or(0.0);
        edited.edits.push(Edit {
            event,
            state: state_read,
            served,
            build: seconds(&state),
            memory,
        });
    }

    edited.peak = high_water(server.inner()).unwrap_or(0.0);
    edited
}

/// Edits a report so many times, and prints times and memory.
pub(crate) fn print(edits: usize) {
    let report = REPORTS.iter().find(|report| report.name == REPORT).expect("a report");
    let prepared = report.prepare();
    let edited = edit(&prepared.workspace(), edits);
    let edits = &edited.edits;

    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("preview.tsv");
    std::fs::write(&file, rows(edits)).expect("a file");
    let picture = file.with_extension("svg");
    std::fs::write(&picture, drawn(&edited)).expect("a file");

    let tenth = (edits.len() / 10).max(1);
    let (first, last) = (&edits[..tenth], &edits[edits.len() - tenth..]);
    let served = edited.served();
    println!("{} 页，{} 次改一段，中位数", edited.pages, edits.len());
    println!("从启动到页面送出 {:.3} 秒（排版 {:.3} 秒）", edited.start, edited.first_build);
    println!(
        "从保存到页面送出 {served:.3} 秒（其中到通知 {:.3} 秒，排版 {:.3} 秒）",
        middle(edits, |edit| edit.event),
        middle(edits, |edit| edit.build)
    );
    println!("比值 {:.3}，目标不超过 {GOAL:.2}", served / edited.start);

    let growth = middle(last, |edit| edit.served) / middle(first, |edit| edit.served);
    println!("最后一成比最先一成：时间 {growth:.2}");
    println!(
        "内存 {:.0} MB → {:.0} MB，峰值 {:.0} MB",
        middle(first, |edit| edit.memory),
        middle(last, |edit| edit.memory),
        edited.peak
    );
    println!("逐次数据：{}，图：{}", file.display(), picture.display());
}

fn rows(edits: &[Edit]) -> String {
    let mut table = "edit\tevent_ms\tstate_ms\tpage_ms\tbuild_ms\tresident_mb\n".to_owned();
    for (index, edit) in edits.iter().enumerate() {
        let Edit { event, state, served, build, memory } = edit;
        let times = [event, state, served, build].map(|seconds| format!("{:.1}", seconds * 1000.0));
        let _ = writeln!(table, "{}\t{}\t{memory:.1}", index + 1, times.join("\t"));
    }
    table
}

fn drawn(edited: &Edited) -> String {
    let served = edited.edits.iter().map(|edit| edit.served * 1000.0).collect();
    let memory = edited.edits.iter().map(|edit| edit.memory).collect();
    let limit_name = format!("从启动到页面送出的 {GOAL:.2}");
    let limit = Some((edited.start * 1000.0 * GOAL, limit_name.as_str()));

    plot::svg(&[
        Panel { title: "从保存到页面送出，毫秒", values: served, limit },
        Panel { title: "内存，MB", values: memory, limit: None },
    ])
}

/// The chapters with a paragraph to edit, in order.
fn chapters(workspace: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(workspace.join("chapters")).expect("a folder").flatten();
    let sections = folders.map(|folder| folder.path()).filter(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['0', '1']))
    });

    let files =
        sections.flat_map(|section| std::fs::read_dir(section).expect("a folder").flatten());
    let mut chapters: Vec<PathBuf> = files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| {
            let text = std::fs::read_to_string(path).expect("a chapter");
            text.lines().any(is_paragraph)
        })
        .collect();
    chapters.sort();
    assert!(!chapters.is_empty(), "no chapter has a paragraph");
    chapters
}

/// Whether a line is a paragraph of some length, in which nothing is computed.
fn is_paragraph(line: &str) -> bool {
    let is_plain =
        !line.contains("{{") && !line.starts_with(['[', '|', '-', '#', '>', '!', ':', '表']);
    is_plain && line.chars().count() > 80
}

/// A chapter's text in which a paragraph ends in another way.
fn edited_chapter(path: &Path, edit: usize) -> String {
    let text = std::fs::read_to_string(path).expect("a chapter");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let paragraphs: Vec<usize> =
        (0..lines.len()).filter(|index| is_paragraph(&lines[*index])).collect();

    let line = &mut lines[paragraphs[edit % paragraphs.len()]];
    let end = line.rfind(ADDED).filter(|_| line.ends_with("次修改）。")).unwrap_or(line.len());
    line.truncate(end);
    let _ = write!(line, "{ADDED}{edit}次修改）。");
    lines.join("\n") + "\n"
}

struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// The process that lays out and serves.
    fn inner(&self) -> u32 {
        supervised(self.child.id())
    }

    fn start(folder: &Path) -> Server {
        let mut command = zishu(folder);
        command.args(["preview", "--no-open", "--port", "0"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");

        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("its address");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Server { child, address }
    }

    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("a request");
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut answer = String::new();
        self.ask(path).read_to_string(&mut answer).expect("an answer");

        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        body.to_owned()
    }

    fn events(&self) -> BufReader<TcpStream> {
        BufReader::new(self.ask("/api/events"))
    }
}

/// The version of the next build to end.
fn next_version(events: &mut BufReader<TcpStream>) -> u64 {
    let (mut line, mut built) = (String::new(), false);
    loop {
        line.clear();
        events.read_line(&mut line).expect("an event");

        if let (true, Some(data)) = (built, line.strip_prefix("data: ")) {
            let value: serde_json::Value = serde_json::from_str(data).expect("JSON");
            return value["version"].as_u64().expect("a version");
        }
        built = line.starts_with("event: built") || (built && line.starts_with("data"));
    }
}

fn state(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

fn seconds(text: &str) -> f64 {
    state(text)["seconds"].as_f64().expect("seconds")
}

fn number_of_pages(text: &str) -> usize {
    state(text)["pages"].as_array().expect("pages").len()
}

/// The first of the pages that changed last, from 1, and the version in which they did.
fn changed_page(text: &str) -> Option<(usize, u64)> {
    let state = state(text);
    let pages = state["pages"].as_array().expect("pages");
    let changed = |index: &usize| pages[*index]["changed"].as_u64();
    let last = (0..pages.len()).rev().max_by_key(changed)?;
    Some((last + 1, changed(&last)?))
}

fn page_address(text: &str, page: usize) -> String {
    let hash = state(text)["pages"][page - 1]["hash"].as_str().expect("a hash").to_owned();
    format!("/pages/%E8%87%AA%E8%BF%B0%E6%8A%A5%E5%91%8A/{page}.svg?h={hash}")
}
