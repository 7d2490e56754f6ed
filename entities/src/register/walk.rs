//! Walks the register: finds rows about a person, counts, reads and erases them. Statements are built from the
//! register, so what it names is what happens.

use std::collections::BTreeSet;

use sea_orm::sea_query::{BinOper, Expr, ExprTrait, Func, LockType, Query};
use sea_orm::{Condition, ConnectionTrait, Order, QueryResult};
use uuid::Uuid;

use super::{Blank, ERASED_NAME, Entry, Erased, Rows, Shown, Way, When};
use crate::rooms::register;
use crate::shared::error::Result;
use crate::shared::ids::{PersonId, UserId};
use crate::shared::input::sort_key;
use crate::shared::locks::{CLAIMED, ORDER};
use crate::shared::read::nothing;
use crate::shared::tx::{Tx, is_postgres};

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
        Way::Through(column, table) => by_rows_of(column, (table, "id"), subject),
        Way::Beside(column, table, same) => by_rows_of(column, (table, same), subject),
        Way::Any(ways) => ways.iter().fold(Condition::any(), |any, way| any.add(of_person(way, subject))),
    }
}

/// Rows whose `column` holds what rows about the person in another table hold.
fn by_rows_of(
    column: &'static str,
    (table, same): (&'static str, &'static str),
    subject: &Subject,
) -> Condition {
    // The register's own test lets no way lead to a table that it does not name.
    let Some(next) = register().find(|entry| entry.table == table) else { return nothing() };
    let mut keys = Query::select();
    keys.column(same).from(table).cond_where(of_person(&next.way, subject));
    Condition::all().add(Expr::col(column).in_subquery(keys))
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The table.
    pub table: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Whether the rows were deleted.
    pub deleted: bool,
    /// Columns that were changed in rows that stay.
    pub changed: Vec<&'static str>,
    /// How many rows there were in which anything was left to do.
    pub rows: u64,
}

impl Touched {
    /// What an action did that changes columns of a table of the register.
    pub fn by(table: &'static str, changed: &[&'static str], rows: u64) -> Self {
        let label = register().find(|entry| entry.table == table).map_or(table, |entry| entry.label);
        Self { table, label, deleted: false, changed: changed.to_vec(), rows }
    }
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

/// Accounts.
const USER: &str = "user";

/// The trail, whose lines never change.
const TRAIL: &str = "audit_entry";

/// Locks all rows about a person, in the order of locks, and `beside` them accounts of others. Answers the tables that have
/// any.
///
/// # Errors
/// The database failed.
pub async fn hold(tx: &Tx, subject: &Subject, beside: &[UserId]) -> Result<BTreeSet<&'static str>> {
    let mut held = BTreeSet::new();
    for table in ORDER.iter().chain(CLAIMED).filter(|table| **table != TRAIL) {
        let Some(entry) = register().find(|entry| entry.table == *table) else { continue };
        let mut rows = Query::select();
        let mut which = of_person(&entry.way, subject);
        if entry.table == USER && !beside.is_empty() {
            which = Condition::any().add(which).add(Expr::col("id").is_in(beside.iter().map(|id| id.0)));
        }
        rows.column("id").from(entry.table).cond_where(which);
        if !tx.query_all(rows.order_by("id", Order::Asc).lock(LockType::NoKeyUpdate)).await?.is_empty() {
            held.insert(entry.table);
        }
    }
    Ok(held)
}

/// Does what the register says: deletes rows, blanks columns that are not blank yet. What hangs together with more than one
/// row (seats, certificates, files, accounts) is done by actions before. Only tables of which rows are `held` are gone
/// through. Answers the tables in which there was anything to do.
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
    for entry in register().filter(|entry| held.contains(entry.table)) {
        let (deleted, blanked) = effect(entry, is_complete);
        let theirs = of_person(&entry.way, subject);
        let rows = if deleted {
            let mut delete = Query::delete();
            delete.from_table(entry.table).cond_where(theirs);
            tx.execute(&delete).await?.rows_affected()
        } else if blanked.is_empty() {
            continue;
        } else {
            blank(tx, entry.table, &blanked, theirs).await?
        };
        if rows > 0 {
            let changed = blanked.into_iter().map(|(column, _)| column).collect();
            touched.push(Touched { table: entry.table, label: entry.label, deleted, changed, rows });
        }
    }
    Ok(touched)
}

