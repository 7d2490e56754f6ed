//! Writes, and every look at a number: to note it, to remove it, to have it shown, to search by it. Each leaves a line
//! in the audit trail and a row for the person concerned.
//!
//! Numbers come in and go out as `Pesel`, which is never stored or printed, so these commands carry no idempotency key
//! where they hold one: noting the same number again changes nothing.

mod consent;
mod join;
mod look;
mod note;
mod rekey;

pub use consent::{Consent, give_consent, withdraw_consent};
pub use join::join_numbers;
pub use look::{FindPesel, RevealPesel, find_by_pesel, reveal_pesel};
pub use note::{NotePesel, RemovePesel, note_pesel, remove_pesel};
pub use rekey::{rekey, settle_rekey};

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use super::number::is_mentioned;
use super::store::{Reach, enrolments_by_project};
use super::{SightingKind, sighting};
use crate::audit;
use crate::institutions::person;
use crate::partnerships::store::lead_of;
use crate::pesel::deeds;
use crate::pesel::refusals::{PESEL_NOT_REQUIRED, PESEL_PROJECT_UNCLEAR};
use crate::shared::actor::{Role, Scope};
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PartnerId, PersonId, ProjectId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy::{Right, held};
use crate::shared::refusals::{FORBIDDEN, HOLDS_PESEL};
use crate::shared::tx::Tx;
use crate::trainings::{edition, enrolment};

/// On what somebody acts: the role, the project that requires the number, the partner they act for. Nothing of it where
/// the person acts, or the system.
#[derive(Clone, Copy, Debug, Default)]
struct Ground {
    role: Option<Role>,
    project_id: Option<ProjectId>,
    partner_id: Option<PartnerId>,
}

/// The person, if the actor may see them; nobody erases them while it is noted who looked at their number.
async fn visible_person(tx: &Tx, op: &Operation, id: PersonId) -> Result<person::Model> {
    door::see_steady::<person::Entity>(tx, op, id, "personId").await
}

/// On what the actor does something with the number of a person within a project; within the one that can be meant where none
/// is named.
///
/// # Errors
/// Refused: forbidden, not required, project unclear.
async fn ground(
    tx: &Tx,
    op: &Operation,
    person: PersonId,
    (action, project): (Right, Option<ProjectId>),
) -> Result<Ground> {
    let reach = Reach::of(&op.actor, action);
    if !reach.is_empty() {
        let by = enrolments_by_project(tx, person, project, reach.taking_part()).await?;
        match by.as_slice() {
            [] => {}
            [one] => return of_enrolment(tx, op, action, one).await,
            _ => return refuse(PESEL_PROJECT_UNCLEAR, "projectId"),
        }
    }
    if op.actor.person_id() == Some(person) && action.own {
        return Ok(Ground::default());
    }
    refuse(if reach.is_empty() { FORBIDDEN } else { PESEL_NOT_REQUIRED }, "personId")
}

async fn of_enrolment(tx: &Tx, op: &Operation, action: Right, row: &enrolment::Model) -> Result<Ground> {
    let edition = edition::Entity::find_by_id(row.edition_id).one(tx).await?;
    let runs = edition.map(|edition| edition.partner_id);
    let grant = held(&op.actor, action).find(|grant| match grant.scope {
        Scope::Installation => true,
        Scope::Project(id) => id == row.project_id,
        Scope::Partner(id) => id == row.partner_id || Some(id) == runs,
        _ => false,
    });
    let partner_id = match grant.map(|grant| grant.scope) {
        Some(Scope::Partner(id)) => Some(id),
        Some(_) => lead_of(tx, row.project_id).await?.map(|lead| lead.id),
        None => None,
    };
    Ok(Ground { role: grant.map(|grant| grant.role), project_id: Some(row.project_id), partner_id })
}

/// The required reason of a look or a removal. It goes into the audit trail, so it must not hold a number itself.
fn reason(text: &str) -> Result<String> {
    let mut check = Check::default();
    let text = check.line("reason", text, 500);
    if is_mentioned(&text) {
        check.fault("reason", HOLDS_PESEL);
    }
    check.done()?;
    Ok(text)
}

/// Leaves the row for the person concerned and the line of the audit trail: who, whose, on what ground; the name of the
/// field, never its value.
async fn witness(
    tx: &Tx,
    op: &Operation,
    person: PersonId,
    (kind, ground): (SightingKind, Ground),
    reason: Option<&str>,
) -> Result<()> {
    let row = sighting::ActiveModel {
        id: Set(op.id()),
        person_id: Set(person),
        at: Set(op.now),
        kind: Set(kind),
        user_id: op.by(),
        role: Set(ground.role),
        project_id: Set(ground.project_id),
        partner_id: Set(ground.partner_id),
    };
    sighting::Entity::insert(row).exec_without_returning(tx).await?;
    let action = match kind {
        SightingKind::Noted => deeds::NOTE,
        SightingKind::Removed => deeds::REMOVE,
        SightingKind::Revealed => deeds::SEEN,
        SightingKind::Found => deeds::FOUND,
    };
    let mut line = audit::Line::new(action, person).detail(json!({ "fields": ["pesel"] }));
    if let Some(project) = ground.project_id {
        line = line.project(project);
    }
    if let Some(reason) = reason {
        line = line.reason(reason);
    }
    Ok(line.write(tx, op).await?)
}
