//! Whether what is counted is what is there: seats and waiting lists, series of numbers, versions, PESEL numbers with their
//! grounds, minutes of coaching. Counts change with the
//! rows they count, so a difference is a fault; it is found each night and by `zwornik doctor`. Each kind is one statement,
//! so nothing that happens meanwhile looks like a difference.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::deeds;
use crate::advisory::{coaching_engagement, coaching_session};
use crate::certificates::{certificate, number_confirmation, number_series};
use crate::clauses::{clause_version, information_clause};
use crate::partnerships::project;
use crate::pesel::{person_pesel, pesel_consent};
use crate::pilots::{cooperation_model, model_version};
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::EditionId;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::trainings::store::recount;
use crate::trainings::{EnrolmentState, edition, enrolment};
use crate::{audit, choice};

choice! {
    /// What is counted.
    pub enum Counted as "Counted" {
        /// Seats of an edition that are taken.
        Seats = "seats": "zajęte miejsca edycji" / "taken seats of an edition",
        /// People on the waiting list of an edition.
        Waiting = "waiting": "lista rezerwowa edycji" / "waiting list of an edition",
        /// The last number of a series.
        Series = "series": "ostatni numer serii" / "last number of a series",
        /// Versions of an information clause.
        Clauses = "clauses": "wersje klauzuli" / "versions of a clause",
        /// Versions of a cooperation model.
        Models = "models": "wersje modelu" / "versions of a model",
        /// PESEL numbers of a project, and those of people who were enrolled in it, with a consent that holds where that is
        /// the basis.
        Pesels = "pesels": "numery PESEL w projekcie, które mają podstawę" / "PESEL numbers of a project that have a ground",
        /// Minutes of the sessions of coaching.
        Coaching = "coaching": "wykorzystane minuty coachingu" / "used minutes of coaching",
    }
}

impl Counted {
    /// Whether the count may be set to what is there. The rest is for people to look at: numbers were printed.
    pub const fn may_be_mended(self) -> bool {
        matches!(self, Self::Seats | Self::Waiting)
    }
}

/// A count that is not what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// What is counted.
    pub what: Counted,
    /// The edition, series, clause, model, project or coaching.
    pub id: Uuid,
    /// What the count says.
    pub counted: i64,
    /// What is there.
    pub there: i64,
}

/// All counts that are not what is there.
///
/// # Errors
/// The database failed.
pub async fn drifts(db: &impl ConnectionTrait) -> Result<Vec<Drift>> {
    let mut found = vec![];
    for (what, compare) in [
        (Counted::Seats, of_edition(edition::Column::SeatsTaken, &seated())),
        (Counted::Waiting, of_edition(edition::Column::Waiting, &[EnrolmentState::Waitlisted])),
        (Counted::Series, of_series()),
        (Counted::Clauses, of_clauses()),
        (Counted::Models, of_models()),
        (Counted::Pesels, of_pesels()),
        (Counted::Coaching, of_coaching()),
    ] {
        for row in db.query_all(&compare).await? {
            let one = read(what, &row)?;
            if one.counted != one.there {
                found.push(one);
            }
        }
    }
    Ok(found)
}

/// The same for a worker's night: each difference is an error in the log.
///
/// # Errors
/// The database failed.
pub async fn report(db: &impl ConnectionTrait) -> Result<()> {
    for Drift { what, id, counted, there } in drifts(db).await? {
        tracing::error!(what = what.code(), %id, counted, there, "a count is not what is there");
    }
    Ok(())
}

