//! `offerCoachingSlot`.

use async_graphql::InputObject;
use entities::advisory::actions;
use entities::advisory::refusals::{SLOT_GONE, SLOT_OVERLAPS};
use entities::shared::refusals::DUPLICATE;
use graph::advisory::types::CoachingSlot;
use kit::form::Form;
use kit::mutation;
use kit::scalars::DateTime;

/// What `offerCoachingSlot` takes.
#[derive(InputObject)]
pub struct OfferCoachingSlotInput {
    /// When it begins.
    pub starts_at: DateTime,
    /// When it ends: from a quarter of an hour to twelve hours later.
    pub ends_at: DateTime,
    /// Where; none for online alone.
    pub place: Option<String>,
    /// A link to meet by, with `https`.
    pub online_url: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    OfferCoachingSlot (OfferCoachingSlotInput) -> OfferCoachingSlotPayload {
        /// The slot.
        slot: CoachingSlot
    }
    codes [SLOT_GONE, SLOT_OVERLAPS, DUPLICATE]
    run |tx, op, cmd| actions::offer_slot(tx, op, cmd);
}

fn parse(input: &OfferCoachingSlotInput, form: &mut Form) -> actions::NewSlot {
    actions::NewSlot {
        starts_at: form.instant("startsAt", &input.starts_at),
        ends_at: form.instant("endsAt", &input.ends_at),
        place: input.place.clone(),
        online_url: input.online_url.clone(),
    }
}
