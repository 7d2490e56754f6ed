//! `enrolPerson`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::clauses::refusals::CLAUSE_REQUIRED;
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::trainings::actions;
use entities::trainings::refusals::{
    ALREADY_DECLINED, ALREADY_ENROLLED, ALREADY_REJECTED, ATTENDANCE_LOCKED, EDITION_FULL, ENROLMENT_CLOSED,
    INSTITUTION_CAP_REACHED, NO_RESERVED_SEAT, PROGRAMME_LIMIT_REACHED,
};
use graph::trainings::types::Enrolment;
use kit::form::Form;
use kit::mutation;

/// What `enrolPerson` takes.
#[derive(InputObject)]
pub struct EnrolPersonInput {
    /// The edition.
    pub edition_id: ID,
    /// The person.
    pub person_id: ID,
    /// The institution represented; the person must work there. Left out: the one that they work at, where there is one
    /// alone; `null`: none.
    pub institution_id: MaybeUndefined<ID>,
    /// Diet.
    pub needs_diet: Option<String>,
    /// Whether a night's lodging is wanted.
    #[graphql(default = false)]
    pub needs_night: bool,
    /// Needs for access.
    pub needs_access: Option<String>,
    /// Versions of information clauses that the person received now, or on paper where somebody else enrols them. The
    /// error `CLAUSE_REQUIRED` names what is missing.
    pub clause_version_ids: Option<Vec<ID>>,
    /// Why staff enrol the person although enrolment is over: a walk-in, or somebody who waits and comes in place of whoever
    /// does not.
    pub reason: Option<String>,
    /// Staff give the person one of the edition's reserved seats.
    #[graphql(default = false)]
    pub reserved: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    EnrolPerson (EnrolPersonInput) -> EnrolPersonPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [ENROLMENT_CLOSED, ALREADY_ENROLLED, ALREADY_DECLINED, ALREADY_REJECTED, EDITION_FULL, INSTITUTION_CAP_REACHED, PROGRAMME_LIMIT_REACHED, PROJECT_NOT_ACTIVE, CLAUSE_REQUIRED, ATTENDANCE_LOCKED, NO_RESERVED_SEAT]
    run |tx, op, cmd| actions::enrol(tx, op, cmd);
}

fn parse(input: &EnrolPersonInput, form: &mut Form) -> actions::Enrol {
    actions::Enrol {
        edition_id: form.id("editionId", &input.edition_id),
        person_id: form.id("personId", &input.person_id),
        institution_id: form.changed_id("institutionId", &input.institution_id),
        needs_diet: input.needs_diet.clone(),
        needs_night: input.needs_night,
        needs_access: input.needs_access.clone(),
        clause_version_ids: form.ids("clauseVersionIds", input.clause_version_ids.as_deref()),
        reason: input.reason.clone(),
        reserved: input.reserved,
    }
}
