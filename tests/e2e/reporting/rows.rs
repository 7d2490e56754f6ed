//! What the room offers, and to whom.

use serde_json::json;
use tests::TestApp;

use crate::contract::Given::{Id, Text};
use crate::contract::Who::{Auditor, Coordinator, Manager, SysAdmin};
use crate::contract::{Room, Scene, Who, mutation};

const PILOTS: &[Who] = &[Coordinator, Manager];

/// Who sees reports: staff, because a report shows all sites.
const REPORTED: &[Who] = &[Auditor, Coordinator, Manager, SysAdmin];

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        mutation("addReportRecipient", PILOTS).given(&[("email", Text("kierownik@example.pl"))]),
        mutation("changeReportSchedule", PILOTS),
        mutation("createReportDefinition", PILOTS).given(&[("pilotId", Id("pilotId"))]),
        mutation("createReportSchedule", PILOTS).given(&[("cron", Text("0 7 * * 1"))]),
        mutation("removeReportRecipient", PILOTS),
        mutation("runReport", PILOTS),
    ],
    connections: &[("reportDefinitions", REPORTED), ("reportRuns", REPORTED), ("reportSchedules", REPORTED)],
    subscriptions: &[("reportRunProgress", "runId", REPORTED)],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a report on the pilot, its schedule, and one run of it.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let report = json!({ "kind": "PILOT_SUMMARY", "pilotId": scene.id("pilotId"), "title": "Podsumowanie" });
    let report = app
        .mutate(scene.user(Coordinator), "createReportDefinition", "reportDefinition { id }", report)
        .await;
    scene.has_made("definitionId", &report, "reportDefinition");
    let weekly = json!({ "definitionId": scene.id("definitionId"), "cron": "0 7 * * 1" });
    let weekly =
        app.mutate(scene.user(Coordinator), "createReportSchedule", "reportSchedule { id }", weekly).await;
    scene.has_made("scheduleId", &weekly, "reportSchedule");
    let now = json!({ "definitionId": scene.id("definitionId") });
    let run = app.mutate(scene.user(Coordinator), "runReport", "reportRun { id }", now).await;
    scene.has_made("runId", &run, "reportRun");
    assert_eq!(app.work().await, 0);
}
