//! Queries of clauses, and who may see them. What is published is public, in projects that are; drafts are seen by
//! staff of the project, those of the installation by staff of the whole installation. A receipt is seen by whoever
//! sees the person, and by the account.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::choice::{Occasion, choose};
use super::{VersionState, clause_receipt, clause_version, information_clause};
use crate::institutions::person;
use crate::partnerships::{project, store::projects_seen_by};
use crate::readable;
use crate::shared::actor::Actor;
use crate::shared::error::Result;
use crate::shared::ids::{ClauseId, ClauseVersionId, PersonId, UserId};
use crate::shared::policy::Readable;
use crate::shared::read::{self, everything, nothing, within};

readable! {
    information_clause => clauses_seen_by;
    clause_version => versions_seen_by;
}

impl read::Entity for clause_receipt::Entity {
    const ID: clause_receipt::Column = clause_receipt::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        use clause_receipt::Column;
        let who = Readable::of(actor);
        if who.all {
            return everything();
        }
        let mut any = Condition::any();
        if let Some(own) = actor.user_id() {
            any = any.add(Column::UserId.eq(own));
        }
        if let Some(own) = who.person {
            any = any.add(Column::PersonId.eq(own));
        }
        if who.looks_after_anything() {
            let seen = person::Entity::visible_to(actor);
            any = any.add(within::<_, person::Entity>(Column::PersonId, person::Column::Id, seen));
        }
        if any.is_empty() { nothing() } else { any }
    }
}

/// Clauses of the installation and of projects the actor sees.
fn in_sight(who: &Readable) -> Condition {
    use information_clause::Column;
    let seen = within::<_, project::Entity>(Column::ProjectId, project::Column::Id, projects_seen_by(who));
    Condition::any().add(Column::ProjectId.is_null()).add(seen)
}

/// Clauses of projects whose staff the actor is.
fn own(who: &Readable) -> Condition {
    Condition::all().add(information_clause::Column::ProjectId.is_in(who.projects.iter().copied()))
}

fn clauses_seen_by(who: &Readable) -> Condition {
    use information_clause::Column;
    if who.all {
        return everything();
    }
    let published = Condition::all().add(clause_version::Column::State.eq(VersionState::Published));
    let published =
        within::<_, clause_version::Entity>(Column::Id, clause_version::Column::ClauseId, published);
    Condition::any().add(Condition::all().add(in_sight(who)).add(published)).add(own(who))
}

fn versions_seen_by(who: &Readable) -> Condition {
    use clause_version::Column;
    if who.all {
        return everything();
    }
    let of = |clauses| {
        within::<_, information_clause::Entity>(Column::ClauseId, information_clause::Column::Id, clauses)
    };
    let published = Condition::all().add(Column::State.eq(VersionState::Published)).add(of(in_sight(who)));
    Condition::any().add(published).add(of(own(who)))
}

/// The versions that somebody has to receive on these occasions, in their order, each once.
///
/// # Errors
/// The database failed.
pub async fn present<C: ConnectionTrait>(
    db: &C,
    occasions: &[Occasion],
    today: NaiveDate,
) -> Result<Vec<clause_version::Model>> {
    use information_clause::Column;
    if occasions.is_empty() {
        return Ok(vec![]);
    }
    let projects = occasions.iter().filter_map(|occasion| occasion.project_id);
    let clauses: HashMap<ClauseId, _> = information_clause::Entity::find()
        .filter(Column::Purpose.is_in(occasions.iter().map(|occasion| occasion.purpose)))
        .filter(Condition::any().add(Column::ProjectId.is_null()).add(Column::ProjectId.is_in(projects)))
        .all(db)
        .await?
        .into_iter()
        .map(|clause| (clause.id, clause))
        .collect();
    if clauses.is_empty() {
        return Ok(vec![]);
    }
    let versions = clause_version::Entity::find()
        .filter(clause_version::Column::ClauseId.is_in(clauses.keys().copied()))
        .filter(clause_version::Column::State.eq(VersionState::Published))
        .filter(clause_version::Column::ValidFrom.lte(today))
        .order_by_asc(clause_version::Column::Ordinal)
        .all(db)
        .await?;
    let in_force: Vec<_> = versions
        .iter()
        .filter(|version| version.is_in_force(today))
        .filter_map(|version| {
            clauses.get(&version.clause_id).map(|of| (version.id, of.purpose, of.project_id))
        })
        .collect();
    let mut chosen: Vec<ClauseVersionId> = vec![];
    for id in occasions.iter().filter_map(|occasion| choose(*occasion, &in_force)) {
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    let of = |id: &ClauseVersionId| versions.iter().find(|version| version.id == *id).cloned();
    Ok(chosen.iter().filter_map(of).collect())
}

/// Who receives: a person, an account, or the account of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whom {
    /// The person.
    pub person_id: Option<PersonId>,
    /// The account.
    pub user_id: Option<UserId>,
}

impl Whom {
    pub(super) fn condition(&self) -> Condition {
        use clause_receipt::Column;
        if self.person_id.is_none() && self.user_id.is_none() {
            return nothing();
        }
        Condition::any()
            .add_option(self.person_id.map(|id| Column::PersonId.eq(id)))
            .add_option(self.user_id.map(|id| Column::UserId.eq(id)))
    }
}

/// Which of these versions somebody has received.
///
/// # Errors
/// The database failed.
pub async fn received<C: ConnectionTrait>(
    db: &C,
    whom: Whom,
    versions: &[ClauseVersionId],
) -> Result<HashSet<ClauseVersionId>> {
    use clause_receipt::Column;
    if versions.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<ClauseVersionId> = clause_receipt::Entity::find()
        .select_only()
        .column(Column::VersionId)
        .filter(whom.condition())
        .filter(Column::VersionId.is_in(versions.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The title and the Polish text of a published version that an actor may see, for a page that shows it.
///
/// # Errors
/// The database failed.
pub async fn shown<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: ClauseVersionId,
) -> Result<Option<(String, String)>> {
    let seen = Condition::all()
        .add(clause_version::Column::State.eq(VersionState::Published))
        .add(<clause_version::Entity as read::Entity>::visible_to(actor));
    let Some(version) = clause_version::Entity::find_by_id(id).filter(seen).one(db).await? else {
        return Ok(None);
    };
    let clause = information_clause::Entity::find_by_id(version.clause_id).one(db).await?;
    Ok(clause.map(|clause| (clause.title, version.text_pl)))
}
