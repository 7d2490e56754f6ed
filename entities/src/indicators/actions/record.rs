//! Measurements are recorded as drafts, for a whole list of a site and quarter at once.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::{check_value, site_to_measure};
use crate::indicators::lifecycle::RECORDED;
use crate::indicators::refusals::{OUTSIDE_PILOT, QUARTER};
use crate::indicators::store::measured;
use crate::indicators::{MeasurementState, deeds, indicator, measurement, quarter};
use crate::pilots::pilot_site;
use crate::shared::door;
use crate::shared::error::{Error, Refusal, Result, refuse};
use crate::shared::ids::{IndicatorId, SiteId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::{DUPLICATE, FUTURE, REFERENCE, REQUIRED, TOO_MANY};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// Most values recorded at once.
const ENTRIES_MAX: usize = 200;

/// A value of one indicator.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// Value in hundredths of its unit.
    pub value_hundredths: i64,
}

/// A list of one site and quarter.
#[derive(Clone, Debug, Serialize)]
pub struct RecordMeasurements {
    /// The site.
    pub site_id: SiteId,
    /// First day of the quarter.
    pub quarter_on: NaiveDate,
    /// Its values; one that was recorded before and not submitted is replaced.
    pub entries: Vec<Entry>,
}

/// Records the values of a site and quarter for a whole list. All or nothing; recording twice counts once.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the pilot or of a value, too many, duplicate, invalid.
pub async fn record_measurements(tx: &Tx, op: &Operation, list: RecordMeasurements) -> Result<SiteId> {
    let (site, pilot) = site_to_measure(tx, op, list.site_id, "siteId").await?;
    pilot.state.must_be(RECORDED)?;
    if list.entries.len() > ENTRIES_MAX {
        return refuse(TOO_MANY, "entries");
    }
    let mut check = Check::default();
    check.date("quarterOn", list.quarter_on);
    if !quarter::is_first_day(list.quarter_on) {
        check.fault("quarterOn", QUARTER);
    } else if !quarter::touches(list.quarter_on, pilot.starts_on, pilot.ends_on) {
        check.fault("quarterOn", OUTSIDE_PILOT);
    } else if list.quarter_on > op.today() {
        check.fault("quarterOn", FUTURE);
    }
    if list.entries.is_empty() {
        check.fault("entries", REQUIRED);
    }
    let of_pilot = indicator::Entity::find().filter(indicator::Column::PilotId.eq(pilot.id)).all(tx).await?;
    let decimals: HashMap<IndicatorId, i32> = of_pilot.iter().map(|one| (one.id, one.decimals)).collect();
    let mut listed = HashSet::new();
    for (n, entry) in list.entries.iter().enumerate() {
        match decimals.get(&entry.indicator_id) {
            Some(decimals) => {
                check_value(&mut check, &format!("entries[{n}].value"), entry.value_hundredths, *decimals);
            }
            None => check.fault(format!("entries[{n}].indicatorId"), REFERENCE),
        }
        if !listed.insert(entry.indicator_id) {
            check.refuse(DUPLICATE, format!("entries[{n}].indicatorId"));
        }
    }
    check.done()?;

    let rows = measured(tx, site.id, list.quarter_on).await?;
    let (drafts, new) = divide(&list.entries, &rows)?;
    for (draft, value) in drafts {
        let row = measurement::ActiveModel {
            id: Set(draft.id),
            value_hundredths: Set(value),
            ..Default::default()
        };
        door::save(tx, op, draft, row).await?;
    }
    let new: Vec<_> = new.into_iter().map(|entry| draft(op, &site, list.quarter_on, entry)).collect();
    if !new.is_empty() {
        measurement::Entity::insert_many(new).exec_without_returning(tx).await?;
    }
    let detail = serde_json::json!({ "entries": list.entries.len(), "quarter_on": list.quarter_on });
    let line = audit::Line::new(deeds::RECORD_MEASUREMENTS, site.id).project(site.project_id);
    line.detail(detail).write(tx, op).await?;
    Ok(site.id)
}

type Drafts<'a> = Vec<(&'a measurement::Model, i64)>;

/// Which entries replace a draft, and which are new. What was submitted or approved is replaced by nothing.
fn divide<'a>(entries: &'a [Entry], rows: &'a [measurement::Model]) -> Result<(Drafts<'a>, Vec<&'a Entry>)> {
    let (mut drafts, mut new, mut refusals) = (vec![], vec![], Vec::<Refusal>::new());
    for (n, entry) in entries.iter().enumerate() {
        let mut of_indicator = rows.iter().filter(|row| row.indicator_id == entry.indicator_id);
        // A draft that corrects an approved value stands beside it.
        let worked_on = of_indicator.clone().find(|row| !row.state.is_locked());
        match worked_on.or_else(|| of_indicator.next()) {
            None => new.push(entry),
            Some(row) if row.state == MeasurementState::Draft => drafts.push((row, entry.value_hundredths)),
            Some(row) => {
                let field = format!("entries[{n}].indicatorId");
                refusals.push(row.state.refusal(&[MeasurementState::Draft], &field));
            }
        }
    }
    if refusals.is_empty() { Ok((drafts, new)) } else { Err(Error::Refused(refusals)) }
}

fn draft(
    op: &Operation,
    site: &pilot_site::Model,
    quarter_on: NaiveDate,
    entry: &Entry,
) -> measurement::ActiveModel {
    let row = measurement::ActiveModel {
        id: Set(op.id()),
        indicator_id: Set(entry.indicator_id),
        site_id: Set(site.id),
        project_id: Set(site.project_id),
        partner_id: Set(site.partner_id),
        quarter_on: Set(quarter_on),
        revision: Set(1),
        value_hundredths: Set(entry.value_hundredths),
        state: Set(MeasurementState::Draft),
        ..Default::default()
    };
    created!(op, row)
}
