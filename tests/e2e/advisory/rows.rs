//! What the room offers and to whom, to the contract tests, and its piece of the scene.

use entities::shared::actor::Role;
use entities::shared::ids::{TypedId as _, UserId};
use serde_json::json;
use tests::TestApp;

use super::coaching::make_coach;
use crate::contract::Given::{Id, Ids, Number, Text};
use crate::contract::Who::{Auditor, Coordinator, InstitutionCoordinator, Manager, Participant, SysAdmin};
use crate::contract::{Room, Scene, USERS, Who, mutation};

/// Who sees the request and its session; the participant advises.
const SEEN: &[Who] = &[Participant, InstitutionCoordinator, Auditor, Coordinator, Manager, SysAdmin];
const ADVISES: &[Who] = &[Participant, Coordinator];
/// Who sees coaching: the participant leads one and is coached in the other.
const COACHING: &[Who] = &[Participant, Auditor, Coordinator, Manager, SysAdmin];
const MANAGES: &[Who] = &[Coordinator, Manager];

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        mutation("appointSubregionAdviser", &[Coordinator]).also(&[Role::TeamServices]),
        mutation("askForAdvice", &[InstitutionCoordinator, Coordinator])
            .also(&[Role::TeamServices, Role::InstitutionHead]),
        mutation("assignAdvisoryRequest", ADVISES)
            .also(&[Role::TeamServices])
            .given(&[("requestId", Id("advisoryRequestId"))]),
        mutation("changeAdvisoryRequestState", ADVISES)
            .also(&[Role::TeamServices])
            .given(&[("requestId", Id("advisoryRequestId"))]),
        mutation("correctAdvisorySession", ADVISES)
            .also(&[Role::TeamServices])
            .given(&[("sessionId", Id("advisorySessionId"))]),
        mutation("recordAdvisorySession", ADVISES)
            .also(&[Role::TeamServices])
            .given(&[("requestId", Id("advisoryRequestId"))]),
        mutation("createCoachingEngagement", MANAGES).also(&[Role::TeamServices]).given(&[
            ("kind", Text("GROUP")),
            ("coachId", Id("personId")),
            ("coacheeIds", Ids(&["coacheeId"])),
            ("budgetMinutes", Number(120)),
        ]),
        mutation("updateCoachingEngagement", MANAGES)
            .also(&[Role::TeamServices])
            .given(&[("engagementId", Id("ledEngagementId"))]),
        mutation("changeCoachingState", MANAGES)
            .also(&[Role::TeamServices])
            .given(&[("engagementId", Id("ledEngagementId")), ("to", Text("PLANNED"))]),
        mutation("addCoachee", MANAGES)
            .also(&[Role::TeamServices])
            .given(&[("engagementId", Id("ledEngagementId")), ("personId", Id("coacheeId"))]),
        mutation("offerCoachingSlot", &[Participant]).given(&[("place", Text("Kielce"))]),
        mutation("updateCoachingSlot", &[Participant]),
        mutation("bookCoachingSlot", &[Participant]).given(&[("engagementId", Id("ledEngagementId"))]),
        mutation("withdrawCoachingSlot", &[Participant]),
        mutation("recordCoachingSession", ADVISES)
            .also(&[Role::TeamServices])
            .given(&[("engagementId", Id("ledEngagementId"))]),
        mutation("correctCoachingSession", ADVISES)
            .also(&[Role::TeamServices])
            .given(&[("sessionId", Id("coachingSessionId"))]),
        mutation("writeCoachingNote", &[Participant]).given(&[("sessionId", Id("coachingSessionId"))]),
        mutation("readCoachingNote", &[Participant]),
        mutation("removeCoachingNote", &[Participant]),
        mutation("removeCoachingSession", ADVISES)
            .also(&[Role::TeamServices])
            .given(&[("sessionId", Id("coachingSessionId"))]),
        mutation("cancelCoachingBooking", ADVISES).also(&[Role::TeamServices]),
        mutation("removeCoachee", MANAGES)
            .also(&[Role::TeamServices])
            .given(&[("memberId", Id("coachingMemberId"))]),
        // After what is done with the post.
        mutation("endSubregionAdviser", &[Coordinator]).also(&[Role::TeamServices]),
    ],
    connections: &[
        ("advisoryRequests", SEEN),
        ("advisorySessions", SEEN),
        ("coachingEngagements", COACHING),
        ("coachingNotes", &[Participant]),
        ("coachingSessions", COACHING),
        ("coachingSlots", COACHING),
        ("subregionAdvisers", USERS),
    ],
    others: &["adviceSummary", "institutionSupport", "personSupport"],
    hidden: &[
        "advisoryRequests(filter: { institutionId: \"$office\" })",
        "advisorySessions(filter: { institutionId: \"$office\" })",
    ],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a request of the lead's office with its session; the participant advises.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let token = scene.user(Coordinator).to_owned();
    let lead = scene.world.id(scene.world.lead);
    let post = json!({
        "partnerId": lead, "subregionId": scene.id("subregionId"), "personId": scene.id("personId"),
    });
    let post = app.mutate(&token, "appointSubregionAdviser", "adviser { id }", post).await;
    scene.has_made("subregionAdviserId", &post, "adviser");
    let ask = json!({
        "partnerId": lead, "institutionId": scene.id("institutionId"), "topic": "SOCIAL_WORK", "words": "Pytanie",
    });
    let asked = app.mutate(&token, "askForAdvice", "request { id }", ask).await;
    scene.has_made("advisoryRequestId", &asked, "request");
    let session = json!({
        "requestId": asked["request"]["id"], "heldAt": "2026-05-11T08:00:00Z", "minutes": 60, "people": 2,
    });
    let held = app.mutate(&token, "recordAdvisorySession", "session { id }", session).await;
    scene.has_made("advisorySessionId", &held, "session");
    coaching_of(app, scene).await;
}

