//! How many minutes of a session a person attended.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{AttendanceId, EnrolmentId, SessionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttendanceId,
    /// The session.
    pub session_id: SessionId,
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// Minutes attended.
    pub minutes: i32,
    /// When it was recorded.
    pub recorded_at: DateTimeUtc,
    /// Who recorded it.
    pub recorded_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
