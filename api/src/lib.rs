//! GraphQL and HTTP of Zwornik.

pub mod accounts;
pub mod audit;
pub mod auth;
pub mod certificates;
pub mod clauses;
pub mod commands;
pub mod config;
pub mod documents;
pub mod graphql;
pub mod health;
pub mod http;
pub mod indicators;
pub mod institutions;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod oidc;
pub mod partnerships;
pub mod pesel;
pub mod pilots;
pub mod reporting;
pub mod requests;
pub mod router;
pub mod territory;
pub mod trainings;

pub use router::{App, build};
