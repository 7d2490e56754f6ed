//! Editions: dates, seats, sessions, breakout groups, trainers.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::{visible_edition, visible_enrolment};
use crate::institutions::actions::living_person;
use crate::partnerships::store::require_partner;
use crate::shared::change::Change;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{
    BreakoutGroupId, EditionId, EnrolmentId, PersonId, ProgrammeId, SessionId, TrainerAssignmentId,
};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::{END_BEFORE_START, OUTSIDE_PERIOD, REFERENCE};
use crate::shared::tx::Tx;
use crate::shared::{door, warsaw};
use crate::trainings::refusals::{ATTENDANCE_LOCKED, NEXT_DAY, SESSIONS_OVERLAP};
use crate::trainings::rights::{MANAGE_ENROLMENTS, MANAGE_TRAININGS};
use crate::trainings::{
    DatesKind, EditionState, attendance, breakout_group, deeds, edition, enrolment, seats, session, told,
    trainer_assignment, training_programme,
};
use crate::{audit, created};

/// States in which an edition and what belongs to it are corrected.
pub(super) const OPEN: &[EditionState] = &[
    EditionState::Draft,
    EditionState::Published,
    EditionState::EnrolmentOpen,
    EditionState::EnrolmentClosed,
    EditionState::Running,
];

/// Most seats of an edition.
const SEATS_MAX: i64 = 2_000;

/// An edition to be created, as a draft.
#[derive(Clone, Debug, Serialize)]
pub struct NewEdition {
    /// What is taught.
    pub programme_id: ProgrammeId,
    /// Title.
    pub title: String,
    /// Whether its dates are fixed.
    pub dates: DatesKind,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Building and address.
    pub venue: Option<String>,
    /// Town.
    pub city: String,
    /// Where those who take part from afar join it.
    pub online_link: Option<String>,
    /// Who organises it under contract.
    pub contractor: Option<String>,
    /// Seats.
    pub seats: i32,
    /// How many of them are kept free for whom staff give them to.
    pub seats_reserved: i32,
    /// Places on the waiting list.
    pub waiting_list_size: i32,
    /// Most people of one institution.
    pub institution_cap: Option<i32>,
    /// First day of enrolment.
    pub opens_on: Option<NaiveDate>,
    /// Last day of enrolment.
    pub closes_on: Option<NaiveDate>,
    /// Last day to cancel without a mark.
    pub cancel_until: Option<NaiveDate>,
    /// How long an offered seat is held, in hours.
    pub offer_hours: i32,
    /// Whether enrolments wait for approval.
    pub approval: bool,
    /// Attendance that earns a certificate, in per cent.
    pub threshold_pct: i32,
}

/// Creates an edition as a draft.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the partner, invalid.
pub async fn create_edition(tx: &Tx, op: &Operation, new: NewEdition) -> Result<EditionId> {
    let programme = door::see::<training_programme::Entity>(tx, op, new.programme_id, "programmeId").await?;
    let place = Place {
        project: Some(programme.project_id),
        partner: Some(programme.partner_id),
        ..Place::default()
    };
    policy::require(&op.actor, MANAGE_TRAININGS, &place)?;
    require_partner(tx, programme.partner_id).await?;

    let mut check = Check::default();
    let title = check.printed("title", &new.title, NAME_MAX);
    let city = check.printed("city", &new.city, 100);
    let venue = check.opt_printed("venue", new.venue.as_deref(), NAME_MAX);
    let online_link = check.opt_link("onlineLink", new.online_link.as_deref());
    let contractor = check.opt_line("contractor", new.contractor.as_deref(), NAME_MAX);
    check.period(("startsOn", "endsOn"), new.starts_on, new.ends_on);
    let set = |day: Option<NaiveDate>| day.map_or(Change::Keep, Change::Set);
    let days = EnrolmentDays {
        opens_on: set(new.opens_on),
        closes_on: set(new.closes_on),
        cancel_until: set(new.cancel_until),
    };
    days.check(&mut check, None, new.ends_on);
    check.range("seats", new.seats.into(), 1..=SEATS_MAX);
    check.range("seatsReserved", new.seats_reserved.into(), 0..=Ord::max(0, new.seats.into()));
    let waiting = Some((new.waiting_list_size, 0));
    check_rules(&mut check, waiting, Some(new.threshold_pct), Some(new.offer_hours), new.institution_cap);
    check.done()?;

    let id = op.id();
    let row = edition::ActiveModel {
        id: Set(id),
        programme_id: Set(programme.id),
        project_id: Set(programme.project_id),
        partner_id: Set(programme.partner_id),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        dates: Set(new.dates),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        venue: Set(venue),
        city: Set(city),
        online_link: Set(online_link),
        contractor: Set(contractor),
        seats: Set(new.seats),
        seats_reserved: Set(new.seats_reserved),
        seats_taken: Set(0),
        waiting_list_size: Set(new.waiting_list_size),
        waiting: Set(0),
        institution_cap: Set(new.institution_cap),
        opens_at: Set(new.opens_on.map(warsaw::start_of_day)),
        closes_at: Set(new.closes_on.map(warsaw::end_of_day)),
        cancel_until: Set(new.cancel_until.map(warsaw::end_of_day)),
        offer_hours: Set(new.offer_hours),
        approval: Set(new.approval),
        threshold_pct: Set(new.threshold_pct),
        state: Set(EditionState::Draft),
        ..Default::default()
    };
    edition::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let line = audit::Line::new(deeds::CREATE_EDITION, id).project(programme.project_id);
    line.into_state(EditionState::Draft.code()).write(tx, op).await?;
    if new.dates == DatesKind::Confirmed {
        told::plan_reminder(tx, op, id, new.starts_on).await?;
    }
    Ok(id)
}

