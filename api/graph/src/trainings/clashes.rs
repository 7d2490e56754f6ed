//! Two trainings of one person at the same hours.

use async_graphql::{Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entities::trainings::{enrolment, store};
use kit::ctx::ContextExt as _;
use kit::error::fault;
use kit::node::Ref;

use super::types::Enrolment;

/// Another training of somebody at the same hours.
#[derive(SimpleObject)]
pub struct EnrolmentClashResult {
    /// The other enrolment.
    enrolment: Option<Enrolment>,
    /// From when on both last.
    from: DateTime<Utc>,
    /// When one of them ends.
    to: DateTime<Utc>,
}

/// Those of an enrolment.
pub(super) async fn of(ctx: &Context<'_>, row: &enrolment::Model) -> Result<Vec<EnrolmentClashResult>> {
    let found = store::clashes(&ctx.state().db.reader, ctx.actor(), row);
    let found = found.await.map_err(|error| fault(ctx, &error))?;
    let enrolments = Ref::all(found.iter().map(|clash| clash.enrolment_id));
    let with = found.into_iter().zip(enrolments).map(|(clash, enrolment)| EnrolmentClashResult {
        enrolment: Some(enrolment.into()),
        from: clash.from,
        to: clash.to,
    });
    Ok(with.collect())
}
