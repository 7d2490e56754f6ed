//! What a statement is to read: levels of rows, and how each reaches the next.
//!
//! A [`Level`] is all rows of one table at one place of a question, for all parents together: the columns wanted and the
//! parts below. A to-one relation is joined into the statement of its parent. A to-many relation takes one statement for
//! all parents; the first below a statement is folded into it, so its rows repeat the parent's. Counts stand beside the
//! row they belong to. Whoever adds a level adds who may see its rows, because a level writes that itself.

use sea_orm::sea_query::{
    Alias, Asterisk, CaseStatement, Expr, ExprTrait, Func, JoinType, Query, SelectStatement,
    SubQueryStatement,
};
use sea_orm::{Condition, DbBackend, DbErr, FromQueryResult};
use uuid::Uuid;

use super::build::Build;
use super::cells::{Cell, Rows};
use super::list::{List, Page};
use super::{Entity, Row, Table};
use crate::shared::actor::Actor;

/// Most tables of one statement: SQLite takes 64, and planning takes longer with each.
const JOINS: usize = 12;

/// All rows of one table at one place of a question.
pub struct Level {
    pub(super) table: &'static Table,
    /// For each column its place among those that are read, from 1; 0 where it is not wanted.
    places: Vec<usize>,
    /// Whether whole rows are wanted, to be read by name.
    whole: bool,
    pub(super) parts: Vec<Part>,
    alias: String,
    base: usize,
    /// Which part was folded into this level's statement.
    fold: Option<usize>,
    rows: Rows,
    at: Vec<usize>,
    pub(super) keys: Vec<Uuid>,
}

/// What lies below a level.
pub enum Part {
    /// A row by its key.
    One(Box<One>),
    /// Rows that point to this one.
    Many(Box<Many>),
}

/// A to-one relation.
pub struct One {
    pub(super) key: usize,
    pub(super) level: Level,
    /// Whether the parent's statement read it.
    pub(super) joined: bool,
    /// Where the parent's row has the key, where the statement had tables enough without this one.
    place: usize,
    /// For each parent the row.
    pub(super) of: Vec<Option<usize>>,
}

/// A to-many relation.
pub struct Many {
    pub(super) key: usize,
    pub(super) list: List,
    pub(super) folded: bool,
    /// Where the parent's row has how many there are.
    count: usize,
}

impl Level {
    /// Rows of a table; of each at least the key is read.
    pub fn of(table: &'static Table) -> Self {
        let mut level = Self {
            table,
            places: vec![0; table.columns.len()],
            whole: false,
            parts: vec![],
            alias: String::new(),
            base: 0,
            fold: None,
            rows: Rows::default(),
            at: vec![],
            keys: vec![],
        };
        level.want(table.id);
        level
    }

    /// Wants a column.
    pub fn want(&mut self, column: usize) {
        if let Some(place) = self.places.get_mut(column) {
            *place = 1;
        }
    }

    /// Wants whole rows.
    pub fn want_all(&mut self) {
        self.whole = true;
        self.places.fill(1);
    }

    /// Wants a row whose key the column holds; tells which part that is.
    pub fn want_one(&mut self, key: usize, level: Self) -> usize {
        self.parts.push(Part::One(Box::new(One { key, level, joined: true, place: 0, of: vec![] })));
        self.parts.len() - 1
    }

    /// Wants rows whose column `key` holds this row's key; tells which part that is.
    pub fn want_many(&mut self, key: usize, mut list: List) -> usize {
        list.level.want(key);
        self.parts.push(Part::Many(Box::new(Many { key, list, folded: false, count: 0 })));
        self.parts.len() - 1
    }

    /// How many rows were read.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// The key of a row.
    pub fn key(&self, row: usize) -> Option<Uuid> {
        self.keys.get(row).copied()
    }

