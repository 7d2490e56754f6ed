//! What was made of a training is mended: its programme, its groups, its trainers, what its participants asked for.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use super::edition::OPEN;
use super::programme::{check_limits, checked_template, checked_topics, write_topics};
use super::{visible_edition, visible_enrolment};
use crate::audit;
use crate::shared::change::Change;
use crate::shared::door::{self, Placed};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{
    BreakoutGroupId, EditionId, EnrolmentId, ProgrammeId, ProjectId, TemplateId, TopicId, TrainerAssignmentId,
};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::STALE_VERSION;
use crate::shared::tx::Tx;
use crate::trainings::refusals::{ATTENDANCE_LOCKED, GROUP_IN_USE, PROGRAMME_IN_USE};
use crate::trainings::rights::{ENROL_SELF, MANAGE_ENROLMENTS, MANAGE_TRAININGS};
use crate::trainings::{
    ProgrammeKind, breakout_group, deeds, edition, enrolment, programme_template, programme_topic, session,
    trainer_assignment, training_programme,
};

/// What is changed of a programme. Absent fields stay.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammeChange {
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Kind.
    pub kind: Option<ProgrammeKind>,
    /// Title.
    pub title: Option<String>,
    /// Aims; empty takes them away.
    pub aims: Option<String>,
    /// For whom; empty takes it away.
    pub audience: Option<String>,
    /// All topics in order, at most 40.
    pub topics: Option<Vec<String>>,
    /// Validity of certificates issued from now on, in months.
    pub certificate_months: Change<i32>,
    /// How certificates issued from now on read.
    pub template_id: Change<TemplateId>,
    /// In how many of its editions one person may take part from now on.
    pub editions_per_person: Change<i32>,
    /// How many seats one institution may have in all of them from now on.
    pub institution_cap: Change<i32>,
}

/// Changes a programme. What certificates have printed stays.
///
/// # Errors
/// Refused: not found, forbidden, stale version, invalid.
pub async fn update_programme(tx: &Tx, op: &Operation, change: ProgrammeChange) -> Result<ProgrammeId> {
    let programme =
        door::load::<training_programme::Entity>(tx, op, change.programme_id, "programmeId").await?;
    let programme = programme.may(MANAGE_TRAININGS)?;
    if change.version.is_some_and(|version| version != programme.version) {
        return refuse(STALE_VERSION, "version");
    }
    let mut check = Check::default();
    let mut row = training_programme::ActiveModel { id: Set(programme.id), ..Default::default() };
    if let Some(kind) = change.kind {
        row.kind = Set(kind);
    }
    if let Some(title) = &change.title {
        let title = check.printed("title", title, NAME_MAX);
        row.title_key = Set(sort_key(&title));
        row.title = Set(title);
    }
    if change.aims.is_some() {
        row.aims = Set(check.text("aims", change.aims.as_deref()));
    }
    if change.audience.is_some() {
        row.audience = Set(check.text("audience", change.audience.as_deref()));
    }
    if let Some(months) = change.certificate_months.sent() {
        check.range("certificateMonths", months.into(), 1..=600);
    }
    if change.certificate_months.is_sent() {
        row.certificate_months = Set(change.certificate_months.sent());
    }
    let (per_person, cap) = (change.editions_per_person, change.institution_cap);
    check_limits(&mut check, per_person.sent(), cap.sent());
    if per_person.is_sent() {
        row.editions_per_person = Set(per_person.sent());
    }
    if cap.is_sent() {
        row.institution_cap = Set(cap.sent());
    }
    let old = if change.topics.is_some() { held_topics(tx, programme.id).await? } else { vec![] };
    if change.template_id.is_sent() {
        let template = change.template_id.sent();
        checked_template(tx, &mut check, programme.project_id, template).await?;
        row.template_id = Set(template);
    }
    let topics = change.topics.as_deref().map(|topics| checked_topics(&mut check, topics));
    check.done()?;
    door::save(tx, op, &programme, row).await?;
    if let Some(topics) = topics {
        let gone = programme_topic::Column::Id.is_in(old);
        programme_topic::Entity::delete_many().filter(gone).exec(tx).await?;
        write_topics(tx, op, programme.id, topics).await?;
    }
    let line = audit::Line::new(deeds::UPDATE_PROGRAMME, programme.id).project(programme.project_id);
    line.write(tx, op).await?;
    Ok(programme.id)
}

