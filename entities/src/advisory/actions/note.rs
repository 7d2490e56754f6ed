//! Notes about sessions of coaching: written by who held the session, read by them and by who is coached, each reading noted.
//! After a rotation of keys they are sealed anew, in batches.
//!
//! Texts come in and go out in clear and are stored nowhere so: these commands carry no idempotency key where they hold one.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::engagement::partner_of;
use super::required_reason;
use crate::advisory::coaching_store::{coaches_at, next_stale_notes};
use crate::advisory::refusals::NO_NOTE_KEY;
use crate::advisory::rights::WRITE_NOTES;
use crate::advisory::{coaching_engagement, coaching_note, coaching_session, deeds};
use crate::shared::door::{self, fresh, unique};
use crate::shared::error::{Error, Result, found, refuse};
use crate::shared::ids::{CoachingNoteId, CoachingSessionId, JobId, TypedId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy::Place;
use crate::shared::refusals::{FORBIDDEN, REFERENCE, REQUIRED, STALE_VERSION};
use crate::shared::tx::Tx;
use crate::shared::vault::{Rekeyed, Sealed, Vault};
use crate::{audit, created};

/// What is sealed belongs to notes of coaching and to nothing else under these keys.
const SEALED: &[u8] = b"zwornik coaching note\0";

/// A note to be written. Neither printed nor serialised, so that its text is kept nowhere but sealed.
#[derive(Clone)]
pub struct WriteNote {
    /// The session.
    pub session_id: CoachingSessionId,
    /// The note.
    pub text: String,
    /// The version of the note that was read, where there was one.
    pub version: Option<i32>,
}

/// Writes or changes the note about a session, by who held it and holds the role of a coach.
///
/// # Errors
/// Refused: not found, forbidden, invalid, stale, no key.
pub async fn write_note(tx: &Tx, op: &Operation, vault: &Vault, new: &WriteNote) -> Result<CoachingNoteId> {
    let known = door::see::<coaching_session::Entity>(tx, op, new.session_id, "sessionId").await?;
    let engagement = door::steady::<coaching_engagement::Entity>(tx, known.engagement_id).await?;
    let engagement = found(engagement, "sessionId")?;
    // Nobody removes the session while a note is written about it.
    let session = door::see_steady::<coaching_session::Entity>(tx, op, new.session_id, "sessionId").await?;
    may_write(tx, op, &engagement, &session).await?;
    let mut check = Check::default();
    if session.removed_at.is_some() {
        check.fault("sessionId", REFERENCE);
    }
    let text = check.text("text", Some(&new.text));
    if text.is_none() {
        check.fault("text", REQUIRED);
    }
    check.done()?;
    if vault.present().is_none() {
        return refuse(NO_NOTE_KEY, "text");
    }
    let sealed = vault.seal(text.unwrap_or_default().as_bytes(), &owner(session.id), &*op.chance)?;
    let of_session = coaching_note::Entity::find().filter(coaching_note::Column::SessionId.eq(session.id));
    let kept = door::locked(of_session).one(tx).await?;
    let id = match kept {
        Some(kept) => {
            fresh(new.version, kept.version)?;
            let row = coaching_note::ActiveModel {
                key_version: Set(sealed.version),
                sealed: Set(sealed.bytes),
                ..Default::default()
            };
            door::save(tx, op, &kept, row).await?;
            kept.id
        }
        None if new.version.is_some() => return refuse(STALE_VERSION, "version"),
        None => {
            let id = op.id();
            let row = coaching_note::ActiveModel {
                id: Set(id),
                engagement_id: Set(engagement.id),
                session_id: Set(session.id),
                key_version: Set(sealed.version),
                sealed: Set(sealed.bytes),
                ..Default::default()
            };
            let insert = coaching_note::Entity::insert(created!(op, row));
            insert.exec_without_returning(tx).await.map_err(unique("sessionId"))?;
            id
        }
    };
    audit::Line::new(deeds::WRITE_NOTE, id).project(engagement.project_id).write(tx, op).await?;
    Ok(id)
}

/// A note to be shown.
#[derive(Clone, Debug)]
pub struct ReadNote {
    /// The note.
    pub id: CoachingNoteId,
}

/// Shows a note to whoever sees it, and notes that.
///
/// # Errors
/// Refused: not found, no key.
pub async fn read_note(tx: &Tx, op: &Operation, vault: &Vault, look: &ReadNote) -> Result<String> {
    let note = door::see::<coaching_note::Entity>(tx, op, look.id, "noteId").await?;
    if vault.present().is_none() {
        return refuse(NO_NOTE_KEY, "noteId");
    }
    let text = vault.open(&note.sealed(), &owner(note.session_id))?;
    let text = String::from_utf8(text).map_err(|_| Error::Fault("what was sealed is no text".into()))?;
    let engagement = coaching_engagement::Entity::find_by_id(note.engagement_id).one(tx).await?;
    let mut line = audit::Line::new(deeds::READ_NOTE, note.id);
    if let Some(engagement) = engagement {
        line = line.project(engagement.project_id);
    }
    line.write(tx, op).await?;
    Ok(text)
}

/// A note to be removed.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveNote {
    /// The note.
    pub id: CoachingNoteId,
    /// Why.
    pub reason: String,
}