/// Checks rules of an edition that are sent: places to wait with the fewest that may be, the threshold, the hours of an offer,
/// the cap of an institution.
pub(super) fn check_rules(
    check: &mut Check,
    waiting: Option<(i32, i32)>,
    threshold_pct: Option<i32>,
    offer_hours: Option<i32>,
    institution_cap: Option<i32>,
) {
    if let Some((size, fewest)) = waiting {
        check.range("waitingListSize", size.into(), fewest.into()..=SEATS_MAX);
    }
    if let Some(threshold) = threshold_pct {
        check.range("thresholdPct", threshold.into(), 0..=100);
    }
    if let Some(hours) = offer_hours {
        check.range("offerHours", hours.into(), 1..=24 * 30);
    }
    if let Some(cap) = institution_cap {
        check.range("institutionCap", cap.into(), 1..=SEATS_MAX);
    }
}

/// Days of enrolment that are sent: its first, its last, and the last to cancel without a mark.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct EnrolmentDays {
    /// First day of enrolment.
    pub opens_on: Change<NaiveDate>,
    /// Last day of enrolment.
    pub closes_on: Change<NaiveDate>,
    /// Last day to cancel without a mark.
    pub cancel_until: Change<NaiveDate>,
}

impl EnrolmentDays {
    /// Checks them beside those that stay: none lies after the edition, and enrolment ends no earlier than it begins.
    /// What was not sent is not blamed.
    pub(super) fn check(&self, check: &mut Check, stored: Option<&edition::Model>, ends_on: NaiveDate) {
        let sent =
            [("opensOn", self.opens_on), ("closesOn", self.closes_on), ("cancelUntil", self.cancel_until)];
        for (field, day) in sent {
            if let Some(day) = day.sent().map(|day| check.date(field, day))
                && day > ends_on
            {
                check.fault(field, OUTSIDE_PERIOD);
            }
        }
        let opens_on = self.opens_on.after(stored.and_then(edition::Model::opens_on));
        let closes_on = self.closes_on.after(stored.and_then(edition::Model::closes_on));
        let field = if self.closes_on.is_sent() { "closesOn" } else { "opensOn" };
        if self.are_sent() && opens_on.zip(closes_on).is_some_and(|(opens, closes)| closes < opens) {
            check.fault(field, END_BEFORE_START);
        }
    }

    /// Whether a day that stays lies after the edition.
    pub(super) fn leaves_behind(&self, stored: &edition::Model, ends_on: NaiveDate) -> bool {
        let days = [
            (self.opens_on, stored.opens_on()),
            (self.closes_on, stored.closes_on()),
            (self.cancel_until, stored.cancel_until_on()),
        ];
        days.iter().any(|(sent, stored)| !sent.is_sent() && stored.is_some_and(|day| day > ends_on))
    }

    /// Puts them into the row.
    pub(super) fn fill(&self, row: &mut edition::ActiveModel) {
        if self.opens_on.is_sent() {
            row.opens_at = Set(self.opens_on.sent().map(warsaw::start_of_day));
        }
        if self.closes_on.is_sent() {
            row.closes_at = Set(self.closes_on.sent().map(warsaw::end_of_day));
        }
        if self.cancel_until.is_sent() {
            row.cancel_until = Set(self.cancel_until.sent().map(warsaw::end_of_day));
        }
    }