/// Sets the counts of an edition to what is there, behind its lock. False where they are that already.
///
/// # Errors
/// The database failed.
pub async fn mend(tx: &Tx, op: &Operation, id: EditionId) -> Result<bool> {
    let Some(edition) = door::hold::<edition::Entity>(tx, id).await? else { return Ok(false) };
    let mut there: BTreeMap<&str, i32> = BTreeMap::new();
    for (column, states) in [("seats_taken", &seated()[..]), ("waiting", &[EnrolmentState::Waitlisted][..])] {
        let mut compare = of_edition(edition::Column::Id, states);
        compare.and_where(edition::Column::Id.eq(id));
        let row = tx.query_one(&compare).await?;
        let count: i64 = row.map(|row| row.try_get("", "there")).transpose()?.unwrap_or(0);
        there.insert(column, i32::try_from(count).unwrap_or(i32::MAX));
    }
    let [seats_taken, waiting] = ["seats_taken", "waiting"].map(|key| there.get(key).copied().unwrap_or(0));
    if (edition.seats_taken, edition.waiting) == (seats_taken, waiting) {
        return Ok(false);
    }
    recount(tx, id, (seats_taken, waiting)).await?;
    let detail = serde_json::json!({
        "seatsTaken": [edition.seats_taken, seats_taken],
        "waiting": [edition.waiting, waiting],
    });
    let line = audit::Line::new(deeds::MEND, id).project(edition.project_id);
    line.detail(detail).write(tx, op).await?;
    Ok(true)
}

/// States of people who have a seat, before and after the edition.
fn seated() -> Vec<EnrolmentState> {
    let all = EnrolmentState::ALL.iter().copied();
    all.filter(|state| state.holds_seat() || state.takes_part()).collect()
}

fn read(what: Counted, row: &QueryResult) -> Result<Drift> {
    // Counts are 32 bits wide, numbers of rows 64.
    let wide = |name: &str| row.try_get::<Option<i64>>("", name).map(Option::unwrap_or_default);
    Ok(Drift { what, id: row.try_get("", "id")?, counted: wide("counted")?, there: wide("there")? })
}

/// A value that one statement answers.
fn value(statement: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(statement.into()))
}

fn as_wide(expr: Expr) -> Expr {
    expr.cast_as("bigint")
}

fn of_edition(counted: edition::Column, states: &[EnrolmentState]) -> SelectStatement {
    let mut rows = Query::select();
    rows.expr(Func::count(Expr::col((enrolment::Entity, enrolment::Column::Id))))
        .from(enrolment::Entity)
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::EditionId))
                .equals((edition::Entity, edition::Column::Id)),
        )
        .and_where(enrolment::Column::State.is_in(states.iter().copied()));
    let mut all = Query::select();
    all.column((edition::Entity, edition::Column::Id)).from(edition::Entity);
    // Who only asks for what is there names the key.
    if !matches!(counted, edition::Column::Id) {
        all.expr_as(as_wide(Expr::col((edition::Entity, counted))), "counted");
    }
    all.expr_as(value(rows), "there").to_owned()
}

/// The last number that was given: printed on a certificate, or confirmed from papers after a restore.
fn of_series() -> SelectStatement {
    use number_series::Column::{Id, Last, ProjectId, Series, Year};
    let of = |column| Expr::col((number_series::Entity, column));
    let mut printed = Query::select();
    printed
        .expr(Func::max(Expr::col((certificate::Entity, certificate::Column::Ordinal))))
        .from(certificate::Entity)
        .and_where(of(ProjectId).equals((certificate::Entity, certificate::Column::ProjectId)))
        .and_where(of(Year).equals((certificate::Entity, certificate::Column::Year)))
        .and_where(of(Series).equals((certificate::Entity, certificate::Column::Series)));
    let mut confirmed = Query::select();
    confirmed
        .expr(Func::max(Expr::col((number_confirmation::Entity, number_confirmation::Column::Last))))
        .from(number_confirmation::Entity)
        .and_where(of(Year).equals((number_confirmation::Entity, number_confirmation::Column::Year)))
        .and_where(of(Series).equals((number_confirmation::Entity, number_confirmation::Column::Series)));
    let none_as_zero = |statement| Expr::from(Func::coalesce([value(statement), Expr::value(0)]));
    let (printed, confirmed) = (none_as_zero(printed), none_as_zero(confirmed));
    let last = Expr::case(printed.clone().gte(confirmed.clone()), printed).finally(confirmed);
    Query::select()
        .column((number_series::Entity, Id))
        .expr_as(as_wide(of(Last)), "counted")
        .expr_as(as_wide(last.into()), "there")
        .from(number_series::Entity)
        .to_owned()
}

