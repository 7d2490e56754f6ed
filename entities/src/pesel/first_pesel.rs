//! One of the numbers that are kept of a person, found by the person: what clients of the first release read. Where several
//! projects keep one, it is one of those that the reader sees. Read only.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{PersonId, PersonPeselId};
use crate::shared::vault::Sealed;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_pesel")]
pub struct Model {
    /// Key: that of the person.
    #[sea_orm(primary_key, auto_increment = false, column_name = "person_id")]
    pub id: PersonPeselId,
    /// The project that keeps it.
    pub project_id: Uuid,
    /// Version of the key that sealed it.
    pub key_version: i32,
    /// Nonce, ciphertext and tag.
    pub sealed: Vec<u8>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whose it is.
    pub fn person_id(&self) -> PersonId {
        PersonId(self.id.0)
    }

    /// The sealed number.
    pub fn sealed(&self) -> Sealed {
        Sealed { version: self.key_version, bytes: self.sealed.clone() }
    }
}
