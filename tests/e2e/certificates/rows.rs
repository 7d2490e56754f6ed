//! What the room offers, and to whom.

use entities::shared::actor::Role::TeamTraining;
use tests::TestApp;
use tests::builders::{EditionPlan, Training};

use crate::contract::Who::{Auditor, Coordinator, Manager, Participant, SysAdmin};
use crate::contract::{ALL, Room, Scene, mutation, text};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        mutation("annulCertificate", &[Coordinator]),
        mutation("correctCertificate", &[Coordinator]),
        mutation("createCertificateTemplate", &[Manager]),
        mutation("deliverCertificate", &[Participant, Coordinator]).also(&[TeamTraining]),
        mutation("issueCertificates", &[Coordinator]).also(&[TeamTraining]),
        mutation("requestCertificateArchive", &[Coordinator]).also(&[TeamTraining]),
        mutation("requestCertificatePreview", &[Coordinator]).also(&[TeamTraining]),
        mutation("retireCertificateTemplate", &[Manager]),
        mutation("restoreCertificateTemplate", &[Manager]),
        mutation("updateCertificateTemplate", &[Manager]),
        mutation("revokeCertificate", &[Coordinator]),
    ],
    connections: &[
        ("certificateTemplates", &[Auditor, Coordinator, Manager, SysAdmin]),
        ("certificates", &[Participant, Auditor, Coordinator, Manager, SysAdmin]),
    ],
    subscriptions: &[
        // Everybody sees the open edition; what of its certificates they hear of is what they may see of them.
        ("certificateProgress", "editionId", ALL),
        ("newCertificates", "editionId", ALL),
    ],
    others: &["certificateIssuePreview", "verifyCertificate"],
    hidden: &[
        "certificates(filter: { personId: \"$person\" })",
        "certificates(filter: { number: \"SK/2026/0002\" })",
    ],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
};

/// What operations of the room are tried on: a finished edition with a certificate of the person, who has an account from now on.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let (world, person) = (&scene.world, scene.person);
    let done = Training::open(app, world, EditionPlan::default()).await;
    let attended = done.enrol(app, world, person).await;
    done.start(app, world).await;
    done.record(app, world, 0, &[(&attended, 240)]).await;
    done.record(app, world, 1, &[(&attended, 120)]).await;
    done.finish(app, world).await;
    let issued = done.issue(app, world).await;
    assert_eq!(app.work().await, 0);
    let template = world.id(world.template).0;
    let own = world.participant(app, "anna@example.pl", person).await;
    scene.comes(Participant, own.token);
    scene.has("templateId", template);
    scene.has("certificateId", text(&issued["certificates"][0]["id"]));
}
