//! Writes of this room: authorize → rule → write → audit.

mod adviser;
mod booking;
mod coachee;
mod engagement;
mod note;
mod request;
mod session;
mod session_of_coaching;
mod slot;

use sea_orm::EntityTrait as _;

pub use adviser::{EndAdviser, NewAdviser, appoint_adviser, end_adviser};
pub use booking::{CancelBooking, NewBooking, book_slot, cancel_booking};
pub use coachee::{NewCoachee, RemoveCoachee, add_coachee, remove_coachee};
pub use engagement::{
    EngagementChange, EngagementStateChange, NewEngagement, change_engagement_state, create_engagement,
    update_engagement,
};
pub use note::{
    ReadNote, RemoveNote, WriteNote, read_note, rekey_notes, remove_note, settle_rekey, write_note,
};
pub use request::{
    AssignRequest, NewRequest, RequestStateChange, ask_for_advice, assign_request, change_request_state,
};
pub use session::{NewSession, SessionCorrection, correct_session, record_session};
pub use session_of_coaching::{
    CoachingCorrection, NewCoachingSession, RemoveCoaching, correct_coaching, record_coaching,
    remove_coaching,
};
pub use slot::{NewSlot, SlotChange, WithdrawSlot, offer_slot, update_slot, withdraw_slot};

use super::{advisory_request, coaching_engagement, subregion_adviser};
use crate::partnerships::refusals::PROJECT_NOT_ACTIVE;
use crate::partnerships::{ProjectState, project, project_partner};
use crate::shared::door::{self, Placed};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::PartnerId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy::Place;
use crate::shared::refusals::REQUIRED;
use crate::shared::tx::Tx;

impl Placed for subregion_adviser::Model {
    fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}

impl Placed for advisory_request::Model {
    /// Of the office that asks and of the partner; the adviser is the person concerned.
    fn place(&self) -> Place {
        Place {
            project: Some(self.project_id),
            partner: Some(self.partner_id),
            institution: Some(self.institution_id),
            person: self.adviser_id,
            ..Place::default()
        }
    }
}

impl Placed for coaching_engagement::Model {
    /// Of the partner; the coach is the person concerned.
    fn place(&self) -> Place {
        Place {
            project: Some(self.project_id),
            partner: Some(self.partner_id),
            person: Some(self.coach_id),
            ..Place::default()
        }
    }
}

/// A partner for which advice is arranged: it takes part, in an active project.
async fn active_partner(tx: &Tx, op: &Operation, id: PartnerId) -> Result<project_partner::Model> {
    let partner = door::see::<project_partner::Entity>(tx, op, id, "partnerId").await?;
    partner.must_take_part()?;
    let project = project::Entity::find_by_id(partner.project_id).one(tx).await?;
    if project.is_none_or(|project| project.state != ProjectState::Active) {
        return refuse(PROJECT_NOT_ACTIVE, "partnerId");
    }
    Ok(partner)
}

fn place_of(partner: &project_partner::Model) -> Place {
    Place { project: Some(partner.project_id), partner: Some(partner.id), ..Place::default() }
}

/// A reason that must be given.
fn required_reason(check: &mut Check, reason: Option<&str>) -> Option<String> {
    let reason = check.opt_line("reason", reason, 1_000);
    if reason.is_none() {
        check.fault("reason", REQUIRED);
    }
    reason
}
