//! Speaks to a preview of the same workspace that is already running.

use super::{PORTS, workspace_id};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

/// A server on loopback answers within this time.
const WAIT: Duration = Duration::from_secs(5);
/// So much of an answer is read.
const MOST: usize = 64 << 20;

/// What became of a place that a running preview was asked to show, with the preview's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// A tab shows it.
    Shown(String),
    /// No tab is open; the first to open will show it.
    Waiting(String),
    /// It stands on no page.
    Nowhere(String),
}

/// Asks a running preview of the workspace to show a line; `None` where there is no such preview.
pub fn send_goto(root: &Path, port: Option<u16>, path: &str, line: usize) -> Option<Sent> {
    let ports = port.map_or(PORTS, |port| port..port.saturating_add(1));
    let id = workspace_id(root);
    // Free ports refuse at once.
    let port = ports.into_iter().find(|port| is_preview_of(*port, &id))?;
    let body = json!({ "path": path, "line": line }).to_string();
    let head =
        format!("POST /api/goto HTTP/1.1\r\nX-Zishu: 1\r\nContent-Length: {}\r\n", body.len());
    let address = format!("http://127.0.0.1:{port}/");
    let (good, answer) = ask(port, &head, &body)?;
    Some(match (good, answer["heard"].as_bool()) {
        (true, Some(true)) => Sent::Shown(address),
        (true, _) => Sent::Waiting(address),
        (false, _) => Sent::Nowhere(address),
    })
}

fn is_preview_of(port: u16, id: &str) -> bool {
    let state = ask(port, "GET /api/state HTTP/1.1\r\n", "");
    state.is_some_and(|(good, state)| good && state["workspace"].as_str() == Some(id))
}

/// Whether the answer is a good one, and its JSON; `None` where none comes in time.
fn ask(port: u16, head: &str, body: &str) -> Option<(bool, Value)> {
    let end = Instant::now() + WAIT;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(300)).ok()?;
    stream.set_write_timeout(Some(WAIT)).ok()?;
    let request = format!("{head}Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    let mut piece = [0; 8192];
    loop {
        // Whoever listens there may be a stranger who sends byte after byte for ever.
        let left = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        stream.set_read_timeout(Some(left)).ok()?;
        match stream.read(&mut piece).ok()? {
            0 => break,
            length => answer.extend_from_slice(&piece[..length]),
        }
        if answer.len() > MOST {
            return None;
        }
    }
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.starts_with("HTTP/1.1 200"), serde_json::from_str(body).ok()?))
}
