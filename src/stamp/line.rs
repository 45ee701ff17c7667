//! The line that stands in a file's properties.

use super::number::BuildNumber;
use std::fmt;

/// What was asked of a build, as far as its files differ by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variant {
    /// Whether it is a formal copy.
    pub is_formal: bool,
    /// The profile that stands for those of report.yaml.
    pub profile: Option<String>,
    /// Whether faces of the system were looked for.
    pub has_system_faces: bool,
}

/// What a file says of the build that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The program's version.
    pub version: String,
    /// The build.
    pub number: BuildNumber,
    /// The document: `自述报告`.
    pub document: String,
    /// What was asked for.
    pub variant: Variant,
}

/// Begins the line.
const PROGRAM: &str = "zishu ";
/// Before the number.
const NUMBER: &str = "生成号 ";
/// Before the document.
const DOCUMENT: &str = "文件 ";
/// Before a profile that was asked for.
const PROFILE: &str = "版式 ";
/// Where faces of the system were looked for.
const SYSTEM_FACES: &str = "本机字体";
const SEPARATOR: char = '；';

impl Variant {
    /// What people call it.
    pub fn edition(&self) -> &'static str {
        if self.is_formal { "正式稿" } else { "工作稿" }
    }
}

impl Stamp {
    /// Reads the line; `None` where it isn't one.
    pub fn parse(line: &str) -> Option<Stamp> {
        let mut parts = line.trim().split(SEPARATOR);
        let version = parts.next()?.strip_prefix(PROGRAM)?.to_owned();
        let number = BuildNumber::parse(parts.next()?.strip_prefix(NUMBER)?)?;
        let mut stamp =
            Stamp { version, number, document: String::new(), variant: Variant::default() };
        for part in parts {
            if let Some(name) = part.strip_prefix(DOCUMENT) {
                stamp.document = name.to_owned();
            } else if let Some(name) = part.strip_prefix(PROFILE) {
                stamp.variant.profile = Some(name.to_owned());
            } else if part == SYSTEM_FACES {
                stamp.variant.has_system_faces = true;
            } else if part == "正式稿" {
                stamp.variant.is_formal = true;
            }
        }

        Some(stamp)
    }
}

impl fmt::Display for Stamp {
    /// `zishu 0.1.0；生成号 482-109-3755；文件 自述报告；工作稿`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stamp { version, number, document, variant } = self;
        // What separates the parts can't stand in one.
        let clean = |text: &str| text.replace(SEPARATOR, ";");
        write!(f, "{PROGRAM}{version}{SEPARATOR}{NUMBER}{number}{SEPARATOR}{DOCUMENT}")?;
        write!(f, "{}{SEPARATOR}{}", clean(document), variant.edition())?;
        if let Some(profile) = &variant.profile {
            write!(f, "{SEPARATOR}{PROFILE}{}", clean(profile))?;
        }

        if variant.has_system_faces {
            write!(f, "{SEPARATOR}{SYSTEM_FACES}")?;
        }

        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Stamp, Variant};
    use crate::stamp::BuildNumber;

    #[test]
    fn lines_are_read_as_they_are_written() {
        let number = BuildNumber::of_fingerprint("ab12");
        let document = "自述报告".to_owned();
        let plain =
            Stamp { version: "0.1.0".into(), number, document, variant: Variant::default() };
        let variant =
            Variant { is_formal: true, profile: Some("大字".into()), has_system_faces: true };
        for stamp in [plain.clone(), Stamp { variant, ..plain }] {
            assert_eq!(Stamp::parse(&stamp.to_string()).as_ref(), Some(&stamp));
        }
        for other in ["", "zishu", "zishu 0.1.0", "Microsoft Word；生成号 482-109-3755"] {
            assert_eq!(Stamp::parse(other), None, "{other}");
        }
    }
}
