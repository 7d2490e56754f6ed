//! How events are written, and read on SQLite.

use std::collections::HashSet;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement, Value,
};

use super::{Event, live_event};
use crate::shared::error::Result;
use crate::shared::read::CHUNK;
use crate::shared::tx::{Tx, is_postgres};

/// The channel of notifications.
pub(super) const CHANNEL: &str = "zwornik";
/// Events of one notification: each takes less than 60 of the 8 000 bytes.
const TOGETHER: usize = 100;
/// Rows kept on SQLite. Whoever fell further behind reads everything anew.
const KEPT: i64 = 10_000;

/// Writes events in the transaction that makes the change.
pub(super) async fn tell(tx: &Tx, events: &[Event]) -> Result<()> {
    let mut told = HashSet::new();
    let events: Vec<Event> = events.iter().copied().filter(|event| told.insert(*event)).collect();
    if events.is_empty() {
        return Ok(());
    }
    let backend = tx.get_database_backend();
    if is_postgres(backend) {
        let words = events.chunks(TOGETHER).map(|chunk| {
            let words: Vec<String> = chunk.iter().map(|event| event.text()).collect();
            Value::from(words.join(" "))
        });
        let values: Vec<Value> = std::iter::once(CHANNEL.into()).chain(words).collect();
        let calls: Vec<String> = (2..=values.len()).map(|n| format!("pg_notify($1, ${n})")).collect();
        let told = format!("SELECT {}", calls.join(", "));
        tx.query_one_raw(Statement::from_sql_and_values(backend, told, values)).await?;
        return Ok(());
    }
    for chunk in events.chunks(CHUNK) {
        let rows = chunk.iter().map(|event| {
            let (topic, key) = event.parts();
            live_event::ActiveModel { topic: Set(topic.to_owned()), subject: Set(key), ..Default::default() }
        });
        live_event::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let newest = newest(tx).await?;
    live_event::Entity::delete_many().filter(live_event::Column::Id.lte(newest - KEPT)).exec(tx).await?;
    Ok(())
}

/// The newest row; 0 where there is none.
pub(super) async fn newest(db: &impl ConnectionTrait) -> Result<i64> {
    let newest = live_event::Entity::find().order_by_desc(live_event::Column::Id).one(db).await?;
    Ok(newest.map_or(0, |row| row.id))
}

/// Rows after `id`, oldest first, not more than are handled at once.
pub(super) async fn after(db: &impl ConnectionTrait, id: i64) -> Result<Vec<live_event::Model>> {
    let rows = live_event::Entity::find()
        .filter(live_event::Column::Id.gt(id))
        .order_by_asc(live_event::Column::Id)
        .limit(1_000);
    Ok(rows.all(db).await?)
}
