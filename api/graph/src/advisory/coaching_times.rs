//! Types of coaching: slots, bookings, sessions.

use chrono::{DateTime, Utc};
use entities::advisory::{AdvisoryTopic, coaching_booking, coaching_session, coaching_slot};
use kit::ctx::ContextExt;
use kit::resource;

use super::coaching::{CoachedPerson, CoachingEngagement};
use super::coaching_filters::{CoachingBookingFilter, CoachingBookingOrder};
use crate::territory::types::Subregion;

resource! {
    /// A time that a coach offers.
    CoachingSlot: coaching_slot {
        one {
            /// Who offers it.
            coach: CoachedPerson = CoachId;
        }
        many {
            /// Its bookings that the viewer may see; one at most is not cancelled.
            bookings: CoachingBooking, CoachingBookingFilter, CoachingBookingOrder = coaching_booking.SlotId;
        }
        columns {
            /// When it begins.
            starts_at: DateTime<Utc>;
            /// When it ends.
            ends_at: DateTime<Utc>;
            /// Where; none for online alone.
            place: Option<String>;
            /// A link to meet by.
            online_url: Option<String>;
            /// When it was withdrawn.
            withdrawn_at: Option<DateTime<Utc>>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether it is the viewer's own, to be changed and withdrawn.
            viewer_can_change: bool = |row, ctx| ctx.actor().person_id() == Some(row.coach_id);
        }
    }
}

resource! {
    /// A slot is taken for coaching.
    CoachingBooking: coaching_booking {
        one {
            /// The coaching.
            engagement: CoachingEngagement = EngagementId;
            /// The slot.
            slot: CoachingSlot = SlotId;
        }
        columns {
            /// When it was made.
            booked_at: DateTime<Utc> = created_at;
            /// When it was cancelled; the slot is free again.
            cancelled_at: Option<DateTime<Utc>>;
            /// Why.
            reason: Option<String>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}

resource! {
    /// A session of coaching that took place.
    CoachingSession: coaching_session {
        one {
            /// The coaching.
            engagement: CoachingEngagement = EngagementId;
            /// The booking that it followed.
            booking: CoachingBooking = BookingId;
            /// Who coached.
            coach: CoachedPerson = CoachId;
            /// The subregion to which it counts.
            subregion: Subregion = SubregionId;
        }
        choices {
            /// About what.
            topic, topic_label: AdvisoryTopic;
        }
        columns {
            /// When it began.
            held_at: DateTime<Utc>;
            /// Minutes.
            minutes: i32;
            /// How many coachees were there.
            people: i32;
            /// Where; none for online.
            place: Option<String>;
            /// Why it was corrected or removed last.
            reason: Option<String>;
            /// When it was removed; its minutes are free again.
            removed_at: Option<DateTime<Utc>>;
            /// When it was noted.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}
