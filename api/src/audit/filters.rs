//! Filters and orders of the audit trail.

use async_graphql::{ID, InputObject, Result};
use entities::audit::{EntryKind, audit_entry};
use entities::rooms;
use entities::shared::ids::ProjectId;
use entities::shared::read::{ColumnTrait, Condition, nothing};

use crate::graphql::enums::Coded;
use crate::graphql::error::bad_input;
use crate::graphql::ids::parts;
use crate::graphql::page::{Filter, id_is, instant, is_any_line, is_line};
use crate::graphql::scalars::DateTime;
use crate::graphql::unfit::Why;
use crate::ordering;

/// Which audit entries.
#[derive(InputObject, Default)]
pub struct AuditEntryFilter {
    /// About things of this type, e.g. `Certificate`.
    subject_type: Option<String>,
    /// About this thing, by its global id.
    subject_id: Option<ID>,
    /// Of these actions, e.g. `certificates.issue`.
    actions: Option<Vec<String>>,
    /// Of these kinds: changes, sights of personal data.
    kinds: Option<Vec<Coded<EntryKind>>>,
    /// In this project.
    project_id: Option<ID>,
    /// At this instant or later.
    from: Option<DateTime>,
    /// Before this instant.
    to: Option<DateTime>,
}

impl Filter<audit_entry::Entity> for AuditEntryFilter {
    fn condition(&self) -> Result<Condition> {
        use audit_entry::Column;
        let subject = self.subject_id.as_ref().map(subject).transpose()?;
        let actions = self.actions.as_ref().map(|actions| is_any_line(Column::Action, actions));
        let kinds = self.kinds.as_ref().map(|kinds| {
            kinds.iter().fold(Condition::any().add(nothing()), |any, kind| {
                any.add(match kind.0 {
                    EntryKind::Seen => Column::Action.is_in(rooms::seen()),
                    EntryKind::Change => Column::Action.is_not_in(rooms::seen()),
                })
            })
        });
        Ok(Condition::all()
            .add_option(kinds)
            .add_option(self.subject_type.as_ref().map(|kind| is_line(Column::SubjectType, kind)))
            .add_option(subject)
            .add_option(actions)
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(instant(self.from.as_ref(), "from")?.map(|from| Column::At.gte(from)))
            .add_option(instant(self.to.as_ref(), "to")?.map(|to| Column::At.lt(to))))
    }
}

fn subject(id: &ID) -> Result<Condition> {
    use audit_entry::Column;
    let (kind, key) = parts(id).ok_or_else(|| bad_input("subjectId", Why::Id("Node")))?;
    Ok(Condition::all().add(Column::SubjectType.eq(kind)).add(Column::SubjectId.eq(key)))
}

ordering! {
    /// How audit entries are ordered.
    pub enum AuditEntryOrder for audit_entry by default AtDesc {
        /// By when it was done.
        AtAsc = "at" [At] asc,
        /// By when it was done, latest first.
        AtDesc = "at" [At] desc,
    }
}
