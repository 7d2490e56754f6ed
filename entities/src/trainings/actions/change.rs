//! Corrections of editions and of their sessions, as long as they are not over. What documents have printed stays.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use super::edition::{EnrolmentDays, OPEN, SentTimes, check_rules, keep_apart, planned_minutes};
use super::visible_edition;
use crate::audit;
use crate::shared::change::Change;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{EditionId, SessionId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::refusals::STALE_VERSION;
use crate::shared::tx::Tx;
use crate::trainings::refusals::{ATTENDANCE_LOCKED, ATTENDANCE_RECORDED};
use crate::trainings::rights::MANAGE_TRAININGS;
use crate::trainings::{DatesKind, attendance, deeds, edition, session, sheet_signature, told};

/// What is changed of an edition. Absent fields stay; an empty venue or contractor is taken away.
#[derive(Clone, Debug, Serialize)]
pub struct EditionChange {
    /// The edition.
    pub edition_id: EditionId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Title.
    pub title: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Building and address.
    pub venue: Option<String>,
    /// Where those who take part from afar join it; empty takes it away.
    pub online_link: Option<String>,
    /// Who organises it under contract.
    pub contractor: Option<String>,
    /// Days of enrolment.
    pub days: EnrolmentDays,
    /// Places on the waiting list; not fewer than wait.
    pub waiting_list_size: Option<i32>,
    /// Most people of one institution.
    pub institution_cap: Change<i32>,
    /// How long an offered seat is held, in hours.
    pub offer_hours: Option<i32>,
    /// Whether enrolments made from now on wait for approval.
    pub approval: Option<bool>,
    /// Attendance that earns a certificate, in per cent.
    pub threshold_pct: Option<i32>,
}

/// Changes an edition that is not over.
///
/// # Errors
/// Refused: not found, forbidden, stale version, wrong state, attendance locked, invalid.
pub async fn update_edition(tx: &Tx, op: &Operation, change: EditionChange) -> Result<EditionId> {
    let edition = visible_edition(tx, op, change.edition_id).await?.may(MANAGE_TRAININGS)?;
    if change.version.is_some_and(|version| version != edition.version) {
        return refuse(STALE_VERSION, "version");
    }
    edition.state.must_be(OPEN)?;
    let mut check = Check::default();
    let mut row = edition::ActiveModel { id: Set(edition.id), ..Default::default() };
    if let Some(title) = &change.title {
        let title = check.printed("title", title, NAME_MAX);
        row.title_key = Set(sort_key(&title));
        row.title = Set(title);
    }
    if let Some(city) = &change.city {
        row.city = Set(check.printed("city", city, 100));
    }
    if change.venue.is_some() {
        row.venue = Set(check.opt_printed("venue", change.venue.as_deref(), NAME_MAX));
    }
    if change.online_link.is_some() {
        row.online_link = Set(check.opt_link("onlineLink", change.online_link.as_deref()));
    }
    if change.contractor.is_some() {
        row.contractor = Set(check.opt_line("contractor", change.contractor.as_deref(), NAME_MAX));
    }
    change.days.check(&mut check, Some(&edition), edition.ends_on);
    fill_rules(&mut check, &edition, &change, &mut row);
    check.done()?;
    change.days.fill(&mut row);
    // A form sends what it shows: the same place once more is no news.
    let has_other_place = row.city.try_as_ref().is_some_and(|city| *city != edition.city)
        || row.venue.try_as_ref().is_some_and(|venue| *venue != edition.venue)
        || row.online_link.try_as_ref().is_some_and(|link| *link != edition.online_link);
    door::save(tx, op, &edition, row).await?;
    audit::Line::new(deeds::UPDATE_EDITION, edition.id).project(edition.project_id).write(tx, op).await?;
    if has_other_place {
        told::tell_moved(tx, op, edition.id).await?;
    }
    Ok(edition.id)
}

/// Checks the rules that are sent and puts them into the row. By what attendance is measured stays once its list is locked.
fn fill_rules(
    check: &mut Check,
    edition: &edition::Model,
    change: &EditionChange,
    row: &mut edition::ActiveModel,
) {
    let fewest = edition.waiting;
    let (waiting, cap) = (change.waiting_list_size.map(|size| (size, fewest)), change.institution_cap.sent());
    check_rules(check, waiting, change.threshold_pct, change.offer_hours, cap);
    if change.threshold_pct.is_some() && edition.attendance_locked_at.is_some() {
        check.refuse(ATTENDANCE_LOCKED, "thresholdPct");
    }
    if let Some(size) = change.waiting_list_size {
        row.waiting_list_size = Set(size);
    }
    if change.institution_cap.is_sent() {
        row.institution_cap = Set(cap);
    }
    if let Some(hours) = change.offer_hours {
        row.offer_hours = Set(hours);
    }
    if let Some(approval) = change.approval {
        row.approval = Set(approval);
    }
    if let Some(threshold) = change.threshold_pct {
        row.threshold_pct = Set(threshold);
    }
}

/// What is changed of a session. Absent fields stay; where times change without planned minutes, its length is planned.
#[derive(Clone, Debug, Serialize)]
pub struct SessionChange {
    /// The session.
    pub session_id: SessionId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Title.
    pub title: Option<String>,
    /// Start.
    pub starts_at: Option<DateTime<Utc>>,
    /// End.
    pub ends_at: Option<DateTime<Utc>>,
    /// Minutes planned.
    pub planned_min: Option<i32>,
    /// Whether its threshold must be met by itself.
    pub mandatory: Option<bool>,
}

/// Changes a session whose attendance is not locked. Minutes recorded must fit into those planned.
///
/// # Errors
/// Refused: not found, forbidden, stale version, wrong state, locked, invalid.
pub async fn update_session(tx: &Tx, op: &Operation, change: SessionChange) -> Result<SessionId> {
    let (session, edition) = open_session(tx, op, change.session_id).await?;
    if change.version.is_some_and(|version| version != session.version) {
        return refuse(STALE_VERSION, "version");
    }
    let mut check = Check::default();
    let mut row = session::ActiveModel { id: Set(session.id), ..Default::default() };
    if let Some(title) = &change.title {
        row.title = Set(check.printed("title", title, NAME_MAX));
    }
    if let Some(mandatory) = change.mandatory {
        row.mandatory = Set(mandatory);
    }
    let moves = change.starts_at.is_some() || change.ends_at.is_some();
    if moves || change.planned_min.is_some() {
        let times =
            (change.starts_at.unwrap_or(session.starts_at), change.ends_at.unwrap_or(session.ends_at));
        let planned =
            if moves { change.planned_min } else { change.planned_min.or(Some(session.planned_min)) };
        let sent = SentTimes { start: change.starts_at.is_some(), end: change.ends_at.is_some() };
        let planned = planned_minutes(&mut check, &edition, times, sent, planned);
        if moves {
            let attended = (session.breakout_group_id, times);
            keep_apart(tx, &mut check, (edition.id, Some(session.id)), attended, sent).await?;
        }
        let longest = attendance::Entity::find()
            .filter(attendance::Column::SessionId.eq(session.id))
            .order_by_desc(attendance::Column::Minutes)
            .one(tx)
            .await?;
        if let Some(longest) = longest.filter(|longest| i64::from(longest.minutes) > planned) {
            let (least, length) = (i64::from(longest.minutes), (times.1 - times.0).num_minutes());
            match change.planned_min {
                Some(_) => check.range("plannedMin", planned, least..=Ord::max(least, length)),
                None => check.refuse(ATTENDANCE_RECORDED, if sent.end { "endsAt" } else { "startsAt" }),
            }
        }
        row.starts_at = Set(times.0);
        row.ends_at = Set(times.1);
        row.planned_min = Set(i32::try_from(planned).unwrap_or(i32::MAX));
    }
    check.done()?;
    let is_moved = row.starts_at.try_as_ref().is_some_and(|at| *at != session.starts_at)
        || row.ends_at.try_as_ref().is_some_and(|at| *at != session.ends_at);
    door::save(tx, op, &session, row).await?;
    audit::Line::new(deeds::UPDATE_SESSION, session.id).project(edition.project_id).write(tx, op).await?;
    if is_moved && edition.dates == DatesKind::Confirmed {
        told::tell_moved(tx, op, edition.id).await?;
    }
    Ok(session.id)
}

/// Takes away a session for which nothing was recorded; those after it move up.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, locked, attendance recorded.
pub async fn remove_session(tx: &Tx, op: &Operation, id: SessionId) -> Result<EditionId> {
    let (session, edition) = open_session(tx, op, id).await?;
    let recorded = attendance::Entity::find().filter(attendance::Column::SessionId.eq(id)).count(tx).await?;
    let signed = sheet_signature::Entity::find().filter(sheet_signature::Column::SessionId.eq(id));
    if recorded > 0 || signed.count(tx).await? > 0 {
        return refuse(ATTENDANCE_RECORDED, "sessionId");
    }
    session::Entity::delete_by_id(id).exec(tx).await?;
    session::Entity::update_many()
        .col_expr(session::Column::Ordinal, Expr::col(session::Column::Ordinal).sub(1))
        .filter(session::Column::EditionId.eq(edition.id))
        .filter(session::Column::Ordinal.gt(session.ordinal))
        .exec(tx)
        .await?;
    audit::Line::new(deeds::REMOVE_SESSION, id).project(edition.project_id).write(tx, op).await?;
    if edition.dates == DatesKind::Confirmed {
        told::tell_moved(tx, op, edition.id).await?;
    }
    Ok(edition.id)
}

/// A session that may still be corrected, and its edition, locked for this transaction.
async fn open_session(tx: &Tx, op: &Operation, id: SessionId) -> Result<(session::Model, edition::Model)> {
    let edition_id = door::see::<session::Entity>(tx, op, id, "sessionId").await?.edition_id;
    let edition = visible_edition(tx, op, edition_id).await?.may(MANAGE_TRAININGS)?;
    edition.state.must_be(OPEN)?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "sessionId");
    }
    // Read again behind the lock of its edition.
    Ok((door::load::<session::Entity>(tx, op, id, "sessionId").await?.seen(), edition))
}
