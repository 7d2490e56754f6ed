//! `addEmployment`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::shared::ids::PersonId;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};
use graph::institutions::types::Employment;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `addEmployment` takes.
#[derive(InputObject)]
pub struct AddEmploymentInput {
    /// Who.
    pub person_id: ID,
    /// Where.
    pub institution_id: ID,
    /// Post.
    pub post: String,
    /// First day.
    pub from: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AddEmployment (AddEmploymentInput) -> AddEmploymentPayload {
        /// The employment.
        employment: Employment
    }
    codes [WRONG_STATE, DUPLICATE]
    run |tx, op, cmd| actions::add_employment(tx, op, cmd.0, cmd.1);
}

fn parse(input: &AddEmploymentInput, form: &mut Form) -> (PersonId, actions::NewEmployment) {
    (
        form.id("personId", &input.person_id),
        actions::NewEmployment {
            institution_id: form.id("institutionId", &input.institution_id),
            post: input.post.clone(),
            from: form.day("from", &input.from),
        },
    )
}
