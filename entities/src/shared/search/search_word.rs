//! A word of a row that can be searched for: see `mod.rs`.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_word")]
pub struct Model {
    /// Key of the row that has the word.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: Uuid,
    /// The word.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// Of which table, by its number.
    pub kind: i16,
    /// All words of the row, each after a blank: whoever looks for several finds them by one.
    pub whole: String,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
