//! `issueCertificates`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::certificates::CertificateKind;
use entities::certificates::actions::{self, NotIssued};
use entities::certificates::refusals::{NUMBERS_HELD, PUBLIC_URL_MISSING, TEMPLATE_MISSING, UNPRINTABLE};
use entities::partnerships::refusals::{SERIES_MISSING, VISIBILITY_MISSING};
use entities::shared::language::Language;
use entities::shared::refusals::{TOO_MANY, WRONG_STATE};
use entities::trainings::refusals::ATTENDANCE_NOT_LOCKED;
use graph::certificates::types::Certificate;
use graph::certificates::unmet::RequirementResult;
use graph::institutions::types::Person;
use graph::trainings::types::Enrolment;
use kit::enums::Coded;
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
    /// What they confirm; attendance where nothing is said. Trainers' certificates go to all trainers of the edition, and
    /// enrolments are not named then.
    pub kind: Option<Coded<CertificateKind>>,
    /// Their language; where none is named, that in which the programme has them first.
    pub language: Option<Coded<Language>>,
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
    /// The enrolment; none of a trainer.
    pub enrolment: Option<Enrolment>,
    /// Who.
    pub person: Option<Person>,
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
        kind: input.kind.map(|kind| kind.0).unwrap_or_default(),
        language: input.language.map(|language| language.0),
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
    let mut enrolments = Ref::all(all.iter().filter_map(|one| one.enrolment_id)).into_iter();
    let mut persons = Ref::all(all.iter().filter_map(|one| one.person_id)).into_iter();
    let with = all.into_iter().map(|one| NotIssuedResult {
        enrolment: one.enrolment_id.and_then(|_| enrolments.next()).map(Enrolment::from),
        person: one.person_id.and_then(|_| persons.next()).map(Person::from),
        reasons: one.reasons.into_iter().map(RequirementResult).collect(),
    });
    with.collect()
}
