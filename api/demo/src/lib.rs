//! What the demonstration of Zwornik tells: five projects, their institutions, people, trainings and certificates, all
//! invented.
//!
//! | file | what |
//! | --- | --- |
//! | `story/` | the demonstration itself, told by the product's own actions in one transaction |
//! | `units.rs`, `institutions.rs`, `people.rs`, `accounts.rs` | who and what occurs in it |

pub mod accounts;
mod institutions;
pub mod people;
pub mod story;
mod units;

use entities::audit::Deed;

/// The line of the audit trail that tells that a database holds the demonstration.
pub const LOADED: Deed = entities::upkeep::demo::LOAD;
