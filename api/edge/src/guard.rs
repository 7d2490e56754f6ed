//! The gate before execution: a hostile document is refused before the library walks it.
//!
//! async-graphql expands fragment spreads before it compares any limit, so 600 bytes of nested spreads can cost
//! seconds and gigabytes. Here every fragment is weighed once and remembered, which makes the check linear in
//! the size of the document. Two steps, both pure:
//!
//! 1. [`scan::check_text`] looks at the raw text, so that the recursive parser only meets documents of bounded
//!    length and nesting;
//! 2. [`check`] weighs the parsed document with all spreads expanded.
//!
//! [`admit`] does both to a request; every way in, sockets too, goes through it.
//!
//! Absent on purpose: everything that needs the schema (types, complexity of connections) is left to the
//! library's own validation, which runs afterwards on a document known to be small.

mod admit;
#[cfg(test)]
mod properties;
mod refused;
pub mod scan;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationType, Selection, SelectionSet,
};
use async_graphql::{Positioned, Variables};

pub use admit::admit;
pub use refused::Refused;
use values::Weights;

/// What one document may ask for. Counts of selections, aliases and depth are taken with every fragment spread
/// expanded, over all operations of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document's text. Default 65 536.
    pub text_bytes: usize,
    /// Tokens of the document's text. Default 5 000.
    pub tokens: usize,
    /// Brackets of any kind open at once. Default 60; the parser itself stops at 64 selection sets.
    pub nesting: usize,
    /// Operations and fragments together. Default 60.
    pub definitions: usize,
    /// Variables of one operation. Default 60.
    pub variables: usize,
    /// Directives at one place. Default 4.
    pub directives_per_place: usize,
    /// Directives written in the whole document. Default 100.
    pub directives: usize,
    /// Fields and fragments after expansion. Default 2 000.
    pub selections: u64,
    /// Aliases after expansion. Default 100.
    pub aliases: u64,
    /// Fields inside one another after expansion. Default 20; the standard introspection query needs 15.
    pub depth: u64,
    /// Mutations in one operation, so that aliases do not multiply tries. Default 10.
    pub mutations: u64,
    /// Lists of types or fields inside one another below `__schema` or `__type`. Default 1, which is what
    /// every standard introspection query uses; each further one multiplies the answer by hundreds.
    pub introspection_lists: u64,
    /// Members of one list in a variable. Default 2 000.
    pub list_members: usize,
    /// Bytes of one text in a variable. Default 65 536.
    pub value_bytes: usize,
    /// Members, keys and stretches of 64 bytes in all values, counted at each place that uses them. Default 20 000.
    pub values: u64,
    /// Bytes of one string written in the document. Default 8 192.
    pub literal_bytes: usize,
    /// Tokens directly inside one list written in the document. Default 500.
    pub literal_members: usize,
    /// Rows times fields, by the sizes that connections ask for. Default 50 000. Compared by the library's own
    /// validation, which knows the schema.
    pub complexity: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text_bytes: 65_536,
            tokens: 5_000,
            nesting: 60,
            definitions: 60,
            variables: 60,
            directives_per_place: 4,
            directives: 100,
            selections: 2_000,
            aliases: 100,
            depth: 20,
            mutations: 10,
            introspection_lists: 1,
            list_members: 2_000,
            value_bytes: 65_536,
            values: 20_000,
            literal_bytes: 8_192,
            literal_members: 500,
            complexity: 50_000,
        }
    }
}

/// Weighs a parsed document with the variables that it is sent with.
///
/// # Errors
/// The first limit that is passed, a fragment that contains itself, or a spread without its fragment.
pub fn check(document: &ExecutableDocument, variables: &Variables, limits: &Limits) -> Result<(), Refused> {
    let definitions = document.operations.iter().count() + document.fragments.len();
    if definitions > limits.definitions {
        return Err(Refused::Definitions { limit: limits.definitions });
    }
    let weights = Weights::of(document, variables, limits)?;
    let mut scales = Scales { document, limits, weights, fragments: HashMap::new(), directives: 0 };
    for (name, fragment) in &document.fragments {
        scales.directives(&fragment.node.directives)?;
        scales.fragment(name.as_str(), 0)?;
    }
    let mut total = Weight::default();
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        if operation.variable_definitions.len() > limits.variables {
            return Err(Refused::Variables { limit: limits.variables });
        }
        for variable in &operation.variable_definitions {
            scales.directives(&variable.node.directives)?;
        }
        scales.directives(&operation.directives)?;
        let weight = scales.selection_set(&operation.selection_set.node, 0)?;
        if operation.ty == OperationType::Mutation && weight.top_fields > limits.mutations {
            return Err(Refused::Mutations { limit: limits.mutations });
        }
        // Each field would be a stream of its own, and one operation any number of them.
        if operation.ty == OperationType::Subscription && weight.top_fields != 1 {
            return Err(Refused::Subscriptions);
        }
        if operation.ty == OperationType::Mutation {
            once_each(document, &operation.selection_set.node, &mut HashSet::new())?;
        }
        total = total.beside(weight);
        total.within(limits)?;
    }
    Ok(())
}

