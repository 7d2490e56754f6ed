//! `approveMeasurements`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::indicators::actions;
use entities::indicators::refusals::SAME_USER;
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};
use graph::indicators::types::Measurement;
use kit::form;
use kit::mutate::{MutationError, mutate};
use kit::mutation;
use kit::node::Listed;

/// What `approveMeasurements` takes.
#[derive(InputObject)]
pub struct ApproveMeasurementsInput {
    /// Submitted measurements of any sites, at most 500.
    pub measurement_ids: Vec<ID>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ApproveMeasurements (ApproveMeasurementsInput) -> ApproveMeasurementsPayload;
    codes [WRONG_STATE, TOO_MANY, DUPLICATE, SAME_USER]
}

/// What was approved.
#[derive(SimpleObject)]
pub struct ApproveMeasurementsPayload {
    /// The measurements, in the order asked for; empty if nothing was done.
    pub measurements: Listed<Measurement>,
    /// Why nothing was done; empty if it was.
    pub errors: Vec<MutationError<ApproveMeasurements>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(
    ctx: &Context<'_>,
    input: ApproveMeasurementsInput,
) -> Result<ApproveMeasurementsPayload> {
    let command = form::read(|form| actions::ApproveMeasurements {
        measurement_ids: form.ids("measurementIds", Some(&input.measurement_ids)),
    });
    let outcome =
        mutate::<ApproveMeasurements, _, _, _>(ctx, input.idempotency_key, command, |tx, op, cmd| {
            Box::pin(actions::approve_measurements(tx, op, cmd))
        });
    let outcome = outcome.await?;
    let approved = outcome.done.unwrap_or_default().measurement_ids;
    Ok(ApproveMeasurementsPayload { measurements: Listed::of(approved), errors: outcome.errors })
}
