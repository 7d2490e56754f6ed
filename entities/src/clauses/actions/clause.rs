//! Clauses are created, their texts written and published.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, SqlErr};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::clauses::refusals::{BEFORE_PREDECESSOR, DAY_PASSED};
use crate::clauses::rights::MANAGE_CLAUSES;
use crate::clauses::{ClausePurpose, VersionState, clause_version, deeds, information_clause};
use crate::partnerships::project;
use crate::shared::door;
use crate::shared::enums::Choice as _;
use crate::shared::error::{Detail, Refusal, Result, refuse};
use crate::shared::ids::{ClauseId, ClauseVersionId, ProjectId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::{DUPLICATE, REQUIRED, STALE_VERSION, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A clause to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewClause {
    /// The project; none for the whole installation.
    pub project_id: Option<ProjectId>,
    /// What it informs of; one clause for each.
    pub purpose: ClausePurpose,
    /// Title.
    pub title: String,
}

/// Creates a clause, without a text yet.
///
/// # Errors
/// Refused: project not found, forbidden, invalid, duplicate.
pub async fn create_clause(tx: &Tx, op: &Operation, new: NewClause) -> Result<ClauseId> {
    if let Some(id) = new.project_id {
        door::see::<project::Entity>(tx, op, id, "projectId").await?;
    }
    require_managing(op, new.project_id)?;
    let mut check = Check::default();
    let title = check.line("title", &new.title, NAME_MAX);
    check.done()?;
    let id = op.id();
    let row = information_clause::ActiveModel {
        id: Set(id),
        project_id: Set(new.project_id),
        purpose: Set(new.purpose),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        ..Default::default()
    };
    let inserted = information_clause::Entity::insert(created!(op, row)).exec_without_returning(tx).await;
    if let Err(error) = inserted {
        return match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => refuse(DUPLICATE, "purpose"),
            _ => Err(error.into()),
        };
    }
    line(deeds::CREATE, id, new.project_id).write(tx, op).await?;
    Ok(id)
}

/// The text of a clause's next version.
#[derive(Clone, Debug, Serialize)]
pub struct WriteClauseVersion {
    /// The clause.
    pub clause_id: ClauseId,
    /// The version of the draft that was read, where there was one.
    pub version: Option<i32>,
    /// The text in Polish.
    pub text_pl: String,
    /// The text in English.
    pub text_en: Option<String>,
}

/// Writes the draft of a clause; begins one where there is none.
///
/// # Errors
/// Refused: not found, forbidden, stale version, invalid.
pub async fn write_clause_version(
    tx: &Tx,
    op: &Operation,
    new: WriteClauseVersion,
) -> Result<ClauseVersionId> {
    use clause_version::Column;
    let clause = visible_clause(tx, op, new.clause_id, "clauseId").await?;
    require_managing(op, clause.project_id)?;
    let versions = clause_version::Entity::find().filter(Column::ClauseId.eq(clause.id));
    // Behind the lock of the clause: of two who begin the first draft, the second finds it.
    let last = versions.order_by_desc(Column::Ordinal).one(tx).await?;
    let draft = last.as_ref().filter(|last| last.state == VersionState::Draft);
    if new.version.is_some_and(|version| draft.is_none_or(|draft| draft.version != version)) {
        return refuse(STALE_VERSION, "version");
    }
    let mut check = Check::default();
    let text_pl = check.text("textPl", Some(&new.text_pl));
    if text_pl.is_none() {
        check.fault("textPl", REQUIRED);
    }
    let text_en = check.text("textEn", new.text_en.as_deref());
    check.done()?;
    let texts = clause_version::ActiveModel {
        text_pl: Set(text_pl.unwrap_or_default()),
        text_en: Set(text_en),
        ..Default::default()
    };
    let id = match draft {
        Some(draft) => {
            let row = clause_version::ActiveModel { id: Set(draft.id), ..texts };
            door::save(tx, op, draft, row).await?;
            draft.id
        }
        None => {
            let id = op.id();
            let row = clause_version::ActiveModel {
                id: Set(id),
                clause_id: Set(clause.id),
                ordinal: Set(last.map_or(1, |last| last.ordinal + 1)),
                state: Set(VersionState::Draft),
                ..texts
            };
            clause_version::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
            id
        }
    };
    line(deeds::WRITE, id, clause.project_id).write(tx, op).await?;
    Ok(id)
}

/// The publication of a version.
#[derive(Clone, Debug, Serialize)]
pub struct PublishClauseVersion {
    /// The version.
    pub version_id: ClauseVersionId,
    /// The version of the draft that was read.
    pub version: Option<i32>,
    /// The first day in force; today where nothing is said.
    pub valid_from: Option<NaiveDate>,
}

/// Publishes a draft: its text never changes again. The version before is in force until this one's first day.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, stale version, invalid.
pub async fn publish_clause_version(
    tx: &Tx,
    op: &Operation,
    publish: PublishClauseVersion,
) -> Result<ClauseVersionId> {
    use clause_version::{ActiveModel, Column, Entity};
    let clause_id = door::see::<Entity>(tx, op, publish.version_id, "versionId").await?.clause_id;
    let clause = visible_clause(tx, op, clause_id, "versionId").await?;
    require_managing(op, clause.project_id)?;
    let draft = door::load::<Entity>(tx, op, publish.version_id, "versionId").await?.seen();
    if draft.state != VersionState::Draft {
        let states = Detail::States { now: draft.state.words(), allowed: vec![] };
        return Err(Refusal::of(WRONG_STATE, "versionId").with(states).into());
    }
    if publish.version.is_some_and(|version| version != draft.version) {
        return refuse(STALE_VERSION, "version");
    }
    let older = Entity::find()
        .filter(Column::ClauseId.eq(clause.id))
        .filter(Column::State.eq(VersionState::Published))
        .order_by_desc(Column::Ordinal)
        .one(tx)
        .await?;
    let mut check = Check::default();
    let from = check.date("validFrom", publish.valid_from.unwrap_or_else(|| op.today()));
    if from < op.today() {
        check.fault("validFrom", DAY_PASSED);
    }
    if older.as_ref().is_some_and(|older| older.valid_from.is_some_and(|first| from < first)) {
        check.fault("validFrom", BEFORE_PREDECESSOR);
    }
    check.done()?;
    if let Some(older) = older {
        Entity::update_many()
            .col_expr(Column::ValidTo, Expr::value(Some(from)))
            .filter(Column::Id.eq(older.id))
            .exec(tx)
            .await?;
    }
    let row = ActiveModel {
        id: Set(draft.id),
        state: Set(VersionState::Published),
        sha256: Set(Some(hash(&draft.text_pl, draft.text_en.as_deref()))),
        valid_from: Set(Some(from)),
        published_at: Set(Some(op.now)),
        ..Default::default()
    };
    door::save(tx, op, &draft, row).await?;
    let line = line(deeds::PUBLISH, draft.id, clause.project_id);
    line.states(VersionState::Draft.code(), VersionState::Published.code()).write(tx, op).await?;
    Ok(draft.id)
}

/// SHA-256 of both texts, hexadecimal. A text holds no NUL, so it separates them.
fn hash(text_pl: &str, text_en: Option<&str>) -> String {
    let mut hash = Sha256::new();
    hash.update(text_pl.as_bytes());
    hash.update([0]);
    hash.update(text_en.unwrap_or_default().as_bytes());
    hex::encode(hash.finalize())
}

fn require_managing(op: &Operation, project: Option<ProjectId>) -> Result<()> {
    policy::require(&op.actor, MANAGE_CLAUSES, &Place { project, ..Place::default() })
}

/// The clause, locked, so that its versions are counted and dated one after the other.
async fn visible_clause(
    tx: &Tx,
    op: &Operation,
    id: ClauseId,
    field: &str,
) -> Result<information_clause::Model> {
    Ok(door::load::<information_clause::Entity>(tx, op, id, field).await?.seen())
}

fn line<'a>(
    action: audit::Deed,
    id: impl crate::shared::ids::TypedId,
    project: Option<ProjectId>,
) -> audit::Line<'a> {
    let line = audit::Line::new(action, id);
    match project {
        Some(project) => line.project(project),
        None => line,
    }
}
