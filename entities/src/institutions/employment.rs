//! A person works in an institution.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{EmploymentId, InstitutionId, PersonId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "employment")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmploymentId,
    /// Who.
    pub person_id: PersonId,
    /// Where.
    pub institution_id: InstitutionId,
    /// Post.
    pub post: String,
    /// First day.
    #[sea_orm(column_name = "from_day")]
    pub from: Date,
    /// Last day; none while it lasts.
    #[sea_orm(column_name = "to_day")]
    pub to: Option<Date>,
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
