//! Tentative dates become fixed: S2 announces a training before its contractor is found, and tells place and day
//! afterwards.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::edition::EnrolmentDays;
use super::visible_edition;
use crate::audit;
use crate::shared::enums::Choice as _;
use crate::shared::error::{Detail, Refusal, Result, refuse};
use crate::shared::ids::EditionId;
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::refusals::{OUTSIDE_PERIOD, STALE_VERSION, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::shared::{door, warsaw};
use crate::trainings::refusals::BEFORE_DEADLINE;
use crate::trainings::rights::MANAGE_TRAININGS;
use crate::trainings::{DatesKind, deeds, edition, session, told};

/// The fixed dates of an edition, and where and by whom it is held. Absent fields stay.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmDates {
    /// The edition.
    pub edition_id: EditionId,
    /// The version that was read.
    pub version: Option<i32>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Building and address.
    pub venue: Option<String>,
    /// Who organises it under contract.
    pub contractor: Option<String>,
    /// Days of enrolment.
    pub days: EnrolmentDays,
}

/// Fixes the dates of an edition that has not begun. Its sessions must lie within them, and no deadline after them:
/// nobody else knows what a deadline should become, so its new day is sent as well.
///
/// # Errors
/// Refused: not found, forbidden, stale version, wrong state (begun, or fixed already), invalid.
pub async fn confirm_dates(tx: &Tx, op: &Operation, confirm: ConfirmDates) -> Result<EditionId> {
    let edition = visible_edition(tx, op, confirm.edition_id).await?.may(MANAGE_TRAININGS)?;
    if confirm.version.is_some_and(|version| version != edition.version) {
        return refuse(STALE_VERSION, "version");
    }
    use crate::trainings::EditionState::{Draft, EnrolmentClosed, EnrolmentOpen, Published};
    edition.state.must_be(&[Draft, Published, EnrolmentOpen, EnrolmentClosed])?;
    edition.dates.confirm()?;
    let mut check = Check::default();
    check.period(("startsOn", "endsOn"), confirm.starts_on, confirm.ends_on);
    let mut row = edition::ActiveModel {
        id: Set(edition.id),
        dates: Set(DatesKind::Confirmed),
        starts_on: Set(confirm.starts_on),
        ends_on: Set(confirm.ends_on),
        ..Default::default()
    };
    if confirm.venue.is_some() {
        row.venue = Set(check.opt_printed("venue", confirm.venue.as_deref(), NAME_MAX));
    }
    if confirm.contractor.is_some() {
        row.contractor = Set(check.opt_line("contractor", confirm.contractor.as_deref(), NAME_MAX));
    }
    confirm.days.check(&mut check, Some(&edition), confirm.ends_on);
    confirm.days.fill(&mut row);
    if confirm.days.leaves_behind(&edition, confirm.ends_on) {
        check.fault("endsOn", BEFORE_DEADLINE);
    }
    let sessions = session::Entity::find().filter(session::Column::EditionId.eq(edition.id)).all(tx).await?;
    if sessions.iter().any(|s| warsaw::day(s.starts_at) < confirm.starts_on) {
        check.fault("startsOn", OUTSIDE_PERIOD);
    }
    if sessions.iter().any(|s| warsaw::last_day(s.ends_at) > confirm.ends_on) {
        check.fault("endsOn", OUTSIDE_PERIOD);
    }
    check.done()?;
    door::save(tx, op, &edition, row).await?;
    let line = audit::Line::new(deeds::CONFIRM_DATES, edition.id).project(edition.project_id);
    line.states(edition.dates.code(), DatesKind::Confirmed.code()).write(tx, op).await?;
    told::plan_reminder(tx, op, edition.id, confirm.starts_on).await?;
    told::tell_moved(tx, op, edition.id).await?;
    Ok(edition.id)
}

impl DatesKind {
    /// Refuses dates that are fixed already.
    ///
    /// # Errors
    /// `WrongState`.
    pub fn confirm(self) -> Result<()> {
        match self {
            Self::Tentative => Ok(()),
            Self::Confirmed => {
                let states = Detail::States { now: self.words(), allowed: vec![Self::Tentative.words()] };
                Err(Refusal::of(WRONG_STATE, "").with(states).into())
            }
        }
    }
}