/// Removes a note with a reason, by who wrote it. Answers the session.
///
/// # Errors
/// Refused: not found, forbidden, invalid.
pub async fn remove_note(tx: &Tx, op: &Operation, old: RemoveNote) -> Result<CoachingSessionId> {
    let known = door::see::<coaching_note::Entity>(tx, op, old.id, "noteId").await?;
    let engagement = door::steady::<coaching_engagement::Entity>(tx, known.engagement_id).await?;
    let engagement = found(engagement, "noteId")?;
    let session = door::steady::<coaching_session::Entity>(tx, known.session_id).await?;
    let session = found(session, "noteId")?;
    let note = door::load::<coaching_note::Entity>(tx, op, old.id, "noteId").await?.seen();
    may_write(tx, op, &engagement, &session).await?;
    let mut check = Check::default();
    let reason = required_reason(&mut check, Some(&old.reason));
    check.done()?;
    coaching_note::Entity::delete_by_id(note.id).exec(tx).await?;
    let line = audit::Line::new(deeds::REMOVE_NOTE, note.id).project(engagement.project_id);
    line.reason(reason.as_deref().unwrap_or_default()).write(tx, op).await?;
    Ok(session.id)
}

/// Removes the note of a session that is removed.
pub(super) async fn drop_of_session(tx: &Tx, session: CoachingSessionId) -> Result<()> {
    let of_session =
        coaching_note::Entity::delete_many().filter(coaching_note::Column::SessionId.eq(session));
    of_session.exec(tx).await?;
    Ok(())
}

/// Seals the next notes after `after` under the key in use. Those that cannot be read stay as they are.
///
/// # Errors
/// There is no key; the database failed.
pub async fn rekey_notes(
    tx: &Tx,
    op: &Operation,
    vault: &Vault,
    after: Option<Uuid>,
    most: u64,
) -> Result<Rekeyed> {
    use coaching_note::Column;
    let Some(present) = vault.present() else { return Err(Error::Fault("there is no key".into())) };
    let mut rekeyed = Rekeyed::default();
    for row in next_stale_notes(tx, present, after.map(CoachingNoteId::from_uuid), most).await? {
        rekeyed.last = Some(row.id.uuid());
        let Ok(text) = vault.open(&row.sealed(), &owner(row.session_id)) else {
            rekeyed.unreadable += 1;
            continue;
        };
        let Sealed { version, bytes } = vault.seal(&text, &owner(row.session_id), &*op.chance)?;
        // One that was written anew meanwhile is of the present key.
        let sealed = coaching_note::Entity::update_many()
            .col_expr(Column::KeyVersion, Expr::value(version))
            .col_expr(Column::Sealed, Expr::value(bytes))
            .filter(Column::Id.eq(row.id))
            .filter(Column::KeyVersion.eq(row.key_version))
            .filter(Column::Version.eq(row.version))
            .exec(tx)
            .await?;
        rekeyed.done += sealed.rows_affected;
    }
    Ok(rekeyed)
}

/// Notes in the audit trail that a job has sealed so many notes anew.
///
/// # Errors
/// The database failed.
pub async fn settle_rekey(tx: &Tx, op: &Operation, job: JobId, done: u64) -> Result<()> {
    let line = audit::Line::new(deeds::REKEY, job);
    Ok(line.detail(json!({ "fields": ["note"], "done": done })).write(tx, op).await?)
}

/// Who held the session, as long as they hold the role of a coach there.
async fn may_write(
    tx: &Tx,
    op: &Operation,
    engagement: &coaching_engagement::Model,
    session: &coaching_session::Model,
) -> Result<()> {
    let author = Place { person: Some(session.coach_id), ..Place::default() };
    crate::shared::policy::require(&op.actor, WRITE_NOTES, &author)?;
    let partner = partner_of(tx, engagement).await?;
    if coaches_at(&op.actor, &partner) { Ok(()) } else { refuse(FORBIDDEN, "") }
}

fn owner(session: CoachingSessionId) -> Vec<u8> {
    [SEALED, session.0.as_bytes()].concat()
}
