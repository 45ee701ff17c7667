//! Faces from files. In: a workspace's folder, the binary, the system. Out: faces in a fixed order.
//! A file that holds no face is noted, never fatal.

use super::examine::{MAX_FILE, examine};
use crate::bundle;
use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;
use typst::foundations::Bytes;
use typst::text::{Font, FontInfo};
use typst_kit::fonts::FontPath;

/// Folders of the workspace that are searched, in order; not the folders inside them.
const FOLDERS: [&str; 2] = ["fonts", "fonts/licensed"];
/// Number of bytes that hold the table directory with its checksums: files equal there are equal.
const HEAD: usize = 4096;

/// A file under fonts/ that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenFont {
    /// The file, relative to the workspace.
    pub file: String,
    /// Why, in Chinese.
    pub reason: String,
}

pub(super) struct Face {
    pub(super) font: Font,
    pub(super) file: String,
}

#[derive(Default)]
pub(super) struct LoadedFaces {
    pub(super) faces: Vec<Face>,
    pub(super) broken: Vec<BrokenFont>,
    /// Names of files that are the bundled ones again.
    pub(super) same_as_bundled: BTreeSet<String>,
}

/// Faces under fonts/, without those that the binary carries too.
pub(super) fn workspace(root: &Path) -> LoadedFaces {
    let mut loaded = LoadedFaces::default();
    let bundled = bundle::fonts();
    for folder in FOLDERS {
        for name in names(&root.join(folder)) {
            let file = format!("{folder}/{name}");
            let path = root.join(folder).join(&name);

            let twin = bundled.iter().find(|(other, _)| *other == name);
            if twin.is_some_and(|(_, bytes)| folder == FOLDERS[0] && is_same(&path, bytes)) {
                loaded.same_as_bundled.insert(name);
                continue;
            }

            match read(&path) {
                Ok(fonts) => {
                    let faces = fonts.into_iter().map(|font| Face { font, file: file.clone() });
                    loaded.faces.extend(faces);
                }
                Err(reason) => loaded.broken.push(BrokenFont { file, reason }),
            }
        }
    }
    loaded
}

/// The bundled faces, parsed side by side: their bytes stay where they are.
pub(super) fn bundled(present: &BTreeSet<String>) -> Vec<Face> {
    let files = bundle::fonts();
    let parsed: Vec<Option<Font>> = std::thread::scope(|scope| {
        let parse = |bytes: &'static [u8]| move || Font::new(Bytes::new(bytes), 0);
        let workers: Vec<_> = files.iter().map(|(_, bytes)| scope.spawn(parse(bytes))).collect();
        workers.into_iter().map(|worker| worker.join().ok().flatten()).collect()
    });

    let origin = |name: String| {
        if present.contains(&name) { format!("{}/{name}", FOLDERS[0]) } else { "内置".to_owned() }
    };
    let named = files.into_iter().zip(parsed);
    named.filter_map(|((name, _), font)| Some(Face { font: font?, file: origin(name) })).collect()
}

/// The system's faces, by path; each is read when it is first used.
pub(super) fn system() -> Vec<(FontPath, FontInfo)> {
    let mut faces: Vec<_> = typst_kit::fonts::system().collect();
    faces.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path).then(a.index.cmp(&b.index)));
    faces
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> =
        files.filter_map(|entry| entry.file_name().into_string().ok()).filter(is_face).collect();
    names.sort();
    names
}

fn is_face(name: &String) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    let extension = extension.unwrap_or("").to_ascii_lowercase();
    // A name with a leading dot is what some systems leave beside a copied file.
    !name.starts_with('.') && ["ttf", "otf", "ttc", "otc"].contains(&extension.as_str())
}

fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let length = fs::metadata(path).map(|metadata| metadata.len()).ok();
    if length.and_then(|length| usize::try_from(length).ok()) != Some(bytes.len()) {
        return false;
    }

    let mut head = vec![0; HEAD.min(bytes.len())];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && bytes.starts_with(&head)
}

fn read(path: &Path) -> Result<Vec<Font>, String> {
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > MAX_FILE) {
        return Err(format!("超过 {} MB", MAX_FILE / 1024 / 1024));
    }
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        _ => "读不出来".to_owned(),
    })?;

    examine(&bytes)?;
    let fonts: Vec<Font> = Font::iter(Bytes::new(bytes)).collect();
    if fonts.is_empty() { Err("不是可用的字体文件".to_owned()) } else { Ok(fonts) }
}
