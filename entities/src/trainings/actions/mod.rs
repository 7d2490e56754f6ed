//! Writes of this room: authorize → rule → write → audit → enqueue.

mod attach;
mod attendance;
mod change;
mod check_in;
mod correction;
mod dates;
mod edition;
mod enrol;
mod import;
mod join;
mod material;
mod mend;
mod needs;
mod programme;
mod request_sheet;
mod scan;
mod shift;
mod signature;
mod state;
mod survey;
mod takeover;
mod templates;
mod withdraw;
mod wording;

use sea_orm::EntityTrait;

use crate::shared::door::{self, Loaded, Placed};

pub use attach::{attach_to_edition, may_attach_to_edition};
pub use attendance::{Entry, LockAttendance, Locked, RecordAttendance, lock_attendance, record_attendance};
pub use change::{EditionChange, SessionChange, remove_session, update_edition, update_session};
pub use check_in::{
    CheckIns, CheckedIn, Difference, Reconciled, Scan, TakeCheckIns, check_in, take_check_ins,
};
pub use correction::{CorrectAttendance, Correction, Effect, correct_attendance};
pub use dates::{ConfirmDates, confirm_dates};
pub use edition::{
    EnrolmentDays, NewBreakoutGroup, NewEdition, NewSession, add_breakout_group, add_session, assign_trainer,
    create_edition, set_breakout_group, set_seats,
};
pub use enrol::{
    AnswerOffer, Decision, Enrol, answer_mailed_offer, answer_offer, cancel_enrolment, decide_enrolment,
    enrol, expire_offer, promote_waiting,
};
pub use import::{ImportAttendance, Imported, Problem, import_attendance, may_import};
pub use join::join_enrolments;
pub use material::{ShowMaterial, open_material, show_material};
pub use mend::{
    EnrolmentChange, ProgrammeChange, remove_breakout_group, remove_programme, rename_breakout_group,
    unassign_trainer, update_enrolment, update_programme,
};
pub use needs::note_needs_seen;
pub use programme::{NewProgramme, create_programme};
pub use request_sheet::{BLANK_LINES_MAX, RequestSheet, note_pages, request_sheet};
pub use scan::{AttachScan, RemoveSheetScan, attach_scan, may_attach_scan, path_of_removed, remove_scan};
pub use shift::{CopyEdition, MoveEdition, copy_edition, move_edition};
pub use signature::{
    LineRead, RecordSignatures, SignatureDifference, SignaturesTaken, TakeSignatures, record_signatures,
    take_signatures,
};
pub use state::{ChangeEditionState, change_edition_state};
pub use survey::{
    AnswerSurvey, ChangeSurveyState, GivenAnswer, NewQuestion, NewSurvey, SurveyChange, answer_mailed_survey,
    answer_survey, change_survey_state, create_survey, remove_survey, update_survey,
};
pub use takeover::{HandOver, hand_over};
pub use templates::{SetProgrammeTemplates, set_programme_templates};
pub use withdraw::{has_begun, hold_editions_of, unassign, withdraw};
pub use wording::{WordMail, word_mail};

use super::{edition as editions, enrolment as enrolments, limits};
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, EnrolmentId};
use crate::shared::operation::Operation;
use crate::shared::policy::Place;
use crate::shared::tx::Tx;

/// The edition, locked for this transaction, if the actor may see it; behind its programme, where that has limits.
pub(crate) async fn visible_edition<'a>(
    tx: &Tx,
    op: &'a Operation,
    id: EditionId,
) -> Result<Loaded<'a, editions::Model>> {
    limits::hold(tx, id).await?;
    door::load::<editions::Entity>(tx, op, id, "editionId").await
}

/// An enrolment and its edition, if the actor may see it. Both are locked, the edition first, as everybody does who changes
/// seats; so the enrolment is as it is now.
pub(crate) async fn visible_enrolment<'a>(
    tx: &Tx,
    op: &'a Operation,
    id: EnrolmentId,
) -> Result<(Loaded<'a, editions::Model>, enrolments::Model)> {
    let edition_id = door::see::<enrolments::Entity>(tx, op, id, "enrolmentId").await?.edition_id;
    let edition = visible_edition(tx, op, edition_id).await?;
    Ok((edition, door::load::<enrolments::Entity>(tx, op, id, "enrolmentId").await?.seen()))
}

/// The same by the system.
pub(super) async fn enrolment_held(
    tx: &Tx,
    id: EnrolmentId,
) -> Result<Option<(editions::Model, enrolments::Model)>> {
    let Some(enrolment) = enrolments::Entity::find_by_id(id).one(tx).await? else { return Ok(None) };
    limits::hold(tx, enrolment.edition_id).await?;
    let edition = door::hold::<editions::Entity>(tx, enrolment.edition_id).await?;
    Ok(edition.zip(door::hold::<enrolments::Entity>(tx, id).await?))
}

impl Placed for editions::Model {
    fn place(&self) -> Place {
        Place {
            project: Some(self.project_id),
            partner: Some(self.partner_id),
            edition: Some(self.id),
            ..Place::default()
        }
    }
}
