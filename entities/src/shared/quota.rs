//! How much of something an account, a mailbox, a person or a project may cause within a while: what is written to people,
//! what is stored, what is drawn. One function decides, by one conditional statement, so two processes cannot double it.
//!
//! A window begins with the first use and ends by itself. What is refused uses nothing, because its transaction falls back.
//! The last thing an action does, so that nothing is locked behind these rows.
//!
//! Absent on purpose: quotas of what an account reads (that costs, see `edge/src/tries.rs`), and quotas of the system, which
//! does what was asked for by somebody who had one.

use chrono::Duration;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use super::actor::Actor;
use super::error::{Detail, Refusal, Result};
use super::ids::{PersonId, ProjectId};
use super::operation::Operation;
use super::quota_use::{ActiveModel, Column, Entity};
use super::refusals::QUOTA_REACHED;
use super::text;
use super::tx::Tx;

/// A quota.
#[derive(Debug, PartialEq, Eq)]
pub struct Quota {
    /// Its name, in the database and for operators.
    pub name: &'static str,
    /// The most within a window.
    pub most: i64,
    /// How long a window lasts.
    pub window: Duration,
    /// What it limits, for the operator.
    pub about: &'static str,
}

const GIB: i64 = 1 << 30;

const fn quota(name: &'static str, most: i64, window: Duration, about: &'static str) -> Quota {
    Quota { name, most, window, about }
}

/// Invitations by one account, sent again or not.
pub static INVITATIONS_OF_ACCOUNT: Quota =
    quota("invitations-of-account", 200, Duration::days(1), "zaproszenia od jednego konta, także ponowione");
/// Invitations into one project, partners included.
pub static INVITATIONS_OF_PROJECT: Quota =
    quota("invitations-of-project", 500, Duration::days(1), "zaproszenia do jednego projektu");
/// Invitations, links and questions to one mailbox.
pub static LETTERS_TO_MAILBOX: Quota =
    quota("letters-to-mailbox", 10, Duration::hours(1), "zaproszenia i odnośniki do jednej skrzynki");
/// Messages sent again by one account.
pub static RESENDS_OF_ACCOUNT: Quota =
    quota("resends-of-account", 60, Duration::hours(1), "wiadomości ponowione przez jedno konto");
/// Copies of one person's data.
pub static COPIES_OF_PERSON: Quota =
    quota("copies-of-person", 5, Duration::days(1), "kopie danych jednej osoby");
/// Copies of data asked for by one account.
pub static COPIES_OF_ACCOUNT: Quota =
    quota("copies-of-account", 50, Duration::days(1), "kopie danych zamówione przez jedno konto");
/// Files by one account.
pub static UPLOADS_OF_ACCOUNT: Quota =
    quota("uploads-of-account", 500, Duration::days(1), "pliki dodane przez jedno konto");
/// Bytes of files by one account.
pub static UPLOAD_BYTES_OF_ACCOUNT: Quota =
    quota("upload-bytes-of-account", GIB, Duration::days(1), "bajty plików dodanych przez jedno konto");
/// Bytes of files of one project.
pub static UPLOAD_BYTES_OF_PROJECT: Quota =
    quota("upload-bytes-of-project", 5 * GIB, Duration::days(1), "bajty plików dodanych do projektu");
/// Previews, archives, lists and reports asked for by one account.
pub static DRAWN_FOR_ACCOUNT: Quota = quota(
    "documents-for-account",
    120,
    Duration::hours(1),
    "podglądy, komplety, listy i raporty zamówione przez jedno konto",
);

/// All of them.
pub static ALL: [&Quota; 10] = [
    &INVITATIONS_OF_ACCOUNT,
    &INVITATIONS_OF_PROJECT,
    &LETTERS_TO_MAILBOX,
    &RESENDS_OF_ACCOUNT,
    &COPIES_OF_PERSON,
    &COPIES_OF_ACCOUNT,
    &UPLOADS_OF_ACCOUNT,
    &UPLOAD_BYTES_OF_ACCOUNT,
    &UPLOAD_BYTES_OF_PROJECT,
    &DRAWN_FOR_ACCOUNT,
];

