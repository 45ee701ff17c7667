//! A function as minijinja holds it.

use super::table::FunctionSpec;
use crate::expand::arguments::{Call, unless_failed};
use crate::expand::session::Session;
use minijinja::value::{Object, ObjectRepr, Value};
use minijinja::{Error, State};
use std::fmt;
use std::sync::Arc;

/// The name under which the macros' module is kept while a template runs.
pub(in crate::expand) const INSTALL: &str = "zishu_macros";

/// What a call does.
#[derive(Clone, Copy)]
pub(in crate::expand) enum Action {
    /// Runs a function of the table.
    Call(&'static FunctionSpec),
    /// Keeps the macros' module for the wrappers.
    Install,
    /// Runs a macro of macros.md.j2.
    Macro,
}

/// A function under one of its names.
pub(in crate::expand) struct Function {
    pub(in crate::expand) name: String,
    pub(in crate::expand) action: Action,
    pub(in crate::expand) session: Session,
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Object for Function {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        match self.action {
            Action::Call(spec) => self.call_function(spec, args),
            Action::Macro => self.call_macro(state, args),
            Action::Install => {
                if let Some(module) = args.first() {
                    state.set_temp(INSTALL, module.clone());
                }
                Ok(empty_text())
            }
        }
    }
}

impl Function {
    /// Runs a function of the table; a failed call gives a placeholder.
    fn call_function(&self, spec: &'static FunctionSpec, args: &[Value]) -> Result<Value, Error> {
        let call = Call::bind(&self.session, &self.name, spec.parameters, args);
        let value = unless_failed(call.and_then(|call| (spec.body)(&call)))?;
        Ok(value.unwrap_or_else(|| match spec.fields {
            [] => empty_text(),
            // What is looped over is a list even so.
            _ => Value::from(Vec::<Value>::new()),
        }))
    }
}

fn empty_text() -> Value {
    Value::from_safe_string(String::new())
}