    const fn are_sent(&self) -> bool {
        self.opens_on.is_sent() || self.closes_on.is_sent()
    }
}

/// The fields that times of a session are blamed on: those that were sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct SentTimes {
    /// Whether the start was sent.
    pub start: bool,
    /// Whether the end was sent.
    pub end: bool,
}

/// Checks the times of a session within its edition. Answers the minutes planned: its length where none are given.
pub(super) fn planned_minutes(
    check: &mut Check,
    edition: &edition::Model,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    sent: SentTimes,
    planned_min: Option<i32>,
) -> i64 {
    let length_min = (ends_at - starts_at).num_minutes();
    let within = |day: NaiveDate| edition.starts_on <= day && day <= edition.ends_on;
    if sent.start && !within(warsaw::day(starts_at)) {
        check.fault("startsAt", OUTSIDE_PERIOD);
    }
    // A session may last to the end of the last day.
    if sent.end && length_min > 0 && !within(warsaw::last_day(ends_at)) {
        check.fault("endsAt", OUTSIDE_PERIOD);
    }
    let planned_min = planned_min.map_or(length_min, i64::from);
    if length_min > 0 && warsaw::day(starts_at) != warsaw::last_day(ends_at) {
        check.fault(if sent.end { "endsAt" } else { "startsAt" }, NEXT_DAY);
    }
    if length_min <= 0 {
        check.fault(if sent.end { "endsAt" } else { "startsAt" }, END_BEFORE_START);
    } else {
        check.range("plannedMin", planned_min, 1..=length_min);
    }
    planned_min
}

/// Whom a session is for, and when: what tells whether two of them can be attended.
pub(super) type Attended = (Option<BreakoutGroupId>, (DateTime<Utc>, DateTime<Utc>));

/// No session of the edition is at the same time for the same people. Minutes are counted once, and a day has as many as it has.
/// `but` is the session that is changed; the times are blamed by the fields that were sent.
pub(super) async fn keep_apart(
    tx: &Tx,
    check: &mut Check,
    (edition, but): (EditionId, Option<SessionId>),
    attended: Attended,
    sent: SentTimes,
) -> Result<()> {
    let (starts_at, ends_at) = attended.1;
    let others = session::Entity::find()
        .filter(session::Column::EditionId.eq(edition))
        .filter(session::Column::StartsAt.lt(ends_at))
        .filter(session::Column::EndsAt.gt(starts_at));
    let clashes = others.all(tx).await?.iter().any(|other| {
        Some(other.id) != but && clash(attended, (other.breakout_group_id, (other.starts_at, other.ends_at)))
    });
    if clashes {
        check.refuse(SESSIONS_OVERLAP, if sent.start { "startsAt" } else { "endsAt" });
    }
    Ok(())
}

/// Whether two sessions are at the same time for the same people: a plenary is for everybody.
fn clash((group, (starts, ends)): Attended, (other, (other_starts, other_ends)): Attended) -> bool {
    let same_people = group.is_none() || other.is_none() || group == other;
    same_people && starts < other_ends && other_starts < ends
}

/// A session to be added.
#[derive(Clone, Debug, Serialize)]
pub struct NewSession {
    /// The edition.
    pub edition_id: EditionId,
    /// The breakout group it is for; none for a plenary.
    pub breakout_group_id: Option<BreakoutGroupId>,
    /// Title.
    pub title: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// Minutes planned; the session's length where none are given.
    pub planned_min: Option<i32>,
    /// Whether its threshold must be met by itself.
    pub mandatory: bool,
}

