//! `enrolPerson`.

use async_graphql::{ID, InputObject};
use entities::clauses::refusals::CLAUSE_REQUIRED;
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::trainings::actions;
use entities::trainings::refusals::{
    ALREADY_DECLINED, ALREADY_ENROLLED, ALREADY_REJECTED, EDITION_FULL, ENROLMENT_CLOSED,
    INSTITUTION_CAP_REACHED,
};

use crate::graphql::ids::{parse, parse_all, parse_opt};
use crate::mutation;
use crate::trainings::types::Enrolment;

/// What `enrolPerson` takes.
#[derive(InputObject)]
pub struct EnrolPersonInput {
    /// The edition.
    pub edition_id: ID,
    /// The person.
    pub person_id: ID,
    /// The institution represented; the person must work there.
    pub institution_id: Option<ID>,
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
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Enrols a person: with a seat, which waits for approval where the edition wants it, else on the waiting list. Who
    /// was rejected in the edition is enrolled again by its staff alone.
    EnrolPerson (EnrolPersonInput) -> EnrolPersonPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [ENROLMENT_CLOSED, ALREADY_ENROLLED, ALREADY_DECLINED, ALREADY_REJECTED, EDITION_FULL, INSTITUTION_CAP_REACHED, PROJECT_NOT_ACTIVE, CLAUSE_REQUIRED]
    parse |input| actions::Enrol {
        edition_id: parse(&input.edition_id, "editionId")?,
        person_id: parse(&input.person_id, "personId")?,
        institution_id: parse_opt(input.institution_id.as_ref(), "institutionId")?,
        needs_diet: input.needs_diet.clone(),
        needs_night: input.needs_night,
        needs_access: input.needs_access.clone(),
        clause_version_ids: parse_all(input.clause_version_ids.as_deref(), "clauseVersionIds")?,
    };
    run |tx, call, cmd| actions::enrol(tx, call, cmd);
}
