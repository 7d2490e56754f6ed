//! A certificate as an Open Badge 3.0: signed with a key that the installation publishes, for as long as it is in force.

use entities::shared::chance::SystemChance;
use entities::shared::keys::Purpose;
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

use super::{certificates, finished, rename};

async fn badge(app: &TestApp, code: &str) -> (u16, Value) {
    let (status, _, bytes) = app.get(&format!("/verify/{code}/badge.json"), None).await;
    (status.as_u16(), serde_json::from_slice(&bytes).unwrap())
}

async fn published(app: &TestApp) -> Vec<Value> {
    let (_, _, bytes) = app.get("/.well-known/zwornik-badges.json", None).await;
    let keys: Value = serde_json::from_slice(&bytes).unwrap();
    keys["assertionMethod"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_in_force_is_a_signed_badge_and_its_key_stays_published() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Świętosława", "Źdźbło-Łącka"), ("Jan", "Bąk")]).await;
        training.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        let token = &world.coordinator.token;
        let all = certificates(&app, token, &training.edition).await;
        let of =
            |name: &str| all.iter().find(|one| one["printedName"].as_str().unwrap().ends_with(name)).unwrap();
        let (first, second) = (of("Łącka"), of("Bąk"));
        let code = first["code"].as_str().unwrap();
        let query = "query($id: ID!) { node(id: $id) { ... on Certificate { badgeUrl verifyUrl } } }";
        let node = app.ask(token, query, json!({ "id": first["id"] })).await["node"].clone();
        let (status, made) = badge(&app, code).await;
        assert_eq!((status, &made["id"]), (200, &node["badgeUrl"]));
        assert_eq!(
            made["evidence"][0],
            json!({ "id": node["verifyUrl"], "type": ["Evidence"], "name": first["number"] })
        );
        assert_eq!(made["credentialSubject"]["identifier"][0]["identityHash"], "Świętosława Źdźbło-Łącka");
        let page = String::from_utf8(app.get(&format!("/verify/{code}"), None).await.2).unwrap();
        assert!(page.contains("/badge.json\" download>"), "{page}");

        // The key that signed it names the issuer, and is the one that is published.
        let keys = published(&app).await;
        let issuer = made["issuer"]["id"].as_str().unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(
            (&keys[0]["controller"], &keys[0]["id"]),
            (&json!(issuer), &made["proof"]["verificationMethod"])
        );
        assert_eq!(badge(&app, code).await.1, made, "the same each time");

        // After a rotation badges are signed with the new key, and the former one stays published.
        let now = app.now();
        app.change_keys(|keys| keys.rotate(&[Purpose::Badges], now, &SystemChance));
        app.clock.advance(chrono::Duration::minutes(2));
        app.read_keys();
        let after = published(&app).await;
        assert_eq!((after.len(), &after[0]), (2, &keys[0]));
        let again = badge(&app, code).await.1;
        assert_eq!(again["issuer"]["id"], after[1]["controller"]);

        // What was taken back or replaced is no badge any more.
        rename(&app, "Bąk", "Bączek").await;
        let fix = json!({ "certificateId": second["id"], "reason": "Zmiana nazwiska" });
        app.mutate(token, "correctCertificate", "certificate { id }", fix).await;
        let revoke = json!({ "certificateId": first["id"], "reason": "Wydano omyłkowo" });
        let gone = app.mutate(token, "revokeCertificate", "certificate { badgeUrl }", revoke).await;
        assert!(gone["certificate"]["badgeUrl"].is_null());
        for one in [first, second] {
            assert_eq!(badge(&app, one["code"].as_str().unwrap()).await.0, 410);
        }
        let page = String::from_utf8(app.get(&format!("/verify/{code}"), None).await.2).unwrap();
        assert!(!page.contains("badge.json"));
        assert_eq!(badge(&app, "0000").await.0, 404);
    })
    .await;
}