/// Adds a session to an edition that is not over.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, locked, invalid.
pub async fn add_session(tx: &Tx, op: &Operation, new: NewSession) -> Result<SessionId> {
    let edition = visible_edition(tx, op, new.edition_id).await?.may(MANAGE_TRAININGS)?;
    edition.state.must_be(OPEN)?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "editionId");
    }

    let mut check = Check::default();
    let title = check.printed("title", &new.title, NAME_MAX);
    let (times, both) = ((new.starts_at, new.ends_at), SentTimes { start: true, end: true });
    let planned_min = planned_minutes(&mut check, &edition, times, both, new.planned_min);
    if let Some(group) = new.breakout_group_id {
        let of_edition = breakout_group::Column::EditionId.eq(edition.id);
        if breakout_group::Entity::find_by_id(group).filter(of_edition).one(tx).await?.is_none() {
            check.fault("breakoutGroupId", REFERENCE);
        }
    }
    let attended = (new.breakout_group_id, times);
    keep_apart(tx, &mut check, (edition.id, None), attended, both).await?;
    check.done()?;

    let id = op.id();
    let before = session::Entity::find().filter(session::Column::EditionId.eq(edition.id)).count(tx).await?;
    let row = session::ActiveModel {
        id: Set(id),
        edition_id: Set(edition.id),
        breakout_group_id: Set(new.breakout_group_id),
        ordinal: Set(i32::try_from(before).unwrap_or(i32::MAX - 1) + 1),
        title: Set(title),
        starts_at: Set(new.starts_at),
        ends_at: Set(new.ends_at),
        planned_min: Set(i32::try_from(planned_min).unwrap_or(i32::MAX)),
        mandatory: Set(new.mandatory),
        ..Default::default()
    };
    session::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    audit::Line::new(deeds::ADD_SESSION, id).project(edition.project_id).write(tx, op).await?;
    if edition.dates == DatesKind::Confirmed {
        told::tell_moved(tx, op, edition.id).await?;
    }
    Ok(id)
}

/// A breakout group to be added.
#[derive(Clone, Debug, Serialize)]
pub struct NewBreakoutGroup {
    /// The edition.
    pub edition_id: EditionId,
    /// Name.
    pub name: String,
}

/// Adds a breakout group.
///
/// # Errors
/// Refused: not found, forbidden, invalid.
pub async fn add_breakout_group(tx: &Tx, op: &Operation, new: NewBreakoutGroup) -> Result<BreakoutGroupId> {
    let edition = visible_edition(tx, op, new.edition_id).await?.may(MANAGE_TRAININGS)?;
    let mut check = Check::default();
    let name = check.line("name", &new.name, NAME_MAX);
    check.done()?;
    let id = op.id();
    let before = breakout_group::Entity::find()
        .filter(breakout_group::Column::EditionId.eq(edition.id))
        .count(tx)
        .await?;
    let ordinal = i32::try_from(before).unwrap_or(i32::MAX - 1) + 1;
    let row = breakout_group::ActiveModel {
        id: Set(id),
        edition_id: Set(edition.id),
        ordinal: Set(ordinal),
        name: Set(name),
    };
    breakout_group::Entity::insert(row).exec_without_returning(tx).await?;
    audit::Line::new(deeds::ADD_BREAKOUT_GROUP, id).project(edition.project_id).write(tx, op).await?;
    Ok(id)
}

/// Puts a participant into a breakout group, or out of all.
///
/// # Errors
/// Refused: not found, forbidden, locked, invalid.
pub async fn set_breakout_group(
    tx: &Tx,
    op: &Operation,
    id: EnrolmentId,
    group: Option<BreakoutGroupId>,
) -> Result<EnrolmentId> {
    let (edition, enrolment) = visible_enrolment(tx, op, id).await?;
    let edition = edition.may(MANAGE_ENROLMENTS)?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "enrolmentId");
    }
    let mut check = Check::default();
    if let Some(group) = group {
        let of_edition = breakout_group::Column::EditionId.eq(edition.id);
        if breakout_group::Entity::find_by_id(group).filter(of_edition).one(tx).await?.is_none() {
            check.fault("breakoutGroupId", REFERENCE);
        }
    }
    check.done()?;
    // What was recorded for sessions of another group would otherwise count for nobody and confuse the list.
    let other = session::Column::BreakoutGroupId.is_not_null();
    let sessions = crate::shared::read::within::<_, session::Entity>(
        attendance::Column::SessionId,
        session::Column::Id,
        sea_orm::Condition::all().add(session::Column::EditionId.eq(edition.id)).add(other),
    );
    if enrolment.breakout_group_id != group {
        attendance::Entity::delete_many()
            .filter(attendance::Column::EnrolmentId.eq(id))
            .filter(sessions)
            .exec(tx)
            .await?;
    }
    let row = enrolment::ActiveModel { id: Set(id), breakout_group_id: Set(group), ..Default::default() };
    door::save(tx, op, &enrolment, row).await?;
    audit::Line::new(deeds::SET_BREAKOUT_GROUP, id).project(edition.project_id).write(tx, op).await?;
    Ok(id)
}

