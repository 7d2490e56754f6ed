//! An edition is held on other days: moved as a whole, or made once more. Its sessions keep their days of the edition and their
//! hours by Warsaw's clock.

use std::collections::HashMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use super::edition::EnrolmentDays;
use super::visible_edition;
use crate::institutions::person;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{BreakoutGroupId, EditionId, SessionId, TrainerAssignmentId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::refusals::STALE_VERSION;
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::trainings::EditionState::{Draft, EnrolmentClosed, EnrolmentOpen, Published};
use crate::trainings::refusals::BEFORE_DEADLINE;
use crate::trainings::rights::MANAGE_TRAININGS;
use crate::trainings::{DatesKind, breakout_group, deeds, edition, session, told, trainer_assignment};
use crate::{audit, created};

/// Another first day for an edition.
#[derive(Clone, Debug, Serialize)]
pub struct MoveEdition {
    /// The edition.
    pub edition_id: EditionId,
    /// The version that was read.
    pub version: Option<i32>,
    /// The first day from now on.
    pub starts_on: NaiveDate,
    /// Why, for the trail.
    pub reason: Option<String>,
    /// Days of enrolment; those that are not sent stay.
    pub days: EnrolmentDays,
}

/// Moves an edition that has not begun, with all its sessions. Whoever holds a seat or waits is told.
///
/// # Errors
/// Refused: not found, forbidden, stale version, wrong state (begun), invalid.
pub async fn move_edition(tx: &Tx, op: &Operation, to: MoveEdition) -> Result<EditionId> {
    let edition = visible_edition(tx, op, to.edition_id).await?.may(MANAGE_TRAININGS)?;
    if to.version.is_some_and(|version| version != edition.version) {
        return refuse(STALE_VERSION, "version");
    }
    edition.state.must_be(&[Draft, Published, EnrolmentOpen, EnrolmentClosed])?;
    let mut check = Check::default();
    let reason = check.opt_line("reason", to.reason.as_deref(), 1_000);
    let by = to.starts_on - edition.starts_on;
    let ends_on = edition.ends_on + by;
    check.period(("startsOn", "startsOn"), to.starts_on, ends_on);
    to.days.check(&mut check, Some(&edition), ends_on);
    if to.days.leaves_behind(&edition, ends_on) {
        check.fault("startsOn", BEFORE_DEADLINE);
    }
    check.done()?;
    let mut row = edition::ActiveModel {
        id: Set(edition.id),
        starts_on: Set(to.starts_on),
        ends_on: Set(ends_on),
        ..Default::default()
    };
    to.days.fill(&mut row);
    door::save(tx, op, &edition, row).await?;
    for session in sessions_of(tx, edition.id).await? {
        let (starts_at, ends_at) = shifted(&session, by);
        let row = session::ActiveModel {
            id: Set(session.id),
            starts_at: Set(starts_at),
            ends_at: Set(ends_at),
            ..Default::default()
        };
        door::save(tx, op, &session, row).await?;
    }
    let mut line = audit::Line::new(deeds::MOVE_EDITION, edition.id)
        .project(edition.project_id)
        .detail(serde_json::json!({ "from": edition.starts_on, "to": to.starts_on }));
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    if !by.is_zero() {
        if edition.dates == DatesKind::Confirmed {
            told::plan_reminder(tx, op, edition.id, to.starts_on).await?;
        }
        told::tell_moved(tx, op, edition.id).await?;
    }
    Ok(edition.id)
}

/// An edition to be made once more.
#[derive(Clone, Debug, Serialize)]
pub struct CopyEdition {
    /// The edition that is copied, whatever its state.
    pub edition_id: EditionId,
    /// Title of the new one.
    pub title: String,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Whether its days are fixed.
    pub dates: DatesKind,
}

/// Copies an edition as a draft for other days: place, seats, rules, sessions, groups, trainers. Nobody is enrolled in it, and
/// its days of enrolment are as far from its first day as those of the old one were.
///
/// # Errors
/// Refused: not found, forbidden, invalid.
pub async fn copy_edition(tx: &Tx, op: &Operation, copy: CopyEdition) -> Result<EditionId> {
    let old = visible_edition(tx, op, copy.edition_id).await?.may(MANAGE_TRAININGS)?;
    let mut check = Check::default();
    let title = check.printed("title", &copy.title, NAME_MAX);
    let by = copy.starts_on - old.starts_on;
    check.period(("startsOn", "startsOn"), copy.starts_on, old.ends_on + by);
    check.done()?;
    let id: EditionId = op.id();
    let moved = |day: Option<NaiveDate>| day.map(|day| day + by);
    let row = edition::ActiveModel {
        id: Set(id),
        programme_id: Set(old.programme_id),
        project_id: Set(old.project_id),
        partner_id: Set(old.partner_id),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        dates: Set(copy.dates),
        starts_on: Set(copy.starts_on),
        ends_on: Set(old.ends_on + by),
        venue: Set(old.venue.clone()),
        city: Set(old.city.clone()),
        online_link: Set(old.online_link.clone()),
        contractor: Set(old.contractor.clone()),
        seats: Set(old.seats),
        seats_reserved: Set(old.seats_reserved),
        seats_taken: Set(0),
        waiting_list_size: Set(old.waiting_list_size),
        waiting: Set(0),
        institution_cap: Set(old.institution_cap),
        opens_at: Set(moved(old.opens_on()).map(warsaw::start_of_day)),
        closes_at: Set(moved(old.closes_on()).map(warsaw::end_of_day)),
        cancel_until: Set(moved(old.cancel_until_on()).map(warsaw::end_of_day)),
        offer_hours: Set(old.offer_hours),
        approval: Set(old.approval),
        threshold_pct: Set(old.threshold_pct),
        state: Set(Draft),
        ..Default::default()
    };
    edition::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let groups = copy_groups(tx, op, old.id, id).await?;
    copy_sessions(tx, op, (old.id, id), by, &groups).await?;
    copy_trainers(tx, op, old.id, id).await?;
    let line = audit::Line::new(deeds::COPY_EDITION, id).project(old.project_id);
    line.detail(serde_json::json!({ "of": old.id })).into_state(Draft.code()).write(tx, op).await?;
    if copy.dates == DatesKind::Confirmed {
        told::plan_reminder(tx, op, id, copy.starts_on).await?;
    }
    Ok(id)
}

async fn sessions_of(tx: &Tx, id: EditionId) -> Result<Vec<session::Model>> {
    let all = session::Entity::find().filter(session::Column::EditionId.eq(id));
    Ok(all.order_by_asc(session::Column::Id).all(tx).await?)
}

/// When a session is held so many days later: at the same hour, and as long.
fn shifted(session: &session::Model, by: Duration) -> (DateTime<Utc>, DateTime<Utc>) {
    let starts_at = warsaw::instant(warsaw::local(session.starts_at).naive_local() + by);
    (starts_at, starts_at + (session.ends_at - session.starts_at))
}

async fn copy_groups(
    tx: &Tx,
    op: &Operation,
    old: EditionId,
    new: EditionId,
) -> Result<HashMap<BreakoutGroupId, BreakoutGroupId>> {
    let all = breakout_group::Entity::find().filter(breakout_group::Column::EditionId.eq(old));
    let mut copies = HashMap::new();
    for group in all.order_by_asc(breakout_group::Column::Ordinal).all(tx).await? {
        let id = op.id();
        copies.insert(group.id, id);
        let row = breakout_group::ActiveModel {
            id: Set(id),
            edition_id: Set(new),
            ordinal: Set(group.ordinal),
            name: Set(group.name),
        };
        breakout_group::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(copies)
}

async fn copy_sessions(
    tx: &Tx,
    op: &Operation,
    (old, new): (EditionId, EditionId),
    by: Duration,
    groups: &HashMap<BreakoutGroupId, BreakoutGroupId>,
) -> Result<()> {
    for session in sessions_of(tx, old).await? {
        let (starts_at, ends_at) = shifted(&session, by);
        let id: SessionId = op.id();
        let row = session::ActiveModel {
            id: Set(id),
            edition_id: Set(new),
            breakout_group_id: Set(session.breakout_group_id.and_then(|group| groups.get(&group).copied())),
            ordinal: Set(session.ordinal),
            title: Set(session.title),
            starts_at: Set(starts_at),
            ends_at: Set(ends_at),
            planned_min: Set(session.planned_min),
            mandatory: Set(session.mandatory),
            ..Default::default()
        };
        session::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whoever was erased trains nowhere.
async fn copy_trainers(tx: &Tx, op: &Operation, old: EditionId, new: EditionId) -> Result<()> {
    let all = trainer_assignment::Entity::find().filter(trainer_assignment::Column::EditionId.eq(old));
    for assigned in all.order_by_asc(trainer_assignment::Column::PersonId).all(tx).await? {
        let person = door::steady::<person::Entity>(tx, assigned.person_id).await?;
        if person.is_none_or(|person| person.erased_at.is_some()) {
            continue;
        }
        let id: TrainerAssignmentId = op.id();
        let row = trainer_assignment::ActiveModel {
            id: Set(id),
            edition_id: Set(new),
            person_id: Set(assigned.person_id),
            created_at: Set(op.now),
            created_by: op.by(),
        };
        trainer_assignment::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_keeps_its_hour_across_the_change_of_clocks_and_its_length() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let session = session::Model {
            id: SessionId(uuid::Uuid::nil()),
            edition_id: EditionId(uuid::Uuid::nil()),
            breakout_group_id: None,
            ordinal: 1,
            title: String::new(),
            starts_at: at("2026-10-22T07:00:00Z"),
            ends_at: at("2026-10-22T13:30:00Z"),
            planned_min: 390,
            mandatory: false,
            created_at: at("2026-01-01T00:00:00Z"),
            created_by: None,
            updated_at: at("2026-01-01T00:00:00Z"),
            updated_by: None,
            version: 1,
        };
        let (starts_at, ends_at) = shifted(&session, Duration::days(7));
        assert_eq!(warsaw::hour(starts_at), "09:00");
        assert_eq!((starts_at, ends_at), (at("2026-10-29T08:00:00Z"), at("2026-10-29T14:30:00Z")));
    }
}
