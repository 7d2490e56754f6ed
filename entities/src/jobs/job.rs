//! A piece of work for a worker.

use sea_orm::entity::prelude::*;

use super::JobState;
use crate::shared::ids::{JobId, WorkerId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// Which handler.
    pub kind: String,
    /// Ids only.
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    /// State.
    pub state: JobState,
    /// A point is worth a minute of waiting.
    pub priority: i32,
    /// At most one job ever has this key.
    pub unique_key: Option<String>,
    /// Jobs of one group are claimed together.
    pub group_id: Option<Uuid>,
    /// Not before.
    pub run_at: DateTimeUtc,
    /// How often it was claimed.
    pub attempts: i32,
    /// After so many it is dead.
    pub max_attempts: i32,
    /// Until when its worker holds it.
    pub lease_until: Option<DateTimeUtc>,
    /// Which worker holds it.
    pub worker_id: Option<WorkerId>,
    /// Whether nothing may run beside it, because its workers died.
    pub alone: bool,
    /// Why it failed last.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTimeUtc,
    /// When it was done or given up.
    pub finished_at: Option<DateTimeUtc>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
