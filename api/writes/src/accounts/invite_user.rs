//! `inviteUser`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::actor::Role;
use entities::shared::language::Language;
use entities::shared::refusals::{DUPLICATE, QUOTA_REACHED};
use graph::accounts::types::Invitation;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

use super::grant_role::{RoleScopeInput, of_scope, scope};

/// What `inviteUser` takes.
#[derive(InputObject)]
pub struct InviteUserInput {
    /// Where the invitation goes; the login e-mail of whoever accepts it.
    pub email: String,
    /// The role.
    pub role: Coded<Role>,
    /// Where it is held.
    pub scope: RoleScopeInput,
    /// The person behind the account.
    pub person_id: Option<ID>,
    /// Language of the message, and of later ones; Polish where nothing is said.
    pub language: Option<Coded<Language>>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    InviteUser (InviteUserInput) -> InviteUserPayload {
        /// The invitation; its message is on the way.
        invitation: Invitation
    }
    codes [DUPLICATE, QUOTA_REACHED]
    run |tx, op, cmd| async move { actions::invite(tx, op, cmd).await.map_err(of_scope) };
}

fn parse(input: &InviteUserInput, form: &mut Form) -> actions::Invite {
    let (scope_kind, scope_id) = scope(&input.scope, form);
    actions::Invite {
        email: input.email.clone(),
        role: input.role.0,
        scope_kind,
        scope_id,
        person_id: form.opt_id("personId", input.person_id.as_ref()),
        language: input.language.map_or(Language::Polish, |language| language.0),
    }
}
