//! Stories over HTTP, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where what it stands on fails")]
#![expect(clippy::disallowed_methods, reason = "a story may bring a row into any state")]

mod accounts;
mod advisory;
mod approval;
mod audit;
mod backup;
mod calendars;
mod certificates;
mod clauses;
mod contract;
mod days;
mod documents;
mod downloads;
mod export;
mod forms;
mod hostile;
mod institutions;
mod jobs;
mod keys;
mod limits;
mod live;
mod mail;
mod mail_links;
mod oidc;
mod partnerships;
mod persisted;
mod pesel;
mod pilots;
mod races;
mod registers;
mod reporting;
mod requests;
mod resilience;
mod restored;
mod sealing;
mod search;
mod second_factor;
mod sessions;
mod territory;
mod tidy;
mod trainings;
mod unavailable;
mod uploads;
mod web;
mod workers;

/// All rooms. Each sets its piece of the scene on what those before it have set; that of accounts is last, because its
/// last mutation ends the sessions that the others are tried with.
const ROOMS: &[&contract::Room] = &[
    &partnerships::ROOM,
    &territory::ROOM,
    &institutions::ROOM,
    &trainings::ROOM,
    &certificates::ROOM,
    &documents::ROOM,
    &pesel::ROOM,
    &clauses::ROOM,
    &pilots::ROOM,
    &pilots::INDICATORS,
    &advisory::ROOM,
    &reporting::ROOM,
    &mail::ROOM,
    &requests::ROOM,
    &jobs::ROOM,
    &audit::ROOM,
    &accounts::ROOM,
];
