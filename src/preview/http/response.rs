//! An answer and the headers that every answer has.

use crate::preview::events::Listener;
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;

/// What a page may load: the server's own files.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
                      frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'";

/// What is sent.
#[derive(Debug)]
pub(in crate::preview) enum Body {
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// Events, for as long as the client listens.
    Events(Listener),
}

/// An answer.
#[derive(Debug)]
pub(in crate::preview) struct Response {
    /// The status.
    pub status: u16,
    /// What is sent.
    pub body: Body,
    kind: &'static str,
    headers: Vec<(&'static str, String)>,
}

impl Response {
    /// Bytes of a kind.
    pub fn bytes(kind: &'static str, bytes: impl Into<Arc<[u8]>>) -> Response {
        Response { status: 200, body: Body::Bytes(bytes.into()), kind, headers: Vec::new() }
    }

    /// JSON.
    pub fn json(value: &Value) -> Response {
        Response::bytes("application/json; charset=utf-8", value.to_string().into_bytes())
    }

    /// An error, in Chinese.
    pub fn error(status: u16, message: &str) -> Response {
        Response { status, ..Response::json(&json!({ "error": message })) }
    }

    /// The answer where a document isn't there.
    pub fn no_document() -> Response {
        Response::error(404, "没有这份文件，或还没有排好")
    }

    /// Events.
    pub fn events(listener: Listener) -> Response {
        let kind = "text/event-stream; charset=utf-8";
        Response { status: 200, body: Body::Events(listener), kind, headers: Vec::new() }
    }

    /// Adds a header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Response {
        self.headers.push((name, value.into()));
        self
    }

    /// Status line and headers.
    pub fn head(&self, close: bool) -> String {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let mut add = |name: &str, value: &str| {
            // Writing to a string can't fail.
            let _ = write!(head, "{name}: {value}\r\n");
        };
        add("Content-Type", self.kind);
        add("Content-Security-Policy", POLICY);
        add("X-Content-Type-Options", "nosniff");
        add("Referrer-Policy", "no-referrer");
        add("Cross-Origin-Resource-Policy", "same-origin");
        add("Cross-Origin-Opener-Policy", "same-origin");

        if !self.headers.iter().any(|(name, _)| *name == "Cache-Control") {
            add("Cache-Control", "no-store");
        }
        for (name, value) in &self.headers {
            add(name, value);
        }

        match &self.body {
            Body::Bytes(bytes) => add("Content-Length", &bytes.len().to_string()),
            Body::Events(_) => {}
        }
        let closes = close || matches!(self.body, Body::Events(_));
        add("Connection", if closes { "close" } else { "keep-alive" });
        head.push_str("\r\n");
        head
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not SearchHit",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}