/// Topics of a programme, behind their lock: they come before templates in the order of locks.
async fn held_topics(tx: &Tx, id: ProgrammeId) -> Result<Vec<TopicId>> {
    let all = programme_topic::Entity::find().filter(programme_topic::Column::ProgrammeId.eq(id));
    let ids: Vec<TopicId> =
        all.order_by_asc(programme_topic::Column::Id).all(tx).await?.iter().map(|topic| topic.id).collect();
    let held = programme_topic::Entity::find().filter(programme_topic::Column::Id.is_in(ids.iter().copied()));
    door::locked(held).all(tx).await?;
    Ok(ids)
}

/// Takes away a programme that has no edition.
///
/// # Errors
/// Refused: not found, forbidden, in use.
pub async fn remove_programme(tx: &Tx, op: &Operation, id: ProgrammeId) -> Result<ProjectId> {
    let programme = door::load::<training_programme::Entity>(tx, op, id, "programmeId").await?;
    let programme = programme.may(MANAGE_TRAININGS)?;
    let editions = edition::Entity::find().filter(edition::Column::ProgrammeId.eq(id));
    if editions.count(tx).await? > 0 {
        return refuse(PROGRAMME_IN_USE, "programmeId");
    }
    programme_topic::Entity::delete_many()
        .filter(programme_topic::Column::ProgrammeId.eq(id))
        .exec(tx)
        .await?;
    programme_template::Entity::delete_many()
        .filter(programme_template::Column::ProgrammeId.eq(id))
        .exec(tx)
        .await?;
    training_programme::Entity::delete_by_id(id).exec(tx).await?;
    audit::Line::new(deeds::REMOVE_PROGRAMME, id).project(programme.project_id).write(tx, op).await?;
    Ok(programme.project_id)
}

/// A group and its edition, behind the edition's lock.
async fn group_of(
    tx: &Tx,
    op: &Operation,
    id: BreakoutGroupId,
) -> Result<(breakout_group::Model, edition::Model)> {
    let group = door::see::<breakout_group::Entity>(tx, op, id, "breakoutGroupId").await?;
    let edition = visible_edition(tx, op, group.edition_id).await?.may(MANAGE_TRAININGS)?;
    edition.state.must_be(OPEN)?;
    Ok((door::load::<breakout_group::Entity>(tx, op, id, "breakoutGroupId").await?.seen(), edition))
}

/// Renames a breakout group.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid.
pub async fn rename_breakout_group(
    tx: &Tx,
    op: &Operation,
    (id, name): (BreakoutGroupId, String),
) -> Result<BreakoutGroupId> {
    let (group, edition) = group_of(tx, op, id).await?;
    let mut check = Check::default();
    let name = check.line("name", &name, NAME_MAX);
    check.done()?;
    breakout_group::Entity::update_many()
        .col_expr(breakout_group::Column::Name, Expr::value(name))
        .filter(breakout_group::Column::Id.eq(group.id))
        .exec(tx)
        .await?;
    audit::Line::new(deeds::RENAME_BREAKOUT_GROUP, id).project(edition.project_id).write(tx, op).await?;
    Ok(id)
}

