//! Accounts: a changed login address waits until it is confirmed from its mailbox.

use sea_orm_migration::prelude::*;

use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &["confirm_login", "login_changed"];
const PURPOSES: &[&str] = &["confirm_login"];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["new_email", "former_email"] {
            let mut column = ColumnDef::new(name).string().null().take();
            manager.alter_table(Table::alter().table("user").add_column(&mut column).take()).await?;
        }
        add_texts(manager, "one_time_link", "purpose", PURPOSES).await?;
        add_texts(manager, "delivery", "kind", KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "delivery", "kind", KINDS).await?;
        remove_texts(manager, "one_time_link", "purpose", PURPOSES).await?;
        for name in ["new_email", "former_email"] {
            manager.alter_table(Table::alter().table("user").drop_column(name).take()).await?;
        }
        Ok(())
    }
}
