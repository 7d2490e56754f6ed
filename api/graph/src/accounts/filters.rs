//! Filters and orders of the accounts' connections.

use entities::accounts::{
    CredentialKind, InvitationState, UserState, credential, invitation, role_grant, user,
};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{PersonId, ProjectId};
use kit::filter::{AnyOf, Contains, Id, IsSet, OnlyNull, Words};
use kit::{filter, ordering};

filter! {
    /// Which users.
    pub struct UserFilter for user {
        /// In these states.
        states: AnyOf<UserState> = State;
        /// Whose account this person has.
        person_id: Id<PersonId> = PersonId;
        /// Whose login e-mail holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        email_contains: Contains = Email;
        /// With these words in their e-mail, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How users are ordered.
    pub enum UserOrder for user by default EmailAsc {
        /// By login e-mail.
        EmailAsc,
        /// By login e-mail, last first.
        EmailDesc = "email" [Email];
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which role grants. Where no filter is given, those in force.
    pub struct RoleGrantFilter for role_grant {
        /// Of these roles.
        roles: AnyOf<Role> = Role;
        /// Within these kinds of scope.
        scope_kinds: AnyOf<ScopeKind> = ScopeKind;
        /// Only grants in force; false adds those that were revoked.
        #[graphql(default)]
        live_only: OnlyNull = RevokedAt;
    }
}

ordering! {
    /// How role grants are ordered.
    pub enum RoleGrantOrder for role_grant by default GrantedAsc {
        /// By when they were granted.
        GrantedAsc,
        /// By when they were granted, newest first.
        GrantedDesc = "granted" [CreatedAt];
    }
}

filter! {
    /// Which credentials.
    pub struct CredentialFilter for credential {
        /// Of these kinds.
        kinds: AnyOf<CredentialKind> = Kind;
        /// Only those that were revoked, or only others.
        revoked: IsSet = RevokedAt;
    }
}

ordering! {
    /// How credentials are ordered.
    pub enum CredentialOrder for credential by default CreatedDesc {
        /// By when they were made.
        CreatedAsc,
        /// By when they were made, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which invitations.
    pub struct InvitationFilter for invitation {
        /// In these states.
        states: AnyOf<InvitationState> = State;
        /// To these roles.
        roles: AnyOf<Role> = Role;
        /// Within this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Whose address holds this text, whatever its case.
        email_contains: Contains = Email;
    }
}

ordering! {
    /// How invitations are ordered.
    pub enum InvitationOrder for invitation by default CreatedDesc {
        /// By when they were made.
        CreatedAsc,
        /// By when they were made, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}
