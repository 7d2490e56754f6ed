//! What the room offers, and to whom.

use entities::shared::actor::Role::RopsAdmin;
use serde_json::json;
use tests::TestApp;

use crate::contract::Given::Id;
use crate::contract::Who::{Auditor, Coordinator, Participant, SysAdmin};
use crate::contract::{Room, Scene, Who, mutation};

/// Who may ask for data of the participant: themselves, and who may ask in their name.
const ASKS: &[Who] = &[Participant, Coordinator, SysAdmin];

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        // Refused for what the project must keep; who may not ask does not learn that.
        mutation("erasePerson", &[SysAdmin]).also(&[RopsAdmin]),
        // Of the person with themselves, which is invalid; of users, too.
        mutation("joinPeople", &[SysAdmin])
            .also(&[RopsAdmin])
            .given(&[("keepId", Id("personId")), ("mergeId", Id("personId"))]),
        // Of the institution with itself.
        mutation("joinInstitutions", &[Coordinator, SysAdmin])
            .also(&[RopsAdmin])
            .given(&[("keepId", Id("institutionId")), ("mergeId", Id("institutionId"))]),
        mutation("joinUsers", &[SysAdmin]).given(&[("keepId", Id("userId")), ("mergeId", Id("userId"))]),
        mutation("refuseDataSubjectRequest", &[SysAdmin]).also(&[RopsAdmin]),
        mutation("requestPersonErasure", ASKS).also(&[RopsAdmin]),
        mutation("requestPersonExport", ASKS).also(&[RopsAdmin]),
    ],
    connections: &[
        // Who made one, whom it is about, and who may ask in the name of the person.
        ("dataSubjectRequests", &[Participant, Auditor, Coordinator, SysAdmin]),
    ],
    others: &["likelyDuplicates", "personErasurePreview", "retentionPreview"],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a request to erase the person.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let asked = json!({ "personId": scene.id("personId") });
    let asked =
        app.mutate(scene.user(Coordinator), "requestPersonErasure", "dataSubjectRequest { id }", asked).await;
    scene.has_made("requestId", &asked, "dataSubjectRequest");
}
