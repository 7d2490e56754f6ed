//! Stories over HTTP, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where what it stands on fails")]

mod backup;
mod certificates;
mod contract;
mod hostile;
mod live;
mod mail;
mod mail_links;
mod persisted;
mod pilots;
mod privacy;
mod reporting;
mod resilience;
mod sealing;
mod tidy;
mod trainings;
mod uploads;
mod workers;
