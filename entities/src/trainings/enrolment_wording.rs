//! What a project says of its own in one kind of message about enrolments, in one language.

use sea_orm::entity::prelude::*;

use crate::mail::DeliveryKind;
use crate::shared::ids::{EnrolmentWordingId, ProjectId, UserId};
use crate::shared::language::Language;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_wording")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrolmentWordingId,
    /// The project.
    pub project_id: ProjectId,
    /// In which message.
    pub kind: DeliveryKind,
    /// In which language.
    pub language: Language,
    /// Said before the facts.
    pub opening: Option<String>,
    /// Said after them.
    pub closing: Option<String>,
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
