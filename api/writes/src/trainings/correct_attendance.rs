//! `correctAttendance`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};
use entities::trainings::actions::{self, Effect};
use entities::trainings::refusals::ATTENDANCE_NOT_LOCKED;
use graph::trainings::types::{Enrolment, Session};
use kit::form;
use kit::mutate::{MutationError, mutate};
use kit::mutation;
use kit::node::Ref;

use super::record_attendance::AttendanceEntryInput;

/// What `correctAttendance` takes.
#[derive(InputObject)]
pub struct CorrectAttendanceInput {
    /// The session.
    pub session_id: ID,
    /// One entry per person whose minutes are others, at most 2000.
    pub entries: Vec<AttendanceEntryInput>,
    /// Why.
    pub reason: String,
    /// Whether only to answer what would follow, and to write nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CorrectAttendance (CorrectAttendanceInput) -> CorrectAttendancePayload;
    codes [WRONG_STATE, ATTENDANCE_NOT_LOCKED, TOO_MANY, DUPLICATE]
}

/// What a correction of attendance does, or would do.
#[derive(SimpleObject)]
pub struct CorrectAttendancePayload {
    /// The session; none where nothing was done.
    pub session: Option<Session>,
    /// What follows for each person. Certificates stay as they were printed: who lost or gained the right to one is to be seen
    /// here.
    pub effects: Vec<AttendanceEffectResult>,
    /// Why nothing was done; empty if it was.
    pub errors: Vec<MutationError<CorrectAttendance>>,
}

/// What a correction means for one person.
#[derive(SimpleObject)]
pub struct AttendanceEffectResult {
    /// The enrolment, with its certificates.
    pub enrolment: Option<Enrolment>,
    /// Minutes recorded before; none where nothing was.
    pub minutes_before: Option<i32>,
    /// Minutes afterwards.
    pub minutes: i32,
    /// Whether the person earned a certificate before.
    pub earned_before: bool,
    /// Whether they earn one afterwards.
    pub earns: bool,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: CorrectAttendanceInput) -> Result<CorrectAttendancePayload> {
    let command = form::read(|form| actions::CorrectAttendance {
        session_id: form.id("sessionId", &input.session_id),
        entries: form.each("entries", &input.entries, |form, entry| actions::Entry {
            enrolment_id: form.id("enrolmentId", &entry.enrolment_id),
            minutes: entry.minutes,
        }),
        reason: input.reason.clone(),
        dry_run: input.dry_run,
    });
    let key = input.idempotency_key.clone();
    let outcome = mutate::<CorrectAttendance, _, _, _>(ctx, key, command, |tx, op, cmd| {
        Box::pin(actions::correct_attendance(tx, op, cmd))
    });
    let outcome = outcome.await?;
    let done = outcome.done.unwrap_or_default();
    let session = Ref::all(done.session_id).into_iter().next().map(Into::into);
    Ok(CorrectAttendancePayload { session, effects: effects(done.effects), errors: outcome.errors })
}

fn effects(all: Vec<Effect>) -> Vec<AttendanceEffectResult> {
    let enrolments = Ref::all(all.iter().map(|one| one.enrolment_id));
    let with = all.into_iter().zip(enrolments).map(|(one, enrolment)| AttendanceEffectResult {
        enrolment: Some(enrolment.into()),
        minutes_before: one.minutes_before,
        minutes: one.minutes,
        earned_before: one.earned_before,
        earns: one.earns,
    });
    with.collect()
}
