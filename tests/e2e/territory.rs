//! What the room of territories offers, and to whom; its stories are below HTTP, in `storage/territory.rs`.

use tests::TestApp;

use crate::contract::{ALL, Room, Scene, Who};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    connections: &[("territorialUnits", ALL)],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a rural commune.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let query = "{ territorialUnits(filter: { terc: \"2604022\" }) { edges { node { id } } } }";
    scene.has_first(app, "unitId", Who::Coordinator, query, "").await;
}
