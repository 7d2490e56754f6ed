//! What calendars show, whichever room it comes from.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// An entry of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is: the same entry in every calendar and message.
    pub id: Uuid,
    /// How often it was changed.
    pub version: i32,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Title.
    pub title: String,
    /// Where.
    pub place: Option<String>,
    /// Where to join from afar.
    pub link: Option<String>,
    /// When.
    pub when: When,
    /// Whether it holds.
    pub standing: Standing,
}

/// When something takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From an instant to another.
    Hours(DateTime<Utc>, DateTime<Utc>),
    /// On days of Warsaw, both of them among them.
    Days(NaiveDate, NaiveDate),
}

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may still change, or one may not come by it.
    Tentative,
    /// It holds.
    Confirmed,
    /// It is off.
    Cancelled,
}
