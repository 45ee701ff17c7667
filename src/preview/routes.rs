//! What is served at which address; nothing else is, and no file by its path.

use super::goto::{GotoTarget, goto_event};
use super::http::{Method, Request, Response};
use super::shared::{GotoOutcome, SharedState};
use super::view::PageLocation;
use super::{download, editor, locate, state};
use crate::bundle;
use crate::diag::Code;
use crate::pdf::{self, Passage};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// Maximum number of characters of what is searched for.
const MAX_QUERY_CHARACTERS: usize = 200;

/// Answers a request.
pub(super) fn answer(shared: &SharedState, request: &Request) -> Response {
    if let Some(refusal) = refuse(shared.port, request) {
        return refusal;
    }
    match request.method {
        Method::Get | Method::Head => get(shared, request),
        Method::Post => post(shared, request),
        Method::Other => {
            Response::error(405, "只接受 GET 和 POST").with("Allow", "GET, HEAD, POST")
        }
    }
}

/// Requests for another host, or from another site's page.
fn refuse(port: u16, request: &Request) -> Option<Response> {
    // Browsers leave out the port that http has by itself.
    let port = if port == 80 { String::new() } else { format!(":{port}") };

    let hosts = [format!("127.0.0.1{port}"), format!("localhost{port}")];
    let host = request.header("host").unwrap_or_default().to_ascii_lowercase();
    if !hosts.contains(&host) {
        return Some(Response::error(403, "只在本机以 127.0.0.1 或 localhost 访问"));
    }

    if request.has_header("origin") {
        let origin = request.header("origin").unwrap_or_default().to_ascii_lowercase();
        if !hosts.iter().any(|host| origin == format!("http://{host}")) {
            return Some(Response::error(403, "不接受别的网页发来的请求"));
        }
    }

    // Browsers say where a request comes from; a link to the page itself may stand anywhere.
    let site = request.header("sec-fetch-site").unwrap_or("none");
    let is_same_site = matches!(site, "same-origin" | "none");
    if request.has_header("sec-fetch-site") && !is_same_site && request.parts() != [""] {
        return Some(Response::error(403, "不接受别的网页发来的请求"));
    }
    None
}

fn get(shared: &SharedState, request: &Request) -> Response {
    let document = request.query.get("doc").map(String::as_str);
    match request.parts().as_slice() {
        [""] => asset("index.html"),
        ["api", "state"] => Response::json(&state::state(shared, document)),
        ["api", "events"] => Response::events(shared.subscribe()),
        ["api", "locate"] => locate::answer(shared, request),
        ["api", "goto"] => find_line(shared, request),
        ["api", "search"] => search(shared, request),
        ["api", "explain", code] => explain(code),
        ["pages", document, page] => self::page(shared, document, page, request),
        ["download", file] => download::answer(shared, file),
        ["api", "open" | "profile"] => {
            Response::error(405, "这个地址只接受 POST").with("Allow", "POST")
        }
        [name] => asset(name),
        _ => Response::error(404, "没有这个地址"),
    }
}

/// A file of the page, from the binary.
fn asset(name: &str) -> Response {
    let kind = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some(_) | None => return Response::error(404, "没有这个地址"),
    };
    match bundle::page(name) {
        Some(bytes) => Response::bytes(kind, bytes),
        None => Response::error(404, "没有这个地址"),
    }
}

fn post(shared: &SharedState, request: &Request) -> Response {
    let parts = request.parts();
    let takes_post = matches!(parts.as_slice(), ["api", "open" | "profile" | "goto"]);
    if !takes_post && takes_get(&parts) {
        return Response::error(405, "这个地址只接受 GET").with("Allow", "GET, HEAD");
    }
    if !takes_post {
        return Response::error(404, "没有这个地址");
    }

    if request.header("x-zishu") != Some("1") {
        return Response::error(403, "缺少 X-Zishu 请求头");
    }
    let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
        return Response::error(400, "请求内容不是 JSON");
    };

    match parts.as_slice() {
        ["api", "open"] => open(shared, &body),
        ["api", "profile"] => choose_profile(shared, &body),
        _ => send_goto(shared, &body),
    }
}

fn takes_get(parts: &[&str]) -> bool {
    let asset = matches!(parts, [name] if name.is_empty() || bundle::page(name).is_some());
    asset
        || matches!(
            parts,
            ["api", "state" | "events" | "locate" | "search"]
                | ["api", "explain", _]
                | ["pages", _, _]
                | ["download", _]
        )
}

fn number<T: std::str::FromStr>(request: &Request, name: &str) -> Option<T> {
    request.query.get(name)?.parse().ok()
}

/// A page's picture, `3.svg`, or its words, `3.json`.
fn page(shared: &SharedState, document: &str, page: &str, request: &Request) -> Response {
    let Some(view) = shared.view(Some(document)) else { return Response::no_document() };
    let (number, kind) = page.split_once('.').unwrap_or((page, ""));
    let number = number.parse::<usize>().ok().filter(|_| matches!(kind, "svg" | "json"));
    let face = number.and_then(|page| view.pages.get(page.checked_sub(1)?));
    let (Some(number), Some(face)) = (number, face) else {
        return Response::error(404, "没有这一页");
    };

    let hash = request.query.get("h");
    if hash.is_some_and(|hash| *hash != face.hash) {
        return Response::error(409, "这一页已经变了");
    }
    let response = match kind {
        "svg" => shared.svg(&view, number).map(|bytes| svg(bytes, hash.is_some())),
        _ => pdf::page_passages(&view.laid, number).map(|all| Response::json(&passages(&all))),
    };
    response.unwrap_or_else(|| Response::error(500, "这一页显示不出来"))
}

