//! `updatePerson`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::accounts::actions::update_person;
use entities::institutions::actions;
use entities::shared::refusals::{QUOTA_REACHED, STALE_VERSION};
use graph::institutions::types::Person;
use kit::form::Form;
use kit::mutation;
use kit::patch;

/// What `updatePerson` takes. Fields left out stay; an empty text or `null` clears what a person can be without.
#[derive(InputObject)]
pub struct UpdatePersonInput {
    /// The person.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// First names.
    pub first_name: MaybeUndefined<String>,
    /// Surname.
    pub last_name: MaybeUndefined<String>,
    /// E-mail. Another one is used once it was confirmed from its mailbox; the one before is told.
    pub email: MaybeUndefined<String>,
    /// Telephone.
    pub phone: MaybeUndefined<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdatePerson (UpdatePersonInput) -> UpdatePersonPayload {
        /// The person.
        person: Person
    }
    codes [STALE_VERSION, QUOTA_REACHED]
    run |tx, op, cmd| update_person(tx, op, cmd);
}

fn parse(input: &UpdatePersonInput, form: &mut Form) -> actions::PersonChange {
    actions::PersonChange {
        id: form.id("id", &input.id),
        version: input.version,
        first_name: patch::text(&input.first_name),
        last_name: patch::text(&input.last_name),
        email: patch::text(&input.email),
        phone: patch::text(&input.phone),
    }
}
