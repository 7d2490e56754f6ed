//! What the tests share: databases to run on, an installation in memory, and builders of its facts.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where what it stands on fails")]
#![expect(clippy::print_stderr, reason = "tests tell which databases they ran on")]

pub mod app;
pub mod browser;
pub mod builders;
pub mod databases;
pub mod letters;
pub mod mail_sink;
pub mod plan;
pub mod provider;

pub use app::{Answer, Edge, Server, TestApp};
pub use databases::{TestDb, on_both, on_both_at_once, unguarded};
