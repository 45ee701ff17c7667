//! The writer's editor: which one, and how it is given a place.
//!
//! In: `--editor`, the environment. Out: a command with its arguments, started and left alone; where
//! there is none, an address that VS Code takes.

use super::http::encoded;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

/// How an editor is given file, line and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LocationSyntax {
    /// `--goto file:line:column`.
    Goto,
    /// `file:line:column`.
    Colons,
    /// `--line line file`.
    Line,
    /// `+line file`.
    Plus,
    /// `-nline file`.
    Notepad,
    /// The file alone.
    File,
}

/// Editors that have a window of their own: $VISUAL and $EDITOR may name others, which would wait for
/// a terminal that isn't there.
const GRAPHICAL: [(&str, LocationSyntax); 22] = [
    ("code", LocationSyntax::Goto),
    ("code-insiders", LocationSyntax::Goto),
    ("codium", LocationSyntax::Goto),
    ("vscodium", LocationSyntax::Goto),
    ("cursor", LocationSyntax::Goto),
    ("windsurf", LocationSyntax::Goto),
    ("subl", LocationSyntax::Colons),
    ("sublime_text", LocationSyntax::Colons),
    ("zed", LocationSyntax::Colons),
    ("zeditor", LocationSyntax::Colons),
    ("kate", LocationSyntax::Line),
    ("mate", LocationSyntax::Line),
    ("gedit", LocationSyntax::Plus),
    ("gnome-text-editor", LocationSyntax::File),
    ("gvim", LocationSyntax::Plus),
    ("xed", LocationSyntax::Plus),
    ("pluma", LocationSyntax::Plus),
    ("mousepad", LocationSyntax::File),
    ("notepad++", LocationSyntax::Notepad),
    ("notepad", LocationSyntax::File),
    ("typora", LocationSyntax::File),
    ("open", LocationSyntax::File),
];

/// An editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    words: Vec<String>,
}

impl Editor {
    /// The one of `--editor`, else the graphical one that the environment names.
    pub fn find(option: Option<&str>) -> Option<Editor> {
        if let Some(command) = option {
            return Editor::parse(command);
        }

        let named = ["VISUAL", "EDITOR"].map(|name| std::env::var(name).ok());
        named
            .into_iter()
            .flatten()
            .filter_map(|text| Editor::parse(&text))
            .find(Editor::is_graphical)
    }

    fn parse(text: &str) -> Option<Editor> {
        let words = words(text);
        (!words.is_empty()).then_some(Editor { words })
    }

    /// The program's name without folder and extension.
    pub fn name(&self) -> &str {
        let program = self.words.first().map_or("", String::as_str);
        let file = program.rsplit(['/', '\\']).next().unwrap_or(program);
        [".exe", ".cmd", ".bat"].iter().find_map(|end| file.strip_suffix(end)).unwrap_or(file)
    }

    fn is_graphical(&self) -> bool {
        self.syntax().is_some()
    }

    fn syntax(&self) -> Option<LocationSyntax> {
        let name = self.name().to_ascii_lowercase();
        GRAPHICAL.iter().find(|(known, _)| *known == name).map(|(_, syntax)| *syntax)
    }

    /// The arguments that open a place.
    fn arguments(&self, file: &Path, line: usize, column: usize) -> Vec<OsString> {
        let path = file.to_string_lossy();
        let inner = self.words.get(1..).unwrap_or_default();
        let has_placeholder =
            |word: &String| ["{file}", "{line}", "{column}"].iter().any(|p| word.contains(p));
        if inner.iter().any(has_placeholder) {
            let fill = |word: &String| {
                let numbers = word.replace("{line}", &line.to_string());
                let numbers = numbers.replace("{column}", &column.to_string());
                OsString::from(numbers.replace("{file}", &path))
            };
            return inner.iter().map(fill).collect();
        }

        let mut arguments: Vec<OsString> = inner.iter().map(OsString::from).collect();
        let file = || file.as_os_str().to_owned();
        match self.syntax() {
            Some(LocationSyntax::Goto) => {
                arguments.extend(["--goto".into(), format!("{path}:{line}:{column}").into()]);
            }
            Some(LocationSyntax::Colons) => {
                arguments.push(format!("{path}:{line}:{column}").into());
            }
            Some(LocationSyntax::Line) => {
                arguments.extend(["--line".into(), line.to_string().into(), file()]);
            }
            Some(LocationSyntax::Plus) => arguments.extend([format!("+{line}").into(), file()]),
            Some(LocationSyntax::Notepad) => arguments.extend([format!("-n{line}").into(), file()]),
            Some(LocationSyntax::File) => arguments.push(file()),
            None => arguments.push(format!("{path}:{line}").into()),
        }
        arguments
    }

    /// Starts the editor and leaves it alone.
    pub fn open(&self, file: &Path, line: usize, column: usize) -> std::io::Result<()> {
        let program = self.words.first().map_or("", String::as_str);
        start(Command::new(program).args(self.arguments(file, line, column)))
    }
}

/// Starts a program without a terminal; a thread takes note of its end, so that it leaves no zombie.
pub(super) fn start(command: &mut Command) -> std::io::Result<()> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let reap = move || drop(child.wait());
    let _ = std::thread::Builder::new().stack_size(64 << 10).spawn(reap);
    Ok(())
}

/// The address with which VS Code opens a place.
pub(super) fn url(file: &Path, line: usize, column: usize) -> String {
    let path = file.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("vscode://file{slash}{}:{line}:{column}", encoded(&path))
}

/// A command's words; quotation marks hold blanks together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut begun, mut quote) = (String::new(), false, None);

    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                begun = true;
            }
            (None, c) if c.is_whitespace() => {
                if std::mem::take(&mut begun) {
                    words.push(std::mem::take(&mut word));
                }
            }
            (_, c) => {
                word.push(c);
                begun = true;
            }
        }
    }

    if begun {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(command: &str) -> Vec<String> {
        let editor = Editor::parse(command).unwrap();
        let arguments = editor.arguments(Path::new("/稿/甲 乙.md"), 12, 3);
        arguments.into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn each_editor_takes_the_line_in_its_syntax() {
        assert_eq!(arguments("code"), ["--goto", "/稿/甲 乙.md:12:3"]);
        assert_eq!(arguments("/usr/bin/code -r"), ["-r", "--goto", "/稿/甲 乙.md:12:3"]);
        assert_eq!(arguments("kate"), ["--line", "12", "/稿/甲 乙.md"]);
        assert_eq!(arguments("my-editor"), ["/稿/甲 乙.md:12"]);
        assert_eq!(arguments("e --at {line},{column} {file}"), ["--at", "12,3", "/稿/甲 乙.md"]);
    }

    #[test]
    fn quotation_marks_hold_words_together() {
        assert_eq!(
            words("\"C:\\Program Files\\e.exe\"  -a 'b c' \"\""),
            ["C:\\Program Files\\e.exe", "-a", "b c", ""]
        );
        assert_eq!(Editor::parse("  "), None);
        assert_eq!(
            Editor::parse("\"C:\\a b\\Code.exe\"").unwrap().syntax(),
            Some(LocationSyntax::Goto)
        );
    }

    #[test]
    fn terminal_editors_are_not_graphical() {
        for name in ["vim", "nano", "emacs -nw", "vi"] {
            assert!(!Editor::parse(name).unwrap().is_graphical(), "{name}");
        }
    }

    #[test]
    fn the_address_is_encoded() {
        assert_eq!(url(Path::new("/a b/自.md"), 2, 1), "vscode://file/a%20b/%E8%87%AA.md:2:1");
    }
}
