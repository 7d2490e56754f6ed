//! Filters and orders of the indicators' connections.

use async_graphql::{ID, InputObject, Result};
use entities::indicators::{IndicatorKind, MeasurementState, indicator, measurement};
use entities::shared::actor::Actor;
use entities::shared::ids::{IndicatorId, PilotId, ProjectId, SiteId};
use entities::shared::read::{ColumnTrait, Condition, Entity, within};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, day, id_is, is_any_of, is_line};
use crate::graphql::scalars::Date;
use crate::ordering;

/// Which indicators.
#[derive(InputObject, Default)]
pub struct IndicatorFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Of this pilot.
    pilot_id: Option<ID>,
    /// Of these kinds.
    kinds: Option<Vec<Coded<IndicatorKind>>>,
    /// With this code.
    code: Option<String>,
}

impl Filter<indicator::Entity> for IndicatorFilter {
    fn condition(&self) -> Result<Condition> {
        use indicator::Column;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<PilotId, _>(Column::PilotId, self.pilot_id.as_ref(), "pilotId")?)
            .add_option(is_any_of(Column::Kind, self.kinds.as_deref()))
            .add_option(self.code.as_ref().map(|code| is_line(Column::Code, code))))
    }
}

ordering! {
    /// How indicators are ordered.
    pub enum IndicatorOrder for indicator by default OrdinalAsc {
        /// By place in reports.
        OrdinalAsc = "ordinal" [Ordinal] asc,
        /// By place in reports, last first.
        OrdinalDesc = "ordinal" [Ordinal] desc,
    }
}

/// Which measurements.
#[derive(InputObject, Default)]
pub struct MeasurementFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Of this pilot.
    pilot_id: Option<ID>,
    /// Of this indicator.
    indicator_id: Option<ID>,
    /// Of this site.
    site_id: Option<ID>,
    /// Of the quarter that begins on this day, or of later ones.
    quarter_from: Option<Date>,
    /// Of the quarter that begins on this day, or of earlier ones.
    quarter_to: Option<Date>,
    /// In these states.
    states: Option<Vec<Coded<MeasurementState>>>,
}

impl Filter<measurement::Entity> for MeasurementFilter {
    fn condition(&self) -> Result<Condition> {
        use measurement::Column;
        let from = day(self.quarter_from.as_ref(), "quarterFrom")?;
        let to = day(self.quarter_to.as_ref(), "quarterTo")?;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<IndicatorId, _>(
                Column::IndicatorId,
                self.indicator_id.as_ref(),
                "indicatorId",
            )?)
            .add_option(id_is::<SiteId, _>(Column::SiteId, self.site_id.as_ref(), "siteId")?)
            .add_option(from.map(|day| Column::QuarterOn.gte(day)))
            .add_option(to.map(|day| Column::QuarterOn.lte(day)))
            .add_option(is_any_of(Column::State, self.states.as_deref())))
    }

    fn condition_for(&self, actor: &Actor) -> Result<Condition> {
        let condition = self.condition()?;
        let pilot = id_is::<PilotId, _>(indicator::Column::PilotId, self.pilot_id.as_ref(), "pilotId")?;
        let Some(pilot) = pilot else { return Ok(condition) };
        let seen = Condition::all().add(indicator::Entity::visible_to(actor)).add(pilot);
        Ok(condition.add(within::<_, indicator::Entity>(
            measurement::Column::IndicatorId,
            indicator::Column::Id,
            seen,
        )))
    }
}

ordering! {
    /// How measurements are ordered.
    pub enum MeasurementOrder for measurement by default QuarterAsc {
        /// By quarter, earliest first.
        QuarterAsc = "quarter" [QuarterOn] asc,
        /// By quarter, latest first.
        QuarterDesc = "quarter" [QuarterOn] desc,
    }
}
