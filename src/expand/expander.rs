//! One file at a time: scanned, run, finished.

use super::engine::run;
use super::functions::{INSTALL, NAMES};
use super::job::{Job, Source};
use super::scan::{Scanned, macro_names, scan};
use super::scanner::Site;
use super::session::{Facts, Session};
use super::{Expanded, Field, engine, failure, finish};
use crate::diag::{Code, Diagnostic, Diagnostics, Reported};
use crate::indicator::Indicators;
use crate::source::{FileId, MappedText, Sources, Span, nearest};
use crate::workspace::{ChapterFile, Workspace};
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};

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
        let macros = workspace.templates.iter().find(|(name, _)| name == MACROS);
        let macros = macros.map_or(Vec::new(), |(_, file)| macro_names(sources.text(*file)));
        let mut callable: BTreeSet<String> = macros.iter().cloned().collect();
        callable.extend(NAMES.iter().map(|(name, _)| (*name).to_owned()));
        let (library, sites) = (Vec::new(), Vec::new());
        let mut expander =
            Expander { workspace, indicators, sources, library, sites, macros, callable };
        for (name, file) in &workspace.templates {
            expander.add(name, *file, diagnostics);
        }
        expander
    }

    fn add(&mut self, name: &str, file: FileId, diagnostics: &mut Diagnostics) {
        let text = self.sources.text(file);
        let scanned = scan(file, text, 0, &self.callable, &mut self.sites);
        let broken = scanned.fatal;
        for problem in scanned.problems {
            diagnostics.report(problem);
        }
        if broken {
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
        let bureau = chapter.bureau.and_then(|index| self.workspace.bureaus.get(index));
        let bureau = match bureau {
            Some(bureau) => Field::Text(bureau.short.clone(), Some(bureau.span)),
            None => Field::Nothing,
        };
        let row = self.workspace.place_of(chapter).map(|section| section.row);
        let section = match row.and_then(|row| self.workspace.plan.get(row)) {
            Some(row) => Field::Text(row.column.clone(), Some(row.span)),
            None => Field::Nothing,
        };
        let variables = vec![
            ("本单位", bureau.clone()),
            ("bureau", bureau),
            ("本栏目", section.clone()),
            ("section", section),
        ];
        let start = chapter.front.body_start as usize;
        self.expand(chapter.file, start, variables, diagnostics)
    }

    /// Expands a merge template over `variables`; `asked` is where it is asked for.
    pub fn template(
        &self,
        name: &str,
        asked: Span,
        variables: Vec<(&'static str, Field)>,
        diagnostics: &mut Diagnostics,
    ) -> Result<(FileId, Expanded), Reported> {
        let templates = &self.workspace.templates;
        let Some((_, file)) = templates.iter().find(|(known, _)| known == name) else {
            let message = format!("缺少模板 templates/{name}");
            let mut problem = Diagnostic::new(Code::TemplateMissing, asked, message);
            if let Some(near) = nearest(name, templates.iter().map(|(known, _)| known.as_str())) {
                problem = problem.help(format!("是不是“{near}”？"));
            }
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
        let mut start = start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut sites = self.sites.clone();
        let Scanned { source, problems, fatal } =
            scan(file, text, start, &self.callable, &mut sites);
        let mut reported = None;
        for problem in problems {
            reported = Some(diagnostics.report(problem));
        }
        if let Some(reported) = reported.filter(|_| fatal) {
            return Err(reported);
        }
        let mut texts = BTreeMap::new();
        let mut all = self.common();
        all.extend(fields);
        let variables: Vec<(String, Value)> =
            all.iter().map(|(name, field)| ((*name).to_owned(), field.lower(&mut texts))).collect();
        let session = Session::new(self.facts(file, texts, sites));
        let sources = self.with_library(file, source);
        let job = Job { sources, macros: &self.macros, variables, session: &session };
        let sources = job.sources.clone();
        let ran = run(job, self.sources);
        for problem in ran.problems.into_iter().chain(ran.gathered.problems.iter().cloned()) {
            reported = Some(diagnostics.report(problem));
        }
        match (ran.output, reported) {
            (Some((output, spans)), _) => {
                Ok(finish::finish(&output, &spans, &sources, ran.gathered, self.sources))
            }
            (None, Some(reported)) => Err(reported),
            (None, None) => {
                let message = "模板无法展开";
                let place = Span::of_file(file);
                Err(diagnostics.report(Diagnostic::new(Code::TemplateSyntax, place, message)))
            }
        }
    }

    /// The file to expand, with the macros brought in, and the templates.
    fn with_library(&self, file: FileId, source: MappedText) -> Vec<Source> {
        let mut mapped = MappedText::new();
        if self.library.iter().any(|one| one.name == MACROS && one.file != file) {
            mapped.push_glue(&format!(
                "{{%- import \"{MACROS}\" as {INSTALL}_ -%}}{{{{ {INSTALL}({INSTALL}_) }}}}"
            ));
        }
        mapped.append(&source);
        let text = mapped.text().to_owned();
        let name = self.sources.path(file).to_owned();
        let mut sources = vec![Source { name, file, mapped, text }];
        sources.extend(self.library.iter().filter(|one| one.file != file).cloned());
        sources
    }

    fn common(&self) -> Vec<(&'static str, Field)> {
        let report = &self.workspace.report;
        let years = report.years.iter().map(|year| Field::Number(i64::from(*year)));
        let years = Field::List(years.collect());
        let city = Field::Text(report.city.clone(), None);
        vec![("年份", years.clone()), ("years", years), ("城市", city.clone()), ("city", city)]
    }

    fn facts(
        &self,
        file: FileId,
        mut texts: BTreeMap<String, Option<Span>>,
        sites: Vec<Site>,
    ) -> Facts {
        for indicator in &self.indicators.definitions {
            for text in [&indicator.name, &indicator.unit, &indicator.owner, &indicator.group] {
                let place = texts.entry(text.clone()).or_default();
                *place = place.or(Some(indicator.span));
            }
        }
        texts.remove("");
        let value_files = self.value_files();
        let path = |file: &FileId| self.sources.path(*file).to_owned();
        let value_paths = value_files.iter().map(|(name, file)| (name.clone(), path(file)));
        let value_paths = value_paths.collect();

        let unique = |names: Vec<&String>| {
            let mut list: Vec<String> = Vec::new();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                if !list.contains(name) {
                    list.push(name.clone());
                }
            }
            list
        };
        let definitions = &self.indicators.definitions;
        Facts {
            indicators: self.indicators.clone(),
            years: self.workspace.report.years.clone(),
            sites,
            texts,
            value_files,
            value_paths,
            groups: unique(definitions.iter().map(|one| &one.group).collect()),
            bureaus: unique(definitions.iter().map(|one| &one.owner).collect()),
            rows: self.workspace.plan.iter().map(|row| row.id.clone()).collect(),
            file,
        }
    }

    /// The file in which each bureau has given a value, or left one of its own blank.
    fn value_files(&self) -> BTreeMap<String, FileId> {
        let mut files = BTreeMap::new();
        for datum in self.indicators.values.values() {
            files.entry(datum.bureau.clone()).or_insert(datum.span.file);
        }

        for ((id, _), blank) in &self.indicators.blanks {
            let owner = &self.indicators.get(*id).owner;
            files.entry(owner.clone()).or_insert(blank.file);
        }
        files
    }
}
