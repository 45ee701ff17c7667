//! Filled forms: cells typed into the files that `zishu forms` wrote, also through LibreOffice.
//!
//! In: the default workspace and the repository. Out: for command-line cases the filling of cells;
//! trials that a form saved by LibreOffice reads as it was filled, and that forms are valid.

use crate::workspace::Workspace;
use crate::{cases, golden, tools, word};
use libtest_mimic::{Failed, Trial};
use std::path::Path;
use std::process::Command;

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The trials.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("forms::saved-by-libreoffice", || through_libreoffice(&XLSX)),
        Trial::test("forms::saved-as-an-old-workbook", || through_libreoffice(&XLS)),
        Trial::test("forms::other-workbooks-are-named", other_workbooks),
        Trial::test("forms::valid-and-the-same-every-time", valid),
    ]
}

/// A format in which LibreOffice saves workbooks.
struct Format {
    ending: &'static str,
    filter: &'static str,
}

const XLSX: Format = Format { ending: "xlsx", filter: "xlsx:Calc MS Excel 2007 XML" };
const XLS: Format = Format { ending: "xls", filter: "xls:MS Excel 97" };
const ODS: Format = Format { ending: "ods", filter: "ods:calc8" };

/// The forms of the repository, by the Open XML SDK.
fn valid() -> Result<(), Failed> {
    let workspace = cases::repository();
    expect(&workspace, &["forms"], "0")?;
    let forms = golden::files(&workspace.root().join("out/forms"), ".xlsx");
    if forms.is_empty() {
        return Err("there are no forms".into());
    }
    let bytes = |path: &Path| std::fs::read(path).map_err(|error| error.to_string());
    let first = forms.iter().map(|form| bytes(form)).collect::<Result<Vec<_>, _>>()?;
    forms.iter().take(2).try_for_each(|form| tools::validate(form))?;
    expect(&workspace, &["forms"], "0")?;
    for (form, before) in forms.iter().zip(first) {
        if bytes(form)? != before {
            return Err(format!("{} differs", form.display()).into());
        }
    }
    Ok(())
}

/// Types into cells of a form: `E6=94.2` a number, `E6='94.2` a text, `E6==94+1` a formula that was
/// never computed, `E6=` nothing.
pub(crate) fn fill(path: &Path, cells: &[&str]) -> Result<(), Failed> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let mut parts = word::parts(&bytes)?;
    let sheet = parts.get_mut(SHEET).ok_or("there is no sheet")?;
    let mut content = String::from_utf8_lossy(sheet).into_owned();
    for cell in cells {
        let (at, typed) = cell.split_once('=').ok_or("a cell is A1=…")?;
        content = replace(&content, at, typed).ok_or(format!("no cell {at}"))?;
    }
    *sheet = content.into_bytes();
    std::fs::write(path, word::pack(&parts)).map_err(|error| error.to_string().into())
}

/// The sheet with another content in a cell that it has.
fn replace(sheet: &str, at: &str, typed: &str) -> Option<String> {
    let start = sheet.find(&format!("<c r=\"{at}\""))?;
    let (before, rest) = sheet.split_at(start);
    let open = rest.find('>')?;
    let end = if rest[..open].ends_with('/') { open + 1 } else { rest.find("</c>")? + 4 };
    let style = rest[..open].split("s=\"").nth(1).and_then(|rest| rest.split('"').next());
    let head = format!("<c r=\"{at}\" s=\"{}\"", style.unwrap_or("0"));
    let cell = match (typed.strip_prefix('\''), typed.strip_prefix('=')) {
        (Some(text), _) => format!("{head} t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        (None, Some(formula)) => format!("{head}><f>{formula}</f></c>"),
        (None, None) if typed.is_empty() => format!("{head}/>"),
        (None, None) => format!("{head}><v>{typed}</v></c>"),
    };
    Some(format!("{before}{cell}{}", &rest[end..]))
}

fn through_libreoffice(format: &Format) -> Result<(), Failed> {
    let workspace = Workspace::small();
    let form = workspace.root().join("out/forms/市质监局.xlsx");
    expect(&workspace, &["forms"], "0")?;
    fill(
        &form,
        &["E6=94.2", "F6='通报〔2016〕1号", "E8==94+0.58", "G13='已核", "E13=7", "H18='甲、乙"],
    )?;
    let saved = save(&form, format)?.to_string_lossy().into_owned();
    let source = format!("2017: {{ 值: 94.58, 来源: 填报表 form.{}, 状态: 初报 }}", format.ending);
    expect(&workspace, &["forms", "read", &saved], "0")?;
    let path = workspace.root().join("chapters/indicators/市质监局.yaml");
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    for line in [
        "2015: { 值: 94.20, 来源: 通报〔2016〕1号, 状态: 已核 }",
        "2016: { 值: 93.86, 来源: 抽查通报, 状态: 已核 }",
        source.as_str(),
        "2015: { 值: 7, 来源: 年报, 状态: 已核 }",
        "2017: { 值: \"甲牌、乙牌\", 来源: 名牌目录, 状态: 已核, 备注: 甲、乙 }",
    ] {
        if !text.contains(line) {
            return Err(format!("no {line} in\n{text}").into());
        }
    }
    Ok(())
}

fn expect(workspace: &Workspace, arguments: &[&str], code: &str) -> Result<(), Failed> {
    let ran = cases::zishu(workspace.root(), arguments);
    if ran.code == code {
        return Ok(());
    }
    Err(format!("{arguments:?} ended with {}\n{}{}", ran.code, ran.stdout, ran.stderr).into())
}

/// What isn't read is told as what it is, not as damaged.
fn other_workbooks() -> Result<(), Failed> {
    let workspace = Workspace::small();
    expect(&workspace, &["forms"], "0")?;
    let saved = save(&workspace.root().join("out/forms/市质监局.xlsx"), &ODS)?;
    let saved = saved.to_string_lossy().into_owned();
    let old = save(&workspace.root().join("out/forms/市统计局.xlsx"), &XLS)?;
    let binary = word::pack(&[("xl/workbook.bin".to_owned(), Vec::new())].into());
    workspace.write("甲.xlsb", binary);

    let told = |arguments: &[&str], office: Option<&str>, words: &str| {
        let ran = cases::zishu_with(workspace.root(), arguments, office);
        let text = format!("{}{}", ran.stdout, ran.stderr);
        if ran.code == "1" && text.contains(words) { Ok(()) } else { Err(Failed::from(text)) }
    };
    told(&["forms", "read", &saved], None, "是 .ods 一类的文件，不是 .xlsx")?;
    told(&["forms", "read", "甲.xlsb"], None, "是 .xlsb 文件，不是 .xlsx")?;
    let old = old.to_string_lossy().into_owned();
    told(&["forms", "read", &old], Some("/none"), "是旧式 .xls 或 .et 文件")
}

/// The form as LibreOffice saves it.
fn save(form: &Path, format: &Format) -> Result<std::path::PathBuf, Failed> {
    let name = form.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let folder = golden::root().join("target/tests/forms").join(format.ending).join(name);
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    // LibreOffice doesn't find Chinese file names where no locale is set.
    let plain = folder.join("form.xlsx");
    std::fs::copy(form, &plain).map_err(|error| error.to_string())?;
    let mut command = Command::new(tools::calc()?);
    command.args([&profile, "--headless", "--convert-to", format.filter]);
    tools::run(command.arg("--outdir").arg(folder.join("saved")).arg(&plain))?;
    let saved = folder.join("saved/form").with_extension(format.ending);
    if saved.exists() { Ok(saved) } else { Err("LibreOffice wrote no form".into()) }
}
