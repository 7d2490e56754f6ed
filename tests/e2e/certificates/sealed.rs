//! What the QR code of a certificate says without a network: signed when it is issued, verified by published keys, for good.

use clap::Parser;
use entities::certificates::certificate;
use entities::certificates::seal::{self, Opened, Refused};
use entities::certificates::snapshot::Snapshot;
use entities::shared::chance::SystemChance;
use entities::shared::keys::Purpose;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

use super::{certificates, finished, rename};

async fn published(app: &TestApp) -> String {
    let (status, _, bytes) = app.get("/.well-known/zwornik-certificates.json", None).await;
    assert_eq!(status.as_u16(), 200);
    String::from_utf8(bytes).unwrap()
}

async fn snapshot(app: &TestApp, of: &Value) -> Snapshot {
    let number = certificate::Column::Number.eq(of["number"].as_str().unwrap());
    let row =
        certificate::Entity::find().filter(number).one(app.state.db.reader.pool()).await.unwrap().unwrap();
    serde_json::from_value(row.snapshot).unwrap()
}

async fn opened(app: &TestApp, text: &str) -> Result<Opened, Refused> {
    seal::open(text, &seal::keys_of(&published(app).await).unwrap())
}

async fn check(text: &str, keys: &std::path::Path, more: &[&str]) -> Result<(), String> {
    let args = ["zwornik", "certificates", "check", text, "--keys", keys.to_str().unwrap()];
    let cli = api::commands::Cli::parse_from(args.iter().chain(more));
    api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_certificate_prints_is_signed_and_verifies_without_the_register_after_a_rotation_too() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Świętosława", "Źdźbło-Łącka"), ("Jan", "Bąk")]).await;
        training.issue(&app, &world).await;
        let token = &world.coordinator.token;
        let all = certificates(&app, token, &training.edition).await;
        let of =
            |name: &str| all.iter().find(|one| one["printedName"].as_str().unwrap().ends_with(name)).unwrap();
        let first = snapshot(&app, of("Łącka")).await;
        let text = first.variable.scanned();
        let told = opened(&app, &text).await.unwrap();
        assert_eq!(told.facts.name, "Świętosława Źdźbło-Łącka");
        assert_eq!(
            (&*told.facts.number, &told.address),
            (&*first.variable.number, &first.variable.verify_url)
        );
        assert_eq!((&told.facts.training, &told.facts.when), (&first.fixed.training, &first.fixed.when));
        assert!(!first.variable.verify_url.contains('#'), "what servers see has no seal");

        // A correction is sealed with the key that signs by then; the former key stays published.
        let now = app.now();
        app.change_keys(|keys| keys.rotate(&[Purpose::Badges], now, &SystemChance));
        app.clock.advance(chrono::Duration::minutes(2));
        app.read_keys();
        rename(&app, "Bąk", "Bączek").await;
        let fix = json!({ "certificateId": of("Bąk")["id"], "reason": "Zmiana nazwiska" });
        app.mutate(token, "correctCertificate", "certificate { id }", fix).await;
        let after = certificates(&app, token, &training.edition).await;
        let corrected = snapshot(&app, after.last().unwrap()).await;
        let corrected = opened(&app, &corrected.variable.scanned()).await.unwrap();
        assert_eq!(corrected.facts.name, "Jan Bączek");
        assert_ne!(corrected.key, told.key);
        assert_eq!(opened(&app, &text).await.unwrap(), told);

        // The command says the same from a file, and refuses each bad text in its own words.
        let keys = app.base.folder().join("published.json");
        std::fs::write(&keys, published(&app).await).unwrap();
        check(&text, &keys, &[]).await.unwrap();
        check(&text, &keys, &["--lang", "en"]).await.unwrap();
        let changed = format!("{}{}", &text[..text.len() - 1], if text.ends_with('1') { '2' } else { '1' });
        let swapped = text.replace(&first.variable.code, of("Bąk")["code"].as_str().unwrap());
        for (bad, why) in [
            (&*changed, "nie jest prawdziwy"),
            (&*swapped, "z innego zaświadczenia"),
            (&text[..text.len() - 30], "niepełny"),
            (&first.variable.verify_url, "nie ma podpisu"),
            ("https://example.pl/#eyJhbGciOiJFZERTQSJ9", "To nie jest tekst"),
        ] {
            let told = check(bad, &keys, &[]).await.unwrap_err();
            assert!(told.contains(why), "{told}");
        }
        std::fs::write(&keys, seal::published(&[[9; 32]]).to_string()).unwrap();
        assert!(check(&text, &keys, &["--lang", "en"]).await.unwrap_err().contains("does not have the key"));
        std::fs::write(&keys, "{}").unwrap();
        assert!(check(&text, &keys, &[]).await.unwrap_err().contains("opublikowanych kluczy"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_bears_the_seal_and_the_page_has_a_place_for_it_in_both_languages() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak")]).await;
        training.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        let token = &world.coordinator.token;
        let one = certificates(&app, token, &training.edition).await.remove(0);
        let printed = snapshot(&app, &one).await;
        // The file is drawn from the snapshot alone, and from that without its seal it is another.
        let template = reports::certificates::Template::new(&printed.fixed).unwrap();
        let path = one["document"]["path"].as_str().unwrap();
        let (_, _, bytes) = app.get(path, Some(token)).await;
        assert_eq!(bytes, template.fill(&printed.variable).unwrap());
        let mut unsealed = printed.variable.clone();
        unsealed.seal = None;
        assert_ne!(bytes, template.fill(&unsealed).unwrap());

        for (lang, words) in
            [("pl", "Podpis z kodu QR jest prawdziwy"), ("en", "signature in the QR code is genuine")]
        {
            for code in [printed.variable.code.as_str(), "0123456789ABCDEFGHJKMNPQRS"] {
                let (_, _, page) = app.get(&format!("/verify/{code}?lang={lang}"), None).await;
                let page = String::from_utf8(page).unwrap();
                assert!(page.contains(&format!("data-code=\"{code}\"")) && page.contains(words), "{page}");
                assert!(
                    page.contains("<section id=\"seal\" hidden"),
                    "without scripts there is nothing to see"
                );
            }
        }
        let (status, _, script) = app.get("/assets/seal.js", None).await;
        assert!(
            status.is_success() && String::from_utf8(script).unwrap().contains("zwornik certificate seal 1")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_somebody_erases_the_seal_and_certificates_of_before_have_none() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak"), ("Jan", "Bąk")]).await;
        training.issue(&app, &world).await;
        let all = certificates(&app, &world.coordinator.token, &training.edition).await;
        let (erased, before) = (snapshot(&app, &all[0]).await, snapshot(&app, &all[1]).await);
        assert!(erased.variable.seal.is_some());
        let number = certificate::Column::Number.eq(&*erased.variable.number);
        let row = certificate::Entity::find()
            .filter(number)
            .one(app.state.db.reader.pool())
            .await
            .unwrap()
            .unwrap();
        app.write(async |tx, op| {
            entities::certificates::actions::erase_certificates(tx, op, row.person_id).await.map(drop)
        })
        .await;
        assert_eq!(snapshot(&app, &all[0]).await.variable.seal, None);

        // A snapshot of before has no such member, and is read and written as it was.
        let mut old = before;
        old.variable.seal = None;
        let stored = serde_json::to_value(&old).unwrap();
        assert!(stored["variable"].get("seal").is_none());
        assert_eq!(serde_json::from_value::<Snapshot>(stored).unwrap(), old);
        assert_eq!(old.variable.scanned(), old.variable.verify_url);
    })
    .await;
}
