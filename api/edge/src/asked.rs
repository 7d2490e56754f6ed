//! What one request has.

use std::net::IpAddr;
use std::sync::Arc;

use entities::shared::actor::Actor;
use entities::shared::ids::CredentialId;
use entities::shared::language::Language;

use crate::graphql::Refusal;
use crate::graphql::rooms::within;

/// What one request has: who asks, in which language, from where.
#[derive(Clone)]
pub struct Asked {
    /// Who asks.
    pub actor: Actor,
    /// The secret they came with, for logging out.
    pub credential: Option<CredentialId>,
    /// Whether they must set up a second factor before anything else.
    pub confined: bool,
    /// The rooms that the token they came with is bound to; none for all of them.
    pub rooms: Option<Arc<[&'static str]>>,
    /// Language of messages and labels.
    pub lang: Language,
    /// Ties audit, logs and errors together.
    pub request: Arc<str>,
    /// Address the request came from, for limits on tries.
    pub address: Option<IpAddr>,
}

impl Asked {
    /// Refuses what is of a room that the token is not bound to.
    ///
    /// # Errors
    /// `OUTSIDE_TOKEN_SCOPE`, naming the room.
    pub fn within(&self, room: &str) -> Result<(), Refusal> {
        within(self.rooms.as_deref(), room)
    }
}

/// Beside a request whose answer is written by `graphql/answer`: text that was written already may stand in it.
#[derive(Clone, Copy)]
pub struct Raw;
