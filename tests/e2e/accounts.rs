//! What the room of accounts offers, and to whom; its stories are those of sessions, second factors, providers and mailed
//! links, and below HTTP those in `storage/accounts.rs`.

mod address;
mod guarded;

use entities::accounts::identity;
use entities::shared::actor::Role::RopsAdmin;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use tests::TestApp;

use crate::contract::Given::{Id, Mailbox, One};
use crate::contract::Who::{Auditor, Coordinator, Manager, SysAdmin};
use crate::contract::{ALL, Room, Scene, USERS, mutation};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        // By the code of a message: open to everybody, as are the requests for one.
        mutation("acceptInvitation", ALL),
        // With the password again, of oneself.
        mutation("beginIdentityLink", USERS),
        mutation("beginSecondFactor", USERS),
        mutation("blockUser", &[SysAdmin]).given(&[("id", Id("userId"))]),
        // Their own, with the password again.
        mutation("changeLogin", USERS),
        mutation("confirmAddress", ALL),
        mutation("confirmSecondFactor", USERS),
        mutation("createApiToken", USERS),
        mutation("createCalendarLink", USERS),
        mutation("createUser", &[SysAdmin]),
        mutation("finishIdentityLink", USERS),
        // By the code of a login at the provider: open to everybody.
        mutation("finishProviderLogin", ALL),
        mutation("grantRole", &[SysAdmin]).given(&[("scope", One("projectId"))]),
        mutation("inviteUser", &[Manager, SysAdmin]).also(&[RopsAdmin]).given(&[("scope", One("projectId"))]),
        mutation("logIn", ALL),
        mutation("answerMailedOffer", ALL),
        mutation("openMailedCertificate", ALL),
        mutation("openOwnCertificates", ALL),
        mutation("renewRecoveryCodes", USERS),
        mutation("requestOwnCertificates", ALL).given(&[("email", Mailbox)]),
        mutation("requestPasswordReset", ALL).given(&[("email", Mailbox)]),
        mutation("resendInvitation", &[Manager, SysAdmin]).also(&[RopsAdmin]),
        mutation("resetPassword", ALL),
        // Of an account without one: wrong state.
        mutation("resetSecondFactor", &[SysAdmin]).given(&[("id", Id("userId"))]),
        // The coordinator's own.
        mutation("revokeCredential", &[Coordinator]).given(&[("id", Id("credential"))]),
        mutation("revokeInvitation", &[Manager, SysAdmin]).also(&[RopsAdmin]),
        mutation("revokeRole", &[SysAdmin]).given(&[("id", Id("grant"))]),
        mutation("setLanguage", USERS),
        // Their own.
        mutation("setPassword", USERS),
        mutation("turnOffSecondFactor", USERS),
        mutation("unblockUser", &[SysAdmin]).given(&[("id", Id("userId"))]),
        // The coordinator's own.
        mutation("unlinkIdentity", &[Coordinator]).given(&[("id", Id("identity"))]),
        mutation("endOtherSessions", USERS),
        // Last, because it ends the session it is called with.
        mutation("logOut", USERS),
    ],
    connections: &[("invitations", &[Auditor, Coordinator, Manager, SysAdmin]), ("users", USERS)],
    others: &["viewer"],
    hidden: &["users(filter: { emailContains: \"partner@\" })"],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: who looks after the installation and who looks into it; somebody else's account; and an
/// invitation, an access token and an identity of the coordinator's.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let installation = |role| (role, ScopeKind::Installation, None);
    scene.comes_as(app, Auditor, "audyt@example.pl", installation(Role::Auditor)).await;
    scene.comes_as(app, SysAdmin, "admin@example.pl", installation(Role::SysAdmin)).await;
    let project = Some(scene.world.project.uuid());
    let other =
        scene.world.account(app, "ofiara@example.pl", Role::TeamResearch, ScopeKind::Project, project);
    let other = scene.world.id(other.await.user).to_string();
    let query = "query($id: ID!) { node(id: $id) { ... on User { grants { edges { node { id } } } } } }";
    scene.has_first(app, "grant", SysAdmin, query, &other).await;
    scene.has("userId", other);
    let invited = json!({
        "email": "zaproszona@example.pl", "role": "TEAM_RESEARCH", "scope": { "projectId": scene.id("projectId") },
    });
    let invited = app.mutate(scene.user(Manager), "inviteUser", "invitation { id }", invited).await;
    scene.has_made("invitationId", &invited, "invitation");
    let name = json!({ "name": "Do odwołania" });
    let made = app.mutate(scene.user(Coordinator), "createApiToken", "credential { id }", name).await;
    scene.has_made("credential", &made, "credential");
    let owner = scene.world.coordinator.user;
    let identity = app.write(async |tx, op| {
        let row = identity::ActiveModel {
            id: Set(op.id()),
            user_id: Set(owner),
            issuer: Set("https://login.example.pl".into()),
            subject: Set("1".into()),
            created_at: Set(op.now),
            last_used_at: Set(None),
        };
        Ok(identity::Entity::insert(row).exec_with_returning(tx).await?.id)
    });
    scene.has("identity", kit::ids::global(identity.await));
}
