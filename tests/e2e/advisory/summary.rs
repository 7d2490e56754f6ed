//! Stories of sums: hours of advice and coaching by topic and subregion.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId as _;
use serde_json::{Value, json};
use tests::{TestApp, on_both};

use super::coaching::Coaching;
use crate::territory::subregion;

const QUERY: &str = "query($id: ID!, $from: Date!, $to: Date!) { adviceSummary(projectId: $id, from: $from, to: $to) { \
     institutions coachees advice { ...H } coaching { ...H } } } \
     fragment H on AdviceHoursResult { topic topicLabel subregion { name } sessions minutes participations }";

#[tokio::test(flavor = "multi_thread")]
async fn hours_are_summed_by_topic_and_subregion_for_staff_of_the_project() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 3).await;
        let (world, staff, coach) = (&scene.world, scene.staff(), &scene.coach.token);
        let place = subregion(&app, world, "Subregion kielecki", "2604").await;
        let post = json!({ "partnerId": world.id(world.lead), "subregionId": place, "personId": world.id(scene.coach.person) });
        app.mutate(staff, "appointSubregionAdviser", "adviser { id }", post).await;
        for (minutes, people) in [(60, 2), (30, 4)] {
            let ask = json!({
                "partnerId": world.id(world.lead), "institutionId": world.id(world.lead_office), "topic": "COOPERATION",
                "words": "Pytanie",
            });
            let asked = app.mutate(staff, "askForAdvice", "request { id }", ask).await;
            let session = json!({
                "requestId": asked["request"]["id"], "heldAt": "2026-05-11T08:00:00Z", "minutes": minutes, "people": people,
            });
            app.mutate(staff, "recordAdvisorySession", "session { id }", session).await;
        }
        let group = scene.begun(&app, "GROUP", 3).await;
        let alone = scene.begun(&app, "INDIVIDUAL", 1).await;
        let there = json!({ "engagementId": group, "subregionId": place });
        app.mutate(staff, "updateCoachingEngagement", "engagement { id }", there).await;
        let mut last = Value::Null;
        for (id, held, topic, minutes, people) in [
            (&group, "2026-05-11T08:00:00Z", Value::Null, 45, 3),
            (&group, "2026-05-10T21:59:59Z", Value::Null, 15, 2),
            (&group, "2026-05-10T22:00:00Z", json!("SOCIAL_WORK"), 20, 3),
            (&alone, "2026-05-11T10:00:00Z", Value::Null, 30, 1),
            (&alone, "2026-05-11T11:00:00Z", Value::Null, 30, 1),
        ] {
            let session = json!({ "engagementId": id, "heldAt": held, "topic": topic, "minutes": minutes, "people": people });
            last = app.mutate(coach, "recordCoachingSession", "session { id }", session).await;
        }
        let off = json!({ "sessionId": last["session"]["id"], "reason": "Nie odbyła się" });
        app.mutate(coach, "removeCoachingSession", "session { id }", off).await;

        let of = |from: &str, to: &str| json!({ "id": world.id(world.project), "from": from, "to": to });
        let sums = app.ask(staff, QUERY, of("2026-05-11", "2026-05-11")).await["adviceSummary"].clone();
        let hours = |topic: &str, label: &str, place: Value, sums: [i32; 3]| {
            json!({
                "topic": topic, "topicLabel": label, "subregion": place, "sessions": sums[0], "minutes": sums[1],
                "participations": sums[2],
            })
        };
        let there = json!({ "name": "Subregion kielecki" });
        let family = |place: &Value, sums| hours("FAMILY_SUPPORT", "wsparcie rodziny", place.clone(), sums);
        let expected = json!({
            "institutions": 1, "coachees": 3,
            "advice": [hours("COOPERATION", "współpraca instytucji", there.clone(), [2, 90, 6])],
            // The first instant of the day in Warsaw counts, the last one of the day before does not.
            "coaching": [
                hours("SOCIAL_WORK", "praca socjalna", there.clone(), [1, 20, 3]),
                family(&Value::Null, [1, 30, 1]),
                family(&there, [1, 45, 3]),
            ],
        });
        assert_eq!(sums, expected);
        let none = app.ask(staff, QUERY, of("2026-06-01", "2026-06-30")).await["adviceSummary"].clone();
        assert_eq!((&none["coachees"], &none["coaching"]), (&json!(0), &json!([])));

        let project = Some(world.project.uuid());
        let manager = world.account(&app, "kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
        let auditor = world.account(&app, "audyt@example.pl", Role::Auditor, ScopeKind::Project, project).await;
        for token in [&manager.token, &auditor.token] {
            assert_eq!(app.ask(token, QUERY, of("2026-05-11", "2026-05-11")).await["adviceSummary"], expected);
        }
        let partner = Some(world.partner.uuid());
        let partner = world.account(&app, "partner@example.pl", Role::Coordinator, ScopeKind::Partner, partner).await;
        for token in [coach, &partner.token] {
            let answer = app.graphql(Some(token), QUERY, of("2026-05-11", "2026-05-11")).await.body;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
        }
        let answer = app.graphql(Some(staff), QUERY, of("2026-05-12", "2026-05-11")).await.body;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INVALID");
    })
    .await;
}
