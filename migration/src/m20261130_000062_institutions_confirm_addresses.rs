//! Institutions: a changed address of a person waits until it was confirmed from that mailbox, and the former one is kept so
//! that it can be told. Accounts: the link that confirms.

use sea_orm_migration::prelude::*;

use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &["confirm_address", "address_changed"];
const PURPOSES: &[&str] = &["confirm_address"];
const COLUMNS: [&str; 2] = ["new_email", "former_email"];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in COLUMNS {
            let mut column = ColumnDef::new(name);
            column.string().null();
            manager.alter_table(Table::alter().table("person").add_column(&mut column).take()).await?;
        }
        add_texts(manager, "one_time_link", "purpose", PURPOSES).await?;
        add_texts(manager, "delivery", "kind", KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "delivery", "kind", KINDS).await?;
        remove_texts(manager, "one_time_link", "purpose", PURPOSES).await?;
        for name in COLUMNS {
            manager.alter_table(Table::alter().table("person").drop_column(name).take()).await?;
        }
        Ok(())
    }
}
