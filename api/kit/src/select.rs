//! A selection as the planner wants it: walked once, grouped by response key, for one concrete type.
//!
//! The library's own look-ahead merges fields of different types and ignores type conditions, which is wrong below
//! `node(id:)`. This walk follows fragments whose condition the type meets, leaves out what @skip and @include
//! take away, and merges fields of one response key.

use std::any::TypeId;
use std::convert::Infallible;

use async_graphql::parser::types::{Directive, Field, Selection, SelectionSet};
use async_graphql::{Context, InputType, Name, Pos, Positioned, QueryEnv, Value};
use edge::asked::Asked;
use edge::unfit::{Unfit, Why};
use entities::shared::actor::Actor;

use super::error::bad_input;

/// Fields that share a response key.
#[derive(Clone)]
pub struct Sel<'a> {
    env: &'a QueryEnv,
    /// Response key: alias or name.
    pub key: &'a str,
    fields: Vec<&'a Positioned<Field>>,
}

impl<'a> Sel<'a> {
    /// The field being resolved.
    pub fn of(ctx: &Context<'a>) -> Self {
        Self::asked(ctx.query_env, ctx.item)
    }

    /// A field of a request.
    pub(super) fn asked(env: &'a QueryEnv, field: &'a Positioned<Field>) -> Self {
        Self { env, key: field.node.response_key().node.as_str(), fields: vec![field] }
    }

    /// The fields themselves.
    pub(super) fn fields(&self) -> &[&'a Positioned<Field>] {
        &self.fields
    }

    /// Who asks; the public where the request carries nobody.
    pub fn actor(&self) -> &'a Actor {
        let key = TypeId::of::<Asked>();
        let stored = self.env.query_data.get(&key).or_else(|| self.env.session_data.get(&key));
        let asked = stored.and_then(|asked| asked.downcast_ref::<Asked>());
        asked.map_or(&Actor::Public, |asked| &asked.actor)
    }

    /// The field's name.
    pub fn name(&self) -> &'a str {
        self.fields.first().map_or("", |field| field.node.name.node.as_str())
    }

    /// Subfields for a value of type `on`, by response key, in order of first appearance.
    pub fn children(&self, on: &str) -> Vec<Sel<'a>> {
        let mut groups = vec![];
        for field in &self.fields {
            self.collect(&field.node.selection_set.node, on, &mut groups);
        }
        groups
    }

    /// Subfields whatever type their fragments name; for payloads, which have no fragments of other types.
    pub fn children_of_any(&self) -> Vec<Sel<'a>> {
        self.children("")
    }

    /// Whether a subfield of this name is selected, under whatever key.
    pub fn selects(&self, on: &str, name: &str) -> bool {
        self.children(on).iter().any(|child| child.name() == name)
    }

    /// An argument; none where it is absent or null.
    ///
    /// # Errors
    /// The value does not fit, which validation finds first.
    pub fn arg<T: InputType>(&self, name: &str) -> async_graphql::Result<Option<T>> {
        let Some(value) = self.fields.first().and_then(|field| field.node.get_argument(name)) else {
            return Ok(None);
        };
        let Ok(value) = value.node.clone().into_const_with(|name| Ok::<_, Infallible>(self.variable(&name)));
        if value == Value::Null {
            return Ok(None);
        }
        if holds_nul(&value) {
            return Err(bad_input(name, Why::Nul));
        }
        let wide = Unfit::wide(name, &value);
        T::parse(Some(value)).map(Some).map_err(|error| {
            let message = error.into_server_error(Pos::default()).message;
            let unfit = wide.filter(|_| Unfit::is_of_range(&message)).or_else(|| Unfit::of_library(&message));
            unfit.unwrap_or_else(|| Unfit::new(name, Why::Type(T::type_name().into_owned()))).into()
        })
    }

    fn collect(&self, set: &'a SelectionSet, on: &str, groups: &mut Vec<Sel<'a>>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) if self.included(&field.node.directives) => {
                    let key = field.node.response_key().node.as_str();
                    match groups.iter_mut().find(|group| group.key == key) {
                        Some(group) => group.fields.push(field),
                        None => groups.push(Sel { env: self.env, key, fields: vec![field] }),
                    }
                }
                Selection::InlineFragment(fragment) if self.included(&fragment.node.directives) => {
                    let condition = fragment.node.type_condition.as_ref().map(|c| c.node.on.node.as_str());
                    if condition.is_none_or(|condition| applies(condition, on)) {
                        self.collect(&fragment.node.selection_set.node, on, groups);
                    }
                }
                Selection::FragmentSpread(spread) if self.included(&spread.node.directives) => {
                    if let Some(fragment) = self.env.fragments.get(&spread.node.fragment_name.node)
                        && applies(fragment.node.type_condition.node.on.node.as_str(), on)
                    {
                        self.collect(&fragment.node.selection_set.node, on, groups);
                    }
                }
                _ => {}
            }
        }
    }

    fn included(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let condition = directive.node.get_argument("if").map(|value| {
                let Ok(value) =
                    value.node.clone().into_const_with(|name| Ok::<_, Infallible>(self.variable(&name)));
                value
            });
            match directive.node.name.node.as_str() {
                "skip" => condition != Some(Value::Boolean(true)),
                "include" => condition != Some(Value::Boolean(false)),
                _ => true,
            }
        })
    }

    /// What a variable stands for; one that is not given counts as null.
    fn variable(&self, name: &Name) -> Value {
        let definitions = &self.env.operation.node.variable_definitions;
        let default =
            || definitions.iter().find(|d| d.node.name.node == *name)?.node.default_value().cloned();
        self.env.variables.get(name).cloned().or_else(default).unwrap_or(Value::Null)
    }
}

/// Whether a text in a value has the one character that PostgreSQL does not store.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::List(values) => values.iter().any(holds_nul),
        Value::Object(fields) => fields.values().any(holds_nul),
        _ => false,
    }
}

/// Whether a fragment on `condition` is for values of type `on`. `Node` is the one interface.
fn applies(condition: &str, on: &str) -> bool {
    condition == on || condition == "Node" || on.is_empty()
}
