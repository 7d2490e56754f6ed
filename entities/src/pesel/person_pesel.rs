//! The PESEL number of a person, sealed. Its key is the person's: whoever has the person can look it up.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{PersonId, PersonPeselId, UserId};
use crate::shared::vault::Sealed;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_pesel")]
pub struct Model {
    /// Key: that of the person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonPeselId,
    /// Version of the key that sealed it.
    pub key_version: i32,
    /// Nonce, ciphertext and tag.
    pub sealed: Vec<u8>,
    /// Version of the key that marked it.
    pub index_version: i32,
    /// Keyed hash of the number, to find it by.
    pub mark: Vec<u8>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
    pub created_by: Option<UserId>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Which user changed it last.
    pub updated_by: Option<UserId>,
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
