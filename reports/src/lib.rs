//! Worker of Zwornik: claims jobs, draws documents, keeps time.
//!
//! `handler.rs` says what a handler is, `registry.rs` is THE list of them, `schedule.rs` THE table of times, `document/` the layout engine. A handler
//! draws outside any transaction, stores the bytes, and writes its results together with the job's completion: a
//! job that runs twice (its worker died, its lease ended) changes nothing the second time.

pub mod accounts;
pub mod advisory;
pub mod certificates;
pub mod context;
pub mod document;
pub mod handler;
pub mod jobs;
pub mod mail;
pub mod pesel;
pub mod registry;
pub mod reporting;
pub mod requests;
pub mod schedule;
pub mod trainings;
pub mod worker;

pub use worker::{Settings, Worker};
