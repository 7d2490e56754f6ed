//! What handlers work with.

use std::sync::Arc;

use entities::audit::head::HeadFile;
use entities::documents::files::Files;
use entities::jobs::job::Model as Job;
use entities::pesel::keyring::PeselKeys;
use entities::shared::actor::Actor;
use entities::shared::chance::Chance;
use entities::shared::clock::Clock;
use entities::shared::db::Db;
use entities::shared::operation::Operation;
use entities::shared::vault::Vault;
use tokio_util::sync::CancellationToken;

use crate::certificates::cache::Templates;
use crate::mail::Mail;

/// What handlers work with.
pub struct Context {
    /// The database.
    pub db: Db,
    /// Stored documents.
    pub files: Files,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Source of keys.
    pub chance: Arc<dyn Chance>,
    /// Public address without a slash at its end, where configured.
    pub public_url: Option<Arc<str>>,
    /// Sends mail.
    pub mail: Mail,
    /// Seal, open and find PESEL numbers; none until they are given.
    pub pesel_keys: PeselKeys,
    /// Seals and opens secrets of second factors; without keys until they are given.
    pub vault: Vault,
    /// Seals and opens notes of coaching; without keys until they are given.
    pub notes: Vault,
    /// Seal the audit trail; without keys nothing is sealed.
    pub seals: Vault,
    /// Where the head of the audit trail is kept outside the database.
    pub head: Option<HeadFile>,
    /// Cancelled when the worker stops: long work ends at its next step, and another worker goes on with it.
    pub stopping: CancellationToken,
    /// Certificate templates drawn lately.
    pub(crate) templates: Arc<Templates>,
}

impl Context {
    /// A context.
    pub fn new(
        db: Db,
        files: Files,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        public_url: Option<Arc<str>>,
        mail: Mail,
    ) -> Self {
        let (pesel_keys, vault) = (PeselKeys::default(), Vault::default());
        let (stopping, templates) = (CancellationToken::new(), Arc::default());
        let (seals, notes, head) = (Vault::default(), Vault::default(), None);
        Self {
            db,
            files,
            clock,
            chance,
            public_url,
            mail,
            pesel_keys,
            vault,
            notes,
            seals,
            head,
            stopping,
            templates,
        }
    }

    /// The same with the keys of PESEL numbers.
    #[must_use]
    pub fn with_pesel_keys(self, pesel_keys: PeselKeys) -> Self {
        Self { pesel_keys, ..self }
    }

    /// The same with the keys of second factors.
    #[must_use]
    pub fn with_vault(self, vault: Vault) -> Self {
        Self { vault, ..self }
    }

    /// The same with the keys of notes of coaching.
    #[must_use]
    pub fn with_notes(self, notes: Vault) -> Self {
        Self { notes, ..self }
    }

    /// The same with the keys that seal the audit trail, and the place where its head is kept.
    #[must_use]
    pub fn with_seals(self, seals: Vault, head: HeadFile) -> Self {
        Self { seals, head: Some(head), ..self }
    }

    /// A call by the system, for one job.
    pub fn op(&self, job: &Job) -> Operation {
        Operation {
            actor: Actor::System,
            now: self.clock.now(),
            chance: Arc::clone(&self.chance),
            request: format!("job-{}", job.id.0.simple()),
            public_url: self.public_url.clone(),
            signing: Vault::default(),
        }
    }
}
