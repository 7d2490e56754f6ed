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
            user: User = |row| row.user_id.map(|id| id.0);
            /// The project it belongs to.
            project: Project = |row| row.project_id.map(|id| id.0);
        }
        fields {
            /// When.
            async fn at(&self) -> DateTime<Utc> { self.row().at }
            /// Whether a user, the system or the public did it.
            async fn actor_kind(&self) -> Coded<ActorKind> { ActorKind::of(&self.row().actor_kind).into() }
            /// Whether a user, the system or the public did it, for people.
            async fn actor_kind_label(&self, ctx: &async_graphql::Context<'_>) -> &str { ActorKind::of(&self.row().actor_kind).label(ctx.lang()) }
            /// What was done, e.g. `certificates.issue`.
            async fn action(&self) -> &str { &self.row().action }
            /// Whether it tells of a change or of a sight of personal data.
            async fn kind(&self) -> Coded<EntryKind> { kind_of(&self.row().action).into() }
            /// Whether it tells of a change or of a sight of personal data, for people.
            async fn kind_label(&self, ctx: &async_graphql::Context<'_>) -> &str { kind_of(&self.row().action).label(ctx.lang()) }
            /// Type of the thing.
            async fn subject_type(&self) -> &str { &self.row().subject_type }
            /// Global id of the thing.
            async fn subject_id(&self) -> ID { global_of(&self.row().subject_type, self.row().subject_id) }
            /// State before, as stored.
            async fn from_state(&self) -> Option<&str> { self.row().from_state.as_deref() }
            /// State after, as stored.
            async fn to_state(&self) -> Option<&str> { self.row().to_state.as_deref() }
            /// The reason given.
            async fn reason(&self) -> Option<&str> { self.row().reason.as_deref() }
            /// The request it came with.
            async fn request_id(&self) -> &str { &self.row().request_id }
            /// Counts and keys.
            async fn detail(&self) -> Option<Json<&serde_json::Value>> { self.row().detail.as_ref().map(Json) }
        }
    }
}

/// What a line tells of; what this version does not know changed something.
fn kind_of(action: &str) -> EntryKind {
    rooms::deed(action).map_or(EntryKind::Change, |deed| deed.kind)
}
