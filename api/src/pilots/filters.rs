//! Filters and orders of the pilots' connections.

use async_graphql::{ID, InputObject, Result};
use entities::pilots::{
    ModelState, ModelTarget, PilotState, cooperation_model, model_version, pilot, pilot_site,
    site_institution,
};
use entities::shared::ids::{InstitutionId, ModelVersionId, ProjectId, UnitId};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, holds, id_is, is_any_of};
use crate::graphql::scalars::Date;
use crate::ordering;

/// Which cooperation models.
#[derive(InputObject, Default)]
pub struct CooperationModelFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// For these kinds of gmina.
    targets: Option<Vec<Coded<ModelTarget>>>,
    /// Whose title holds this text, whatever its case.
    title_contains: Option<String>,
}

impl Filter<cooperation_model::Entity> for CooperationModelFilter {
    fn condition(&self) -> Result<Condition> {
        use cooperation_model::Column;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(is_any_of(Column::Target, self.targets.as_deref()))
            .add_option(self.title_contains.as_ref().map(|text| holds(Column::Title, text))))
    }
}

ordering! {
    /// How cooperation models are ordered.
    pub enum CooperationModelOrder for cooperation_model by default TitleAsc {
        /// By title in Polish order.
        TitleAsc = "title" [TitleKey] asc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey] desc,
        /// By when they were created.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}

/// Which versions of a model.
#[derive(InputObject, Default)]
pub struct ModelVersionFilter {
    /// In these states.
    states: Option<Vec<Coded<ModelState>>>,
}

impl Filter<model_version::Entity> for ModelVersionFilter {
    fn condition(&self) -> Result<Condition> {
        use model_version::Column;
        let states = is_any_of(Column::State, self.states.as_deref());
        Ok(Condition::all().add_option(states))
    }
}

ordering! {
    /// How versions of a model are ordered.
    pub enum ModelVersionOrder for model_version by default OrdinalAsc {
        /// By number.
        OrdinalAsc = "ordinal" [Ordinal] asc,
        /// By number, newest first.
        OrdinalDesc = "ordinal" [Ordinal] desc,
    }
}

/// Which pilots.
#[derive(InputObject, Default)]
pub struct PilotFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Of this version of a model.
    model_version_id: Option<ID>,
    /// In these states.
    states: Option<Vec<Coded<PilotState>>>,
    /// That start on this day or later.
    starts_from: Option<Date>,
    /// That start on this day or earlier.
    starts_to: Option<Date>,
    /// Whose title holds this text, whatever its case.
    title_contains: Option<String>,
}

impl Filter<pilot::Entity> for PilotFilter {
    fn condition(&self) -> Result<Condition> {
        use pilot::Column;
        let from = crate::graphql::page::day(self.starts_from.as_ref(), "startsFrom")?;
        let to = crate::graphql::page::day(self.starts_to.as_ref(), "startsTo")?;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<ModelVersionId, _>(
                Column::ModelVersionId,
                self.model_version_id.as_ref(),
                "modelVersionId",
            )?)
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(from.map(|day| Column::StartsOn.gte(day)))
            .add_option(to.map(|day| Column::StartsOn.lte(day)))
            .add_option(self.title_contains.as_ref().map(|text| holds(Column::Title, text))))
    }
}

ordering! {
    /// How pilots are ordered.
    pub enum PilotOrder for pilot by default StartsOnDesc {
        /// By first day, earliest first.
        StartsOnAsc = "starts" [StartsOn] asc,
        /// By first day, latest first.
        StartsOnDesc = "starts" [StartsOn] desc,
        /// By title in Polish order.
        TitleAsc = "title" [TitleKey] asc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey] desc,
    }
}

/// Which sites of a pilot.
#[derive(InputObject, Default)]
pub struct PilotSiteFilter {
    /// In this gmina or powiat.
    unit_id: Option<ID>,
    /// Whose name holds this text, whatever its case.
    name_contains: Option<String>,
}

impl Filter<pilot_site::Entity> for PilotSiteFilter {
    fn condition(&self) -> Result<Condition> {
        use pilot_site::Column;
        Ok(Condition::all()
            .add_option(id_is::<UnitId, _>(Column::UnitId, self.unit_id.as_ref(), "unitId")?)
            .add_option(self.name_contains.as_ref().map(|text| holds(Column::Name, text))))
    }
}

ordering! {
    /// How sites of a pilot are ordered.
    pub enum PilotSiteOrder for pilot_site by default NameAsc {
        /// By name in Polish order.
        NameAsc = "name" [NameKey] asc,
        /// By name in Polish order, last first.
        NameDesc = "name" [NameKey] desc,
    }
}

/// Which institutions of a site.
#[derive(InputObject, Default)]
pub struct SiteInstitutionFilter {
    /// This institution.
    institution_id: Option<ID>,
}

impl Filter<site_institution::Entity> for SiteInstitutionFilter {
    fn condition(&self) -> Result<Condition> {
        let institution = id_is::<InstitutionId, _>(
            site_institution::Column::InstitutionId,
            self.institution_id.as_ref(),
            "institutionId",
        )?;
        Ok(Condition::all().add_option(institution))
    }
}

ordering! {
    /// How institutions of a site are ordered.
    pub enum SiteInstitutionOrder for site_institution by default AddedAsc {
        /// By when they were added.
        AddedAsc = "added" [CreatedAt] asc,
        /// By when they were added, newest first.
        AddedDesc = "added" [CreatedAt] desc,
    }
}
