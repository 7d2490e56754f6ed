//! What a signable attendance list of one day prints.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::certificates::snapshot::Sign;

/// An attendance list for one day of an edition. Texts are Polish and ready to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceSheet {
    /// The organising office.
    pub issuer: String,
    /// Title and number of the project.
    pub project: String,
    /// Title of the training with its edition.
    pub training: String,
    /// The day.
    pub day: NaiveDate,
    /// Venue in one line.
    pub venue: String,
    /// Sessions of the day in order; one column of signatures each.
    pub sessions: Vec<SheetSession>,
    /// Trainers, with room for their signatures.
    pub trainers: Vec<String>,
    /// People in Polish order of surname.
    pub rows: Vec<SheetRow>,
    /// The visibility strip.
    pub strip: Vec<Sign>,
    /// When the list was drawn up.
    pub drawn_at: DateTime<Utc>,
}

/// One session of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSession {
    /// Title.
    pub title: String,
    /// `09:00–12:15`.
    pub hours: String,
}

/// One person on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Surname first.
    pub name: String,
    /// The institution represented.
    pub institution: String,
}
