//! Runs statements of a plan and puts their rows in their places.

use std::collections::HashMap;
use std::fmt::Write;

use futures_util::future::BoxFuture;
use sea_orm::sea_query::{
    Alias, Asterisk, Expr, Func, PostgresQueryBuilder, Query, QueryBuilder, SelectStatement, SqlWriter,
    SqliteQueryBuilder, Values,
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};
use uuid::Uuid;

use super::cells::Rows;
use super::list::List;
use super::plan::{Level, Many, One, Part};
use crate::shared::actor::Actor;
use crate::shared::reader::Reader;

/// Reads a list, and everything below it.
///
/// # Errors
/// The database failed.
pub async fn page(db: &Reader, actor: &Actor, list: &mut List) -> Result<(), DbErr> {
    if list.total {
        let table = list.level.table;
        let mut count = Query::select();
        count.expr(Func::count(Expr::col(Asterisk))).from(Alias::new(table.name));
        count.cond_where((table.visible_to)(actor)).cond_where(list.filter.clone());
        let rows = run(db, &count).await?;
        let counted = if rows.len() > 0 { rows.cell(0, 0)?.big()? } else { None };
        list.counted = counted.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    }
    if list.is_read() {
        let statement = list.statement(db.get_database_backend(), actor);
        let rows = run(db, &statement).await?;
        for n in 0..rows.len() {
            list.take(&rows, n)?;
        }
        list.level.load(db, actor).await?;
    }
    Ok(())
}

/// Reads rows by their keys, and everything below them; what the actor may not see is left out. They come in no order.
///
/// # Errors
/// The database failed.
pub async fn rows(db: &Reader, actor: &Actor, level: Level, ids: &[Uuid]) -> Result<Level, DbErr> {
    let filter = level.table.keyed(db.get_database_backend(), ids);
    let mut list = List::all(level, filter);
    if !ids.is_empty() {
        page(db, actor, &mut list).await?;
    }
    Ok(list.level)
}

impl Level {
    /// Loads what takes statements of its own.
    fn load<'a>(&'a mut self, db: &'a Reader, actor: &'a Actor) -> BoxFuture<'a, Result<(), DbErr>> {
        Box::pin(async move {
            if self.is_empty() {
                return Ok(());
            }
            let mut parts = std::mem::take(&mut self.parts);
            for part in &mut parts {
                match part {
                    Part::One(one) => one.load(db, actor, self).await?,
                    Part::Many(many) => many.load(db, actor, &self.keys).await?,
                }
            }
            self.parts = parts;
            Ok(())
        })
    }
}

impl One {
    async fn load(&mut self, db: &Reader, actor: &Actor, parent: &Level) -> Result<(), DbErr> {
        if !self.joined {
            let keys = parent.keys_of(self)?;
            let mut ids: Vec<Uuid> = keys.iter().flatten().copied().collect();
            ids.sort_unstable();
            ids.dedup();
            let level = std::mem::replace(&mut self.level, Level::of(parent.table));
            self.level = rows(db, actor, level, &ids).await?;
            let places: HashMap<Uuid, usize> = self.level.keys.iter().copied().zip(0..).collect();
            self.of = keys.into_iter().map(|key| places.get(&key?).copied()).collect();
            return Ok(());
        }
        self.level.load(db, actor).await
    }
}

impl Many {
    async fn load(&mut self, db: &Reader, actor: &Actor, parents: &[Uuid]) -> Result<(), DbErr> {
        let list = &mut self.list;
        if !list.is_read() {
            return Ok(());
        }
        if !self.folded {
            let mut ids = parents.to_vec();
            ids.sort_unstable();
            ids.dedup();
            let statement = list.statement_of(db.get_database_backend(), actor, (self.key, &ids));
            let rows = run(db, &statement).await?;
            let mut places: HashMap<Uuid, usize> = HashMap::new();
            let mut last = None;
            for n in 0..rows.len() {
                let parent = rows.cell(n, 0)?.uuid()?.unwrap_or_default();
                if last != Some(parent) {
                    last = Some(parent);
                    places.insert(parent, list.pages.len());
                    list.next_parent();
                }
                list.take(&rows, n)?;
            }
            // A parent without rows has a page that is not there, which is empty.
            let nowhere = list.pages.len();
            list.of = Some(parents.iter().map(|id| places.get(id).copied().unwrap_or(nowhere)).collect());
        }
        list.level.load(db, actor).await
    }
}

async fn run(db: &Reader, query: &SelectStatement) -> Result<Rows, DbErr> {
    let backend = db.get_database_backend();
    let mut text = Text::new(backend);
    if backend == DbBackend::Postgres {
        query.build_collect_any_into(&PostgresQueryBuilder, &mut text);
    } else {
        query.build_collect_any_into(&SqliteQueryBuilder, &mut text);
    }
    let statement = Statement { sql: text.sql, values: Some(Values(text.values)), db_backend: backend };
    Ok(Rows::new(db.query_all_raw(statement).await?))
}

/// A statement's text. Sizes of pages stand in it as they are, because the database plans by them; all else is a
/// parameter.
struct Text {
    sql: String,
    values: Vec<Value>,
    numbered: bool,
}

impl Text {
    fn new(backend: DbBackend) -> Self {
        Self { sql: String::with_capacity(1024), values: vec![], numbered: backend == DbBackend::Postgres }
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.sql.push_str(text);
        Ok(())
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sql)
    }
}

impl SqlWriter for Text {
    fn push_param<T: QueryBuilder>(&mut self, value: Value, _: &T) {
        if let Value::BigUnsigned(Some(size)) = value {
            let _ = write!(self.sql, "{size}");
            return;
        }
        self.values.push(value);
        if self.numbered {
            let _ = write!(self.sql, "${}", self.values.len());
        } else {
            self.sql.push('?');
        }
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

/// Rows of an entity by their keys, as far as the actor may see them; in no order.
///
/// # Errors
/// The database failed.
pub async fn by_ids<E: super::Entity>(
    db: &Reader,
    actor: &Actor,
    ids: &[Uuid],
) -> Result<Vec<super::Row<E>>, DbErr> {
    let mut level = Level::of(E::table());
    level.want_all();
    let level = rows(db, actor, level, ids).await?;
    (0..level.len()).map(|row| level.whole::<E>(row)).collect()
}

/// Whether the actor may see a row.
///
/// # Errors
/// The database failed.
pub async fn sees<E: super::Entity>(db: &Reader, actor: &Actor, id: Uuid) -> Result<bool, DbErr> {
    Ok(!rows(db, actor, Level::of(E::table()), &[id]).await?.is_empty())
}
