//! What is served at which address; nothing else is, and no file by its path.

use super::builder::{Built, View};
use super::http::{Method, Request, Response};
use super::stage::{Stage, Went};
use super::{download, editor, locate, state};
use crate::bundle;
use crate::diag::Code;
use crate::pdf::{self, Passage};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// Answers a request.
pub(super) fn answer(stage: &Stage, request: &Request) -> Response {
    if let Some(refusal) = refuse(stage.port, request) {
        return refusal;
    }
    match request.method {
        Method::Get | Method::Head => get(stage, request),
        Method::Post => post(stage, request),
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
    let own = matches!(site, "same-origin" | "none");
    if request.has_header("sec-fetch-site") && !own && request.parts() != [""] {
        return Some(Response::error(403, "不接受别的网页发来的请求"));
    }
    None
}

fn get(stage: &Stage, request: &Request) -> Response {
    let document = request.query.get("doc").map(String::as_str);
    match request.parts().as_slice() {
        [""] => asset("index.html"),
        ["api", "state"] => Response::json(&state::state(stage, document)),
        ["api", "events"] => Response::events(stage.listen()),
        ["api", "locate"] => locate::answer(stage, request),
        ["api", "goto"] => go(stage, request),
        ["api", "search"] => search(stage, request),
        ["api", "explain", code] => explain(code),
        ["pages", document, page] => self::page(stage, document, page, request),
        ["download", file] => download::answer(stage, file),
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

fn post(stage: &Stage, request: &Request) -> Response {
    let parts = request.parts();
    let known = matches!(parts.as_slice(), ["api", "open" | "profile" | "goto"]);
    if !known {
        return match get_only(&parts) {
            true => Response::error(405, "这个地址只接受 GET").with("Allow", "GET, HEAD"),
            false => Response::error(404, "没有这个地址"),
        };
    }
    if request.header("x-zishu") != Some("1") {
        return Response::error(403, "缺少 X-Zishu 请求头");
    }
    let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
        return Response::error(400, "请求内容不是 JSON");
    };
    match parts.as_slice() {
        ["api", "open"] => open(stage, &body),
        ["api", "profile"] => choose(stage, &body),
        _ => send_goto(stage, &body),
    }
}

fn get_only(parts: &[&str]) -> bool {
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

/// The answer where a document isn't there.
pub(super) fn gone() -> Response {
    Response::error(404, "没有这份文件，或还没有排好")
}

fn number<T: std::str::FromStr>(request: &Request, name: &str) -> Option<T> {
    request.query.get(name)?.parse().ok()
}

/// A page's picture, `3.svg`, or its words, `3.json`.
fn page(stage: &Stage, document: &str, page: &str, request: &Request) -> Response {
    let Some(view) = stage.view(Some(document)) else { return gone() };
    let (number, kind) = page.split_once('.').unwrap_or((page, ""));
    let number = number.parse::<usize>().ok().filter(|_| matches!(kind, "svg" | "json"));
    let face = number.and_then(|page| view.pages.get(page.checked_sub(1)?));
    let (Some(number), Some(face)) = (number, face) else {
        return Response::error(404, "没有这一页");
    };
    let asked = request.query.get("h");
    if asked.is_some_and(|hash| *hash != face.hash) {
        return Response::error(409, "这一页已经变了");
    }
    let made = match kind {
        "svg" => stage.svg(&view, number).map(|bytes| picture(bytes, asked.is_some())),
        _ => pdf::page_passages(&view.laid, number).map(|all| Response::json(&words(&all))),
    };
    made.unwrap_or_else(|| Response::error(500, "这一页显示不出来"))
}

/// A picture; one that was asked for by what it looks like never changes.
fn picture(bytes: Arc<[u8]>, known: bool) -> Response {
    let response = Response::bytes("image/svg+xml", bytes);
    match known {
        true => response.with("Cache-Control", "private, max-age=31536000, immutable"),
        false => response,
    }
}

fn words(passages: &[Passage]) -> Value {
    let passage = |passage: &Passage| match passage {
        Passage::Heading(level, text) => json!({ "heading": level, "text": text }),
        Passage::Text(text) => json!({ "text": text }),
        Passage::Table(rows) => json!({ "rows": rows }),
    };
    passages.iter().map(passage).collect()
}

fn go(stage: &Stage, request: &Request) -> Response {
    let path = request.query.get("path").map(String::as_str).unwrap_or_default();
    let line = number(request, "line").unwrap_or(1);
    match stage.built().and_then(|built| goto_event(&built, path, Wanted::Line(line))) {
        Some(found) => Response::json(&found),
        None => Response::error(404, "版面上没有这一处"),
    }
}

/// A place of a chapter that is to be shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    /// A line that someone asked for.
    Line(usize),
    /// The byte at which an edit begins.
    Edit(u32),
}

/// Where a place of a chapter is shown.
pub(super) fn goto_event(built: &Built, path: &str, wanted: Wanted) -> Option<Value> {
    let shown = |view: &Arc<View>| {
        let sources = &view.loaded.sources;
        let (range, line, asked) = match wanted {
            Wanted::Line(line) => (view.line(path, line)?, line, true),
            Wanted::Edit(at) => {
                (at..at + 1, sources.line_column(sources.find(path)?, at).line, false)
            }
        };
        let on = view.place_of(path, range)?;
        let [x, y, _, _] = on.rect;
        Some(json!({
            "doc": view.name, "page": on.page, "x": x, "y": y, "path": path, "line": line,
            "asked": asked,
        }))
    };
    built.views.iter().find_map(shown)
}

fn send_goto(stage: &Stage, body: &Value) -> Response {
    let Some(path) = body["path"].as_str() else { return Response::error(400, "缺少 path") };
    let line = body["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(1);
    match stage.go(path, line) {
        Went::Shown => Response::json(&json!({ "sent": true, "heard": true })),
        Went::Waiting => Response::json(&json!({ "sent": true, "heard": false })),
        Went::Nowhere => Response::error(404, "版面上没有这一处"),
    }
}

fn search(stage: &Stage, request: &Request) -> Response {
    let Some(view) = stage.view(request.query.get("doc").map(String::as_str)) else {
        return gone();
    };
    let wanted = request.query.get("q").map(String::as_str).unwrap_or_default();
    if wanted.chars().count() > 200 {
        return Response::error(400, "要找的文字过长");
    }
    let found = view.search(wanted).into_iter().map(|found| {
        json!({
            "page": found.on.page, "hash": view.pages.get(found.on.page - 1).map(|page| &page.hash),
            "rect": found.on.rect, "before": found.before,
            "match": found.text, "after": found.after,
        })
    });
    Response::json(&Value::Array(found.collect()))
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

fn choose(stage: &Stage, body: &Value) -> Response {
    let (Some(document), Some(profile)) = (body["doc"].as_str(), body["profile"].as_str()) else {
        return Response::error(400, "缺少 doc、profile");
    };
    if stage.view(Some(document)).is_none() || document.is_empty() {
        return gone();
    }
    if !crate::typography::profile::names(&stage.root).iter().any(|name| name == profile) {
        return Response::error(404, "没有这个版式");
    }
    stage.choose(document, profile);
    Response::json(&json!({ "profile": profile }))
}

fn open(stage: &Stage, body: &Value) -> Response {
    let Some(file) = body["path"].as_str().and_then(|path| inside(stage, path)) else {
        return Response::error(404, "工作区里没有这个文件");
    };
    let place = |name: &str| {
        let number = body[name].as_u64().and_then(|number| usize::try_from(number).ok());
        number.unwrap_or(1).clamp(1, 10_000_000)
    };
    let (line, column) = (place("line"), place("column"));
    let url = || editor::url(&file, line, column);
    match &stage.editor {
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

/// The file of a path relative to the workspace; only one that was read for the report.
fn inside(stage: &Stage, path: &str) -> Option<PathBuf> {
    let built = stage.built()?;
    let shown =
        built.shows(path) || built.views.iter().any(|v| v.loaded.sources.find(path).is_some());
    let plain = !path.split(['/', '\\']).any(|part| matches!(part, "" | "." | ".."));
    if !shown || !plain {
        return None;
    }
    let file = stage.root.join(path);
    let real = file.canonicalize().ok()?;
    (real.is_file() && real.starts_with(stage.root.canonicalize().ok()?)).then_some(file)
}
