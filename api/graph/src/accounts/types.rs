//! Types of the accounts.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entities::accounts::store::scope_of;
use entities::accounts::{
    CredentialKind, InvitationState, UserState, credential, identity, invitation, role_grant, user,
};
use entities::mail::delivery;
use entities::shared::actor::{Role, Scope, ScopeKind};
use entities::shared::language::Language;
use kit::ctx::ContextExt;
use kit::ids::global;
use kit::resource;

use super::filters::{RoleGrantFilter, RoleGrantOrder};
use crate::institutions::types::Person;
use crate::mail::filters::{DeliveryFilter, DeliveryOrder};
use crate::mail::types::Delivery;

resource! {
    /// An account. Seen by its owner and by whoever looks after it.
    User: user {
        one {
            /// The person behind it; none where the viewer may not see them.
            person: Person = |row| row.person_id.map(|id| id.0);
        }
        many {
            /// Roles granted to it, by default those in force.
            grants: RoleGrant, RoleGrantFilter, RoleGrantOrder = role_grant.UserId |row| Some(row.user_id.0);
        }
        choices {
            /// State.
            state, state_label: UserState;
            /// Language of messages to it.
            language, language_label: Language;
        }
        fields {
            /// Login e-mail.
            async fn email(&self) -> &str { &self.row().email }
            /// Whether a password is set; without one there is no login.
            async fn has_password(&self) -> bool { self.row().password_hash.is_some() }
            /// Since when a second factor is asked for; none where it is off.
            async fn second_factor_since(&self) -> Option<DateTime<Utc>> { self.row().second_factor_at }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// A role granted to a user within a scope.
    RoleGrant: role_grant {
        one {
            /// Whom it is granted to.
            user: User = |row| Some(row.user_id.0);
        }
        choices {
            /// The role.
            role, role_label: Role;
            /// Kind of its scope.
            scope_kind, scope_kind_label: ScopeKind;
        }
        fields {
            /// Global id of the thing that is its scope; none for the whole installation.
            async fn scope_id(&self) -> Option<ID> { scope_of(self.row()).and_then(scope_id) }
            /// When it was granted.
            async fn granted_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it was revoked; none while it is in force.
            async fn revoked_at(&self) -> Option<DateTime<Utc>> { self.row().revoked_at }
        }
    }
}

/// Groups and calls are no objects of this schema yet.
fn scope_id(scope: Scope) -> Option<ID> {
    match scope {
        Scope::Installation | Scope::Other(..) => None,
        Scope::Voivodeship(id) => Some(global(id)),
        Scope::Project(id) => Some(global(id)),
        Scope::Partner(id) => Some(global(id)),
        Scope::Institution(id) => Some(global(id)),
        Scope::Edition(id) => Some(global(id)),
        Scope::Site(id) => Some(global(id)),
    }
}

resource! {
    /// An invitation to an account with a role. It works once.
    Invitation: invitation {
        one {
            /// The person behind the account; none where the viewer may not see them.
            person: Person = |row| row.person_id.map(|id| id.0);
            /// Who accepted it; none where the viewer may not see the account.
            user: User = |row| row.user_id.map(|id| id.0);
            /// Who invited; none where the viewer may not see the account.
            invited_by: User = |row| row.created_by.map(|id| id.0);
        }
        many {
            /// The message that carries it.
            deliveries: Delivery, DeliveryFilter, DeliveryOrder = delivery.ArtefactId |row| Some(row.artefact_id);
        }
        choices {
            /// The role.
            role, role_label: Role;
            /// Kind of its scope.
            scope_kind, scope_kind_label: ScopeKind;
            /// Language of the message.
            language, language_label: Language;
            /// State.
            state, state_label: InvitationState;
        }
        fields {
            /// Where it goes; the login e-mail of whoever accepts it.
            async fn email(&self) -> &str { &self.row().email }
            /// Global id of the thing that is its scope; none for the whole installation.
            async fn scope_id(&self) -> Option<ID> { Scope::of(self.row().scope_kind, self.row().scope_id).and_then(scope_id) }
            /// Whether it still waits, but its time has run out.
            async fn expired(&self, ctx: &async_graphql::Context<'_>) -> bool { self.row().state == entities::accounts::InvitationState::Pending && !self.row().is_open(ctx.op().now) }
            /// Until when it holds.
            async fn expires_at(&self) -> DateTime<Utc> { self.row().expires_at }
            /// When it was made.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it was accepted or taken back.
            async fn ended_at(&self) -> Option<DateTime<Utc>> { self.row().ended_at }
        }
    }
}

resource! {
    /// A session or an API token of the viewer. Its secret was shown once, when it was made.
    Credential: credential {
        choices {
            /// Session or API token.
            kind, kind_label: CredentialKind;
        }
        fields {
            /// Whether it reads only.
            async fn read_only(&self) -> bool { self.row().read_only }
            /// What its owner calls it; empty for a session.
            async fn name(&self) -> &str { &self.row().name }
            /// When it was made.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it ends by itself.
            async fn expires_at(&self) -> Option<DateTime<Utc>> { self.row().expires_at }
            /// When it was last used, to the minute.
            async fn last_used_at(&self) -> Option<DateTime<Utc>> { self.row().last_used_at }
            /// When it was revoked.
            async fn revoked_at(&self) -> Option<DateTime<Utc>> { self.row().revoked_at }
            /// Whether this request came with it.
            async fn current(&self, ctx: &async_graphql::Context<'_>) -> bool { ctx.asked().credential == Some(self.row().id) }
        }
    }
}

resource! {
    /// An identity at an outside login provider, by which the viewer may log in.
    Identity: identity {
        fields {
            /// Address of the provider.
            async fn issuer(&self) -> &str { &self.row().issuer }
            /// When it was linked to the account.
            async fn linked_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it was last used to log in.
            async fn last_used_at(&self) -> Option<DateTime<Utc>> { self.row().last_used_at }
        }
    }
}
