//! Arguments of a call, bound to the parameters of a function, each with its place.

use super::scanner::Site;
use super::session::{Piece, Session, pieces, problem_error};
use crate::diag::{Code, Diagnostic};
use crate::source::{Span, nearest};
use minijinja::Error;
use minijinja::value::{Kwargs, Value, ValueKind, from_args};

/// A parameter: its Chinese and ASCII names.
pub(super) type Parameter = (&'static [&'static str], bool);

/// A call with its arguments in the order of the parameters.
pub(super) struct Call<'a> {
    pub(super) session: &'a Session,
    /// The function, as typed.
    pub(super) name: &'a str,
    pub(super) site: Option<&'a Site>,
    values: Vec<Option<(Value, Option<Span>)>>,
    parameters: &'static [Parameter],
}

/// A call that was reported and gives a placeholder.
pub(super) struct Failed;

/// The arguments of a call.
pub(super) struct Given<'s> {
    /// Without the site's literal.
    pub(super) positional: Vec<Value>,
    pub(super) named: Vec<(String, Value)>,
    /// The site's index.
    pub(super) index: Option<usize>,
    pub(super) site: Option<&'s Site>,
}

/// Takes the arguments of a call apart.
pub(super) fn split<'s>(session: &'s Session, args: &[Value]) -> Result<Given<'s>, Error> {
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
    Ok(Given { positional: positional.to_vec(), named, index, site })
}