/// Assigns a trainer. Assigning one twice changes nothing.
///
/// # Errors
/// Refused: not found, forbidden.
pub async fn assign_trainer(
    tx: &Tx,
    op: &Operation,
    edition_id: EditionId,
    person_id: PersonId,
) -> Result<TrainerAssignmentId> {
    let edition = visible_edition(tx, op, edition_id).await?.may(MANAGE_TRAININGS)?;
    let person = living_person(tx, op, person_id, "personId").await?;
    let assigned = trainer_assignment::Entity::find()
        .filter(trainer_assignment::Column::EditionId.eq(edition.id))
        .filter(trainer_assignment::Column::PersonId.eq(person.id));
    if let Some(there) = assigned.one(tx).await? {
        return Ok(there.id);
    }
    let id = op.id();
    let row = trainer_assignment::ActiveModel {
        id: Set(id),
        edition_id: Set(edition.id),
        person_id: Set(person.id),
        created_at: Set(op.now),
        created_by: op.by(),
    };
    trainer_assignment::Entity::insert(row).exec_without_returning(tx).await?;
    audit::Line::new(deeds::ASSIGN_TRAINER, id).project(edition.project_id).write(tx, op).await?;
    Ok(id)
}

/// Sets the number of seats, and of those that are reserved where it is sent; not below those taken and reserved. More seats, or
/// fewer that are reserved, promote people who wait.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked, invalid.
pub async fn set_seats(
    tx: &Tx,
    op: &Operation,
    edition_id: EditionId,
    (seats, reserved): (i32, Option<i32>),
) -> Result<EditionId> {
    let edition = visible_edition(tx, op, edition_id).await?.may(MANAGE_TRAININGS)?;
    // Somebody may stand at the door of one that has begun.
    edition.state.must_be(OPEN)?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "editionId");
    }
    let mut check = Check::default();
    let reserved_then = reserved.unwrap_or(edition.seats_reserved);
    let taken = i64::from(edition.seats_taken);
    let kept = if reserved.is_some() { 0 } else { i64::from(edition.seats_reserved) };
    check.range("seats", seats.into(), Ord::max(1, taken + kept)..=SEATS_MAX);
    if reserved.is_some() {
        check.range("reserved", reserved_then.into(), 0..=Ord::max(0, i64::from(seats) - taken));
    }
    check.done()?;
    edition::Entity::update_many()
        .col_expr(edition::Column::Seats, Expr::value(seats))
        .col_expr(edition::Column::SeatsReserved, Expr::value(reserved_then))
        .col_expr(edition::Column::Version, Expr::col(edition::Column::Version).add(1))
        .col_expr(edition::Column::UpdatedAt, Expr::value(op.now))
        .col_expr(edition::Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .filter(edition::Column::Id.eq(edition.id))
        .exec(tx)
        .await?;
    let mut detail = serde_json::json!({"from": edition.seats, "to": seats});
    if reserved_then != edition.seats_reserved {
        detail["reserved"] = serde_json::json!([edition.seats_reserved, reserved_then]);
    }
    audit::Line::new(deeds::SET_SEATS, edition.id)
        .project(edition.project_id)
        .detail(detail)
        .write(tx, op)
        .await?;
    live::tell(tx, Event::Seats(edition.id));
    seats::promote(tx, op, edition.id).await?;
    Ok(edition.id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn attended() -> impl Strategy<Value = Attended> {
        let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
        (proptest::option::of(0_u128..3), 0_i64..100, 1_i64..30).prop_map(move |(group, from, length)| {
            (group.map(|n| BreakoutGroupId(uuid::Uuid::from_u128(n))), (at(from), at(from + length)))
        })
    }

    proptest! {
        #[test]
        fn two_sessions_clash_where_somebody_would_be_in_both_in_the_same_minute(a in attended(), b in attended()) {
            let attends = |session: Attended, person: u128, minute: i64| {
                let at = DateTime::from_timestamp(minute * 60, 0).unwrap();
                let own = BreakoutGroupId(uuid::Uuid::from_u128(person));
                session.0.is_none_or(|group| group == own) && session.1.0 <= at && at < session.1.1
            };
            let both = (0..3).any(|person| (0..130).any(|m| attends(a, person, m) && attends(b, person, m)));
            prop_assert_eq!(clash(a, b), both);
            prop_assert_eq!(clash(a, b), clash(b, a));
        }
    }
}
