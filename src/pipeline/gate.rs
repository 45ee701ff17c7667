//! The gate before a Word file is written: a file that [`word::lint`](crate::word::lint()) finds
//! something in is a defect of this program, reported as an error in the place of the file.

use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{FileId, Span};
use crate::word::Unsound;

/// Maximum number of findings that are quoted.
const MAX_QUOTED: usize = 3;

/// The file, where it is sound; `report` is report.yaml.
pub(super) fn sound(
    word: Result<Vec<u8>, Unsound>,
    report: FileId,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    word.map_err(|Unsound { findings }| {
        let quoted = findings.iter().take(MAX_QUOTED).map(String::as_str);
        let quoted = quoted.collect::<Vec<_>>().join("；");
        let message = format!("生成的 Word 文件没有通过自查，没有写入：{quoted}");
        let problem = Diagnostic::new(Code::WordDefect, Span::of_file(report), message);
        let help = "这是程序的缺陷，不是文稿的错：请保留文稿，把这条消息报告给开发者；\
                    急用时先出 PDF：zishu render --pdf";
        diagnostics.report(problem.help(help))
    })
}

#[cfg(test)]
mod tests {
    use super::sound;
    use crate::diag::{Code, Diagnostics};
    use crate::source::Sources;
    use crate::word::Unsound;

    #[test]
    fn an_unsound_file_is_reported_and_not_given() {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let report = sources.add("chapters/report.yaml", "");
        let findings = ["一", "二", "三", "四"].map(str::to_owned).into();
        assert!(sound(Err(Unsound { findings }), report, &mut diagnostics).is_err());
        assert!(diagnostics.has_errors());
        let problem = diagnostics.iter().next().unwrap();
        assert_eq!(problem.code, Code::WordDefect);
        assert!(problem.message.ends_with("：一；二；三"), "{}", problem.message);

        let mut diagnostics = Diagnostics::default();
        assert_eq!(sound(Ok(vec![1]), report, &mut diagnostics).ok(), Some(vec![1]));
        assert!(!diagnostics.has_errors());
    }
}
