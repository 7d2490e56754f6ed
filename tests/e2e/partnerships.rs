//! What the room of partnerships offers, and to whom. Offices agree in `partnerships/consent.rs`; the rest of its stories is
//! below HTTP, in `storage/partnerships.rs`.

mod consent;

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use serde_json::json;
use tests::TestApp;

use crate::contract::Given::{Id, Number, Text};
use crate::contract::Who::{Manager, PartnerCoordinator, SysAdmin};
use crate::contract::{ALL, Room, Scene, Who, mutation};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        mutation("addProjectPartner", &[Manager]),
        mutation("addProjectTask", &[Manager]),
        mutation("answerPartnership", &[SysAdmin]).also(&[Role::RopsAdmin]),
        mutation("answerProjectLead", &[SysAdmin]).also(&[Role::RopsAdmin]),
        mutation("changeProjectState", &[Manager]).given(&[("id", Id("projectId"))]),
        mutation("createFundingProgramme", &[SysAdmin]),
        mutation("createProject", &[SysAdmin])
            .given(&[("programmeId", Id("fundingProgramme")), ("voivodeshipId", Id("unitId"))]),
        // Without a project: one for all.
        mutation("createVisibilityProfile", &[SysAdmin]).given(&[("heightPct", Number(100))]),
        mutation("leavePartnership", &[SysAdmin]).also(&[Role::RopsAdmin]),
        mutation("offerProjectLead", &[Manager]),
        mutation("removeProjectPartner", &[Manager]),
        mutation("setCertificateSeries", &[Manager])
            .given(&[("id", Id("projectId")), ("series", Text("XY"))]),
        mutation("setPeselRequirement", &[Manager]).given(&[("id", Id("projectId"))]),
        mutation("setProjectRetention", &[Manager]).given(&[("id", Id("projectId"))]),
        mutation("updateProject", &[Manager]).given(&[("id", Id("projectId"))]),
    ],
    connections: &[("fundingProgrammes", ALL), ("projects", ALL), ("visibilityProfiles", ALL)],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a project of a lead and a partner, and those who run it.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let (project, partner) = (scene.world.project, scene.world.partner);
    scene.comes(Who::Coordinator, scene.world.coordinator.token.clone());
    let role = (Role::ProjectManager, ScopeKind::Project, Some(project.uuid()));
    scene.comes_as(app, Manager, "kierownik@example.pl", role).await;
    let role = (Role::Coordinator, ScopeKind::Partner, Some(partner.uuid()));
    scene.comes_as(app, PartnerCoordinator, "partner@example.pl", role).await;
    scene.has("projectId", scene.world.id(project));
    scene.has("partnerId", scene.world.id(scene.world.lead));
    let query = "query($id: ID!) { node(id: $id) { ... on Project { programme { id } } } }";
    let found = app.ask(scene.user(Manager), query, json!({ "id": scene.id("projectId") })).await;
    scene.has_made("fundingProgramme", &found["node"], "programme");
}