/// Each mutation has a response key of its own: fields of one key are one field to the specification, but the library
/// would run each of them. For a document that was weighed, so that its fragments end.
fn once_each<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    seen: &mut HashSet<&'a str>,
) -> Result<(), Refused> {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => {
                let key = field.node.response_key().node.as_str();
                if !seen.insert(key) {
                    return Err(Refused::Repeated { key: key.to_owned() });
                }
            }
            Selection::InlineFragment(inline) => {
                once_each(document, &inline.node.selection_set.node, seen)?;
            }
            Selection::FragmentSpread(spread) => {
                if let Some(found) = document.fragments.get(&spread.node.fragment_name.node) {
                    once_each(document, &found.node.selection_set.node, seen)?;
                }
            }
        }
    }
    Ok(())
}

/// Steps of recursion on the way down, fragments and inline fragments included. Wider than any honest
/// document, narrow enough for the stack of a worker thread.
const MAX_STEPS: usize = 128;

/// The lists by which introspection can be multiplied.
const INTROSPECTION_LISTS: [&str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];

/// What a selection set costs once its fragments are expanded.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    selections: u64,
    aliases: u64,
    depth: u64,
    top_fields: u64,
    introspection_lists: u64,
    values: u64,
}

impl Weight {
    fn beside(self, other: Self) -> Self {
        Self {
            selections: self.selections.saturating_add(other.selections),
            aliases: self.aliases.saturating_add(other.aliases),
            depth: self.depth.max(other.depth),
            top_fields: self.top_fields.saturating_add(other.top_fields),
            introspection_lists: self.introspection_lists.max(other.introspection_lists),
            values: self.values.saturating_add(other.values),
        }
    }

    fn within(self, limits: &Limits) -> Result<(), Refused> {
        if self.selections > limits.selections {
            return Err(Refused::Selections { limit: limits.selections });
        }
        if self.aliases > limits.aliases {
            return Err(Refused::Aliases { limit: limits.aliases });
        }
        if self.depth > limits.depth {
            return Err(Refused::Depth { limit: limits.depth });
        }
        if self.values > limits.values {
            return Err(Refused::Values { limit: limits.values });
        }
        Ok(())
    }
}

/// A fragment on its way through the scales.
enum Visit {
    Open,
    Weighed(Weight),
}

struct Scales<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    weights: Weights<'a>,
    fragments: HashMap<&'a str, Visit>,
    directives: usize,
}

impl<'a> Scales<'a> {
    fn selection_set(&mut self, set: &'a SelectionSet, steps: usize) -> Result<Weight, Refused> {
        if steps > MAX_STEPS {
            return Err(Refused::Depth { limit: self.limits.depth });
        }
        let mut total = Weight::default();
        for selection in &set.items {
            self.directives(selection.node.directives())?;
            let mut weight = match &selection.node {
                Selection::Field(field) => self.field(&field.node, steps)?,
                Selection::InlineFragment(inline) => {
                    self.selection_set(&inline.node.selection_set.node, steps + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(spread.node.fragment_name.node.as_str(), steps)?
                }
            };
            weight.selections = weight.selections.saturating_add(1);
            total = total.beside(weight);
            total.within(self.limits)?;
        }
        Ok(total)
    }

    fn field(&mut self, field: &'a Field, steps: usize) -> Result<Weight, Refused> {
        let mut weight = self.selection_set(&field.selection_set.node, steps + 1)?;
        weight.depth += 1;
        weight.top_fields = 1;
        weight.aliases += u64::from(field.alias.is_some());
        for (_, value) in &field.arguments {
            weight.values = weight.values.saturating_add(self.weights.used(&value.node));
        }

        let name = field.name.node.as_str();
        weight.introspection_lists += u64::from(INTROSPECTION_LISTS.contains(&name));
        let introspects = matches!(name, "__schema" | "__type");
        if introspects && weight.introspection_lists > self.limits.introspection_lists {
            return Err(Refused::Introspection { limit: self.limits.introspection_lists });
        }
        Ok(weight)
    }

    fn fragment(&mut self, name: &'a str, steps: usize) -> Result<Weight, Refused> {
        match self.fragments.get(name) {
            Some(Visit::Weighed(weight)) => return Ok(*weight),
            Some(Visit::Open) => return Err(Refused::FragmentCycle { name: name.to_owned() }),
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Err(Refused::UnknownFragment { name: name.to_owned() });
        };
        self.fragments.insert(name, Visit::Open);
        let weight = self.selection_set(&fragment.node.selection_set.node, steps + 1)?;
        self.fragments.insert(name, Visit::Weighed(weight));
        Ok(weight)
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) -> Result<(), Refused> {
        self.directives += directives.len();
        if directives.len() > self.limits.directives_per_place || self.directives > self.limits.directives {
            return Err(Refused::Directives { limit: self.limits.directives });
        }
        Ok(())
    }
}
