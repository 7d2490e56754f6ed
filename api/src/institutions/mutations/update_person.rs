//! `updatePerson`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;

use crate::graphql::ids::parse;
use crate::institutions::types::Person;
use crate::mutation;

/// What `updatePerson` takes.
#[derive(InputObject)]
pub struct UpdatePersonInput {
    /// The person.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// First names.
    pub first_name: Option<String>,
    /// Surname.
    pub last_name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Who was changed.
    UpdatePerson (UpdatePersonInput) -> UpdatePersonPayload {
        /// The person.
        person: Person
    }
    codes [StaleVersion]
    parse |input| actions::PersonChange { id: parse(&input.id, "id")?, version: input.version, first_name: input.first_name.clone(), last_name: input.last_name.clone(), email: input.email.clone(), phone: input.phone.clone() };
    run |tx, call, cmd| actions::update_person(tx, call, cmd);
}
