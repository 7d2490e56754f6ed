//! A person: a participant, a trainer, an employee.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{PersonId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// First names.
    pub first_name: String,
    /// Surname.
    pub last_name: String,
    /// Sorts surname and first names in Polish order.
    pub sort_key: Vec<u8>,
    /// E-mail, in use: as it was entered with the person, or as it was confirmed from that mailbox since.
    pub email: Option<String>,
    /// A changed e-mail that waits to be confirmed.
    pub new_email: Option<String>,
    /// The e-mail that was in use when it was last changed: told of the change.
    pub former_email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// When names and addresses were erased; nothing new is written about the person then.
    pub erased_at: Option<DateTimeUtc>,
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
    /// First names and surname, as certificates print them.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// Surname first, as lists have it.
    pub fn list_name(&self) -> String {
        format!("{} {}", self.last_name, self.first_name)
    }
}
