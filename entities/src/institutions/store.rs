//! Queries of institutions and people, and who may see them.

use sea_orm::{ColumnTrait, Condition};

use super::{employment, institution, person};
use crate::readable;
use crate::shared::policy::Readable;
use crate::shared::read::{everything, nothing, within};
use crate::trainings::{enrolment, store::enrolments_seen_by, trainer_assignment};

readable! {
    institution => |who| if who.is_known() { everything() } else { nothing() };
    person => people_seen_by;
    employment => employments_seen_by;
}

/// Oneself, people of one's institutions and voivodeships, people who take part or train in what one looks after.
fn people_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = Condition::any();
    if let Some(id) = who.person {
        any = any.add(person::Column::Id.eq(id));
    }
    if who.looks_after_anything() {
        any = any
            .add(within::<_, enrolment::Entity>(
                person::Column::Id,
                enrolment::Column::PersonId,
                enrolments_seen_by(who),
            ))
            .add(within::<_, employment::Entity>(
                person::Column::Id,
                employment::Column::PersonId,
                employments_seen_by(who),
            ))
            .add(within::<_, trainer_assignment::Entity>(
                person::Column::Id,
                trainer_assignment::Column::PersonId,
                crate::trainings::store::in_editions_run_by(trainer_assignment::Column::EditionId, who),
            ));
    }
    if any.is_empty() { nothing() } else { any }
}

fn employments_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = Condition::any();
    if let Some(id) = who.person {
        any = any.add(employment::Column::PersonId.eq(id));
    }
    if !who.institutions.is_empty() {
        any = any.add(employment::Column::InstitutionId.is_in(who.institutions.iter().copied()));
    }
    if !who.voivodeships.is_empty() {
        let there =
            Condition::all().add(institution::Column::VoivodeshipId.is_in(who.voivodeships.iter().copied()));
        any = any.add(within::<_, institution::Entity>(
            employment::Column::InstitutionId,
            institution::Column::Id,
            there,
        ));
    }
    if any.is_empty() { nothing() } else { any }
}
