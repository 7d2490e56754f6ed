//! Filters and orders of the accounts' connections.

use async_graphql::{ID, InputObject, Result};
use entities::accounts::{
    CredentialKind, InvitationState, UserState, credential, invitation, role_grant, user,
};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{PersonId, ProjectId};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, holds, id_is, is_any_of};
use crate::ordering;

/// Which users.
#[derive(InputObject, Default)]
pub struct UserFilter {
    /// In these states.
    states: Option<Vec<Coded<UserState>>>,
    /// Whose account this person has.
    person_id: Option<ID>,
    /// Whose login e-mail holds this text, whatever its case.
    email_contains: Option<String>,
}

impl Filter<user::Entity> for UserFilter {
    fn condition(&self) -> Result<Condition> {
        use user::Column;
        Ok(Condition::all()
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(id_is::<PersonId, _>(Column::PersonId, self.person_id.as_ref(), "personId")?)
            .add_option(self.email_contains.as_ref().map(|text| holds(Column::Email, text))))
    }
}

ordering! {
    /// How users are ordered.
    pub enum UserOrder for user by default EmailAsc {
        /// By login e-mail.
        EmailAsc = "email" [Email] asc,
        /// By login e-mail, last first.
        EmailDesc = "email" [Email] desc,
        /// By when they were created.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}

/// Which role grants. Where no filter is given, those in force.
#[derive(InputObject)]
pub struct RoleGrantFilter {
    /// Of these roles.
    roles: Option<Vec<Coded<Role>>>,
    /// Within these kinds of scope.
    scope_kinds: Option<Vec<Coded<ScopeKind>>>,
    /// Only grants in force; false adds those that were revoked.
    #[graphql(default = true)]
    live_only: bool,
}

impl Filter<role_grant::Entity> for RoleGrantFilter {
    fn condition(&self) -> Result<Condition> {
        use role_grant::Column;
        Ok(Condition::all()
            .add_option(is_any_of(Column::Role, self.roles.as_deref()))
            .add_option(is_any_of(Column::ScopeKind, self.scope_kinds.as_deref()))
            .add_option(self.live_only.then(|| Column::RevokedAt.is_null())))
    }

    fn unasked() -> Condition {
        Condition::all().add(role_grant::Column::RevokedAt.is_null())
    }
}

ordering! {
    /// How role grants are ordered.
    pub enum RoleGrantOrder for role_grant by default GrantedAsc {
        /// By when they were granted.
        GrantedAsc = "granted" [CreatedAt] asc,
        /// By when they were granted, newest first.
        GrantedDesc = "granted" [CreatedAt] desc,
    }
}

/// Which credentials.
#[derive(InputObject, Default)]
pub struct CredentialFilter {
    /// Of these kinds.
    kinds: Option<Vec<Coded<CredentialKind>>>,
    /// Only those that were revoked, or only others.
    revoked: Option<bool>,
}

impl Filter<credential::Entity> for CredentialFilter {
    fn condition(&self) -> Result<Condition> {
        use credential::Column;
        let revoked = self.revoked.map(|revoked| {
            if revoked { Column::RevokedAt.is_not_null() } else { Column::RevokedAt.is_null() }
        });
        Ok(Condition::all().add_option(is_any_of(Column::Kind, self.kinds.as_deref())).add_option(revoked))
    }
}

ordering! {
    /// How credentials are ordered.
    pub enum CredentialOrder for credential by default CreatedDesc {
        /// By when they were made.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were made, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}

/// Which invitations.
#[derive(InputObject, Default)]
pub struct InvitationFilter {
    /// In these states.
    states: Option<Vec<Coded<InvitationState>>>,
    /// To these roles.
    roles: Option<Vec<Coded<Role>>>,
    /// Within this project.
    project_id: Option<ID>,
    /// Whose address holds this text, whatever its case.
    email_contains: Option<String>,
}

impl Filter<invitation::Entity> for InvitationFilter {
    fn condition(&self) -> Result<Condition> {
        use invitation::Column;
        Ok(Condition::all()
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(is_any_of(Column::Role, self.roles.as_deref()))
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(self.email_contains.as_ref().map(|text| holds(Column::Email, text))))
    }
}

ordering! {
    /// How invitations are ordered.
    pub enum InvitationOrder for invitation by default CreatedDesc {
        /// By when they were made.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were made, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}
