//! Requests by whoever has something to do first: they may ask for a few fields at the root, and for nothing else.
//!
//! Looked at after the guard, so what is walked here has its bounds; and before anything is executed, so that what may
//! not be asked is told with one code, whatever it would have answered.

use std::any::TypeId;
use std::collections::HashSet;

use async_graphql::Request;
use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};

use super::Refusal;

/// What a confined request may ask for, and how it is told that it asks for more. Attached to the request as data.
#[derive(Clone, Copy, Debug)]
pub struct Confined {
    /// Fields of `Query`, `Mutation` and `Subscription` that may be asked for.
    pub fields: &'static [&'static str],
    /// Code of the refusal.
    pub code: &'static str,
    /// What to do.
    pub message: &'static str,
}

/// The request came with what reads only. Attached to the request as data.
#[derive(Clone, Copy, Debug)]
pub struct ReadOnly;

impl ReadOnly {
    /// Refuses whatever changes something.
    pub(super) fn allows(request: &Request, operation: OperationType) -> Result<(), Refusal> {
        let reads_only = request.data.contains_key(&TypeId::of::<Self>());
        if reads_only && operation == OperationType::Mutation {
            let message = "This API token reads only: it runs no mutations.";
            return Err(Refusal::document("READ_ONLY_TOKEN", message));
        }
        Ok(())
    }
}

impl Confined {
    /// What a request is confined to; none where it may ask for anything.
    pub(super) fn of(request: &Request) -> Option<Self> {
        request.data.get(&TypeId::of::<Self>())?.downcast_ref::<Self>().copied()
    }

    /// Whether an operation stays within it.
    pub(super) fn allows(
        self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
    ) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        if self.holds(document, &operation.selection_set.node, &mut seen) {
            Ok(())
        } else {
            Err(Refusal::document(self.code, self.message))
        }
    }

    /// Each fragment is looked at once, so a circle of fragments ends.
    fn holds<'d>(
        self,
        document: &'d ExecutableDocument,
        set: &'d SelectionSet,
        seen: &mut HashSet<&'d str>,
    ) -> bool {
        set.items.iter().all(|item| match &item.node {
            Selection::Field(field) => self.fields.contains(&field.node.name.node.as_str()),
            Selection::InlineFragment(inline) => self.holds(document, &inline.node.selection_set.node, seen),
            Selection::FragmentSpread(spread) => {
                let name = spread.node.fragment_name.node.as_str();
                if !seen.insert(name) {
                    return true;
                }
                let fragment = document.fragments.get(name);
                fragment.is_none_or(|found| self.holds(document, &found.node.selection_set.node, seen))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::parser::types::DocumentOperations;

    use super::*;

    fn is_within(query: &str) -> bool {
        let confined = Confined { fields: &["viewer", "__typename"], code: "X", message: "x" };
        let document = parse_query(query).unwrap();
        let DocumentOperations::Single(operation) = &document.operations else { panic!("one operation") };
        confined.allows(&document, &operation.node).is_ok()
    }

    #[test]
    fn fields_at_the_root_count_however_they_are_written_and_those_below_do_not() {
        for fine in [
            "{ viewer { projects { id } } }",
            "{ a: viewer { b } __typename }",
            "{ ...F ...F } fragment F on Query { viewer { a } ... { __typename } }",
        ] {
            assert!(is_within(fine), "{fine}");
        }
        for beyond in [
            "{ viewer { a } projects { id } }",
            "{ viewer: projects { id } }",
            "{ ... on Query { projects { id } } }",
            "{ ...F } fragment F on Query { ...G viewer { a } } fragment G on Query { projects { id } }",
            "mutation { createProject { id } }",
            "{ projects @skip(if: true) { id } }",
        ] {
            assert!(!is_within(beyond), "{beyond}");
        }
    }
}
