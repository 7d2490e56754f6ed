//! Templates are changed, retired and restored; what was issued stays as it was.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId as _;
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

use super::{certificates, finished};

async fn manager(app: &TestApp, world: &World) -> String {
    let project = Some(world.project.uuid());
    world.account(app, "kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project).await.token
}

const SHOWN: &str = "query($id: ID!) { node(id: $id) { ... on CertificateTemplate { version signatoryName retiredAt \
     viewerCanManage versions(orderBy: ORDINAL_DESC) { edges { node { ordinal signatoryName createdAt writtenBy { email } } } } \
     programmes { totalCount edges { node { title } } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_template_is_a_new_version_and_changes_no_byte_of_what_was_issued() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let first = finished(&app, &world, &[("Anna", "Nowak")]).await;
        let second = finished(&app, &world, &[("Jan", "Bąk")]).await;
        first.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        let token = &world.coordinator.token;
        let issued = certificates(&app, token, &first.edition).await.remove(0);
        let path = issued["document"]["path"].as_str().unwrap();
        let bytes = app.get(path, Some(token)).await.2;

        let (manager, template) = (manager(&app, &world).await, world.id(world.template));
        let change = |version: i32, name: &str| json!({ "templateId": template, "version": version, "signatoryName": name });
        let fields = "certificateTemplate { version signatoryName signatoryPost }";
        let done = app.mutate(&manager, "updateCertificateTemplate", fields, change(1, " Jerzy  Nowy ")).await;
        let expected = json!({ "version": 2, "signatoryName": "Jerzy Nowy", "signatoryPost": "Dyrektor" });
        assert_eq!(done["certificateTemplate"], expected);
        // Two who change it at once: the second is told; and what stays the same is no version of its own.
        let stale = app.refused(&manager, "updateCertificateTemplate", change(1, "Inny Dyrektor")).await;
        assert_eq!(stale, "STALE_VERSION");
        app.mutate(&manager, "updateCertificateTemplate", "certificateTemplate { id }", change(2, "Jerzy Nowy")).await;
        for (field, text, code) in
            [("issuer", Value::Null, "INVALID"), ("name", json!(" "), "INVALID"), ("place", json!("Київ"), "UNPRINTABLE")]
        {
            let wrong = json!({ "templateId": template, field: text });
            let refused = app.try_mutate(&manager, "updateCertificateTemplate", "", wrong).await;
            assert_eq!((&refused["errors"][0]["code"], &refused["errors"][0]["field"][0]), (&json!(code), &json!(field)));
        }
        let shown = app.ask(&manager, SHOWN, json!({ "id": template })).await["node"].clone();
        let names: Vec<&Value> =
            shown["versions"]["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]["signatoryName"]).collect();
        assert_eq!(names, [&json!("Jerzy Nowy"), &json!("Barbara Żurawska")]);
        let newest = &shown["versions"]["edges"][0]["node"];
        assert_eq!((&newest["ordinal"], &newest["writtenBy"]["email"]), (&json!(2), &json!("kierownik@example.pl")));

        // What was issued stays as it is; what is issued now has the new texts.
        assert_eq!(app.get(path, Some(token)).await.2, bytes);
        second.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        assert_eq!(app.get(path, Some(token)).await.2, bytes);
        let printed = {
            use entities::certificates::store::by_number;
            let all = by_number(&app.state.db.reader).await.unwrap();
            all.iter().map(|row| row.snapshot["fixed"]["signatory"]["name"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(printed, [json!("Barbara Żurawska"), json!("Jerzy Nowy")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_template_is_taken_by_no_new_programme_and_those_that_have_it_are_named() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak")]).await;
        let (manager, template) = (manager(&app, &world).await, world.id(world.template));
        let retire = |reason: &str| json!({ "templateId": template, "reason": reason });
        assert_eq!(app.refused(&manager, "retireCertificateTemplate", retire(" ")).await, "INVALID");
        let fields = "certificateTemplate { retiredAt programmes { edges { node { title } } } }";
        let done = app.mutate(&manager, "retireCertificateTemplate", fields, retire("Nowy wzór od maja")).await;
        let retired = &done["certificateTemplate"];
        assert!(retired["retiredAt"].is_string(), "{retired}");
        assert_eq!(retired["programmes"]["edges"], json!([{ "node": { "title": "Szkoła Kooperacji" } }]));
        for (name, input) in [
            ("retireCertificateTemplate", retire("Jeszcze raz")),
            ("updateCertificateTemplate", json!({ "templateId": template, "place": "Łódź" })),
        ] {
            assert_eq!(app.refused(&manager, name, input).await, "WRONG_STATE", "{name}");
        }

        let token = &world.coordinator.token;
        let programme = json!({
            "partnerId": world.id(world.lead), "kind": "TRAINING", "title": "Nowy program", "topics": [], "templateId": template,
        });
        let refused = app.try_mutate(token, "createTrainingProgramme", "", programme.clone()).await;
        assert_eq!((&refused["errors"][0]["code"], &refused["errors"][0]["field"]), (&json!("INVALID"), &json!(["templateId"])));
        // Whoever attended under it has earned their certificate.
        assert_eq!(training.issue(&app, &world).await["certificates"].as_array().unwrap().len(), 1);
        let listed = "{ inUse: certificateTemplates(filter: { retired: false }) { totalCount } \
                       retired: certificateTemplates(filter: { retired: true }) { totalCount } }";
        let counted = app.ask(&manager, listed, json!({})).await;
        assert_eq!(counted, json!({ "inUse": { "totalCount": 0 }, "retired": { "totalCount": 1 } }));

        let restore = json!({ "templateId": template });
        app.mutate(&manager, "restoreCertificateTemplate", "certificateTemplate { retiredAt }", restore.clone()).await;
        assert_eq!(app.refused(&manager, "restoreCertificateTemplate", restore).await, "WRONG_STATE");
        app.mutate(token, "createTrainingProgramme", "trainingProgramme { id }", programme).await;
    })
    .await;
}
