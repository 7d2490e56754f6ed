//! Hours of sessions: nobody is in two of them at once, and a day has no more than it has.

use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_one_group_follow_one_another_and_end_on_their_day() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training =
            Training::draft(&app, &world, EditionPlan { sessions: vec![], ..EditionPlan::default() }).await;
        let token = &world.coordinator.token;
        let mut groups = vec![];
        for name in ["A", "B"] {
            let group = json!({ "editionId": training.edition, "name": name });
            let made = app.mutate(token, "addBreakoutGroup", "breakoutGroup { id }", group).await;
            groups.push(made["breakoutGroup"]["id"].clone());
        }
        let session = |group: &Value, from: &str, to: &str| {
            json!({
                "editionId": training.edition, "title": "Moduł", "breakoutGroupId": group,
                "startsAt": format!("2026-05-{from}:00+02:00"), "endsAt": format!("2026-05-{to}:00+02:00"),
            })
        };
        let add = async |input: Value| {
            let payload = app.try_mutate(token, "addSession", "session { id }", input).await;
            let error = &payload["errors"][0];
            (payload["session"]["id"].clone(), error["code"].clone(), error["field"].clone())
        };
        let refused = |code: &str, field: &str| (Value::Null, json!(code), json!([field]));
        let plenary = add(session(&Value::Null, "12T08:00", "12T10:00")).await.0;
        assert!(plenary.is_string());
        // The same four times over, as somebody once printed 32 hours of one day.
        assert_eq!(
            add(session(&Value::Null, "12T08:00", "12T10:00")).await,
            refused("SESSIONS_OVERLAP", "startsAt")
        );
        assert_eq!(
            add(session(&groups[0], "12T09:59", "12T11:00")).await,
            refused("SESSIONS_OVERLAP", "startsAt")
        );
        assert!(
            add(session(&groups[0], "12T10:00", "12T12:00")).await.0.is_string(),
            "one ends, the next begins"
        );
        assert!(
            add(session(&groups[1], "12T10:00", "12T13:00")).await.0.is_string(),
            "beside it, another group"
        );
        assert_eq!(
            add(session(&Value::Null, "12T11:00", "12T14:00")).await,
            refused("SESSIONS_OVERLAP", "startsAt"),
            "everybody cannot"
        );
        assert_eq!(add(session(&groups[0], "12T22:00", "13T02:00")).await, refused("INVALID", "endsAt"));
        assert!(
            add(session(&groups[0], "12T22:00", "13T00:00")).await.0.is_string(),
            "to the end of the day"
        );

        // A change keeps to the same; itself is not in its own way.
        let change = |to: &str| json!({ "sessionId": plenary, "endsAt": format!("2026-05-{to}:00+02:00") });
        let payload = app.try_mutate(token, "updateSession", "", change("12T10:30")).await;
        assert_eq!(payload["errors"][0]["code"], "SESSIONS_OVERLAP", "{payload}");
        assert_eq!(payload["errors"][0]["field"], json!(["endsAt"]), "{payload}");
        app.mutate(token, "updateSession", "session { id }", change("12T09:30")).await;
    })
    .await;
}
