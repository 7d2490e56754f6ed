//! Mutations of requests.

pub mod erase_person;
pub mod refuse_data_subject_request;
pub mod request_person_erasure;
pub mod request_person_export;

use async_graphql::{Context, Object, Result};

/// Mutations of requests.
#[derive(Default)]
pub struct DataSubjectRequestMutations;

#[Object]
impl DataSubjectRequestMutations {
    /// Asks for a copy of everything about a person, as JSON and as an accessible PDF: for oneself, or in the name of somebody. It is made at once, written about, and deleted after thirty days.
    async fn request_person_export(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: request_person_export::RequestPersonExportInput,
    ) -> Result<Option<request_person_export::RequestPersonExportPayload>> {
        request_person_export::resolve(ctx, input).await.map(Some)
    }

    /// Asks that everything about a person is erased: for oneself, or in the name of somebody. Somebody decides within a month.
    async fn request_person_erasure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: request_person_erasure::RequestPersonErasureInput,
    ) -> Result<Option<request_person_erasure::RequestPersonErasurePayload>> {
        request_person_erasure::resolve(ctx, input).await.map(Some)
    }

    /// Refuses an erasure, with a reason that the person reads.
    async fn refuse_data_subject_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: refuse_data_subject_request::RefuseDataSubjectRequestInput,
    ) -> Result<Option<refuse_data_subject_request::RefuseDataSubjectRequestPayload>> {
        refuse_data_subject_request::resolve(ctx, input).await.map(Some)
    }

    /// Erases everything that tells who a person is: names, addresses, needs, free texts, documents, account and links. Numbers, states, hashes and counts stay true. Cannot be undone; `personErasurePreview` tells before what would go.
    async fn erase_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: erase_person::ErasePersonInput,
    ) -> Result<Option<erase_person::ErasePersonPayload>> {
        erase_person::resolve(ctx, input).await.map(Some)
    }
}
