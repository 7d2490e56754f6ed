//! `takeSignatures`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions::{self, SignatureDifference};
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::{Enrolment, Session};
use kit::form;
use kit::mutate::{MutationError, changed, mutate};
use kit::mutation;
use kit::node::Ref;

/// What `takeSignatures` takes.
#[derive(InputObject)]
pub struct TakeSignaturesInput {
    /// The session.
    pub session_id: ID,
    /// Whether only to answer what would be taken and where it differs, and to write nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    TakeSignatures (TakeSignaturesInput) -> TakeSignaturesPayload;
    codes [WRONG_STATE, ATTENDANCE_LOCKED]
}

/// Where signatures and the list of a session stand.
#[derive(SimpleObject)]
pub struct TakeSignaturesPayload {
    /// The session; none where nothing was done.
    pub session: Option<Session>,
    /// How many people of whom the list said nothing got minutes by their signature, or would get them.
    pub taken: i32,
    /// People of whom something else is said: what was recorded by hand stays, and nothing is made of who was scanned at the door
    /// and did not sign.
    pub differences: Vec<SignatureDifferenceResult>,
    /// Why nothing was done; empty if it was.
    pub errors: Vec<MutationError<TakeSignatures>>,
}

/// Somebody of whom something else is said than their signature says.
#[derive(SimpleObject)]
pub struct SignatureDifferenceResult {
    /// The enrolment.
    pub enrolment: Option<Enrolment>,
    /// Whether they signed.
    pub signed: bool,
    /// Minutes on the list; none where it says nothing of them.
    pub listed_min: Option<i32>,
    /// Minutes that their scans make; none where they were not scanned.
    pub scanned_min: Option<i32>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: TakeSignaturesInput) -> Result<TakeSignaturesPayload> {
    let command = form::read(|form| actions::TakeSignatures {
        session_id: form.id("sessionId", &input.session_id),
        dry_run: input.dry_run,
    });
    let outcome = mutate::<TakeSignatures, _, _, _>(ctx, input.idempotency_key, command, |tx, op, cmd| {
        Box::pin(actions::take_signatures(tx, op, cmd))
    });
    let outcome = outcome.await?;
    let done = outcome.done.unwrap_or_default();
    Ok(TakeSignaturesPayload {
        session: changed(done.session_id),
        taken: i32::try_from(done.taken).unwrap_or(i32::MAX),
        differences: differences(done.differences),
        errors: outcome.errors,
    })
}

fn differences(all: Vec<SignatureDifference>) -> Vec<SignatureDifferenceResult> {
    let enrolments = Ref::all(all.iter().map(|one| one.enrolment_id));
    let with = all.into_iter().zip(enrolments).map(|(one, enrolment)| SignatureDifferenceResult {
        enrolment: Some(enrolment.into()),
        signed: one.signed,
        listed_min: one.listed_min,
        scanned_min: one.scanned_min,
    });
    with.collect()
}
