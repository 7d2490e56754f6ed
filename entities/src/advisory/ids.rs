//! Keys of this room.

use crate::ids;

ids! {
    /// Key of an adviser's post in a subregion.
    SubregionAdviserId = "SubregionAdviser": "doradca w subregionie" / "adviser of a subregion";
    /// Key of a request for advice.
    AdvisoryRequestId = "AdvisoryRequest": "wniosek o doradztwo" / "request for advice";
    /// Key of a session.
    AdvisorySessionId = "AdvisorySession": "sesja doradztwa" / "session of advice";
    /// Key of coaching.
    CoachingEngagementId = "CoachingEngagement": "coaching" / "coaching";
    /// Key of somebody's part in coaching.
    CoachingMemberId = "CoachingMember": "uczestnik coachingu" / "coachee";
    /// Key of a time that a coach offers.
    CoachingSlotId = "CoachingSlot": "termin coacha" / "slot of a coach";
    /// Key of a booked slot.
    CoachingBookingId = "CoachingBooking": "rezerwacja terminu" / "booking of a slot";
    /// Key of a session of coaching.
    CoachingSessionId = "CoachingSession": "sesja coachingu" / "session of coaching";
    /// Key of a note about a session of coaching.
    CoachingNoteId = "CoachingNote": "notatka z sesji coachingu" / "note about a session of coaching";
    /// Key of a person as coaching shows them: that of the person.
    CoachedPersonId = "CoachedPerson": "osoba w coachingu" / "person of coaching";
}
