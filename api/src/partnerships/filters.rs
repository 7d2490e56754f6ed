//! Filters and orders of the partnerships' connections.

use async_graphql::{ID, InputObject, Result};
use entities::partnerships::{
    PartnerRole, ProjectState, SignKind, funding_programme, project, project_partner, project_task,
    visibility_profile, visibility_sign,
};
use entities::shared::ids::{FundingProgrammeId, UnitId};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, day, holds, id_is, is_any_of, is_line};
use crate::graphql::scalars::Date;
use crate::ordering;

/// Which funding programmes.
#[derive(InputObject, Default)]
pub struct FundingProgrammeFilter {
    /// With this code.
    code: Option<String>,
    /// Whose name holds this text, whatever its case.
    name_contains: Option<String>,
}

impl Filter<funding_programme::Entity> for FundingProgrammeFilter {
    fn condition(&self) -> Result<Condition> {
        use funding_programme::Column;
        Ok(Condition::all()
            .add_option(self.code.as_ref().map(|code| is_line(Column::Code, code)))
            .add_option(self.name_contains.as_ref().map(|text| holds(Column::Name, text))))
    }
}

ordering! {
    /// How funding programmes are ordered.
    pub enum FundingProgrammeOrder for funding_programme by default StartsOnDesc {
        /// By first day.
        StartsOnAsc = "starts" [StartsOn] asc,
        /// By first day, latest first.
        StartsOnDesc = "starts" [StartsOn] desc,
        /// By code.
        CodeAsc = "code" [Code] asc,
        /// By code, last first.
        CodeDesc = "code" [Code] desc,
    }
}

/// Which projects.
#[derive(InputObject, Default)]
pub struct ProjectFilter {
    /// Paid for by this funding programme.
    programme_id: Option<ID>,
    /// In these states.
    states: Option<Vec<Coded<ProjectState>>>,
    /// Whose title holds this text, whatever its case.
    title_contains: Option<String>,
    /// That run on this day.
    on: Option<Date>,
}

impl Filter<project::Entity> for ProjectFilter {
    fn condition(&self) -> Result<Condition> {
        use project::Column;
        let programme = self.programme_id.as_ref();
        let on = day(self.on.as_ref(), "on")?
            .map(|on| Condition::all().add(Column::StartsOn.lte(on)).add(Column::EndsOn.gte(on)));
        Ok(Condition::all()
            .add_option(id_is::<FundingProgrammeId, _>(Column::ProgrammeId, programme, "programmeId")?)
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(self.title_contains.as_ref().map(|text| holds(Column::Title, text)))
            .add_option(on))
    }
}

ordering! {
    /// How projects are ordered.
    pub enum ProjectOrder for project by default TitleAsc {
        /// By title in Polish order.
        TitleAsc = "title" [TitleKey] asc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey] desc,
        /// By first day.
        StartsOnAsc = "starts" [StartsOn] asc,
        /// By first day, latest first.
        StartsOnDesc = "starts" [StartsOn] desc,
    }
}

/// Which partners.
#[derive(InputObject, Default)]
pub struct ProjectPartnerFilter {
    /// With these parts.
    roles: Option<Vec<Coded<PartnerRole>>>,
    /// Of this voivodeship.
    voivodeship_id: Option<ID>,
}

impl Filter<project_partner::Entity> for ProjectPartnerFilter {
    fn condition(&self) -> Result<Condition> {
        use project_partner::Column;
        let voivodeship = self.voivodeship_id.as_ref();
        Ok(Condition::all().add_option(is_any_of(Column::Role, self.roles.as_deref())).add_option(id_is::<
            UnitId,
            _,
        >(
            Column::VoivodeshipId,
            voivodeship,
            "voivodeshipId",
        )?))
    }
}

ordering! {
    /// How partners are ordered.
    pub enum ProjectPartnerOrder for project_partner by default AddedAsc {
        /// By when they were added; the lead is usually first.
        AddedAsc = "added" [CreatedAt] asc,
        /// By when they were added, newest first.
        AddedDesc = "added" [CreatedAt] desc,
    }
}

/// Which tasks.
#[derive(InputObject, Default)]
pub struct ProjectTaskFilter {
    /// Done by this team.
    team: Option<String>,
    /// Whose title holds this text, whatever its case.
    title_contains: Option<String>,
}

impl Filter<project_task::Entity> for ProjectTaskFilter {
    fn condition(&self) -> Result<Condition> {
        use project_task::Column;
        Ok(Condition::all()
            .add_option(self.team.as_ref().map(|team| is_line(Column::Team, team)))
            .add_option(self.title_contains.as_ref().map(|text| holds(Column::Title, text))))
    }
}

ordering! {
    /// How tasks are ordered.
    pub enum ProjectTaskOrder for project_task by default OrdinalAsc {
        /// By number.
        OrdinalAsc = "ordinal" [Ordinal] asc,
        /// By number, last first.
        OrdinalDesc = "ordinal" [Ordinal] desc,
    }
}

/// Which visibility profiles.
#[derive(InputObject, Default)]
pub struct VisibilityProfileFilter {
    /// Whose name holds this text, whatever its case.
    name_contains: Option<String>,
}

impl Filter<visibility_profile::Entity> for VisibilityProfileFilter {
    fn condition(&self) -> Result<Condition> {
        let name = self.name_contains.as_ref().map(|text| holds(visibility_profile::Column::Name, text));
        Ok(Condition::all().add_option(name))
    }
}

ordering! {
    /// How visibility profiles are ordered.
    pub enum VisibilityProfileOrder for visibility_profile by default CreatedDesc {
        /// By when they were created.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}

/// Which signs.
#[derive(InputObject, Default)]
pub struct VisibilitySignFilter {
    /// Of these kinds.
    kinds: Option<Vec<Coded<SignKind>>>,
}

impl Filter<visibility_sign::Entity> for VisibilitySignFilter {
    fn condition(&self) -> Result<Condition> {
        let kinds = is_any_of(visibility_sign::Column::Kind, self.kinds.as_deref());
        Ok(Condition::all().add_option(kinds))
    }
}

ordering! {
    /// How signs are ordered.
    pub enum VisibilitySignOrder for visibility_sign by default OrdinalAsc {
        /// From the left.
        OrdinalAsc = "ordinal" [Ordinal] asc,
        /// From the right.
        OrdinalDesc = "ordinal" [Ordinal] desc,
    }
}
