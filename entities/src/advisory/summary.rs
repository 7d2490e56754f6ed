//! Hours of advice and coaching of a project in a period, by topic and by subregion. Hours tell of nobody, so no cell is hidden.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::rights::READ_HOURS;
use super::{AdvisoryTopic, advisory_session, coaching_member, coaching_session};
use crate::partnerships::project;
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::{InstitutionId, PersonId, ProjectId, SubregionId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy::{Place, require};
use crate::shared::read::within;
use crate::shared::warsaw;

/// Hours of one topic in one subregion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// About what.
    pub topic: AdvisoryTopic,
    /// The subregion; none where they count to none.
    pub subregion: Option<SubregionId>,
    /// Sessions.
    pub sessions: i64,
    /// Minutes.
    pub minutes: i64,
    /// Participations: a person counts as often as they were there.
    pub participations: i64,
}

/// Hours of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Of advice.
    pub advice: Vec<Hours>,
    /// Of coaching.
    pub coaching: Vec<Hours>,
    /// Institutions that were advised, each once.
    pub institutions: usize,
    /// People who are or were coached where sessions were held, each once.
    pub coachees: usize,
}

/// What was held from the first day to the last, both included.
///
/// # Errors
/// Refused: not found, forbidden, invalid. The database failed.
pub async fn summary(
    db: &impl ConnectionTrait,
    op: &Operation,
    id: ProjectId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Summary> {
    let project = door::see::<project::Entity>(db, op, id, "projectId").await?;
    require(&op.actor, READ_HOURS, &Place { project: Some(project.id), ..Place::default() })?;
    let mut check = Check::default();
    check.period(("from", "to"), from, to);
    check.done()?;
    let (start, end) = (warsaw::start_of_day(from), warsaw::end_of_day(to));
    let advised = {
        use advisory_session::Column::{HeldAt, Minutes, ProjectId};
        let held = Condition::all().add(ProjectId.eq(id)).add(HeldAt.gte(start)).add(HeldAt.lt(end));
        // A correction to no minutes says that it did not take place.
        held.add(Minutes.gt(0))
    };
    let coached = {
        use coaching_session::Column::{HeldAt, ProjectId, RemovedAt};
        let held = Condition::all().add(ProjectId.eq(id)).add(HeldAt.gte(start)).add(HeldAt.lt(end));
        held.add(RemovedAt.is_null())
    };
    let advice = {
        use advisory_session::Column::{Id, Minutes, People, SubregionId, Topic};
        let rows = advisory_session::Entity::find().filter(advised.clone());
        hours(db, rows, (Topic, SubregionId), (Id, Minutes, People)).await?
    };
    let coaching = {
        use coaching_session::Column::{Id, Minutes, People, SubregionId, Topic};
        let rows = coaching_session::Entity::find().filter(coached.clone());
        hours(db, rows, (Topic, SubregionId), (Id, Minutes, People)).await?
    };
    let institutions: Vec<InstitutionId> = advisory_session::Entity::find()
        .select_only()
        .column(advisory_session::Column::InstitutionId)
        .filter(advised)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let coachees: Vec<PersonId> = coaching_member::Entity::find()
        .select_only()
        .column(coaching_member::Column::PersonId)
        .filter(within::<_, coaching_session::Entity>(
            coaching_member::Column::EngagementId,
            coaching_session::Column::EngagementId,
            coached,
        ))
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(Summary {
        advice,
        coaching,
        institutions: institutions.into_iter().collect::<BTreeSet<_>>().len(),
        coachees: coachees.into_iter().collect::<BTreeSet<_>>().len(),
    })
}

/// Sums of sessions by topic and subregion, in their order.
async fn hours<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: sea_orm::Select<E>,
    (topic, subregion): (E::Column, E::Column),
    (id, minutes, people): (E::Column, E::Column, E::Column),
) -> Result<Vec<Hours>> {
    // Sums of 32 bits are 64 bits wide on PostgreSQL; on SQLite all are.
    let sum = |column: E::Column| Expr::expr(column.sum()).cast_as("bigint");
    let found: Vec<(AdvisoryTopic, Option<SubregionId>, i64, i64, i64)> = rows
        .select_only()
        .column(topic)
        .column(subregion)
        .column_as(id.count(), "sessions")
        .column_as(sum(minutes), "minutes")
        .column_as(sum(people), "people")
        .group_by(topic)
        .group_by(subregion)
        .into_tuple()
        .all(db)
        .await?;
    let mut all: Vec<Hours> = found
        .into_iter()
        .map(|(topic, subregion, sessions, minutes, participations)| Hours {
            topic,
            subregion,
            sessions,
            minutes,
            participations,
        })
        .collect();
    all.sort();
    Ok(all)
}
