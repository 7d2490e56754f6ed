//! `erasePerson`.

use async_graphql::{ID, InputObject};
use entities::accounts::refusals::LAST_ADMINISTRATOR;
use entities::requests::actions;
use entities::requests::refusals::KEPT_BY_LAW;
use entities::shared::refusals::WRONG_STATE;
use graph::requests::types::DataSubjectRequest;
use kit::form::Form;
use kit::mutation;

/// What `erasePerson` takes.
#[derive(InputObject)]
pub struct ErasePersonInput {
    /// The person.
    pub person_id: ID,
    /// Whether to erase what may go, where documentation of a project must be kept that names the person; the rest goes
    /// by itself when that is over. Without it such an erasure is refused with `KEPT_BY_LAW`.
    #[graphql(default)]
    pub only_what_may_go: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ErasePerson (ErasePersonInput) -> ErasePersonPayload {
        /// The request it fulfils; one is written where nobody had asked.
        data_subject_request: DataSubjectRequest
    }
    codes [WRONG_STATE, KEPT_BY_LAW, LAST_ADMINISTRATOR]
    run |tx, op, cmd| actions::erase_person(tx, op, cmd);
}

fn parse(input: &ErasePersonInput, form: &mut Form) -> actions::ErasePerson {
    actions::ErasePerson {
        person_id: form.id("personId", &input.person_id),
        only_what_may_go: input.only_what_may_go,
    }
}
