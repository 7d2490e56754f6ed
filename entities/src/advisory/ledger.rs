//! What support a person or an institution was given: trainings, advice and coaching across projects, as far as the viewer sees them.
//!
//! People are counted once, participations as often as there were any; both are never added up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{AdvisoryTopic, advisory_session, coaching_member, coaching_session};
use crate::choice;
use crate::institutions::{institution, person};
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, EnrolmentId, InstitutionId, PersonId, ProjectId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::read::{Entity as _, KEYS, within};
use crate::shared::warsaw;
use crate::trainings::{EnrolmentState, attendance, edition, enrolment};

/// Most rows of each kind that one answer is made of.
const ROWS: u64 = 2_000;

choice! {
    /// A kind of support.
    pub enum SupportKind {
        /// A training, workshop, school or conference.
        Training = "training": "szkolenie" / "training",
        /// Advice to an institution.
        Advice = "advice": "doradztwo" / "advice",
        /// Coaching.
        Coaching = "coaching": "coaching" / "coaching",
    }
}

/// Whose support it is.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// A person's.
    Person(PersonId),
    /// An institution's: of the people who represented it, and advice to it.
    Institution(InstitutionId),
}

/// One support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// What.
    pub kind: SupportKind,
    /// Its first day.
    pub on: NaiveDate,
    /// Title of the training; none for advice and coaching, which have a topic.
    pub title: Option<String>,
    /// About what, of advice and coaching.
    pub topic: Option<AdvisoryTopic>,
    /// Minutes: of trainings those attended, by all of its people together.
    pub minutes: i64,
    /// How many took part.
    pub people: i64,
    /// In which project.
    pub project: ProjectId,
}

/// What support somebody was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The latest first.
    pub all: Vec<Support>,
    /// People who took part in trainings and coaching, each once. People whom advice was given to have no names.
    pub people: usize,
    /// Whether nothing was left out because there is too much.
    pub is_whole: bool,
}

/// The support of somebody from the first day to the last, both included.
///
/// # Errors
/// Refused: not found, invalid. The database failed.
pub async fn ledger(
    db: &impl ConnectionTrait,
    op: &Operation,
    of: Whose,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Ledger> {
    match of {
        Whose::Person(id) => drop(door::see::<person::Entity>(db, op, id, "personId").await?),
        Whose::Institution(id) => {
            drop(door::see::<institution::Entity>(db, op, id, "institutionId").await?);
        }
    }
    let mut check = Check::default();
    check.period(("from", "to"), from, to);
    check.done()?;
    let mut ledger = Ledger { is_whole: true, ..Ledger::default() };
    let mut people = BTreeSet::new();
    trainings(db, op, of, (from, to), (&mut ledger, &mut people)).await?;
    match of {
        Whose::Person(id) => coaching(db, op, id, (from, to), (&mut ledger, &mut people)).await?,
        Whose::Institution(id) => advice(db, op, id, (from, to), &mut ledger).await?,
    }
    ledger.people = people.len();
    ledger.all.sort_by(|one, other| other.on.cmp(&one.on).then_with(|| one.title.cmp(&other.title)));
    Ok(ledger)
}

async fn trainings(
    db: &impl ConnectionTrait,
    op: &Operation,
    of: Whose,
    (from, to): (NaiveDate, NaiveDate),
    (ledger, people): (&mut Ledger, &mut BTreeSet<PersonId>),
) -> Result<()> {
    let theirs = match of {
        Whose::Person(id) => enrolment::Column::PersonId.eq(id),
        Whose::Institution(id) => enrolment::Column::InstitutionId.eq(id),
    };
    let held = Condition::all().add(edition::Column::StartsOn.lte(to)).add(edition::Column::EndsOn.gte(from));
    let rows = enrolment::Entity::find()
        .filter(theirs)
        .filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS))
        .filter(within::<_, edition::Entity>(enrolment::Column::EditionId, edition::Column::Id, held))
        .filter(enrolment::Entity::visible_to(&op.actor))
        .order_by_desc(enrolment::Column::Id)
        .limit(ROWS + 1)
        .all(db)
        .await?;
    ledger.is_whole &= rows.len() as u64 <= ROWS;
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.id).collect();
    let minutes = minutes(db, &ids).await?;
    let mut of_edition: BTreeMap<EditionId, (i64, i64)> = BTreeMap::new();
    for row in &rows {
        let sum = of_edition.entry(row.edition_id).or_default();
        sum.0 += minutes.get(&row.id).copied().unwrap_or_default();
        // Who never came was supported by nothing.
        if row.state != EnrolmentState::NoShow {
            sum.1 += 1;
            people.insert(row.person_id);
        }
    }
    let keys: Vec<EditionId> = of_edition.keys().copied().collect();
    for chunk in keys.chunks(KEYS) {
        let editions = edition::Entity::find().filter(edition::Column::Id.is_in(chunk.iter().copied()));
        for edition in editions.all(db).await? {
            let (minutes, people) = of_edition.get(&edition.id).copied().unwrap_or_default();
            if people > 0 {
                ledger.all.push(Support {
                    kind: SupportKind::Training,
                    on: edition.starts_on,
                    title: Some(edition.title),
                    topic: None,
                    minutes,
                    people,
                    project: edition.project_id,
                });
            }
        }
    }
    Ok(())
}

