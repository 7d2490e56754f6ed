//! The order of an answer's fields: that of the document. The library writes them in the order in which they happened
//! to be ready, which differs from one time to the next.
//!
//! Where fragments name the same fields in different orders for different types, the order of the first one counts.
//!
//! # Source
//! The specification of GraphQL, on serialized map ordering.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, Value};

/// The response keys of a selection in the order of the document, with what is selected below each.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shape(IndexMap<Name, Shape>);

impl Shape {
    /// The shape of a selection. The guard has bounded its size with all fragments expanded, and found no circle.
    pub(super) fn of(document: &ExecutableDocument, set: &SelectionSet) -> Self {
        let mut shape = Self::default();
        shape.add(document, set);
        shape
    }

    fn add(&mut self, document: &ExecutableDocument, set: &SelectionSet) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let below = self.0.entry(field.node.response_key().node.clone()).or_default();
                    below.add(document, &field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => self.add(document, &inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    if let Some(found) = document.fragments.get(&spread.node.fragment_name.node) {
                        self.add(document, &found.node.selection_set.node);
                    }
                }
            }
        }
    }

    /// Puts the fields of an answer into this order.
    pub(super) fn arrange(&self, value: &mut Value) {
        match value {
            // What nothing is selected of is a scalar, whatever it looks like.
            _ if self.0.is_empty() => {}
            Value::List(items) => items.iter_mut().for_each(|item| self.arrange(item)),
            Value::Object(fields) => {
                let rank = |name: &Name| self.0.get_index_of(name).unwrap_or(usize::MAX);
                if !fields.keys().map(rank).is_sorted() {
                    fields.sort_by_cached_key(|name, _| rank(name));
                }
                for (name, field) in fields {
                    if let Some(below) = self.0.get(name) {
                        below.arrange(field);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::parser::types::DocumentOperations;
    use serde_json::json;

    use super::*;

    fn arranged(text: &str, mut answer: Value) -> String {
        let document = parse_query(text).unwrap();
        let DocumentOperations::Single(operation) = &document.operations else { panic!("one operation") };
        Shape::of(&document, &operation.node.selection_set.node).arrange(&mut answer);
        serde_json::to_string(&answer).unwrap()
    }

    fn value(json: serde_json::Value) -> Value {
        Value::from_json(json).unwrap()
    }

    #[test]
    fn fields_stand_in_the_order_of_the_document_at_every_level() {
        let text = "{ z: b { n m } a ...F c } fragment F on Q { l { y ... on T { x } } a }";
        // Object keys of these arrive in the order of the alphabet.
        let answer =
            json!({ "a": 1, "c": 2, "l": [{ "x": 1, "y": 2 }, { "x": 3 }, null], "z": { "m": 1, "n": 2 } });
        assert_eq!(
            arranged(text, value(answer)),
            r#"{"z":{"n":2,"m":1},"a":1,"l":[{"y":2,"x":1},{"x":3},null],"c":2}"#
        );
    }

    #[test]
    fn fields_that_are_asked_for_in_parts_are_one_and_scalars_stay_as_they_are() {
        let detail = json!({ "a": { "x": 2, "y": 1 }, "b": 1 });
        let text = "{ n { b } k n { a } }";
        let answer = value(json!({ "k": detail, "n": { "a": 1, "b": 2 } }));
        assert_eq!(arranged(text, answer), r#"{"n":{"b":2,"a":1},"k":{"a":{"x":2,"y":1},"b":1}}"#);
        assert_eq!(arranged("{ a }", Value::Null), "null");
    }
}
