//! `checkIn`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::shared::enums::Choice as _;
use entities::shared::refusals::{TOO_MANY, WRONG_STATE};
use entities::trainings::actions::{self, CheckedIn};
use entities::trainings::{ScanOutcome, ScanWay};
use graph::trainings::types::{Enrolment, Session};
use kit::ctx::ContextExt as _;
use kit::enums::Coded;
use kit::form;
use kit::mutate::{MutationError, mutate};
use kit::mutation;
use kit::node::Ref;
use kit::scalars::DateTime;

/// One scan of a ticket.
#[derive(InputObject)]
pub struct ScanInput {
    /// What was scanned: a participant's `ticketCode`.
    #[graphql(secret)]
    pub code: String,
    /// Whether they come or leave.
    pub way: Coded<ScanWay>,
    /// When, by the phone's clock.
    pub scanned_at: DateTime,
}

/// What `checkIn` takes.
#[derive(InputObject)]
pub struct CheckInInput {
    /// The session.
    pub session_id: ID,
    /// The scans, at most 500. They may be sent later, again and in any order.
    pub scans: Vec<ScanInput>,
    /// When they are sent, by the phone's clock: one that is wrong is set right by it.
    pub sent_at: Option<DateTime>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CheckIn (CheckInInput) -> CheckInPayload;
    codes [WRONG_STATE, TOO_MANY]
}

/// What became of the scans.
#[derive(SimpleObject)]
pub struct CheckInPayload {
    /// The session; none where nothing was done.
    pub session: Option<Session>,
    /// For each scan, in their order, what became of it: none needs to be sent again.
    pub scans: Vec<ScanResult>,
    /// Why nothing was done; empty if it was.
    pub errors: Vec<MutationError<CheckIn>>,
}

/// What became of one scan.
#[derive(SimpleObject)]
pub struct ScanResult {
    /// What.
    pub outcome: Coded<ScanOutcome>,
    /// What, for people.
    pub message: &'static str,
    /// Whose ticket it is, where they take part.
    pub enrolment: Option<Enrolment>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: CheckInInput) -> Result<CheckInPayload> {
    let links = &ctx.state().link_key;
    let command = form::read(|form| actions::CheckIns {
        session_id: form.id("sessionId", &input.session_id),
        scans: form.each("scans", &input.scans, |form, scan| actions::Scan {
            enrolment_id: links.ticketed(&scan.code),
            way: scan.way.0,
            scanned_at: form.instant("scannedAt", &scan.scanned_at),
        }),
        sent_at: input.sent_at.as_ref().map(|at| form.instant("sentAt", at)),
    });
    let key = input.idempotency_key.clone();
    let outcome =
        mutate::<CheckIn, _, _, _>(ctx, key, command, |tx, op, cmd| Box::pin(actions::check_in(tx, op, cmd)));
    let outcome = outcome.await?;
    let done = outcome.done.unwrap_or_default();
    let session = Ref::all(done.session_id).into_iter().next().map(Into::into);
    Ok(CheckInPayload { session, scans: scans(ctx, &done), errors: outcome.errors })
}

fn scans(ctx: &Context<'_>, done: &CheckedIn) -> Vec<ScanResult> {
    let mut enrolments = Ref::all(done.outcomes.iter().filter_map(|(id, _)| *id)).into_iter();
    let of = |(id, outcome): &(Option<_>, ScanOutcome)| ScanResult {
        outcome: Coded(*outcome),
        message: outcome.label(ctx.lang()),
        enrolment: id.and_then(|_| enrolments.next()).map(Into::into),
    };
    done.outcomes.iter().map(of).collect()
}
