//! `zwornik register verify` walks the register, and names what was damaged behind the program's back.

use clap::Parser;
use entities::certificates::{CertificateState, certificate, number_series};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tests::builders::World;
use tests::{TestApp, on_both};

use super::{certificates, finished, rename};

async fn verify(app: &TestApp, args: &[&str]) -> Result<(), String> {
    let folder = app.base.folder().to_str().unwrap().to_owned();
    let data = ["--data-dir", &folder, "--database-url", &app.base.url];
    let cli =
        api::commands::Cli::parse_from(["zwornik", "register", "verify"].iter().chain(args).chain(&data));
    api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
}

/// What the walk finds, but for bytes.
async fn found(app: &TestApp) -> Vec<String> {
    use entities::upkeep::issued::{Walk, page, series, successions};
    let db = &app.state.db.reader;
    let mut all = vec![];
    for one in series(db, None).await.unwrap() {
        let mut walk = Walk::of(db, one.clone()).await.unwrap();
        let rows = page(db, &one, None).await.unwrap();
        all.extend(successions(db, &rows).await.unwrap());
        for (row, document) in &rows {
            all.extend(walk.step(row, document.as_ref()));
        }
        all.extend(walk.end().1);
    }
    all.sort();
    all.into_iter().map(|one| format!("{} {}", one.number, one.what.code())).collect()
}

/// Changes the certificate with this number in its series, as no action would.
async fn damage(app: &TestApp, ordinal: i32, column: certificate::Column, value: Expr) {
    let change = certificate::Entity::update_many()
        .col_expr(column, value)
        .filter(certificate::Column::Ordinal.eq(ordinal));
    assert_eq!(change.exec(app.state.db.for_migration()).await.unwrap().rows_affected, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_whole_says_so_and_each_damage_is_named_by_its_number() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak"), ("Jan", "Bąk"), ("Ola", "Żuk")]).await;
        training.issue(&app, &world).await;
        // What waits for its document is no damage.
        verify(&app, &[]).await.unwrap();
        assert_eq!(app.work().await, 0);
        let token = &world.coordinator.token;
        let issued = certificates(&app, token, &training.edition).await;
        rename(&app, "Nowak", "Nowakowska").await;
        let fix = json!({ "certificateId": issued[1]["id"], "reason": "Zmiana nazwiska" });
        app.mutate(token, "correctCertificate", "certificate { number }", fix).await;
        let revoke = json!({ "certificateId": issued[2]["id"], "reason": "Wydano omyłkowo" });
        app.mutate(token, "revokeCertificate", "certificate { state }", revoke).await;
        assert_eq!(app.work().await, 0);
        verify(&app, &[]).await.unwrap();
        verify(&app, &["--project", "SK"]).await.unwrap();
        assert!(verify(&app, &["--project", "NIEMA"]).await.unwrap_err().contains("NIEMA"));
        assert_eq!(found(&app).await, [""; 0]);

        // A file that is changed, and one that is gone.
        let stored = {
            use entities::documents::document;
            let all = document::Entity::find().all(&app.state.db.reader).await.unwrap();
            let of = |number: &str| {
                let slug = entities::certificates::number::slug(number);
                let one = all.iter().find(|one| one.path.contains(&slug) || one.file_name.contains(&slug));
                app.base.folder().join("documents").join(&one.unwrap().path)
            };
            [of("SK/2026/0001"), of("SK/2026/0002")]
        };
        let bytes = std::fs::read(&stored[0]).unwrap();
        std::fs::write(&stored[0], [&bytes[..], b"\n"].concat()).unwrap();
        assert!(verify(&app, &[]).await.unwrap_err().ends_with("zaświadczeń: 1."));
        std::fs::write(&stored[0], &bytes).unwrap();
        verify(&app, &[]).await.unwrap();
        let moved = stored[1].with_extension("away");
        std::fs::rename(&stored[1], &moved).unwrap();
        assert!(verify(&app, &[]).await.unwrap_err().ends_with("zaświadczeń: 1."));
        std::fs::rename(&moved, &stored[1]).unwrap();

        // Rows that were changed: each is named, and nothing else.
        let json_text = |value: &serde_json::Value| Expr::value(value.clone());
        let rows = certificate::Entity::find().all(&app.state.db.reader).await.unwrap();
        let of = |ordinal: i32| rows.iter().find(|row| row.ordinal == ordinal).unwrap().clone();
        let hash = of(1).sha256;
        damage(&app, 1, certificate::Column::Sha256, Expr::value("0".repeat(64))).await;
        assert_eq!(found(&app).await, ["SK/2026/0001 hash"]);
        damage(&app, 1, certificate::Column::Sha256, Expr::value(hash)).await;
        damage(&app, 1, certificate::Column::State, Expr::value(CertificateState::Revoked)).await;
        assert_eq!(found(&app).await, ["SK/2026/0001 state"]);
        damage(&app, 1, certificate::Column::State, Expr::value(of(1).state)).await;
        let mut other = of(1).snapshot;
        other["variable"]["issued_on"] = json!("2025-01-01");
        damage(&app, 1, certificate::Column::Snapshot, json_text(&other)).await;
        assert_eq!(found(&app).await, ["SK/2026/0001 snapshot"]);
        damage(&app, 1, certificate::Column::Snapshot, json_text(&of(1).snapshot)).await;
        let successor = rows.iter().find(|row| row.supersedes_id.is_some()).unwrap();
        damage(&app, successor.ordinal, certificate::Column::SupersedesId, Expr::value(of(1).id.0)).await;
        let told = found(&app).await;
        assert!(told.contains(&format!("{} succession", successor.number)), "{told:?}");
        let old = successor.supersedes_id.unwrap().0;
        damage(&app, successor.ordinal, certificate::Column::SupersedesId, Expr::value(old)).await;

        // A number that went somewhere else leaves a gap.
        damage(&app, 3, certificate::Column::Ordinal, Expr::value(9)).await;
        let told = found(&app).await;
        for expected in ["SK/2026/0003 gap", "SK/2026/0003 number", "SK/2026 counter"] {
            assert!(told.contains(&expected.to_owned()), "{expected}: {told:?}");
        }
        assert!(verify(&app, &[]).await.is_err());
        damage(&app, 9, certificate::Column::Ordinal, Expr::value(3)).await;
        let ahead =
            number_series::Entity::update_many().col_expr(number_series::Column::Last, Expr::value(7));
        ahead.exec(app.state.db.for_migration()).await.unwrap();
        assert_eq!(found(&app).await, ["SK/2026 counter"]);
    })
    .await;
}
