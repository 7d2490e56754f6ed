//! Surveys of editions: what is asked, who answered, and what was answered, which nothing joins to them.

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
        table("survey")
            .reference("edition_id", "edition")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .string("title")
            .enum_text("state", &["draft", "open", "closed"])
            .day("closes_on")
            .audited()
            .unique(&["edition_id"])
            .index(&["project_id", "closes_on", "id"])
            .index(&["partner_id", "closes_on", "id"])
            .index(&["closes_on", "id"])
            .create(manager)
            .await?;
        table("survey_question")
            .reference("survey_id", "survey")
            .int("ordinal")
            .enum_text("kind", &["scale", "choice", "words"])
            .text("text")
            .json("choices")
            .flag("required")
            .unique(&["survey_id", "ordinal"])
            .create(manager)
            .await?;
        table("survey_receipt")
            .reference("survey_id", "survey")
            .reference("enrolment_id", "enrolment")
            .unique(&["survey_id", "enrolment_id"])
            .index(&["enrolment_id"])
            .create(manager)
            .await?;
        table("survey_answer")
            .reference("question_id", "survey_question")
            .int("number?")
            .text("words?")
            .check("one", "(number IS NULL) <> (words IS NULL)")
            .index(&["question_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["survey_answer", "survey_receipt", "survey_question", "survey"]).await
    }
}
