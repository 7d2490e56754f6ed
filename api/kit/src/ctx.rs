//! What a resolver gets beside its arguments.

use std::sync::Arc;

use async_graphql::Context;
use edge::asked::Asked;
use edge::tries::Tries;
use entities::audit::head::HeadFile;
use entities::documents::files::Files;
use entities::documents::link::LinkKey;
use entities::pesel::keyring::PeselKeys;
use entities::shared::actor::{Actor, Role};
use entities::shared::chance::Chance;
use entities::shared::clock::Clock;
use entities::shared::db::Db;
use entities::shared::language::Language;
use entities::shared::live::{Hub, Pace};
use entities::shared::operation::Operation;
use entities::shared::vault::Vault;
use provider::Provider;

/// What one installation has: shared by all requests.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub db: Db,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Source of keys, codes and tokens.
    pub chance: Arc<dyn Chance>,
    /// Public address without a slash at its end, where configured.
    pub public_url: Option<Arc<str>>,
    /// Stored documents.
    pub files: Files,
    /// Signs download links.
    pub link_key: LinkKey,
    /// Seal, open and find PESEL numbers.
    pub pesel_keys: PeselKeys,
    /// Seals the secrets of second factors.
    pub vault: Vault,
    /// Seals notes of coaching.
    pub notes: Vault,
    /// Seal the audit trail: for a worker beside the API.
    pub seals: Vault,
    /// Signs badges, and the seals of certificates.
    pub badges: Vault,
    /// Where its head is kept outside the database.
    pub audit_head: HeadFile,
    /// By whose word people may log in, where one is configured.
    pub oidc: Option<Arc<Provider>>,
    /// Roles whose holders must log in with a second factor.
    pub second_factor_for: Arc<[Role]>,
    /// Counts tries.
    pub tries: Tries,
    /// What this process hears of changes.
    pub hub: Hub,
    /// How often subscriptions look again.
    pub pace: Pace,
}

impl State {
    /// A call of an action by `actor`.
    pub fn op(&self, actor: Actor, request: &str) -> Operation {
        Operation {
            actor,
            now: self.clock.now(),
            chance: Arc::clone(&self.chance),
            request: request.to_owned(),
            public_url: self.public_url.clone(),
            signing: self.badges.clone(),
        }
    }
}

/// Shorthands for resolvers.
pub trait ContextExt<'a> {
    /// The installation.
    fn state(&self) -> &'a State;
    /// The request.
    fn asked(&self) -> &'a Asked;
    /// Counts tries.
    fn tries(&self) -> &'a Tries;
    /// Who asks.
    fn actor(&self) -> &'a Actor;
    /// Language of messages and labels.
    fn lang(&self) -> Language;
    /// A call of an action.
    fn op(&self) -> Operation;
}

impl<'a> ContextExt<'a> for Context<'a> {
    fn state(&self) -> &'a State {
        self.data_unchecked()
    }

    fn asked(&self) -> &'a Asked {
        self.data_unchecked()
    }

    fn tries(&self) -> &'a Tries {
        &self.state().tries
    }

    fn actor(&self) -> &'a Actor {
        &self.asked().actor
    }

    fn lang(&self) -> Language {
        self.asked().lang
    }

    fn op(&self) -> Operation {
        let asked = self.asked();
        self.state().op(asked.actor.clone(), &asked.request)
    }
}
