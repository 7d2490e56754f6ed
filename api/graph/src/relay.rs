//! `node(id:)` and `nodes(ids:)`: any object by its global id. What is hidden, unknown, or no id at all reads as
//! null, all alike.

use std::collections::HashMap;

use async_graphql::{Context, ID, Object, Result};
use edge::unfit::Why;
use entities::shared::refusals::AT_MOST;
use kit::error::bad_input;
use kit::ids;
use kit::select::Sel;
use uuid::Uuid;

use crate::{Node, of_type};

/// Most ids of one `nodes`.
const MOST: usize = 100;

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
    let mut found: HashMap<(String, Uuid), Node> = HashMap::new();
    for (kind, keys) in of_kinds {
        for (key, node) in of_type(ctx, &sel, kind, &keys).await? {
            found.insert((kind.to_owned(), key), node);
        }
    }
    // An id asked for twice is answered twice.
    let take = |place: &Option<(String, Uuid)>| place.as_ref().and_then(|place| found.get(place)).cloned();
    Ok(parsed.iter().map(take).collect())
}
