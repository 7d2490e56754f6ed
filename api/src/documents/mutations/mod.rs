//! Mutations of the documents.

pub mod create_download_link;

use async_graphql::{Context, Object, Result};

/// Mutations of the documents.
#[derive(Default)]
pub struct DocumentMutations;

#[Object]
impl DocumentMutations {
    /// Makes a link by which whoever holds it may download one stored document for 15 minutes.
    async fn create_download_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_download_link::CreateDownloadLinkInput,
    ) -> Result<Option<create_download_link::CreateDownloadLinkPayload>> {
        create_download_link::resolve(ctx, input).await.map(Some)
    }
}
