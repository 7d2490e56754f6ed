//! Walks the register: finds rows about a person, counts, reads and erases them. Statements are built from the
//! register, so what it names is what happens.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait, Func, LockType, Query};
use sea_orm::{Condition, ConnectionTrait, Order, QueryResult};
use uuid::Uuid;

use super::{Blank, ERASED_NAME, Entry, Erased, Rows, Shown, Way, When};
use crate::rooms::register;
use crate::shared::error::Result;
use crate::shared::ids::{PersonId, UserId};
use crate::shared::input::sort_key;
use crate::shared::locks::{CLAIMED, ORDER};
use crate::shared::read::nothing;
use crate::shared::tx::Tx;

/// By what rows about a person are found.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The person.
    pub person: PersonId,
    /// Their accounts.
    pub users: Vec<UserId>,
    /// Login addresses of the accounts.
    pub logins: Vec<String>,
}

/// Which rows of a table are about a person.
fn of_person(way: &Way, subject: &Subject) -> Condition {
    let all = Condition::all();
    match way {
        Way::Own => all.add(Expr::col("id").eq(subject.person.0)),
        Way::Person(column) => all.add(Expr::col(*column).eq(subject.person.0)),
        Way::User(_) if subject.users.is_empty() => nothing(),
        Way::User(column) => all.add(Expr::col(*column).is_in(subject.users.iter().map(|id| id.0))),
        Way::Login(_) if subject.logins.is_empty() => nothing(),
        Way::Login(column) => all.add(Expr::col(*column).is_in(subject.logins.iter().map(String::as_str))),
        Way::Through(column, table) => match register().find(|entry| entry.table == *table) {
            Some(next) => {
                let mut keys = Query::select();
                keys.column("id").from(*table).cond_where(of_person(&next.way, subject));
                all.add(Expr::col(*column).in_subquery(keys))
            }
            // The register's own test lets no such way be.
            None => nothing(),
        },
        Way::Any(ways) => ways.iter().fold(Condition::any(), |any, way| any.add(of_person(way, subject))),
    }
}

/// How many rows of a table are about a person.
///
/// # Errors
/// The database failed.
pub async fn count(db: &impl ConnectionTrait, entry: &Entry, subject: &Subject) -> Result<u64> {
    let mut query = Query::select();
    query.expr_as(Func::count(Expr::col("id")), "n").from(entry.table);
    query.cond_where(of_person(&entry.way, subject));
    let row = db.query_one(&query).await?;
    let count: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0);
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Rows of a table about a person, oldest first, with the columns that a copy shows.
///
/// # Errors
/// The database failed.
pub async fn read(db: &impl ConnectionTrait, entry: &Entry, subject: &Subject) -> Result<Vec<QueryResult>> {
    let mut query = Query::select();
    for column in entry.columns.iter().filter(|column| matches!(column.shown, Shown::As(..))) {
        query.column(column.name);
    }
    query.from(entry.table).cond_where(of_person(&entry.way, subject)).order_by("id", Order::Asc);
    Ok(db.query_all(&query).await?)
}

/// What happened to the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The table.
    pub table: &'static str,
    /// Whether the rows were deleted, or columns blanked.
    pub deleted: bool,
    /// How many rows.
    pub rows: u64,
}

/// Whether something goes now.
const fn is_now(when: When, is_complete: bool) -> bool {
    match when {
        When::AtOnce => true,
        When::AfterProjects => is_complete,
    }
}

