//! The planner of nested reads: what a question wants, compiled once, read with one statement for each to-many level.
//!
//! A table that can be read implements [`Entity`]: its key and who may see its rows. A [`Level`] says what one place of a
//! question wants of a table: columns, rows by key, further [`List`]s with filter, order and window. [`page`] reads a list,
//! [`rows`] single rows, both with everything below. `visible_to` is in each statement, counts included, because a level
//! adds it by itself. What does not go through the planner adds it by itself: an action that loads what it is about to
//! change, a room's own query for an actor.
//!
//! The API translates a GraphQL selection into levels (`api/kit/src/compile.rs`) and writes the rows; nothing here knows
//! GraphQL.

//! Rooms declare filters with the names re-exported here, so that `api` needs no database crate of its own.

mod build;
mod cells;
mod cursor;
mod list;
mod load;
mod plan;
mod readable;
mod sql;
mod table;

use std::collections::BTreeMap;

use sea_orm::{EntityTrait, FromQueryResult, ModelTrait, QueryFilter, QuerySelect, QueryTrait};

pub use sea_orm::sea_query::{Expr, ExprTrait};
pub use sea_orm::{ColumnTrait, Condition, DbErr, Value};

pub(in crate::shared) use build::keys;
pub use cells::Cell;
pub use cursor::{BadCursor, Cursor};
pub use list::{List, Page};
pub use load::{by_ids, page, rows, sees};
pub use plan::Level;
pub use table::Table;

use super::actor::Actor;
use super::text;

/// Rows written by one statement.
pub const CHUNK: usize = 500;
/// Keys given to one statement; both databases take at least three times as many parameters.
pub const KEYS: usize = 10_000;
/// Most rows of one page.
pub const PAGE_MAX: u64 = 100;
/// Rows of a page whose size is not given.
pub const PAGE_DEFAULT: u64 = 20;

/// A table that can be read through the planner.
pub trait Entity:
    EntityTrait<Model: ModelTrait<Entity = Self> + FromQueryResult + Sync, Column: Send + Sync> + Send + Sync
{
    /// The primary key's column.
    const ID: Self::Column;
    /// Which rows `actor` may see.
    fn visible_to(actor: &Actor) -> Condition;

    /// The ways by which `actor` sees rows: together they are `visible_to`, and each can be read in order by an index. A list
    /// is read by each way for itself, a page at a time; one way is read as it is.
    fn ways(actor: &Actor) -> Vec<Condition> {
        vec![Self::visible_to(actor)]
    }

    /// The table, as statements are made of it.
    fn table() -> &'static Table {
        table::known::<Self>()
    }
}

/// The row type of a table.
pub type Row<E> = <E as EntityTrait>::Model;
/// The column type of a table.
pub type Column<E> = <E as EntityTrait>::Column;

/// Which rows of an ordered list.
#[derive(Clone, Debug)]
pub enum Window {
    /// The first `n` after a cursor.
    First(u64, Option<Cursor>),
    /// The last `n` before a cursor.
    Last(u64, Option<Cursor>),
    /// All of them, in the order of their keys.
    All,
}

/// An order: columns and one direction. The key is always the last column.
#[derive(Clone, Debug)]
pub struct Order {
    /// Names the order in cursors, so that a cursor of another order is refused.
    pub name: &'static str,
    /// Places of the columns before the key.
    pub columns: Vec<usize>,
    /// Descending.
    pub descending: bool,
}

impl Window {
    /// How many rows at most; none where all are wanted.
    fn size(&self) -> Option<u64> {
        match self {
            Self::First(n, _) | Self::Last(n, _) => Some(*n),
            Self::All => None,
        }
    }
}

/// A condition that no row meets.
pub fn nothing() -> Condition {
    Condition::all().add(Expr::value(1).eq(0))
}

/// A condition that every row meets.
pub fn everything() -> Condition {
    Condition::all()
}

/// Alternatives: whoever meets one of them is seen.
#[derive(Clone, Debug, Default)]
pub struct Any(Vec<Condition>);

impl Any {
    /// With one alternative more.
    #[must_use]
    pub fn or(mut self, condition: impl Into<Condition>) -> Self {
        self.0.push(condition.into());
        self
    }

