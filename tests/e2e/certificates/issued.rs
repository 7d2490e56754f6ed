//! What is printed on documents and counted in their numbers: hard rules 4, 5 and 13.

use entities::partnerships::project;
use entities::shared::ids::VisibilityProfileId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{Training, World};
use tests::{TestApp, on_both};

use super::{certificates, finished, rename};

/// Gives the project a profile of signs, or takes it away: as no mutation would.
async fn set_profile(app: &TestApp, world: &World, profile: Option<VisibilityProfileId>) {
    let change = project::Entity::update_many()
        .col_expr(project::Column::VisibilityProfileId, Expr::value(profile))
        .filter(project::Column::Id.eq(world.project));
    assert_eq!(change.exec(app.state.db.for_migration()).await.unwrap().rows_affected, 1);
}

async fn profile(app: &TestApp, world: &World) -> Option<VisibilityProfileId> {
    let row = project::Entity::find_by_id(world.project).one(&app.state.db.reader).await.unwrap();
    row.unwrap().visibility_profile_id
}

fn numbers(payload: &Value) -> Vec<&str> {
    payload["certificates"].as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_signs_no_document_leaves_no_number_is_taken_and_what_was_issued_stays() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let first = finished(&app, &world, &[("Anna", "Nowak")]).await;
        let second = finished(&app, &world, &[("Jan", "Bąk")]).await;
        let token = &world.coordinator.token;
        assert_eq!(numbers(&first.issue(&app, &world).await), ["SK/2026/0001"]);
        assert_eq!(app.work().await, 0);
        let issued = certificates(&app, token, &first.edition).await.remove(0);
        let path = issued["document"]["path"].as_str().unwrap();
        let bytes = app.get(path, Some(token)).await.2;
        // One list is asked for before the signs are gone, and would be drawn after.
        let list = |training: &Training| json!({ "editionId": training.edition, "day": "2026-05-12" });
        let asked = app.mutate(token, "requestAttendanceSheet", "document { id }", list(&second)).await;

        let signs = profile(&app, &world).await;
        assert!(signs.is_some());
        set_profile(&app, &world, None).await;
        rename(&app, "Nowak", "Nowakowska").await;
        let query =
            "query($id: ID!) { node(id: $id) { ... on Edition { enrolments { edges { node { id } } } } } }";
        let node = app.ask(token, query, json!({ "id": second.edition })).await;
        let enrolment = &node["node"]["enrolments"]["edges"][0]["node"]["id"];
        for (name, input) in [
            ("issueCertificates", json!({ "editionId": second.edition })),
            ("correctCertificate", json!({ "certificateId": issued["id"], "reason": "Zmiana nazwiska" })),
            ("requestCertificatePreview", json!({ "enrolmentId": enrolment })),
            ("requestAttendanceSheet", list(&second)),
        ] {
            assert_eq!(app.refused(token, name, input).await, "VISIBILITY_MISSING", "{name}");
        }
        assert_eq!(app.work().await, 1, "the list is not drawn without them");
        let query = "query($id: ID!) { node(id: $id) { ... on Document { state } } }";
        let list_of = app.ask(token, query, json!({ "id": asked["document"]["id"] })).await;
        assert_eq!(list_of["node"]["state"], "FAILED");
        assert_eq!(app.get(path, Some(token)).await.2, bytes, "what is issued has its signs for good");

        set_profile(&app, &world, signs).await;
        assert_eq!(numbers(&second.issue(&app, &world).await), ["SK/2026/0002"], "refusals have left no gap");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_of_the_year_in_which_it_is_given_in_warsaw() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let old = finished(&app, &world, &[("Anna", "Nowak")]).await;
        let new = finished(&app, &world, &[("Jan", "Bąk"), ("Ola", "Żuk")]).await;
        // An hour apart, on both sides of midnight in Warsaw and on one of it in Greenwich.
        app.clock.set("2026-12-31T22:30:00Z".parse().unwrap());
        assert_eq!(numbers(&old.issue(&app, &world).await), ["SK/2026/0001"]);
        app.clock.set("2026-12-31T23:30:00Z".parse().unwrap());
        assert_eq!(numbers(&new.issue(&app, &world).await), ["SK/2027/0001", "SK/2027/0002"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_annulled_number_stays_to_be_seen_and_is_given_to_nobody_else() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak"), ("Jan", "Bąk")]).await;
        training.issue(&app, &world).await;
        let token = &world.coordinator.token;
        let made = certificates(&app, token, &training.edition).await;
        let (first, second) = (&made[0], &made[1]);
        let end = |certificate: &Value, reason: &str| json!({ "certificateId": certificate["id"], "reason": reason });
        assert_eq!(app.refused(token, "annulCertificate", end(first, " ")).await, "INVALID", "without a reason");
        let done = app.mutate(token, "annulCertificate", "certificate { state }", end(first, "Zły wzór")).await;
        assert_eq!(done["certificate"]["state"], "ANNULLED");

        // Whoever has it in hand can only have it revoked.
        assert_eq!(app.work().await, 0);
        let deliver = json!({ "certificateId": second["id"] });
        app.mutate(token, "deliverCertificate", "certificate { id }", deliver).await;
        assert_eq!(app.refused(token, "annulCertificate", end(second, "Za późno")).await, "WRONG_STATE");

        let other = finished(&app, &world, &[("Ola", "Żuk")]).await;
        assert_eq!(numbers(&other.issue(&app, &world).await), ["SK/2026/0003"]);
        let seen = certificates(&app, token, &training.edition).await;
        assert_eq!((&seen[0]["number"], &seen[0]["state"]), (&json!("SK/2026/0001"), &json!("ANNULLED")));
        let query = "query($code: String!) { verifyCertificate(code: $code) { verdict name } }";
        let answer = app.graphql(None, query, json!({ "code": first["code"] })).await;
        let told = json!({ "verdict": "REVOKED", "name": null });
        assert_eq!(answer.body["data"]["verifyCertificate"], told);
    })
    .await;
}
