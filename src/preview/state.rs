//! The newest build as the page asks for it: documents, outline, problems, pages.

use super::builder::{Built, View, failed_by};
use super::stage::Stage;
use super::view::OnPage;
use crate::diag::{Diagnostic, Severity};
use crate::document::{Block, BlockKind, Section, visit};
use crate::source::{FileId, Sources, Span};
use crate::typography::profile;
use crate::workspace::{ChapterFile, Workspace};
use serde_json::{Value, json};

/// Characters of a line that are shown of a problem's place.
const EXCERPT: usize = 160;
/// So many problems are given: the errors, then the warnings, each as far as there is room.
const MOST_PROBLEMS: usize = 1000;

/// `/api/state`; the first document where `name` is none of them.
pub(super) fn state(stage: &Stage, name: Option<&str>) -> Value {
    let profiles = profile::titles(&stage.root).into_iter();
    let profiles: Vec<Value> =
        profiles.map(|(name, title)| json!({ "name": name, "title": title })).collect();
    let head = json!({
        "instance": stage.instance,
        "workspace": workspace_id(stage),
        "building": stage.is_building(),
        "profiles": profiles,
    });
    let Some(built) = stage.built() else {
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
        "left_out": built.problems.len().saturating_sub(MOST_PROBLEMS),
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

/// A name for the workspace that tells nothing of its path.
pub(super) fn workspace_id(stage: &Stage) -> String {
    super::workspace_id(&stage.root)
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

fn outline(built: &Built, view: &View) -> Vec<Value> {
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

fn contributions(built: &Built, view: &View, section: &Section) -> Vec<Value> {
    let workspace = &view.loaded.workspace;
    let sources = &view.loaded.sources;
    let mut shown = Vec::new();
    for part in &section.parts {
        let Some(chapter) = chapter_of(workspace, part.file) else { continue };
        let Some(bureau) = chapter.bureau.and_then(|at| workspace.bureaus.get(at)) else {
            continue;
        };
        let path = sources.path(part.file);
        let place = part.blocks.first().map_or(Span::of_file(part.file), |block| block.span);
        let on = view.place_of(path, place.start..place.end);
        let count = |severity| {
            let own = |p: &&Diagnostic| built.sources.path(p.primary.span.file) == path;
            built.problems.iter().filter(own).filter(|p| p.severity == severity).count()
        };
        shown.push(json!({
            "bureau": bureau.short,
            "path": path,
            "status": chapter.front.status.name(),
            "length": built.lengths.get(path).copied().unwrap_or(0),
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "page": on.map(|on| on.page),
        }));
    }
    shown
}

fn chapter_of(workspace: &Workspace, file: FileId) -> Option<&ChapterFile> {
    workspace.chapters.iter().chain(&workspace.row_chapters).find(|chapter| chapter.file == file)
}

fn problems(built: &Built, view: Option<&View>) -> Vec<Value> {
    let mut shown: Vec<usize> = (0..built.problems.len()).collect();
    if shown.len() > MOST_PROBLEMS {
        shown.sort_by_key(|at| (built.problems[*at].severity, *at));
        shown.truncate(MOST_PROBLEMS);
        shown.sort_unstable();
    }
    shown.into_iter().map(|at| problem(built, view, at, &built.problems[at])).collect()
}

/// The problem that the message of a failed build tells of.
fn cause(built: &Built) -> Option<usize> {
    let is_told = |problem: &Diagnostic| {
        problem.severity == Severity::Error
            && built.failed
            && built.message == failed_by(problem, &built.sources)
    };
    built.problems.iter().position(is_told)
}

fn problem(built: &Built, view: Option<&View>, id: usize, problem: &Diagnostic) -> Value {
    let sources = &*built.sources;
    let span = problem.primary.span;
    let path = sources.path(span.file);
    let (start, end) =
        (sources.line_column(span.file, span.start), sources.line_column(span.file, span.end));
    let shown = place(built, view, path, span);
    let (document, on) = shown.map(|(view, on, _)| (view.name.as_str(), on)).unzip();
    let mut help = problem.help.clone();
    if !problem.primary.text.is_empty() {
        help.insert(0, problem.primary.text.clone());
    }
    let related: Vec<Value> = problem
        .secondary
        .iter()
        .map(|label| {
            let at = sources.line_column(label.span.file, label.span.start);
            json!({
                "path": sources.path(label.span.file), "line": at.line, "column": at.column,
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
        "doc": document,
        "exact": shown.is_some_and(|(_, _, exact)| exact),
        "page": on.map(|on| on.page),
        "rect": on.map(|on| on.rect),
    })
}

/// Where a problem is shown, in the document in view or another, and whether it is printed itself; else
/// where it would stand.
fn place<'a>(
    built: &'a Built,
    view: Option<&'a View>,
    path: &str,
    span: Span,
) -> Option<(&'a View, OnPage, bool)> {
    let all = view.into_iter().chain(built.views.iter().map(|view| &**view));
    // Pages of an earlier build know the place where the file's text is still the same.
    let known: Vec<&View> = all.filter(|view| is_same(view, &built.sources, span.file)).collect();
    let find = |exact: bool| {
        known.iter().find_map(|view| {
            let range = span.start..span.end;
            let on = match exact {
                true => view.exact_place_of(path, range)?,
                false => view.place_of(path, range)?,
            };
            Some((*view, on, exact))
        })
    };
    (span.start < span.end).then(|| find(true)).flatten().or_else(|| find(false))
}

fn is_same(view: &View, sources: &Sources, file: FileId) -> bool {
    let own = &view.loaded.sources;
    let known = own.find(sources.path(file));
    known.is_some_and(|known| own.text(known) == sources.text(file))
}

/// The line of a place; of a long one the part around it, and how many of its characters were left out
/// before.
fn excerpt(sources: &Sources, span: Span) -> (String, usize) {
    let text = sources.text(span.file);
    let at = text.floor_char_boundary(span.start as usize);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let before = text[start..at].chars().count();
    let skip = before.saturating_sub(EXCERPT / 3);
    let line = &text[start..end];
    let mut shown: String = line.chars().skip(skip).take(EXCERPT).collect();
    if skip > 0 {
        shown.insert(0, '…');
    }
    if line.chars().count() > skip + EXCERPT {
        shown.push('…');
    }
    (shown.trim_end().to_owned(), skip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_shown_around_its_place() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", format!("短\n{}错{}\n", "前".repeat(300), "后".repeat(300)));
        assert_eq!(excerpt(&sources, Span::new(file, 0..3)), ("短".to_owned(), 0));
        let (shown, skip) = excerpt(&sources, Span::new(file, 904..907));
        let at = shown.chars().position(|c| c == '错').unwrap();
        assert_eq!(at + skip, 300 + 1, "the ellipsis stands for what was left out");
        assert!(
            shown.starts_with("…前") && shown.ends_with("后…") && shown.contains('错'),
            "{shown}"
        );
        assert_eq!(excerpt(&sources, Span::new(file, 9999..9999)).0, "");
    }
}
