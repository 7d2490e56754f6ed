//! `approveMeasurements`.

use std::collections::HashMap;

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::indicators::actions;
use entities::indicators::refusals::SAME_USER;
use entities::shared::ids::MeasurementId;
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};
use graph::indicators::types::Measurement;
use kit::mutate::{MutationError, mutate};
use kit::mutation;
use kit::select::Sel;
use kit::{form, node};

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
    pub measurements: Vec<Measurement>,
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
    Ok(ApproveMeasurementsPayload {
        measurements: measurements(ctx, &approved).await?,
        errors: outcome.errors,
    })
}

/// The measurements in the order asked for, with what the selection asks of them.
async fn measurements(ctx: &Context<'_>, approved: &[MeasurementId]) -> Result<Vec<Measurement>> {
    let sel = Sel::of(ctx);
    let payload = sel.children("ApproveMeasurementsPayload");
    let wanted = payload.iter().filter(|child| child.name() == "measurements");
    let ways: Vec<_> = wanted.map(|child| (child.key.to_owned(), child)).collect();
    if ways.is_empty() || approved.is_empty() {
        return Ok(vec![]);
    }
    let ids: Vec<_> = approved.iter().map(|id| id.0).collect();
    let places: HashMap<_, _> = approved.iter().zip(0usize..).collect();
    let mut all = node::by_ids_of::<Measurement>(ctx, &ways, &ids).await?;
    all.sort_by_key(|measurement| places.get(&measurement.row().id).copied());
    Ok(all)
}
