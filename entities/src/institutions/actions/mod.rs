//! Writes: institutions, people, employments.
//!
//! A register entry belongs to a voivodeship, so a grant must cover the institution's voivodeship. Institutions
//! look after people of their own. In a change a field that is absent stays as it is; an empty text clears it.

mod employment;
mod institution;
mod person;

pub use employment::{EndEmployment, NewEmployment, add_employment, end_employment};
pub use institution::{
    InstitutionChange, NewInstitution, VerifyInstitution, register_institution, update_institution,
    verify_institution,
};
pub use person::{NewPerson, PersonChange, register_person, update_person};

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, QueryFilter};

use super::institution as table;
use crate::institutions::rights::{MANAGE_INSTITUTIONS, MANAGE_OWN_PEOPLE};
use crate::shared::actor::{Actor, Scope};
use crate::shared::call::Call;
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::InstitutionId;
use crate::shared::policy::{self, Place};
use crate::shared::read::Entity as _;
use crate::shared::refusals::{FORBIDDEN, STALE_VERSION};
use crate::shared::tx::Tx;

impl table::Model {
    /// Where it belongs.
    pub fn place(&self) -> Place {
        Place { voivodeship: Some(self.voivodeship_id), institution: Some(self.id), ..Place::default() }
    }
}

async fn visible_institution(tx: &Tx, call: &Call, id: InstitutionId, field: &str) -> Result<table::Model> {
    let seen = table::Entity::visible_to(&call.actor);
    found(table::Entity::find_by_id(id).filter(seen).one(tx).await?, field)
}

/// The people of an institution: whoever manages institutions there, and the institution itself.
fn may_manage_people(actor: &Actor, place: &Place) -> bool {
    policy::allows(actor, MANAGE_INSTITUTIONS, place) || policy::allows(actor, MANAGE_OWN_PEOPLE, place)
}

fn require_people(actor: &Actor, place: &Place) -> Result<()> {
    if may_manage_people(actor, place) { Ok(()) } else { refuse(FORBIDDEN, "") }
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

/// Refuses a change of a row that is no longer as it was read.
fn fresh(given: Option<i32>, stored: i32) -> Result<()> {
    if given.is_none_or(|version| version == stored) { Ok(()) } else { refuse(STALE_VERSION, "version") }
}

/// Writes a row if it is still as `unchanged` says.
async fn save<A: ActiveModelTrait + Send>(tx: &Tx, row: A, unchanged: Expr) -> Result<()> {
    match A::Entity::update(row).validate()?.filter(unchanged).exec_without_returning(tx).await {
        Err(DbErr::RecordNotUpdated) => refuse(STALE_VERSION, "version"),
        done => Ok(done.map(drop)?),
    }
}
