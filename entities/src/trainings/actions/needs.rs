//! Who looked at the needs of participants is noted.

use std::collections::BTreeSet;

use crate::audit;
use crate::shared::error::Result;
use crate::shared::ids::EnrolmentId;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::trainings::deeds;

/// Notes that the actor saw what these participants need, a line each.
///
/// # Errors
/// The database failed.
pub async fn note_needs_seen(tx: &Tx, op: &Operation, of: &BTreeSet<EnrolmentId>) -> Result<()> {
    let lines = of.iter().map(|id| audit::Line::new(deeds::SEE_NEEDS, *id)).collect();
    Ok(audit::write_all(tx, op, lines).await?)
}
