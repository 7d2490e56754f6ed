//! Queries of indicators and measurements, and who may see them: whoever sees the pilot, and the site.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::{MeasurementState, indicator, measurement};
use crate::pilots::store::{pilots_seen_by, sites_seen_by};
use crate::pilots::{pilot, pilot_site};
use crate::readable;
use crate::shared::error::Result;
use crate::shared::ids::SiteId;
use crate::shared::policy::Readable;
use crate::shared::read::{everything, within};

readable! {
    indicator => indicators_seen_by;
    measurement => measurements_seen_by;
}

/// Indicators of the pilots that the actor sees.
pub fn indicators_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = pilots_seen_by(who);
    Condition::all().add(within::<_, pilot::Entity>(indicator::Column::PilotId, pilot::Column::Id, seen))
}

/// Measurements of the sites that the actor sees.
pub fn measurements_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = sites_seen_by(who);
    Condition::all().add(within::<_, pilot_site::Entity>(
        measurement::Column::SiteId,
        pilot_site::Column::Id,
        seen,
    ))
}

/// Measurements of a site and quarter that count or are being worked on.
///
/// # Errors
/// The database failed.
pub async fn measured<C: ConnectionTrait>(
    db: &C,
    site: SiteId,
    quarter_on: NaiveDate,
) -> Result<Vec<measurement::Model>> {
    Ok(measurement::Entity::find()
        .filter(measurement::Column::SiteId.eq(site))
        .filter(measurement::Column::QuarterOn.eq(quarter_on))
        .filter(measurement::Column::State.ne(MeasurementState::Superseded))
        .all(db)
        .await?)
}
