//! `node(id:)` and `nodes(ids:)`: any object by its global id. What is hidden, unknown, or no id at all reads as
//! null, all alike.

use std::borrow::Cow;
use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, MetaTypeId, Registry};
use async_graphql::{
    Context, ContextSelectionSet, Error, ID, Object, OutputType, Positioned, Result, ServerResult, Value,
};
use edge::unfit::Why;
use entities::shared::refusals::AT_MOST;
use kit::compile;
use kit::ctx::ContextExt;
use kit::error::bad_input;
use kit::ids;
use kit::node::given;
use kit::object::{self, register as registered};
use kit::put::Out;
use kit::select::Sel;
use uuid::Uuid;

use crate::{object_of, register, room_of};

/// Most ids of one `nodes`.
const MOST: usize = 100;

/// An object with a global id, as it was read and written.
#[derive(Clone)]
pub struct Node(Out);

impl OutputType for Node {
    fn type_name() -> Cow<'static, str> {
        "Node".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Interface, |registry| {
            let possible_types = register(registry).into_iter().map(str::to_owned).collect();
            for name in &possible_types {
                let name: &String = name;
                registry.add_implements(name, "Node");
            }
            let id = object::field(
                "id".to_owned(),
                &["Global id."],
                registered::<ID>(registry),
                IndexMap::new(),
                None,
            );
            MetaType::Interface {
                name: Self::type_name().into_owned(),
                description: Some("An object with a global id.".to_owned()),
                fields: IndexMap::from([("id".to_owned(), id)]),
                possible_types,
                extends: false,
                inaccessible: false,
                tags: vec![],
                keys: None,
                visible: None,
                rust_typename: None,
                directive_invocations: vec![],
                requires_scopes: vec![],
            }
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        given(ctx, self.0.clone())
    }
}

/// Objects by global id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// An object by its global id; null where there is none that the viewer may see.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Result<Option<Node>> {
        Ok(by_ids(ctx, &[id]).await?.pop().flatten())
    }

    /// Objects by their global ids, in the order asked for; null where there is none that the viewer may see.
    #[graphql(complexity = "1 + ids.len() * child_complexity")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MOST {
            return Err(bad_input("ids", Why::Form(AT_MOST.of(MOST))));
        }
        by_ids(ctx, &ids).await
    }
}

/// One statement per type asked for, whatever the number of ids.
async fn by_ids(ctx: &Context<'_>, ids: &[ID]) -> Result<Vec<Option<Node>>> {
    let parsed: Vec<Option<(String, Uuid)>> = ids.iter().map(ids::parts).collect();
    let mut of_kinds: HashMap<&str, Vec<Uuid>> = HashMap::new();
    for (kind, key) in parsed.iter().flatten() {
        of_kinds.entry(kind).or_default().push(*key);
    }
    let sel = Sel::of(ctx);
    let mut found: HashMap<(&str, Uuid), Node> = HashMap::new();
    for (kind, keys) in of_kinds {
        let Some(object) = object_of(kind) else { continue };
        if let Some(room) = room_of(kind) {
            ctx.asked().within(room).map_err(|refusal| {
                let told = refusal.into_error();
                Error { message: told.message, source: None, extensions: told.extensions }
            })?;
        }
        let all = compile::objects(ctx, ctx.actor(), object, sel.children(object.name), &keys).await?;
        found.extend(all.into_iter().map(|(key, text)| ((object.name, key), Node(text))));
    }
    // An id asked for twice is answered twice.
    let take = |(kind, key): &(String, Uuid)| found.get(&(kind.as_str(), *key)).cloned();
    Ok(parsed.iter().map(|place| place.as_ref().and_then(take)).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_column_that_an_object_shows_is_there() {
        for object in crate::OBJECTS {
            let object = object();
            assert_eq!(object.lost(), Vec::<&str>::new(), "{}", object.name);
        }
    }
}
