//! Attendance lists to sign as they were printed: who stands on which line, which lines on which page, scans of the pages, and
//! who signed.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("attendance_sheet")
            .reference("edition_id", "edition")
            .day("day")
            // A group, a session and a file may go; what was printed stays.
            .loose_key("breakout_group_id?")
            .string("code")
            .int("revision")
            .loose_key("replaces_id?")
            .loose_key("document_id")
            .json("session_ids")
            .audited()
            .unique(&["code"])
            .unique(&["document_id"])
            .index(&["edition_id", "created_at", "id"])
            .index(&["created_at", "id"])
            .create(manager)
            .await?;
        table("sheet_page")
            .reference("sheet_id", "attendance_sheet")
            .int("number")
            .int("first_line")
            .int("last_line")
            .int("first_session")
            .int("last_session")
            .instant("read_at?")
            .loose_key("read_by?")
            .int("version")
            .unique(&["sheet_id", "number"])
            .create(manager)
            .await?;
        table("sheet_line")
            .reference("sheet_id", "attendance_sheet")
            .int("number")
            .reference("enrolment_id?", "enrolment")
            .flag("printed")
            .unique(&["sheet_id", "number"])
            .index(&["enrolment_id"])
            .create(manager)
            .await?;
        table("sheet_signature")
            .reference("line_id", "sheet_line")
            .reference("session_id", "session")
            .flag("signed")
            .instant("recorded_at")
            .loose_key("recorded_by?")
            .unique(&["line_id", "session_id"])
            .index(&["session_id"])
            .index(&["line_id", "recorded_at", "id"])
            .create(manager)
            .await?;
        table("sheet_scan")
            .reference("page_id", "sheet_page")
            .int("number")
            .loose_key("document_id")
            .flag("by_code")
            .instant("removed_at?")
            .loose_key("removed_by?")
            .audited()
            .unique(&["page_id", "number"])
            .index(&["document_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["sheet_scan", "sheet_signature", "sheet_line", "sheet_page", "attendance_sheet"];
        drop_tables(manager, tables).await
    }
}
