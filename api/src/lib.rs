//! One installation of Zwornik: its addresses, its pages, its commands. What it answers lies in the crates beside it:
//! `edge`, `kit`, `graph`, `writes`.

// The recursion of a merged schema.
#![recursion_limit = "256"]

pub mod accounts;
pub mod app;
pub mod audit;
pub mod auth;
mod calendars;
pub mod certificates;
pub mod commands;
pub mod config;
pub mod documents;
mod forms;
mod health;
pub mod live;
pub mod router;
pub mod schema;
mod web;

pub use app::App;
pub use router::build;
