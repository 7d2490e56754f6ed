//! Data and rules of Zwornik: tables, pure rules, stores and actions, one folder per room.
//!
//! `ARCHITECTURE.md` draws the map and the arrows between rooms. Nothing here knows GraphQL, HTTP or PDF.

pub mod accounts;
pub mod advisory;
pub mod audit;
pub mod certificates;
pub mod clauses;
pub mod documents;
pub mod indicators;
pub mod institutions;
pub mod jobs;
pub mod mail;
pub mod partnerships;
pub mod pesel;
pub mod pilots;
pub mod register;
pub mod reporting;
pub mod requests;
pub mod rooms;
pub mod shared;
pub mod territory;
pub mod trainings;
pub mod upkeep;

// A room is a line above and a name here.
rooms::fold! {
    accounts, advisory, audit, certificates, clauses, documents, indicators, institutions, jobs, mail, partnerships, pesel, pilots,
    register, reporting, requests, territory, trainings; without keys upkeep
}
