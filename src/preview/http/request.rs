//! Bytes to a request: method, decoded path, query, the few headers that are asked for, a small body.

use super::Response;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeMap;

/// Maximum number of bytes of a request's head.
const MAX_HEAD: usize = 16 << 10;
/// Maximum number of headers of a request.
const MAX_HEADERS: usize = 64;
/// Maximum number of bytes of a request's address.
const MAX_TARGET: usize = 4 << 10;
/// Maximum number of bytes of a request's body.
const MAX_BODY: usize = 64 << 10;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::preview) enum Method {
    /// GET.
    Get,
    /// HEAD.
    Head,
    /// POST.
    Post,
    /// Any other.
    Other,
}

/// A request as read; nothing of it has been believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::preview) struct Request {
    /// What is asked.
    pub method: Method,
    /// The path's parts, decoded; none holds a slash, a backslash, a dot alone or a control character.
    pub path: Vec<String>,
    /// The query, decoded; of a name given twice the first.
    pub query: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
    headers: Vec<(String, String)>,
    version: u8,
}

/// Why a request isn't answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::preview) enum Refusal {
    /// It isn't HTTP, or its address is none.
    Malformed,
    /// Its path can't be that of anything here.
    NotFound,
    /// Its head is too long.
    HeadTooLarge,
    /// Its body is too long.
    BodyTooLarge,
    /// Its body's length isn't given.
    NoLength,
    /// It took too long.
    TooSlow,
}

impl Refusal {
    pub fn response(self) -> Response {
        let (status, message) = match self {
            Refusal::Malformed => (400, "请求不合规范"),
            Refusal::NotFound => (404, "没有这个地址"),
            Refusal::HeadTooLarge => (431, "请求头过长"),
            Refusal::BodyTooLarge => (413, "请求内容过长"),
            Refusal::NoLength => (411, "请求没有写明长度"),
            Refusal::TooSlow => (408, "请求太慢"),
        };
        Response::error(status, message)
    }
}

impl Request {
    /// The value of a header, by its name in small letters; `None` also where it is given twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(header, _)| header == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value.as_str())
    }

    /// Whether a header is given at all.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(header, _)| header == name)
    }

    /// Whether the client wants the connection closed after the answer.
    pub fn wants_close(&self) -> bool {
        let connection = self.header("connection").unwrap_or_default().to_ascii_lowercase();
        connection.contains("close") || (self.version == 0 && !connection.contains("keep-alive"))
    }

    /// The path's parts.
    pub fn parts(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }
}

/// The first request in the buffer and its length; `None` where it isn't whole yet.
pub(in crate::preview) fn parse(buffer: &[u8]) -> Result<Option<(Request, usize)>, Refusal> {
    let mut slots = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut slots);
    let head = match parsed.parse(buffer) {
        Ok(httparse::Status::Complete(length)) if length <= MAX_HEAD => length,
        Ok(httparse::Status::Partial) if buffer.len() <= MAX_HEAD => return Ok(None),
        Ok(_) | Err(httparse::Error::TooManyHeaders) => return Err(Refusal::HeadTooLarge),
        Err(_) => return Err(Refusal::Malformed),
    };

    let method = match parsed.method {
        Some("GET") => Method::Get,
        Some("HEAD") => Method::Head,
        Some("POST") => Method::Post,
        Some(_) | None => Method::Other,
    };

    let mut headers = Vec::with_capacity(parsed.headers.len());
    for header in parsed.headers.iter() {
        let value = std::str::from_utf8(header.value).map_err(|_| Refusal::Malformed)?;
        headers.push((header.name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let target = parsed.path.unwrap_or_default().to_owned();
    let version = parsed.version.unwrap_or(0);
    let mut request = Request {
        method,
        path: Vec::new(),
        query: BTreeMap::new(),
        body: Vec::new(),
        headers,
        version,
    };

    let length = body_length(&request)?;
    let Some(body) = buffer.get(head..head + length) else { return Ok(None) };
    request.body = body.to_vec();
    (request.path, request.query) = address(&target)?;
    Ok(Some((request, head + length)))
}

fn body_length(request: &Request) -> Result<usize, Refusal> {
    if request.has_header("transfer-encoding") {
        return Err(Refusal::NoLength);
    }
    if !request.has_header("content-length") {
        return Ok(0);
    }

    let typed = request.header("content-length").ok_or(Refusal::Malformed)?;
    if typed.is_empty() || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::Malformed);
    }
    let length = typed.parse().unwrap_or(usize::MAX);
    if length > MAX_BODY { Err(Refusal::BodyTooLarge) } else { Ok(length) }
}

type Address = (Vec<String>, BTreeMap<String, String>);