fn of_clauses() -> SelectStatement {
    use clause_version::Column::{ClauseId, Id, Ordinal};
    let mut rows = Query::select();
    rows.from(clause_version::Entity).and_where(
        Expr::col((clause_version::Entity, ClauseId))
            .equals((information_clause::Entity, information_clause::Column::Id)),
    );
    let (last, many) = (Func::max(Ordinal.into_expr()), Func::count(Id.into_expr()));
    versions((information_clause::Entity, information_clause::Column::Id), &rows, last.into(), many.into())
}

fn of_models() -> SelectStatement {
    use model_version::Column::{Id, ModelId, Ordinal};
    let mut rows = Query::select();
    rows.from(model_version::Entity).and_where(
        Expr::col((model_version::Entity, ModelId))
            .equals((cooperation_model::Entity, cooperation_model::Column::Id)),
    );
    let (last, many) = (Func::max(Ordinal.into_expr()), Func::count(Id.into_expr()));
    versions((cooperation_model::Entity, cooperation_model::Column::Id), &rows, last.into(), many.into())
}

fn of_pesels() -> SelectStatement {
    use person_pesel::Column::{ConsentId, Id, PersonId, ProjectId};
    let of = |column| Expr::col((person_pesel::Entity, column));
    let mut kept = Query::select();
    kept.expr(Func::count(of(Id)))
        .from(person_pesel::Entity)
        .and_where(of(ProjectId).equals((project::Entity, project::Column::Id)));
    let mut enrolled = Query::select();
    enrolled
        .column((enrolment::Entity, enrolment::Column::Id))
        .from(enrolment::Entity)
        .and_where(of(PersonId).equals((enrolment::Entity, enrolment::Column::PersonId)))
        .and_where(of(ProjectId).equals((enrolment::Entity, enrolment::Column::ProjectId)));
    let mut over = Query::select();
    over.column((pesel_consent::Entity, pesel_consent::Column::Id))
        .from(pesel_consent::Entity)
        .and_where(of(ConsentId).equals((pesel_consent::Entity, pesel_consent::Column::Id)))
        .and_where(pesel_consent::Column::WithdrawnAt.is_not_null());
    let grounded =
        kept.clone().and_where(Expr::exists(enrolled)).and_where(Expr::exists(over).not()).to_owned();
    Query::select()
        .column((project::Entity, project::Column::Id))
        .expr_as(as_wide(value(kept)), "counted")
        .expr_as(as_wide(value(grounded)), "there")
        .from(project::Entity)
        .to_owned()
}

fn of_coaching() -> SelectStatement {
    use coaching_engagement::Column::{Id, UsedMin};
    let of = |column| Expr::col((coaching_engagement::Entity, column));
    let mut held = Query::select();
    held.expr(Func::sum(Expr::col((coaching_session::Entity, coaching_session::Column::Minutes))))
        .from(coaching_session::Entity)
        .and_where(
            Expr::col((coaching_session::Entity, coaching_session::Column::EngagementId))
                .equals((coaching_engagement::Entity, Id)),
        )
        .and_where(coaching_session::Column::RemovedAt.is_null());
    Query::select()
        .column((coaching_engagement::Entity, Id))
        .expr_as(as_wide(of(UsedMin)), "counted")
        .expr_as(as_wide(value(held)), "there")
        .from(coaching_engagement::Entity)
        .to_owned()
}

/// Versions are numbered from one without a gap: the last number is how many there are.
fn versions<E, C>((of, id): (E, C), rows: &SelectStatement, last: Expr, many: Expr) -> SelectStatement
where
    E: sea_orm::EntityTrait,
    C: ColumnTrait,
{
    let last = rows.clone().expr(last).to_owned();
    let many = rows.clone().expr(many).to_owned();
    Query::select()
        .column((of, id))
        .expr_as(as_wide(value(last)), "counted")
        .expr_as(as_wide(value(many)), "there")
        .from(of)
        .to_owned()
}
