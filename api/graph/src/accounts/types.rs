//! Types of the accounts.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entities::accounts::store::scope_of;
use entities::accounts::{
    CredentialKind, InvitationState, TokenRoom, UserState, credential, identity, invitation, role_grant, user,
};
use entities::mail::delivery;
use entities::shared::actor::{Role, Scope, ScopeKind};
use entities::shared::language::Language;
use kit::ctx::ContextExt;
use kit::enums::Coded;
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
            person: Person = PersonId;
        }
        many {
            /// Roles granted to it, by default those in force.
            grants: RoleGrant, RoleGrantFilter, RoleGrantOrder = role_grant.UserId;
        }
        choices {
            /// State.
            state, state_label: UserState;
            /// Language of messages to it.
            language, language_label: Language;
        }
        columns {
            /// Login e-mail.
            email: String;
            /// A changed login e-mail that waits to be confirmed from its mailbox; until then `email` is used.
            new_email: Option<String>;
            /// Since when a second factor is asked for; none where it is off.
            second_factor_since: Option<DateTime<Utc>> = second_factor_at;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether a password is set; without one there is no login.
            has_password: bool = |row| row.password_hash.is_some();
        }
    }
}

resource! {
    /// A role granted to a user within a scope.
    RoleGrant: role_grant {
        one {
            /// Whom it is granted to.
            user: User = UserId;
        }
        choices {
            /// The role.
            role, role_label: Role;
            /// Kind of its scope.
            scope_kind, scope_kind_label: ScopeKind;
        }
        columns {
            /// When it was granted.
            granted_at: DateTime<Utc> = created_at;
            /// When it was revoked; none while it is in force.
            revoked_at: Option<DateTime<Utc>>;
        }
        computed {
            /// Global id of the thing that is its scope; none for the whole installation.
            scope_id: Option<ID> = |row| scope_of(row).and_then(scope_id);
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
            person: Person = PersonId;
            /// Who accepted it; none where the viewer may not see the account.
            user: User = UserId;
            /// Who invited; none where the viewer may not see the account.
            invited_by: User = CreatedBy;
        }
        many {
            /// The message that carries it.
            deliveries: Delivery, DeliveryFilter, DeliveryOrder = delivery.ArtefactId;
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
        columns {
            /// Where it goes; the login e-mail of whoever accepts it.
            email: String;
            /// Until when it holds.
            expires_at: DateTime<Utc>;
            /// When it was made.
            created_at: DateTime<Utc>;
            /// When it was accepted or taken back.
            ended_at: Option<DateTime<Utc>>;
        }
        computed {
            /// Global id of the thing that is its scope; none for the whole installation.
            scope_id: Option<ID> = |row| Scope::of(row.scope_kind, row.scope_id).and_then(scope_id);
            /// Whether it still waits, but its time has run out.
            expired: bool = |row, ctx| row.state == entities::accounts::InvitationState::Pending && !row.is_open(ctx.op().now);
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
        columns {
            /// Whether it reads only.
            read_only: bool;
            /// What its owner calls it; empty for a session.
            name: String;
            /// When it was made.
            created_at: DateTime<Utc>;
            /// When it ends by itself.
            expires_at: Option<DateTime<Utc>>;
            /// When it was last used, to the minute.
            last_used_at: Option<DateTime<Utc>>;
            /// When it was revoked.
            revoked_at: Option<DateTime<Utc>>;
        }
        computed {
            /// The rooms it is bound to; null for all of them.
            rooms: Option<Vec<Coded<TokenRoom>>> = |row| {
                let rooms = row.rooms.as_deref().map(TokenRoom::of_text);
                rooms.map(|rooms| rooms.into_iter().map(Into::into).collect())
            };
            /// Whether this request came with it.
            current: bool = |row, ctx| ctx.asked().credential == Some(row.id);
        }
    }
}

resource! {
    /// An identity at an outside login provider, by which the viewer may log in.
    Identity: identity {
        columns {
            /// Address of the provider.
            issuer: String;
            /// When it was linked to the account.
            linked_at: DateTime<Utc> = created_at;
            /// When it was last used to log in.
            last_used_at: Option<DateTime<Utc>>;
        }
    }
}
