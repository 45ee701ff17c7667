//! What reading a Word file from outside may cost, and the words for what is refused.

use super::model::Refused;
use crate::ooxml::{Error, ForeignKind, Limits, MAX_DEPTH, MAX_NAMESPACES, OleKind};

/// The limits of a file that anybody may have saved.
pub(super) const LIMITS: Limits = Limits {
    file: 64 << 20,
    parts: 5_000,
    part: 48 << 20,
    text: 96 << 20,
    binary: 64 << 20,
    events: 8_000_000,
    memory: 96 << 20,
};

/// The limits of a file of which no picture is read: a report's pictures may have 1 GB.
pub(super) const WORD_LIMITS: Limits = Limits { file: 1 << 30, ..LIMITS };

/// What to do with a file that holds too much.
const SPLIT: &str = "请分成几份文件";

/// What to do with a file of another program.
pub(super) const CHOOSE_WORD: &str = "请选 Word 文件（.docx）";

/// What to do with what isn't text.
pub(super) const ASK_FOR_WORD: &str = "请报送单位发送 Word 原稿（.docx）";

/// A refusal, with what helps for most files.
pub(super) fn refuse(reason: impl Into<String>) -> Refused {
    refuse_with(reason, "在 Word 或 WPS 里打开，另存为 .docx；打不开的，请重新发送")
}

/// A refusal, with what to do.
pub(super) fn refuse_with(reason: impl Into<String>, advice: &str) -> Refused {
    Refused { reason: reason.into(), advice: advice.to_owned() }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        let megabytes = |bytes: usize| bytes >> 20;
        match error {
            Error::Empty => refuse_with("文件是空的", "请重新发送"),
            Error::FileTooLarge => refuse_with(
                format!("文件超过 {} MB", megabytes(LIMITS.file)),
                "请在 Word 里压缩图片，或分成几份文件",
            ),
            Error::Ole(kind) => refuse_ole(kind),
            Error::Foreign(kind) => refuse_foreign(kind),
            Error::NotZip => refuse("不是 .docx 文件"),
            Error::BadDirectory => refuse("文件已损坏：压缩包的目录不对"),
            Error::BrokenArchive => refuse("文件不完整或已损坏：压缩包打不开"),
            Error::Encrypted => refuse("压缩包加了密，打不开"),
            Error::UnknownCompression => refuse("压缩包用了读不了的压缩方法"),
            Error::TooManyParts(_) => refuse(format!("文件里的部件超过 {} 个", LIMITS.parts)),
            Error::DuplicatePart => refuse("文件已损坏：压缩包里有重名的部件"),
            Error::BrokenPart(name) => refuse(format!("文件不完整或已损坏：{name} 解不开")),
            Error::PartTooLarge(name) => {
                refuse(format!("{name} 解开后过大，超过 {} MB", megabytes(LIMITS.part)))
            }
            Error::BinaryTooLarge => refuse_with(
                format!("图片解开后共超过 {} MB", megabytes(LIMITS.binary)),
                "请在 Word 里压缩图片",
            ),
            Error::BadEncoding(name) => refuse(format!("{name} 的编码不对，不是 UTF-8")),
            Error::CutShort(name) => refuse(format!("文件不完整：{name} 中途断了")),
            Error::NotXml(name) => refuse(format!("文件已损坏：{name} 不是完好的 XML")),
            Error::DocumentType(name) => {
                refuse(format!("{name} 里有 DOCTYPE 声明，不读这样的文件"))
            }
            Error::UnknownEntity(name) => {
                refuse(format!("{name} 用了自定义的 XML 实体，不读这样的文件"))
            }
            Error::TooDeep(name) => refuse(format!("{name} 的嵌套超过 {MAX_DEPTH} 层")),
            Error::TooManyNamespaces(name) => {
                refuse(format!("{name} 的命名空间声明超过 {MAX_NAMESPACES} 个"))
            }
            Error::TooManyEvents => {
                let tens_of_thousands = LIMITS.events / 10_000;
                let reason = format!("文件内容过多，XML 标记超过 {tens_of_thousands} 万个");
                refuse_with(reason, SPLIT)
            }
            Error::TooMuchMemory => refuse_with(
                format!("文件内容过多，读出的正文超过 {} MB", megabytes(LIMITS.memory)),
                SPLIT,
            ),
        }
    }
}

fn refuse_foreign(kind: ForeignKind) -> Refused {
    match kind {
        ForeignKind::Pdf => refuse_with("是 PDF 文件，不是 .docx", ASK_FOR_WORD),
        ForeignKind::Picture => refuse_with("是图片，不是 .docx", ASK_FOR_WORD),
        ForeignKind::Locked => refuse_with(
            "是加密软件加了密的文件，在别的电脑上打不开",
            "请报送单位先解密，再重新发送",
        ),
        ForeignKind::WebPage => refuse("是网页，不是 .docx"),
        ForeignKind::WordXml => refuse("是 Word 2003 XML 文件，不是 .docx"),
        ForeignKind::Rtf => refuse("是 RTF 文件，不是 .docx"),
    }
}

fn refuse_ole(kind: OleKind) -> Refused {
    match kind {
        OleKind::Encrypted => refuse_with("文件设了打开密码", "请在 Word 或 WPS 里去掉密码再保存"),
        OleKind::WordDocument => refuse("是旧式 .doc 文件，不是 .docx"),
        OleKind::WpsDocument => refuse_with("是 .wps 文件，不是 .docx", "请在 WPS 里另存为 .docx"),
        OleKind::Workbook => refuse_with("是 Excel 文件，不是 Word 文件", CHOOSE_WORD),
        OleKind::Unknown => refuse_with(
            "是旧式 .doc 或 .wps 文件，或设了打开密码",
            "请在 Word 或 WPS 里另存为不带密码的 .docx",
        ),
    }
}