fn address(target: &str) -> Result<Address, Refusal> {
    if target.len() > MAX_TARGET {
        return Err(Refusal::Malformed);
    }
    let inner = target.strip_prefix('/').ok_or(Refusal::Malformed)?;
    if inner.contains('#') {
        return Err(Refusal::Malformed);
    }

    let (path, query) = inner.split_once('?').unwrap_or((inner, ""));
    let mut parts = Vec::new();
    for part in path.split('/') {
        let part = percent_decode_str(part).decode_utf8().map_err(|_| Refusal::Malformed)?;
        let is_unsafe = |c: char| matches!(c, '/' | '\\') || c.is_control();
        if part == "." || part == ".." || part.contains(is_unsafe) {
            return Err(Refusal::NotFound);
        }
        parts.push(part.into_owned());
    }

    let mut pairs = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        pairs.entry(name.into_owned()).or_insert(value.into_owned());
    }
    Ok((parts, pairs))
}

/// What an address holds as itself: slashes and the unreserved characters of RFC 3986, 2.3.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// Text as it may stand in an address.
pub(in crate::preview) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Option<(Request, usize)>, Refusal> {
        parse(text.as_bytes())
    }

    fn get(target: &str) -> Result<Vec<String>, Refusal> {
        let request = parsed(&format!("GET {target} HTTP/1.1\r\n\r\n"))?;
        Ok(request.unwrap().0.path)
    }

    #[test]
    fn a_path_is_decoded_part_by_part() {
        assert_eq!(get("/"), Ok(vec![String::new()]));
        assert_eq!(
            get("/pages/%E8%87%AA/1.svg?h=a"),
            Ok(vec!["pages".into(), "自".into(), "1.svg".into()])
        );
    }

    #[test]
    fn a_percent_sign_that_encodes_nothing_is_itself() {
        assert_eq!(get("/100%/%zz"), Ok(vec!["100%".into(), "%zz".into()]));
    }

    #[test]
    fn a_query_is_decoded_and_the_first_of_a_name_counts() {
        let request = parsed("GET /?a=%E8%87%AA+1&b&a=2&=3&c=%26 HTTP/1.1\r\n\r\n").unwrap();
        let query = request.unwrap().0.query;
        let pairs: Vec<_> = query.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("", "3"), ("a", "自 1"), ("b", ""), ("c", "&")]);
    }

    #[test]
    fn an_encoded_text_is_decoded_to_itself() {
        let text = "稿件 1%/a-b_c.d~e?f&g=\"'";
        let address = encoded(text);
        assert!(address.is_ascii() && address.contains("%201%25/a-b_c.d~e%3F"), "{address}");
        assert_eq!(get(&format!("/{address}")).unwrap().join("/"), text);
    }

    #[test]
    fn path_tricks_lead_nowhere() {
        for target in [
            "/../etc/passwd",
            "/%2e%2e/etc/passwd",
            "/%2E%2e%2fetc",
            "/a/..",
            "/a%5cb",
            "/a\\b",
            "/a%00b",
            "/./a",
            "/a%0d%0ab",
        ] {
            assert!(matches!(get(target), Err(Refusal::NotFound | Refusal::Malformed)), "{target}");
        }
        for target in
            ["http://a/", "*", "a", "/%ff", "/a/%e8%87", &format!("/{}", "a".repeat(5000))]
        {
            assert_eq!(get(target), Err(Refusal::Malformed), "{target}");
        }
    }

    #[test]
    fn bodies_are_short_and_measured() {
        let post =
            |head: &str, body: &str| parsed(&format!("POST / HTTP/1.1\r\n{head}\r\n\r\n{body}"));
        assert_eq!(post("Content-Length: 2", "ab").unwrap().unwrap().0.body, b"ab");
        assert_eq!(post("Content-Length: 3", "ab"), Ok(None));
        assert_eq!(post("Content-Length: 104857600", ""), Err(Refusal::BodyTooLarge));
        assert_eq!(post("Content-Length: 99999999999999999999999", ""), Err(Refusal::BodyTooLarge));
        assert_eq!(post("Content-Length: -1", ""), Err(Refusal::Malformed));
        assert_eq!(post("Content-Length: 1\r\nContent-Length: 2", "ab"), Err(Refusal::Malformed));
        assert_eq!(post("Transfer-Encoding: chunked", "0\r\n\r\n"), Err(Refusal::NoLength));
    }

    #[test]
    fn heads_are_short() {
        let long = format!("GET / HTTP/1.1\r\nA: {}", "a".repeat(MAX_HEAD));
        assert_eq!(parsed(&long), Err(Refusal::HeadTooLarge));
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: 1\r\n".repeat(MAX_HEADERS + 1));
        assert_eq!(parsed(&many), Err(Refusal::HeadTooLarge));
        assert_eq!(parsed("\u{1}\u{2}\r\n\r\n"), Err(Refusal::Malformed));
        assert_eq!(parsed("GET / HT"), Ok(None));
    }

    #[test]
    fn a_repeated_header_counts_as_none() {
        let (request, _) = parsed("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").unwrap().unwrap();
        assert_eq!(request.header("host"), None);
        assert!(request.has_header("host"));
    }

    #[test]
    fn two_requests_in_a_row_are_two() {
        let text = "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n";
        let (first, length) = parsed(text).unwrap().unwrap();
        let (second, _) = parsed(&text[length..]).unwrap().unwrap();
        assert_eq!((first.path, second.path), (vec!["a".to_owned()], vec!["b".to_owned()]));
    }
}
