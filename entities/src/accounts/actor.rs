//! From a user to an actor: live roles with the voivodeships their scopes reach into.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::store::{live_grants, scope_of};
use super::{UserState, role_grant, user};
use crate::partnerships::project_partner::{Column, Entity};
use crate::partnerships::{PartnerRole, PartnerState};
use crate::shared::actor::{Actor, Grant, Role, Scope, ScopeKind, UserActor};
use crate::shared::db::Db;
use crate::shared::error::Result;
use crate::shared::ids::{PartnerId, PersonId, ProjectId, UnitId, UserId};

/// The actor that a user is on a day; none where there is no such user or they are blocked.
///
/// # Errors
/// The database failed.
pub async fn actor_of(db: &Db, user_id: UserId, today: NaiveDate) -> Result<Option<Actor>> {
    let active = user::Column::State.eq(UserState::Active);
    match user::Entity::find_by_id(user_id).filter(active).one(&db.reader).await? {
        Some(user) => Ok(Some(actor_with_roles(&db.reader, (user.id, user.person_id), today).await?)),
        None => Ok(None),
    }
}

/// Loads the roles of a user who is known to be active: one statement, two where a role is held within a project.
///
/// # Errors
/// The database failed.
pub async fn actor_with_roles<C: ConnectionTrait>(
    db: &C,
    (user_id, person_id): (UserId, Option<PersonId>),
    today: NaiveDate,
) -> Result<Actor> {
    let held = live_grants(db, user_id).await?;
    let held: Vec<(_, Scope)> =
        held.iter().filter_map(|grant| Some((grant.role, scope_of(grant)?))).collect();
    let reach = Reach::of(db, held.iter().map(|(_, scope)| *scope)).await?;
    let grants = held
        .into_iter()
        .filter(|(_, scope)| reach.is_there(*scope))
        .map(|(role, scope)| Grant { role, scope, reach: reach.of_scope(scope) })
        .collect();
    Ok(Actor::User(Arc::new(UserActor { user_id, person_id, grants, today, token: None })))
}

/// A role as it is stored, with the partner that its scope is, or that leads the project that it is.
pub(super) struct Held {
    pub(super) role: Role,
    pub(super) scope: Scope,
    /// The partner, where it takes part.
    pub(super) partner: Option<PartnerId>,
    /// Its voivodeship.
    pub(super) reach: Option<UnitId>,
}

/// By what a role finds the partner that it reaches by: its own, or the lead of its project, if it takes part.
pub(super) fn reached() -> Condition {
    use role_grant::Column::{ScopeId, ScopeKind as Kind};
    let same = |column: Column| Expr::col((Entity, column)).equals((role_grant::Entity, ScopeId));
    let own = Condition::all().add(Kind.eq(ScopeKind::Partner)).add(same(Column::Id));
    let lead = Condition::all()
        .add(Kind.eq(ScopeKind::Project))
        .add(same(Column::ProjectId))
        .add(Column::Role.eq(PartnerRole::Lead));
    Condition::all().add(Column::State.eq(PartnerState::Accepted)).add(Condition::any().add(own).add(lead))
}

/// The actor with the roles that were read beside them. A role at a partner that is only invited, or gone, rests.
pub(super) fn actor_of_held(
    (user_id, person_id): (UserId, Option<PersonId>),
    held: Vec<Held>,
    today: NaiveDate,
) -> Actor {
    let in_force = |held: &Held| held.partner.is_some() || !matches!(held.scope, Scope::Partner(_));
    let grants = held.into_iter().filter(in_force).map(|held| {
        let reach = held.reach.into_iter().collect();
        Grant { role: held.role, scope: held.scope, reach }
    });
    Actor::User(Arc::new(UserActor { user_id, person_id, grants: grants.collect(), today, token: None }))
}

/// Voivodeships of partners, and of the leads of whole projects: a project reaches into its lead's registers alone.
#[derive(Debug, Default)]
struct Reach {
    /// Partners that take part. A role at one that is only invited, or gone, rests.
    partners: HashMap<PartnerId, Option<UnitId>>,
    leads: HashMap<ProjectId, UnitId>,
}

impl Reach {
    async fn of<C: ConnectionTrait>(db: &C, scopes: impl Iterator<Item = Scope>) -> Result<Self> {
        let (mut partners, mut projects) = (vec![], vec![]);
        for scope in scopes {
            match scope {
                Scope::Partner(id) => partners.push(id),
                Scope::Project(id) => projects.push(id),
                _ => {}
            }
        }
        if partners.is_empty() && projects.is_empty() {
            return Ok(Self::default());
        }
        let led =
            Condition::all().add(Column::ProjectId.is_in(projects)).add(Column::Role.eq(PartnerRole::Lead));
        let named = Condition::any().add(Column::Id.is_in(partners)).add(led);
        let rows: Vec<(PartnerId, ProjectId, PartnerRole, Option<UnitId>)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::ProjectId, Column::Role, Column::VoivodeshipId])
            .filter(named)
            .filter(Column::State.eq(PartnerState::Accepted))
            .into_tuple()
            .all(db)
            .await?;
        let mut reach = Self::default();
        for (partner, project, role, voivodeship) in rows {
            reach.partners.insert(partner, voivodeship);
            if let (PartnerRole::Lead, Some(voivodeship)) = (role, voivodeship) {
                reach.leads.insert(project, voivodeship);
            }
        }
        Ok(reach)
    }

    fn is_there(&self, scope: Scope) -> bool {
        match scope {
            Scope::Partner(id) => self.partners.contains_key(&id),
            _ => true,
        }
    }

    fn of_scope(&self, scope: Scope) -> Vec<UnitId> {
        let reached = match scope {
            Scope::Partner(id) => self.partners.get(&id).copied().flatten(),
            Scope::Project(id) => self.leads.get(&id).copied(),
            _ => None,
        };
        reached.into_iter().collect()
    }
}
