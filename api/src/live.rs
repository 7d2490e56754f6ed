//! Who is behind a socket or an upload, and when to ask again: at each event about their rights, and from time to
//! time, because tokens expire without an event.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use edge::graphql::{Identity, Refusal, Watch};
use entities::shared::actor::{Actor, Grant};
use entities::shared::ids::{TypedId as _, UserId};
use entities::shared::language::Language;
use entities::shared::live::Event;
use entities::shared::tx::is_unavailable;
use futures_util::StreamExt as _;
use futures_util::future::{BoxFuture, FutureExt as _};
use futures_util::stream::{self, BoxStream};
use kit::ctx::State;
use uuid::Uuid;

use crate::auth::{self, AuthError, Caller};

/// Looks callers up in the accounts.
pub struct Accounts(pub State);

impl Watch for Accounts {
    fn identify(&self, head: Arc<Parts>) -> BoxFuture<'static, Result<Identity, Refusal>> {
        let state = self.0.clone();
        async move { Ok(identity(&caller(&state, &head).await?)) }.boxed()
    }

    fn changes(&self, of: &Identity) -> BoxFuture<'static, BoxStream<'static, ()>> {
        let who = of.who.as_deref().and_then(|who| Uuid::try_parse(who).ok());
        let Some(who) = who else {
            // The public has nothing to lose.
            return std::future::ready(stream::pending().boxed()).boxed();
        };
        let state = self.0.clone();
        async move {
            match state.hub.watch(vec![Event::Rights(UserId::from_uuid(who))], state.pace).await {
                Ok(changes) => changes.fuse().boxed(),
                Err(error) => {
                    tracing::warn!(%error, "changes of rights are only looked for from time to time");
                    let ticks = stream::unfold(state.pace.recheck, |pause| async move {
                        tokio::time::sleep(pause).await;
                        Some(((), pause))
                    });
                    ticks.boxed()
                }
            }
        }
        .boxed()
    }
}

/// The caller of a request.
///
/// # Errors
/// 401 for a token that stands for nobody, 503 where the accounts cannot be asked.
pub(crate) async fn caller(state: &State, head: &Parts) -> Result<Caller, Refusal> {
    auth::caller(state, &head.headers).await.map_err(|error| match error {
        AuthError::Unauthenticated => {
            Refusal::unauthenticated("The bearer token is unknown, expired or revoked.")
        }
        AuthError::Fault(error) if !is_unavailable(&error) => {
            tracing::error!(%error, "nobody can be authenticated");
            Refusal::http(StatusCode::SERVICE_UNAVAILABLE, "INTERNAL", "Please try again later.")
        }
        AuthError::Fault(error) => {
            tracing::warn!(%error, "nobody can be authenticated: the database is unavailable");
            let lang = head.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            Refusal::unavailable(Language::of_header(lang))
        }
    })
}

/// The order in which the database gives roles does not count.
fn identity(Caller { actor, credential, .. }: &Caller) -> Identity {
    let mut grants: Vec<String> = actor.grants().iter().map(trace).collect();
    grants.sort_unstable();
    let rights = format!("{credential:?} {:?} {}", actor.person_id(), grants.join(" "));
    Identity { who: who(actor), rights }
}

fn trace(grant: &Grant) -> String {
    let mut reach = grant.reach.clone();
    reach.sort_unstable();
    format!("{:?} {:?} {reach:?}", grant.role, grant.scope)
}

fn who(actor: &Actor) -> Option<String> {
    actor.user_id().map(|id| id.0.to_string())
}