/// Minutes attended by enrolments.
async fn minutes(db: &impl ConnectionTrait, ids: &[EnrolmentId]) -> Result<HashMap<EnrolmentId, i64>> {
    let mut all = HashMap::new();
    for chunk in ids.chunks(KEYS) {
        let sum = Expr::expr(attendance::Column::Minutes.sum()).cast_as("bigint");
        let found: Vec<(EnrolmentId, i64)> = attendance::Entity::find()
            .select_only()
            .column(attendance::Column::EnrolmentId)
            .column_as(sum, "minutes")
            .filter(attendance::Column::EnrolmentId.is_in(chunk.iter().copied()))
            .group_by(attendance::Column::EnrolmentId)
            .into_tuple()
            .all(db)
            .await?;
        all.extend(found);
    }
    Ok(all)
}

async fn coaching(
    db: &impl ConnectionTrait,
    op: &Operation,
    id: PersonId,
    (from, to): (NaiveDate, NaiveDate),
    (ledger, people): (&mut Ledger, &mut BTreeSet<PersonId>),
) -> Result<()> {
    use coaching_session::Column;
    let theirs = Condition::all().add(coaching_member::Column::PersonId.eq(id));
    let rows = coaching_session::Entity::find()
        .filter(within::<_, coaching_member::Entity>(
            Column::EngagementId,
            coaching_member::Column::EngagementId,
            theirs,
        ))
        .filter(Column::HeldAt.gte(warsaw::start_of_day(from)))
        .filter(Column::HeldAt.lt(warsaw::end_of_day(to)))
        .filter(Column::RemovedAt.is_null())
        .filter(coaching_session::Entity::visible_to(&op.actor))
        .order_by_desc(Column::HeldAt)
        .order_by_desc(Column::Id)
        .limit(ROWS + 1)
        .all(db)
        .await?;
    ledger.is_whole &= rows.len() as u64 <= ROWS;
    if !rows.is_empty() {
        people.insert(id);
    }
    ledger.all.extend(rows.into_iter().map(|row| Support {
        kind: SupportKind::Coaching,
        on: warsaw::day(row.held_at),
        title: None,
        topic: Some(row.topic),
        minutes: row.minutes.into(),
        people: 1,
        project: row.project_id,
    }));
    Ok(())
}

async fn advice(
    db: &impl ConnectionTrait,
    op: &Operation,
    id: InstitutionId,
    (from, to): (NaiveDate, NaiveDate),
    ledger: &mut Ledger,
) -> Result<()> {
    use advisory_session::Column;
    let rows = advisory_session::Entity::find()
        .filter(Column::InstitutionId.eq(id))
        .filter(Column::HeldAt.gte(warsaw::start_of_day(from)))
        .filter(Column::HeldAt.lt(warsaw::end_of_day(to)))
        // A correction to no minutes says that it did not take place.
        .filter(Column::Minutes.gt(0))
        .filter(advisory_session::Entity::visible_to(&op.actor))
        .order_by_desc(Column::HeldAt)
        .order_by_desc(Column::Id)
        .limit(ROWS + 1)
        .all(db)
        .await?;
    ledger.is_whole &= rows.len() as u64 <= ROWS;
    ledger.all.extend(rows.into_iter().map(|row| Support {
        kind: SupportKind::Advice,
        on: warsaw::day(row.held_at),
        title: None,
        topic: Some(row.topic),
        minutes: row.minutes.into(),
        people: row.people.into(),
        project: row.project_id,
    }));
    Ok(())
}
