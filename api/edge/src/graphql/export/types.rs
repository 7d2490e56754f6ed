//! Which type each field of the schema has, read once from its text. Says what is a list, and what a column holds.

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use async_graphql::{Name, Positioned};

/// The query root.
pub(super) const ROOT: &str = "Query";

/// Fields of objects and interfaces, with the names of their types and whether they are lists.
#[derive(Debug, Default)]
pub struct Types(HashMap<Name, HashMap<Name, (Name, bool)>>);

impl Types {
    /// Reads the text of a schema. What is none has no types, so that nothing of it can be exported.
    #[must_use]
    pub fn of(sdl: &str) -> Self {
        let document = match parse_schema(sdl) {
            Ok(document) => document,
            Err(error) => {
                tracing::error!(%error, "the text of the schema cannot be read");
                return Self::default();
            }
        };
        let mut types: HashMap<Name, HashMap<Name, (Name, bool)>> = HashMap::new();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(found) = definition else { continue };
            let fields = match found.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                _ => continue,
            };
            types.entry(found.node.name.node).or_default().extend(fields.into_iter().map(named));
        }
        Self(types)
    }

    /// Names of a type's fields.
    pub fn fields_of(&self, on: &str) -> impl Iterator<Item = &str> {
        self.0.get(on).into_iter().flat_map(|fields| fields.keys().map(Name::as_str))
    }

    /// The name of a field's type, whatever wraps it.
    pub(in crate::graphql) fn of_field(&self, on: &str, field: &str) -> Option<&str> {
        self.0.get(on)?.get(field).map(|(name, _)| name.as_str())
    }

    /// The name of a field's type, where it is one thing and no list.
    pub(super) fn of_one(&self, on: &str, field: &str) -> Option<&str> {
        self.0.get(on)?.get(field).filter(|(_, is_list)| !is_list).map(|(name, _)| name.as_str())
    }

    /// Whether a type is a page of a list, by Relay's connections.
    pub(super) fn is_connection(&self, name: &str) -> bool {
        name.ends_with("Connection")
            && self.of_field(name, "edges").is_some_and(|edge| edge.ends_with("Edge"))
    }
}

fn named(field: Positioned<FieldDefinition>) -> (Name, (Name, bool)) {
    let of = field.node.ty.node;
    let is_list = matches!(of.base, BaseType::List(_));
    (field.node.name.node, (base(of), is_list))
}

fn base(of: Type) -> Name {
    match of.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => base(*inner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_tells_types_and_lists_and_no_schema_tells_nothing() {
        let types = Types::of(
            "type Query { people: PersonConnection me: Person } type PersonConnection { edges: [PersonEdge!]! } \
             type PersonEdge { node: Person! } interface Node { id: ID! } type Person implements Node { id: ID! tags: [[Int!]!] }",
        );
        assert_eq!(types.of_field("Person", "tags"), Some("Int"));
        assert_eq!(types.of_field("Node", "id"), Some("ID"));
        assert_eq!((types.of_one("Person", "tags"), types.of_one("Person", "id")), (None, Some("ID")));
        assert_eq!((types.of_field("Person", "nothing"), types.of_field("Nobody", "id")), (None, None));
        assert!(types.is_connection("PersonConnection"));
        assert!(!types.is_connection("Person") && !types.is_connection("PersonEdge"));
        assert!(!Types::of("nonsense {").is_connection("PersonConnection"));
    }
}
