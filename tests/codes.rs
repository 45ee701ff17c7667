//! Every diagnostic code has its case, its title, its explanation and its remedy.
//!
//! In: the codes, the expectations of `tests/suite/` and `tests/cases/`, and the unit tests' sources.
//! Out: the codes that nothing tries, those whose explanation says nothing or names no next step.

use crate::{cases, golden, hostile, suite};
use libtest_mimic::{Failed, Trial};
use zishu::diag::Code;

/// Codes that only the system, a broken machine or a defect of the program brings about.
const UNTRIED: &[&str] = &["file-unreadable", "word-defect"];

/// Two trials.
pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("codes::tried", tried), Trial::test("codes::explained", explained)]
}

fn tried() -> Result<(), Failed> {
    let mut seen = suite::expected_codes();
    seen.extend(hostile::expected_codes());
    let consoles = golden::files(&golden::root().join("tests/cases"), "console.txt");
    for console in consoles {
        let text = std::fs::read_to_string(console).map_err(|error| error.to_string())?;
        let printed = |line: &str| line.starts_with("1| ") || line.starts_with("2| ");
        let lines = text.lines().filter(|line| printed(line));
        for code in Code::ALL.iter().map(|code| code.name()) {
            let mut placed = lines.clone();
            if placed
                .any(|l| l.contains(&format!(": {code}: ")) || l.contains(&format!("[{code}]: ")))
            {
                seen.push(code.to_owned());
            }
        }
    }
    let untried: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|code| !UNTRIED.contains(code) && !seen.iter().any(|seen| seen == code))
        .collect();
    if untried.is_empty() {
        Ok(())
    } else {
        Err(format!("no case for {}", untried.join(", ")).into())
    }
}

fn explained() -> Result<(), Failed> {
    let folder = golden::root();
    let listed = cases::zishu(&folder, &["explain"]).stdout;
    for code in Code::ALL {
        let name = code.name();
        let (title, explanation, remedy) = (code.title(), code.explanation(), code.remedy());
        if title.is_empty() || title.chars().count() > 14 || title.ends_with('。') {
            return Err(format!("{name}: {title:?} is no title").into());
        }
        for text in [explanation, remedy] {
            if text.chars().count() < 6 || !text.ends_with('。') {
                return Err(format!("{name}: {text:?} is no sentence").into());
            }
        }

        let kebab = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        let ran = cases::zishu(&folder, &["explain", name]);
        let printed = format!("：{title}\n\n{explanation}\n\n改法：{remedy}\n");
        let in_list = listed.lines().any(|line| line.starts_with(name) && line.ends_with(title));
        if ran.code != "0" || !ran.stdout.ends_with(&printed) || !in_list {
            return Err(format!("zishu explain {name}: {}{}", ran.stdout, ran.stderr).into());
        }
        if !kebab || Code::from_name(name) != Some(*code) {
            return Err(format!("{name} isn't a name").into());
        }
    }
    Ok(())
}
