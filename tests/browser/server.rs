//! A running preview, and requests to it as bytes.
//!
//! In: the built program over a small workspace with secrets beside what is shown. Out: answers, and
//! the state once it is as wanted.

use super::small;
use crate::workspace::Workspace;
use libtest_mimic::Failed;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything is waited for.
pub(super) const LIMIT: Duration = Duration::from_secs(300);
/// What no answer may hold.
const SECRET: &str = "绝密内容8f1c";

/// A running preview over its own workspace.
pub(super) struct Server {
    child: Child,
    /// Where it listens.
    pub(super) port: u16,
    /// What it shows.
    pub(super) workspace: Workspace,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Server {
    /// Started, its first build done.
    pub(super) fn start() -> Result<Server, Failed> {
        let workspace = small();
        workspace.write("secret.txt", SECRET);
        workspace.write("chapters/secret.txt", SECRET);
        let mut child = Command::new(env!("CARGO_BIN_EXE_zishu"))
            .args(["preview", "--port", "0", "--no-open", "--editor", "touch opened-{line}"])
            .current_dir(workspace.root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(|error| error.to_string())?;
        }
        let mut server = Server { child, port: 0, workspace };
        let port = line.trim().trim_end_matches('/').rsplit(':').next().unwrap_or_default();
        server.port = port.parse().map_err(|_| format!("no address: {line}"))?;
        server
            .until("the first build", |state| state["version"] != 0 && state["failed"] == false)?;
        Ok(server)
    }

    /// A connection to it.
    pub(super) fn connect(&self) -> Result<TcpStream, Failed> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        let stream = stream.map_err(|error| format!("it doesn't listen any more: {error}"))?;
        stream.set_read_timeout(Some(LIMIT)).map_err(|error| error.to_string())?;
        Ok(stream)
    }

    /// What comes back for these bytes, until the server closes.
    pub(super) fn send(&self, bytes: &[u8]) -> Result<Answer, Failed> {
        let mut stream = self.connect()?;
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        // A server that refuses early may close before all was sent: what came counts.
        let _ = stream.take(64 << 20).read_to_end(&mut answer);
        Ok(Answer::new(&answer))
    }

    /// A request for a path, with more headers.
    pub(super) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> Result<Answer, Failed> {
        let (port, length) = (self.port, body.len());
        let host = if headers.contains("Host:") || headers.contains("Hostless:") {
            String::new()
        } else {
            format!("Host: 127.0.0.1:{port}\r\n")
        };
        let length =
            if body.is_empty() { String::new() } else { format!("Content-Length: {length}\r\n") };
        let head =
            format!("{method} {path} HTTP/1.1\r\n{host}{headers}{length}Connection: close\r\n\r\n");
        self.send(&[head.as_bytes(), body.as_bytes()].concat())
    }

    /// A GET request for a path.
    pub(super) fn get(&self, path: &str) -> Result<Answer, Failed> {
        self.ask("GET", path, "", "")
    }

    /// Its state of the first document.
    pub(super) fn state(&self) -> Result<Value, Failed> {
        let answer = self.get("/api/state")?;
        if answer.status != 200 {
            return Err(format!("/api/state answers {}", answer.status).into());
        }
        serde_json::from_str(&answer.body).map_err(|error| error.to_string().into())
    }

    /// Asks for the state until it is as wanted.
    pub(super) fn until(
        &self,
        what: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value, Failed> {
        let end = Instant::now() + LIMIT;
        loop {
            let state = self.state()?;
            if wanted(&state) && state["building"] == false {
                return Ok(state);
            }
            if Instant::now() > end {
                let seen =
                    [&state["version"], &state["failed"], &state["message"], &state["problems"]];
                return Err(format!("{what} never comes: {}", json!(seen)).into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The page, its first picture and its state are still served.
    pub(super) fn serves(&self) -> Result<(), Failed> {
        let page = self.get("/")?;
        must(page.status == 200 && page.body.contains("<main"), "the page isn't served")?;
        let picture = self.get(&format!("/pages/{}/1.svg", encoded("自述报告")))?;
        must(
            picture.status == 200 && picture.body.contains("<svg"),
            "the first page isn't served",
        )?;
        self.state().map(drop)
    }

    /// Resident memory in MB; 0 where the system doesn't tell.
    pub(super) fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.inner());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
    }

    /// The process that lays out and serves: the other only waits for it.
    fn inner(&self) -> u32 {
        let outer = self.child.id();
        let inner = std::fs::read_to_string(format!("/proc/{outer}/task/{outer}/children"));
        inner.ok().and_then(|inner| inner.split(' ').next()?.parse().ok()).unwrap_or(outer)
    }

    /// Ends the program as an impatient user does.
    pub(super) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// How often a word stands on the pages.
    pub(super) fn hits(&self, word: &str) -> Result<usize, Failed> {
        let answer = self.get(&format!("/api/search?q={}", encoded(word)))?;
        let hits: Value = serde_json::from_str(&answer.body).map_err(|error| error.to_string())?;
        Ok(hits.as_array().map_or(0, Vec::len))
    }
}

/// An answer's status, head and body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    fn new(bytes: &[u8]) -> Answer {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer { status: status.unwrap_or(0), head: head.to_owned(), body: body.to_owned() }
    }

    /// Refused, in words alone.
    pub(super) fn is_refusal(&self) -> bool {
        let words = self.body.is_empty() || self.body.starts_with("{\"error\":");
        (400..500).contains(&self.status) && words
    }

    /// Whether it holds what only a file outside of what is shown holds.
    pub(super) fn lets_out(&self) -> bool {
        self.body.contains(SECRET) || self.body.contains("root:x:") || self.body.contains("root:*:")
    }
}

/// Fails with the message unless it holds.
pub(super) fn must(truth: bool, message: &str) -> Result<(), Failed> {
    if truth { Ok(()) } else { Err(message.into()) }
}

/// Every byte percent-encoded.
pub(super) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
