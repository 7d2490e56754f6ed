//! Materials: who sees them.
//!
//! Staff and trainers of the edition see all that are shown. Whoever takes part sees them from their day on, whoever comes to the
//! edition's page those that are for everybody. A file that was attached and never shown, or is for staff again, is seen by staff and trainers alone.

use sea_orm::{ColumnTrait, Condition};

use super::store::{editions_seen_by, in_editions_run_by};
use super::{EnrolmentState, MaterialAudience, edition, enrolment, material};
use crate::readable;
use crate::shared::policy::Readable;
use crate::shared::read::{everything, within};

readable! {
    material => materials_seen_by;
}

fn materials_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let announced =
        Condition::all().add(material::Column::Audience.eq(MaterialAudience::Everybody)).add(within::<
            _,
            edition::Entity,
        >(
            material::Column::EditionId,
            edition::Column::Id,
            editions_seen_by(who),
        ));
    let any = Condition::any().add(in_editions_run_by(material::Column::EditionId, who)).add(announced);
    let (Some(person), Some(today)) = (who.person, who.today) else { return any };
    let for_them = material::Column::Audience.ne(MaterialAudience::Staff);
    let own = Condition::all()
        .add(enrolment::Column::PersonId.eq(person))
        .add(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS));
    let begun = Condition::any()
        .add(material::Column::ShownFrom.is_null())
        .add(material::Column::ShownFrom.lte(today));
    any.add(Condition::all().add(for_them).add(begun).add(within::<_, enrolment::Entity>(
        material::Column::EditionId,
        enrolment::Column::EditionId,
        own,
    )))
}