/// Whether an erasure deletes the rows of a table, and which columns of it it blanks.
pub fn effect(entry: &Entry, is_complete: bool) -> (bool, Vec<(&'static str, Blank)>) {
    let deletes = matches!(entry.rows, Rows::Go(when) if is_now(when, is_complete));
    let blanked = entry.columns.iter().filter_map(|column| match column.erased {
        Erased::Blank(when, blank) if is_now(when, is_complete) => Some((column.name, blank)),
        _ => None,
    });
    (deletes, if deletes { vec![] } else { blanked.collect() })
}

/// The trail, whose lines never change.
const TRAIL: &str = "audit_entry";

/// Locks all rows about a person, in the order of locks. Answers the tables that have any.
///
/// # Errors
/// The database failed.
pub async fn hold(tx: &Tx, subject: &Subject) -> Result<BTreeSet<&'static str>> {
    let mut held = BTreeSet::new();
    for table in ORDER.iter().chain(CLAIMED).filter(|table| **table != TRAIL) {
        let Some(entry) = register().find(|entry| entry.table == *table) else { continue };
        let mut rows = Query::select();
        rows.column("id").from(entry.table).cond_where(of_person(&entry.way, subject));
        if !tx.query_all(rows.order_by("id", Order::Asc).lock(LockType::NoKeyUpdate)).await?.is_empty() {
            held.insert(entry.table);
        }
    }
    Ok(held)
}

/// Does what the register says: deletes rows, blanks columns. What hangs together with more than one row (seats,
/// certificates, files, accounts) is done by actions before. Only tables of which rows are `held` are gone through.
///
/// # Errors
/// The database failed.
pub async fn erase(
    tx: &Tx,
    subject: &Subject,
    held: &BTreeSet<&'static str>,
    is_complete: bool,
) -> Result<Vec<Touched>> {
    let mut touched = vec![];
    for entry in register() {
        let (deletes, blanked) = effect(entry, is_complete);
        let theirs = of_person(&entry.way, subject);
        let rows = if (deletes || !blanked.is_empty()) && !held.contains(entry.table) {
            0
        } else if deletes {
            let mut delete = Query::delete();
            delete.from_table(entry.table).cond_where(theirs);
            tx.execute(&delete).await?.rows_affected()
        } else if blanked.is_empty() {
            continue;
        } else {
            blank(tx, entry.table, &blanked, theirs).await?
        };
        touched.push(Touched { table: entry.table, deleted: deletes, rows });
    }
    Ok(touched)
}

async fn blank(
    tx: &Tx,
    table: &'static str,
    columns: &[(&'static str, Blank)],
    theirs: Condition,
) -> Result<u64> {
    let mut update = Query::update();
    update.table(table).cond_where(theirs.clone());
    let mut keyed = vec![];
    let mut any = false;
    for (column, blank) in columns {
        let value = match blank {
            Blank::Null => Expr::value(None::<String>),
            Blank::Dash => Expr::value(ERASED_NAME),
            Blank::SortKey => Expr::value(sort_key(ERASED_NAME)),
            Blank::False => Expr::value(false),
            Blank::Key => {
                keyed.push(*column);
                continue;
            }
        };
        update.value(*column, value);
        any = true;
    }
    let mut select = Query::select();
    select.column("id").from(table).cond_where(theirs);
    let mut ids: Vec<Uuid> = vec![];
    for row in tx.query_all(&select).await? {
        ids.push(row.try_get("", "id")?);
    }
    // Before the row changes by what it is found.
    if any {
        tx.execute(&update).await?;
    }
    for column in keyed {
        for id in &ids {
            let mut own = Query::update();
            own.table(table).value(column, format!("erased:{}", id.simple()));
            own.and_where(Expr::col("id").eq(*id));
            tx.execute(&own).await?;
        }
    }
    Ok(ids.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_projects_goes_with_a_complete_erasure_alone() {
        let of =
            |table: &str, is_complete| effect(register().find(|e| e.table == table).unwrap(), is_complete);
        let names = |(_, columns): (bool, Vec<(&'static str, Blank)>)| -> Vec<&str> {
            columns.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(of("person", false)), ["email", "new_email", "former_email", "phone"]);
        let all = ["first_name", "last_name", "sort_key", "email", "new_email", "former_email", "phone"];
        assert_eq!(names(of("person", true)), all);
        assert!(!of("employment", false).0 && of("employment", true).0);
        assert!(of("credential", false).0 && of("credential", true).0);
    }
}
