//! The figures of a training summary: what one query collects, what screen, workbook and PDF show alike.
//!
//! They are as of the moment in which they were collected: attendance and states have no past that could be read again. What was
//! answered in words is not among them, because figures are kept for good and people write what they like.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::partnerships::sign::Sign;

/// Everything the report says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingSummary {
    /// Title of the report.
    pub title: String,
    /// Title and number of the project.
    pub project: String,
    /// The office that reports.
    pub issuer: String,
    /// First day of the period.
    pub from: NaiveDate,
    /// Last day of the period.
    pub to: NaiveDate,
    /// When the figures were collected; the document's dates.
    pub collected_at: DateTime<Utc>,
    /// How many people took part in any of the editions.
    pub people: u64,
    /// Editions that begin in the period, by their first day.
    pub editions: Vec<Edition>,
    /// The visibility strip.
    pub strip: Vec<Sign>,
}

/// An edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Title of the programme.
    pub programme: String,
    /// Title of the edition.
    pub title: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// State, as printed.
    pub state: String,
    /// Whether it is over, so that it is known who took part.
    pub is_over: bool,
    /// Whether it was called off.
    pub is_off: bool,
    /// Seats.
    pub seats: u64,
    /// Enrolments, whatever became of them.
    pub enrolled: u64,
    /// Whoever took part: completed or not.
    pub took_part: u64,
    /// Of these, who completed.
    pub completed: u64,
    /// Who had a seat and did not come.
    pub no_show: u64,
    /// Minutes of attendance of all participants together.
    pub attended_min: i64,
    /// Certificates that hold.
    pub certificates: u64,
    /// What its survey says, where it is over.
    pub survey: Option<Survey>,
}

/// What a survey says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Title.
    pub title: String,
    /// How many answered it.
    pub answered: u64,
    /// How many could have.
    pub participants: u64,
    /// Its questions in order.
    pub questions: Vec<Question>,
}

/// What a question says; what would tell of fewer than five people is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// The answers there were; none where it was answered in words.
    pub answers: Vec<String>,
    /// How many answered it.
    pub answered: Option<u64>,
    /// How many gave each answer.
    pub counts: Vec<Option<u64>>,
    /// The mean on a scale, in hundredths.
    pub mean_hundredths: Option<i64>,
}

impl TrainingSummary {
    /// Sums over all editions.
    pub fn sum(&self, of: impl Fn(&Edition) -> u64) -> u64 {
        self.editions.iter().map(of).sum()
    }

    /// Minutes of attendance together.
    pub fn attended_min(&self) -> i64 {
        self.editions.iter().map(|edition| edition.attended_min).sum()
    }

    /// Editions with a survey that is over.
    pub fn surveys(&self) -> impl Iterator<Item = (&Edition, &Survey)> {
        self.editions.iter().filter_map(|edition| Some((edition, edition.survey.as_ref()?)))
    }
}
