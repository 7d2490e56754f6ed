//! What the room of jobs offers, and to whom; its stories are those of workers.

use entities::jobs::queue;
use entities::shared::ids::WorkerId;
use tests::TestApp;

use crate::contract::Who::{Auditor, SysAdmin};
use crate::contract::{Room, Scene};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    connections: &[("jobs", &[Auditor, SysAdmin]), ("workers", &[Auditor, SysAdmin])],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a worker that has told of itself.
async fn scene_of(app: &TestApp, _: &mut Scene) {
    let id = WorkerId(uuid::Uuid::from_u128(1));
    app.write(async |tx, op| queue::heartbeat(tx, id, "worker", op.now).await).await;
}
