//! The planner of nested reads: one statement per level for all parents, whatever the number of rows.
//!
//! A table that can be read implements [`Entity`]: its key and who may see its rows. A [`Spec`] says what one
//! level wants: condition, order, window, and branches to further levels. [`page`] reads a top level, [`by_ids`]
//! single rows; both then load every branch for all their rows at once. `visible_to` is added to each of these
//! statements, counts included, so a declared relation cannot forget it. What does not go through the planner adds it by
//! itself: an action that loads what it is about to change, a room's own query for an actor.
//!
//! The API translates a GraphQL selection into a `Spec` (`api/kit/src/select.rs`); nothing here knows GraphQL.

//! Rooms declare filters with the names re-exported here, so that `api` needs no database crate of its own.

mod branch;
mod cursor;
mod readable;
mod sql;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use sea_orm::{
    DatabaseConnection, DbErr, EntityTrait, FromQueryResult, ModelTrait, Order as Direction, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

pub use sea_orm::sea_query::{Expr, ExprTrait};
pub use sea_orm::{ColumnTrait, Condition, Value};

pub use branch::{Branch, count, many, one};
pub use cursor::{BadCursor, Cursor};

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
    /// The row's key.
    fn id(row: &Self::Model) -> Uuid;
    /// Which rows `actor` may see.
    fn visible_to(actor: &Actor) -> Condition;
}

/// The row type of a table.
pub type Row<E> = <E as EntityTrait>::Model;
/// The column type of a table.
pub type Column<E> = <E as EntityTrait>::Column;

/// A row with what was loaded for it, by response key.
pub struct Node<E: Entity> {
    /// The row.
    pub row: E::Model,
    children: Vec<(Arc<str>, Child)>,
}

/// What a branch loaded for one parent; only the branch and its reader know the type.
pub type Child = Arc<dyn Any + Send + Sync>;

impl<E: Entity> Node<E> {
    /// A row with nothing loaded.
    pub fn bare(row: E::Model) -> Self {
        Self { row, children: vec![] }
    }

    /// Whether anything was loaded under a key made of several aliases, `a/b`.
    pub fn has_aliases(&self) -> bool {
        self.children.iter().any(|(key, _)| key.contains('/'))
    }

    /// What was loaded under `key`; none if nothing was, or something else was.
    pub fn child<T: Any + Send + Sync>(&self, key: &str) -> Option<Arc<T>> {
        let (_, child) = self.children.iter().find(|(k, _)| &**k == key)?;
        Arc::clone(child).downcast().ok()
    }
}

/// Which rows of an ordered list.
#[derive(Clone, Debug)]
pub enum Window {
    /// The first `n` after a cursor.
    First(u64, Option<Cursor>),
    /// The last `n` before a cursor.
    Last(u64, Option<Cursor>),
}

/// An order: columns and one direction. The key is always the last column.
#[derive(Clone, Debug)]
pub struct Order<E: Entity> {
    /// Names the order in cursors, so that a cursor of another order is refused.
    pub name: &'static str,
    /// Columns before the key.
    pub columns: Vec<E::Column>,
    /// Descending.
    pub descending: bool,
}

/// What one level wants.
pub struct Spec<E: Entity> {
    /// Filter, beside who may see what.
    pub filter: Condition,
    /// Order.
    pub order: Order<E>,
    /// Window.
    pub window: Window,
    /// Whether to find out if there is more.
    pub peek: bool,
    /// Whether to count all rows.
    pub total: bool,
    /// Whether rows are wanted at all, or only the count.
    pub rows: bool,
    /// Further levels.
    pub branches: Vec<Branch<E>>,
}

/// A page.
pub struct Page<E: Entity> {
    /// Its rows in order.
    pub nodes: Vec<Arc<Node<E>>>,
    /// Whether there is more in the direction of reading; false where nobody asked.
    pub more: bool,
    /// Whether the window was read from the end.
    pub backward: bool,
    /// Whether a cursor bounded the window.
    pub bounded: bool,
    /// All rows, where asked for.
    pub total: Option<u64>,
    /// The order, for cursors.
    pub order: Order<E>,
}

impl<E: Entity> Page<E> {
    /// The cursor of a row.
    pub fn cursor(&self, node: &Node<E>) -> String {
        Cursor::of::<E>(&self.order, &node.row).encode()
    }
}

