//! All certificates of an edition in one file.

use std::io::{Cursor, Read as _};

use entities::documents::files::sha256;
use serde_json::json;
use tests::builders::World;
use tests::{TestApp, on_both};

use super::{certificates, finished};

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_names_its_files_by_number_and_holder_dates_them_and_lists_their_hashes() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        // Two people of one name have two files.
        let people = [("Świętosława", "Źdźbło-Łącka"), ("Jan", "Kowal"), ("Jan", "Kowal")];
        let training = finished(&app, &world, &people).await;
        training.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        app.clock.advance(chrono::Duration::days(40));
        let token = &world.coordinator.token;
        let input = json!({ "editionId": training.edition });
        let asked = app.mutate(token, "requestCertificateArchive", "document { path }", input).await;
        assert_eq!(app.work().await, 0);
        let (_, _, bytes) = app.get(asked["document"]["path"].as_str().unwrap(), Some(token)).await;
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut files = vec![];
        for n in 0..archive.len() {
            let mut file = archive.by_index(n).unwrap();
            let at = file.last_modified().unwrap();
            let day = format!("{}-{:02}-{:02}", at.year(), at.month(), at.day());
            let mut bytes = vec![];
            file.read_to_end(&mut bytes).unwrap();
            files.push((file.name().unwrap().into_owned(), day, bytes));
        }
        let names: Vec<&str> = files.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "SK-2026-0001_Jan_Kowal.pdf",
                "SK-2026-0002_Jan_Kowal.pdf",
                "SK-2026-0003_Świętosława_Źdźbło-Łącka.pdf",
                "lista.csv",
            ]
        );
        let (_, list_day, list) = files.pop().unwrap();
        let list = String::from_utf8(list).unwrap();
        let mut lines = list.lines();
        assert_eq!(lines.next(), Some("\u{feff}numer;imię i nazwisko;rodzaj;stan;data wydania;plik;SHA-256"));
        let issued = certificates(&app, token, &training.edition).await;
        for ((name, day, bytes), line) in files.iter().zip(lines) {
            assert!(bytes.starts_with(b"%PDF-"));
            // The day of issue, not that of packing.
            assert!(*day < list_day, "{day} {list_day}");
            let cells: Vec<&str> = line.split(';').collect();
            assert_eq!(
                cells[2..],
                ["zaświadczenie o udziale", "gotowe", day, name, &sha256(bytes)],
                "{line}"
            );
            assert!(issued.iter().any(|one| one["number"] == cells[0]), "{line}");
        }
    })
    .await;
}
