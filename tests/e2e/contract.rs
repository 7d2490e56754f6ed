//! What clients may rely on: the schema, the number of statements, paging, who sees what, who may do what.
//!
//! A room says beside its stories what it offers and to whom, and sets its piece of the scene on which that is tried.

mod alike;
mod doors;
mod exports;
mod inputs;
mod operations;
mod order;
mod outsiders;
mod paging;
mod people;
mod roles;
mod room;
mod scene;
mod schema;
mod statements;
mod visibility;
mod written;

use serde_json::{Value, json};
use tests::TestApp;

use crate::ROOMS;

pub(crate) use room::{ALL, Given, Mutation, Room, USERS, Who, mutation};
pub(crate) use scene::Scene;

fn mutations() -> impl Iterator<Item = &'static Mutation> {
    ROOMS.iter().flat_map(|room| room.mutations)
}

/// Connections at the root, and who finds rows in them.
fn connections() -> impl Iterator<Item = (&'static str, &'static [Who])> {
    ROOMS.iter().flat_map(|room| room.connections).copied()
}

/// Subscriptions, each with its argument, and who may wait for what.
fn subscriptions() -> impl Iterator<Item = (&'static str, &'static str, &'static [Who])> {
    ROOMS.iter().flat_map(|room| room.subscriptions).copied()
}

/// Everything a client can learn about the schema.
const INTROSPECTION: &str = "{ __schema { queryType { name } mutationType { name } types { kind name description \
    fields(includeDeprecated: true) { name description args { ...Input } type { ...Type } } \
    inputFields(includeDeprecated: true) { ...Input } enumValues(includeDeprecated: true) { name description } } } } \
    fragment Input on __InputValue { name description defaultValue type { ...Type } } \
    fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// The types of the schema, without the introspection's own.
async fn types(app: &TestApp) -> Vec<Value> {
    let answer = app.graphql(None, INTROSPECTION, json!({})).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    let types = list(&answer.body["data"]["__schema"]["types"]);
    types.into_iter().filter(|one| !text(&one["name"]).starts_with("__")).collect()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