    /// With an alternative for each key.
    #[must_use]
    pub fn or_each<C: ColumnTrait, K: Copy + Into<Value>>(mut self, column: C, keys: &[K]) -> Self {
        self.0.extend(keys.iter().map(|key| Condition::all().add(column.eq(*key))));
        self
    }

    /// With all alternatives of another.
    #[must_use]
    pub fn or_any(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Whether nobody is seen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each for itself.
    pub fn into_ways(self) -> Vec<Condition> {
        if self.is_empty() { vec![nothing()] } else { self.0 }
    }
}

impl From<Any> for Condition {
    fn from(any: Any) -> Self {
        if any.is_empty() { nothing() } else { any.0.into_iter().fold(Self::any(), Self::add) }
    }
}

/// From which side a relation is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// The other table's rows lead to rows of this one: for a list.
    Others,
    /// A row at hand is looked up in the other table: for rows that are joined or named.
    Row,
}

impl Lead {
    /// `column` is the key of a row of another table that meets a condition.
    pub fn within<C: ColumnTrait, E: EntityTrait>(
        self,
        column: C,
        key: E::Column,
        of: Condition,
    ) -> Condition {
        if self == Self::Others {
            return Condition::all().add(within::<C, E>(column, key, of));
        }
        let same = Expr::col((key.entity_name(), key)).equals((column.entity_name(), column));
        let rows = E::find().select_only().column(key).filter(same).filter(of).into_query();
        Condition::all().add(Expr::exists(rows))
    }
}

/// `column in (keys of the rows of another table that meet a condition)`.
pub fn within<C: ColumnTrait, E: EntityTrait>(column: C, key: E::Column, of: Condition) -> Expr {
    let keys = E::find().select_only().column(key).filter(of).into_query();
    Expr::col((column.entity_name(), column)).in_subquery(keys)
}

/// `column` is the key of nothing in another table that meets a condition.
pub fn without<C: ColumnTrait, E: EntityTrait>(column: C, key: E::Column, of: Condition) -> Expr {
    let same = Expr::col((key.entity_name(), key)).equals((column.entity_name(), column));
    let rows = E::find().select_only().column(key).filter(of).filter(same).into_query();
    Expr::exists(rows).not()
}

/// Longest text that is looked for, in characters: longer than any line that is stored.
const SOUGHT_MAX: usize = 500;

/// Whether a column of lines holds a text, whatever its case; the same on every database.
///
/// The databases know different capitals (SQLite those of ASCII, PostgreSQL those of its locale). So the capitals of
/// the letters that are looked for are made small one by one, and `LOWER` is left with those of ASCII.
pub fn holds<C: ColumnTrait>(column: C, text: &str) -> Expr {
    let sought = text::folded(&text::line(text));
    if sought.chars().count() > SOUGHT_MAX {
        return Expr::value(1).eq(0);
    }
    let capitals: BTreeMap<char, char> = sought
        .chars()
        .flat_map(|small| text::capitals(small).iter().map(move |capital| (*capital, small)))
        .collect();
    let stored = Expr::col((column.entity_name(), column));
    let small = capitals.into_iter().fold(stored, |text, (capital, small)| {
        let replaced = sea_orm::sea_query::Func::cust("replace").arg(text);
        Expr::expr(replaced.arg(Expr::value(capital.to_string())).arg(Expr::value(small.to_string())))
    });
    let pattern = sought.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Expr::expr(sea_orm::sea_query::Func::lower(small))
        .like(sea_orm::sea_query::LikeExpr::new(format!("%{pattern}%")).escape('\\'))
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::{PostgresQueryBuilder, Query, SqliteQueryBuilder};

    use super::*;
    use crate::trainings::edition;

    #[test]
    fn searching_names_the_capitals_of_the_letters_that_are_looked_for() {
        let query = Query::select().and_where(holds(edition::Column::Title, "\u{a0}ŁoS\u{301}%")).to_owned();
        for sql in [query.to_string(SqliteQueryBuilder), query.to_string(PostgresQueryBuilder)] {
            assert!(sql.contains("łoś") && sql.contains("LOWER("), "{sql}");
            assert_eq!(sql.to_lowercase().matches("replace(").count(), 2, "{sql}");
        }
        let endless = Query::select().and_where(holds(edition::Column::Title, &"ł".repeat(501))).to_owned();
        assert!(endless.to_string(SqliteQueryBuilder).contains("1 = 0"));
    }
}
