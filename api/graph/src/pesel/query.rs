//! Where looks at PESEL numbers are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{PeselSightingFilter, PeselSightingOrder};
use super::types::PeselSighting;

connections! {
    /// Queries of who saw PESEL numbers.
    PeselQuery {
        /// Who saw, searched by, noted or removed PESEL numbers: all of it for administrators and auditors of the
        /// installation, that of their projects for auditors of projects, that of one's own number for everybody.
        pesel_sightings: PeselSighting, PeselSightingFilter, PeselSightingOrder;
    }
}
