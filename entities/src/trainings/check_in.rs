//! Somebody came to a session and left it, as scanned at the door. However often and in whatever order scans arrive, the first
//! coming and the last leaving count.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{CheckInId, EnrolmentId, SessionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "check_in")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CheckInId,
    /// The session.
    pub session_id: SessionId,
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// When they first came.
    pub came_at: Option<DateTimeUtc>,
    /// When they last left; none for staying to the end.
    pub left_at: Option<DateTimeUtc>,
    /// When it was recorded or last changed.
    pub recorded_at: DateTimeUtc,
    /// Who recorded it.
    pub recorded_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