impl Window {
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::First(n, _) | Self::Last(n, _) => *n,
        }
    }

    pub(super) fn backward(&self) -> bool {
        matches!(self, Self::Last(..))
    }

    pub(super) fn cursor(&self) -> Option<&Cursor> {
        match self {
            Self::First(_, cursor) | Self::Last(_, cursor) => cursor.as_ref(),
        }
    }
}

impl<E: Entity> Spec<E> {
    /// Columns and direction to read in: turned round for a window at the end.
    fn sorting(&self) -> (Vec<E::Column>, Direction) {
        let mut columns = self.order.columns.clone();
        columns.push(E::ID);
        let down = self.order.descending != self.window.backward();
        (columns, if down { Direction::Desc } else { Direction::Asc })
    }

    fn limit(&self) -> u64 {
        self.window.size() + u64::from(self.peek)
    }

    /// Cuts the extra row off and puts the rows in order.
    fn page(&self, mut rows: Vec<E::Model>, total: Option<u64>) -> (Vec<Node<E>>, Page<E>) {
        let size = usize::try_from(self.window.size()).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        if self.window.backward() {
            rows.reverse();
        }
        let page = Page {
            nodes: vec![],
            more,
            backward: self.window.backward(),
            bounded: self.window.cursor().is_some(),
            total,
            order: self.order.clone(),
        };
        (rows.into_iter().map(Node::bare).collect(), page)
    }
}

/// Reads a top level and everything below it.
///
/// # Errors
/// The database failed.
pub async fn page<E: Entity>(
    db: &DatabaseConnection,
    actor: &Actor,
    spec: &Spec<E>,
) -> Result<Page<E>, DbErr> {
    let visible = || E::find().filter(E::visible_to(actor)).filter(spec.filter.clone());
    let total = if spec.total { Some(visible().count(db).await?) } else { None };
    let rows = if spec.rows && spec.window.size() > 0 {
        let (columns, direction) = spec.sorting();
        let mut query = visible();
        if let Some(cursor) = spec.window.cursor() {
            query = query.filter(cursor.condition::<E>(&columns, &direction));
        }
        for column in columns {
            query = query.order_by(column, direction.clone());
        }
        query.limit(spec.limit()).all(db).await?
    } else {
        vec![]
    };
    let (mut nodes, mut page) = spec.page(rows, total);
    load(db, actor, &spec.branches, &mut nodes).await?;
    page.nodes = nodes.into_iter().map(Arc::new).collect();
    Ok(page)
}

/// Reads rows by key, with everything below them; what the actor may not see is left out.
///
/// # Errors
/// The database failed.
pub async fn by_ids<E: Entity>(
    db: &DatabaseConnection,
    actor: &Actor,
    ids: &[Uuid],
    branches: &[Branch<E>],
) -> Result<Vec<Node<E>>, DbErr> {
    let mut nodes = vec![];
    for chunk in ids.chunks(KEYS) {
        let rows = E::find().filter(E::visible_to(actor)).filter(sql::among(E::ID, chunk)).all(db).await?;
        nodes.extend(rows.into_iter().map(Node::bare));
    }
    load(db, actor, branches, &mut nodes).await?;
    Ok(nodes)
}

/// Loads branches for rows that are there already.
///
/// # Errors
/// The database failed.
pub async fn load<E: Entity>(
    db: &DatabaseConnection,
    actor: &Actor,
    branches: &[Branch<E>],
    nodes: &mut [Node<E>],
) -> Result<(), DbErr> {
    if nodes.is_empty() {
        return Ok(());
    }
    for branch in branches {
        let children = branch.load(db, actor, nodes).await?;
        for (node, child) in nodes.iter_mut().zip(children) {
            node.children.push((Arc::clone(&branch.key), child));
        }
    }
    Ok(())
}

/// Loads one branch for one row: for what a selection could not announce.
///
/// # Errors
/// The database failed.
pub async fn load_one<E: Entity>(
    db: &DatabaseConnection,
    actor: &Actor,
    branch: &Branch<E>,
    node: &Node<E>,
) -> Result<Option<Child>, DbErr> {
    Ok(branch.load(db, actor, std::slice::from_ref(node)).await?.pop())
}

/// A condition that no row meets.
pub fn nothing() -> Condition {
    Condition::all().add(Expr::value(1).eq(0))
}

/// A condition that every row meets.
pub fn everything() -> Condition {
    Condition::all()
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
