//! What the room offers, and to whom.

use entities::shared::actor::Role;
use serde_json::json;
use tests::TestApp;

use crate::contract::Given::Text;
use crate::contract::Who::{Auditor, Coordinator, Manager, Participant, PartnerCoordinator, SysAdmin};
use crate::contract::{Room, Scene, Who, mutation};

const KEEPS: &[Who] = &[Coordinator, Manager];

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        // Whom they do not see they do not find.
        mutation("findPersonByPesel", &[PartnerCoordinator, Coordinator, Manager])
            .anywhere(Role::ALL)
            .given(&[("pesel", Text("44051401359"))]),
        // Their own, in a project that asks for consent.
        mutation("givePeselConsent", &[Participant]),
        mutation("withdrawPeselConsent", &[Participant]),
        mutation("removePesel", KEEPS),
        // The participant their own.
        mutation("revealPesel", &[Participant, Coordinator, Manager]),
        mutation("setPesel", KEEPS).given(&[("pesel", Text("44051401359"))]),
    ],
    connections: &[("peselSightings", &[Participant, Auditor, SysAdmin])],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: the project requires numbers, and the person has given theirs.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let basis = json!({ "id": scene.id("projectId"), "legalBasis": "art. 87 ustawy" });
    app.mutate(scene.user(Manager), "setPeselRequirement", "project { id }", basis).await;
    let number = json!({ "personId": scene.id("personId"), "pesel": "44051401359" });
    app.mutate(scene.user(Coordinator), "setPesel", "person { id }", number).await;
}
