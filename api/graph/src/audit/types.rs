//! Types of the audit trail.

use async_graphql::{ID, Json};
use chrono::{DateTime, Utc};
use entities::audit::{ActorKind, EntryKind, audit_entry};
use entities::rooms;
use entities::shared::enums::Choice as _;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::ids::global_of;
use kit::resource;

use crate::accounts::types::User;
use crate::partnerships::types::Project;

resource! {
    /// Who did what to which thing, when. Never a name or another personal fact.
    AuditEntry: audit_entry {
        one {
            /// Which user did it; none where the viewer may not see them.
            user: User = UserId;
            /// The project it belongs to.
            project: Project = ProjectId;
        }
        columns {
            /// When.
            at: DateTime<Utc>;
            /// What was done, e.g. `certificates.issue`.
            action: String;
            /// Type of the thing.
            subject_type: String;
            /// State before, as stored.
            from_state: Option<String>;
            /// State after, as stored.
            to_state: Option<String>;
            /// The reason given.
            reason: Option<String>;
            /// The request it came with.
            request_id: String;
        }
        computed {
            /// Whether a user, the system or the public did it.
            actor_kind: Coded<ActorKind> = |row| ActorKind::of(&row.actor_kind).into();
            /// Whether a user, the system or the public did it, for people.
            actor_kind_label: &str = |row, ctx| ActorKind::of(&row.actor_kind).label(ctx.lang());
            /// Whether it tells of a change or of a sight of personal data.
            kind: Coded<EntryKind> = |row| kind_of(&row.action).into();
            /// Whether it tells of a change or of a sight of personal data, for people.
            kind_label: &str = |row, ctx| kind_of(&row.action).label(ctx.lang());
            /// Global id of the thing.
            subject_id: ID = |row| global_of(&row.subject_type, row.subject_id);
            /// Counts and keys.
            detail: Option<Json<&serde_json::Value>> = |row| row.detail.as_ref().map(Json);
        }
    }
}

/// What a line tells of; what this version does not know changed something.
fn kind_of(action: &str) -> EntryKind {
    rooms::deed(action).map_or(EntryKind::Change, |deed| deed.kind)
}
