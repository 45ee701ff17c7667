//! Changes that stand where the standard has none are counted, and so they are referred to.

use super::{body, part, run, with};

const BY: &str = r#"w:author="甲" w:date="2018-06-13T09:00:00Z""#;

#[test]
fn changes_in_odd_places_are_referred_to() {
    let texts = [
        format!("<w:p><w:r><w:t>前<w:ins {BY}/>后</w:t></w:r></w:p>"),
        format!("<w:p><w:r><w:t>前<a><w:del {BY}/></a>后</w:t></w:r></w:p>"),
        format!(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE<w:ins {BY}/></w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
        ),
        format!(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ins {BY}/></w:ffData></w:fldChar></w:r></w:p>"
        ),
        format!("<w:p><m:oMath><m:r><m:t>E<w:ins {BY}/></m:t></m:r></m:oMath></w:p>"),
    ];
    for text in texts {
        // The helper holds that all that is counted is referred to.
        assert_eq!(body(&text).revisions.len(), 1, "{text}");
    }
}

#[test]
fn changes_around_notes_are_referred_to() {
    let note = format!("<w:footnote w:id=\"1\"><w:p>{}</w:p></w:footnote>", run("注"));
    for inner in [
        format!("<w:ins {BY}>{note}</w:ins>"),
        format!("<w:other><w:p><w:ins {BY}>{}</w:ins></w:p></w:other>{note}", run("文")),
    ] {
        let docx = with("<w:p/>", &[("word/footnotes.xml", &part("footnotes", &inner))]);
        assert_eq!((docx.revisions.len(), docx.notes.len()), (1, 1), "{inner}");
    }
}
