//! Tokens that are bound to rooms: what they ask for is looked at before anything runs, root by root and object by object,
//! whatever way the request came. The same question is asked of a download and of an object by its id.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::Request;
use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};

use super::{Refusal, Types};

/// Which room each field of the roots and each object belongs to.
#[derive(Debug)]
pub struct Rooms {
    types: &'static Types,
    fields: HashMap<String, &'static str>,
    objects: HashMap<&'static str, &'static str>,
}

impl Rooms {
    /// The rooms of a schema: of each field of its roots, of each object.
    #[must_use]
    pub const fn new(
        types: &'static Types,
        fields: HashMap<String, &'static str>,
        objects: HashMap<&'static str, &'static str>,
    ) -> Self {
        Self { types, fields, objects }
    }

    /// The room of an object, a list of it, or a place in such a list.
    fn of_object(&self, name: &str) -> Option<&'static str> {
        let bare = name.strip_suffix("Connection").or_else(|| name.strip_suffix("Edge"));
        self.objects.get(name).or_else(|| self.objects.get(bare?)).copied()
    }
}

/// What a request came with is bound to these rooms. Attached to the request as data.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The rooms.
    pub to: Arc<[&'static str]>,
    /// All rooms there are.
    pub rooms: &'static Rooms,
}

/// Refuses a room beyond those that a token is bound to.
///
/// # Errors
/// `OUTSIDE_TOKEN_SCOPE`, naming the room.
pub fn within(bound: Option<&[&'static str]>, room: &str) -> Result<(), Refusal> {
    match bound {
        Some(rooms) if !rooms.contains(&room) => {
            let message = format!("This API token is not bound to the room \"{room}\".");
            Err(Refusal::document("OUTSIDE_TOKEN_SCOPE", message).with_fact("room", room))
        }
        _ => Ok(()),
    }
}

impl Bound {
    /// What a request is bound to; none where it may ask for anything.
    pub(super) fn of(request: &Request) -> Option<Self> {
        request.data.get(&std::any::TypeId::of::<Self>())?.downcast_ref::<Self>().cloned()
    }

    /// Whether an operation stays within it.
    pub(super) fn allows(
        &self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
    ) -> Result<(), Refusal> {
        let root = match operation.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        self.holds(document, (&operation.selection_set.node, root), &mut HashSet::new())
    }

    fn check(&self, room: Option<&'static str>) -> Result<(), Refusal> {
        room.map_or(Ok(()), |room| within(Some(&self.to), room))
    }

    /// Each fragment is looked at once: it is about one type, wherever it is spread.
    fn holds<'d>(
        &self,
        document: &'d ExecutableDocument,
        (set, on): (&'d SelectionSet, &str),
        seen: &mut HashSet<&'d str>,
    ) -> Result<(), Refusal> {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    if name.starts_with("__") {
                        continue;
                    }
                    if matches!(on, "Query" | "Mutation" | "Subscription") {
                        self.check(self.rooms.fields.get(name).copied())?;
                    }
                    let of = self.rooms.types.of_field(on, name).unwrap_or_default();
                    self.check(self.rooms.of_object(of))?;
                    self.holds(document, (&field.node.selection_set.node, of), seen)?;
                }
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map_or(on, |on| on.node.on.node.as_str());
                    self.check(self.rooms.of_object(on))?;
                    self.holds(document, (&inline.node.selection_set.node, on), seen)?;
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    let Some(fragment) = document.fragments.get(name).filter(|_| seen.insert(name)) else {
                        continue;
                    };
                    let on = fragment.node.type_condition.node.on.node.as_str();
                    self.check(self.rooms.of_object(on))?;
                    self.holds(document, (&fragment.node.selection_set.node, on), seen)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use async_graphql::parser::parse_query;
    use async_graphql::parser::types::DocumentOperations;

    use super::*;

    const SCHEMA: &str = "type Query { editions: EditionConnection node: Node needs: Needs people: PersonConnection } \
        type Mutation { enrol: Payload } interface Node { id: ID! } type Needs { nights: Int } \
        type EditionConnection { edges: [EditionEdge!]! totalCount: Int } type EditionEdge { node: Edition! } \
        type PersonConnection { totalCount: Int } type Payload { person: Person } \
        type Edition implements Node { id: ID! title: String lead: Person needs: Needs people: PersonConnection } \
        type Person implements Node { id: ID! name: String }";

    static TYPES: LazyLock<Types> = LazyLock::new(|| Types::of(SCHEMA));
    static ROOMS: LazyLock<Rooms> = LazyLock::new(|| {
        let fields = [
            ("editions", "trainings"),
            ("enrol", "trainings"),
            ("needs", "trainings"),
            ("people", "institutions"),
        ];
        let fields = fields.into_iter().map(|(field, room)| (field.to_owned(), room)).collect();
        Rooms::new(&TYPES, fields, [("Edition", "trainings"), ("Person", "institutions")].into())
    });

    fn is_within(query: &str) -> bool {
        let document = parse_query(query).unwrap();
        let DocumentOperations::Single(operation) = &document.operations else { panic!("one operation") };
        let bound = Bound { to: ["trainings"].into(), rooms: &ROOMS };
        bound.allows(&document, &operation.node).is_ok()
    }

    #[test]
    fn a_bound_request_reaches_no_other_room_by_whatever_way() {
        for fine in [
            "{ editions { totalCount edges { node { id title needs { nights } } } } needs { nights } __typename }",
            "{ ...F } fragment F on Query { editions { edges { node { ... on Edition { title } } } } }",
            "mutation { enrol { __typename } }",
            "{ node { id } }",
        ] {
            assert!(is_within(fine), "{fine}");
        }
        for beyond in [
            "{ people { totalCount } }",
            "{ editions: people { totalCount } }",
            "{ editions { edges { node { lead { name } } } } }",
            "{ editions { edges { node { people { totalCount } } } } }",
            "{ node { ... on Person { name } } }",
            "{ ...F } fragment F on Query { ...G } fragment G on Query { people { totalCount } }",
            "{ node { ...P } } fragment P on Person { name }",
            "mutation { enrol { person { id } } }",
        ] {
            assert!(!is_within(beyond), "{beyond}");
        }
    }
}
