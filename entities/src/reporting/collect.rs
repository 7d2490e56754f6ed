//! The one query set behind a pilot summary: screen, CSV and PDF show what it answers and nothing else (hard
//! rule 11).
//!
//! Of each indicator, site and quarter the revision counts that was approved last up to the cut-off, so the
//! figures of a day can be collected again later, whatever was corrected since.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::pilot_summary::{Indicator, PilotSummary, Site};
use super::report_definition;
use crate::indicators::{MeasurementState, indicator, measurement, quarter};
use crate::partnerships::store::strip_of;
use crate::partnerships::{project, project_partner};
use crate::pilots::{cooperation_model, model_version, pilot, pilot_site, site_institution};
use crate::shared::error::{Error, Result};
use crate::shared::ids::{IndicatorId, PilotId, SiteId};

/// A value's place in the report.
type Place = (IndicatorId, SiteId, NaiveDate);

/// Collects the figures of a pilot as they stood at `cut_off`.
///
/// # Errors
/// Refused: no valid visibility profile. The database failed, or a row is missing.
pub async fn collect<C: ConnectionTrait>(
    db: &C,
    definition: &report_definition::Model,
    cut_off: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<PilotSummary> {
    let strip = strip_of(db, definition.project_id).await?;
    let pilot = there(pilot::Entity::find_by_id(there(definition.pilot_id)?).one(db).await?)?;
    let version = there(model_version::Entity::find_by_id(pilot.model_version_id).one(db).await?)?;
    let model = there(cooperation_model::Entity::find_by_id(version.model_id).one(db).await?)?;
    let project = there(project::Entity::find_by_id(definition.project_id).one(db).await?)?;
    let issuer = there(project_partner::Entity::find_by_id(definition.partner_id).one(db).await?)?;
    let (site_ids, sites) = sites(db, pilot.id).await?;
    let indicators = indicator::Entity::find()
        .filter(indicator::Column::PilotId.eq(pilot.id))
        .order_by_asc(indicator::Column::Ordinal)
        .order_by_asc(indicator::Column::Id)
        .all(db)
        .await?;
    let values = approved(db, &site_ids, cut_off).await?;
    let quarters = quarter::of_period(pilot.starts_on, pilot.ends_on);
    let indicators = indicators.into_iter().map(|one| printed(one, &site_ids, &quarters, &values));
    let number = project.number.as_deref().map(|number| format!(", nr {number}")).unwrap_or_default();
    Ok(PilotSummary {
        title: definition.title.clone(),
        pilot: pilot.title,
        model: format!("{}, wersja {}", model.title, version.ordinal),
        project: format!("Projekt „{}”{number}", project.title),
        issuer: issuer.name,
        starts_on: pilot.starts_on,
        ends_on: pilot.ends_on,
        cut_off,
        collected_at: now,
        sites,
        indicators: indicators.collect(),
        quarters,
        strip,
    })
}

/// Sites in Polish order, with how many institutions take part.
async fn sites<C: ConnectionTrait>(db: &C, pilot: PilotId) -> Result<(Vec<SiteId>, Vec<Site>)> {
    let rows = pilot_site::Entity::find()
        .filter(pilot_site::Column::PilotId.eq(pilot))
        .order_by_asc(pilot_site::Column::NameKey)
        .order_by_asc(pilot_site::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<SiteId> = rows.iter().map(|site| site.id).collect();
    let parts = site_institution::Entity::find()
        .filter(site_institution::Column::SiteId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let mut institutions: HashMap<SiteId, u32> = HashMap::new();
    for part in parts {
        *institutions.entry(part.site_id).or_default() += 1;
    }
    let sites = rows.into_iter().map(|site| Site {
        name: site.name,
        institutions: institutions.get(&site.id).copied().unwrap_or_default(),
    });
    Ok((ids, sites.collect()))
}

/// The value of each place as it was approved at `cut_off`: of several revisions the last.
async fn approved<C: ConnectionTrait>(
    db: &C,
    sites: &[SiteId],
    cut_off: DateTime<Utc>,
) -> Result<HashMap<Place, i64>> {
    use measurement::Column;
    let rows = measurement::Entity::find()
        .filter(Column::SiteId.is_in(sites.iter().copied()))
        .filter(Column::State.is_in([MeasurementState::Approved, MeasurementState::Superseded]))
        .filter(Column::ApprovedAt.lte(cut_off))
        .order_by_asc(Column::Revision)
        .all(db)
        .await?;
    let place = |row: &measurement::Model| (row.indicator_id, row.site_id, row.quarter_on);
    // A later revision takes the place of an earlier one.
    Ok(rows.into_iter().map(|row| (place(&row), row.value_hundredths)).collect())
}

fn printed(
    one: indicator::Model,
    sites: &[SiteId],
    quarters: &[NaiveDate],
    values: &HashMap<Place, i64>,
) -> Indicator {
    let row = |site: &SiteId| quarters.iter().map(|on| values.get(&(one.id, *site, *on)).copied()).collect();
    Indicator {
        values_hundredths: sites.iter().map(row).collect(),
        code: one.code,
        name: one.name,
        unit: one.unit,
        decimals: u8::try_from(one.decimals).unwrap_or(2),
        baseline_hundredths: one.baseline_hundredths,
        target_hundredths: one.target_hundredths,
        direction: one.direction,
    }
}

fn there<T>(row: Option<T>) -> Result<T> {
    row.ok_or_else(|| Error::Fault("a report refers to a row that is not there".into()))
}
