//! Queries of trainings, and who may see them.
//!
//! Editions that are announced are public; drafts are their staff's. Enrolments are seen by the person, by staff
//! of the project or of the partner (their own people, and everybody in an edition they run), by the institution
//! represented, and by trainers of the edition. The public never sees who takes part or waits.

use sea_orm::{ColumnTrait, Condition};

use super::{
    EditionState, attendance, breakout_group, edition, enrolment, programme_topic, session,
    trainer_assignment, training_programme,
};
use crate::partnerships::store::owned_by;
use crate::readable;
use crate::shared::policy::Readable;
use crate::shared::read::{everything, nothing, within};

readable! {
    training_programme => programmes_seen_by;
    programme_topic => topics_seen_by;
    edition => editions_seen_by;
    session => |who| of_seen_editions(session::Column::EditionId, who);
    breakout_group => |who| of_seen_editions(breakout_group::Column::EditionId, who);
    trainer_assignment => |who| of_seen_editions(trainer_assignment::Column::EditionId, who);
    enrolment => enrolments_seen_by;
    attendance => attendances_seen_by;
}

fn programmes_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    owned_by(training_programme::Column::ProjectId, training_programme::Column::PartnerId, who).add(within::<
        _,
        edition::Entity,
    >(
        training_programme::Column::Id,
        edition::Column::ProgrammeId,
        editions_seen_by(who),
    ))
}

fn topics_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = programmes_seen_by(who);
    Condition::all().add(within::<_, training_programme::Entity>(
        programme_topic::Column::ProgrammeId,
        training_programme::Column::Id,
        seen,
    ))
}

/// Editions that are announced, and drafts of one's own.
pub fn editions_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    editions_run_by(who).add(edition::Column::State.ne(EditionState::Draft))
}

/// Editions that the actor runs or trains in; an empty `any` where there are none.
fn editions_run_by(who: &Readable) -> Condition {
    let mut any = owned_by(edition::Column::ProjectId, edition::Column::PartnerId, who);
    if !who.editions.is_empty() {
        any = any.add(edition::Column::Id.is_in(who.editions.iter().copied()));
    }
    any
}

/// `column` refers to an edition that the actor runs or trains in.
pub fn in_editions_run_by<C: ColumnTrait>(column: C, who: &Readable) -> Condition {
    let run = editions_run_by(who);
    if run.is_empty() {
        return nothing();
    }
    Condition::all().add(within::<_, edition::Entity>(column, edition::Column::Id, run))
}

fn of_seen_editions<C: ColumnTrait>(column: C, who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, edition::Entity>(column, edition::Column::Id, editions_seen_by(who)))
}

/// Enrolments the actor may see.
pub fn enrolments_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = owned_by(enrolment::Column::ProjectId, enrolment::Column::PartnerId, who);
    if !who.partners.is_empty() || !who.editions.is_empty() {
        any = any.add(in_editions_run_by(enrolment::Column::EditionId, who));
    }
    if !who.institutions.is_empty() {
        any = any.add(enrolment::Column::InstitutionId.is_in(who.institutions.iter().copied()));
    }
    if let Some(id) = who.person {
        any = any.add(enrolment::Column::PersonId.eq(id));
    }
    if any.is_empty() { nothing() } else { any }
}

fn attendances_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = enrolments_seen_by(who);
    Condition::all().add(within::<_, enrolment::Entity>(
        attendance::Column::EnrolmentId,
        enrolment::Column::Id,
        seen,
    ))
}
