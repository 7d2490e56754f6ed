//! Writes of this room: authorize → rule → write → audit → enqueue.

mod attach;
mod attendance;
mod change;
mod dates;
mod edition;
mod enrol;
mod programme;
mod sheet;
mod withdraw;

use sea_orm::{EntityTrait, QueryFilter, QuerySelect};

pub use attach::{attach_to_edition, may_attach_to_edition};
pub use attendance::{Entry, LockAttendance, RecordAttendance, lock_attendance, record_attendance};
pub use change::{EditionChange, SessionChange, remove_session, update_edition, update_session};
pub use dates::{ConfirmDates, confirm_dates};
pub use edition::{
    ChangeEditionState, EnrolmentDays, NewBreakoutGroup, NewEdition, NewSession, add_breakout_group,
    add_session, assign_trainer, change_edition_state, create_edition, set_breakout_group, set_seats,
};
pub use enrol::{
    AnswerOffer, Decision, Enrol, answer_offer, cancel_enrolment, decide_enrolment, enrol, expire_offer,
    promote_waiting,
};
pub use programme::{NewProgramme, create_programme};
pub use sheet::{RequestSheet, request_sheet};
pub use withdraw::{has_begun, withdraw};

use super::{edition as editions, enrolment as enrolments};
use crate::shared::call::Call;
use crate::shared::error::{Result, found};
use crate::shared::ids::{EditionId, EnrolmentId};
use crate::shared::policy::Place;
use crate::shared::read::Entity as _;
use crate::shared::tx::Tx;

/// The edition, locked for this transaction, if the actor may see it.
pub(crate) async fn visible_edition(tx: &Tx, call: &Call, id: EditionId) -> Result<editions::Model> {
    let seen = editions::Entity::visible_to(&call.actor);
    found(editions::Entity::find_by_id(id).filter(seen).lock_exclusive().one(tx).await?, "editionId")
}

/// The enrolment, if the actor may see it.
pub(crate) async fn visible_enrolment(tx: &Tx, call: &Call, id: EnrolmentId) -> Result<enrolments::Model> {
    let seen = enrolments::Entity::visible_to(&call.actor);
    found(enrolments::Entity::find_by_id(id).filter(seen).lock_exclusive().one(tx).await?, "enrolmentId")
}

impl editions::Model {
    /// Where it belongs.
    pub fn place(&self) -> Place {
        Place {
            project: Some(self.project_id),
            partner: Some(self.partner_id),
            edition: Some(self.id),
            ..Place::default()
        }
    }
}
