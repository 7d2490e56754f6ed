//! Filters and orders of the audit trail.

use async_graphql::ID;
use edge::unfit::Why;
use entities::audit::{EntryKind, audit_entry};
use entities::rooms;
use entities::shared::actor::Actor;
use entities::shared::ids::ProjectId;
use entities::shared::read::{ColumnTrait, Condition, nothing};
use kit::filter::{AnyLine, AnyOf, Before, Id, Line, Rule, Since};
use kit::ids::parts;
use kit::{filter, ordering};
use uuid::Uuid;

filter! {
    /// Which audit entries.
    pub struct AuditEntryFilter for audit_entry {
        /// About things of this type, e.g. `Certificate`.
        subject_type: Line = SubjectType;
        /// About this thing, by its global id.
        subject_id: AnyThing => about;
        /// Of these actions, e.g. `certificates.issue`.
        actions: AnyLine = Action;
        /// Of these kinds: changes, sights of personal data.
        kinds: AnyOf<EntryKind> => of_kinds;
        /// In this project.
        project_id: Id<ProjectId> = ProjectId;
        /// At this instant or later.
        from: Since = At;
        /// Before this instant.
        to: Before = At;
    }
}

/// A thing of any kind, by its global id.
struct AnyThing;

impl Rule for AnyThing {
    type Sent = Option<ID>;
    type Value = (String, Uuid);

    fn value(sent: &Self::Sent) -> Result<Option<Self::Value>, Why> {
        sent.as_ref().map(|id| parts(id).ok_or(Why::Id("Node"))).transpose()
    }
}

fn about((kind, key): (String, Uuid), _: &Actor) -> Condition {
    use audit_entry::Column;
    Condition::all().add(Column::SubjectType.eq(kind)).add(Column::SubjectId.eq(key))
}

fn of_kinds(kinds: Vec<EntryKind>, _: &Actor) -> Condition {
    use audit_entry::Column;
    kinds.into_iter().fold(Condition::any().add(nothing()), |any, kind| {
        any.add(match kind {
            EntryKind::Seen => Column::Action.is_in(rooms::seen()),
            EntryKind::Change => Column::Action.is_not_in(rooms::seen()),
        })
    })
}

ordering! {
    /// How audit entries are ordered.
    pub enum AuditEntryOrder for audit_entry by default AtDesc {
        /// By when it was done.
        AtAsc,
        /// By when it was done, latest first.
        AtDesc = "at" [At];
    }
}
