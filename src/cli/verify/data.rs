//! What was found, for programs: an object for each file, then one for all.

use crate::verify::{Content, FileKind, Identity, ParagraphChange};
use crate::workflow::{Changes, Verification, VerifiedFile, WorkspaceState};
use serde_json::{Map, Value, json};

/// A line each.
pub(super) fn objects(verification: &Verification) -> String {
    let builds = verification.builds().into_iter().map(|number| number.to_string());
    let builds: Vec<String> = builds.collect();
    let all = json!({
        "result": verification.is_good(),
        "builds": builds,
        "missing": verification.missing,
    });

    let objects = verification.files.iter().map(object).chain([all]);
    objects.map(|object| format!("{object}\n")).collect()
}

fn object(file: &VerifiedFile) -> Value {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| {
        object.insert(key.to_owned(), value);
    };

    put("file", json!(file.path));
    put("kind", json!(file.kind.map(kind_name)));
    let identity = match &file.identity {
        Identity::Built(_) => "built",
        Identity::ReviewCopy(_) => "review-copy",
        Identity::Comparison => "comparison",
        Identity::Unstamped => "unstamped",
        Identity::Unreadable(_) => "unreadable",
    };

    put("identity", json!(identity));
    match &file.identity {
        Identity::ReviewCopy(id) => put("copy", json!(id)),
        Identity::Unreadable(reason) => put("reason", json!(reason)),
        Identity::Built(_) | Identity::Comparison | Identity::Unstamped => {}
    }

    if let Some(stamp) = file.stamp() {
        put("build", json!(stamp.number.to_string()));
        put("document", json!(stamp.document));
        put("version", json!(stamp.version));
        put("final", json!(stamp.variant.is_formal));
        put("profile", json!(stamp.variant.profile));
        put("system-fonts", json!(stamp.variant.has_system_faces));
        put("workspace", json!(state_name(&file.state)));
        if let WorkspaceState::Changed(Some(Changes { changed, added, removed, .. })) = &file.state
        {
            put("inputs", json!({ "changed": changed, "added": added, "removed": removed }));
        }
    }

    put_content(&file.content, &mut put);
    Value::Object(object)
}

fn kind_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pdf => "pdf",
        FileKind::Word => "docx",
    }
}

fn state_name(state: &WorkspaceState) -> &'static str {
    match state {
        WorkspaceState::Same => "same",
        WorkspaceState::Changed(_) => "changed",
        WorkspaceState::Unreadable => "unreadable",
    }
}

fn put_content(content: &Content, put: &mut dyn FnMut(&str, Value)) {
    let name = match content {
        Content::Unchanged => "unchanged",
        Content::Appended(_) => "appended",
        Content::Resaved { .. } => "resaved",
        Content::Edited { .. } => "edited",
        Content::Changed => "changed",
        Content::Unknown => "unknown",
    };

    put("content", json!(name));
    match content {
        Content::Appended(size) => put("appended-bytes", json!(size)),
        Content::Resaved { revisions, comments } => {
            put("revisions", json!(revisions));
            put("comments", json!(comments));
        }
        Content::Edited { changes, revisions, comments } => {
            put("paragraphs", changes.iter().map(paragraph).collect());
            put("revisions", json!(revisions));
            put("comments", json!(comments));
        }
        Content::Unchanged | Content::Changed | Content::Unknown => {}
    }
}

fn paragraph(ParagraphChange { number, before, after }: &ParagraphChange) -> Value {
    json!({ "number": number, "before": before, "after": after })
}