/// Takes away a breakout group that has no session. Its people are in none then, and groups after it move up.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, in use.
pub async fn remove_breakout_group(tx: &Tx, op: &Operation, id: BreakoutGroupId) -> Result<EditionId> {
    let (group, edition) = group_of(tx, op, id).await?;
    let sessions = session::Entity::find().filter(session::Column::BreakoutGroupId.eq(id));
    if sessions.count(tx).await? > 0 {
        return refuse(GROUP_IN_USE, "breakoutGroupId");
    }
    // Behind the lock of the edition; groups before the people in them.
    let after: Vec<BreakoutGroupId> = breakout_group::Entity::find()
        .filter(breakout_group::Column::EditionId.eq(edition.id))
        .filter(breakout_group::Column::Ordinal.gt(group.ordinal))
        .order_by_asc(breakout_group::Column::Ordinal)
        .all(tx)
        .await?
        .iter()
        .map(|group| group.id)
        .collect();
    let held = breakout_group::Entity::find().filter(breakout_group::Column::Id.is_in(after.iter().copied()));
    door::locked(held).all(tx).await?;
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::BreakoutGroupId, Expr::value(None::<BreakoutGroupId>))
        .col_expr(enrolment::Column::UpdatedAt, Expr::value(op.now))
        .col_expr(enrolment::Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .col_expr(enrolment::Column::Version, Expr::col(enrolment::Column::Version).add(1))
        .filter(enrolment::Column::BreakoutGroupId.eq(id))
        .exec(tx)
        .await?;
    breakout_group::Entity::delete_by_id(id).exec(tx).await?;
    for id in after {
        breakout_group::Entity::update_many()
            .col_expr(breakout_group::Column::Ordinal, Expr::col(breakout_group::Column::Ordinal).sub(1))
            .filter(breakout_group::Column::Id.eq(id))
            .exec(tx)
            .await?;
    }
    audit::Line::new(deeds::REMOVE_BREAKOUT_GROUP, id).project(edition.project_id).write(tx, op).await?;
    Ok(edition.id)
}

/// Takes a trainer away from an edition that is not over.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn unassign_trainer(tx: &Tx, op: &Operation, id: TrainerAssignmentId) -> Result<EditionId> {
    let assigned = door::see::<trainer_assignment::Entity>(tx, op, id, "trainerAssignmentId").await?;
    let edition = visible_edition(tx, op, assigned.edition_id).await?.may(MANAGE_TRAININGS)?;
    edition.state.must_be(OPEN)?;
    trainer_assignment::Entity::delete_by_id(id).exec(tx).await?;
    audit::Line::new(deeds::UNASSIGN_TRAINER, id).project(edition.project_id).write(tx, op).await?;
    Ok(edition.id)
}

/// What a participant needs otherwise than they said. Absent fields stay, an empty text takes one away.
#[derive(Clone, Debug, Serialize)]
pub struct EnrolmentChange {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Diet.
    pub needs_diet: Option<String>,
    /// Wants a night's lodging.
    pub needs_night: Option<bool>,
    /// Needs for access.
    pub needs_access: Option<String>,
}

/// Changes what a participant needs: by the person, or by the staff of the edition, until attendance is locked.
///
/// # Errors
/// Refused: not found, forbidden, stale version, wrong state, attendance locked, invalid.
pub async fn update_enrolment(tx: &Tx, op: &Operation, change: EnrolmentChange) -> Result<EnrolmentId> {
    let (edition, enrolment) = visible_enrolment(tx, op, change.enrolment_id).await?;
    let own = Place { person: Some(enrolment.person_id), ..Place::default() };
    let edition = edition.may_if(|actor, edition| {
        policy::allows(actor, ENROL_SELF, &own) || policy::allows(actor, MANAGE_ENROLMENTS, &edition.place())
    })?;
    if change.version.is_some_and(|version| version != enrolment.version) {
        return refuse(STALE_VERSION, "version");
    }
    edition.state.must_be(OPEN)?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "enrolmentId");
    }
    let mut check = Check::default();
    let mut row = enrolment::ActiveModel { id: Set(enrolment.id), ..Default::default() };
    if change.needs_diet.is_some() {
        row.needs_diet = Set(check.opt_line("needsDiet", change.needs_diet.as_deref(), NAME_MAX));
    }
    if change.needs_access.is_some() {
        row.needs_access = Set(check.opt_line("needsAccess", change.needs_access.as_deref(), 500));
    }
    if let Some(night) = change.needs_night {
        row.needs_night = Set(night);
    }
    check.done()?;
    door::save(tx, op, &enrolment, row).await?;
    let line = audit::Line::new(deeds::UPDATE_ENROLMENT, enrolment.id).project(enrolment.project_id);
    line.write(tx, op).await?;
    Ok(enrolment.id)
}

impl Placed for training_programme::Model {
    fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}
