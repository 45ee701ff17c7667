//! The tables as one list.

use super::builtins::builtins;
use super::entry::{Entry, EntryKind, Scope, usage};
use super::variables::SCOPES;
use crate::expand::functions::{FUNCTIONS, MACROS};

/// Everything that a template may use.
pub fn entries() -> Vec<Entry> {
    let mut entries: Vec<Entry> = functions().chain(macros()).collect();
    entries.extend(builtins());
    entries.extend(variables());
    entries
}

fn functions() -> impl Iterator<Item = Entry> {
    FUNCTIONS.iter().map(|function| Entry {
        kind: EntryKind::Function,
        names: function.names.to_vec(),
        usage: usage(function.names[0], function.parameters),
        meaning: function.meaning,
        returns: function.returns,
        parameters: function.parameters,
        fields: function.fields,
        scope: Scope::Everywhere,
        examples: function.examples.to_vec(),
    })
}

fn macros() -> impl Iterator<Item = Entry> {
    MACROS.iter().map(|one| Entry {
        kind: EntryKind::Macro,
        names: one.names.to_vec(),
        usage: usage(one.names[0], one.parameters),
        meaning: one.meaning,
        returns: "",
        parameters: one.parameters,
        fields: &[],
        scope: Scope::Everywhere,
        examples: one.examples.to_vec(),
    })
}

fn variables() -> impl Iterator<Item = Entry> {
    SCOPES.iter().flat_map(|scope| {
        scope.variables.iter().zip(scope.examples).map(|(variable, example)| {
            let [chinese, ascii] = variable.names;
            Entry {
                kind: EntryKind::Variable,
                names: if chinese == ascii { vec![chinese] } else { vec![chinese, ascii] },
                usage: chinese.to_owned(),
                meaning: variable.meaning,
                returns: "",
                parameters: &[],
                fields: variable.fields,
                scope: scope.scope,
                examples: vec![*example],
            }
        })
    })
}
