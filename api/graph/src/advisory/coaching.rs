//! Types of coaching.

use chrono::{DateTime, NaiveDate, Utc};
use entities::advisory::rights::{COACH, MANAGE_COACHING};
use entities::advisory::{
    AdvisoryTopic, CoachingKind, CoachingState, coached_person, coaching_booking, coaching_engagement,
    coaching_member, coaching_session,
};
use entities::shared::door::Placed as _;
use entities::shared::policy::allows;
use kit::ctx::ContextExt;
use kit::resource;

use super::coaching_filters::{
    CoachingBookingFilter, CoachingBookingOrder, CoachingMemberFilter, CoachingMemberOrder,
    CoachingSessionFilter, CoachingSessionOrder,
};
use super::coaching_times::{CoachingBooking, CoachingSession};
use crate::partnerships::types::{Project, ProjectPartner};
use crate::territory::types::Subregion;

resource! {
    /// A person as coaching shows them: by name. Coach and coachees see each other by it, and staff see both.
    CoachedPerson: coached_person {
        columns {
            /// First names.
            first_name: String;
            /// Surname.
            last_name: String;
        }
        computed {
            /// First names and surname.
            full_name: String = |row| format!("{} {}", row.first_name, row.last_name);
        }
    }
}

resource! {
    /// Coaching of a person or a group by one coach, with a budget of hours.
    CoachingEngagement: coaching_engagement {
        one {
            /// The project.
            project: Project = ProjectId;
            /// The partner that arranges it.
            partner: ProjectPartner = PartnerId;
            /// The subregion to which its hours count; none where it counts to none.
            subregion: Subregion = SubregionId;
            /// Who coaches.
            coach: CoachedPerson = CoachId;
        }
        many {
            /// Who is coached; to a coachee, themselves alone.
            members: CoachingMember, CoachingMemberFilter, CoachingMemberOrder = coaching_member.EngagementId;
            /// Slots that are booked for it.
            bookings: CoachingBooking, CoachingBookingFilter, CoachingBookingOrder = coaching_booking.EngagementId;
            /// Sessions that were held.
            sessions: CoachingSession, CoachingSessionFilter, CoachingSessionOrder = coaching_session.EngagementId;
        }
        choices {
            /// Of a person or a group.
            kind, kind_label: CoachingKind;
            /// About what.
            topic, topic_label: AdvisoryTopic;
            /// State.
            state, state_label: CoachingState;
        }
        columns {
            /// What it is called.
            title: String;
            /// Minutes that may be used.
            budget_minutes: i32 = budget_min;
            /// Minutes of its sessions.
            used_minutes: i32 = used_min;
            /// First day.
            starts_on: NaiveDate;
            /// Last day.
            ends_on: NaiveDate;
            /// Why it was ended or opened again last.
            reason: Option<String>;
            /// When it was arranged.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may change it, add and take out coachees, and end it.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_COACHING, &row.place());
            /// Whether the viewer may note and correct sessions and cancel bookings at any time.
            viewer_can_coach: bool = |row, ctx| allows(ctx.actor(), COACH, &row.place());
        }
    }
}

resource! {
    /// Somebody who is coached.
    CoachingMember: coaching_member {
        one {
            /// The coaching.
            engagement: CoachingEngagement = EngagementId;
            /// The coachee.
            person: CoachedPerson = PersonId;
        }
        columns {
            /// When they joined.
            joined_at: DateTime<Utc> = created_at;
            /// Since when they are coached no more; none while they are.
            left_at: Option<DateTime<Utc>>;
            /// Why they left.
            reason: Option<String>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}
