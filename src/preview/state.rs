//! The newest build as the page asks for it: documents, outline, problems, pages.

use super::builder::{Snapshot, View, failure_message};
use super::identity::workspace_id;
use super::shared::SharedState;
use super::view::PageLocation;
use crate::diag::{Diagnostic, Severity};
use crate::document::{Block, BlockKind, Section, visit};
use crate::source::{FileId, Sources, Span};
use crate::typography::profile;
use crate::workspace::{ChapterFile, Workspace};
use serde_json::{Value, json};

/// Maximum number of characters of a line that are shown of a problem's place.
const MAX_EXCERPT: usize = 160;
/// Maximum number of problems sent: the errors, then the warnings, each as far as there is room.
const MAX_PROBLEMS: usize = 1000;

/// `/api/state`; the first document where `name` is none of them.
pub(super) fn state(shared: &SharedState, name: Option<&str>) -> Value {
    let profiles = profile::titles(&shared.root).into_iter();
    let profiles: Vec<Value> =
        profiles.map(|(name, title)| json!({ "name": name, "title": title })).collect();
    let head = json!({
        "instance": shared.instance,
        "workspace": workspace_id(&shared.root),
        "building": shared.is_building(),
        "profiles": profiles,
    });
    let Some(built) = shared.snapshot() else {
        return joined(head, first_state());
    };

    let named = built.views.iter().find(|view| Some(view.name.as_str()) == name);
    let view = named.or(built.views.first());
    let names: Vec<&str> = built.views.iter().map(|view| view.name.as_str()).collect();
    let count = |severity| built.problems.iter().filter(|p| p.severity == severity).count();

    let body = json!({
        "version": built.version,
        "failed": built.failed,
        "stale": built.stale,
        "message": built.message,
        "cause": cause(&built),
        "documents": names,
        "document": view.map_or("", |view| &view.name),
        "profile": view.map_or("", |view| &view.design.name),
        "title": view.map_or("", |view| &view.document.meta.title),
        "outline": view.map_or_else(Vec::new, |view| outline(&built, view)),
        "problems": problems(&built, view.map(|view| &**view)),
        "left_out": built.problems.len().saturating_sub(MAX_PROBLEMS),
        "pages": view.map_or_else(Vec::new, |view| pages(view)),
        "seconds": (built.seconds * 1000.0).round() / 1000.0,
        "counts": {
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "hints": count(Severity::Hint),
        },
    });
    joined(head, body)
}

fn first_state() -> Value {
    json!({
        "version": 0, "failed": false, "stale": false, "message": "", "cause": null,
        "left_out": 0, "documents": [], "document": "",
        "profile": "", "title": "", "outline": [], "problems": [], "pages": [], "seconds": 0.0,
        "counts": { "errors": 0, "warnings": 0, "hints": 0 },
    })
}

fn joined(mut head: Value, body: Value) -> Value {
    if let (Some(head), Value::Object(body)) = (head.as_object_mut(), body) {
        head.extend(body);
    }
    head
}

fn pages(view: &View) -> Vec<Value> {
    let both = view.pages.iter().zip(&view.changed);
    both.map(|(page, changed)| {
        json!({
            "hash": page.hash, "width": page.width, "height": page.height,
            "changed": changed, "label": page.label,
        })
    })
    .collect()
}

fn outline(built: &Snapshot, view: &View) -> Vec<Value> {
    let sections = view.document.sections.iter().enumerate();
    sections
        .map(|(index, section)| {
            let page = view.laid.layout().sections.get(index).copied();
            let contributions = contributions(built, view, section);
            let number = number(section);
            json!({
                "number": number, "title": section.title, "page": page,
                "contributions": contributions,
            })
        })
        .collect()
}

/// The number of a section's first heading, as printed.
fn number(section: &Section) -> String {
    let mut number = None;
    for part in &section.parts {
        visit::blocks(&part.blocks, &mut |block: &Block| {
            if let BlockKind::Heading(heading) = &block.kind
                && number.is_none()
            {
                number = Some(heading.number.clone());
            }
        });
    }
    number.unwrap_or_default()
}

fn contributions(built: &Snapshot, view: &View, section: &Section) -> Vec<Value> {
    let workspace = &view.loaded.workspace;
    let sources = &view.loaded.sources;
    let mut contributions = Vec::new();
    for part in &section.parts {
        let Some(chapter) = chapter_of(workspace, part.file) else { continue };
        let Some(bureau) = workspace.bureau_of(chapter) else {
            continue;
        };

        let path = sources.path(part.file);
        let span = part.blocks.first().map_or(Span::of_file(part.file), |block| block.span);
        let location = view.location_of(path, span.start..span.end);
        let count = |severity| {
            let is_in_file = |p: &&Diagnostic| built.sources.path(p.primary.span.file) == path;
            built.problems.iter().filter(is_in_file).filter(|p| p.severity == severity).count()
        };
        contributions.push(json!({
            "bureau": bureau.short,
            "path": path,
            "status": chapter.front.status.name(),
            "length": built.lengths.get(path).copied().unwrap_or(0),
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "page": location.map(|location| location.page),
        }));
    }
    contributions
}

