//! Which copy a returned file is, as it says itself, as its bookmarks say, or as the user says.
//!
//! In: a file that was read, and what was typed after `--as`. Out: the copy's id; a refusal that says
//! how it can be known.

use crate::docx::{self, Docx};
use crate::review::copies;
use crate::review::identity::{Claim, Contradiction, Likeness, claim, likeness};
use anyhow::bail;
use std::path::Path;

/// The copy that a file is.
pub(super) struct Identity {
    pub id: String,
    /// The fingerprint of its sources, where the file says it.
    pub sources: Option<String>,
    /// How it was known, where the file doesn't say it.
    pub note: Option<String>,
}

/// Finds out which copy a file is; `file` is its name in messages, `typed` the id that the user gives.
pub(super) fn identify(
    root: &Path,
    file: &str,
    docx: &Docx,
    typed: Option<&str>,
) -> anyhow::Result<Identity> {
    let claim = match claim(docx) {
        Ok(claim) => claim,
        Err(Contradiction::Copies([one, other])) => bail!(
            "{file} 里两处送审稿编号不一致（{one}、{other}），认不出是哪一份；请让审稿人发回他收到的那个文件"
        ),
        Err(Contradiction::Sources) => {
            bail!(
                "{file} 里两处记的送出时的文稿不一致，认不出是哪一份；请让审稿人发回他收到的那个文件"
            )
        }
    };
    if let Some(typed) = typed.filter(|typed| !copies::is_id(typed)) {
        bail!("--as 后面写送审稿编号，如 c001，现为“{typed}”；zishu review list 列出各份");
    }

    match (claim, typed) {
        (Claim { copy: Some(id), .. }, Some(typed)) if id != typed => {
            bail!("{file} 里写明是 {id}，不是 {typed}；请去掉 --as")
        }
        (Claim { copy: Some(id), sources: Some(sources) }, _) => {
            Ok(Identity { id, sources: Some(sources), note: None })
        }
        // Whether it is the copy of this workspace, its bookmarks say.
        (Claim { copy: Some(id), sources: None }, _) if copies::is_id(&id) => {
            match likeness_to_copy(root, &id, docx) {
                Some(likeness) if likeness.fits() => Ok(Identity { id, sources: None, note: None }),
                _ => bail!("{file} 不是这里送出的 {id}；请在送出它的工作区里合并"),
            }
        }
        (Claim { copy: Some(id), sources: None }, _) => {
            Ok(Identity { id, sources: None, note: None })
        }
        (Claim { copy: None, .. }, Some(typed)) => {
            Ok(Identity { id: typed.to_owned(), sources: None, note: None })
        }
        (Claim { copy: None, .. }, None) => by_bookmarks(root, file, docx),
    }
}

/// The copy for review that a file is, where it is one: by its number, else by bookmarks of a copy; the error says
/// why it isn't known which.
pub fn recognise(root: &Path, file: &str, docx: &Docx) -> Option<anyhow::Result<String>> {
    let is_numbered = !matches!(claim(docx), Ok(Claim { copy: None, .. }));
    // A copy has bookmarks, which any file has in common with itself.
    let is_marked = likeness(docx, docx).sent > 0;
    (is_numbered || is_marked).then(|| identify(root, file, docx, None).map(|identity| identity.id))
}

fn likeness_to_copy(root: &Path, id: &str, docx: &Docx) -> Option<Likeness> {
    let bytes = std::fs::read(copies::base(root, id).join("copy.docx")).ok()?;
    Some(likeness(&docx::read(&bytes).ok()?, docx))
}

/// The copy whose bookmarks a file has, at paragraphs that say the same.
fn by_bookmarks(root: &Path, file: &str, docx: &Docx) -> anyhow::Result<Identity> {
    let mut candidates: Vec<(String, Likeness)> = Vec::new();
    for id in copies::ids(root) {
        if let Some(likeness) = likeness_to_copy(root, &id, docx).filter(|found| found.fits()) {
            candidates.push((id, likeness));
        }
    }
    let is_best = |likeness: Likeness| !candidates.iter().any(|(_, other)| other.beats(likeness));
    let best: Vec<&str> = candidates
        .iter()
        .filter(|(_, likeness)| is_best(*likeness))
        .map(|(id, _)| id.as_str())
        .collect();

    match best.as_slice() {
        [] => bail!(
            "{file} 不是 zishu review send 生成的送审稿，或送审稿编号和书签都被去掉了；请让审稿人发回他收到的那个文件，确知是哪一份的，用 --as 写明，如 --as c001"
        ),
        [id] => {
            let note = format!("{file} 里的送审稿编号被去掉了，按书签和文字认出是 {id}");
            Ok(Identity { id: (*id).to_owned(), sources: None, note: Some(note) })
        }
        several => bail!(
            "{file} 里的送审稿编号被去掉了，书签和文字与 {} 都相符；请用 --as 写明是哪一份，如 --as {}",
            several.join("、"),
            several[0]
        ),
    }
}
