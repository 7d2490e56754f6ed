//! The PESEL number of a person within one project, sealed: for what, and on what basis, it is kept there. Projects know
//! nothing of each other's rows.

use sea_orm::entity::prelude::*;

use crate::partnerships::{PeselBasis, PeselPurpose};
use crate::shared::ids::{PersonId, PeselConsentId, ProjectId, ProjectPeselId, UserId};
use crate::shared::vault::Sealed;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person_pesel")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectPeselId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The project that keeps it.
    pub project_id: ProjectId,
    /// For what.
    pub purpose: PeselPurpose,
    /// On what basis.
    pub basis: PeselBasis,
    /// The consent, where that is the basis.
    pub consent_id: Option<PeselConsentId>,
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
    /// The sealed number.
    pub fn sealed(&self) -> Sealed {
        Sealed { version: self.key_version, bytes: self.sealed.clone() }
    }
}
