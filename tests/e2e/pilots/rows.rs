//! What the room offers, and to whom, and what the room of indicators measures there.

use tests::TestApp;
use tests::builders::PilotStudy;

use crate::contract::Who::{Auditor, Coordinator, Manager, PilotWorker, SysAdmin};
use crate::contract::{Room, Scene, Who, mutation, text};

const PILOTS: &[Who] = &[Coordinator, Manager];

/// Who sees the pilot and what was measured.
const MEASURED: &[Who] = &[PilotWorker, Auditor, Coordinator, Manager, SysAdmin];

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        mutation("addModelVersion", PILOTS),
        mutation("addPilotSite", PILOTS),
        mutation("addSiteInstitution", PILOTS),
        mutation("changeModelVersionState", PILOTS),
        mutation("changePilotState", PILOTS),
        mutation("createCooperationModel", PILOTS),
        mutation("createPilot", PILOTS),
    ],
    connections: &[("cooperationModels", MEASURED), ("pilots", MEASURED)],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// The room of indicators, to the contract tests.
pub(crate) const INDICATORS: Room = Room {
    mutations: &[
        mutation("approveMeasurements", &[Coordinator]),
        mutation("correctMeasurement", &[PilotWorker]),
        mutation("createIndicator", PILOTS),
        mutation("recordMeasurements", &[PilotWorker]),
        mutation("submitMeasurements", &[PilotWorker]),
    ],
    connections: &[("indicators", MEASURED), ("measurements", MEASURED)],
    ..Room::EMPTY
};

/// What operations of the room are tried on here and in the room of indicators: a running pilot at one site, where something was
/// measured.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let study = PilotStudy::running(app, &scene.world, &[("2604", "powiat@example.pl")]).await;
    study.record(app, 0, "2026-04-01", &[(0, "12")]).await;
    let measured = study.measurements(app, &study.workers[0].token).await;
    scene.comes(PilotWorker, study.workers[0].token.clone());
    scene.has("modelId", study.model.as_str());
    scene.has("modelVersionId", study.version.as_str());
    scene.has("pilotId", study.pilot.as_str());
    scene.has("siteId", study.sites[0].as_str());
    scene.has("indicatorId", study.indicators[0].as_str());
    for name in ["measurementId", "measurementIds"] {
        scene.has(name, text(&measured[0]["id"]));
    }
}
