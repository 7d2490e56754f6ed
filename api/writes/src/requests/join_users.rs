//! `joinUsers`.

use async_graphql::{ID, InputObject};
use entities::requests::actions;
use entities::requests::refusals::JOIN_PEOPLE_FIRST;
use entities::shared::ids::UserId;
use graph::accounts::types::User;
use kit::form::Form;
use kit::mutation;

/// What `joinUsers` takes.
#[derive(InputObject)]
pub struct JoinUsersInput {
    /// The account that is kept, with its login and password.
    pub keep_id: ID,
    /// The account that goes; its roles and identities are handed over.
    pub merge_id: ID,
    /// Why; goes into the audit trail.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    JoinUsers (JoinUsersInput) -> JoinUsersPayload {
        /// The account that is kept.
        user: User
    }
    codes [JOIN_PEOPLE_FIRST]
    run |tx, op, cmd| actions::join_users(tx, op, cmd);
}

fn parse(input: &JoinUsersInput, form: &mut Form) -> actions::Join<UserId> {
    actions::Join {
        keep_id: form.id("keepId", &input.keep_id),
        merge_id: form.id("mergeId", &input.merge_id),
        reason: input.reason.clone(),
    }
}
