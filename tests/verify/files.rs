//! Files that have been elsewhere.

use super::Situation;
use super::scene::{Scene, TEXT, says};
use crate::workspace::CHAPTER;
use crate::{cases, golden, tools, word};
use libtest_mimic::Failed;
use std::fs;
use std::process::Command;

pub(super) const SITUATIONS: &[Situation] = &[
    ("renamed-and-moved", moved),
    ("one-character-in-word", one_character),
    ("one-character-of-an-older-build", one_character_of_older),
    ("a-cell-and-a-note", cell_and_note),
    ("a-paragraph-more-and-one-less", more_and_less),
    ("a-header-in-word", header),
    ("saved-again-by-another-packer", repacked),
    ("saved-again-by-libreoffice", libreoffice),
    ("tracked-changes-and-comments", tracked),
    ("notes-added-to-a-pdf", annotated),
    ("a-pdf-saved-again", pdf_saved_again),
    ("a-byte-of-a-pdf", pdf_byte),
    ("broken-files", broken),
    ("properties-removed", stripped),
    ("files-of-others", foreign),
    ("a-review-copy", review_copy),
    ("a-comparison", comparison),
    ("no-file-or-a-folder", no_file),
    ("a-line-a-file", short),
];

const PDF: &str = "out/自述报告.pdf";
const WORD: &str = "out/自述报告.docx";
const DOCUMENT: &str = "word/document.xml";

fn moved() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    scene.workspace.write("收回/定稿(1).pdf", scene.read(PDF));
    scene.workspace.write("收回/某某.DOCX", scene.read(WORD));
    let paths = ["收回/定稿(1).pdf", "收回/某某.DOCX"];
    scene.verify(&paths)?.expect("0", &paths.map(|path| (path, "same unchanged")))?;
    scene.verify(&paths[..1])?.expect("0", &[(paths[0], "same unchanged")])
}

fn one_character() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    scene.edit_word(WORD, "改.docx", DOCUMENT, |text| text.replace("94.52", "94.82"))?;
    let verified = scene.verify(&["改.docx"])?;
    verified.expect("1", &[("改.docx", "same edited")])?;
    says(&scene.say(&["改.docx"]), &["1 段文字不同", "合格率为94.52%", "合格率为94.82%"])
}

fn one_character_of_older() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    scene.edit_word(WORD, "改.docx", DOCUMENT, |text| text.replace("94.52", "94.82"))?;
    scene.workspace.write(CHAPTER, TEXT.replace("稳步", "快速"));
    scene.render(&[])?;
    scene.verify(&["改.docx"])?.expect("1", &[("改.docx", "changed edited")])?;
    says(&scene.say(&["改.docx"]), &["1 段文字不同", "现为“质量稳步提升，合格率为94.82%", CHAPTER])
}

fn cell_and_note() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    scene.edit_word(WORD, "一.docx", DOCUMENT, |text| text.replace("甲乙丙", "甲乙丁"))?;
    let notes = "word/footnotes.xml";
    scene.edit_word("一.docx", "改.docx", notes, |text| text.replace("按批次", "按件数"))?;
    says(&scene.say(&["改.docx"]), &["2 段文字不同", "甲乙丁", "按件数"])
}

fn more_and_less() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let paragraph = "<w:p><w:r><w:t>添上的话。</w:t></w:r></w:p>";
    scene.edit_word(WORD, "多.docx", DOCUMENT, |text| {
        let end = text.rfind("<w:sectPr").unwrap_or_default();
        format!("{}{paragraph}{}", &text[..end], &text[end..])
    })?;
    let said = scene.say(&["多.docx"]);
    says(&said, &["1 段文字不同", "是添上的：“添上的话。”"])?;
    scene.edit_word(WORD, "少.docx", DOCUMENT, |text| text.replace("第二项", ""))?;
    says(&scene.say(&["少.docx"]), &["1 段文字不同", "删去了一段：“第二项”"])
}

fn header() -> Result<(), Failed> {
    let scene = Scene::new();
    let values = "chapters/indicators/市质监局.yaml";
    let text = String::from_utf8(scene.read(values)).map_err(|error| error.to_string())?;
    scene.workspace.write(values, text.replace("状态: 已核", "状态: 样例"));
    scene.workspace.write(CHAPTER, format!("{TEXT}\n{{{{ 值(\"抽查合格率\", 2017) }}}}\n"));
    scene.render(&[])?;
    let parts = word::parts(&scene.read(WORD))?;
    let is_marked = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("样例数据");
    let marked = parts.iter().find(|(name, bytes)| name.contains("header") && is_marked(bytes));
    let (name, _) = marked.ok_or("no header with the mark")?;
    let mut edited = parts.clone();
    for (part, bytes) in
        parts.iter().filter(|(part, bytes)| part.contains("header") && is_marked(bytes))
    {
        let text = String::from_utf8_lossy(bytes).replace("样例数据", "正式数据");
        edited.insert(part.clone(), text.into_bytes());
    }
    assert_ne!(edited[name], parts[name]);
    scene.workspace.write("改.docx", word::pack(&edited));
    scene.verify(&["改.docx"])?.expect("1", &[("改.docx", "same edited")])?;
    says(&scene.say(&["改.docx"]), &["正式数据"])
}

