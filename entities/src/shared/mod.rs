//! What every room stands on: ids, time, chance, errors, the actor and the policy, the one door for writes and
//! the planner for reads. No room is imported here.

pub mod actor;
pub mod calendar;
pub mod chance;
pub mod change;
pub mod clock;
pub mod csv;
pub mod db;
pub mod db_clock;
pub mod door;
pub mod enums;
pub mod error;
pub mod html;
pub mod idempotency_key;
pub mod ids;
pub mod input;
pub mod keys;
pub mod language;
pub mod live;
pub mod locks;
pub mod operation;
pub mod policy;
pub mod polish;
pub mod problem;
pub mod quota;
pub mod quota_use;
pub mod read;
pub mod reader;
pub mod refusals;
pub mod repertoire;
pub mod search;
pub mod states;
pub mod text;
pub mod tx;
pub mod vault;
pub mod warsaw;