fn chapter_of(workspace: &Workspace, file: FileId) -> Option<&ChapterFile> {
    workspace.chapters.iter().chain(&workspace.row_chapters).find(|chapter| chapter.file == file)
}

fn problems(built: &Snapshot, view: Option<&View>) -> Vec<Value> {
    let mut ids: Vec<usize> = (0..built.problems.len()).collect();
    if ids.len() > MAX_PROBLEMS {
        ids.sort_by_key(|id| (built.problems[*id].severity, *id));
        ids.truncate(MAX_PROBLEMS);
        ids.sort_unstable();
    }
    ids.into_iter().map(|id| problem(built, view, id, &built.problems[id])).collect()
}

/// The problem from which the message of a failed build comes.
fn cause(built: &Snapshot) -> Option<usize> {
    let is_cause = |problem: &Diagnostic| {
        problem.severity == Severity::Error
            && built.failed
            && built.message == failure_message(problem, &built.sources)
    };
    built.problems.iter().position(is_cause)
}

fn problem(built: &Snapshot, view: Option<&View>, id: usize, problem: &Diagnostic) -> Value {
    let sources = &*built.sources;
    let span = problem.primary.span;
    let path = sources.path(span.file);
    let (start, end) =
        (sources.line_column(span.file, span.start), sources.line_column(span.file, span.end));
    let printed = find_location(built, view, path, span);

    let mut help = problem.help.clone();
    if !problem.primary.text.is_empty() {
        help.insert(0, problem.primary.text.clone());
    }
    let related: Vec<Value> = problem
        .secondary
        .iter()
        .map(|label| {
            let start = sources.line_column(label.span.file, label.span.start);
            json!({
                "path": sources.path(label.span.file), "line": start.line, "column": start.column,
                "message": label.text,
            })
        })
        .collect();

    let (excerpt, skip) = excerpt(sources, span);

    json!({
        "id": id,
        "code": problem.code.name(),
        "severity": problem.severity.name(),
        "message": problem.message,
        "help": help,
        "path": path,
        "line": start.line,
        "column": start.column,
        "end": { "line": end.line, "column": end.column },
        "excerpt": excerpt,
        "excerpt_skip": skip,
        "related": related,
        "doc": printed.as_ref().map(|printed| &printed.view.name),
        "exact": printed.as_ref().is_some_and(|printed| printed.is_exact),
        "page": printed.as_ref().map(|printed| printed.location.page),
        "rect": printed.as_ref().map(|printed| printed.location.rect),
    })
}

/// The location of a problem on the pages.
struct ProblemLocation<'a> {
    view: &'a View,
    location: PageLocation,
    /// Whether its text is printed; else this is the nearest printed text.
    is_exact: bool,
}

/// The location of a problem, in the document in view or another.
fn find_location<'a>(
    built: &'a Snapshot,
    view: Option<&'a View>,
    path: &str,
    span: Span,
) -> Option<ProblemLocation<'a>> {
    let views = view.into_iter().chain(built.views.iter().map(|view| &**view));
    // Pages of an earlier build count where the file's text is still the same.
    let views: Vec<&View> = views.filter(|view| is_same(view, &built.sources, span.file)).collect();

    let range = || span.start..span.end;
    let exact = views.iter().copied().find_map(|view| {
        let location = view.exact_location_of(path, range())?;
        Some(ProblemLocation { view, location, is_exact: true })
    });
    exact.filter(|_| span.start < span.end).or_else(|| {
        views.iter().copied().find_map(|view| {
            let location = view.location_of(path, range())?;
            Some(ProblemLocation { view, location, is_exact: false })
        })
    })
}

fn is_same(view: &View, sources: &Sources, file: FileId) -> bool {
    let earlier = &view.loaded.sources;
    let same = earlier.find(sources.path(file));
    same.is_some_and(|same| earlier.text(same) == sources.text(file))
}

/// The line of a span; of a long one the part around it, and how many of its characters were left out
/// before.
fn excerpt(sources: &Sources, span: Span) -> (String, usize) {
    let text = sources.text(span.file);
    let offset = text.floor_char_boundary(span.start as usize);
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |newline| offset + newline);

    let before = text[start..offset].chars().count();
    let skip = before.saturating_sub(MAX_EXCERPT / 3);
    let line = &text[start..end];

    let mut excerpt: String = line.chars().skip(skip).take(MAX_EXCERPT).collect();
    if skip > 0 {
        excerpt.insert(0, '…');
    }
    if line.chars().count() > skip + MAX_EXCERPT {
        excerpt.push('…');
    }
    (excerpt.trim_end().to_owned(), skip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", format!("短\n{}错{}\n", "前".repeat(300), "后".repeat(300)));
        assert_eq!(excerpt(&sources, Span::new(file, 0..3)), ("短".to_owned(), 0));
        let (text, skip) = excerpt(&sources, Span::new(file, 904..907));
        let index = text.chars().position(|c| c == '错').unwrap();
        assert_eq!(index + skip, 300 + 1, "the ellipsis stands for the characters left out");
        assert!(text.starts_with("…前") && text.ends_with("后…") && text.contains('错'), "{text}");
        assert_eq!(excerpt(&sources, Span::new(file, 9999..9999)).0, "");
    }
}
