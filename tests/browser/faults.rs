//! The preview's server against what goes wrong: files, folders, clients, strangers.
//!
//! In: the built program over a small workspace, requests as bytes over TCP. Out: one trial for each
//! fault: it goes on serving, shows what is right again once that is mended, and lets nothing out.

use super::server::{LIMIT, Server, encoded, must};
use crate::golden;
use crate::workspace::{CHAPTER, Workspace};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What a trial does.
type Check = fn() -> Result<(), Failed>;

/// The trials.
pub(super) fn trials() -> Vec<Trial> {
    let list: [(&str, Check); 18] = [
        ("chapter-is-a-folder", || comes_and_goes(|workspace| folder(workspace, CHAPTER))),
        ("chapter-is-no-text", || comes_and_goes(no_text)),
        ("chapter-is-gone", || comes_and_goes(|workspace| remove(workspace, CHAPTER))),
        ("section-folder-is-gone", || {
            comes_and_goes(|workspace| remove(workspace, "chapters/06-产品质量"))
        }),
        ("report-yaml-is-gone", || {
            comes_and_goes(|workspace| remove(workspace, "chapters/report.yaml"))
        }),
        ("template-is-broken", || comes_and_goes(|workspace| template(workspace, "report.md.j2"))),
        ("typst-template-is-broken", || {
            comes_and_goes(|workspace| template(workspace, "report.typ"))
        }),
        ("emptied-then-written", emptied_then_written),
        ("thousand-saves", thousand_saves),
        ("out-is-not-writable", out_is_not_writable),
        ("clients-that-hang", clients_that_hang),
        ("no-http", no_http),
        ("other-hosts", other_hosts),
        ("other-origins", other_origins),
        ("path-tricks", path_tricks),
        ("loopback-alone", loopback_alone),
        ("template-never-ends", template_never_ends),
        ("ends-with-the-outer-process", ends_with_the_outer_process),
    ];
    list.into_iter()
        .map(|(name, run)| Trial::test(format!("browser::faults::{name}"), run))
        .collect()
}

// ---- files -------------------------------------------------------------------------------------

type Harm = fn(&Workspace) -> std::io::Result<()>;

