//! Speaks to a preview of the same workspace that is already running.

use super::identity::{PORTS, workspace_id};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

/// Time within which a server on loopback answers.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum number of bytes of an answer.
const MAX_ANSWER: usize = 64 << 20;

/// What became of a place that a running preview was asked to show, with the preview's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GotoReply {
    /// A tab shows it.
    Shown(String),
    /// No tab is open; the first to open will show it.
    Waiting(String),
    /// It stands on no page.
    NotPrinted(String),
}

/// Asks a running preview of the workspace to show a line; `None` where there is no such preview.
pub fn send_goto(root: &Path, port: Option<u16>, path: &str, line: usize) -> Option<GotoReply> {
    let ports = port.map_or(PORTS, |port| port..port.saturating_add(1));
    let id = workspace_id(root);
    // Free ports refuse at once.
    let port = ports.into_iter().find(|port| is_preview_of(*port, &id))?;
    let body = json!({ "path": path, "line": line }).to_string();
    let head =
        format!("POST /api/goto HTTP/1.1\r\nX-Zishu: 1\r\nContent-Length: {}\r\n", body.len());
    let address = format!("http://127.0.0.1:{port}/");
    let answer = ask(port, &head, &body)?;
    Some(if !answer.is_ok {
        GotoReply::NotPrinted(address)
    } else if answer.body["heard"].as_bool() == Some(true) {
        GotoReply::Shown(address)
    } else {
        GotoReply::Waiting(address)
    })
}

fn is_preview_of(port: u16, id: &str) -> bool {
    let state = ask(port, "GET /api/state HTTP/1.1\r\n", "");
    state.is_some_and(|state| state.is_ok && state.body["workspace"].as_str() == Some(id))
}

/// What a server answers.
struct Answer {
    /// Whether the status is 200.
    is_ok: bool,
    body: Value,
}

/// Asks a server; `None` where no JSON comes in time.
fn ask(port: u16, head: &str, body: &str) -> Option<Answer> {
    let end = Instant::now() + TIMEOUT;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(300)).ok()?;
    stream.set_write_timeout(Some(TIMEOUT)).ok()?;
    let request = format!("{head}Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).ok()?;

    let mut answer = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        // Whoever listens there may be a stranger who sends byte after byte for ever.
        let remaining = end.checked_duration_since(Instant::now());
        stream.set_read_timeout(Some(remaining.filter(|time| !time.is_zero())?)).ok()?;
        match stream.read(&mut chunk).ok()? {
            0 => break,
            length => answer.extend_from_slice(&chunk[..length]),
        }
        if answer.len() > MAX_ANSWER {
            return None;
        }
    }

    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let body = serde_json::from_str(body).ok()?;
    Some(Answer { is_ok: head.starts_with("HTTP/1.1 200"), body })
}
