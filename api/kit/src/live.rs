//! Subscriptions: wait for an event, read anew as whoever asked, tell what differs.
//!
//! What an event says is never trusted: it only wakes. So a subscription tells what a query would show at that moment,
//! and ends once the viewer may not see the thing any more. Rights are those of the beginning, because a socket ends
//! when they change.

use std::sync::Arc;

use async_graphql::{Context, ErrorExtensions, Result};
use entities::shared::actor::Actor;
use entities::shared::error::Error;
use entities::shared::language::Language;
use entities::shared::live::Event;
use entities::shared::read;
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use uuid::Uuid;

use super::ctx::{ContextExt, State};
use super::error::{fault, fault_of};

/// What outlives the context of a subscription.
#[derive(Clone)]
pub struct Viewer {
    /// The installation.
    pub state: State,
    /// Who asked.
    pub actor: Actor,
    /// Language of labels.
    pub lang: Language,
    request: Arc<str>,
}

/// What there is to tell after a look, and whether the subscription goes on.
pub enum Told<T> {
    /// Nothing new: it waits for the next event.
    Nothing,
    /// One item after the other, and it goes on; an empty list tells nothing.
    These(Vec<T>),
    /// One item that will not change any more: it ends.
    Last(T),
    /// The viewer sees it no more: it ends and tells nothing.
    Gone,
}

/// A subscription: its field may be null, so that a fault leaves other fields be. `look` is called at once and after
/// each of `events`, with what it remembers between looks.
///
/// # Errors
/// The database failed.
pub async fn follow<T, M, F>(
    ctx: &Context<'_>,
    events: Vec<Event>,
    memory: M,
    look: F,
) -> Result<BoxStream<'static, Result<Option<T>>>>
where
    T: Send + 'static,
    M: Send + 'static,
    F: for<'a> Fn(&'a Viewer, &'a mut M) -> BoxFuture<'a, std::result::Result<Told<T>, Error>>
        + Send
        + Sync
        + 'static,
{
    let asked = ctx.asked();
    let viewer = Viewer {
        state: ctx.state().clone(),
        actor: asked.actor.clone(),
        lang: asked.lang,
        request: Arc::clone(&asked.request),
    };
    let woken =
        viewer.state.hub.watch(events, viewer.state.pace).await.map_err(|error| fault(ctx, &error))?;
    let told = stream::unfold(Some((woken, viewer, memory, look)), |waiting| async move {
        let (mut woken, viewer, mut memory, look) = waiting?;
        loop {
            woken.next().await?;
            let told = look(&viewer, &mut memory).await;
            return Some(match told {
                Ok(Told::Nothing) => continue,
                Ok(Told::Gone) => return None,
                Ok(Told::These(items)) if items.is_empty() => continue,
                Ok(Told::These(items)) => {
                    let items: Vec<Result<Option<T>>> =
                        items.into_iter().map(|item| Ok(Some(item))).collect();
                    (items, Some((woken, viewer, memory, look)))
                }
                Ok(Told::Last(item)) => (vec![Ok(Some(item))], None),
                Err(error) => (vec![Err(fault_of(&viewer.request, &error))], None),
            });
        }
    });
    Ok(told.flat_map(stream::iter).boxed())
}

/// One row, as far as the viewer may see it.
///
/// # Errors
/// The database failed.
pub async fn row<E: read::Entity>(
    viewer: &Viewer,
    key: Uuid,
) -> std::result::Result<Option<read::Row<E>>, Error> {
    let rows = read::by_ids::<E>(&viewer.state.db.reader, &viewer.actor, &[key]).await?;
    Ok(rows.into_iter().next())
}

/// What a subscription to something hidden or unknown is answered.
pub fn not_found(argument: &str) -> async_graphql::Error {
    async_graphql::Error::new(format!("{argument}: there is no such thing, or the viewer may not see it"))
        .extend_with(|_, e| {
            e.set("code", "NOT_FOUND");
            e.set("argument", argument);
        })
}

/// Refuses a subscription to what the viewer may not see.
///
/// # Errors
/// `NOT_FOUND`; the database failed.
pub async fn expect_visible<E: read::Entity>(ctx: &Context<'_>, key: Uuid, argument: &str) -> Result<()> {
    let sees = read::sees::<E>(&ctx.state().db.reader, ctx.actor(), key).await;
    if sees.map_err(|error| fault(ctx, &error))? { Ok(()) } else { Err(not_found(argument)) }
}
