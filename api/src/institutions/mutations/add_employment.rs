//! `addEmployment`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::shared::ids::PersonId;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::graphql::scalars::Date;
use crate::institutions::types::Employment;
use crate::mutation;

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
    /// Who works where.
    AddEmployment (AddEmploymentInput) -> AddEmploymentPayload {
        /// The employment.
        employment: Employment
    }
    codes [WRONG_STATE, DUPLICATE]
    parse |input| ( parse::<PersonId>(&input.person_id, "personId")?, actions::NewEmployment { institution_id: parse(&input.institution_id, "institutionId")?, post: input.post.clone(), from: input.from.day("from")? } );
    run |tx, call, cmd| actions::add_employment(tx, call, cmd.0, cmd.1);
}
