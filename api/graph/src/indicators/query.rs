//! Where indicators are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{IndicatorFilter, IndicatorOrder, MeasurementFilter, MeasurementOrder};
use super::types::{Indicator, Measurement};

connections! {
    /// Queries of the indicators.
    IndicatorQuery {
        /// Indicators of the pilots that the viewer may see.
        indicators: Indicator, IndicatorFilter, IndicatorOrder;
        /// Measurements of the sites that the viewer may see.
        measurements: Measurement, MeasurementFilter, MeasurementOrder;
    }
}
