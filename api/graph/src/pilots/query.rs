//! Where pilots are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{CooperationModelFilter, CooperationModelOrder, PilotFilter, PilotOrder};
use super::types::{CooperationModel, Pilot};

connections! {
    /// Queries of the pilots.
    PilotQuery {
        /// Cooperation models of one's own projects, and those piloted where one works.
        cooperation_models: CooperationModel, CooperationModelFilter, CooperationModelOrder;
        /// Pilots of one's own projects, and those one works in.
        pilots: Pilot, PilotFilter, PilotOrder;
    }
}
