//! Lists: pages of rows in an order, for one parent or for many.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{Condition, DbBackend, DbErr, Order as Direction};
use uuid::Uuid;

use super::build::{Build, keys};
use super::cells::Rows;
use super::plan::Level;
use super::{Cursor, Order, Table, Window};
use crate::shared::actor::Actor;

/// Most ways that are read for themselves; with more, a row's conditions are compared all at once.
const WAYS: usize = 16;

/// An ordered list, and the pages that were read of it.
pub struct List {
    /// Which rows, beside who may see what.
    pub(super) filter: Condition,
    pub(super) order: Order,
    pub(super) window: Window,
    /// Whether to find out if there is more.
    pub peek: bool,
    /// Whether to count all rows.
    pub total: bool,
    /// Whether rows are wanted at all, or only the count.
    pub rows: bool,
    /// The rows.
    pub level: Level,
    pub(super) pages: Vec<Page>,
    /// For each parent its page, where they are not one to one.
    pub(super) of: Option<Vec<usize>>,
    pub(super) counted: u64,
    last: Option<Uuid>,
    over: bool,
}

/// One page of a list: rows of its level, in the order they were read in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    /// The first row.
    pub start: usize,
    /// The row after the last.
    pub end: usize,
    /// Whether there is more in the direction of reading; false where nobody asked.
    pub more: bool,
}

impl List {
    /// A list of a table.
    pub fn of(table: &'static Table, filter: Condition, order: Order, window: Window) -> Self {
        Self {
            filter,
            order,
            window,
            peek: false,
            total: false,
            rows: false,
            level: Level::of(table),
            pages: vec![],
            of: None,
            counted: 0,
            last: None,
            over: false,
        }
    }

    /// Rows that meet a condition, in the order of their keys.
    pub(super) fn all(level: Level, filter: Condition) -> Self {
        let order = Order { name: "", columns: vec![], descending: false };
        let mut list = Self::of(level.table, filter, order, Window::All);
        (list.level, list.rows) = (level, true);
        list
    }

    /// Wants what cursors are made of.
    pub fn want_cursors(&mut self) {
        for column in &self.order.columns {
            self.level.want(*column);
        }
    }

    /// Whether the window is read from the end.
    pub fn is_backward(&self) -> bool {
        matches!(self.window, Window::Last(..))
    }

    /// Whether a cursor bounds the window.
    pub fn is_bounded(&self) -> bool {
        matches!(&self.window, Window::First(_, Some(_)) | Window::Last(_, Some(_)))
    }

    /// How many rows the whole list has, where it is no part of another.
    pub fn counted(&self) -> u64 {
        self.counted
    }

    /// The only page, where it is no part of another.
    pub fn page(&self) -> Page {
        self.pages.first().copied().unwrap_or_default()
    }

    /// The cursor of a row.
    ///
    /// # Errors
    /// Cursors were not wanted.
    pub fn cursor(&self, row: usize) -> Result<String, DbErr> {
        Ok(Cursor::of(&self.order, self.level.table, |column| self.level.cell(row, column))?.encode())
    }

    /// Whether a statement reads rows of it.
    pub(super) fn is_read(&self) -> bool {
        self.rows && self.window.size() != Some(0)
    }

    /// Columns and direction to read in: turned round for a window at the end.
    pub(super) fn sorting(&self) -> (Vec<&'static str>, Direction) {
        let table = self.level.table;
        let columns =
            self.order.columns.iter().copied().chain([table.id]).map(|column| table.name_of(column));
        let down = self.order.descending != self.is_backward();
        (columns.collect(), if down { Direction::Desc } else { Direction::Asc })
    }

    /// The page of one parent, or of all.
    pub(super) fn source(&self, actor: &Actor) -> SelectStatement {
        let mut source = self.level.source(actor, &self.order.columns);
        self.restrict(&mut source);
        source
    }

