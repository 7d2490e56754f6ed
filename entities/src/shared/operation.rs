//! One call of an action: who asks, when, with which source of chance, under which request id.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::{self, Set};

use super::actor::Actor;
use super::chance::Chance;
use super::ids::{TypedId, UserId};
use super::vault::Vault;
use super::warsaw;

/// What every action is given beside its input.
#[derive(Clone)]
pub struct Operation {
    /// Who asks.
    pub actor: Actor,
    /// The time of the whole call.
    pub now: DateTime<Utc>,
    /// Source of keys, codes and tokens.
    pub chance: Arc<dyn Chance>,
    /// Ties audit, logs and errors together; never text of a client.
    pub request: String,
    /// The installation's public address without a slash at its end; none where it is not configured.
    pub public_url: Option<Arc<str>>,
    /// Signs what stays with people for good; without keys where nothing of the kind is made.
    pub signing: Vault,
}

impl Operation {
    /// A new key.
    pub fn id<T: TypedId>(&self) -> T {
        self.chance.id(self.now)
    }

    /// Today in Warsaw.
    pub fn today(&self) -> NaiveDate {
        warsaw::day(self.now)
    }

    /// The acting user, as `created_by` and `updated_by` have it.
    pub fn by(&self) -> ActiveValue<Option<UserId>> {
        Set(self.actor.user_id())
    }

    /// The same call by the system: for consequences that nobody asked for by name.
    #[must_use]
    pub fn as_system(&self) -> Self {
        Self { actor: Actor::System, ..self.clone() }
    }
}

/// Sets the five common columns of a new row.
#[macro_export]
macro_rules! created {
    ($op:expr, $row:expr) => {{
        let mut row = $row;
        row.created_at = sea_orm::ActiveValue::Set($op.now);
        row.created_by = $op.by();
        row.updated_at = sea_orm::ActiveValue::Set($op.now);
        row.updated_by = $op.by();
        row.version = sea_orm::ActiveValue::Set(1);
        row
    }};
}

/// Marks a row as changed: who, when, and one version on.
#[macro_export]
macro_rules! touched {
    ($op:expr, $row:expr, $version:expr) => {{
        let mut row = $row;
        row.updated_at = sea_orm::ActiveValue::Set($op.now);
        row.updated_by = $op.by();
        row.version = sea_orm::ActiveValue::Set($version + 1);
        row
    }};
}
