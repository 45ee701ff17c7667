//! Time from a save to the new page in the browser, beside that of a whole build, and what many edits
//! cost in memory.
//!
//! In: how many edits. Out: a table, a TSV (edit, milliseconds to the event, to the state, to the page,
//! resident MB) and a picture of it.

use super::plot::{self, Panel};
use super::{high_water, median, report};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Contributions in each of ten sections: 200 pages.
const CONTRIBUTIONS: usize = 4;

/// Serves a generated report, edits it so many times, and prints times and memory.
pub(crate) fn run(edits: usize) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-preview");
    report::write(&folder, CONTRIBUTIONS, 60);

    let start = Instant::now();
    let server = Server::start(&folder);
    let mut events = server.events();
    let mut version = next_version(&mut events);
    while version == 0 {
        version = next_version(&mut events);
    }

    let state = server.get("/api/state");
    let pages = number_of_pages(&state);
    server.get(&page_address(&state, pages / 2));
    let whole = start.elapsed().as_secs_f64();
    let built = seconds(&state);

    let mut rows = Vec::new();
    for edit in 1..=edits {
        let chapter = edited_chapter(&folder, edit);

        let start = Instant::now();
        std::fs::write(&chapter.path, &chapter.text).expect("a file");
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
        rows.push([event, state_read, served, seconds(&state), resident(server.inner())]);
    }

    let peak = high_water(server.inner()).unwrap_or(0) / 1024;
    drop(server);
    print(&rows, &FirstLayout { whole, built, pages }, peak);
}

/// The first layout, against which edits are measured.
struct FirstLayout {
    /// Seconds from the start to the first page.
    whole: f64,
    /// Seconds of the build.
    built: f64,
    pages: usize,
}

fn print(rows: &[[f64; 5]], first: &FirstLayout, peak: u64) {
    let FirstLayout { whole, built, pages } = *first;
    let column =
        |index: usize, rows: &[[f64; 5]]| rows.iter().map(|row| row[index]).collect::<Vec<_>>();

    let mut table = "edit\tevent_ms\tstate_ms\tpage_ms\tbuild_ms\tresident_mb\n".to_owned();
    for (edit, row) in rows.iter().enumerate() {
        let [event, state_read, served, build, memory] = row;
        let ms =
            [event, state_read, served, build].map(|seconds| format!("{:.1}", seconds * 1000.0));
        let _ = writeln!(table, "{}\t{}\t{memory:.1}", edit + 1, ms.join("\t"));
    }

    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("preview.tsv");
    std::fs::write(&file, table).expect("a file");

    let picture = file.with_extension("svg");
    let milliseconds = column(2, rows).iter().map(|seconds| seconds * 1000.0).collect();
    let limit = Some((whole * 150.0, "从启动到页面送出的 0.15"));
    let panels = [
        Panel { title: "从保存到页面送出，毫秒", values: milliseconds, limit },
        Panel { title: "内存，MB", values: column(4, rows), limit: None },
    ];
    std::fs::write(&picture, plot::svg(&panels)).expect("a file");

    let tenth = (rows.len() / 10).max(1);
    let (first, last) = (&rows[..tenth], &rows[rows.len() - tenth..]);
    let middle = |index: usize, rows: &[[f64; 5]]| median(&column(index, rows));

    println!("{pages} 页，{} 次改一段，中位数", rows.len());
    println!("从启动到页面送出 {whole:.3} 秒（排版 {built:.3} 秒）");
    println!(
        "从保存到页面送出 {:.3} 秒（其中到通知 {:.3} 秒，排版 {:.3} 秒）",
        middle(2, rows),
        middle(0, rows),
        middle(3, rows)
    );
    println!("比值 {:.3}，目标不超过 0.15", middle(2, rows) / whole);
    println!("最后一成比最先一成：时间 {:.2}", middle(2, last) / middle(2, first));
    println!("内存 {:.0} MB → {:.0} MB，峰值 {peak} MB", middle(4, first), middle(4, last));
    println!("逐次数据：{}，图：{}", file.display(), picture.display());
}

/// A chapter with its new text.
struct EditedChapter {
    path: PathBuf,
    text: String,
}

/// The chapter to edit: a word in one of its paragraphs changes.
fn edited_chapter(folder: &Path, edit: usize) -> EditedChapter {
    let (section, bureau) = (edit % 10 + 1, edit / 10 % CONTRIBUTIONS + 1);
    let name = format!("chapters/{section:02}-第{section}部分工作/第{bureau}单位.md");
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).expect("a chapter");

    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let paragraphs: Vec<usize> = (0..lines.len())
        .filter(|index| {
            lines[*index].chars().count() > 80 && !lines[*index].starts_with(['[', '|', '-'])
        })
        .collect();

    let line = &mut lines[paragraphs[edit % paragraphs.len()]];
    let end = line.find("（第").unwrap_or(line.len());
    line.truncate(end);
    let _ = write!(line, "（第{edit}次修改）。");
    EditedChapter { path, text: lines.join("\n") + "\n" }
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
    /// The process that lays out and serves: the other only waits for it.
    fn inner(&self) -> u32 {
        let outer = self.child.id();
        let inner = std::fs::read_to_string(format!("/proc/{outer}/task/{outer}/children"));
        inner.ok().and_then(|inner| inner.split(' ').next()?.parse().ok()).unwrap_or(outer)
    }

    fn start(folder: &Path) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zishu"));
        command.args(["preview", "--no-open", "--port", "0", "-C"]).arg(folder);
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

/// Resident memory in MB; only Linux reports it.
fn resident(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");

    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
