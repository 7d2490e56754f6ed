//! `removePesel`.

use async_graphql::{ID, InputObject};
use entities::pesel::actions;
use entities::pesel::refusals::{PESEL_MISSING, PESEL_NOT_REQUIRED, PESEL_PROJECT_UNCLEAR};
use graph::institutions::types::Person;
use kit::form::Form;
use kit::mutation;

/// What `removePesel` takes.
#[derive(InputObject)]
pub struct RemovePeselInput {
    /// The person.
    pub person_id: ID,
    /// The project that keeps the number; need not be said where only one can be meant.
    pub project_id: Option<ID>,
    /// Why; goes into the audit trail, so it must not hold the number.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemovePesel (RemovePeselInput) -> RemovePeselPayload {
        /// The person.
        person: Person
    }
    codes [PESEL_NOT_REQUIRED, PESEL_PROJECT_UNCLEAR, PESEL_MISSING]
    run |tx, op, cmd| actions::remove_pesel(tx, op, cmd);
}

fn parse(input: &RemovePeselInput, form: &mut Form) -> actions::RemovePesel {
    actions::RemovePesel {
        person_id: form.id("personId", &input.person_id),
        project_id: form.opt_id("projectId", input.project_id.as_ref()),
        reason: input.reason.clone(),
    }
}
