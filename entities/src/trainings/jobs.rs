//! Jobs of this room.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::jobs::queue::Payload;
use crate::shared::ids::{DocumentId, EditionId, EnrolmentId};

/// An offered seat goes back when nobody has answered in time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExpireOffer {
    /// The enrolment the seat was offered to.
    pub enrolment_id: EnrolmentId,
}

impl Payload for ExpireOffer {
    const KIND: &'static str = "trainings.expire_offer";
    const PRIORITY: i32 = 5;
}

/// Participants are reminded of an edition that begins soon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RemindParticipants {
    /// The edition.
    pub edition_id: EditionId,
    /// Its first day when the reminder was planned.
    pub starts_on: NaiveDate,
}

impl Payload for RemindParticipants {
    const KIND: &'static str = "trainings.remind_participants";
    const PRIORITY: i32 = 5;
}

/// An attendance list of one day is drawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenderSheet {
    /// Where it goes.
    pub document_id: DocumentId,
    /// The edition.
    pub edition_id: EditionId,
    /// The day.
    pub day: NaiveDate,
}

impl Payload for RenderSheet {
    const KIND: &'static str = "trainings.render_sheet";
}

/// The file of a scan that was removed from its pages goes. One that is still wanted stays, so it may run any number of times.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RemoveScan {
    /// The file.
    pub document_id: DocumentId,
}

impl Payload for RemoveScan {
    const KIND: &'static str = "trainings.remove_scan";
    const MAX_ATTEMPTS: i32 = 40;
}
