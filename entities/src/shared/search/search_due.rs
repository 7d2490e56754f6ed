//! A row whose words are no longer what its texts say: the database marks it by itself, whoever writes the row.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_due")]
pub struct Model {
    /// Of which table, by its number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: i16,
    /// Key of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: Uuid,
    /// The transaction that wrote it, on PostgreSQL.
    pub tx: i64,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