fn site_index(value: &Value) -> Option<usize> {
    match pieces(value.as_str()?)[..] {
        [Piece::Marker('s', index)] => Some(index),
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
    ) -> Result<Result<Call<'a>, Failed>, Error> {
        let Given { positional, named, site, .. } = split(session, args)?;
        let values = vec![None; parameters.len()];
        let mut call = Call { session, name, site, values, parameters };
        let mut good = true;
        for (at, value) in positional.into_iter().enumerate() {
            let place = call.positional_place(at);
            good &= call.set(Some(at), value, place, None)?;
        }
        for (key, value) in named {
            let place = call.keyword_place(&key);
            let at = parameters.iter().position(|(names, _)| names.contains(&key.as_str()));
            good &= call.set(at, value, place, Some(&key))?;
        }
        for (at, (names, needed)) in parameters.iter().enumerate() {
            if *needed && call.values[at].is_none() && good {
                let message = format!("{name} 缺少“{}”", names[0]);
                call.problem(Code::TemplateCall, None, message, &usage(name, parameters))?;
                good = false;
            }
        }
        Ok(if good { Ok(call) } else { Err(Failed) })
    }

    fn set(
        &mut self,
        at: Option<usize>,
        value: Value,
        place: Option<(Span, Span)>,
        key: Option<&str>,
    ) -> Result<bool, Error> {
        let (key_place, value_place) = (place.map(|p| p.0), place.map(|p| p.1));
        let usage = usage(self.name, self.parameters);
        let Some(slot) = at.and_then(|at| self.values.get_mut(at)) else {
            let message = match key {
                Some(key) => format!("{} 没有名为“{key}”的参数", self.name),
                None => format!("{} 的参数太多", self.name),
            };
            let known = self.parameters.iter().flat_map(|(names, _)| names.iter().copied());
            let help = match key.and_then(|key| nearest(key, known)) {
                Some(near) => format!("是不是“{near}”？{usage}"),
                None => usage,
            };
            self.problem(Code::TemplateCall, key_place, message, &help)?;
            return Ok(false);
        };
        if slot.is_some() {
            let message = format!("{} 的同一参数给了两次", self.name);
            self.problem(Code::TemplateCall, key_place, message, &usage)?;
            return Ok(false);
        }
        if value.is_undefined() {
            self.undefined(value_place, at)?;
            return Ok(false);
        }
        *slot = Some((value, value_place));
        Ok(true)
    }

    fn positional_place(&self, at: usize) -> Option<(Span, Span)> {
        let mut without_key = self.site?.arguments.iter().filter(|one| one.key.is_none());
        without_key.nth(at).map(|one| (one.span, one.span))
    }

    fn keyword_place(&self, key: &str) -> Option<(Span, Span)> {
        self.site?.arguments.iter().find_map(|one| match &one.key {
            Some((name, span)) if name == key => Some((*span, one.span)),
            _ => None,
        })
    }

    /// An argument that is a name without a value: mostly a text without quotes, where indicators are
    /// named one of their names.
    fn undefined(&self, place: Option<Span>, at: Option<usize>) -> Result<(), Error> {
        let typed = place.and_then(|place| self.typed(place)).unwrap_or_default();
        let facts = &self.session.facts;
        let message = format!("“{typed}”没有定义");
        let help = match facts.indicators.find(&typed) {
            Some(_) => format!("指标名称要放在英文引号里：\"{typed}\""),
            None => {
                let parameter = at.and_then(|at| self.parameters.get(at));
                let named = parameter.is_none_or(|(names, _)| names[0] == "名称");
                let names = facts.indicators.definitions.iter().map(|one| one.name.as_str());
                match nearest(&typed, names.filter(|_| named)) {
                    Some(near) => format!("指标名称要放在英文引号里，例如 \"{near}\""),
                    None => format!("若是文字，请放在英文引号里：\"{typed}\""),
                }
            }
        };
        self.problem(Code::UndefinedName, place, message, &help)
    }

    /// What stands at a place inside this call.
    pub(super) fn typed(&self, place: Span) -> Option<String> {
        let site = self.site?;
        let start = place.start.checked_sub(site.span.start)? as usize;
        let end = place.end.checked_sub(site.span.start)? as usize;
        site.text.get(start..end).map(str::to_owned)
    }

    /// The value of a parameter.
    pub(super) fn value(&self, at: usize) -> Option<&Value> {
        self.values.get(at)?.as_ref().map(|(value, _)| value)
    }

    /// The place of a parameter's value.
    pub(super) fn place(&self, at: usize) -> Option<Span> {
        self.values.get(at)?.as_ref().and_then(|(_, place)| *place)
    }

    /// A parameter that is a text, with markers undone.
    pub(super) fn text(&self, at: usize) -> Result<Result<Option<String>, Failed>, Error> {
        let Some(value) = self.value(at) else { return Ok(Ok(None)) };
        match value.as_str() {
            Some(text) => Ok(Ok(Some(self.session.plain(text)))),
            None => self.wrong_type(at, "文字，放在英文引号里"),
        }
    }

    /// A parameter that is a text or a list of texts.
    pub(super) fn texts(&self, at: usize) -> Result<Result<Vec<String>, Failed>, Error> {
        let Some(value) = self.value(at) else { return Ok(Ok(Vec::new())) };
        if let Some(text) = value.as_str() {
            return Ok(Ok(vec![self.session.plain(text)]));
        }
        let mut list = Vec::new();
        if value.kind() == ValueKind::Seq {
            for item in value.try_iter()?.take(1000) {
                match item.as_str() {
                    Some(text) => list.push(self.session.plain(text)),
                    None if item.is_undefined() => {
                        self.undefined(self.place(at), Some(at))?;
                        return Ok(Err(Failed));
                    }
                    None => return self.wrong_type(at, "名称，或名称的列表"),
                }
            }
            return Ok(Ok(list));
        }
        self.wrong_type(at, "名称，或名称的列表")
    }

    /// A parameter that is a year or a list of years.
    pub(super) fn years(&self, at: usize) -> Result<Result<Vec<i32>, Failed>, Error> {
        let Some(value) = self.value(at) else { return Ok(Ok(Vec::new())) };
        if let Some(year) = year_of(value) {
            return Ok(Ok(vec![year]));
        }
        if value.kind() == ValueKind::Seq {
            let years: Option<Vec<i32>> =
                value.try_iter()?.take(1000).map(|item| year_of(&item)).collect();
            if let Some(years) = years {
                return Ok(Ok(years));
            }
        }
        self.wrong_type(at, "年份，例如 2017，不加引号")
    }

    fn wrong_type<T>(&self, at: usize, wanted: &str) -> Result<Result<T, Failed>, Error> {
        let name = self.parameters.get(at).map_or("", |(names, _)| names[0]);
        let message = format!("{} 的“{name}”应是{wanted}", self.name);
        let help = usage(self.name, self.parameters);
        self.problem(Code::TemplateCall, self.place(at), message, &help)?;
        Ok(Err(Failed))
    }

    /// Reports a problem of this call at `place`, or at the call.
    pub(super) fn problem(
        &self,
        code: Code,
        place: Option<Span>,
        message: impl Into<String>,
        help: &str,
    ) -> Result<(), Error> {
        let message = message.into();
        let Some(span) = place.or(self.site.map(|site| site.span)) else {
            return Err(problem_error(code, &message, help));
        };
        let literal = self.typed(span).is_some_and(|typed| typed.starts_with(['"', '\'']));
        let problem = match self.session.outer_site() {
            Some(outer) if !literal && outer.span != span => {
                Diagnostic::new(code, outer.span, message).also(span, "在宏的这一处")
            }
            Some(outer) if outer.span != span => {
                Diagnostic::new(code, span, message).also(outer.span, "由这里调用")
            }
            Some(_) | None => Diagnostic::new(code, span, message),
        };
        self.session.report(if help.is_empty() { problem } else { problem.help(help) });
        Ok(())
    }

    /// Reports a problem with a name: at the quoted name in the chapter where it can be found.
    pub(super) fn name_problem(
        &self,
        code: Code,
        name: &str,
        at: usize,
        message: String,
        help: &str,
    ) -> Result<(), Error> {
        let outer = self.session.outer_site();
        let searched = outer.as_ref().or(self.site);
        let found = searched.and_then(|site| quoted(site, name));
        match found {
            Some(span) => {
                let problem = Diagnostic::new(code, span, message);
                self.session.report(if help.is_empty() { problem } else { problem.help(help) });
                Ok(())
            }
            None => self.problem(code, self.place(at), message, help),
        }
    }
}

/// Where a call has `name` as a string.
fn quoted(site: &Site, name: &str) -> Option<Span> {
    let find = |quote: char| site.text.find(&format!("{quote}{name}{quote}"));
    let at = find('"').or_else(|| find('\''))?;
    let start = site.span.start as usize + at;
    Some(Span::new(site.span.file, start..start + name.len() + 2))
}

fn year_of(value: &Value) -> Option<i32> {
    if value.kind() != ValueKind::Number {
        return None;
    }
    i32::try_from(value.clone()).ok()
}

fn usage(name: &str, parameters: &[Parameter]) -> String {
    let list: Vec<String> = parameters
        .iter()
        .map(
            |(names, needed)| if *needed { names[0].to_owned() } else { format!("[{}]", names[0]) },
        )
        .collect();
    format!("写法：{name}({})", list.join(", "))
}
