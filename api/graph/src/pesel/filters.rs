//! Filters and orders of who saw PESEL numbers.

use entities::pesel::{SightingKind, sighting};
use entities::shared::ids::{PartnerId, PersonId, ProjectId};
use kit::filter::{AnyOf, Before, Id, Since};
use kit::{filter, ordering};

filter! {
    /// Which sightings.
    pub struct PeselSightingFilter for sighting {
        /// Of the number of this person.
        person_id: Id<PersonId> = PersonId;
        /// Of these kinds.
        kinds: AnyOf<SightingKind> = Kind;
        /// On the ground of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// For this partner.
        partner_id: Id<PartnerId> = PartnerId;
        /// At this instant or later.
        from: Since = At;
        /// Before this instant.
        to: Before = At;
    }
}

ordering! {
    /// How sightings are ordered.
    pub enum PeselSightingOrder for sighting by default AtDesc {
        /// By when it was.
        AtAsc,
        /// By when it was, latest first.
        AtDesc = "at" [At];
    }
}
