//! Roles are granted and revoked; a grant is never deleted.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

use super::close::{hold_administrators, require_another};
use super::visible_user;
use crate::accounts::deeds;
use crate::accounts::rights::MANAGE_USERS;
use crate::accounts::role_grant::{ActiveModel, Column, Entity, Model};
use crate::accounts::roles::can_be_held;
use crate::accounts::scope::place_of;
use crate::accounts::store::scope_of;
use crate::audit;
use crate::partnerships::{project, project_partner};
use crate::pilots::pilot_site;
use crate::shared::actor::{Role, Scope, ScopeKind};
use crate::shared::door::{self, unique};
use crate::shared::error::{Error, Refusal, Result, found, refuse};
use crate::shared::ids::{GrantId, UserId};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::read::Entity as _;
use crate::shared::refusals::{REFERENCE, REQUIRED, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::trainings::edition;

/// A role to be granted.
#[derive(Clone, Debug, Serialize)]
pub struct NewGrant {
    /// Who.
    pub user_id: UserId,
    /// The role.
    pub role: Role,
    /// Kind of scope.
    pub scope_kind: ScopeKind,
    /// Key of the thing that is the scope; none for the installation.
    pub scope_id: Option<Uuid>,
}

/// Grants a role within a scope that the actor looks after.
///
/// # Errors
/// Refused: user or scope not found, forbidden, invalid (a role that is not held within such a scope), duplicate.
pub async fn grant_role(tx: &Tx, op: &Operation, new: NewGrant) -> Result<GrantId> {
    let user = visible_user(tx, op, new.user_id, "userId").await?;
    let Some(scope) = Scope::of(new.scope_kind, new.scope_id) else {
        return Err(Refusal::form("scopeId", REQUIRED).into());
    };
    let place = place_seen(tx, op, scope).await?;
    policy::require(&op.actor, MANAGE_USERS, &place)?;
    if !can_be_held(new.role, new.scope_kind) {
        return Err(Refusal::form("scopeKind", REFERENCE).into());
    }
    let new = NewGrant { user_id: user.id, ..new };
    insert_grant(tx, op, &new, scope, &place).await
}

/// The place of a scope, if the actor may see it or looks after users there.
pub(super) async fn place_seen(tx: &Tx, op: &Operation, scope: Scope) -> Result<Place> {
    let place = found(place_of(tx, scope).await?, "scopeId")?;
    if !policy::allows(&op.actor, MANAGE_USERS, &place) {
        found(is_visible(tx, op, scope).await?.then_some(()), "scopeId")?;
    }
    Ok(place)
}

/// Inserts a grant with its line in the audit trail.
pub(super) async fn insert_grant(
    tx: &Tx,
    op: &Operation,
    new: &NewGrant,
    scope: Scope,
    place: &Place,
) -> Result<GrantId> {
    let id = op.id();
    let (scope_kind, scope_id) = scope.parts();
    let row = ActiveModel {
        id: Set(id),
        user_id: Set(new.user_id),
        role: Set(new.role),
        scope_kind: Set(scope_kind),
        scope_id: Set(scope_id),
        created_at: Set(op.now),
        created_by: op.by(),
        revoked_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await.map_err(unique("role"))?;
    let line = audit::Line::new(deeds::GRANT_ROLE, id);
    write_line(tx, op, line, new.user_id, (new.role, scope), place).await?;
    live::tell(tx, Event::Rights(new.user_id));
    Ok(id)
}

/// Revokes a role within a scope that the actor looks after.
///
/// # Errors
/// Refused: not found, forbidden, wrong state where it is revoked already, last administrator.
pub async fn revoke_role(tx: &Tx, op: &Operation, id: GrantId) -> Result<GrantId> {
    let grant = door::see::<Entity>(tx, op, id, "id").await?;
    let scope = scope_of(&grant).ok_or_else(|| Error::Fault(format!("grant {id} has no scope")))?;
    // Whatever scope has vanished is looked after by the installation.
    let place = place_of(tx, scope).await?.unwrap_or_default();
    policy::require(&op.actor, MANAGE_USERS, &place)?;
    if scope == Scope::Installation && grant.role == Role::SysAdmin && grant.revoked_at.is_none() {
        hold_administrators(tx, &[grant.user_id]).await?;
        require_another(tx, &[grant.user_id], "id").await?;
    }
    if end_grant(tx, op, &grant, scope, &place).await? { Ok(id) } else { refuse(WRONG_STATE, "") }
}

/// Ends a grant with its line in the audit trail; false where it had ended before.
pub(super) async fn end_grant(
    tx: &Tx,
    op: &Operation,
    grant: &Model,
    scope: Scope,
    place: &Place,
) -> Result<bool> {
    let row = ActiveModel { revoked_at: Set(Some(op.now)), ..Default::default() };
    let live = Condition::all().add(Column::Id.eq(grant.id)).add(Column::RevokedAt.is_null());
    if Entity::update_many().set(row).filter(live).exec(tx).await?.rows_affected == 0 {
        return Ok(false);
    }
    let line = audit::Line::new(deeds::REVOKE_ROLE, grant.id);
    write_line(tx, op, line, grant.user_id, (grant.role, scope), place).await?;
    live::tell(tx, Event::Rights(grant.user_id));
    Ok(true)
}

/// Registers are seen by everybody who is known; projects and editions may be drafts.
async fn is_visible(tx: &Tx, op: &Operation, scope: Scope) -> Result<bool> {
    let actor = &op.actor;
    Ok(match scope {
        Scope::Project(id) => {
            let seen = project::Entity::visible_to(actor);
            project::Entity::find_by_id(id).filter(seen).one(tx).await?.is_some()
        }
        Scope::Partner(id) => {
            let seen = project_partner::Entity::visible_to(actor);
            project_partner::Entity::find_by_id(id).filter(seen).one(tx).await?.is_some()
        }
        Scope::Edition(id) => {
            let seen = edition::Entity::visible_to(actor);
            edition::Entity::find_by_id(id).filter(seen).one(tx).await?.is_some()
        }
        Scope::Site(id) => {
            let seen = pilot_site::Entity::visible_to(actor);
            pilot_site::Entity::find_by_id(id).filter(seen).one(tx).await?.is_some()
        }
        _ => true,
    })
}

async fn write_line(
    tx: &Tx,
    op: &Operation,
    mut line: audit::Line<'_>,
    user: UserId,
    (role, scope): (Role, Scope),
    place: &Place,
) -> Result<()> {
    if let Some(project) = place.project {
        line = line.project(project);
    }
    let (kind, id) = scope.parts();
    let detail = serde_json::json!({ "user": user, "role": role, "scope_kind": kind, "scope_id": id });
    Ok(line.detail(detail).write(tx, op).await?)
}
