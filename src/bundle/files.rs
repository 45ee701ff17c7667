//! The files that were built in, by their paths.

use include_dir::{Dir, include_dir};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static CHAPTERS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/chapters");
static PAGE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/preview/page");
#[cfg(feature = "bundled-fonts")]
static FONTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// A built-in template by its path under templates/: `report.typ`, `profiles/gbt9704.yaml`.
pub fn template(path: &str) -> Option<&'static str> {
    TEMPLATES.get_file(path)?.contents_utf8()
}

/// Every built-in template: path under templates/ and bytes, sorted by path.
pub fn templates() -> Vec<(String, &'static [u8])> {
    files(&TEMPLATES)
}

/// Every file of the sample workspace: path under chapters/ and bytes, sorted by path.
pub fn chapters() -> Vec<(String, &'static [u8])> {
    // Copies for review are the workspace's own.
    let mut list = files(&CHAPTERS);
    list.retain(|(path, _)| !path.starts_with('.'));
    list
}

/// A file of the preview's page by its name: `index.html`.
pub fn page(name: &str) -> Option<&'static [u8]> {
    PAGE.get_file(name).map(include_dir::File::contents)
}

/// Every bundled face: file name and bytes, sorted by name; none without `bundled-fonts`.
pub fn fonts() -> Vec<(String, &'static [u8])> {
    #[cfg(feature = "bundled-fonts")]
    {
        let faces = |name: &str| name.ends_with(".ttf") || name.ends_with(".otf");
        files(&FONTS).into_iter().filter(|(name, _)| faces(name) && !name.contains('/')).collect()
    }
    #[cfg(not(feature = "bundled-fonts"))]
    Vec::new()
}

fn files(dir: &'static Dir<'static>) -> Vec<(String, &'static [u8])> {
    let mut list = Vec::new();
    collect(dir, &mut list);
    list.sort();
    list
}

fn collect(dir: &'static Dir<'static>, list: &mut Vec<(String, &'static [u8])>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        list.push((path, file.contents()));
    }
    dir.dirs().for_each(|inner| collect(inner, list));
}
