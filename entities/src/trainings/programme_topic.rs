//! A topic of a programme, printed on its certificates.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{ProgrammeId, TopicId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_topic")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TopicId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// Place, from 1.
    pub ordinal: i32,
    /// Topic.
    pub title: String,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
