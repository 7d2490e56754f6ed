//! A user who gets the report.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{RecipientId, ScheduleId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "schedule_recipient")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecipientId,
    /// The schedule.
    pub schedule_id: ScheduleId,
    /// The user.
    pub user_id: UserId,
    /// Since when.
    pub created_at: DateTimeUtc,
    /// Who added them.
    pub created_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
