//! Builders of facts. `World` is what stories stand on: two voivodeships, an active project, people, accounts.

mod pilot;
mod training;
mod world;

pub use pilot::PilotStudy;
pub use training::{EditionPlan, Training};
pub use world::{Account, World};
