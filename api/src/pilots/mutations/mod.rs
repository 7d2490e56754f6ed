//! Mutations of the pilots.

pub mod add_model_version;
pub mod add_pilot_site;
pub mod add_site_institution;
pub mod change_model_version_state;
pub mod change_pilot_state;
pub mod create_cooperation_model;
pub mod create_pilot;

use async_graphql::{Context, Object, Result};

/// Mutations of the pilots.
#[derive(Default)]
pub struct PilotMutations;

#[Object]
impl PilotMutations {
    /// Creates a cooperation model, without versions.
    async fn create_cooperation_model(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_cooperation_model::CreateCooperationModelInput,
    ) -> Result<Option<create_cooperation_model::CreateCooperationModelPayload>> {
        create_cooperation_model::resolve(ctx, input).await.map(Some)
    }

    /// Adds the next version to a model, as a draft.
    async fn add_model_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: add_model_version::AddModelVersionInput,
    ) -> Result<Option<add_model_version::AddModelVersionPayload>> {
        add_model_version::resolve(ctx, input).await.map(Some)
    }

    /// Takes a version of a model to its next state. Piloted is what has a pilot whose data are closed.
    async fn change_model_version_state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: change_model_version_state::ChangeModelVersionStateInput,
    ) -> Result<Option<change_model_version_state::ChangeModelVersionStatePayload>> {
        change_model_version_state::resolve(ctx, input).await.map(Some)
    }

    /// Creates a pilot of a version that was approved for it, as planned.
    async fn create_pilot(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_pilot::CreatePilotInput,
    ) -> Result<Option<create_pilot::CreatePilotPayload>> {
        create_pilot::resolve(ctx, input).await.map(Some)
    }

    /// Takes a pilot to its next state. Recruiting and running need an active project, running needs a site.
    async fn change_pilot_state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: change_pilot_state::ChangePilotStateInput,
    ) -> Result<Option<change_pilot_state::ChangePilotStatePayload>> {
        change_pilot_state::resolve(ctx, input).await.map(Some)
    }

    /// Adds a gmina or powiat to a pilot whose data are not closed.
    async fn add_pilot_site(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: add_pilot_site::AddPilotSiteInput,
    ) -> Result<Option<add_pilot_site::AddPilotSitePayload>> {
        add_pilot_site::resolve(ctx, input).await.map(Some)
    }

    /// Notes that an institution takes part at a site.
    async fn add_site_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: add_site_institution::AddSiteInstitutionInput,
    ) -> Result<Option<add_site_institution::AddSiteInstitutionPayload>> {
        add_site_institution::resolve(ctx, input).await.map(Some)
    }
}
