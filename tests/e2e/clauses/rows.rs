//! What the room offers, and to whom.

use entities::shared::actor::Role::{InstitutionHead, TeamTraining};
use serde_json::json;
use tests::TestApp;

use crate::contract::Given::Id;
use crate::contract::Who::{
    Auditor, Coordinator, InstitutionCoordinator, Manager, Participant, SysAdmin, Trainer,
};
use crate::contract::{ALL, Room, Scene, USERS, mutation};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        // Without a project: of the whole installation.
        mutation("createInformationClause", &[SysAdmin]),
        mutation("publishClauseVersion", &[Manager, SysAdmin]).given(&[("versionId", Id("draftId"))]),
        mutation("receiveClause", USERS),
        // Of whom they see.
        mutation("recordClauseReceipt", &[InstitutionCoordinator, Coordinator, Manager])
            .also(&[TeamTraining, InstitutionHead]),
        mutation("writeClauseVersion", &[Manager, SysAdmin]),
    ],
    connections: &[
        (
            "clauseReceipts",
            &[Participant, InstitutionCoordinator, Trainer, Auditor, Coordinator, Manager, SysAdmin],
        ),
        ("informationClauses", ALL),
    ],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a clause of the project that the person has received, and the draft of its next version.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let new = json!({ "projectId": scene.id("projectId"), "purpose": "ENROLMENT", "title": "Szkolenia" });
    let new =
        app.mutate(scene.user(Manager), "createInformationClause", "informationClause { id }", new).await;
    scene.has_made("clauseId", &new, "informationClause");
    for (name, words) in
        [("versionId", "Jak wykorzystujemy dane."), ("draftId", "Jak wykorzystujemy dane, od nowa.")]
    {
        let draft = json!({ "clauseId": scene.id("clauseId"), "textPl": words });
        let draft =
            app.mutate(scene.user(Manager), "writeClauseVersion", "clauseVersion { id }", draft).await;
        scene.has_made(name, &draft, "clauseVersion");
        if name == "versionId" {
            let version = json!({ "versionId": scene.id(name) });
            app.mutate(scene.user(Manager), "publishClauseVersion", "clauseVersion { id }", version).await;
        }
    }
    let receipt = json!({ "versionId": scene.id("versionId") });
    app.mutate(scene.user(Participant), "receiveClause", "clauseReceipt { id }", receipt).await;
}
