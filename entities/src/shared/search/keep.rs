//! How words are kept: by the write door for what it wrote, by a worker for the rest.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, LockType, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, Statement,
};
use uuid::Uuid;

use super::{Searched, Text, search_due, search_word, searched, words};
use crate::rooms;
use crate::shared::error::Result;
use crate::shared::read;
use crate::shared::tx::{Tx, is_postgres};

/// Words written by one statement: both databases take four parameters for each.
const TOGETHER: usize = 5_000;

/// Most rows whose words one transaction makes on SQLite, where its own marks are the last ones: few enough where older
/// rows still wait. A worker makes the rest.
const OWN: u64 = 2_000;

/// Whether a transaction wrote texts that can be searched.
#[derive(Debug, Default)]
pub(in crate::shared) struct Touched(AtomicBool);

impl Touched {
    /// A statement is about to run.
    pub(in crate::shared) fn before(&self, statement: &Statement) {
        let sql = &statement.sql;
        let named = |begin: &str| sql.strip_prefix(begin)?.split('"').next();
        let written = match (named("INSERT INTO \""), named("UPDATE \"")) {
            (Some(table), _) => searched(table).is_some(),
            (_, Some(table)) => searched(table).is_some_and(|of| {
                of.texts.iter().any(|text| sql.contains(&format!("\"{}\"", text.column())))
            }),
            _ => false,
        };
        self.0.fetch_or(written, Ordering::Relaxed);
    }
}

/// Makes the words of what a transaction wrote, before it commits: of the rows that the database marked in it.
///
/// # Errors
/// The database failed.
pub(in crate::shared) async fn keep(tx: &Tx, touched: &Touched) -> Result<()> {
    if !touched.0.load(Ordering::Relaxed) {
        return Ok(());
    }
    let mut due = Query::delete();
    due.from_table(search_due::Entity)
        .returning(Query::returning().columns([search_due::Column::Kind, search_due::Column::RowId]));
    if is_postgres(tx.get_database_backend()) {
        due.and_where(Expr::col(search_due::Column::Tx).eq(Func::cust("txid_current")));
    } else {
        let mut last = Query::select();
        last.expr(Expr::col(Alias::new("rowid"))).from(search_due::Entity);
        last.order_by_expr(Expr::col(Alias::new("rowid")), Order::Desc).limit(OWN);
        due.and_where(Expr::col(Alias::new("rowid")).in_subquery(last));
    }
    let mut all: Vec<(i16, Uuid)> = vec![];
    for row in tx.query_all(&due).await? {
        all.push((row.try_get("", "kind")?, row.try_get("", "row_id")?));
    }
    for of in rooms::searched() {
        let ids: Vec<Uuid> = all.iter().filter(|(kind, _)| *kind == of.kind).map(|(_, id)| *id).collect();
        let made = words_by_row(tx, of, &ids, false).await?;
        replace(tx, &ids, made).await?;
    }
    Ok(())
}

/// Makes the words of at most so many rows that wait for them. Answers how many there were.
///
/// # Errors
/// The database failed.
pub async fn catch_up(tx: &Tx, most: u64) -> Result<usize> {
    use search_due::{Column, Entity};
    let due =
        Entity::find().order_by_asc(Column::Kind).order_by_asc(Column::RowId).limit(most).all(tx).await?;
    // Rows of one table: locks follow their order.
    let Some(kind) = due.first().map(|first| first.kind) else { return Ok(0) };
    let ids: Vec<Uuid> = due.iter().filter(|one| one.kind == kind).map(|one| one.row_id).collect();
    // Behind the lock of the rows: whoever writes one of them makes its words first.
    let made = match rooms::searched().find(|of| of.kind == kind) {
        Some(of) => words_by_row(tx, of, &ids, true).await?,
        None => vec![],
    };
    let keys = read::keys(tx.get_database_backend(), &ids);
    let done = Entity::delete_many().filter(Column::Kind.eq(kind)).filter(Column::RowId.in_subquery(keys));
    done.exec(tx).await?;
    replace(tx, &ids, made).await?;
    Ok(ids.len())
}

/// Whether rows wait for their words.
///
/// # Errors
/// The database failed.
pub async fn is_due(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(search_due::Entity::find().limit(1).one(db).await?.is_some())
}

/// How many rows wait for their words.
///
/// # Errors
/// The database failed.
pub async fn waiting(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(search_due::Entity::find().count(db).await?)
}

/// The words of rows as their texts are now.
async fn words_by_row(
    tx: &Tx,
    of: &Searched,
    ids: &[Uuid],
    lock: bool,
) -> Result<Vec<search_word::ActiveModel>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut texts = Query::select();
    let columns: BTreeSet<&str> = of.texts.iter().map(|text| text.column()).chain(["id"]).collect();
    texts
        .columns(columns.into_iter().map(Alias::new))
        .from(Alias::new(of.table))
        .and_where(Expr::col(Alias::new("id")).in_subquery(read::keys(tx.get_database_backend(), ids)))
        .order_by(Alias::new("id"), Order::Asc);
    if lock {
        texts.lock(LockType::Share);
    }
    let mut made = vec![];
    for row in tx.query_all(&texts).await? {
        let id: Uuid = row.try_get("", "id")?;
        let words = words_of(of, &row)?;
        let whole: String = words.iter().flat_map(|word| [" ", word.as_str()]).collect();
        made.extend(words.into_iter().map(|word| search_word::ActiveModel {
            row_id: Set(id),
            word: Set(word),
            kind: Set(of.kind),
            whole: Set(whole.clone()),
        }));
    }
    Ok(made)
}

/// Writes the words of rows in place of those they had.
async fn replace(tx: &Tx, ids: &[Uuid], made: Vec<search_word::ActiveModel>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let keys = read::keys(tx.get_database_backend(), ids);
    let former = search_word::Entity::delete_many().filter(search_word::Column::RowId.in_subquery(keys));
    former.exec(tx).await?;
    for chunk in made.chunks(TOGETHER) {
        search_word::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The words of a row.
fn words_of(of: &Searched, row: &QueryResult) -> Result<Vec<String>> {
    let mut texts = vec![];
    for text in of.texts {
        match *text {
            Text::Line(column) => texts.extend(row.try_get::<Option<String>>("", column)?),
            Text::Inside(column, pointer) => {
                let value: Option<serde_json::Value> = row.try_get("", column)?;
                let inside = value.as_ref().and_then(|value| value.pointer(pointer)?.as_str());
                texts.extend(inside.map(str::to_owned));
            }
        }
    }
    Ok(words::stored(texts.iter().map(String::as_str)))
}
