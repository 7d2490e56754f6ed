//! `takeCheckIns`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions::{self, Difference};
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::{Enrolment, Session};
use kit::form;
use kit::mutate::{MutationError, mutate};
use kit::mutation;
use kit::node::Ref;

/// What `takeCheckIns` takes.
#[derive(InputObject)]
pub struct TakeCheckInsInput {
    /// The session.
    pub session_id: ID,
    /// Whether only to answer where scans and list differ, and to write nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    TakeCheckIns (TakeCheckInsInput) -> TakeCheckInsPayload;
    codes [WRONG_STATE, ATTENDANCE_LOCKED]
}

/// Where scans and the list of a session stand.
#[derive(SimpleObject)]
pub struct TakeCheckInsPayload {
    /// The session; none where nothing was done.
    pub session: Option<Session>,
    /// How many people of whom the list said nothing got the minutes that their scans make, or would get them.
    pub taken: i32,
    /// People of whom the list says something else: what was recorded by hand stays.
    pub differences: Vec<AttendanceDifferenceResult>,
    /// Why nothing was done; empty if it was.
    pub errors: Vec<MutationError<TakeCheckIns>>,
}

/// Somebody of whom the list says something else than scans do.
#[derive(SimpleObject)]
pub struct AttendanceDifferenceResult {
    /// The enrolment.
    pub enrolment: Option<Enrolment>,
    /// Minutes on the list.
    pub listed_min: i32,
    /// Minutes that their scans make; none where they were not scanned.
    pub scanned_min: Option<i32>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: TakeCheckInsInput) -> Result<TakeCheckInsPayload> {
    let command = form::read(|form| actions::TakeCheckIns {
        session_id: form.id("sessionId", &input.session_id),
        dry_run: input.dry_run,
    });
    let key = input.idempotency_key.clone();
    let outcome = mutate::<TakeCheckIns, _, _, _>(ctx, key, command, |tx, op, cmd| {
        Box::pin(actions::take_check_ins(tx, op, cmd))
    });
    let outcome = outcome.await?;
    let done = outcome.done.unwrap_or_default();
    let session = Ref::all(done.session_id).into_iter().next().map(Into::into);
    let taken = i32::try_from(done.taken).unwrap_or(i32::MAX);
    let differences = differences(done.differences);
    Ok(TakeCheckInsPayload { session, taken, differences, errors: outcome.errors })
}

fn differences(all: Vec<Difference>) -> Vec<AttendanceDifferenceResult> {
    let enrolments = Ref::all(all.iter().map(|one| one.enrolment_id));
    let with = all.into_iter().zip(enrolments).map(|(one, enrolment)| AttendanceDifferenceResult {
        enrolment: Some(enrolment.into()),
        listed_min: one.listed_min,
        scanned_min: one.scanned_min,
    });
    with.collect()
}
