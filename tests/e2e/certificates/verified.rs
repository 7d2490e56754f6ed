//! Anybody checks a certificate by what they have of it, in their language, and learns nothing else.

use axum::body::Body;
use axum::http::{Request, header};
use entities::certificates::{certificate, verification};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

use super::{certificates, finished, rename};

/// What the API answers to these arguments.
async fn verdict(app: &TestApp, arguments: &str) -> Value {
    let query = format!("{{ verifyCertificate({arguments}) {{ verdict number name correctedBy }} }}");
    app.graphql(None, &query, json!({})).await.body
}

async fn page_in(app: &TestApp, path: &str, languages: &str) -> (u16, String) {
    let request = Request::get(path).header(header::ACCEPT_LANGUAGE, languages).body(Body::empty()).unwrap();
    let (parts, body) = app.send(request).await.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    (parts.status.as_u16(), String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn code_number_with_name_and_file_are_each_answered_by_one_of_five() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let people = [("Świętosława", "Źdźbło-Łącka"), ("Anna", "Nowak"), ("Jan", "Bąk"), ("Ola", "Żuk")];
        let training = finished(&app, &world, &people).await;
        training.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        let token = &world.coordinator.token;
        let all = certificates(&app, token, &training.edition).await;
        let of =
            |name: &str| all.iter().find(|one| one["printedName"].as_str().unwrap().ends_with(name)).unwrap();
        let (valid, corrected, revoked, expired) = (of("Łącka"), of("Nowak"), of("Bąk"), of("Żuk"));
        rename(&app, "Nowak", "Nowakowska").await;
        let fix = json!({ "certificateId": corrected["id"], "reason": "Zmiana nazwiska" });
        app.mutate(token, "correctCertificate", "certificate { id }", fix).await;
        let revoke = json!({ "certificateId": revoked["id"], "reason": "Wydano omyłkowo" });
        app.mutate(token, "revokeCertificate", "certificate { id }", revoke).await;
        let today =
            certificate::ActiveModel { valid_until: Set(Some(app.now().date_naive())), ..Default::default() };
        let number = certificate::Column::Number.eq(expired["number"].as_str().unwrap());
        certificate::Entity::update_many()
            .set(today)
            .filter(number)
            .exec(app.state.db.for_migration())
            .await
            .unwrap();
        app.clock.advance(chrono::Duration::hours(48));

        for (one, name, answer) in [
            (valid, "zdzblo lacka", "VALID"),
            (corrected, "Anna NOWAK", "CORRECTED"),
            (revoked, "bak", "REVOKED"),
            (expired, " Żuk ", "EXPIRED"),
        ] {
            let number = one["number"].as_str().unwrap();
            let ways = [
                format!("code: {}", one["code"]),
                format!("number: \" {} \", name: \"{name}\"", number.to_lowercase()),
                format!("sha256: {}", one["sha256"]),
            ];
            let mut told = vec![];
            for way in &ways {
                told.push(verdict(&app, way).await["data"]["verifyCertificate"].clone());
            }
            assert_eq!(told[0]["verdict"], answer, "{told:#?}");
            assert!(told.iter().all(|one| *one == told[0]), "{told:#?}");
            assert_eq!(told[0]["name"].is_null(), answer == "REVOKED");

            let (status, _, page) =
                app.post_form("/verify/number", &[("number", number), ("name", name)]).await;
            assert_eq!(status, 200);
            let file = app.get(&format!("/verify/file/{}", one["sha256"].as_str().unwrap()), None).await;
            assert_eq!(file.0, 200);
            let by_code = app.get(&format!("/verify/{}", one["code"].as_str().unwrap()), None).await;
            let heading =
                |page: &str| page.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
            let headings =
                [&page, std::str::from_utf8(&file.2).unwrap(), std::str::from_utf8(&by_code.2).unwrap()];
            assert!(headings.iter().all(|one| heading(one) == heading(&page)), "{headings:#?}");
        }

        // A name that is not theirs is as unknown as a number that nobody has, on the page and by the API.
        let number = valid["number"].as_str().unwrap();
        let unknown = [
            format!("number: \"{number}\", name: \"Nowak\""),
            format!("number: \"{number}\", name: \"Świętosława\""),
            format!("number: \"{number}\", name: \"\""),
            "number: \"SK/2026/9999\", name: \"Nowak\"".to_owned(),
            format!("sha256: \"{}\"", "0".repeat(64)),
            "sha256: \"%\"".to_owned(),
            "code: \"\"".to_owned(),
        ];
        let mut answers = vec![];
        for way in &unknown {
            answers.push(verdict(&app, way).await["data"]["verifyCertificate"].clone());
        }
        let nothing = json!({ "verdict": "UNKNOWN", "number": null, "name": null, "correctedBy": null });
        assert!(answers.iter().all(|one| *one == nothing), "{answers:#?}");
        let (status, _, page) =
            app.post_form("/verify/number", &[("number", number), ("name", "Nowak")]).await;
        assert_eq!(status, 404);
        assert!(!page.contains("Łącka") && page.contains(number), "{page}");
        for sent in [&[("number", number), ("name", "  ")][..], &[("number", number)], &[]] {
            assert_eq!(app.post_form("/verify/number", sent).await.0, 400);
        }
        // One way at a time.
        for wrong in ["", "number: \"SK/2026/0001\"", "name: \"Nowak\"", "code: \"x\", sha256: \"y\""] {
            let asked = if wrong.is_empty() { "code: null" } else { wrong };
            let answer = verdict(&app, asked).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "INVALID", "{wrong}: {answer}");
        }
        let noted = verification::Entity::find().order_by_asc(verification::Column::Id);
        let noted = noted.all(&app.state.db.reader).await.unwrap();
        assert_eq!(noted.len(), 4 * 6 + unknown.len() + 1, "each check is noted, whichever way it came");
        assert_eq!(noted.iter().filter(|one| one.certificate_id.is_none()).count(), unknown.len() + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_speak_the_language_of_the_browser_or_the_one_that_was_chosen() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak")]).await;
        training.issue(&app, &world).await;
        let code = certificates(&app, &world.coordinator.token, &training.edition).await.remove(0);
        let path = format!("/verify/{}", code["code"].as_str().unwrap());
        let (english, polish) = ("The certificate is valid", "Zaświadczenie jest ważne");
        for (languages, chosen, heading) in [
            ("pl,en;q=0.5", "", polish),
            ("en-GB,pl", "", english),
            ("de", "", polish),
            ("pl", "?lang=en", english),
            ("en", "?lang=pl", polish),
        ] {
            let (status, page) = page_in(&app, &format!("{path}{chosen}"), languages).await;
            assert_eq!(status, 200);
            assert!(page.contains(heading), "{languages} {chosen}: {page}");
            let (_, landing) = page_in(&app, &format!("/verify{chosen}"), languages).await;
            assert_eq!(landing.contains("Check a certificate"), heading == english);
            assert!(landing.contains("src=\"/assets/verify.js\""));
            // What somebody chose goes along with each of the ways.
            let along = chosen.trim_start_matches("?lang=");
            if !chosen.is_empty() {
                assert_eq!(
                    landing.matches(&format!("name=\"lang\" value=\"{along}\"")).count(),
                    2,
                    "{landing}"
                );
                assert!(landing.contains(&format!("data-along=\"{chosen}\"")));
            }
        }
        let sent = [("number", "SK/2026/0001"), ("name", "Nowak"), ("lang", "en")];
        assert!(app.post_form("/verify/number", &sent).await.2.contains(english));
        let moved = app.get("/verify?code=abcd-efgh&lang=en", None).await;
        assert_eq!(
            (moved.0.as_u16(), moved.1["location"].to_str().unwrap()),
            (303, "/verify/ABCDEFGH?lang=en")
        );
        assert_eq!(app.get("/verify", None).await.1["vary"], "accept-language");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_names_or_files_uses_up_the_same_tries_as_whoever_guesses_codes() {
    on_both(async |base| {
        let app = TestApp::on(base);
        World::new(&app).await;
        let mut statuses = vec![];
        for n in 0..100 {
            let status = match n % 3 {
                0 => {
                    app.post_form("/verify/number", &[("number", "SK/2026/0001"), ("name", "Nowak")]).await.0
                }
                1 => app.get(&format!("/verify/file/{}", "0".repeat(64)), None).await.0,
                _ => app.get("/verify/0000", None).await.0,
            };
            statuses.push(status.as_u16());
        }
        assert!(statuses[..50].iter().all(|one| *one == 404), "{statuses:?}");
        assert!(statuses.contains(&429), "{statuses:?}");
        let answer = verdict(&app, "number: \"SK/2026/0001\", name: \"Nowak\"").await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{answer}");
    })
    .await;
}
