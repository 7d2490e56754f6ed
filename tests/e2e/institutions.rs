//! What the room of institutions offers, and to whom. Who sees people is in `institutions/seen.rs`; the rest of its stories
//! is below HTTP, in `storage/institutions.rs`.

mod ends;
mod seen;

use Role::{InstitutionHead, RopsAdmin};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use tests::TestApp;

use crate::contract::Given::Id;
use crate::contract::Who::{
    Auditor, Coordinator, InstitutionCoordinator, Manager, Participant, PartnerCoordinator, SysAdmin, Trainer,
};
use crate::contract::{Room, Scene, USERS, Who, mutation};

const PEOPLE: &[Who] = &[InstitutionCoordinator, Coordinator, SysAdmin];
const REGISTER: &[Who] = &[Coordinator, SysAdmin];

/// Who keeps registers, keeps them for all: institutions are known to every office. What they make has no place yet.
const REGISTRARS: &[Role] = &[Role::Coordinator, RopsAdmin, Role::SysAdmin];

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        mutation("addEmployment", PEOPLE).also(&[RopsAdmin, InstitutionHead]),
        mutation("endEmployment", PEOPLE)
            .also(&[RopsAdmin, InstitutionHead])
            .given(&[("id", Id("employment"))]),
        mutation("registerInstitution", REGISTER).also(&[RopsAdmin]),
        // Without an employment: whoever manages institutions anywhere.
        mutation("registerPerson", &[PartnerCoordinator, Coordinator, SysAdmin])
            .also(&[RopsAdmin])
            .anywhere(REGISTRARS),
        mutation("updateInstitution", REGISTER).also(&[RopsAdmin]).given(&[("id", Id("institutionId"))]),
        mutation("updatePerson", PEOPLE).also(&[RopsAdmin, InstitutionHead]).given(&[("id", Id("personId"))]),
        mutation("closeInstitution", REGISTER).also(&[RopsAdmin]).given(&[("id", Id("institutionId"))]),
        mutation("reopenInstitution", REGISTER).also(&[RopsAdmin]).given(&[("id", Id("institutionId"))]),
        mutation("verifyInstitution", REGISTER).also(&[RopsAdmin]).given(&[("id", Id("institutionId"))]),
    ],
    connections: &[
        ("institutions", USERS),
        ("people", &[Participant, InstitutionCoordinator, Trainer, Auditor, Coordinator, Manager, SysAdmin]),
    ],
    hidden: &[
        "people(filter: { institutionId: \"$office\" })",
        "people(filter: { lastNameContains: \"liwa\" })",
    ],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: an office, who speaks for it, and somebody who works there.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let (office, person) = (scene.world.lead_office, scene.person);
    let role = (Role::InstitutionCoordinator, ScopeKind::Institution, Some(office.uuid()));
    scene.comes_as(app, InstitutionCoordinator, "instytucja@example.pl", role).await;
    scene.has("institutionId", scene.world.id(office));
    scene.has("personId", scene.world.id(person));
    let query =
        "query($id: ID!) { node(id: $id) { ... on Person { employments { edges { node { id } } } } } }";
    let person = scene.id("personId").to_owned();
    scene.has_first(app, "employment", InstitutionCoordinator, query, &person).await;
}
