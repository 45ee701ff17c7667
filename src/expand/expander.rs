//! One file at a time: scanned, run, finished.

use super::engine::run;
use super::functions::{FUNCTIONS, INSTALL};
use super::job::{Job, Source};
use super::reference::variables::{CHAPTER, COMMON, record};
use super::scan::{Scanned, macro_names, scan};
use super::scanner::Site;
use super::session::{DataFacts, Facts, Session};
use super::{Expanded, Field, engine, failure, finish};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::indicator::Indicators;
use crate::source::{FileId, MappedText, Sources, Span, suggestion};
use crate::workspace::{ChapterFile, Workspace};
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Name of the template whose macros are in scope everywhere.
const MACROS: &str = "macros.md.j2";

/// Expands templates over one workspace's data.
pub struct Expander<'a> {
    /// Outline, bureaus, chapters.
    pub workspace: &'a Workspace,
    /// Data.
    pub indicators: &'a Indicators,
    /// Texts.
    pub sources: &'a Sources,
    data: Arc<DataFacts>,
    /// The templates, scanned.
    library: Vec<Source>,
    /// Call sites of the library; those of the expanded file come after them.
    sites: Vec<Site>,
    macros: Vec<String>,
    callable: BTreeSet<String>,
}

impl<'a> Expander<'a> {
    /// Prepares the functions, macros and templates; a broken template is reported once.
    pub fn new(
        workspace: &'a Workspace,
        indicators: &'a Indicators,
        sources: &'a Sources,
        diagnostics: &mut Diagnostics,
    ) -> Expander<'a> {
        let file = workspace.templates.iter().find(|(name, _)| name == MACROS);
        let macros = file.map_or(Vec::new(), |(_, file)| macro_names(sources.text(*file)));
        let mut callable: BTreeSet<String> = macros.iter().cloned().collect();
        let functions = FUNCTIONS.iter().flat_map(|function| function.names);
        callable.extend(functions.map(str::to_owned));

        let mut expander = Expander {
            workspace,
            indicators,
            sources,
            data: Arc::new(data_facts(workspace, indicators, sources)),
            library: Vec::new(),
            sites: Vec::new(),
            macros,
            callable,
        };
        for (name, file) in &workspace.templates {
            expander.add(name, *file, diagnostics);
        }

