//! Queries of indicators and measurements, and who may see them: whoever sees the pilot, and the site.

use sea_orm::Condition;

use super::{indicator, measurement};
use crate::pilots::store::{pilots_seen_by, sites_seen_by};
use crate::pilots::{pilot, pilot_site};
use crate::readable;
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
