//! A copy of the embedded database while it is in use, and whether a file is sound.

use std::path::Path;

use sea_orm::{ConnectionTrait, Statement};

use crate::shared::db::Db;
use crate::shared::error::{Error, Result};

/// Writes a copy of the embedded database, as it is at one moment, into an empty file. Writers go on meanwhile.
///
/// # Errors
/// The database failed, or the disk is full.
pub async fn snapshot(db: &Db, into: &Path) -> Result<()> {
    let Some(into) = into.to_str() else { return Err(Error::Fault("a path that is no text".into())) };
    // The writing connection, because a connection that may not write may not fill another file either.
    let db = db.for_migration();
    let copy = Statement::from_sql_and_values(db.get_database_backend(), "VACUUM INTO ?", [into.into()]);
    db.execute_raw(copy).await?;
    Ok(())
}

/// Whether every page and index of the embedded database is sound.
///
/// # Errors
/// The database failed.
pub async fn is_sound(db: &Db) -> Result<bool> {
    let db = db.for_migration();
    let check = Statement::from_string(db.get_database_backend(), "PRAGMA integrity_check");
    let row = db.query_one_raw(check).await?;
    let said: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(said.as_deref() == Some("ok"))
}
