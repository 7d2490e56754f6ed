//! Mutations of the partnerships.

pub mod add_project_partner;
pub mod add_project_task;
pub mod change_project_state;
pub mod create_funding_programme;
pub mod create_project;
pub mod create_visibility_profile;
pub mod set_certificate_series;
pub mod set_pesel_requirement;
pub mod set_project_retention;
pub mod update_project;

use async_graphql::{Context, Object, Result};

/// Mutations of the partnerships.
#[derive(Default)]
pub struct PartnershipMutations;

#[Object]
impl PartnershipMutations {
    /// Creates a funding programme.
    async fn create_funding_programme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to create.")] input: create_funding_programme::CreateFundingProgrammeInput,
    ) -> Result<Option<create_funding_programme::CreateFundingProgrammePayload>> {
        create_funding_programme::resolve(ctx, input).await.map(Some)
    }

    /// Creates a visibility profile with its signs, for a project where one is given. Profiles never change.
    async fn create_visibility_profile(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to create.")] input: create_visibility_profile::CreateVisibilityProfileInput,
    ) -> Result<Option<create_visibility_profile::CreateVisibilityProfilePayload>> {
        create_visibility_profile::resolve(ctx, input).await.map(Some)
    }

    /// Creates a project as a draft, with its lead where one is given.
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to create.")] input: create_project::CreateProjectInput,
    ) -> Result<Option<create_project::CreateProjectPayload>> {
        create_project::resolve(ctx, input).await.map(Some)
    }

    /// Changes a project that is not over. What documents have printed stays.
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change; absent fields stay.")] input: update_project::UpdateProjectInput,
    ) -> Result<Option<update_project::UpdateProjectPayload>> {
        update_project::resolve(ctx, input).await.map(Some)
    }

    /// Adds a partner to a project. A project has one lead, and one partner per voivodeship.
    async fn add_project_partner(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to add.")] input: add_project_partner::AddProjectPartnerInput,
    ) -> Result<Option<add_project_partner::AddProjectPartnerPayload>> {
        add_project_partner::resolve(ctx, input).await.map(Some)
    }

    /// Adds a task to a project, within the period of the project.
    async fn add_project_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to add.")] input: add_project_task::AddProjectTaskInput,
    ) -> Result<Option<add_project_task::AddProjectTaskPayload>> {
        add_project_task::resolve(ctx, input).await.map(Some)
    }

    /// Moves a project to another state. An active project has a lead and a valid visibility profile.
    async fn change_project_state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to go.")] input: change_project_state::ChangeProjectStateInput,
    ) -> Result<Option<change_project_state::ChangeProjectStatePayload>> {
        change_project_state::resolve(ctx, input).await.map(Some)
    }

    /// Sets the series of certificate numbers of a project. Numbers that were given keep theirs.
    async fn set_certificate_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to set.")] input: set_certificate_series::SetCertificateSeriesInput,
    ) -> Result<Option<set_certificate_series::SetCertificateSeriesPayload>> {
        set_certificate_series::resolve(ctx, input).await.map(Some)
    }

    /// Sets whether a project asks its participants for their PESEL numbers, and on what legal basis.
    async fn set_pesel_requirement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to set.")] input: set_pesel_requirement::SetPeselRequirementInput,
    ) -> Result<Option<set_pesel_requirement::SetPeselRequirementPayload>> {
        set_pesel_requirement::resolve(ctx, input).await.map(Some)
    }

    /// Sets until when the documentation of a project is kept; people who took part stay named until then.
    async fn set_project_retention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to set.")] input: set_project_retention::SetProjectRetentionInput,
    ) -> Result<Option<set_project_retention::SetProjectRetentionPayload>> {
        set_project_retention::resolve(ctx, input).await.map(Some)
    }
}
