//! Arguments of a call, bound to the parameters of a function, each with its span.

use super::markers::{Fragment, fragments};
use super::reference::Parameter;
use super::scanner::{Site, SiteArgument};
use super::session::{Session, problem_error};
use crate::diag::{Code, Diagnostic};
use crate::source::{Span, nearest, suggestion};
use minijinja::Error;
use minijinja::value::{Kwargs, Value, ValueKind, from_args};

/// Maximum number of items of a list that is an argument.
const MAX_ITEMS: usize = 1000;

/// A call with its arguments in the order of the parameters.
pub(super) struct Call<'a> {
    pub(super) session: &'a Session,
    /// The function, as typed.
    pub(super) name: &'a str,
    pub(super) site: Option<&'a Site>,
    arguments: Vec<Option<Argument>>,
    parameters: &'static [Parameter],
}

/// An argument that was bound.
#[derive(Clone)]
struct Argument {
    value: Value,
    span: Option<Span>,
}

/// Why a call gives no value.
pub(super) enum CallError {
    /// It was reported, and gives a placeholder.
    Failed,
    /// The template can't go on.
    Template(Error),
}

impl From<Error> for CallError {
    fn from(error: Error) -> CallError {
        CallError::Template(error)
    }
}

/// What a call, or a part of it, gives.
pub(super) type Outcome<T = Value> = Result<T, CallError>;

/// The value of a call; `None` where its failure was reported.
pub(super) fn unless_failed<T>(outcome: Outcome<T>) -> Result<Option<T>, Error> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(CallError::Failed) => Ok(None),
        Err(CallError::Template(error)) => Err(error),
    }
}

/// The arguments of a call as minijinja hands them over.
pub(super) struct PassedArguments<'s> {
    /// Without the site's literal.
    pub(super) positional: Vec<Value>,
    pub(super) named: Vec<(String, Value)>,
    /// The site's index.
    pub(super) index: Option<usize>,
    pub(super) site: Option<&'s Site>,
}

/// Takes the arguments of a call apart.
pub(super) fn split<'s>(
    session: &'s Session,
    args: &[Value],
) -> Result<PassedArguments<'s>, Error> {
    let (positional, keywords) = match args.split_last() {
        Some((last, rest)) if last.is_kwargs() => {
            let (keywords,) = from_args::<(Kwargs,)>(std::slice::from_ref(last))?;
            (rest, Some(keywords))
        }
        _ => (args, None),
    };

    let index = positional.first().and_then(site_index);
    let positional = if index.is_some() { &positional[1..] } else { positional };
    let site = index.and_then(|index| session.facts.sites.get(index));

    let mut named = Vec::new();
    if let Some(keywords) = keywords {
        for key in keywords.args() {
            named.push((key.to_owned(), keywords.peek::<Value>(key)?));
        }
    }

    Ok(PassedArguments { positional: positional.to_vec(), named, index, site })
}

fn site_index(value: &Value) -> Option<usize> {
    match fragments(value.as_str()?)[..] {
        [Fragment::Marker('s', index)] => Some(index),
        _ => None,
    }
}

impl<'a> Call<'a> {
    /// Binds the arguments; unknown, doubled, missing and undefined ones are reported.
    pub(super) fn bind(
        session: &'a Session,
        name: &'a str,
        parameters: &'static [Parameter],
        args: &[Value],
    ) -> Outcome<Call<'a>> {
        let PassedArguments { positional, named, site, .. } = split(session, args)?;
        let arguments = vec![None; parameters.len()];
        let mut call = Call { session, name, site, arguments, parameters };

        let mut is_bound = true;
        for (index, value) in positional.into_iter().enumerate() {
            let argument = site.and_then(|site| site.positional(index));
            is_bound &= unless_failed(call.set(Some(index), value, None, argument))?.is_some();
        }

        for (key, value) in named {
            let argument = site.and_then(|site| site.keyword(&key));
            let index =
                parameters.iter().position(|parameter| parameter.names.contains(&key.as_str()));
            is_bound &= unless_failed(call.set(index, value, Some(&key), argument))?.is_some();
        }

        if !is_bound {
            return Err(CallError::Failed);
        }

