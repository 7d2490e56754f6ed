//! `issueCertificates`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::certificates::actions::{self, NotIssued};
use entities::certificates::refusals::{NUMBERS_HELD, PUBLIC_URL_MISSING, TEMPLATE_MISSING, UNPRINTABLE};
use entities::partnerships::refusals::{SERIES_MISSING, VISIBILITY_MISSING};
use entities::shared::refusals::{TOO_MANY, WRONG_STATE};
use entities::trainings::refusals::ATTENDANCE_NOT_LOCKED;
use graph::certificates::types::Certificate;
use graph::certificates::unmet::RequirementResult;
use graph::trainings::types::Enrolment;
use kit::form;
use kit::mutate::{MutationError, mutate};
use kit::mutation;
use kit::node::{Listed, Ref};

/// What `issueCertificates` takes.
#[derive(InputObject)]
pub struct IssueCertificatesInput {
    /// The edition.
    pub edition_id: ID,
    /// For these enrolments, at most 500; for everybody who took part where none are named.
    pub enrolment_ids: Option<Vec<ID>>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    IssueCertificates (IssueCertificatesInput) -> IssueCertificatesPayload;
    codes [
        WRONG_STATE, ATTENDANCE_NOT_LOCKED, TOO_MANY, VISIBILITY_MISSING, PUBLIC_URL_MISSING,
        SERIES_MISSING, NUMBERS_HELD, TEMPLATE_MISSING, UNPRINTABLE,
    ]
}

/// Who was issued a certificate, and what is unmet for everybody else.
#[derive(SimpleObject)]
pub struct IssueCertificatesPayload {
    /// The certificates, in the order of their numbers.
    pub certificates: Listed<Certificate>,
    /// Everybody else.
    pub not_issued: Vec<NotIssuedResult>,
    /// Why nothing was done; empty if it was.
    pub errors: Vec<MutationError<IssueCertificates>>,
}

/// Somebody who got no certificate.
#[derive(SimpleObject)]
pub struct NotIssuedResult {
    /// The enrolment.
    pub enrolment: Option<Enrolment>,
    /// Everything that is unmet.
    pub reasons: Vec<RequirementResult>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: IssueCertificatesInput) -> Result<IssueCertificatesPayload> {
    let command = form::read(|form| actions::IssueCertificates {
        edition_id: form.id("editionId", &input.edition_id),
        enrolment_ids: input.enrolment_ids.as_ref().map(|ids| form.ids("enrolmentIds", Some(ids))),
    });
    let key = input.idempotency_key.clone();
    let outcome = mutate::<IssueCertificates, _, _, _>(ctx, key, command, |tx, op, cmd| {
        Box::pin(actions::issue_certificates(tx, op, cmd))
    });
    let outcome = outcome.await?;
    let issued = outcome.done.unwrap_or_default();
    let not_issued = not_issued(issued.not_issued);
    let certificates = Listed::of(issued.certificates);
    Ok(IssueCertificatesPayload { certificates, not_issued, errors: outcome.errors })
}

fn not_issued(all: Vec<NotIssued>) -> Vec<NotIssuedResult> {
    let enrolments = Ref::all(all.iter().map(|one| one.enrolment_id));
    let with = all.into_iter().zip(enrolments).map(|(one, enrolment)| NotIssuedResult {
        enrolment: Some(enrolment.into()),
        reasons: one.reasons.into_iter().map(RequirementResult).collect(),
    });
    with.collect()
}
