//! Numbers after a restore: held, because nobody knows what was issued after the backup, until an administrator
//! confirms the last number of each series.

use chrono::{DateTime, Datelike, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::audit;
use crate::certificates::{deeds, number_confirmation, number_hold, number_series, store};
use crate::partnerships::project;
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::RestoreId;
use crate::shared::operation::Operation;
use crate::shared::refusals::{NOT_FOUND, RANGE, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::shared::warsaw;

/// Holds all numbers of the years between a backup and now.
///
/// # Errors
/// The database failed.
pub async fn hold_numbers(
    tx: &Tx,
    op: &Operation,
    id: RestoreId,
    backup_made_at: DateTime<Utc>,
) -> Result<()> {
    let (from_year, to_year) = (warsaw::day(backup_made_at).year(), op.today().year());
    let row = number_hold::ActiveModel {
        id: Set(id),
        backup_made_at: Set(backup_made_at),
        restored_at: Set(op.now),
        from_year: Set(from_year),
        // A clock that was set back must not free the numbers of its future.
        to_year: Set(to_year.max(from_year)),
    };
    number_hold::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The last number of a series in a year, from papers outside the database.
#[derive(Clone, Debug)]
pub struct LastNumber {
    /// Series, as printed.
    pub series: String,
    /// Calendar year of issue.
    pub year: i32,
    /// The last number that was given out; 0 where none was.
    pub last: i32,
}

/// Confirms the last number of a series: numbers go on after it. Answers the last number that the database knew.
///
/// # Errors
/// Refused: a series that no project has, a series that is not held, a number below what the database knows.
pub async fn confirm_last_number(tx: &Tx, op: &Operation, confirmed: LastNumber) -> Result<i32> {
    let LastNumber { series, year, last } = confirmed;
    let holds = store::open_holds(tx, &series, year).await?;
    if holds.is_empty() {
        return refuse(WRONG_STATE, "series");
    }
    let counter = number_series::Entity::find()
        .filter(number_series::Column::Series.eq(&series))
        .filter(number_series::Column::Year.eq(year))
        .one(tx)
        .await?;
    let known = counter.as_ref().map_or(0, |counter| counter.last);
    if last < known {
        return Err(Refusal::form("last", RANGE.of(i64::from(known)).of(i64::from(i32::MAX))).into());
    }
    let project_id = match counter {
        Some(counter) => {
            number_series::Entity::update_many()
                .col_expr(number_series::Column::Last, Expr::value(last))
                .filter(number_series::Column::Id.eq(counter.id))
                .exec(tx)
                .await?;
            counter.project_id
        }
        None => {
            let of = project::Entity::find().filter(project::Column::CertificateSeries.eq(&series));
            let Some(project) = of.one(tx).await? else { return refuse(NOT_FOUND, "series") };
            let row = number_series::ActiveModel {
                id: Set(op.id()),
                project_id: Set(project.id),
                year: Set(year),
                series: Set(series.clone()),
                last: Set(last),
            };
            number_series::Entity::insert(row).exec_without_returning(tx).await?;
            project.id
        }
    };
    for hold in holds {
        let row = number_confirmation::ActiveModel {
            id: Set(op.id()),
            hold_id: Set(hold.id),
            series: Set(series.clone()),
            year: Set(year),
            last: Set(last),
            confirmed_at: Set(op.now),
        };
        number_confirmation::Entity::insert(row).exec_without_returning(tx).await?;
    }
    let detail = serde_json::json!({ "series": series, "year": year, "known": known, "last": last });
    let line = audit::Line::new(deeds::CONFIRM_LAST_NUMBER, project_id).project(project_id);
    line.detail(detail).write(tx, op).await?;
    Ok(known)
}
