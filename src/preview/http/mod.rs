//! HTTP/1.1 over loopback, with limits: each connection has its thread, its deadlines, and goes when
//! there are too many.
//!
//! In: sockets. Out: [`Request`]s to a handler, its [`Response`]s back. A client that sends slowly,
//! never reads or opens hundreds of connections delays no other.

mod connections;
mod request;
mod response;

pub(super) use request::{Method, Request, encoded, parse};
pub(super) use response::{Body, Response};

use connections::{Connections, Phase};
use request::Refusal;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// A request must be whole so long after its first byte.
const REQUEST: Duration = Duration::from_secs(10);
/// An idle connection is kept so long.
const IDLE: Duration = Duration::from_secs(30);
/// A write that takes longer is given up.
const WRITE: Duration = Duration::from_secs(10);
/// A whole answer must be taken within this time.
const ANSWER: Duration = Duration::from_secs(120);
/// A sign of life is sent so often to those who listen for events.
const ALIVE: Duration = Duration::from_secs(15);
/// Stack of a connection's thread: pages are drawn on it.
const STACK: usize = 16 << 20;
/// Answers go out in pieces of so many bytes.
const PIECE: usize = 64 << 10;
/// So much of what a refused client still sends is read before the connection is closed.
const DRAIN: usize = 256 << 10;

/// Answers requests.
pub(super) type Handler = dyn Fn(&Request) -> Response + Send + Sync;

/// Serves for as long as the program runs.
pub(super) fn serve(listener: &TcpListener, handler: Arc<Handler>) {
    let connections = Arc::new(Connections::default());
    loop {
        let Ok((stream, _)) = listener.accept() else {
            // Too many open files, or a client that has gone already.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let Some(id) = connections.enter(&stream) else { continue };
        let (all, handler) = (connections.clone(), handler.clone());
        let work = move || {
            // A panic in a handler ends its connection alone.
            let talk = std::panic::AssertUnwindSafe(|| talk(&stream, id, &all, &*handler));
            let _ = std::panic::catch_unwind(talk);
            let _ = stream.shutdown(std::net::Shutdown::Both);
            all.leave(id);
        };
        let builder = thread::Builder::new().name("preview".to_owned()).stack_size(STACK);
        if builder.spawn(work).is_err() {
            connections.leave(id);
        }
    }
}

/// Answers one request after another until the client or a deadline ends it.
fn talk(stream: &TcpStream, id: u64, all: &Connections, handler: &Handler) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    stream.set_write_timeout(Some(WRITE)).ok()?;
    let mut buffer = Vec::new();
    loop {
        all.turn(id, Phase::Waiting);
        let (request, close) = match read(stream, &mut buffer) {
            Ok(Some(request)) => {
                let close = request.wants_close();
                (request, close)
            }
            Ok(None) => return None,
            Err(refusal) => {
                let response = refusal.response();
                send(stream, &response, false, true).ok()?;
                return drain(stream);
            }
        };
        all.turn(id, Phase::Answering);
        let response = handler(&request);
        let head_only = request.method == Method::Head;
        send(stream, &response, head_only, close).ok()?;
        if let (Body::Events(events), false) = (&response.body, head_only) {
            all.turn(id, Phase::Streaming);
            return stream_events(stream, events);
        }
        if close {
            return None;
        }
    }
}

/// Reads a whole request; `None` where the client has gone or sends nothing.
fn read(mut stream: &TcpStream, buffer: &mut Vec<u8>) -> Result<Option<Request>, Refusal> {
    let mut deadline = (!buffer.is_empty()).then(|| Instant::now() + REQUEST);
    loop {
        if let Some((request, length)) = parse(buffer)? {
            buffer.drain(..length);
            return Ok(Some(request));
        }
        let left = match deadline {
            None => IDLE,
            Some(end) => match end.checked_duration_since(Instant::now()) {
                Some(left) if !left.is_zero() => left,
                _ => return Err(Refusal::TooSlow),
            },
        };
        if stream.set_read_timeout(Some(left)).is_err() {
            return Ok(None);
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece) {
            Ok(0) => return Ok(None),
            Ok(length) => {
                deadline = deadline.or_else(|| Some(Instant::now() + REQUEST));
                buffer.extend_from_slice(&piece[..length]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) if deadline.is_some_and(|end| end <= Instant::now()) => {
                return Err(Refusal::TooSlow);
            }
            Err(_) => return Ok(None),
        }
    }
}

fn send(mut stream: &TcpStream, response: &Response, head: bool, close: bool) -> io::Result<()> {
    let end = Instant::now() + ANSWER;
    let mut first = response.head(close).into_bytes();
    let body: &[u8] = match &response.body {
        Body::Bytes(bytes) if !head => bytes,
        Body::Bytes(_) | Body::Events(_) => &[],
    };
    // A short answer goes out in one packet.
    let joined = body.len().min(PIECE);
    first.extend_from_slice(&body[..joined]);
    stream.write_all(&first)?;
    for piece in body[joined..].chunks(PIECE) {
        if Instant::now() > end {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.write_all(piece)?;
    }
    Ok(())
}

fn stream_events(mut stream: &TcpStream, events: &super::events::Listener) -> Option<()> {
    loop {
        let text = match events.next(ALIVE) {
            super::events::Heard::Event(text) => text,
            super::events::Heard::Nothing => ": zishu\n\n".into(),
            super::events::Heard::End => return None,
        };
        stream.write_all(text.as_bytes()).ok()?;
    }
}

/// Takes some of what is still being sent: a closed socket with unread bytes loses the answer.
fn drain(mut stream: &TcpStream) -> Option<()> {
    stream.shutdown(std::net::Shutdown::Write).ok()?;
    stream.set_read_timeout(Some(Duration::from_millis(200))).ok()?;
    let (mut piece, mut read) = ([0; 8192], 0);
    while read < DRAIN {
        match stream.read(&mut piece).ok()? {
            0 => return None,
            length => read += length,
        }
    }
    None
}
