//! Filters and orders of the connections of advice.

use entities::advisory::{
    AdvisoryRequestState, AdvisoryTopic, advisory_request, advisory_session, subregion_adviser,
};
use entities::shared::ids::{InstitutionId, PartnerId, PersonId, ProjectId, SubregionId};
use kit::filter::{AnyOf, Contains, Id, OnlyNull, Words};
use kit::{filter, ordering};

filter! {
    /// Which advisers of subregions. Where no filter is given, present ones.
    pub struct SubregionAdviserFilter for subregion_adviser {
        /// For this partner.
        partner_id: Id<PartnerId> = PartnerId;
        /// Of this subregion.
        subregion_id: Id<SubregionId> = SubregionId;
        /// Only those who advise now; false adds former ones.
        #[graphql(default)]
        current_only: OnlyNull = EndedAt;
    }
}

ordering! {
    /// How advisers of subregions are ordered.
    pub enum SubregionAdviserOrder for subregion_adviser by default AppointedAsc {
        /// By when they were appointed.
        AppointedAsc,
        /// By when they were appointed, newest first.
        AppointedDesc = "appointed" [CreatedAt];
    }
}

filter! {
    /// Which requests for advice.
    pub struct AdvisoryRequestFilter for advisory_request {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// To this partner.
        partner_id: Id<PartnerId> = PartnerId;
        /// Of this institution.
        institution_id: Id<InstitutionId> = InstitutionId;
        /// From this subregion.
        subregion_id: Id<SubregionId> = SubregionId;
        /// With this adviser.
        adviser_id: Id<PersonId> = AdviserId;
        /// About these topics.
        topics: AnyOf<AdvisoryTopic> = Topic;
        /// In these states.
        states: AnyOf<AdvisoryRequestState> = State;
        /// Whose words hold this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        words_contain: Contains = Words;
        /// With these words, by their beginnings, in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How requests for advice are ordered.
    pub enum AdvisoryRequestOrder for advisory_request by default CreatedDesc {
        /// By when they were made.
        CreatedAsc,
        /// By when they were made, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which sessions of advice.
    pub struct AdvisorySessionFilter for advisory_session {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this institution.
        institution_id: Id<InstitutionId> = InstitutionId;
        /// In this subregion.
        subregion_id: Id<SubregionId> = SubregionId;
        /// By this adviser.
        held_by_id: Id<PersonId> = HeldById;
        /// About these topics.
        topics: AnyOf<AdvisoryTopic> = Topic;
    }
}

ordering! {
    /// How sessions of advice are ordered.
    pub enum AdvisorySessionOrder for advisory_session by default HeldDesc {
        /// By when they began.
        HeldAsc,
        /// By when they began, latest first.
        HeldDesc = "held" [HeldAt];
    }
}
