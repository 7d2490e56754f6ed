//! Mutations of the institutions.

pub mod add_employment;
pub mod end_employment;
pub mod register_institution;
pub mod register_person;
pub mod update_institution;
pub mod update_person;
pub mod verify_institution;

use async_graphql::{Context, Object, Result};

/// Mutations of the institutions.
#[derive(Default)]
pub struct InstitutionMutations;

#[Object]
impl InstitutionMutations {
    /// Registers an institution.
    async fn register_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to register.")] input: register_institution::RegisterInstitutionInput,
    ) -> Result<Option<register_institution::RegisterInstitutionPayload>> {
        register_institution::resolve(ctx, input).await.map(Some)
    }

    /// Changes an institution. What documents have printed stays.
    async fn update_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change; absent fields stay, empty texts clear.")]
        input: update_institution::UpdateInstitutionInput,
    ) -> Result<Option<update_institution::UpdateInstitutionPayload>> {
        update_institution::resolve(ctx, input).await.map(Some)
    }

    /// Notes that an institution was checked against the public registers.
    async fn verify_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was checked.")] input: verify_institution::VerifyInstitutionInput,
    ) -> Result<Option<verify_institution::VerifyInstitutionPayload>> {
        verify_institution::resolve(ctx, input).await.map(Some)
    }

    /// Registers a person, with an employment where one is given.
    async fn register_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to register.")] input: register_person::RegisterPersonInput,
    ) -> Result<Option<register_person::RegisterPersonPayload>> {
        register_person::resolve(ctx, input).await.map(Some)
    }

    /// Changes a person. What documents have printed stays.
    async fn update_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change; absent fields stay, empty texts clear.")]
        input: update_person::UpdatePersonInput,
    ) -> Result<Option<update_person::UpdatePersonPayload>> {
        update_person::resolve(ctx, input).await.map(Some)
    }

    /// Notes that a person works in an institution.
    async fn add_employment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who works where.")] input: add_employment::AddEmploymentInput,
    ) -> Result<Option<add_employment::AddEmploymentPayload>> {
        add_employment::resolve(ctx, input).await.map(Some)
    }

    /// Notes the last day of an employment; noting another one corrects it.
    async fn end_employment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which employment ends when.")] input: end_employment::EndEmploymentInput,
    ) -> Result<Option<end_employment::EndEmploymentPayload>> {
        end_employment::resolve(ctx, input).await.map(Some)
    }
}
