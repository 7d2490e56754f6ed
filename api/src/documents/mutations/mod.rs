//! Mutations of the documents.

pub mod attach_document;
pub mod create_download_link;

use async_graphql::{Context, Object, Result};

/// Mutations of the documents.
#[derive(Default)]
pub struct DocumentMutations;

#[Object]
impl DocumentMutations {
    /// Attaches a file to an edition or a project. Sent as a multipart request.
    async fn attach_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: attach_document::AttachDocumentInput,
    ) -> Result<Option<attach_document::AttachDocumentPayload>> {
        attach_document::resolve(ctx, input).await.map(Some)
    }

    /// Makes a link by which whoever holds it may download one stored document for 15 minutes.
    async fn create_download_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_download_link::CreateDownloadLinkInput,
    ) -> Result<Option<create_download_link::CreateDownloadLinkPayload>> {
        create_download_link::resolve(ctx, input).await.map(Some)
    }
}