/// Coaching of a group that the participant leads, and one in which they are coached.
async fn coaching_of(app: &TestApp, scene: &mut Scene) {
    let (token, viewer) = (scene.user(Coordinator).to_owned(), "{ viewer { user { id } } }");
    let user = app.ask(scene.user(Participant), viewer, json!({})).await;
    let (_, user) = kit::ids::parts(&user["viewer"]["user"]["id"].as_str().unwrap().into()).unwrap();
    make_coach(app, &scene.world, UserId::from_uuid(user)).await;
    let coach = scene.world.person(app, "Ewa", "Kocz").await;
    let account = scene.world.participant(app, "prowadzi@example.pl", coach).await;
    make_coach(app, &scene.world, account.user).await;
    scene.has("coacheeId", scene.world.id(coach).to_string());
    let own = scene.id("personId").to_owned();
    let arrange = |coach: &str, coachee: &str| {
        json!({
            "partnerId": scene.world.id(scene.world.lead), "kind": "GROUP", "title": "Superwizja", "topic": "SOCIAL_WORK",
            "coachId": coach, "coacheeIds": [coachee], "budgetMinutes": 600, "startsOn": "2026-05-01", "endsOn": "2026-06-30",
        })
    };
    let led = arrange(&own, &scene.world.id(coach));
    let taken = arrange(&scene.world.id(coach), &own);
    let mut made = vec![];
    for new in [led, taken] {
        let select = "engagement { id members { edges { node { id } } } }";
        let arranged = app.mutate(&token, "createCoachingEngagement", select, new).await;
        let begin = json!({ "engagementId": arranged["engagement"]["id"], "to": "ACTIVE" });
        app.mutate(&token, "changeCoachingState", "engagement { id }", begin).await;
        made.push(arranged);
    }
    scene.has_made("ledEngagementId", &made[0], "engagement");
    scene.has_made("engagementId", &made[1], "engagement");
    let member = &made[0]["engagement"]["members"]["edges"][0];
    scene.has_made("coachingMemberId", member, "node");
    let own = scene.user(Participant).to_owned();
    let slot =
        json!({ "startsAt": "2026-05-14T08:00:00Z", "endsAt": "2026-05-14T09:00:00Z", "place": "Kielce" });
    let slot = app.mutate(&own, "offerCoachingSlot", "slot { id }", slot).await;
    scene.has_made("slotId", &slot, "slot");
    let book = json!({ "slotId": scene.id("slotId"), "engagementId": scene.id("ledEngagementId") });
    let booking = app.mutate(&own, "bookCoachingSlot", "booking { id }", book).await;
    scene.has_made("bookingId", &booking, "booking");
    let session = json!({
        "engagementId": scene.id("ledEngagementId"), "heldAt": "2026-05-11T08:00:00Z", "minutes": 60, "people": 1,
    });
    let session = app.mutate(&own, "recordCoachingSession", "session { id }", session).await;
    scene.has_made("coachingSessionId", &session, "session");
    let note = json!({ "sessionId": scene.id("coachingSessionId"), "text": "Notatka" });
    let note = app.mutate(&own, "writeCoachingNote", "note { id }", note).await;
    scene.has_made("noteId", &note, "note");
}
