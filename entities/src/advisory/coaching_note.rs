//! A note about a session of coaching, sealed: for its coach and its coachees alone.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{CoachingEngagementId, CoachingNoteId, CoachingSessionId, UserId};
use crate::shared::vault::Sealed;

/// A row; one of a session. Its author is who held the session.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "coaching_note")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CoachingNoteId,
    /// The coaching.
    pub engagement_id: CoachingEngagementId,
    /// The session.
    pub session_id: CoachingSessionId,
    /// Version of the key that sealed it.
    pub key_version: i32,
    /// Nonce, ciphertext and tag.
    pub sealed: Vec<u8>,
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
    /// The sealed text.
    pub fn sealed(&self) -> Sealed {
        Sealed { version: self.key_version, bytes: self.sealed.clone() }
    }
}
