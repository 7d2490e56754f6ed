//! What the room offers, and to whom.

use tests::TestApp;

use crate::contract::Who::{Auditor, Coordinator, Manager, Participant, SysAdmin};
use crate::contract::{Room, Scene, mutation};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        // Of a certificate.
        mutation("resendDelivery", &[Coordinator, Manager, SysAdmin]),
    ],
    connections: &[
        // The participant sees the message to themselves.
        ("deliveries", &[Participant, Auditor, Coordinator, Manager, SysAdmin]),
    ],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: the message that came with the certificate.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let query = "{ deliveries { edges { node { id } } } }";
    scene.has_first(app, "deliveryId", Coordinator, query, "").await;
}