    /// A value.
    ///
    /// # Errors
    /// No such row, or a column that was not wanted.
    pub fn cell(&self, row: usize, column: usize) -> Result<Cell<'_>, DbErr> {
        let place = self.places.get(column).copied().unwrap_or_default();
        let unread = || DbErr::Custom("a value that was not read".to_owned());
        let at = *self.at.get(row).filter(|_| place > 0).ok_or_else(unread)?;
        self.rows.cell(at, self.base + place - 1)
    }

    /// A whole row.
    ///
    /// # Errors
    /// It was not wanted; a value does not fit.
    pub fn whole<E: Entity>(&self, row: usize) -> Result<Row<E>, DbErr> {
        let at = *self.at.get(row).ok_or_else(|| DbErr::Custom("a row that was not read".to_owned()))?;
        E::Model::from_query_result(self.rows.get(at)?, &format!("{}_", self.alias))
    }

    /// The row of a to-one part; none where there is none that the actor may see.
    pub fn one(&self, part: usize, row: usize) -> Option<(&Self, usize)> {
        match self.parts.get(part)? {
            Part::One(one) => Some((&one.level, one.of.get(row).copied().flatten()?)),
            Part::Many(_) => None,
        }
    }

    /// The list of a to-many part, and the page of a row.
    pub fn many(&self, part: usize, row: usize) -> Option<(&List, Page)> {
        let Part::Many(many) = self.parts.get(part)? else { return None };
        let page = many.list.of.as_ref().map_or(Some(row), |of| of.get(row).copied());
        Some((&many.list, page.and_then(|page| many.list.pages.get(page).copied()).unwrap_or_default()))
    }

    /// How many rows a to-many part has for a row.
    ///
    /// # Errors
    /// It was not counted.
    pub fn count(&self, part: usize, row: usize) -> Result<u64, DbErr> {
        let at = self.at.get(row).copied().unwrap_or(usize::MAX);
        let place = match self.parts.get(part) {
            Some(Part::Many(many)) => many.count,
            _ => usize::MAX,
        };
        Ok(self.rows.cell(at, place)?.big()?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    /// The keys that a to-one part found in its parents' rows, which no statement joined.
    pub(super) fn keys_of(&self, one: &One) -> Result<Vec<Option<Uuid>>, DbErr> {
        self.at.iter().map(|at| self.rows.cell(*at, one.place)?.uuid()).collect()
    }

    /// The levels below.
    pub fn below(&self) -> impl Iterator<Item = &Self> {
        self.parts.iter().map(|part| match part {
            Part::One(one) => &one.level,
            Part::Many(many) => &many.list.level,
        })
    }

    /// A part's level.
    pub fn part(&self, part: usize) -> Option<&Self> {
        self.below().nth(part)
    }

    /// Rows that the actor may see.
    pub(super) fn source(&self, actor: &Actor, further: &[usize]) -> SelectStatement {
        let mut source = self.columns(further);
        source.cond_where((self.table.visible_to)(actor));
        source
    }

    /// What lies between a statement and its table: wanted columns, and those by which parts are joined.
    pub(super) fn columns(&self, further: &[usize]) -> SelectStatement {
        let table = Alias::new(self.table.name);
        let mut source = Query::select();
        let keys = self.parts.iter().filter_map(|part| match part {
            Part::One(one) => Some(one.key),
            Part::Many(_) => None,
        });
        let mut wanted = self.places.iter().map(|place| *place > 0).collect::<Vec<_>>();
        for column in keys.chain(further.iter().copied()) {
            if let Some(wanted) = wanted.get_mut(column) {
                *wanted = true;
            }
        }
        for (column, _) in self.table.columns.iter().zip(wanted).filter(|(_, wanted)| *wanted) {
            source.column((table.clone(), Alias::new(column.name)));
        }
        source.from(table);
        source
    }

    /// Adds this level to a statement as `alias`.
    pub(super) fn select(&mut self, build: &mut Build<'_>, alias: String, may_fold: bool) {
        self.base = build.columns;
        let mut place = 0;
        for (column, wanted) in
            self.table.columns.iter().zip(&mut self.places).filter(|(_, wanted)| **wanted > 0)
        {
            place += 1;
            *wanted = place;
            let value = Expr::col((Alias::new(&alias), Alias::new(column.name)));
            if self.whole {
                build.query.expr_as(value, Alias::new(format!("{alias}_{}", column.name)));
            } else {
                build.query.expr(value);
            }
        }
        build.columns += place;
        let counts = self.counts(build, &alias);
        // A count beside a folded list would be made for each of its rows.
        let mut may_fold = may_fold && !counts;
        for (n, part) in self.parts.iter_mut().enumerate() {
            match part {
                Part::One(one) => one.select(build, (self.table, &alias)),
                Part::Many(many) if may_fold && many.list.is_read() => {
                    many.fold(build, (self.table, &alias));
                    (self.fold, may_fold) = (Some(n), false);
                }
                Part::Many(_) => {}
            }
        }
        self.alias = alias;
    }

    /// Counts of parts: several over the same rows in one pass.
    fn counts(&mut self, build: &mut Build<'_>, alias: &str) -> bool {
        let mut groups: Vec<(&'static Table, usize, Vec<&mut Many>)> = vec![];
        for part in &mut self.parts {
            let Part::Many(many) = part else { continue };
            if !many.list.total {
                continue;
            }
            let table = many.list.level.table;
            match groups.iter_mut().find(|(other, key, _)| std::ptr::eq(*other, table) && *key == many.key) {
                Some((.., all)) => all.push(many),
                None => groups.push((table, many.key, vec![&mut **many])),
            }
        }
        let any = !groups.is_empty();
        for (table, key, group) in groups {
            let parent = Expr::col((Alias::new(alias), Alias::new(self.table.name_of(self.table.id))));
            let mut of_one = Query::select();
            of_one
                .from(Alias::new(table.name))
                .cond_where((table.visible_to)(build.actor))
                .and_where(table.col(key).eq(parent));
            if build.backend == DbBackend::Postgres {
                let joined = build.alias();
                let single = group.len() == 1;
                for (n, many) in group.into_iter().enumerate() {
                    let filter = many.list.filter.clone();
                    let counted = if single || filter.is_empty() {
                        of_one.cond_where(filter);
                        Func::count(Expr::col(Asterisk)).into()
                    } else {
                        Expr::Case(Box::new(CaseStatement::new().case(filter, 1))).count()
                    };
                    let name = Alias::new(format!("n{n}"));
                    of_one.expr_as(counted, name.clone());
                    build.query.expr(Expr::col((Alias::new(&joined), name)));
                    many.count = build.columns;
                    build.columns += 1;
                }
                build.query.join_lateral(JoinType::LeftJoin, of_one, Alias::new(joined), Condition::all());
            } else {
                for many in group {
                    let mut of_one = of_one.clone();
                    of_one.cond_where(many.list.filter.clone()).expr(Func::count(Expr::col(Asterisk)));
                    build.query.expr(Expr::SubQuery(None, Box::new(SubQueryStatement::from(of_one))));
                    many.count = build.columns;
                    build.columns += 1;
                }
            }
        }
        any
    }

    /// Takes a row of a statement: this level's next one, or a further one of a folded part.
    pub(super) fn take(&mut self, rows: &Rows, n: usize, fresh: bool) -> Result<(), DbErr> {
        let Some(key) = self.key_in(rows, n)? else { return Ok(()) };
        if fresh || self.fold.is_none() || self.keys.last() != Some(&key) {
            if self.at.is_empty() {
                self.rows = rows.clone();
            }
            self.at.push(n);
            self.keys.push(key);
            for part in &mut self.parts {
                match part {
                    Part::One(one) => one.take(rows, n)?,
                    Part::Many(many) if many.folded => many.list.next_parent(),
                    Part::Many(_) => {}
                }
            }
        }
        if let Some(Part::Many(many)) = self.fold.and_then(|fold| self.parts.get_mut(fold)) {
            many.list.take(rows, n)?;
        }
        Ok(())
    }

    /// The key of this level in a row of a statement; none where a join found nothing.
    pub(super) fn key_in(&self, rows: &Rows, n: usize) -> Result<Option<Uuid>, DbErr> {
        let place = self.places.get(self.table.id).copied().unwrap_or(1).max(1);
        rows.cell(n, self.base + place - 1)?.uuid()
    }
}

impl Table {
    /// The name of a column.
    pub(super) fn name_of(&self, column: usize) -> &'static str {
        self.columns.get(column).map_or("id", |column| column.name)
    }

    /// A column within the table's own statement.
    pub(super) fn col(&self, column: usize) -> Expr {
        Expr::col((Alias::new(self.name), Alias::new(self.name_of(column))))
    }
}

impl One {
    fn select(&mut self, build: &mut Build<'_>, (parent, parents): (&Table, &str)) {
        self.joined = build.joins < JOINS;
        let key = Expr::col((Alias::new(parents), Alias::new(parent.name_of(self.key))));
        if !self.joined {
            self.place = build.columns;
            build.columns += 1;
            build.query.expr(key);
            return;
        }
        build.joins += 1;
        let (table, alias) = (self.level.table, build.alias());
        let id = Expr::col((Alias::new(&alias), Alias::new(table.name_of(table.id))));
        let visible = (table.visible_to)(build.actor);
        let of = Condition::all().add(id.clone().eq(key.clone()));
        if visible.is_empty() {
            build.query.join_as(JoinType::LeftJoin, Alias::new(table.name), Alias::new(&alias), of);
        } else if build.backend == DbBackend::Postgres {
            let source = self.level.source(build.actor, &[]);
            build.query.join_subquery(JoinType::LeftJoin, source, Alias::new(&alias), of);
        } else {
            // SQLite would make the whole list of visible rows first.
            let mut seen = Query::select();
            seen.expr(table.col(table.id)).from(Alias::new(table.name));
            seen.and_where(table.col(table.id).eq(key)).cond_where(visible);
            let of = of.add(id.in_subquery(seen));
            build.query.join_as(JoinType::LeftJoin, Alias::new(table.name), Alias::new(&alias), of);
        }
        self.level.select(build, alias, false);
    }

    fn take(&mut self, rows: &Rows, n: usize) -> Result<(), DbErr> {
        if !self.joined {
            return Ok(());
        }
        let there = self.level.key_in(rows, n)?.is_some();
        self.of.push(there.then_some(self.level.len()));
        if there { self.level.take(rows, n, true) } else { Ok(()) }
    }
}

impl Many {
    fn fold(&mut self, build: &mut Build<'_>, (parent, parents): (&Table, &str)) {
        self.folded = true;
        let alias = build.alias();
        let key = Expr::col((Alias::new(parents), Alias::new(parent.name_of(parent.id))));
        let mut of_one = self.list.source(build.actor);
        of_one.and_where(self.list.level.table.col(self.key).eq(key));
        build.beside(JoinType::LeftJoin, of_one, &alias, self.list.level.table);
        build.sort(&alias, &self.list);
        self.list.level.select(build, alias, false);
    }
}
