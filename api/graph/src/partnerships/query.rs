//! Where the partnerships are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{
    FundingProgrammeFilter, FundingProgrammeOrder, ProjectFilter, ProjectOrder, VisibilityProfileFilter,
    VisibilityProfileOrder,
};
use super::types::{FundingProgramme, Project, VisibilityProfile};

connections! {
    /// Queries of the partnerships.
    PartnershipQuery {
        /// Projects that have begun, and drafts of one's own.
        projects: Project, ProjectFilter, ProjectOrder;
        /// Funding programmes.
        funding_programmes: FundingProgramme, FundingProgrammeFilter, FundingProgrammeOrder;
        /// Visibility profiles.
        visibility_profiles: VisibilityProfile, VisibilityProfileFilter, VisibilityProfileOrder;
    }
}
