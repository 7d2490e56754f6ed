//! Mutations of the information clauses.

pub mod create_information_clause;
pub mod publish_clause_version;
pub mod receive_clause;
pub mod record_clause_receipt;
pub mod write_clause_version;

use async_graphql::{Context, Object, Result};

/// Mutations of the information clauses.
#[derive(Default)]
pub struct ClauseMutations;

#[Object]
impl ClauseMutations {
    /// Creates an information clause, without a text yet: of a project, or of the whole installation.
    async fn create_information_clause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to create.")] input: create_information_clause::CreateInformationClauseInput,
    ) -> Result<Option<create_information_clause::CreateInformationClausePayload>> {
        create_information_clause::resolve(ctx, input).await.map(Some)
    }

    /// Writes the draft of a clause's next version; begins one where there is none.
    async fn write_clause_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write.")] input: write_clause_version::WriteClauseVersionInput,
    ) -> Result<Option<write_clause_version::WriteClauseVersionPayload>> {
        write_clause_version::resolve(ctx, input).await.map(Some)
    }

    /// Publishes the draft of a clause. Its text never changes again; a correction is a new version.
    async fn publish_clause_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to publish, from when.")]
        input: publish_clause_version::PublishClauseVersionInput,
    ) -> Result<Option<publish_clause_version::PublishClauseVersionPayload>> {
        publish_clause_version::resolve(ctx, input).await.map(Some)
    }

    /// Notes that the viewer has received a clause that is in force.
    async fn receive_clause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was shown.")] input: receive_clause::ReceiveClauseInput,
    ) -> Result<Option<receive_clause::ReceiveClausePayload>> {
        receive_clause::resolve(ctx, input).await.map(Some)
    }

    /// Records that a person received a clause on paper.
    async fn record_clause_receipt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who received what, when.")] input: record_clause_receipt::RecordClauseReceiptInput,
    ) -> Result<Option<record_clause_receipt::RecordClauseReceiptPayload>> {
        record_clause_receipt::resolve(ctx, input).await.map(Some)
    }
}
