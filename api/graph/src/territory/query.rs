//! Where the territory is reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{SubregionFilter, SubregionOrder, TerritorialUnitFilter, TerritorialUnitOrder};
use super::types::{Subregion, TerritorialUnit};

connections! {
    /// Queries of the territory.
    TerritoryQuery {
        /// Territorial units, by default those that exist now.
        territorial_units: TerritorialUnit, TerritorialUnitFilter, TerritorialUnitOrder;
        /// Subregions of voivodeships.
        subregions: Subregion, SubregionFilter, SubregionOrder;
    }
}
