//! Filters and orders of the connections of coaching.

use entities::advisory::{
    AdvisoryTopic, CoachingKind, CoachingState, coaching_booking, coaching_engagement, coaching_member,
    coaching_note, coaching_session, coaching_slot,
};
use entities::shared::actor::Actor;
use entities::shared::ids::{
    CoachingEngagementId, CoachingSessionId, PartnerId, PersonId, ProjectId, SubregionId,
};
use entities::shared::read::{ColumnTrait, Condition, without};
use kit::filter::{AnyOf, Before, Id, OnlyNull, Same, Since};
use kit::{filter, ordering};

filter! {
    /// Which coaching.
    pub struct CoachingEngagementFilter for coaching_engagement {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Arranged by this partner.
        partner_id: Id<PartnerId> = PartnerId;
        /// In this subregion.
        subregion_id: Id<SubregionId> = SubregionId;
        /// By this coach.
        coach_id: Id<PersonId> = CoachId;
        /// Of a person, of a group.
        kinds: AnyOf<CoachingKind> = Kind;
        /// About these topics.
        topics: AnyOf<AdvisoryTopic> = Topic;
        /// In these states.
        states: AnyOf<CoachingState> = State;
    }
}

ordering! {
    /// How coaching is ordered.
    pub enum CoachingEngagementOrder for coaching_engagement by default StartsDesc {
        /// By its first day.
        StartsAsc,
        /// By its first day, latest first.
        StartsDesc = "starts" [StartsOn];
    }
}

filter! {
    /// Which coachees. Where no filter is given, present ones.
    pub struct CoachingMemberFilter for coaching_member {
        /// Only those who are coached now; false adds those who left.
        #[graphql(default)]
        current_only: OnlyNull = LeftAt;
    }
}

ordering! {
    /// How coachees are ordered.
    pub enum CoachingMemberOrder for coaching_member by default JoinedAsc {
        /// By when they joined.
        JoinedAsc,
        /// By when they joined, latest first.
        JoinedDesc = "joined" [CreatedAt];
    }
}

filter! {
    /// Which slots. Where no filter is given, those that were not withdrawn.
    pub struct CoachingSlotFilter for coaching_slot {
        /// Of this coach.
        coach_id: Id<PersonId> = CoachId;
        /// That begin then or later.
        from: Since = StartsAt;
        /// That begin before.
        before: Before = StartsAt;
        /// Those that nobody has booked, or those that somebody has.
        free: Same<bool> => is_free;
        /// Only those that were not withdrawn; false adds the others.
        #[graphql(default)]
        offered_only: OnlyNull = WithdrawnAt;
    }
}

fn is_free(free: bool, _: &Actor) -> Condition {
    let live = Condition::all().add(ColumnTrait::is_null(&coaching_booking::Column::CancelledAt));
    let unbooked = Condition::all().add(without::<_, coaching_booking::Entity>(
        coaching_slot::Column::Id,
        coaching_booking::Column::SlotId,
        live,
    ));
    if free { unbooked } else { unbooked.not() }
}

ordering! {
    /// How slots are ordered.
    pub enum CoachingSlotOrder for coaching_slot by default StartsAsc {
        /// By when they begin.
        StartsAsc,
        /// By when they begin, latest first.
        StartsDesc = "starts" [StartsAt];
    }
}

filter! {
    /// Which bookings. Where no filter is given, those that were not cancelled.
    pub struct CoachingBookingFilter for coaching_booking {
        /// Only those that were not cancelled; false adds the others.
        #[graphql(default)]
        current_only: OnlyNull = CancelledAt;
    }
}

ordering! {
    /// How bookings are ordered.
    pub enum CoachingBookingOrder for coaching_booking by default BookedAsc {
        /// By when they were made.
        BookedAsc,
        /// By when they were made, newest first.
        BookedDesc = "booked" [CreatedAt];
    }
}

filter! {
    /// Which sessions of coaching. Where no filter is given, those that were not removed.
    pub struct CoachingSessionFilter for coaching_session {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this coaching.
        engagement_id: Id<CoachingEngagementId> = EngagementId;
        /// By this coach.
        coach_id: Id<PersonId> = CoachId;
        /// In this subregion.
        subregion_id: Id<SubregionId> = SubregionId;
        /// About these topics.
        topics: AnyOf<AdvisoryTopic> = Topic;
        /// Only those that were not removed; false adds the others.
        #[graphql(default)]
        held_only: OnlyNull = RemovedAt;
    }
}

ordering! {
    /// How sessions of coaching are ordered.
    pub enum CoachingSessionOrder for coaching_session by default HeldDesc {
        /// By when they began.
        HeldAsc,
        /// By when they began, latest first.
        HeldDesc = "held" [HeldAt];
    }
}

filter! {
    /// Which notes of coaching.
    pub struct CoachingNoteFilter for coaching_note {
        /// Of this coaching.
        engagement_id: Id<CoachingEngagementId> = EngagementId;
        /// About this session.
        session_id: Id<CoachingSessionId> = SessionId;
    }
}

ordering! {
    /// How notes of coaching are ordered.
    pub enum CoachingNoteOrder for coaching_note by default WrittenDesc {
        /// By when they were written.
        WrittenAsc,
        /// By when they were written, newest first.
        WrittenDesc = "written" [CreatedAt];
    }
}
