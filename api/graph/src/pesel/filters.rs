//! Filters and orders of who saw PESEL numbers.

use entities::partnerships::{PeselBasis, PeselPurpose};
use entities::pesel::{SightingKind, person_pesel, pesel_consent, sighting};
use entities::shared::ids::{PartnerId, PersonId, ProjectId};
use kit::filter::{AnyOf, Before, Id, IsNull, Since};
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

filter! {
    /// Which numbers.
    pub struct ProjectPeselFilter for person_pesel {
        /// Kept by this project.
        project_id: Id<ProjectId> = ProjectId;
        /// For these purposes.
        purposes: AnyOf<PeselPurpose> = Purpose;
        /// On these bases.
        bases: AnyOf<PeselBasis> = Basis;
    }
}

ordering! {
    /// How numbers are ordered.
    pub enum ProjectPeselOrder for person_pesel by default NotedAsc {
        /// By when they were noted.
        NotedAsc,
        /// By when they were noted, latest first.
        NotedDesc = "noted" [CreatedAt];
    }
}

filter! {
    /// Which consents.
    pub struct PeselConsentFilter for pesel_consent {
        /// To this project.
        project_id: Id<ProjectId> = ProjectId;
        /// That hold still, or were taken back.
        holds: IsNull = WithdrawnAt;
    }
}

ordering! {
    /// How consents are ordered.
    pub enum PeselConsentOrder for pesel_consent by default GivenDesc {
        /// By when they were given.
        GivenAsc,
        /// By when they were given, latest first.
        GivenDesc = "given" [GivenAt];
    }
}
