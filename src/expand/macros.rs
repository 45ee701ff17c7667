//! Calls of the macros of macros.md.j2.
//!
//! In: a call as minijinja hands it over. Out: what the macro prints. Arguments that the macro
//! doesn't take are reported at their spans, and the call then prints nothing.

use super::arguments::{PassedArguments, split};
use super::functions::{Function, INSTALL};
use super::scanner::{Site, SiteArgument};
use super::session::problem_error;
use crate::diag::{Code, Diagnostic};
use crate::source::{Span, suggestion};
use minijinja::value::{Kwargs, Value};
use minijinja::{Error, State};

/// Maximum depth of macros that call macros.
const MAX_DEPTH: usize = 20;

/// Message and help for deeper ones.
const TOO_DEEP: [&str; 2] = ["宏或模板嵌套过深", "检查宏是否调用了自己"];

impl Function {
    /// Runs the macro of this name from the template's own module.
    pub(super) fn call_macro(
        &self,
        state: &mut State<'_, '_>,
        args: &[Value],
    ) -> Result<Value, Error> {
        let PassedArguments { positional, named, index, site } = split(&self.session, args)?;
        let module = state.get_temp(INSTALL);
        let Some(body) = module.and_then(|module| module.get_attr(&self.name).ok()) else {
            return Ok(Value::from_safe_string(String::new()));
        };

        let parameters = parameters(&body);
        let call = MacroCall { function: self, site, parameters: &parameters };
        if !call.check(&positional, &named)? {
            return Ok(Value::from_safe_string(String::new()));
        }

        let mut passed = positional;
        if !named.is_empty() {
            let named =
                named.into_iter().map(|(key, value)| (parameter_name(&key, &parameters), value));
            passed.push(Value::from(Kwargs::from_iter(named)));
        }

        let depth = self.session.gathered().calls.len();
        if depth >= MAX_DEPTH {
            return Err(problem_error(Code::TemplateLimit, TOO_DEEP[0], TOO_DEEP[1]));
        }

        if let Some(index) = index {
            self.session.gathered().calls.push(index);
        }

        // After an error the calls stay, so that it can be reported at the call in the chapter.
        let printed = body.call(state, &passed)?;
        self.session.gathered().calls.truncate(depth);
        Ok(printed)
    }
}

/// The names of a macro's parameters.
fn parameters(body: &Value) -> Vec<String> {
    let Ok(list) = body.get_attr("arguments") else { return Vec::new() };
    let Ok(names) = list.try_iter() else { return Vec::new() };
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// Chinese and ASCII names of the macros' parameters, the same as those of the functions.
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

/// The macro's name for an argument: the typed one, or else the one in the other language.
fn parameter_name(key: &str, parameters: &[String]) -> String {
    let has = |name: &&str| parameters.iter().any(|parameter| parameter == name);
    let others = || NAMES.iter().find(|names| names.contains(&key))?.iter().copied().find(has);

    Some(key).filter(has).or_else(others).unwrap_or(key).to_owned()
}

/// The call of a macro, to be checked against its parameters.
struct MacroCall<'a> {
    function: &'a Function,
    site: Option<&'a Site>,
    parameters: &'a [String],
}

impl MacroCall<'_> {
    /// Whether the macro takes these arguments; the others are reported.
    fn check(&self, positional: &[Value], named: &[(String, Value)]) -> Result<bool, Error> {
        let name = &self.function.name;
        let usage = format!("可用的参数：{}", self.parameters.join("、"));
        let mut fits = true;
        if positional.len() > self.parameters.len() {
            self.report(Code::TemplateCall, None, &format!("{name} 的参数太多"), &usage)?;
            fits = false;
        }

        for (index, value) in positional.iter().enumerate() {
            let argument = self.site.and_then(|site| site.positional(index));
            fits &= self.check_defined(value, argument)?;
        }

        let mut bound: Vec<String> =
            self.parameters.iter().take(positional.len()).cloned().collect();
        for (key, value) in named {
            let argument = self.site.and_then(|site| site.keyword(key));
            fits &= self.check_defined(value, argument)?;

            let parameter = parameter_name(key, self.parameters);
            let is_doubled = bound.contains(&parameter);
            if self.parameters.contains(&parameter) && !is_doubled {
                bound.push(parameter);
                continue;
            }

            let message = if is_doubled {
                format!("{name} 的“{key}”给了两次")
            } else {
                format!("{name} 没有名为“{key}”的参数")
            };

            let near = suggestion(key, self.parameters.iter().map(String::as_str));
            let help = near.filter(|_| !is_doubled).unwrap_or_default() + &usage;
            let span = argument.map(SiteArgument::key_span);
            self.report(Code::TemplateCall, span, &message, &help)?;
            fits = false;
        }

        Ok(fits)
    }

    /// Whether an argument has a value; one without is reported.
    fn check_defined(&self, value: &Value, argument: Option<&SiteArgument>) -> Result<bool, Error> {
        if !value.is_undefined() {
            return Ok(true);
        }

        let span = argument.map(|argument| argument.span);
        let typed = self.site.zip(span).and_then(|(site, span)| site.typed(span)).unwrap_or("");
        let help = format!("若是文字，请放在英文引号里：\"{typed}\"");
        self.report(Code::UndefinedName, span, &format!("“{typed}”没有定义"), &help)?;
        Ok(false)
    }

    fn report(
        &self,
        code: Code,
        span: Option<Span>,
        message: &str,
        help: &str,
    ) -> Result<(), Error> {
        let Some(span) = span.or(self.site.map(|site| site.span)) else {
            return Err(problem_error(code, message, help));
        };

        let problem = Diagnostic::new(code, span, message).help(help);
        self.function.session.report(problem);
        Ok(())
    }
}
