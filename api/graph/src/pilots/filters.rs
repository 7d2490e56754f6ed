//! Filters and orders of the pilots' connections.

use entities::pilots::{
    ModelState, ModelTarget, PilotState, cooperation_model, model_version, pilot, pilot_site,
    site_institution,
};
use entities::shared::ids::{InstitutionId, ModelVersionId, ProjectId, UnitId};
use kit::filter::{AnyOf, Contains, FromDay, Id, ToDay, Words};
use kit::{filter, ordering};

filter! {
    /// Which cooperation models.
    pub struct CooperationModelFilter for cooperation_model {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// For these kinds of gmina.
        targets: AnyOf<ModelTarget> = Target;
        /// Whose title holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        title_contains: Contains = Title;
        /// With these words in their title, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How cooperation models are ordered.
    pub enum CooperationModelOrder for cooperation_model by default TitleAsc {
        /// By title in Polish order.
        TitleAsc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey];
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which versions of a model.
    pub struct ModelVersionFilter for model_version {
        /// In these states.
        states: AnyOf<ModelState> = State;
    }
}

ordering! {
    /// How versions of a model are ordered.
    pub enum ModelVersionOrder for model_version by default OrdinalAsc {
        /// By number.
        OrdinalAsc,
        /// By number, newest first.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}

filter! {
    /// Which pilots.
    pub struct PilotFilter for pilot {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this version of a model.
        model_version_id: Id<ModelVersionId> = ModelVersionId;
        /// In these states.
        states: AnyOf<PilotState> = State;
        /// That start on this day or later.
        starts_from: FromDay = StartsOn;
        /// That start on this day or earlier.
        starts_to: ToDay = StartsOn;
        /// Whose title holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        title_contains: Contains = Title;
        /// With these words in their title, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How pilots are ordered.
    pub enum PilotOrder for pilot by default StartsOnDesc {
        /// By first day, earliest first.
        StartsOnAsc,
        /// By first day, latest first.
        StartsOnDesc = "starts" [StartsOn];
        /// By title in Polish order.
        TitleAsc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey];
    }
}

filter! {
    /// Which sites of a pilot.
    pub struct PilotSiteFilter for pilot_site {
        /// In this gmina or powiat.
        unit_id: Id<UnitId> = UnitId;
        /// Whose name holds this text, whatever its case.
        name_contains: Contains = Name;
    }
}

ordering! {
    /// How sites of a pilot are ordered.
    pub enum PilotSiteOrder for pilot_site by default NameAsc {
        /// By name in Polish order.
        NameAsc,
        /// By name in Polish order, last first.
        NameDesc = "name" [NameKey];
    }
}

filter! {
    /// Which institutions of a site.
    pub struct SiteInstitutionFilter for site_institution {
        /// This institution.
        institution_id: Id<InstitutionId> = InstitutionId;
    }
}

ordering! {
    /// How institutions of a site are ordered.
    pub enum SiteInstitutionOrder for site_institution by default AddedAsc {
        /// By when they were added.
        AddedAsc,
        /// By when they were added, newest first.
        AddedDesc = "added" [CreatedAt];
    }
}
