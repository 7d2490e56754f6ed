//! What follows a restore, in one transaction.
//!
//! The database speaks of the moment of the backup; the world has gone on. So whatever was done since and is seen
//! outside the database must not be done again: numbers are held, jobs whose work others see are set aside, schedules
//! are moved on, and whatever lets somebody in ends, because it may have been revoked or used up since.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::accounts::actions::{Ended, end_all_ways_in};
use crate::audit;
use crate::certificates::actions::hold_numbers;
use crate::jobs::hold::hold;
use crate::reporting::actions::pass_over;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::RestoreId;
use crate::shared::operation::Operation;
use crate::shared::refusals::INVALID;
use crate::shared::tx::Tx;
use crate::upkeep::deeds;

/// What is known of a restore.
#[derive(Clone, Copy, Debug)]
pub struct Restore {
    /// When the backup was made.
    pub backup_made_at: DateTime<Utc>,
    /// Whether somebody vouches that no number was given since.
    pub no_numbers_since: bool,
    /// Whether somebody vouches that no API token was revoked since.
    pub keep_tokens: bool,
}

/// What was done after a restore.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Jobs set aside, by kind.
    pub held: BTreeMap<String, u64>,
    /// Schedules moved on.
    pub schedules: usize,
    /// What lets nobody in any more.
    pub ended: Ended,
}

/// Settles a restored database before anything runs on it. Jobs of `harmless` kinds may run again; all others are held,
/// those that a later version adds included.
///
/// # Errors
/// Refused: a backup of the future. The database failed.
pub async fn settle(tx: &Tx, op: &Operation, restore: Restore, harmless: &[&str]) -> Result<Settled> {
    if restore.backup_made_at > op.now {
        return refuse(INVALID, "madeAt");
    }
    let id: RestoreId = op.id();
    if !restore.no_numbers_since {
        hold_numbers(tx, op, id, restore.backup_made_at).await?;
    }
    let held = hold(tx, op, harmless).await?;
    let ended = end_all_ways_in(tx, op, restore.keep_tokens).await?;
    let schedules = pass_over(tx, op).await?;
    let detail = serde_json::json!({
        "backupMadeAt": restore.backup_made_at,
        "numbersHeld": !restore.no_numbers_since,
        "jobsHeld": held,
        "schedules": schedules,
        "sessions": ended.sessions,
        "apiTokens": ended.api_tokens,
        "apiTokensKept": restore.keep_tokens,
        "links": ended.links,
        "providerLogins": ended.provider_logins,
        "invitations": ended.invitations,
        "recoveryCodes": ended.recovery_codes,
    });
    audit::Line::new(deeds::RESTORE, id).detail(detail).write(tx, op).await?;
    Ok(Settled { held, schedules, ended })
}