fn repacked() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    scene.workspace.write("存.docx", word::pack(&word::parts(&scene.read(WORD))?));
    scene.verify(&["存.docx"])?.expect("1", &[("存.docx", "same resaved")])?;
    says(&scene.say(&["存.docx"]), &["文字相同，文件被另存过"])
}

fn libreoffice() -> Result<(), Failed> {
    let path = "存/自述报告.docx";
    let scene = Scene::rendered()?;
    save_again(&scene)?;
    scene.verify(&[path])?.expect("1", &[(path, "same resaved")])?;
    scene.edit_word(path, "改.docx", DOCUMENT, |text| text.replace("94.52", "94.82"))?;
    scene.verify(&["改.docx"])?.expect("1", &[("改.docx", "same edited")])?;
    says(&scene.say(&["改.docx"]), &["1 段文字不同", "合格率为94.82%"])?;

    // Of references to some tables LibreOffice keeps the number alone: these words do differ.
    let scene = Scene { workspace: cases::repository() };
    scene.render(&["--only", "自述报告"])?;
    save_again(&scene)?;
    let verified = scene.verify(&[path])?;
    let paragraphs = verified.files[path]["paragraphs"].as_array().cloned().unwrap_or_default();
    assert!(paragraphs.len() <= 3, "{paragraphs:?}");
    for paragraph in paragraphs {
        let text = |key: &str| paragraph[key].as_str().unwrap_or_default().to_owned();
        assert_eq!(text("before").replace("见表 ", "见 "), text("after"));
    }
    Ok(())
}

fn save_again(scene: &Scene) -> Result<(), Failed> {
    let mut office = Command::new(tools::program("soffice")?);
    let profile = format!("-env:UserInstallation=file://{}", scene.path("profile").display());
    office.arg(profile).args(["--headless", "--convert-to", "docx", "--outdir"]);
    tools::run(office.arg(scene.path("存")).arg(scene.path(WORD)))?;
    Ok(())
}

fn tracked() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let deletion = "<w:del w:id=\"900\" w:author=\"甲\" w:date=\"2018-06-14T00:00:00Z\"><w:r><w:delText>稳步</w:delText></w:r></w:del>";
    let run = |text: &str| format!("</w:t></w:r>{text}<w:r><w:t xml:space=\"preserve\">");
    scene.edit_word(WORD, "改.docx", DOCUMENT, |text| text.replace("稳步", &run(deletion)))?;
    says(&scene.say(&["改.docx"]), &["1 段文字不同", "带有修订 1 处", "质量稳步提升", "质量提升"])
}

fn annotated() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let mut bytes = scene.read(PDF);
    bytes.extend(b"\n900 0 obj\n<< /Type /Annot >>\nendobj\n%%EOF\n");
    scene.workspace.write("批.pdf", &bytes);
    scene.verify(&["批.pdf"])?.expect("1", &[("批.pdf", "same appended")])?;
    says(&scene.say(&["批.pdf"]), &["原有内容一字节未动", "追加"])?;
    scene.workspace.write(CHAPTER, TEXT.replace("稳步", "快速"));
    scene.verify(&["批.pdf"])?.expect("1", &[("批.pdf", "changed appended")])
}

fn pdf_saved_again() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    for (name, options) in [("一.pdf", vec![]), ("二.pdf", vec!["-gggg", "-z"])] {
        let mut mutool = Command::new(tools::program("mutool")?);
        tools::run(mutool.arg("clean").args(options).arg(scene.path(PDF)).arg(scene.path(name)))?;
        scene.verify(&[name])?.expect("1", &[(name, "same changed")])?;
        says(&scene.say(&[name]), &["改动或另存过", "zishu render"])?;
    }
    Ok(())
}

fn pdf_byte() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let mut bytes = scene.read(PDF);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    scene.workspace.write(PDF, bytes);
    scene.verify(&[])?.expect("1", &[(PDF, "same changed"), (WORD, "same unchanged")])
}