fn remove(workspace: &Workspace, path: &str) -> std::io::Result<()> {
    let path = workspace.root().join(path);
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// A folder of the chapter's name: permissions don't keep root from reading.
fn folder(workspace: &Workspace, path: &str) -> std::io::Result<()> {
    remove(workspace, path)?;
    fs::create_dir(workspace.root().join(path))
}

fn no_text(workspace: &Workspace) -> std::io::Result<()> {
    fs::write(workspace.root().join(CHAPTER), b"\xff\x00\xfe\x81\x00\xff\n\xc3\x28")
}

fn template(workspace: &Workspace, name: &str) -> std::io::Result<()> {
    workspace.write(&format!("templates/{name}"), "{% if %}\n#let x = (\n");
    Ok(())
}

/// Does harm, sees that the pages stay or become others, mends it and sees the first pages again.
fn comes_and_goes(harm: Harm) -> Result<(), Failed> {
    let server = Server::start()?;
    let good = server.state()?;
    let files: Vec<(PathBuf, Vec<u8>)> = golden::files(server.workspace.root(), "")
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
        .collect();
    harm(&server.workspace).map_err(|error| error.to_string())?;
    let harmed = server.until("the harm", |state| {
        state["version"] != good["version"]
            && (state["failed"] == true || state["pages"] != good["pages"])
    })?;
    let pages = harmed["pages"].as_array().map_or(0, Vec::len);
    must(pages > 0, "no pages are left")?;
    if harmed["failed"] == true {
        must(harmed["pages"] == good["pages"], "a failed build changes the pages")?;
        must(harmed["message"].as_str().is_some_and(|text| !text.is_empty()), "no message")?;
        must(harmed["counts"]["errors"] != 0, "a failed build without an error")?;
    }
    server.serves()?;
    let chapter = server.workspace.root().join(CHAPTER);
    let _ = fs::remove_dir(chapter);
    let _ = fs::remove_dir_all(server.workspace.root().join("templates"));
    for (path, bytes) in files {
        let path = path.strip_prefix(server.workspace.root()).unwrap_or(&path).to_string_lossy();
        server.workspace.write(&path, bytes);
    }
    let hashes = |state: &Value| -> Vec<Value> {
        let pages = state["pages"].as_array().cloned().unwrap_or_default();
        pages.iter().map(|page| page["hash"].clone()).collect()
    };
    server.until("the mended state", |state| {
        state["failed"] == false && hashes(state) == hashes(&good)
    })?;
    server.serves()
}

/// A template that loops for ever: the same address soon shows pages again, by the built-in template, and
/// those of the mended one once it is saved.
fn template_never_ends() -> Result<(), Failed> {
    const TEMPLATE: &str = "templates/report.typ";
    let server = Server::start()?;
    let good = server.state()?;
    let built_in = include_str!("../../templates/report.typ");
    let until = |what: &str, wanted: &dyn Fn(&Value) -> bool| {
        let end = Instant::now() + LIMIT;
        loop {
            // There is no server for a moment.
            match server.state() {
                Ok(state) if wanted(&state) => return Ok::<Value, Failed>(state),
                _ if Instant::now() > end => return Err(format!("{what} never comes").into()),
                _ => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    };
    let problems = |state: &Value| state["problems"].to_string();

    for _ in 0..2 {
        let endless = format!(
            "{built_in}\n#{{ for a in range(1000000) {{ for b in range(1000000) {{ let c = a * b }} }} }}\n"
        );
        server.workspace.write(TEMPLATE, endless);
        let stopped = until("the problem", &|state| problems(state).contains("typst-limit"))?;
        must(
            stopped["pages"].as_array().map(Vec::len) == good["pages"].as_array().map(Vec::len),
            "pages are missing",
        )?;
        server.serves()?;

        let other = built_in.replace("#let report", "#let unused = 1\n#let report");
        server.workspace.write(TEMPLATE, other);
        until("the mended template", &|state| {
            state["building"] == false
                && state["failed"] == false
                && !problems(state).contains("typst-limit")
        })?;
        server.serves()?;
    }
    Ok(())
}

/// Nothing goes on serving once the program that the user started is gone.
fn ends_with_the_outer_process() -> Result<(), Failed> {
    let mut server = Server::start()?;
    server.kill();
    let end = Instant::now() + LIMIT;
    while server.connect().is_ok() {
        must(Instant::now() < end, "it serves on")?;
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// The program waits longer than this for the text of a file that was emptied: a writer that was slower,
/// since the machine is busy, shows nothing.
const MOMENT: Duration = Duration::from_millis(150);
/// Number of writes among which three come within a moment, however busy the machine is.
const TRIES: usize = 200;

/// A program that empties the file and writes a moment later: the pages never show it empty.
fn emptied_then_written() -> Result<(), Failed> {
    let server = Server::start()?;
    let chapter = server.workspace.root().join(CHAPTER);
    let mut before = "试验词甲".to_owned();
    let (mut judged, end) = (0, Instant::now() + LIMIT);
    for at in 1..=TRIES {
        let emptied = Instant::now();
        let mut file = fs::File::create(&chapter).map_err(|error| error.to_string())?;
        std::thread::sleep(Duration::from_millis(30));
        let text = format!("## 总体\n\n第{at}次写完。\n");
        file.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
        drop(file);
        let was_soon = emptied.elapsed() < MOMENT;

        // In this order: what isn't the former text any more must be the new one.
        let word = format!("第{at}次写完");
        loop {
            let former = server.hits(&before)?;
            if server.hits(&word)? > 0 {
                break;
            }
            must(former > 0 || !was_soon, "it was built empty")?;
            must(Instant::now() < end, "the new text is never shown")?;
            std::thread::sleep(Duration::from_millis(5));
        }
        must(server.state()?["failed"] == false, "the build failed")?;

        before = word;
        judged += usize::from(was_soon);
        if judged == 3 {
            return server.serves();
        }
    }
    Err(format!("only {judged} of {TRIES} writes came within a moment").into())
}

/// More than a thousand saves in less than a minute, every third by renaming a new file over the old one.
fn thousand_saves() -> Result<(), Failed> {
    let server = Server::start()?;
    let begun = server.state()?["version"].as_u64().unwrap_or(0);
    let memory = server.memory();
    let chapter = server.workspace.root().join(CHAPTER);
    let other = chapter.with_file_name("市质监局.md~");
    for at in 0..1000 {
        let text = format!("## 总体\n\n第{at}次存盘。\n");
        let saved = match at % 3 {
            0 => fs::write(&other, text).and_then(|()| fs::rename(&other, &chapter)),
            _ => fs::write(&chapter, text),
        };
        saved.map_err(|error| error.to_string())?;
        if at % 100 == 0 {
            server.serves()?;
        }
        std::thread::sleep(Duration::from_millis(if at < 300 { 4 } else { 20 }));
    }
    server.workspace.write(CHAPTER, "## 总体\n\n终稿词。\n");
    let end = Instant::now() + LIMIT;
    while server.hits("终稿词")? == 0 {
        must(Instant::now() < end, "the last save is never shown")?;
        std::thread::sleep(Duration::from_millis(20));
    }
    let builds = server.state()?["version"].as_u64().unwrap_or(0) - begun;
    must(builds < 900, &format!("{builds} builds for 1,001 saves"))?;
    let grown = server.memory().saturating_sub(memory);
    must(grown < 200, &format!("it grew by {grown} MB"))?;
    server.serves()
}

fn out_is_not_writable() -> Result<(), Failed> {
    let server = Server::start()?;
    server.workspace.write("out", "no folder");
    server.workspace.write(CHAPTER, "## 总体\n\n新的一稿。\n");
    server.until("the new text", |state| state["version"] != 1 && state["failed"] == false)?;
    let begins = [("自述报告.pdf", "%PDF"), ("自述报告.docx", "PK")];
    for (name, begin) in begins {
        let answer = server.get(&format!("/download/{}", encoded(name)))?;
        must(answer.status == 200 && answer.body.starts_with(begin), name)?;
    }
    let out = fs::read_to_string(server.workspace.root().join("out"));
    must(out.is_ok_and(|text| text == "no folder"), "out was written")?;
    server.serves()
}

// ---- clients -----------------------------------------------------------------------------------

fn clients_that_hang() -> Result<(), Failed> {
    let server = Server::start()?;
    let mut open = Vec::new();
    for at in 0..240 {
        let Ok(mut stream) = server.connect() else { continue };
        let port = server.port;
        let begun: String = match at % 4 {
            0 => String::new(),
            1 => "GET /api/sta".to_owned(),
            2 => format!(
                "POST /api/open HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Zishu: 1\r\nContent-Length: 60000\r\n\r\n{{"
            ),
            _ => format!("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
        };
        let _ = stream.write_all(begun.as_bytes());
        open.push(stream);
        if at % 40 == 0 {
            server.serves()?;
        }
    }
    server.workspace.write(CHAPTER, "## 总体\n\n新的一稿。\n");
    server.until("the new text", |state| state["version"] != 1 && state["failed"] == false)?;
    server.serves()?;
    // They ask for much and read nothing.
    let path = format!("/download/{}", encoded("自述报告.pdf"));
    for stream in &mut open {
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port);
        let _ = stream.write_all(request.repeat(20).as_bytes());
    }
    server.serves()
}

fn no_http() -> Result<(), Failed> {
    let server = Server::start()?;
    let long = "a".repeat(200_000);
    let host = format!("Host: 127.0.0.1:{}\r\n", server.port);
    let inputs: Vec<Vec<u8>> = vec![
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03hello\r\n\r\n".to_vec(),
        (0..=255).cycle().take(100_000).chain(*b"\r\n\r\n").collect(),
        b"GET /\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        format!("GET /{long} HTTP/1.1\r\n{host}\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}A: {long}\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}{}\r\n", "A: b\r\n".repeat(500)).into_bytes(),
        format!("POST /api/open HTTP/1.1\r\n{host}X-Zishu: 1\r\nContent-Length: 99999999999\r\n\r\n").into_bytes(),
        format!("POST /api/open HTTP/1.1\r\n{host}X-Zishu: 1\r\nContent-Length: -5\r\n\r\n").into_bytes(),
        format!("POST /api/open HTTP/1.1\r\n{host}X-Zishu: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{host} folded: line\r\n\r\n").into_bytes(),
        format!("CONNECT evil.example:443 HTTP/1.1\r\n{host}Connection: close\r\n\r\n").into_bytes(),
        format!("TRACE / HTTP/1.1\r\n{host}Connection: close\r\nCookie: a\r\n\r\n").into_bytes(),
    ];
    for input in inputs {
        let answer = server.send(&input)?;
        let shown = String::from_utf8_lossy(&input[..input.len().min(60)]).into_owned();
        must(answer.status == 0 || answer.is_refusal(), &format!("{shown}: {}", answer.head))?;
        must(!answer.body.contains("Cookie"), "TRACE tells")?;
    }
    let nested = format!("{}1{}", "[".repeat(30_000), "]".repeat(30_000));
    for body in ["", "{", "null", "[]", "{\"path\":1}", "\u{0}", &nested] {
        for path in ["/api/open", "/api/profile", "/api/goto"] {
            let answer = server.ask("POST", path, "X-Zishu: 1\r\n", body)?;
            must(
                answer.is_refusal(),
                &format!("{path} takes {}: {}", &body[..body.len().min(9)], answer.status),
            )?;
        }
    }
    server.serves()
}

// ---- strangers ---------------------------------------------------------------------------------

/// Addresses of every kind that the server knows.
fn addresses() -> Vec<String> {
    let document = encoded("自述报告");
    let mut list: Vec<String> =
        ["/", "/app.js", "/app.css", "/icon.svg", "/api/state", "/api/events"]
            .map(str::to_owned)
            .to_vec();
    list.extend(["/api/search?q=a", "/api/explain/yaml-syntax"].map(str::to_owned));
    list.push("/api/locate?page=3&x=200&y=200".to_owned());
    list.push(format!("/api/goto?path={}&line=3", encoded(CHAPTER)));
    list.push(format!("/pages/{document}/1.svg"));
    list.push(format!("/download/{document}.pdf"));
    list
}

fn other_hosts() -> Result<(), Failed> {
    let server = Server::start()?;
    let port = server.port;
    let bad = [
        "Host: evil.example\r\n".to_owned(),
        format!("Host: evil.example:{port}\r\n"),
        "Host: 127.0.0.1\r\n".to_owned(),
        "Host: 127.0.0.1:1\r\n".to_owned(),
        format!("Host: 127.0.0.1:{port}.evil.example\r\n"),
        format!("Host: 127.0.0.1.evil.example:{port}\r\n"),
        format!("Host: localhost.evil.example:{port}\r\n"),
        format!("Host: evil.example@127.0.0.1:{port}\r\n"),
        format!("Host: 127.0.0.1:{port}, evil.example\r\n"),
        format!("Host: 0.0.0.0:{port}\r\n"),
        format!("Host: 127.1:{port}\r\n"),
        format!("Host: [::1]:{port}\r\n"),
        "Host: \r\n".to_owned(),
        "Hostless: 1\r\n".to_owned(),
        format!("Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"),
    ];
    for headers in &bad {
        for path in addresses() {
            let answer = server.ask("GET", &path, headers, "")?;
            must(answer.is_refusal(), &format!("{path} for {headers}: {}", answer.status))?;
        }
    }
    let target = format!("http://evil.example:{port}/api/state");
    must(server.get(&target)?.is_refusal(), "an absolute address of another host")?;
    for host in [format!("localhost:{port}"), format!("LOCALHOST:{port}")] {
        let answer = server.ask("GET", "/api/state", &format!("Host: {host}\r\n"), "")?;
        must(answer.status == 200, &host)?;
    }
    server.serves()
}

fn other_origins() -> Result<(), Failed> {
    let server = Server::start()?;
    let port = server.port;
    let own = format!("http://127.0.0.1:{port}");
    let bad = [
        "Origin: http://evil.example".to_owned(),
        format!("Origin: http://evil.example:{port}"),
        format!("Origin: https://127.0.0.1:{port}"),
        format!("Origin: {own}.evil.example"),
        "Origin: http://127.0.0.1".to_owned(),
        "Origin: http://127.0.0.1:1".to_owned(),
        "Origin: null".to_owned(),
        "Origin: ".to_owned(),
        "Origin: file://".to_owned(),
        format!("Origin: {own}\r\nOrigin: http://evil.example"),
    ];
    let place = json!({ "path": CHAPTER, "line": 1, "column": 1 }).to_string();
    for origin in &bad {
        for path in addresses() {
            let answer = server.ask("GET", &path, &format!("{origin}\r\n"), "")?;
            must(answer.is_refusal(), &format!("{path} for {origin}: {}", answer.status))?;
        }
        for path in ["/api/open", "/api/profile", "/api/goto"] {
            let answer =
                server.ask("POST", path, &format!("X-Zishu: 1\r\n{origin}\r\n"), &place)?;
            must(answer.is_refusal(), &format!("POST {path} for {origin}: {}", answer.status))?;
        }
    }
    for site in ["cross-site", "same-site"] {
        let answer = server.ask("GET", "/api/state", &format!("Sec-Fetch-Site: {site}\r\n"), "")?;
        must(answer.is_refusal(), site)?;
    }
    let form = "Content-Type: text/plain\r\n";
    must(server.ask("POST", "/api/open", form, &place)?.is_refusal(), "a form opens a file")?;
    let asks = "Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n";
    must(server.ask("OPTIONS", "/api/open", asks, "")?.is_refusal(), "preflight")?;
    let opened = server.workspace.root().join("opened-1");
    must(!opened.exists(), "a stranger has opened the editor")?;
    for path in addresses().iter().filter(|path| *path != "/api/events") {
        let answer = server.ask("GET", path, &format!("Origin: {own}\r\n"), "")?;
        let head = answer.head.to_ascii_lowercase();
        must(
            answer.status == 200 || path.contains("locate"),
            &format!("{path}: {}", answer.status),
        )?;
        must(!head.contains("access-control-"), &format!("{path} allows other origins"))?;
        must(head.contains("content-security-policy: default-src 'self'"), path)?;
        must(head.contains("x-content-type-options: nosniff"), path)?;
    }
    let answer = server.ask("POST", "/api/open", "X-Zishu: 1\r\n", &place)?;
    must(answer.body.contains("\"opened\":true"), "the page itself opens the editor")?;
    let end = Instant::now() + LIMIT;
    while !opened.exists() {
        must(Instant::now() < end, "the editor never starts")?;
        std::thread::sleep(Duration::from_millis(20));
    }
    server.serves()
}

/// Names that lead to a file outside of what is shown, each as it is and percent-encoded.
const TRICKS: [&str; 36] = [
    "../etc/passwd",
    "../../../../../../../../etc/passwd",
    "/etc/passwd",
    "//etc/passwd",
    "///etc/passwd",
    "./../../etc/passwd",
    "..../..../etc/passwd",
    "....//....//etc/passwd",
    "..;/..;/etc/passwd",
    "..\\..\\etc\\passwd",
    "\\etc\\passwd",
    "..\\secret.txt",
    "%2e%2e/%2e%2e/etc/passwd",
    "%2e%2e%2fetc%2fpasswd",
    "..%2f..%2fetc%2fpasswd",
    "..%5c..%5cetc%5cpasswd",
    "%252e%252e%252fetc%252fpasswd",
    "..%c0%af..%c0%afetc/passwd",
    "%c0%ae%c0%ae/etc/passwd",
    "..%ef%bc%8fetc/passwd",
    "secret.txt",
    "./secret.txt",
    "chapters/secret.txt",
    "chapters/../secret.txt",
    "chapters/./secret.txt",
    "chapters//secret.txt",
    "secret.txt%00.svg",
    "secret.txt%00",
    "secret.txt.svg",
    "/proc/self/environ",
    "/proc/self/cwd/secret.txt",
    "file:///etc/passwd",
    "C:\\Windows\\win.ini",
    "~/secret.txt",
    "$PWD/secret.txt",
    ".git/config",
];

fn path_tricks() -> Result<(), Failed> {
    let server = Server::start()?;
    let document = encoded("自述报告");
    let escaped = |text: &str| text.replace('\\', "%5C").replace(' ', "%20");
    for trick in TRICKS {
        for name in [trick.to_owned(), escaped(trick), encoded(trick)] {
            let whole = [
                format!("/{name}"),
                format!("/api/{name}"),
                format!("/api/explain/{name}"),
                format!("/pages/{name}"),
                format!("/pages/{name}/1.svg"),
                format!("/pages/{document}/{name}"),
                format!("/pages/{document}/../{name}"),
                format!("/download/{name}"),
                format!("/download/{name}.pdf"),
                format!("/download/{document}.pdf/{name}"),
                format!("/api/goto?path={name}&line=1"),
            ];
            for path in whole {
                let answer = server.get(&path)?;
                must(answer.is_refusal(), &format!("{path}: {} {}", answer.status, answer.head))?;
            }
            let within = [
                format!("/api/state?doc={name}"),
                format!("/api/search?doc={name}&q=root"),
                format!("/api/search?q={name}"),
                format!("/api/locate?doc={name}&page=1&x=100&y=100"),
                format!("/pages/{document}/1.svg?h={name}"),
                format!("/?{name}"),
            ];
            for path in within {
                let answer = server.get(&path)?;
                must(!answer.lets_out(), &format!("{path} lets a file out"))?;
                must((200..500).contains(&answer.status), &format!("{path}: {}", answer.status))?;
            }
        }
    }
    posted_tricks(&server)?;
    server.serves()
}

fn posted_tricks(server: &Server) -> Result<(), Failed> {
    let outside = TRICKS.into_iter().filter(|trick| {
        !trick.ends_with("secret.txt") || trick.contains("..") || trick.starts_with(['~', '$', '/'])
    });
    for trick in outside {
        let place = json!({ "path": trick, "line": 1, "column": 1 }).to_string();
        let profile = json!({ "doc": trick, "profile": trick }).to_string();
        for (path, body) in
            [("/api/open", &place), ("/api/goto", &place), ("/api/profile", &profile)]
        {
            let answer = server.ask("POST", path, "X-Zishu: 1\r\n", body)?;
            must(
                answer.is_refusal(),
                &format!("POST {path} {trick}: {} {}", answer.status, answer.body),
            )?;
        }
    }
    let profile = json!({ "doc": "自述报告", "profile": "../../secret" }).to_string();
    let answer = server.ask("POST", "/api/profile", "X-Zishu: 1\r\n", &profile)?;
    must(answer.is_refusal(), "a profile outside of templates/")?;
    let opened = golden::files(server.workspace.root(), "opened-1");
    must(opened.is_empty(), &format!("opened {opened:?}"))
}

/// The kernel's table of sockets says where it listens.
fn loopback_alone() -> Result<(), Failed> {
    let server = Server::start()?;
    let wanted = format!(":{:04X}", server.port);
    for (table, loopback) in [("/proc/net/tcp", "0100007F"), ("/proc/net/tcp6", "none")] {
        let rows = fs::read_to_string(table).unwrap_or_default();
        for row in rows.lines() {
            let mut cells = row.split_whitespace().skip(1);
            let (local, state) =
                (cells.next().unwrap_or_default(), cells.nth(1).unwrap_or_default());
            let listens = state == "0A" && local.ends_with(&wanted);
            must(!listens || local.starts_with(loopback), &format!("it listens at {local}"))?;
        }
    }
    server.serves()
}