/// Something that uses a quota.
#[derive(Clone, Debug)]
pub struct Use {
    quota: &'static Quota,
    subject: Option<String>,
    count: i64,
}

impl Use {
    /// One thing that the acting account causes; the public has none.
    pub fn of_account(quota: &'static Quota, op: &Operation) -> Self {
        Self { quota, subject: op.actor.user_id().map(|id| id.0.to_string()), count: 1 }
    }

    /// One thing that happens to a mailbox, whether or not anybody has it. Its address is kept as a hash.
    pub fn of_mailbox(quota: &'static Quota, email: &str) -> Self {
        let hash = hex::encode(Sha256::digest(text::asked_email(email).as_bytes()));
        Self { quota, subject: Some(hash), count: 1 }
    }

    /// One thing that happens in a project.
    pub fn of_project(quota: &'static Quota, id: ProjectId) -> Self {
        Self { quota, subject: Some(id.0.to_string()), count: 1 }
    }

    /// One thing that happens to a person.
    pub fn of_person(quota: &'static Quota, id: PersonId) -> Self {
        Self { quota, subject: Some(id.0.to_string()), count: 1 }
    }

    /// As many of them at once.
    #[must_use]
    pub const fn times(mut self, count: i64) -> Self {
        self.count = count;
        self
    }
}

/// Uses quotas, all of them or none.
///
/// # Errors
/// Refused: reached; says after how many seconds to try again.
pub async fn take(tx: &Tx, op: &Operation, uses: impl IntoIterator<Item = Use>) -> Result<()> {
    if matches!(op.actor, Actor::System) {
        return Ok(());
    }
    let mut uses: Vec<(Use, String)> =
        uses.into_iter().filter_map(|one| one.subject.clone().map(|subject| (one, subject))).collect();
    // In one order, or two who use the same would wait for each other.
    uses.sort_unstable_by(|(a, of_a), (b, of_b)| (a.quota.name, of_a).cmp(&(b.quota.name, of_b)));
    for (one, subject) in uses {
        take_one(tx, op, &one, subject).await?;
    }
    Ok(())
}

async fn take_one(tx: &Tx, op: &Operation, one: &Use, subject: String) -> Result<()> {
    let Use { quota, count, .. } = *one;
    if count > quota.most {
        return Err(reached(quota.window));
    }
    let row = ActiveModel {
        id: Set(op.id()),
        quota: Set(quota.name.to_owned()),
        subject: Set(subject.clone()),
        used: Set(count),
        ends_at: Set(op.now + quota.window),
    };
    let stored = |column: Column| Expr::col((Alias::new("quota_use"), column));
    let is_over = || stored(Column::EndsAt).lte(op.now);
    let anew = |column: Column, fresh: Expr, goes_on: Expr| {
        let value: Expr = Expr::case(is_over(), fresh).finally(goes_on).into();
        (column, value)
    };
    let used = stored(Column::Used).add(count);
    let change = OnConflict::columns([Column::Quota, Column::Subject])
        .values([
            anew(Column::Used, Expr::value(count), used.clone()),
            anew(Column::EndsAt, Expr::value(op.now + quota.window), stored(Column::EndsAt)),
        ])
        .action_and_where(is_over().or(used.lte(quota.most)))
        .to_owned();
    if Entity::insert(row).on_conflict(change).exec_without_returning(tx).await? > 0 {
        return Ok(());
    }
    let window = Entity::find()
        .filter(Column::Quota.eq(quota.name))
        .filter(Column::Subject.eq(subject))
        .one(tx)
        .await?;
    Err(reached(window.map_or(quota.window, |row| row.ends_at - op.now)))
}

fn reached(wait: Duration) -> super::error::Error {
    let seconds = Ord::max(wait.num_seconds(), 0) + 1;
    Refusal::of(QUOTA_REACHED, "").with(Detail::RetryAfter(seconds)).into()
}