        let mut slots = parameters.iter().zip(&call.arguments);
        match slots.find(|(parameter, argument)| parameter.required && argument.is_none()) {
            Some((missing, _)) => {
                let message = format!("{name} 缺少“{}”", missing.names[0]);
                call.problem(Code::TemplateCall, None, message, &usage(name, parameters))
            }
            None => Ok(call),
        }
    }

    /// Binds one argument to the parameter at `index`.
    fn set(
        &mut self,
        index: Option<usize>,
        value: Value,
        key: Option<&str>,
        argument: Option<&SiteArgument>,
    ) -> Outcome<()> {
        let value_span = argument.map(|argument| argument.span);
        let key_span = argument.map(SiteArgument::key_span);

        let usage = usage(self.name, self.parameters);
        let Some(slot) = index.and_then(|index| self.arguments.get_mut(index)) else {
            let message = match key {
                Some(key) => format!("{} 没有名为“{key}”的参数", self.name),
                None => format!("{} 的参数太多", self.name),
            };
            let names =
                self.parameters.iter().flat_map(|parameter| parameter.names.iter().copied());
            let near = key.and_then(|key| suggestion(key, names)).unwrap_or_default();
            return self.problem(Code::TemplateCall, key_span, message, &(near + &usage));
        };

        if slot.is_some() {
            let message = format!("{} 的同一参数给了两次", self.name);
            return self.problem(Code::TemplateCall, key_span, message, &usage);
        }

        if value.is_undefined() {
            return self.undefined(value_span, index);
        }

        *slot = Some(Argument { value, span: value_span });
        Ok(())
    }

    /// An argument that is a name without a value: mostly a text without quotes, one of their names
    /// where the parameter takes indicators.
    fn undefined<T>(&self, span: Option<Span>, index: Option<usize>) -> Outcome<T> {
        let typed = span.and_then(|span| self.typed(span)).unwrap_or_default();
        let indicators = &self.session.facts.data.indicators;
        let parameter = index.and_then(|index| self.parameters.get(index));
        let takes_name = parameter.is_none_or(|parameter| parameter.names[0] == "名称");
        let names = indicators.definitions.iter().map(|indicator| indicator.name.as_str());

        let help = if indicators.find(&typed).is_some() {
            format!("指标名称要放在英文引号里：\"{typed}\"")
        } else if let Some(near) = nearest(&typed, names.filter(|_| takes_name)) {
            format!("指标名称要放在英文引号里，例如 \"{near}\"")
        } else {
            format!("若是文字，请放在英文引号里：\"{typed}\"")
        };

        self.problem(Code::UndefinedName, span, format!("“{typed}”没有定义"), &help)
    }

    /// What was typed at a span of this call.
    pub(super) fn typed(&self, span: Span) -> Option<String> {
        self.site?.typed(span).map(str::to_owned)
    }

    /// The value of a parameter.
    pub(super) fn value(&self, index: usize) -> Option<&Value> {
        self.arguments.get(index)?.as_ref().map(|argument| &argument.value)
    }

    /// The span of a parameter's value.
    pub(super) fn span(&self, index: usize) -> Option<Span> {
        self.arguments.get(index)?.as_ref().and_then(|argument| argument.span)
    }

    /// A parameter that is a text, with markers undone.
    pub(super) fn text(&self, index: usize) -> Outcome<Option<String>> {
        let Some(value) = self.value(index) else { return Ok(None) };
        match value.as_str() {
            Some(text) => Ok(Some(self.session.plain(text))),
            None => self.wrong_type(index, "文字，放在英文引号里"),
        }
    }

    /// A parameter that is a text or a list of texts.
    pub(super) fn texts(&self, index: usize) -> Outcome<Vec<String>> {
        let Some(value) = self.value(index) else { return Ok(Vec::new()) };
        if let Some(text) = value.as_str() {
            return Ok(vec![self.session.plain(text)]);
        }

        if value.kind() != ValueKind::Seq {
            return self.wrong_type(index, "名称，或名称的列表");
        }

        let mut texts = Vec::new();
        for item in value.try_iter()?.take(MAX_ITEMS) {
            match item.as_str() {
                Some(text) => texts.push(self.session.plain(text)),
                None if item.is_undefined() => {
                    return self.undefined(self.span(index), Some(index));
                }
                None => return self.wrong_type(index, "名称，或名称的列表"),
            }
        }

        Ok(texts)
    }

    /// A parameter that is a year or a list of years.
    pub(super) fn years(&self, index: usize) -> Outcome<Vec<i32>> {
        let Some(value) = self.value(index) else { return Ok(Vec::new()) };
        if let Some(year) = year_of(value) {
            return Ok(vec![year]);
        }

        if value.kind() == ValueKind::Seq {
            let items = value.try_iter()?.take(MAX_ITEMS);
            let years: Option<Vec<i32>> = items.map(|item| year_of(&item)).collect();
            if let Some(years) = years {
                return Ok(years);
            }
        }

        self.wrong_type(index, "年份，例如 2017，不加引号")
    }

    fn wrong_type<T>(&self, index: usize, expected: &str) -> Outcome<T> {
        let name = self.parameters.get(index).map_or("", |parameter| parameter.names[0]);
        let message = format!("{} 的“{name}”应是{expected}", self.name);
        let help = usage(self.name, self.parameters);
        self.problem(Code::TemplateCall, self.span(index), message, &help)
    }

    /// Reports a problem of this call at `span`, or at the call.
    pub(super) fn problem<T>(
        &self,
        code: Code,
        span: Option<Span>,
        message: impl Into<String>,
        help: &str,
    ) -> Outcome<T> {
        let message = message.into();
        let Some(span) = span.or(self.site.map(|site| site.span)) else {
            return Err(problem_error(code, &message, help).into());
        };

        let is_literal = self.typed(span).is_some_and(|typed| typed.starts_with(['"', '\'']));
        let problem = match self.session.outer_site() {
            Some(outer) if !is_literal && outer.span != span => {
                Diagnostic::new(code, outer.span, message).also(span, "在宏的这一处")
            }
            Some(outer) if outer.span != span => {
                Diagnostic::new(code, span, message).also(outer.span, "由这里调用")
            }
            Some(_) | None => Diagnostic::new(code, span, message),
        };

        self.report(problem.help(help))
    }

    /// Reports a problem with a name: at the quoted name in the chapter where it can be found.
    pub(super) fn name_problem<T>(
        &self,
        code: Code,
        name: &str,
        index: usize,
        message: String,
        help: &str,
    ) -> Outcome<T> {
        let outer = self.session.outer_site();
        let quoted = outer.as_ref().or(self.site).and_then(|site| site.quoted(name));

        match quoted {
            Some(span) => self.report(Diagnostic::new(code, span, message).help(help)),
            None => self.problem(code, self.span(index), message, help),
        }
    }

    fn report<T>(&self, problem: Diagnostic) -> Outcome<T> {
        self.session.report(problem);
        Err(CallError::Failed)
    }
}

fn year_of(value: &Value) -> Option<i32> {
    if value.kind() != ValueKind::Number {
        return None;
    }

    i32::try_from(value.clone()).ok()
}

fn usage(name: &str, parameters: &[Parameter]) -> String {
    format!("写法：{}", super::reference::usage(name, parameters))
}
