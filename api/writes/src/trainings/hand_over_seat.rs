//! `handOverSeat`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::clauses::refusals::CLAUSE_REQUIRED;
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::{
    ALREADY_ENROLLED, ALREADY_REJECTED, ATTENDANCE_LOCKED, ATTENDANCE_RECORDED, ENROLMENT_CLOSED,
    INSTITUTION_CAP_REACHED, NO_SEAT_HELD, PROGRAMME_LIMIT_REACHED,
};
use graph::trainings::types::Enrolment;
use kit::form::Form;
use kit::mutation;

/// What `handOverSeat` takes.
#[derive(InputObject)]
pub struct HandOverSeatInput {
    /// The enrolment that holds the seat.
    pub enrolment_id: ID,
    /// Who takes it over.
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
    /// Versions of information clauses that the person received. The error `CLAUSE_REQUIRED` names what is missing.
    pub clause_version_ids: Option<Vec<ID>>,
    /// Why; staff say so once enrolment is over.
    pub reason: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    HandOverSeat (HandOverSeatInput) -> HandOverSeatPayload {
        /// The enrolment of whoever comes now.
        enrolment: Enrolment
    }
    codes [WRONG_STATE, NO_SEAT_HELD, ENROLMENT_CLOSED, ATTENDANCE_LOCKED, ATTENDANCE_RECORDED, ALREADY_ENROLLED, ALREADY_REJECTED, INSTITUTION_CAP_REACHED, PROGRAMME_LIMIT_REACHED, PROJECT_NOT_ACTIVE, CLAUSE_REQUIRED]
    run |tx, op, cmd| actions::hand_over(tx, op, cmd);
}

fn parse(input: &HandOverSeatInput, form: &mut Form) -> actions::HandOver {
    actions::HandOver {
        enrolment_id: form.id("enrolmentId", &input.enrolment_id),
        person_id: form.id("personId", &input.person_id),
        institution_id: form.changed_id("institutionId", &input.institution_id),
        needs_diet: input.needs_diet.clone(),
        needs_night: input.needs_night,
        needs_access: input.needs_access.clone(),
        clause_version_ids: form.ids("clauseVersionIds", input.clause_version_ids.as_deref()),
        reason: input.reason.clone(),
    }
}