/// Hands rows over from one key to another: those whose `column` holds it. Where no two rows may be alike in what stands
/// `beside`, those that the other has already go. Answers how many were handed over.
///
/// # Errors
/// The database failed.
pub async fn hand_over(
    tx: &Tx,
    table: &'static str,
    (column, beside): (&'static str, Option<&'static str>),
    (from, to): (Uuid, Uuid),
) -> Result<u64> {
    if let Some(beside) = beside {
        let mut known = Query::select();
        known.column(beside).from(table).and_where(Expr::col(column).eq(to));
        known.and_where(Expr::col(beside).is_not_null());
        let mut twins = Query::delete();
        twins.from_table(table).and_where(Expr::col(column).eq(from));
        tx.execute(twins.and_where(Expr::col(beside).in_subquery(known))).await?;
    }
    let mut rows = Query::update();
    rows.table(table).value(column, to).and_where(Expr::col(column).eq(from));
    Ok(tx.execute(&rows).await?.rows_affected())
}

/// Columns of tables, in the order of locks, that hold the key of a person.
pub fn columns_of_people() -> Vec<(&'static str, &'static str)> {
    let of = |entry: &'static Entry| match &entry.way {
        Way::Person(column) => Some((entry.table, *column)),
        Way::Any(ways) => ways.iter().find_map(|way| match way {
            Way::Person(column) => Some((entry.table, *column)),
            _ => None,
        }),
        _ => None,
    };
    let all: Vec<_> = register().filter_map(of).collect();
    let ordered = ORDER.iter().filter_map(|table| all.iter().find(|(known, _)| known == table));
    // Lines of the trail stay as they were written.
    ordered.filter(|(table, _)| *table != TRAIL).copied().collect()
}

/// Blanks columns of rows in which one of them is not blank yet; answers how many there were.
async fn blank(
    tx: &Tx,
    table: &'static str,
    columns: &[(&'static str, Blank)],
    theirs: Condition,
) -> Result<u64> {
    let mut update = Query::update();
    let mut left = Condition::any();
    for (column, blank) in columns {
        let col = || Expr::col(*column);
        let (value, not_yet) = match blank {
            Blank::Null => (Expr::value(None::<String>), col().is_not_null()),
            Blank::Dash => (Expr::value(ERASED_NAME), col().ne(ERASED_NAME)),
            Blank::SortKey => {
                let key = sort_key(ERASED_NAME);
                (Expr::value(key.clone()), col().ne(key))
            }
            Blank::False => (Expr::value(false), col().eq(true)),
            Blank::Key => (own_key(tx), col().not_like(format!("{ERASED_KEY}%"))),
        };
        update.value(*column, value);
        left = left.add(not_yet);
    }
    update.table(table).cond_where(theirs).cond_where(left);
    Ok(tx.execute(&update).await?.rows_affected())
}

/// What stands before the key of a row where values must differ.
pub const ERASED_KEY: &str = "erased:";

/// The key of the row itself, as text that looks the same on both databases.
fn own_key(db: &impl ConnectionTrait) -> Expr {
    let key = if is_postgres(db.get_database_backend()) {
        Func::cust("replace").arg(Expr::col("id").cast_as("text")).arg("-").arg("")
    } else {
        Func::lower(Func::cust("hex").arg(Expr::col("id")))
    };
    Expr::val(ERASED_KEY).binary(BinOper::Custom("||"), Expr::from(key))
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
