//! HTTP/1.1 over loopback, with limits: each connection has its thread, its deadlines, and goes when
//! there are too many.
//!
//! In: sockets. Out: [`Request`]s to a handler, its [`Response`]s back. A client that sends slowly,
//! never reads or opens hundreds of connections delays no other.

use super::connections::{Connections, Phase};
use super::request::{Method, Refusal, Request, parse};
use super::response::{Body, Response};
use crate::preview::events::{Event, Listener};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Time within which a request must be whole, from its first byte.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// Time for which an idle connection is kept.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// Time after which a write is given up.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// Time within which a whole answer must be taken.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(120);
/// Time between the signs of life that are sent to those who listen for events.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Stack of a connection's thread: pages are drawn on it.
const STACK: usize = 16 << 20;
/// Bytes of an answer that are sent at once.
const CHUNK_BYTES: usize = 64 << 10;
/// Maximum number of bytes read of what a refused client still sends.
const MAX_DRAINED: usize = 256 << 10;

/// Answers requests.
pub(in crate::preview) type Handler = dyn Fn(&Request) -> Response + Send + Sync;

/// Serves for as long as the program runs.
pub(in crate::preview) fn serve(listener: &TcpListener, handler: Arc<Handler>) {
    let connections = Arc::new(Connections::default());
    loop {
        let Ok((stream, _)) = listener.accept() else {
            // Too many open files, or a client that has gone already.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let Some(id) = connections.register(&stream) else { continue };

        let (all, handler) = (connections.clone(), handler.clone());
        let work = move || {
            // A panic in a handler ends its connection alone.
            let answer = AssertUnwindSafe(|| answer_requests(&stream, id, &all, &*handler));
            let _ = catch_unwind(answer);
            let _ = stream.shutdown(Shutdown::Both);
            all.unregister(id);
        };
        let builder = thread::Builder::new().name("preview".to_owned()).stack_size(STACK);
        if builder.spawn(work).is_err() {
            connections.unregister(id);
        }
    }
}

/// Answers one request after another until the client or a deadline ends it.
fn answer_requests(
    stream: &TcpStream,
    id: u64,
    connections: &Connections,
    handler: &Handler,
) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    stream.set_write_timeout(Some(WRITE_TIMEOUT)).ok()?;

    let mut buffer = Vec::new();
    loop {
        connections.set_phase(id, Phase::Waiting);
        let request = match read(stream, &mut buffer) {
            Ok(request) => request?,
            Err(refusal) => {
                send(stream, &refusal.response(), false, true).ok()?;
                return drain(stream);
            }
        };

        connections.set_phase(id, Phase::Answering);
        let response = handler(&request);
        let head_only = request.method == Method::Head;
        let close = request.wants_close();
        send(stream, &response, head_only, close).ok()?;

        if let (Body::Events(events), false) = (&response.body, head_only) {
            connections.set_phase(id, Phase::Streaming);
            return stream_events(stream, events);
        }
        if close {
            return None;
        }
    }
}

/// Reads a whole request; `None` where the client has gone or sends nothing.
fn read(mut stream: &TcpStream, buffer: &mut Vec<u8>) -> Result<Option<Request>, Refusal> {
    let mut deadline = (!buffer.is_empty()).then(|| Instant::now() + REQUEST_TIMEOUT);
    loop {
        if let Some((request, length)) = parse(buffer)? {
            buffer.drain(..length);
            return Ok(Some(request));
        }
        let remaining = match deadline {
            None => IDLE_TIMEOUT,
            Some(end) => match end.checked_duration_since(Instant::now()) {
                Some(time) if !time.is_zero() => time,
                _ => return Err(Refusal::TooSlow),
            },
        };
        if stream.set_read_timeout(Some(remaining)).is_err() {
            return Ok(None);
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk) {
            Ok(0) => return Ok(None),
            Ok(length) => {
                deadline = deadline.or_else(|| Some(Instant::now() + REQUEST_TIMEOUT));
                buffer.extend_from_slice(&chunk[..length]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) if deadline.is_some_and(|end| end <= Instant::now()) => {
                return Err(Refusal::TooSlow);
            }
            Err(_) => return Ok(None),
        }
    }
}

fn send(
    mut stream: &TcpStream,
    response: &Response,
    head_only: bool,
    close: bool,
) -> io::Result<()> {
    let end = Instant::now() + ANSWER_TIMEOUT;
    let mut first = response.head(close).into_bytes();
    let body: &[u8] = match &response.body {
        Body::Bytes(bytes) if !head_only => bytes,
        Body::Bytes(_) | Body::Events(_) => &[],
    };

    // A short answer goes out in one packet.
    let joined = body.len().min(CHUNK_BYTES);
    first.extend_from_slice(&body[..joined]);
    stream.write_all(&first)?;
    for chunk in body[joined..].chunks(CHUNK_BYTES) {
        if Instant::now() > end {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.write_all(chunk)?;
    }
    Ok(())
}

fn stream_events(mut stream: &TcpStream, events: &Listener) -> Option<()> {
    loop {
        let text = match events.next(HEARTBEAT) {
            Event::Text(text) => text,
            Event::Silence => ": zishu\n\n".into(),
            Event::Closed => return None,
        };
        stream.write_all(text.as_bytes()).ok()?;
    }
}

/// Takes some of what is still being sent: a closed socket with unread bytes loses the answer.
fn drain(mut stream: &TcpStream) -> Option<()> {
    stream.shutdown(Shutdown::Write).ok()?;
    stream.set_read_timeout(Some(Duration::from_millis(200))).ok()?;
    let (mut chunk, mut read) = ([0; 8192], 0);
    while read < MAX_DRAINED {
        match stream.read(&mut chunk).ok()? {
            0 => return None,
            length => read += length,
        }
    }
    None
}
