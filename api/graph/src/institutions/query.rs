//! Where institutions and people are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{InstitutionFilter, InstitutionOrder, PersonFilter, PersonOrder};
use super::types::{Institution, Person};

connections! {
    /// Queries of the institutions.
    InstitutionQuery {
        /// Institutions; for everybody who has logged in.
        institutions: Institution, InstitutionFilter, InstitutionOrder;
        /// People the viewer may see.
        people: Person, PersonFilter, PersonOrder;
    }
}
