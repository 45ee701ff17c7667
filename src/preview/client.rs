//! Speaks to a preview of the same workspace that is already running.

use super::{PORTS, workspace_id};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

/// A server on loopback answers within this time.
const WAIT: Duration = Duration::from_secs(5);
/// So much of an answer is read.
const MOST: u64 = 64 << 20;

/// Asks a running preview of the workspace to show a line; its address, `None` where there is none.
pub fn send_goto(root: &Path, port: Option<u16>, path: &str, line: usize) -> Option<String> {
    let ports = port.map_or(PORTS, |port| port..port.saturating_add(1));
    let id = workspace_id(root);
    // Free ports refuse at once.
    let port = ports.into_iter().find(|port| is_preview_of(*port, &id))?;
    let body = json!({ "path": path, "line": line }).to_string();
    let head =
        format!("POST /api/goto HTTP/1.1\r\nX-Zishu: 1\r\nContent-Length: {}\r\n", body.len());
    ask(port, &head, &body)?;
    Some(format!("http://127.0.0.1:{port}/"))
}

fn is_preview_of(port: u16, id: &str) -> bool {
    let state = ask(port, "GET /api/state HTTP/1.1\r\n", "");
    state.is_some_and(|state| state["workspace"].as_str() == Some(id))
}

fn ask(port: u16, head: &str, body: &str) -> Option<Value> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(300)).ok()?;
    stream.set_read_timeout(Some(WAIT)).ok()?;
    stream.set_write_timeout(Some(WAIT)).ok()?;
    let request = format!("{head}Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.take(MOST).read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200").then(|| serde_json::from_str(body).ok())?
}
