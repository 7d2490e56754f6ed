//! Which fields of the roots a room has: asked of the roots themselves, so that nobody keeps a list.

use async_graphql::registry::{MetaType, Registry};
use async_graphql::{OutputType, SubscriptionType};

/// What a room has at the roots, and its objects with a global id.
#[derive(Clone, Debug)]
pub struct OfRoom {
    /// The room.
    pub room: &'static str,
    /// Fields of `Query`, `Mutation` and `Subscription`.
    pub fields: Vec<String>,
    /// Names of its objects.
    pub objects: Vec<&'static str>,
}

/// Fields of an object that stands at a root.
pub fn fields_of<T: OutputType>() -> Vec<String> {
    let mut registry = Registry::default();
    T::create_type_info(&mut registry);
    names(&registry, &T::type_name())
}

/// The same of what can be waited for.
pub fn fields_of_subscription<T: SubscriptionType>() -> Vec<String> {
    let mut registry = Registry::default();
    T::create_type_info(&mut registry);
    names(&registry, &T::type_name())
}

fn names(registry: &Registry, of: &str) -> Vec<String> {
    match registry.types.get(of) {
        Some(MetaType::Object { fields, .. }) => fields.keys().cloned().collect(),
        _ => vec![],
    }
}
