//! `updateCoachingSlot`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::advisory::actions;
use entities::advisory::refusals::{SLOT_GONE, SLOT_OVERLAPS, SLOT_TAKEN};
use entities::shared::refusals::STALE_VERSION;
use graph::advisory::types::CoachingSlot;
use kit::form::Form;
use kit::scalars::DateTime;
use kit::{mutation, patch};

/// What `updateCoachingSlot` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateCoachingSlotInput {
    /// The slot.
    pub slot_id: ID,
    /// When it begins.
    pub starts_at: MaybeUndefined<DateTime>,
    /// When it ends.
    pub ends_at: MaybeUndefined<DateTime>,
    /// Where; `null` for online alone.
    pub place: MaybeUndefined<String>,
    /// A link to meet by; `null` for none.
    pub online_url: MaybeUndefined<String>,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateCoachingSlot (UpdateCoachingSlotInput) -> UpdateCoachingSlotPayload {
        /// The slot.
        slot: CoachingSlot
    }
    codes [STALE_VERSION, SLOT_GONE, SLOT_TAKEN, SLOT_OVERLAPS]
    run |tx, op, cmd| actions::update_slot(tx, op, cmd);
}

fn parse(input: &UpdateCoachingSlotInput, form: &mut Form) -> actions::SlotChange {
    actions::SlotChange {
        id: form.id("slotId", &input.slot_id),
        starts_at: form.sent_instant("startsAt", &input.starts_at),
        ends_at: form.sent_instant("endsAt", &input.ends_at),
        place: patch::text(&input.place),
        online_url: patch::text(&input.online_url),
        version: input.version,
    }
}
