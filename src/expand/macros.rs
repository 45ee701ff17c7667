//! Calls of the macros of macros.md.j2.
//!
//! In: a call as minijinja hands it over. Out: what the macro prints. Arguments that the macro
//! doesn't take are reported at their places, and the call then prints nothing.

use super::arguments::{Given, split};
use super::functions::{Function, INSTALL};
use super::scanner::Site;
use super::session::problem_error;
use crate::diag::{Code, Diagnostic};
use crate::source::{Span, nearest};
use minijinja::value::{Kwargs, Value};
use minijinja::{Error, ErrorKind, State};

impl Function {
    /// Runs the macro of this name from the template's own module.
    pub(super) fn call_macro(
        &self,
        state: &mut State<'_, '_>,
        args: &[Value],
    ) -> Result<Value, Error> {
        let Given { positional, named, index, site } = split(&self.session, args)?;
        let module = state.get_temp(INSTALL);
        let Some(body) = module.and_then(|module| module.get_attr(&self.name).ok()) else {
            return Ok(Value::from_safe_string(String::new()));
        };
        let known: Vec<String> = match body.get_attr("arguments") {
            Ok(list) => list
                .try_iter()
                .map(|items| items.filter_map(|item| item.as_str().map(str::to_owned)).collect())
                .unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        let checked = MacroCall { function: self, site, known: &known };
        if !checked.check(&positional, &named)? {
            return Ok(Value::from_safe_string(String::new()));
        }
        let mut passed = positional;
        if !named.is_empty() {
            let own = named.into_iter().map(|(key, value)| (own_name(&key, &known), value));
            passed.push(Value::from(Kwargs::from_iter(own)));
        }
        let depth = self.session.gathered().calls.len();
        if depth >= 20 {
            return Err(Error::new(ErrorKind::InvalidOperation, "recursion limit exceeded"));
        }
        if let Some(index) = index {
            self.session.gathered().calls.push(index);
        }
        // After an error the calls stay, to tell where the macro was called from.
        let printed = body.call(state, &passed)?;
        self.session.gathered().calls.truncate(depth);
        Ok(printed)
    }
}

/// Chinese and ASCII names of what the macros take, as the functions name the same things.
const NAMES: &[&[&str]] = &[
    &["名称", "names", "name"],
    &["组", "group"],
    &["单位", "bureau"],
    &["行", "row"],
    &["标题", "title"],
    &["标签", "label"],
    &["来源", "source"],
    &["年份", "years", "year"],
    &["注", "note"],
    &["类型", "form"],
];

/// The name by which a macro knows an argument: its own, or else the one in the other language.
fn own_name(key: &str, known: &[String]) -> String {
    let has = |name: &&str| known.iter().any(|known| known == name);
    let others = || NAMES.iter().find(|names| names.contains(&key))?.iter().copied().find(has);
    Some(key).filter(has).or_else(others).unwrap_or(key).to_owned()
}

/// The call of a macro, to be checked against what it takes.
struct MacroCall<'a> {
    function: &'a Function,
    site: Option<&'a Site>,
    known: &'a [String],
}

impl MacroCall<'_> {
    /// Whether the macro takes these arguments; what it doesn't take is reported.
    fn check(&self, positional: &[Value], named: &[(String, Value)]) -> Result<bool, Error> {
        let name = &self.function.name;
        let usage = format!("可用的参数：{}", self.known.join("、"));
        let mut good = true;
        if positional.len() > self.known.len() {
            self.report(Code::TemplateCall, None, &format!("{name} 的参数太多"), &usage)?;
            good = false;
        }
        for (at, value) in positional.iter().enumerate() {
            good &= self.defined(value, at, None)?;
        }
        let mut given: Vec<String> = self.known.iter().take(positional.len()).cloned().collect();
        for (key, value) in named {
            good &= self.defined(value, 0, Some(key))?;
            let own = own_name(key, self.known);
            let doubled = given.contains(&own);
            if self.known.contains(&own) && !doubled {
                given.push(own);
                continue;
            }
            let message = if doubled {
                format!("{name} 的“{key}”给了两次")
            } else {
                format!("{name} 没有名为“{key}”的参数")
            };
            let help = match nearest(key, self.known.iter().map(String::as_str)) {
                Some(near) if !doubled => format!("是不是“{near}”？{usage}"),
                Some(_) | None => usage.clone(),
            };
            self.report(Code::TemplateCall, self.key_place(key), &message, &help)?;
            good = false;
        }
        Ok(good)
    }

    fn defined(&self, value: &Value, at: usize, key: Option<&str>) -> Result<bool, Error> {
        if !value.is_undefined() {
            return Ok(true);
        }
        let argument = self.site.and_then(|site| match key {
            Some(key) => site
                .arguments
                .iter()
                .find(|one| one.key.as_ref().is_some_and(|(name, _)| name == key)),
            None => site.arguments.iter().filter(|one| one.key.is_none()).nth(at),
        });
        let place = argument.map(|one| one.span);
        let typed = match (place, self.site) {
            (Some(place), Some(site)) => {
                let start = (place.start - site.span.start) as usize;
                let end = (place.end - site.span.start) as usize;
                site.text.get(start..end).unwrap_or("").to_owned()
            }
            _ => String::new(),
        };
        let help = format!("若是文字，请放在英文引号里：\"{typed}\"");
        self.report(Code::UndefinedName, place, &format!("“{typed}”没有定义"), &help)?;
        Ok(false)
    }

    fn key_place(&self, key: &str) -> Option<Span> {
        self.site?.arguments.iter().find_map(|one| match &one.key {
            Some((name, span)) if name == key => Some(*span),
            _ => None,
        })
    }

    fn report(
        &self,
        code: Code,
        place: Option<Span>,
        message: &str,
        help: &str,
    ) -> Result<(), Error> {
        let Some(span) = place.or(self.site.map(|site| site.span)) else {
            return Err(problem_error(code, message, help));
        };
        let problem = Diagnostic::new(code, span, message).help(help);
        self.function.session.report(problem);
        Ok(())
    }
}