fn broken() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    for path in [PDF, WORD] {
        let bytes = scene.read(path);
        let extension = path.rsplit('.').next().unwrap_or_default();
        for (index, part) in [&bytes[..bytes.len() / 2], &bytes[..40], &[]].iter().enumerate() {
            let name = format!("残{index}.{extension}");
            scene.workspace.write(&name, part);
            let verified = scene.verify(&[&name])?;
            assert_eq!(verified.code, "1");
            let said = scene.say(&[&name]);
            assert!(!said.contains("没有改动") && !said.contains("panicked"), "{said}");
            assert!(said.contains('请'), "{said}");
        }
    }
    Ok(())
}

/// Word's inspection of documents takes the properties out.
fn stripped() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let mut parts = word::parts(&scene.read(WORD))?;
    parts.remove("docProps/custom.xml").ok_or("no properties")?;
    for name in ["[Content_Types].xml", "_rels/.rels"] {
        let text = String::from_utf8_lossy(&parts[name]).into_owned();
        let at = text.find("docProps/custom.xml").ok_or("not named")?;
        let start = text[..at].rfind('<').unwrap_or_default();
        let end = at + text[at..].find('>').unwrap_or_default() + 1;
        parts.insert(name.to_owned(), format!("{}{}", &text[..start], &text[end..]).into_bytes());
    }
    scene.workspace.write("查.docx", word::pack(&parts));
    let said = scene.say(&["查.docx"]);
    says(&said, &["1\n", "没有生成号", "文字与现在的工作区生成的相同"])?;
    scene.edit_word("查.docx", "改.docx", DOCUMENT, |text| text.replace("94.52", "94.82"))?;
    says(&scene.say(&["改.docx"]), &["没有生成号", "1 段文字不同", "94.82"])
}

fn foreign() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    scene.workspace.write("甲.txt", "不是。");
    scene.workspace.write("甲.pdf", minimal_pdf());
    fs::copy(golden::root().join("chapters/report.yaml"), scene.path("甲.docx"))
        .map_err(|error| error.to_string())?;
    for (path, words) in [
        ("甲.txt", "不是 PDF，也不是 Word"),
        ("甲.pdf", "没有生成号"),
        ("甲.docx", "不是 PDF，也不是 Word"),
    ] {
        let verified = scene.verify(&[path])?;
        assert_eq!(verified.code, "1", "{path}");
        says(&scene.say(&[path]), &[words])?;
    }
    says(&scene.say(&[PDF, "甲.pdf"]), &["1 个不是成稿或读不出来"])
}

/// A PDF of one empty page, by no program.
fn minimal_pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(text.len());
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let start = text.len();
    text.push_str("xref\n0 4\n0000000000 65535 f \n");
    offsets.iter().for_each(|offset| text.push_str(&format!("{offset:010} 00000 n \n")));
    text.push_str(&format!("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    text.into_bytes()
}

fn review_copy() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let ran = cases::zishu(scene.workspace.root(), &["review", "send", "--date", "2018-06-13"]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    let copy = "out/送审/自述报告-c001.docx";
    let verified = scene.verify(&[copy])?;
    assert_eq!(
        (verified.code.as_str(), verified.get(copy, "identity").as_str()),
        ("1", "review-copy")
    );
    says(&scene.say(&[copy]), &["送审稿 c001", "review merge"])?;
    // The copies beside the report's files are no matter of them.
    scene.verify(&[])?.expect("0", &[(PDF, "same unchanged"), (WORD, "same unchanged")])
}

fn comparison() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let root = scene.workspace.root();
    let git = |arguments: &[&str]| -> Result<String, Failed> {
        let mut command = Command::new(tools::program("git")?);
        let user = ["-c", "user.name=zishu", "-c", "user.email=zishu@localhost"];
        command.arg("-C").arg(root).args(user);
        tools::run(command.args(arguments)).map_err(Failed::from)
    };
    git(&["init", "--quiet"])?;
    git(&["add", "chapters"])?;
    git(&["commit", "--quiet", "--message", "送审"])?;
    scene.workspace.write(CHAPTER, TEXT.replace("稳步", "快速"));
    let ran = cases::zishu(root, &["review", "compare", "HEAD", "-o", "比.docx"]);
    assert_eq!(ran.code, "0", "{}{}", ran.stdout, ran.stderr);
    says(&scene.say(&["比.docx"]), &["1\n", "比较稿，不是成稿"])
}

fn no_file() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    says(&scene.say(&["没有.pdf"]), &["2\n", "没有文件 没有.pdf"])?;
    says(&scene.say(&["out"]), &["2\n", "out 是文件夹"])
}

fn short() -> Result<(), Failed> {
    let scene = Scene::rendered()?;
    let ran = cases::zishu(scene.workspace.root(), &["verify", "--format", "short"]);
    assert_eq!(ran.stdout.lines().count(), 3, "{}", ran.stdout);
    says(&ran.stdout, &["out/自述报告.pdf：生成号 ", "结论：2 个文件"])
}
