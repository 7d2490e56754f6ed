//! What one request has.

use std::net::IpAddr;
use std::sync::Arc;

use entities::shared::actor::Actor;
use entities::shared::ids::CredentialId;
use entities::shared::language::Language;

/// What one request has: who asks, in which language, from where.
#[derive(Clone)]
pub struct Asked {
    /// Who asks.
    pub actor: Actor,
    /// The secret they came with, for logging out.
    pub credential: Option<CredentialId>,
    /// Whether they must set up a second factor before anything else.
    pub confined: bool,
    /// Language of messages and labels.
    pub lang: Language,
    /// Ties audit, logs and errors together.
    pub request: Arc<str>,
    /// Address the request came from, for limits on tries.
    pub address: Option<IpAddr>,
}
