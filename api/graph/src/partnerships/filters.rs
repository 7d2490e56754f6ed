//! Filters and orders of the partnerships' connections.

use chrono::NaiveDate;
use entities::partnerships::{
    PartnerRole, PartnerState, ProjectState, SignKind, funding_programme, project, project_partner,
    project_task, visibility_profile, visibility_sign,
};
use entities::shared::actor::Actor;
use entities::shared::ids::{FundingProgrammeId, UnitId};
use entities::shared::read::{ColumnTrait, Condition};
use kit::filter::{AnyOf, Contains, Day, Id, Line, Words};
use kit::{filter, ordering};

filter! {
    /// Which funding programmes.
    pub struct FundingProgrammeFilter for funding_programme {
        /// With this code.
        code: Line = Code;
        /// Whose name holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        name_contains: Contains = Name;
        /// With these words in their code or name, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How funding programmes are ordered.
    pub enum FundingProgrammeOrder for funding_programme by default StartsOnDesc {
        /// By first day.
        StartsOnAsc,
        /// By first day, latest first.
        StartsOnDesc = "starts" [StartsOn];
        /// By code.
        CodeAsc,
        /// By code, last first.
        CodeDesc = "code" [Code];
    }
}

filter! {
    /// Which projects.
    pub struct ProjectFilter for project {
        /// Paid for by this funding programme.
        programme_id: Id<FundingProgrammeId> = ProgrammeId;
        /// In these states.
        states: AnyOf<ProjectState> = State;
        /// Whose title holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        title_contains: Contains = Title;
        /// That run on this day.
        on: Day => runs_on;
        /// With these words in their title or number, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

fn runs_on(day: NaiveDate, _: &Actor) -> Condition {
    use project::Column;
    Condition::all().add(Column::StartsOn.lte(day)).add(Column::EndsOn.gte(day))
}

ordering! {
    /// How projects are ordered.
    pub enum ProjectOrder for project by default TitleAsc {
        /// By title in Polish order.
        TitleAsc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey];
        /// By first day.
        StartsOnAsc,
        /// By first day, latest first.
        StartsOnDesc = "starts" [StartsOn];
    }
}

filter! {
    /// Which partners.
    pub struct ProjectPartnerFilter for project_partner {
        /// With these parts.
        roles: AnyOf<PartnerRole> = Role;
        /// In these states.
        states: AnyOf<PartnerState> = State;
        /// Of this voivodeship.
        voivodeship_id: Id<UnitId> = VoivodeshipId;
    }
}

ordering! {
    /// How partners are ordered.
    pub enum ProjectPartnerOrder for project_partner by default AddedAsc {
        /// By when they were added; the lead is usually first.
        AddedAsc,
        /// By when they were added, newest first.
        AddedDesc = "added" [CreatedAt];
    }
}

filter! {
    /// Which tasks.
    pub struct ProjectTaskFilter for project_task {
        /// Done by this team.
        team: Line = Team;
        /// Whose title holds this text, whatever its case.
        title_contains: Contains = Title;
    }
}

ordering! {
    /// How tasks are ordered.
    pub enum ProjectTaskOrder for project_task by default OrdinalAsc {
        /// By number.
        OrdinalAsc,
        /// By number, last first.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}

filter! {
    /// Which visibility profiles.
    pub struct VisibilityProfileFilter for visibility_profile {
        /// Whose name holds this text, whatever its case.
        name_contains: Contains = Name;
    }
}

ordering! {
    /// How visibility profiles are ordered.
    pub enum VisibilityProfileOrder for visibility_profile by default CreatedDesc {
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which signs.
    pub struct VisibilitySignFilter for visibility_sign {
        /// Of these kinds.
        kinds: AnyOf<SignKind> = Kind;
    }
}

ordering! {
    /// How signs are ordered.
    pub enum VisibilitySignOrder for visibility_sign by default OrdinalAsc {
        /// From the left.
        OrdinalAsc,
        /// From the right.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}