    /// Adds filter, order and window.
    fn restrict(&self, source: &mut SelectStatement) {
        let table = self.level.table;
        source.cond_where(self.filter.clone());
        let (columns, direction) = self.sorting();
        if let Window::First(_, Some(cursor)) | Window::Last(_, Some(cursor)) = &self.window {
            source.cond_where(cursor.condition(table, &columns, &direction));
        }
        for column in columns {
            source.order_by((Alias::new(table.name), Alias::new(column)), direction.clone());
        }
        if let Some(size) = self.window.size() {
            source.limit(size + u64::from(self.peek));
        }
    }

    /// The same by the ways for themselves: a page by each, in the list's order, and of all these the first rows. No way
    /// reads more than a page, however many rows can be seen by it.
    fn merged(&self, ways: Vec<Condition>) -> SelectStatement {
        let table = self.level.table;
        let (name, id) = (Alias::new(table.name), Alias::new(table.name_of(table.id)));
        let mut all: Option<SelectStatement> = None;
        for way in ways {
            let mut page = Query::select();
            page.column((name.clone(), id.clone())).from(name.clone()).cond_where(way);
            self.restrict(&mut page);
            // A page within a union stands in a statement of its own on SQLite.
            let mut keys = Query::select();
            keys.column((Alias::new("w"), id.clone())).from_subquery(page, Alias::new("w"));
            all = Some(match all {
                Some(mut all) => {
                    all.union(UnionType::Distinct, keys);
                    all
                }
                None => keys,
            });
        }
        let mut source = self.level.columns(&self.order.columns);
        if let Some(all) = all {
            source.and_where(table.col(table.id).in_subquery(all));
        }
        self.restrict(&mut source);
        source
    }

    /// The statement that reads a page and whatever it can take along.
    pub(super) fn statement(&mut self, backend: DbBackend, actor: &Actor) -> SelectStatement {
        let mut build = Build::new(backend, actor);
        let alias = build.alias();
        let ways = if self.window.size().is_some() { (self.level.table.ways)(actor) } else { vec![] };
        let source = if (2..=WAYS).contains(&ways.len()) { self.merged(ways) } else { self.source(actor) };
        build.query.from_subquery(source, Alias::new(&alias));
        build.sort(&alias, self);
        self.level.select(&mut build, alias, true);
        self.pages = vec![Page::default()];
        build.finish()
    }

    /// The statement that reads pages for all of `parents`, whose key the column holds. The parent's key comes first.
    pub(super) fn statement_of(
        &mut self,
        backend: DbBackend,
        actor: &Actor,
        (key, parents): (usize, &[Uuid]),
    ) -> SelectStatement {
        let mut build = Build::new(backend, actor);
        let (outer, alias) = (Alias::new("p"), build.alias());
        let parent = Expr::col((outer.clone(), Alias::new("k")));
        build.query.from_subquery(keys(backend, parents), outer);
        build.query.expr(parent.clone());
        build.columns = 1;
        build.query.order_by((Alias::new("p"), Alias::new("k")), Direction::Asc);
        let mut of_one = self.source(actor);
        of_one.and_where(self.level.table.col(key).eq(parent));
        build.beside(JoinType::CrossJoin, of_one, &alias, self.level.table);
        build.sort(&alias, self);
        self.level.select(&mut build, alias, true);
        build.finish()
    }

    /// A new parent's page begins.
    pub(super) fn next_parent(&mut self) {
        let start = self.level.len();
        self.pages.push(Page { start, end: start, more: false });
        (self.last, self.over) = (None, false);
    }

    /// Takes a row of a statement into the page at hand.
    pub(super) fn take(&mut self, rows: &Rows, n: usize) -> Result<(), DbErr> {
        let Some(key) = self.level.key_in(rows, n)? else { return Ok(()) };
        let size = self.window.size().and_then(|size| usize::try_from(size).ok()).unwrap_or(usize::MAX);
        let Some(page) = self.pages.last_mut() else { return Ok(()) };
        if self.last != Some(key) {
            self.last = Some(key);
            self.over = page.end - page.start == size;
            if self.over {
                page.more = true;
            } else {
                page.end += 1;
                self.level.take(rows, n, true)?;
            }
        } else if !self.over {
            self.level.take(rows, n, false)?;
        }
        Ok(())
    }
}
