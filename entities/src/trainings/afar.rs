//! Who learns where a training is joined from afar: its staff and trainers at the edition, and whoever takes part at their own
//! enrolment, in messages and in their calendar. Neither who waits nor the public. Pure.

use super::rights::{MANAGE_TRAININGS, RECORD_ATTENDANCE};
use super::{edition, enrolment};
use crate::shared::actor::Actor;
use crate::shared::door::Placed as _;
use crate::shared::policy::allows;

/// Whether the actor learns it of the edition.
pub fn is_shown(actor: &Actor, edition: &edition::Model) -> bool {
    let place = edition.place();
    allows(actor, RECORD_ATTENDANCE, &place) || allows(actor, MANAGE_TRAININGS, &place)
}

/// Whether whoever is enrolled learns it.
pub fn is_told(enrolment: &enrolment::Model) -> bool {
    enrolment.state.takes_part()
}

/// Whether the actor learns it of an enrolment, which is their own.
pub fn is_own(actor: &Actor, enrolment: &enrolment::Model) -> bool {
    actor.person_id() == Some(enrolment.person_id) && is_told(enrolment)
}
