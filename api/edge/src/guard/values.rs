//! What values weigh: those of variables, and those written in the document.
//!
//! A value costs again at each place that uses it, because the library copies it there. So a value is weighed once, each
//! use adds its weight to that of its field, and fragments multiply it as they multiply everything. One unit stands for
//! a member of a list, a key of an object or 64 bytes of text.

use std::collections::HashMap;

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Name, Variables};
use async_graphql_value::{ConstValue, Value};

use super::{Limits, Refused};

/// Bytes of text that weigh as much as one member.
const BYTES: usize = 64;

/// Weights of the variables that were sent, or of what stands for them.
pub(super) struct Weights<'a>(HashMap<&'a str, u64>);

impl<'a> Weights<'a> {
    /// Weighs the variables of a request.
    ///
    /// # Errors
    /// One of their lists or texts is too long by itself.
    pub(super) fn of(
        document: &'a ExecutableDocument,
        variables: &'a Variables,
        limits: &Limits,
    ) -> Result<Self, Refused> {
        let mut weights = HashMap::new();
        for (name, value) in variables.iter() {
            weights.insert(name.as_str(), weigh(value, limits)?);
        }
        for (_, operation) in document.operations.iter() {
            for definition in &operation.node.variable_definitions {
                let name = &definition.node.name.node;
                if let (Some(default), false) =
                    (definition.node.default_value(), variables.contains_key(name))
                {
                    let weight = weigh(default, limits)?;
                    // Of two operations one is run: the heavier counts.
                    let known: &mut u64 = weights.entry(name.as_str()).or_default();
                    *known = weight.max(*known);
                }
            }
        }
        Ok(Self(weights))
    }

    /// What a value weighs where it is used, with the variables in it.
    pub(super) fn used(&self, value: &Value) -> u64 {
        match value {
            Value::Variable(name) => self.variable(name),
            Value::List(members) => members.iter().fold(1, |sum, one| sum.saturating_add(self.used(one))),
            Value::Object(members) => {
                members.values().fold(1, |sum, one| sum.saturating_add(self.used(one)).saturating_add(1))
            }
            Value::String(text) => of_text(text),
            _ => 1,
        }
    }

    fn variable(&self, name: &Name) -> u64 {
        self.0.get(name.as_str()).copied().unwrap_or(1)
    }
}

fn of_text(text: &str) -> u64 {
    1 + (text.len() / BYTES) as u64
}

/// Weighs a value without variables. Its depth is bounded by what read it.
fn weigh(value: &ConstValue, limits: &Limits) -> Result<u64, Refused> {
    match value {
        ConstValue::String(text) if text.len() > limits.value_bytes => {
            Err(Refused::TextTooLong { limit: limits.value_bytes })
        }
        ConstValue::String(text) => Ok(of_text(text)),
        ConstValue::List(members) if members.len() > limits.list_members => {
            Err(Refused::ListTooLong { limit: limits.list_members })
        }
        ConstValue::List(members) => {
            members.iter().try_fold(1_u64, |sum, one| Ok(sum.saturating_add(weigh(one, limits)?)))
        }
        ConstValue::Object(members) => members
            .values()
            .try_fold(1_u64, |sum, one| Ok(sum.saturating_add(weigh(one, limits)?).saturating_add(1))),
        _ => Ok(1),
    }
}