/// A picture; one that was asked for by the hash of what it shows never changes.
fn svg(bytes: Arc<[u8]>, has_hash: bool) -> Response {
    let response = Response::bytes("image/svg+xml", bytes);
    if has_hash {
        response.with("Cache-Control", "private, max-age=31536000, immutable")
    } else {
        response
    }
}

fn passages(passages: &[Passage]) -> Value {
    passages.iter().map(passage).collect()
}

fn passage(passage: &Passage) -> Value {
    match passage {
        Passage::Heading(level, text) => json!({ "heading": level, "text": text }),
        Passage::Text(text) => json!({ "text": text }),
        Passage::Table(rows) => json!({ "rows": rows }),
    }
}

fn find_line(shared: &SharedState, request: &Request) -> Response {
    let path = request.query.get("path").map(String::as_str).unwrap_or_default();
    let line = number(request, "line").unwrap_or(1);
    match shared.snapshot().and_then(|built| goto_event(&built, path, GotoTarget::Line(line))) {
        Some(event) => Response::json(&event),
        None => Response::error(404, "版面上没有这一处"),
    }
}

fn send_goto(shared: &SharedState, body: &Value) -> Response {
    let Some(path) = body["path"].as_str() else { return Response::error(400, "缺少 path") };
    let line = body["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(1);
    match shared.goto(path, line) {
        GotoOutcome::Shown => Response::json(&json!({ "sent": true, "heard": true })),
        GotoOutcome::Waiting => Response::json(&json!({ "sent": true, "heard": false })),
        GotoOutcome::NotPrinted => Response::error(404, "版面上没有这一处"),
    }
}

fn search(shared: &SharedState, request: &Request) -> Response {
    let Some(view) = shared.view(request.query.get("doc").map(String::as_str)) else {
        return Response::no_document();
    };
    let query = request.query.get("q").map(String::as_str).unwrap_or_default();
    if query.chars().count() > MAX_QUERY_CHARACTERS {
        return Response::error(400, "要找的文字过长");
    }

    let mut hits = Vec::new();
    for hit in view.search(query) {
        let PageLocation { page, rect } = hit.location;
        hits.push(json!({
            "page": page, "hash": view.pages.get(page - 1).map(|page| &page.hash),
            "rect": rect, "before": hit.before, "match": hit.text, "after": hit.after,
        }));
    }
    Response::json(&Value::Array(hits))
}

fn explain(code: &str) -> Response {
    match Code::from_name(code) {
        Some(code) => Response::json(&json!({
            "code": code.name(), "title": code.title(),
            "text": code.explanation(), "remedy": code.remedy(),
        })),
        None => Response::error(404, "没有这个代码"),
    }
}

fn choose_profile(shared: &SharedState, body: &Value) -> Response {
    let (Some(document), Some(profile)) = (body["doc"].as_str(), body["profile"].as_str()) else {
        return Response::error(400, "缺少 doc、profile");
    };
    if shared.view(Some(document)).is_none() || document.is_empty() {
        return Response::no_document();
    }
    if !crate::typography::profile::names(&shared.root).iter().any(|name| name == profile) {
        return Response::error(404, "没有这个版式");
    }
    shared.choose_profile(document, profile);
    Response::json(&json!({ "profile": profile }))
}

fn open(shared: &SharedState, body: &Value) -> Response {
    let Some(file) = body["path"].as_str().and_then(|path| inside(shared, path)) else {
        return Response::error(404, "工作区里没有这个文件");
    };
    let (line, column) = (position(body, "line"), position(body, "column"));
    let url = || editor::url(&file, line, column);

    match &shared.editor {
        None => Response::json(&json!({
            "opened": false, "url": url(), "message": "没有设定编辑器，可以用 VS Code 打开",
        })),
        Some(editor) => match editor.open(&file, line, column) {
            Ok(()) => Response::json(&json!({ "opened": true })),
            Err(_) => Response::json(&json!({
                "opened": false, "url": url(),
                "message": format!("编辑器“{}”启动不了", editor.name()),
            })),
        },
    }
}

/// A line or a column, from 1.
fn position(body: &Value, name: &str) -> usize {
    let number = body[name].as_u64().and_then(|number| usize::try_from(number).ok());
    number.unwrap_or(1).clamp(1, 10_000_000)
}

/// The file of a path relative to the workspace; only one that was read for the report.
fn inside(shared: &SharedState, path: &str) -> Option<PathBuf> {
    let built = shared.snapshot()?;
    let is_read =
        built.has_file(path) || built.views.iter().any(|v| v.loaded.sources.find(path).is_some());
    let is_plain = !path.split(['/', '\\']).any(|part| matches!(part, "" | "." | ".."));
    if !is_read || !is_plain {
        return None;
    }

    let file = shared.root.join(path);
    let real = file.canonicalize().ok()?;
    (real.is_file() && real.starts_with(shared.root.canonicalize().ok()?)).then_some(file)
}
