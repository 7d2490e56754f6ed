//! The schema, of what can be read and what can be done.

use async_graphql::{SDLExportOptions, SchemaBuilder};
use edge::graphql::Weighing;
use edge::guard::Limits;
use graph::{Query, Subscription};
use kit::mutate::AnyMutationError;
use writes::Mutation;

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema, to be given its state. The guard has compared the depth already, with fragments expanded; the
/// library compares it once more.
pub fn builder(limits: &Limits) -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<AnyMutationError>()
        .limit_depth(usize::try_from(limits.depth).unwrap_or(usize::MAX))
        .limit_complexity(limits.complexity)
        .disable_suggestions()
}

/// The schema that tells what a request weighs, and executes nothing.
pub fn scales(limits: &Limits) -> Schema {
    builder(limits).extension(Weighing).finish()
}

/// Read by graphql-eslint: it takes every plain list for a mistake, those of filters and errors too.
const LINT: &str =
    "# eslint-disable @graphql-eslint/relay-edge-types -- values, filters and errors are plain lists\n";

/// A definition that no tool needs and graphql-eslint takes for unused.
const SPECIFIED_BY: &str = "\"\"\"\nProvides a scalar specification URL for specifying the behavior of custom scalar \
    types.\n\"\"\"\ndirective @specifiedBy(url: String!) on SCALAR\n";

/// The schema as text, as `schema.graphql` has it.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    let text = builder(&Limits::default()).finish().sdl_with_options(options).replace(SPECIFIED_BY, "");
    format!("{LINT}{}\n", text.trim_end())
}
