//! Whose certificate ends is told by mail, once for each step: that it was revoked, and thirty and seven days before its last
//! day of validity. A step is looked at once more when its message leaves.
//!
//! Short terms have fewer reminders: one is sent only where most of the term lies before it. Whoever was away on the day of a
//! reminder (no worker ran) is reminded as soon as there is one, by the later of the two that are due.
//!
//! # Source
//! Hard rules 6 and 22.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::snapshot::Snapshot;
use super::{CertificateKind, CertificateState, certificate};
use crate::institutions::person;
use crate::mail::actions::{NewDelivery, Recipient, post, post_all};
use crate::mail::{DeliveryKind, Problem, delivery};
use crate::shared::error::Result;
use crate::shared::ids::{CertificateId, TypedId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::read::KEYS;
use crate::shared::tx::Tx;

/// How many days before the last one people are reminded.
pub const REMINDERS: [u64; 2] = [30, 7];

/// What a message about the end of a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndLetter {
    /// Where it goes.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What it confirms.
    pub kind: CertificateKind,
    /// Title of the training.
    pub training: String,
    /// The issuing office.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Last day of validity.
    pub valid_until: Option<NaiveDate>,
    /// Day it was revoked.
    pub ended_on: Option<NaiveDate>,
    /// Why it was revoked.
    pub reason: Option<String>,
}

/// Which reminder is due of a certificate that was issued on a day and holds until another; none where none is.
pub fn due(issued_on: NaiveDate, valid_until: NaiveDate, today: NaiveDate) -> Option<u64> {
    let left = u64::try_from((valid_until - today).num_days()).ok()?;
    let term = u64::try_from((valid_until - issued_on).num_days()).ok()?;
    REMINDERS.into_iter().rev().find(|days| left <= *days && term > 2 * days)
}

/// The key of a reminder: the same whoever makes it, so that the ledger takes it once.
fn key_of(id: CertificateId, days: u64) -> Uuid {
    let hash = Sha256::digest(format!("certificates.expires:{days}:{id}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(hash.split_at(16).0);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Certificates whose reminder is due today and was not posted, each with its reminder.
async fn unreminded(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<(certificate::Model, Uuid)>> {
    let last = today.checked_add_days(Days::new(REMINDERS[0])).unwrap_or(today);
    let ending = certificate::Entity::find()
        .filter(certificate::Column::ValidUntil.between(today, last))
        .filter(certificate::Column::State.is_in([CertificateState::Rendered, CertificateState::Delivered]))
        .filter(certificate::Column::ErasedAt.is_null())
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await?;
    let mut wanted: Vec<(certificate::Model, Uuid)> = ending
        .into_iter()
        .filter_map(|row| {
            let days = due(row.issued_on, row.valid_until?, today)?;
            let key = key_of(row.id, days);
            Some((row, key))
        })
        .collect();
    let mut posted: HashSet<Uuid> = HashSet::new();
    for chunk in wanted.chunks(KEYS) {
        let of_these = delivery::Entity::find()
            .select_only()
            .column(delivery::Column::ArtefactId)
            .filter(delivery::Column::ArtefactId.is_in(chunk.iter().map(|(_, key)| *key)));
        posted.extend(of_these.into_tuple::<Uuid>().all(db).await?);
    }
    wanted.retain(|(_, key)| !posted.contains(key));
    Ok(wanted)
}

/// Whether somebody is to be reminded today.
///
/// # Errors
/// The database failed.
pub async fn is_due(db: &impl ConnectionTrait, today: NaiveDate) -> Result<bool> {
    Ok(!unreminded(db, today).await?.is_empty())
}

/// Reminds whose certificates expire soon. Whom a reminder went to already is not reminded of the same again. Run by the
/// worker.
///
/// # Errors
/// The database failed.
pub async fn remind(tx: &Tx, op: &Operation) -> Result<()> {
    let wanted = unreminded(tx, op.today()).await?;
    let messages = wanted.iter().map(|(row, key)| message(DeliveryKind::CertificateExpires, row, *key));
    post_all(tx, op, messages.collect(), op.now).await
}

/// Tells the person that a certificate of theirs was revoked.
///
/// # Errors
/// The database failed.
pub(super) async fn tell_revoked(tx: &Tx, op: &Operation, row: &certificate::Model) -> Result<()> {
    post(tx, op, message(DeliveryKind::CertificateRevoked, row, op.chance.uuid(op.now))).await
}

fn message(kind: DeliveryKind, row: &certificate::Model, artefact_id: Uuid) -> NewDelivery {
    NewDelivery {
        kind,
        artefact_id,
        subject_id: Some(row.id.uuid()),
        to: Recipient::Person(row.person_id),
        language: Language::Polish,
        project_id: Some(row.project_id),
        partner_id: Some(row.partner_id),
    }
}

/// What a message about the end of a certificate says now, or why nothing is sent.
///
/// # Errors
/// The database failed.
pub async fn letter_of(
    db: &impl ConnectionTrait,
    kind: DeliveryKind,
    id: CertificateId,
    today: NaiveDate,
) -> Result<std::result::Result<EndLetter, Problem>> {
    let row = certificate::Entity::find_by_id(id).one(db).await?;
    let Some(row) = row.filter(|row| row.erased_at.is_none()) else { return Ok(Err(Problem::Over)) };
    let is_true = match kind {
        DeliveryKind::CertificateRevoked => row.state == CertificateState::Revoked,
        _ => row.state.is_live() && row.valid_until.is_some_and(|last| last >= today),
    };
    let person = person::Entity::find_by_id(row.person_id).one(db).await?;
    let Some(person) = person.filter(|person| is_true && person.erased_at.is_none()) else {
        return Ok(Err(Problem::Over));
    };
    let name = person.full_name();
    let Some(email) = person.email else { return Ok(Err(Problem::NoAddress)) };
    let snapshot: Snapshot = serde_json::from_value(row.snapshot)?;
    Ok(Ok(EndLetter {
        email,
        name,
        kind: row.kind,
        training: snapshot.fixed.training,
        issuer: snapshot.fixed.issuer,
        number: row.number,
        valid_until: row.valid_until,
        ended_on: row.ended_on,
        reason: row.reason,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_long_term_is_reminded_of_twice_and_the_nearer_reminder_counts() {
        let due = |today| due(day("2026-01-01"), day("2027-01-01"), day(today));
        assert_eq!(due("2026-12-01"), None);
        assert_eq!(due("2026-12-02"), Some(30));
        assert_eq!(due("2026-12-24"), Some(30));
        assert_eq!(due("2026-12-25"), Some(7));
        assert_eq!(due("2027-01-01"), Some(7));
        assert_eq!(due("2027-01-02"), None);
    }

    #[test]
    fn nobody_is_reminded_of_a_short_term_on_the_day_it_begins() {
        assert_eq!(due(day("2026-01-01"), day("2026-02-01"), day("2026-01-05")), None);
        assert_eq!(due(day("2026-01-01"), day("2026-02-01"), day("2026-01-30")), Some(7));
        assert_eq!(due(day("2026-01-01"), day("2026-01-10"), day("2026-01-09")), None);
    }

    #[test]
    fn each_reminder_has_a_key_of_its_own_that_never_changes() {
        let id = CertificateId(Uuid::nil());
        assert_eq!(key_of(id, 30), key_of(id, 30));
        assert_ne!(key_of(id, 30), key_of(id, 7));
    }
}