        expander
    }

    fn add(&mut self, name: &str, file: FileId, diagnostics: &mut Diagnostics) {
        let text = self.sources.text(file);
        let scanned = scan(file, text, 0, &self.callable, &mut self.sites);
        diagnostics.extend(scanned.problems);
        if scanned.is_fatal {
            return;
        }

        let text = scanned.source.text().to_owned();
        let source = Source { name: name.to_owned(), file, mapped: scanned.source, text };
        let session = Session::new(self.facts(file, BTreeMap::new(), Vec::new()));
        if let Err(error) = engine::check_syntax(&source, &session) {
            let sources = vec![source];
            let job =
                Job { sources, macros: &self.macros, variables: Vec::new(), session: &session };
            diagnostics.report(failure::describe(&error, &job, self.sources).problem);
            return;
        }

        self.library.push(source);
    }

    /// Expands a chapter.
    pub fn chapter(
        &self,
        chapter: &ChapterFile,
        diagnostics: &mut Diagnostics,
    ) -> Result<Expanded, Reported> {
        let bureau = self.workspace.bureau_of(chapter);
        let row = self.workspace.section_of(chapter).map(|section| section.row);
        let row = row.and_then(|row| self.workspace.plan.get(row));
        let text = |text: &String, span| Field::Text(text.clone(), Some(span));
        let bureau = bureau.map_or(Field::Nothing, |bureau| text(&bureau.short, bureau.span));
        let section = row.map_or(Field::Nothing, |row| text(&row.column, row.span));

        let start = chapter.front.body_start as usize;
        self.expand(chapter.file, start, record(&CHAPTER, [bureau, section]), diagnostics)
    }

    /// Expands a merge template over `variables`; `caller` is the span that names it.
    pub fn template(
        &self,
        name: &str,
        caller: Span,
        variables: Vec<(&'static str, Field)>,
        diagnostics: &mut Diagnostics,
    ) -> Result<(FileId, Expanded), Reported> {
        let templates = &self.workspace.templates;
        let Some((_, file)) = templates.iter().find(|(other, _)| other == name) else {
            let message = format!("缺少模板 templates/{name}");
            let mut problem = Diagnostic::new(Code::TemplateMissing, caller, message);
            problem
                .help
                .extend(suggestion(name, templates.iter().map(|(other, _)| other.as_str())));
            return Err(diagnostics.report(problem));
        };

        Ok((*file, self.expand(*file, 0, variables, diagnostics)?))
    }

    fn expand(
        &self,
        file: FileId,
        start: usize,
        fields: Vec<(&'static str, Field)>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Expanded, Reported> {
        let text = self.sources.text(file);
        let start = text.floor_char_boundary(start.min(text.len()));
        let mut sites = self.sites.clone();
        let Scanned { source, problems, is_fatal } =
            scan(file, text, start, &self.callable, &mut sites);
        let scanned = diagnostics.extend(problems);
        if let Some(reported) = scanned.filter(|_| is_fatal) {
            return Err(reported);
        }

        let mut texts = BTreeMap::new();
        let all = self.common().into_iter().chain(fields);
        let variables: Vec<(String, Value)> =
            all.map(|(name, field)| (name.to_owned(), field.lower(&mut texts))).collect();

        let session = Session::new(self.facts(file, texts, sites));
        let sources = self.with_library(file, source);
        let job = Job { sources, macros: &self.macros, variables, session: &session };
        let sources = job.sources.clone();

        let result = run(job, self.sources);
        let problems = result.problems.into_iter().chain(result.gathered.problems.iter().cloned());
        let reported = diagnostics.extend(problems);

        match (result.output, reported.or(scanned)) {
            (Some((output, spans)), _) => {
                Ok(finish::finish(&output, &spans, &sources, result.gathered, self.sources))
            }
            (None, Some(reported)) => Err(reported),
            (None, None) => {
                let whole = Span::of_file(file);
                let problem = Diagnostic::new(Code::TemplateSyntax, whole, "模板无法展开");
                Err(diagnostics.report(problem))
            }
        }
    }

    /// The file to expand, with the macros brought in, and the templates.
    fn with_library(&self, file: FileId, source: MappedText) -> Vec<Source> {
        let mut mapped = MappedText::new();

        if self.library.iter().any(|source| source.name == MACROS && source.file != file) {
            mapped.push_glue(&format!(
                "{{%- import \"{MACROS}\" as {INSTALL}_ -%}}{{{{ {INSTALL}({INSTALL}_) }}}}"
            ));
        }
        mapped.append(&source);

        let text = mapped.text().to_owned();
        let name = self.sources.path(file).to_owned();
        let mut sources = vec![Source { name, file, mapped, text }];
        sources.extend(self.library.iter().filter(|source| source.file != file).cloned());
        sources
    }

    fn common(&self) -> Vec<(&'static str, Field)> {
        let report = &self.workspace.report;
        let years = report.years.iter().map(|year| Field::Number(i64::from(*year)));
        record(&COMMON, [Field::List(years.collect()), Field::Text(report.city.clone(), None)])
    }

    fn facts(
        &self,
        file: FileId,
        texts: BTreeMap<String, Option<Span>>,
        sites: Vec<Site>,
    ) -> Facts {
        Facts { data: self.data.clone(), sites, texts, file }
    }
}

/// Gathers what functions read of the workspace.
fn data_facts(workspace: &Workspace, indicators: &Indicators, sources: &Sources) -> DataFacts {
    let definitions = &indicators.definitions;
    let mut texts = BTreeMap::new();
    for indicator in definitions {
        for text in [&indicator.name, &indicator.unit, &indicator.owner, &indicator.group] {
            if !text.is_empty() {
                texts.entry(text.clone()).or_insert(indicator.span);
            }
        }
    }

    let value_files = value_files(indicators);
    let path = |file: &FileId| sources.path(*file).to_owned();
    let value_paths =
        value_files.iter().map(|(bureau, file)| (bureau.clone(), path(file))).collect();

    DataFacts {
        indicators: indicators.clone(),
        years: workspace.report.years.clone(),
        texts,
        value_files,
        value_paths,
        groups: distinct(definitions.iter().map(|indicator| &indicator.group)),
        bureaus: distinct(definitions.iter().map(|indicator| &indicator.owner)),
        rows: workspace.plan.iter().map(|row| row.id.clone()).collect(),
    }
}

/// The file in which each bureau has given a value, or left one blank.
fn value_files(indicators: &Indicators) -> BTreeMap<String, FileId> {
    let mut files = BTreeMap::new();
    for datum in indicators.values.values() {
        files.entry(datum.bureau.clone()).or_insert(datum.span.file);
    }

    for ((id, _), blank) in &indicators.blanks {
        let owner = &indicators.get(*id).owner;
        files.entry(owner.clone()).or_insert(blank.file);
    }

    files
}

/// Every name that isn't empty, once, in the order of the first.
fn distinct<'n>(names: impl Iterator<Item = &'n String>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !list.contains(name) {
            list.push(name.clone());
        }
    }

    list
}
