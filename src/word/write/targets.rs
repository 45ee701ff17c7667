//! Links and pictures: what a part refers to, with numbers of our own.
//!
//! docx-rs counts relationships over the whole process; these count from 0 in every part.

use crate::word::ImageBytes;
use crate::word::names::{LINK, PICTURE};
use std::collections::BTreeMap;

/// Maximum length of an address.
const MAX_ADDRESS: usize = 2000;

/// What one part refers to.
#[derive(Debug, Clone, Default)]
pub(in crate::word) struct Targets {
    links: Vec<String>,
    /// The numbers of the links by their addresses.
    numbers: BTreeMap<String, usize>,
    /// In the order of their numbers.
    pub pictures: Vec<PictureUse>,
}

/// A picture where it is shown.
#[derive(Debug, Clone)]
pub(in crate::word) struct PictureUse {
    /// File name in the package.
    pub media: String,
    pub alt: String,
}

impl Targets {
    /// The relationship's id for a link; `None` where the address can't be one.
    pub fn link(&mut self, url: &str) -> Option<String> {
        let address = link_address(url)?;
        let next = self.links.len();
        let number = *self.numbers.entry(address.clone()).or_insert(next);
        if number == next {
            self.links.push(address);
        }
        Some(format!("{LINK}{number}"))
    }

    /// The relationship's id for a picture shown once more.
    pub fn picture(&mut self, media: String, alt: &str) -> String {
        self.pictures.push(PictureUse { media, alt: alt.to_owned() });
        format!("{PICTURE}{}", self.pictures.len() - 1)
    }

    /// The addresses, in the order of their numbers.
    pub fn links(&self) -> impl Iterator<Item = &str> {
        self.links.iter().map(String::as_str)
    }

    /// What the pictures show, in the order of their numbers.
    pub fn alts(&self) -> Vec<String> {
        self.pictures.iter().map(|picture| picture.alt.clone()).collect()
    }
}

/// A link's address as a relationship may hold it: a URI of ASCII characters. Word refuses a whole
/// file for one address that isn't.
fn link_address(url: &str) -> Option<String> {
    let mut out = String::with_capacity(url.len());
    let bytes = url.trim().as_bytes();
    let mut has_fragment = false;
    for (index, byte) in bytes.iter().enumerate() {
        let digits = bytes.get(index + 1..index + 3);
        let is_plain = match byte {
            b'%' => digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)),
            b'#' => !std::mem::replace(&mut has_fragment, true),
            other => other.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(other),
        };
        if is_plain {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    (is_usable(&out) && out.len() <= MAX_ADDRESS).then_some(out)
}

/// Whether scheme and host can be read as such.
fn is_usable(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else {
        // Without a scheme it is a path; `//host` would be an address without one.
        return !address.is_empty() && !address.starts_with("//");
    };
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" => {
            rest.split_once('@').is_some_and(|(user, host)| !user.is_empty() && is_host_name(host))
        }
        "http" | "https" | "ftp" => {
            let Some(rest) = rest.strip_prefix("//") else { return false };
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
            is_host_name(host) && port.parse::<u16>().is_ok()
        }
        _ => false,
    }
}

/// Whether a host has a plain name.
fn is_host_name(host: &str) -> bool {
    !host.is_empty()
        && !host.starts_with(['.', '-'])
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}

/// Picture files, each once.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    /// In the order of their numbers.
    pub media: Vec<Media>,
    /// Indices of the files by their keys.
    indices: BTreeMap<String, usize>,
}

/// A picture file.
#[derive(Debug)]
pub(in crate::word) struct Media {
    /// File name in the package, its extension by what the bytes are.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Gallery {
    /// The file name of a picture in the package; `key` tells pictures apart. `None` for what is
    /// neither PNG nor JPEG.
    pub fn add(&mut self, key: &str, image: &ImageBytes<'_>) -> Option<String> {
        if let Some(index) = self.indices.get(key) {
            return self.media.get(*index).map(|media| media.name.clone());
        }

        let extension = match image.bytes.as_ref() {
            [0x89, b'P', b'N', b'G', ..] => "png",
            [0xFF, 0xD8, 0xFF, ..] => "jpeg",
            _ => return None,
        };
        let name = format!("image{}.{extension}", self.media.len() + 1);
        self.indices.insert(key.to_owned(), self.media.len());
        self.media.push(Media { name: name.clone(), bytes: image.bytes.to_vec() });
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Targets, link_address};

    #[test]
    fn addresses() {
        assert_eq!(link_address("https://例.cn/").as_deref(), None);
        assert_eq!(
            link_address("https://a.cn/甲 乙?x=[1]#a#b").as_deref(),
            Some("https://a.cn/%E7%94%B2%20%E4%B9%99?x=%5B1%5D#a%23b")
        );
        assert_eq!(link_address("mailto:a@b.cn").as_deref(), Some("mailto:a@b.cn"));
        assert_eq!(link_address("/a%20b%zz").as_deref(), Some("/a%20b%25zz"));
        for bad in ["", "javascript:alert(1)", "http://[bad", "http://a:99999/", "http:///x", "//x"]
        {
            assert_eq!(link_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn each_address_once() {
        let mut targets = Targets::default();
        let first = targets.link("https://a.cn/");
        targets.link("https://b.cn/");
        assert_eq!(targets.link("https://a.cn/"), first);
        assert_eq!(targets.links().count(), 2);
    }
}
