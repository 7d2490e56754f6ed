//! What a project says of its own in messages about enrolments.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, SqlErr};
use serde::Serialize;

use crate::mail::DeliveryKind;
use crate::partnerships::project;
use crate::shared::door::{self, anew, fresh};
use crate::shared::error::Result;
use crate::shared::ids::{EnrolmentWordingId, ProjectId};
use crate::shared::input::Check;
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::policy::{Place, require};
use crate::shared::tx::Tx;
use crate::trainings::rights::WORD_MAILS;
use crate::trainings::{deeds, enrolment_wording, wordings};
use crate::{audit, created};

/// What a project says of its own in one kind of message, in one language: all of it.
#[derive(Clone, Debug, Serialize)]
pub struct WordMail {
    /// The project.
    pub project_id: ProjectId,
    /// The kind of message.
    pub kind: DeliveryKind,
    /// The language.
    pub language: Language,
    /// Before the facts.
    pub opening: Option<String>,
    /// After them.
    pub closing: Option<String>,
    /// The version that was read; 0 where nothing was said yet.
    pub version: Option<i32>,
}

/// Sets what a project says, or clears it where both texts are absent. Messages take what is said when they leave.
///
/// # Errors
/// Refused: not found, forbidden, stale version, invalid.
pub async fn word_mail(tx: &Tx, op: &Operation, new: WordMail) -> Result<EnrolmentWordingId> {
    let project = door::see_steady::<project::Entity>(tx, op, new.project_id, "projectId").await?;
    require(&op.actor, WORD_MAILS, &Place { project: Some(project.id), ..Place::default() })?;
    let mut check = Check::default();
    let texts = (new.opening.as_deref(), new.closing.as_deref());
    let (opening, closing) = wordings::checked(&mut check, new.kind, texts);
    check.done()?;
    let stored = enrolment_wording::Entity::find()
        .filter(enrolment_wording::Column::ProjectId.eq(project.id))
        .filter(enrolment_wording::Column::Kind.eq(new.kind))
        .filter(enrolment_wording::Column::Language.eq(new.language));
    let stored = door::locked(stored).one(tx).await?;
    fresh(new.version, stored.as_ref().map_or(0, |row| row.version))?;
    let id = stored.as_ref().map_or_else(|| op.id(), |row| row.id);
    let row = enrolment_wording::ActiveModel {
        id: Set(id),
        opening: Set(opening),
        closing: Set(closing),
        ..Default::default()
    };
    match stored {
        Some(stored) => door::save(tx, op, &stored, row).await?,
        None => {
            let row = enrolment_wording::ActiveModel {
                project_id: Set(project.id),
                kind: Set(new.kind),
                language: Set(new.language),
                ..row
            };
            let inserted = enrolment_wording::Entity::insert(created!(op, row));
            // Somebody else was the first to say something.
            inserted.exec_without_returning(tx).await.map_err(|error| match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(_)) => anew(),
                _ => error.into(),
            })?;
        }
    }
    let detail = serde_json::json!({ "kind": new.kind, "language": new.language });
    audit::Line::new(deeds::WORD_MAIL, id).project(project.id).detail(detail).write(tx, op).await?;
    Ok(id)
}
