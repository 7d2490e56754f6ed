//! THE list of what needs the keys of an installation: for each purpose, where something lies that was sealed or marked
//! under a version, or how long something holds that was signed. A test walks the schema of both databases and fails
//! for a column of bytes that is missing here.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};

use crate::documents::link::MAILED_LIFETIME;
use crate::shared::error::Result;
use crate::shared::keys::{Keys, Purpose};

/// A column of the database with what was made under a version of a key, and the one that tells the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// What was sealed or marked.
    pub bytes: &'static str,
    /// The version of its key.
    pub version: &'static str,
}

/// Where that lies which needs the keys of a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In rows, until a job has made it anew.
    In(&'static [Place]),
    /// In rows that stay as they are for ever, and with them the versions they were made under.
    Stays(&'static [Place]),
    /// With whoever got it; no longer than this after it was signed.
    Outside(Duration),
    /// With whoever got it, for good: all versions stay, so that what was signed under any of them can be told to be ours.
    Published,
}

/// Where that lies which needs the keys of a purpose.
pub const fn kept(purpose: Purpose) -> Kept {
    match purpose {
        // The longest of those links that hold for a while.
        Purpose::Links => Kept::Outside(MAILED_LIFETIME),
        Purpose::PeselEncryption => {
            Kept::In(&[Place { table: "person_pesel", bytes: "sealed", version: "key_version" }])
        }
        Purpose::PeselIndex => {
            Kept::In(&[Place { table: "person_pesel", bytes: "mark", version: "index_version" }])
        }
        Purpose::SecondFactor => {
            Kept::In(&[Place { table: "second_factor", bytes: "sealed", version: "key_version" }])
        }
        Purpose::CoachingNotes => {
            Kept::In(&[Place { table: "coaching_note", bytes: "sealed", version: "key_version" }])
        }
        Purpose::AuditSeals => {
            Kept::Stays(&[Place { table: "audit_seal", bytes: "seal", version: "key_version" }])
        }
        Purpose::Badges => Kept::Published,
    }
}

/// Why a version of a key is still needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// So many rows were made under it.
    Rows(u64),
    /// What was signed with it may hold until then.
    Until(DateTime<Utc>),
    /// What was signed with it holds for good.
    ForGood,
}

/// A version that is not the newest, and that something needs. It may be missing from the keys: then what needs it cannot
/// be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// What the key is for.
    pub purpose: Purpose,
    /// Its version.
    pub version: u32,
    /// Why.
    pub why: Need,
}

/// Old versions of keys that something needs at `now`, by purpose and version.
///
/// # Errors
/// The database failed.
pub async fn needed(db: &impl ConnectionTrait, keys: &Keys, now: DateTime<Utc>) -> Result<Vec<Needed>> {
    let mut all = vec![];
    for purpose in Purpose::ALL {
        let newest = keys.newest(purpose);
        match kept(purpose) {
            Kept::In(places) | Kept::Stays(places) => {
                let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
                for place in places {
                    for (version, count) in versions_in_use(db, place).await? {
                        *counts.entry(version).or_default() += count;
                    }
                }
                let old = counts.into_iter().filter(|(version, _)| *version != newest);
                all.extend(old.map(|(version, rows)| Needed { purpose, version, why: Need::Rows(rows) }));
            }
            Kept::Published => {
                let old = keys.list().into_iter().filter(|key| key.purpose == purpose && !key.is_newest);
                all.extend(old.map(|key| Needed { purpose, version: key.version, why: Need::ForGood }));
            }
            Kept::Outside(longest) => {
                let listed = keys.list().into_iter().filter(|key| key.purpose == purpose);
                for version in listed.map(|key| key.version) {
                    let Some(until) = keys.used_until(purpose, version).map(|last| last + longest) else {
                        continue;
                    };
                    if until > now {
                        all.push(Needed { purpose, version, why: Need::Until(until) });
                    }
                }
            }
        }
    }
    Ok(all)
}

/// How many rows of a place are of which version.
///
/// # Errors
/// The database failed.
pub async fn versions_in_use(db: &impl ConnectionTrait, place: &Place) -> Result<BTreeMap<u32, u64>> {
    let mut query = Query::select();
    query.expr_as(Expr::col(place.version), "version").expr_as(Func::count(Expr::col("id")), "rows");
    query.from(place.table).and_where(Expr::col(place.bytes).is_not_null());
    // What was made before there was a key needs none.
    query.and_where(Expr::col(place.version).is_not_null()).group_by_col(place.version);
    let mut found = BTreeMap::new();
    for row in db.query_all(&query).await? {
        let (version, rows): (i32, i64) = (row.try_get("", "version")?, row.try_get("", "rows")?);
        // A version that is no version is of no key; it is told as version 0.
        found.insert(u32::try_from(version).unwrap_or(0), u64::try_from(rows).unwrap_or(0));
    }
    Ok(found)
}
