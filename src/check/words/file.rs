//! How a file of word lists is written, and how its lists become fields of a struct.
//!
//! A line `[名称] 用途` begins a list. Its words stand in the lines below it, apart by spaces; in a list
//! of meanings a line is `词 词 = 意思`. Lines that begin with `# ` say something to readers; blank
//! lines say nothing. No word stands twice in a list.

use std::collections::BTreeMap;

/// The lists of a file, by their names.
#[derive(Debug, Default)]
pub(super) struct WordFile {
    lists: BTreeMap<&'static str, Vec<Entry>>,
}

/// A word of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub word: &'static str,
    /// What stands behind `=` in its line.
    pub meaning: Option<&'static str>,
}

/// Why a file can't be read; only tests ever see one.
pub(super) type FormError = String;

/// What a list becomes.
pub(super) trait FromEntries: Sized {
    /// Reads the words of a list.
    fn from_entries(entries: &[Entry]) -> Result<Self, FormError>;
}

/// The struct of a file, a field a list.
pub(super) trait Vocabulary: Sized {
    /// The file's text.
    const TEXT: &'static str;
    /// The names of the lists that the struct has.
    #[cfg(test)]
    const LISTS: &'static [&'static str];

    /// Takes each list from the file.
    fn from_file(file: &WordFile) -> Result<Self, FormError>;
}

impl WordFile {
    /// Reads a file.
    pub(super) fn parse(text: &'static str) -> Result<WordFile, FormError> {
        let mut file = WordFile::default();
        let mut list: Option<&mut Vec<Entry>> = None;
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line == "#" || line.starts_with("# ") {
                continue;
            }

            if let Some(head) = line.strip_prefix('[') {
                let name = head.split_once("] ").map(|(name, _)| name);
                let name = name.ok_or_else(|| format!("line {number}: no use after the name"))?;
                if file.lists.contains_key(name) {
                    return Err(format!("line {number}: a second list [{name}]"));
                }
                list = Some(file.lists.entry(name).or_default());
                continue;
            }

            let list =
                list.as_mut().ok_or_else(|| format!("line {number}: words before a list"))?;
            for entry in entries(line) {
                if list.iter().any(|other| other.word == entry.word) {
                    return Err(format!("line {number}: {} stands there twice", entry.word));
                }
                list.push(entry);
            }
        }
        Ok(file)
    }

    /// A list by its name.
    pub(super) fn list<T: FromEntries>(&self, name: &str) -> Result<T, FormError> {
        let entries = self.lists.get(name).ok_or_else(|| format!("no list [{name}]"))?;
        if entries.is_empty() {
            return Err(format!("[{name}] has no words"));
        }
        T::from_entries(entries).map_err(|error| format!("[{name}]: {error}"))
    }

    #[cfg(test)]
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.lists.keys().copied().collect()
    }
}

fn entries(line: &'static str) -> impl Iterator<Item = Entry> {
    let (words, meaning) = match line.split_once(" = ") {
        Some((words, meaning)) => (words, Some(meaning.trim())),
        None => (line, None),
    };
    words.split_whitespace().map(move |word| Entry { word, meaning })
}

/// Declares the struct of a file: a documented field for each list, with the list's name.
macro_rules! vocabulary {
    (
        $(#[$doc:meta])*
        $type:ident from $file:literal as $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $kind:ty = $list:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(in crate::check) struct $type {
            $($(#[$field_doc])* pub $field: $kind,)*
        }

        impl $crate::check::words::file::Vocabulary for $type {
            const TEXT: &'static str = include_str!($file);
            #[cfg(test)]
            const LISTS: &'static [&'static str] = &[$($list),*];

            fn from_file(
                file: &$crate::check::words::file::WordFile,
            ) -> Result<$type, $crate::check::words::file::FormError> {
                Ok($type { $($field: file.list($list)?,)* })
            }
        }

        /// The lists, read once.
        pub(in crate::check) static $name: std::sync::LazyLock<$type> =
            std::sync::LazyLock::new($crate::check::words::file::load);
    };
}

pub(super) use vocabulary;

/// The struct of a file that is built into the program; tests hold that each can be read.
pub(super) fn load<V: Vocabulary + Default>() -> V {
    WordFile::parse(V::TEXT).and_then(|file| V::from_file(&file)).unwrap_or_default()
}
