//! Messages tell of each step of an enrolment. Such a message is a thing of its own, because the same enrolment may be told of
//! twice; `subject_id` says which enrolment it is about.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &[
    "seat_confirmed",
    "approval_awaited",
    "place_in_line",
    "seat_offered",
    "offer_expired",
    "enrolment_rejected",
    "enrolment_cancelled",
    "edition_called_off",
    "edition_moved",
    "edition_reminder",
];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_texts(manager, "delivery", "kind", KINDS).await?;
        let mut subject = ColumnDef::new("subject_id").uuid().null().take();
        manager.alter_table(Table::alter().table("delivery").add_column(&mut subject).take()).await?;
        let index =
            "CREATE INDEX ix_delivery_subject ON delivery (subject_id, kind) WHERE subject_id IS NOT NULL";
        manager.get_connection().execute_unprepared(index).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX ix_delivery_subject").await?;
        manager.alter_table(Table::alter().table("delivery").drop_column("subject_id").take()).await?;
        remove_texts(manager, "delivery", "kind", KINDS).await
    }
}
