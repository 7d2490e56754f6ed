//! What the room of documents offers, and to whom; its stories are those of certificates, of uploads and of exports.

use entities::shared::actor::Role::{TeamEconomy, TeamResearch, TeamServices, TeamTraining};
use serde_json::json;
use tests::TestApp;

use crate::contract::Given::One;
use crate::contract::Who::{Auditor, Coordinator, Manager, Participant, SysAdmin, Trainer};
use crate::contract::{Room, Scene, mutation};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        mutation("attachDocument", &[Trainer, Coordinator, Manager])
            .also(&[TeamTraining])
            .given(&[("to", One("editionId"))]),
        // A link is a read with a line in the audit trail: whoever sees the document.
        mutation("createDownloadLink", &[Participant, Auditor, Coordinator, Manager, SysAdmin]).also(&[
            TeamResearch,
            TeamServices,
            TeamTraining,
            TeamEconomy,
        ]),
    ],
    connections: &[("documents", &[Participant, Trainer, Auditor, Coordinator, Manager, SysAdmin])],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: the file of the certificate.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let query = "query($id: ID!) { node(id: $id) { ... on Certificate { document { id } } } }";
    let found = app.ask(scene.user(Coordinator), query, json!({ "id": scene.id("certificateId") })).await;
    scene.has_made("documentId", &found["node"], "document");
}
