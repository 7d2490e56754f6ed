//! Where the territory is reached from the top of a query.

use async_graphql::{Context, Object, Result};

use super::filters::{TerritorialUnitFilter, TerritorialUnitOrder};
use super::types::TerritorialUnit;
use crate::connections;

connections! {
    /// Queries of the territory.
    TerritoryQuery {
        /// Territorial units, by default those that exist now.
        territorial_units: TerritorialUnit, TerritorialUnitFilter, TerritorialUnitOrder;
    }
}
