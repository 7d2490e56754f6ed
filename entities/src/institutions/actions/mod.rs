//! Writes: institutions, people, employments.
//!
//! A register entry belongs to a voivodeship, so a grant must cover the institution's voivodeship. Institutions
//! look after people of their own. In a change a field that is absent stays as it is; an empty text clears it.

mod employment;
mod end;
mod institution;
mod join;
mod person;

pub use employment::{EndEmployment, NewEmployment, add_employment, end_employment};
pub use end::{
    CloseInstitution, ReopenInstitution, close_institution, end_institution, join_posts, reopen_institution,
};
pub use institution::{
    InstitutionChange, NewInstitution, VerifyInstitution, register_institution, update_institution,
    verify_institution,
};
pub use join::{end_person, join_employments};
pub use person::{
    Address, NewPerson, PersonChange, living_person, person_held, register_person, take_address,
    update_person,
};

use super::institution as table;
use crate::institutions::rights::{MANAGE_INSTITUTIONS, MANAGE_OWN_PEOPLE};
use crate::shared::actor::{Actor, Scope};
use crate::shared::door::{self, Loaded, Placed};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::InstitutionId;
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;

impl Placed for table::Model {
    fn place(&self) -> Place {
        Place { voivodeship: Some(self.voivodeship_id), institution: Some(self.id), ..Place::default() }
    }
}

async fn visible_institution<'a>(
    tx: &Tx,
    op: &'a Operation,
    id: InstitutionId,
    field: &str,
) -> Result<Loaded<'a, table::Model>> {
    door::load::<table::Entity>(tx, op, id, field).await
}

/// The people of an institution: whoever manages institutions there, and the institution itself.
fn may_manage_people(actor: &Actor, place: &Place) -> bool {
    policy::allows(actor, MANAGE_INSTITUTIONS, place) || policy::allows(actor, MANAGE_OWN_PEOPLE, place)
}

fn may_manage_people_of(actor: &Actor, institution: &table::Model) -> bool {
    may_manage_people(actor, &institution.place())
}

/// People without an employment belong to no voivodeship: whoever manages institutions anywhere may enter them.
fn require_people_anywhere(actor: &Actor) -> Result<()> {
    let somewhere = actor.grants().iter().any(|grant| {
        let voivodeship = match grant.scope {
            Scope::Voivodeship(id) => Some(id),
            _ => grant.reach.first().copied(),
        };
        policy::allows(actor, MANAGE_INSTITUTIONS, &Place { voivodeship, ..Place::default() })
    });
    if somewhere || matches!(actor, Actor::System) { Ok(()) } else { refuse(FORBIDDEN, "") }
}
