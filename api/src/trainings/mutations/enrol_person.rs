//! `enrolPerson`.

use async_graphql::{ID, InputObject};
use entities::trainings::actions;

use crate::graphql::ids::{parse, parse_opt};
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
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Enrols a person: with a seat, else on the waiting list.
    EnrolPerson (EnrolPersonInput) -> EnrolPersonPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [EnrolmentClosed, AlreadyEnrolled, AlreadyDeclined, EditionFull, InstitutionCapReached, ProjectNotActive]
    parse |input| actions::Enrol {
        edition_id: parse(&input.edition_id, "editionId")?,
        person_id: parse(&input.person_id, "personId")?,
        institution_id: parse_opt(input.institution_id.as_ref(), "institutionId")?,
        needs_diet: input.needs_diet.clone(),
        needs_night: input.needs_night,
        needs_access: input.needs_access.clone(),
    };
    run |tx, call, cmd| actions::enrol(tx, call, cmd);
}
