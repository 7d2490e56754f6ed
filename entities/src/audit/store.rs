//! Who may see the audit trail: whoever reads it for the installation sees all of it, the auditor of a project the
//! lines of that project, everybody else nothing. And the queries of the sealer.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RuntimeErr, Statement,
};

use super::audit_entry::{Column, Entity, Model};
use super::{audit_seal, audit_unsealed};
use crate::audit::rights::READ_AUDIT;
use crate::shared::actor::{Actor, Scope};
use crate::shared::error::Result;
use crate::shared::ids::{AuditEntryId, ProjectId};
use crate::shared::policy::{Place, allows};
use crate::shared::read::{self, everything, nothing};
use crate::shared::tx::{Tx, is_postgres};

/// The lock of whoever seals on PostgreSQL: the letters `zw-seals`.
const SEALER: i64 = 0x7a77_2d73_6561_6c73;

impl read::Entity for Entity {
    const ID: Column = Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        if allows(actor, READ_AUDIT, &Place::default()) {
            return everything();
        }
        let projects = audited_projects(actor);
        if projects.is_empty() {
            return nothing();
        }
        Condition::all().add(Column::ProjectId.is_in(projects))
    }
}

/// Whether this transaction is the one that seals. On SQLite it is: nobody else writes meanwhile.
///
/// # Errors
/// The database failed.
pub(super) async fn take_turn(tx: &Tx) -> Result<bool> {
    let backend = tx.get_database_backend();
    if !is_postgres(backend) {
        return Ok(true);
    }
    let ask = Statement::from_string(backend, format!("SELECT pg_try_advisory_xact_lock({SEALER}) AS taken"));
    let row = tx.query_one_raw(ask).await?;
    Ok(row.map(|row| row.try_get("", "taken")).transpose()?.unwrap_or(false))
}

/// Keys of lines that wait for their seal, after a given one. Keys begin with the time, so that the oldest come first and no
/// backlog is sorted.
///
/// # Errors
/// The database failed.
pub(super) async fn unsealed(tx: &Tx, after: Option<AuditEntryId>, most: u64) -> Result<Vec<AuditEntryId>> {
    let mut waiting = audit_unsealed::Entity::find().order_by_asc(audit_unsealed::Column::Id).limit(most);
    if let Some(after) = after {
        waiting = waiting.filter(audit_unsealed::Column::Id.gt(after));
    }
    Ok(waiting.all(tx).await?.into_iter().map(|row| row.id).collect())
}

/// These lines, in the order in which they are sealed, without those that are gone or cannot be read.
///
/// # Errors
/// The database failed.
pub(super) async fn readable(tx: &Tx, ids: Vec<AuditEntryId>) -> Result<Vec<Model>> {
    let of = |ids: Vec<AuditEntryId>| {
        let lines = Entity::find().filter(Column::Id.is_in(ids));
        lines.order_by_asc(Column::At).order_by_asc(Column::Id)
    };
    match of(ids.clone()).all(tx).await {
        Err(error) if is_of_a_row(&error) => {}
        lines => return Ok(lines?),
    }
    let mut lines = vec![];
    for id in ids {
        match of(vec![id]).all(tx).await {
            Ok(line) => lines.extend(line),
            Err(error) if is_of_a_row(&error) => {
                tracing::error!(line = %id, "a line of the audit trail cannot be read");
            }
            Err(error) => return Err(error.into()),
        }
    }
    lines.sort_by_key(|line| (line.at, line.id));
    Ok(lines)
}

/// Whether a row was answered whose values are not what they should be.
fn is_of_a_row(error: &DbErr) -> bool {
    match error {
        DbErr::Type(_) | DbErr::Json(_) => true,
        DbErr::Query(RuntimeErr::SqlxError(error)) => {
            matches!(&**error, sea_orm::SqlxError::ColumnDecode { .. } | sea_orm::SqlxError::Decode(_))
        }
        _ => false,
    }
}

/// How many lines wait for their seal.
///
/// # Errors
/// The database failed.
pub(super) async fn count_unsealed(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(audit_unsealed::Entity::find().count(db).await?)
}

/// A line that was removed while it waited for its seal.
///
/// # Errors
/// The database failed.
pub(super) async fn gone_before_sealed(db: &impl ConnectionTrait) -> Result<Option<AuditEntryId>> {
    let lines = Entity::find().select_only().column(Column::Id);
    let gone = audit_unsealed::Entity::find()
        .filter(audit_unsealed::Column::Id.not_in_subquery(lines.into_query()))
        .one(db)
        .await?;
    Ok(gone.map(|row| row.id))
}

/// A line that neither has a seal nor waits for one, as each line does from the moment it is written. One statement, so
/// that a line which is being sealed meanwhile has one of the two.
///
/// # Errors
/// The database failed.
pub(super) async fn neither_sealed_nor_waiting(db: &impl ConnectionTrait) -> Result<Option<AuditEntryId>> {
    let own = || Expr::col((Entity, Column::Id));
    let sealed = Query::select()
        .expr(Expr::val(1))
        .from(audit_seal::Entity)
        .and_where(own().equals((audit_seal::Entity, audit_seal::Column::Id)))
        .to_owned();
    let waiting = Query::select()
        .expr(Expr::val(1))
        .from(audit_unsealed::Entity)
        .and_where(own().equals((audit_unsealed::Entity, audit_unsealed::Column::Id)))
        .to_owned();
    let astray = Entity::find().filter(Expr::exists(sealed).not()).filter(Expr::exists(waiting).not());
    Ok(astray.one(db).await?.map(|line| line.id))
}

/// Projects whose trail the actor reads.
fn audited_projects(actor: &Actor) -> Vec<ProjectId> {
    let of_grant = |scope| match scope {
        Scope::Project(id) => {
            let place = Place { project: Some(id), ..Place::default() };
            allows(actor, READ_AUDIT, &place).then_some(id)
        }
        _ => None,
    };
    actor.grants().iter().filter_map(|grant| of_grant(grant.scope)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::shared::actor::{Grant, Role, UserActor};
    use crate::shared::ids::UserId;

    fn user(role: Role, scope: Scope) -> Actor {
        let grants = vec![Grant { role, scope, reach: vec![] }];
        Actor::User(Arc::new(UserActor {
            user_id: UserId(Uuid::nil()),
            person_id: None,
            grants,
            today: chrono::NaiveDate::default(),
            token: None,
        }))
    }

    #[test]
    fn an_auditor_of_a_project_reads_that_project_and_a_manager_reads_none() {
        let project = ProjectId(Uuid::from_u128(1));
        assert_eq!(audited_projects(&user(Role::Auditor, Scope::Project(project))), [project]);
        assert!(audited_projects(&user(Role::ProjectManager, Scope::Project(project))).is_empty());
        assert!(audited_projects(&Actor::Public).is_empty());
    }
}
