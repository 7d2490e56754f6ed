//! Mutations of the indicators.

pub mod approve_measurements;
pub mod correct_measurement;
pub mod create_indicator;
pub mod record_measurements;
pub mod submit_measurements;

use async_graphql::{Context, Object, Result};

/// Mutations of the indicators.
#[derive(Default)]
pub struct IndicatorMutations;

#[Object]
impl IndicatorMutations {
    /// Creates an indicator of a pilot whose data are not closed.
    async fn create_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_indicator::CreateIndicatorInput,
    ) -> Result<Option<create_indicator::CreateIndicatorPayload>> {
        create_indicator::resolve(ctx, input).await.map(Some)
    }

    /// Records the values of a site and quarter for a whole list, as drafts, while the pilot is running. All or nothing; a draft recorded before is replaced.
    async fn record_measurements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: record_measurements::RecordMeasurementsInput,
    ) -> Result<Option<record_measurements::RecordMeasurementsPayload>> {
        record_measurements::resolve(ctx, input).await.map(Some)
    }

    /// Submits all drafts of a site and quarter for approval, corrections among them.
    async fn submit_measurements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: submit_measurements::SubmitMeasurementsInput,
    ) -> Result<Option<submit_measurements::SubmitMeasurementsPayload>> {
        submit_measurements::resolve(ctx, input).await.map(Some)
    }

    /// Approves submitted measurements; they never change from then on. All or nothing, and never by who submitted them.
    async fn approve_measurements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: approve_measurements::ApproveMeasurementsInput,
    ) -> Result<Option<approve_measurements::ApproveMeasurementsPayload>> {
        approve_measurements::resolve(ctx, input).await.map(Some)
    }

    /// Records a correction of an approved measurement, as the draft of a new revision. The approved value counts until the correction is approved.
    async fn correct_measurement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: correct_measurement::CorrectMeasurementInput,
    ) -> Result<Option<correct_measurement::CorrectMeasurementPayload>> {
        correct_measurement::resolve(ctx, input).await.map(Some)
    }
}
