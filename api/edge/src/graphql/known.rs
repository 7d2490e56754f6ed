//! What documents were found valid, and what they weigh: a cache of this process, for what does not depend on variables.
//!
//! A variable is compared with its place when a document is validated, and sizes of pages count what a document weighs. So a
//! document is known only together with variables that are texts or ids, or are not given: of those the place takes any.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use async_graphql::parser::types::{BaseType, ExecutableDocument, VariableDefinition};
use async_graphql::{Request, Value};

use crate::asked::Raw;

/// Bytes of keys remembered at once; with more, all is forgotten.
const REMEMBERED_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of the longest document that is remembered.
const DOCUMENT_BYTES: usize = 16 * 1024;

/// Weights by document and kind of variables. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Known(Arc<RwLock<Weights>>);

#[derive(Default)]
struct Weights {
    bytes: usize,
    of: HashMap<String, u32>,
}

impl Known {
    pub(super) fn get(&self, key: &str) -> Option<u32> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).of.get(key).copied()
    }

    pub(super) fn remember(&self, key: String, weight: u32) {
        let mut weights = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if weights.bytes + key.len() > REMEMBERED_BYTES {
            *weights = Weights::default();
        }
        weights.bytes += key.len();
        weights.of.insert(key, weight);
    }
}

/// What a request is known by; none where its weight depends on more, or its document is not the one of its text.
pub(super) fn key(request: &mut Request) -> Option<String> {
    let is_as_sent = request.data.get(&std::any::TypeId::of::<Raw>()).is_some();
    if !is_as_sent || request.query.is_empty() || request.query.len() > DOCUMENT_BYTES {
        return None;
    }
    let mut key = String::with_capacity(request.query.len() + 32);
    key.push_str(request.operation_name.as_deref().unwrap_or_default());
    key.push('\0');
    let variables = std::mem::take(&mut request.variables);
    let plain = request.parsed_query().ok().is_some_and(|document| {
        definitions(document).all(|definition| {
            let given = variables.get(&definition.node.name.node);
            key.push(match given {
                None => '-',
                Some(Value::Null) => '0',
                Some(_) => '"',
            });
            match given {
                None => true,
                Some(Value::Null) => definition.node.var_type.node.nullable,
                Some(Value::String(_)) => is_text(&definition.node),
                Some(_) => false,
            }
        })
    });
    request.variables = variables;
    key.push('\0');
    key.push_str(&request.query);
    plain.then_some(key)
}

fn definitions(
    document: &ExecutableDocument,
) -> impl Iterator<Item = &async_graphql::Positioned<VariableDefinition>> {
    document.operations.iter().flat_map(|(_, operation)| &operation.node.variable_definitions)
}

/// Whether any text is a value of the variable.
fn is_text(definition: &VariableDefinition) -> bool {
    matches!(&definition.var_type.node.base, BaseType::Named(name) if matches!(name.as_str(), "ID" | "String"))
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;
    use serde_json::json;

    use super::*;

    fn known(query: &str, variables: serde_json::Value) -> Option<String> {
        let request = Request::new(query).variables(Variables::from_json(variables));
        key(&mut request.data(Raw))
    }

    #[test]
    fn texts_make_no_difference_and_all_else_does() {
        let query = "query($id: ID!, $after: String) { node(id: $id) { id } }";
        let one = known(query, json!({ "id": "a" }));
        assert!(one.is_some());
        assert_eq!(one, known(query, json!({ "id": "b" })));
        assert_ne!(one, known(query, json!({ "id": "b", "after": "c" })));
        assert_ne!(one, known(query, json!({ "id": "b", "after": null })));
        for variables in
            [json!({ "id": null }), json!({ "id": 5 }), json!({ "id": ["a"] }), json!({ "id": {} })]
        {
            assert_eq!(known(query, variables), None);
        }
        assert_eq!(known("query($n: Int) { a(first: $n) }", json!({ "n": 5 })), None);
        assert_eq!(known("query($d: Date) { a(on: $d) }", json!({ "d": "2026-05-12" })), None);
        assert_eq!(key(&mut Request::new("{ a }")), None, "a document that was changed on its way");
    }
}
