//! Who took a list out of the system. Lines name the list and its fields, never a value or what was filtered by.

use serde_json::json;

use super::Line;
use crate::audit::deeds;
use crate::shared::error::{Error, Result};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// A list that was exported.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Exported {
    /// The field of the query root, or type and field: `editions`, `Edition.sessions`.
    pub list: String,
    /// Fields of its columns, as the schema calls them: `programme.title`.
    pub fields: Vec<String>,
    /// How many rows.
    pub rows: usize,
    /// What was made: `csv`, `xlsx`.
    pub format: &'static str,
}

/// Notes that a user exported a list.
///
/// # Errors
/// Nobody is behind the call, which its caller has to see to; the database failed.
pub async fn note_export(tx: &Tx, op: &Operation, exported: &Exported) -> Result<()> {
    let user = op.actor.user_id().ok_or_else(|| Error::Fault("an export by nobody".into()))?;
    let detail = json!({
        "list": exported.list, "fields": exported.fields, "rows": exported.rows, "format": exported.format,
    });
    Line::new(deeds::EXPORT, user).detail(detail).write(tx, op).await?;
    Ok(())
}
