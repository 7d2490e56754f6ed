//! Search as people do it, the same on both databases; words follow their rows whoever writes them.

use entities::rooms;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use entities::shared::search::{keep, search_word};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::plan::Reading;
use tests::{TestApp, TestDb, on_both};

/// What a list answers to a text, by a field of its rows.
async fn found(app: &TestApp, token: &str, (list, field): (&str, &str), text: &str) -> Vec<String> {
    let query = format!(
        "query($text: String) {{ {list}(filter: {{ search: $text }}) {{ edges {{ node {{ {field} }} }} }} }}"
    );
    let answer = app.ask(token, &query, json!({ "text": text })).await;
    let rows = answer[list]["edges"].as_array().unwrap().iter();
    rows.map(|row| row["node"][field].as_str().unwrap().to_owned()).collect()
}

const PEOPLE: (&str, &str) = ("people", "fullName");

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_beginnings_of_words_in_any_order_without_marks() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let lukasz = world.person(&app, "Łukasz", "Żółć-Nowak").await;
        world.reachable(&app, lukasz, "l.zolc@gops.example.pl").await;
        for (first, last) in [("Eva", "Šimková"), ("Jan", "Kowalski"), ("Janina", "Kowal"), ("Anna Maria", "O’Neill")] {
            world.person(&app, first, last).await;
        }
        for (text, names) in [
            ("lukasz", &["Łukasz Żółć-Nowak"][..]),
            ("NOWAK łuk", &["Łukasz Żółć-Nowak"]),
            ("zolc-nowak", &["Łukasz Żółć-Nowak"]),
            ("L.ZOLC@gops.example.pl", &["Łukasz Żółć-Nowak"]),
            ("gops", &["Łukasz Żółć-Nowak"]),
            ("simk", &["Eva Šimková"]),
            ("\u{a0}ŠIMKOVÁ\u{feff} e", &["Eva Šimková"]),
            ("kowal jan", &["Janina Kowal", "Jan Kowalski"]),
            ("kowalski", &["Jan Kowalski"]),
            ("maria oneill", &["Anna Maria O’Neill"]),
            // Neither ends nor middles, nor signs of patterns.
            ("ukasz", &[]),
            ("alski", &[]),
            ("kowal anna", &[]),
            ("%", &[]),
            ("an_x", &[]),
            ("' OR 1=1 --", &[]),
        ] {
            assert_eq!(found(&app, token, PEOPLE, text).await, names, "{text:?}");
        }
        assert_eq!(found(&app, token, PEOPLE, " ").await.len(), 5, "a blank asks for nothing");
        // In each order, page by page, counted.
        let query = "query($o: PersonOrder, $a: String) { people(first: 1, after: $a, orderBy: $o, filter: { search: \"jan\" }) \
            { totalCount pageInfo { endCursor hasNextPage } edges { node { firstName } } } }";
        for (order, names) in [("NAME_ASC", ["Janina", "Jan"]), ("NAME_DESC", ["Jan", "Janina"])] {
            let first = app.ask(token, query, json!({ "o": order })).await["people"].clone();
            let next = json!({ "o": order, "a": first["pageInfo"]["endCursor"] });
            let second = app.ask(token, query, next).await["people"].clone();
            assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(2), &json!(true)));
            assert_eq!([&first, &second].map(|page| page["edges"][0]["node"]["firstName"].as_str().unwrap()), names);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_searched_by_their_numbers_titles_and_towns_and_by_the_names_of_whom_they_are_about() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let anna = world.person(&app, "Anna", "Łącka").await;
        let head = (Role::InstitutionHead, ScopeKind::Institution, Some(world.lead_office.uuid()));
        let head = world.account(&app, "dyrektor@example.pl", head.0, head.1, head.2).await;
        let enrolment = json!({ "editionId": training.edition, "personId": world.id(anna),
            "institutionId": world.id(world.lead_office) });
        let enrolment =
            app.mutate(token, "enrolPerson", "enrolment { id }", enrolment).await["enrolment"]["id"].clone();
        let enrolment = enrolment.as_str().unwrap();
        training.start(&app, &world).await;
        for session in [0, 1] {
            training.record(&app, &world, session, &[(enrolment, [240, 120][session])]).await;
        }
        training.finish(&app, &world).await;
        let issued = training.issue(&app, &world).await;
        let number = issued["certificates"][0]["number"].as_str().unwrap();
        let office = json!({ "id": world.id(world.lead_office), "nip": "525-224-84-81", "city": "Łódź" });
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let office = app.mutate(&admin.token, "updateInstitution", "institution { name }", office).await;
        let office = office["institution"]["name"].as_str().unwrap();

        for (list, text, is) in [
            (("editions", "title"), "kielc szkol 1", "Szkolenie 1"),
            (("trainingProgrammes", "title"), "koop SZK", "Szkoła Kooperacji"),
            (("certificates", "number"), number, number),
            (("certificates", "number"), &number[number.find('/').unwrap() + 1..], number),
            (("certificates", "number"), "lacka ann", number),
            (("institutions", "name"), "5252248481", office),
            (("institutions", "name"), "525 224 84 81", office),
            (("institutions", "name"), "lodz", office),
            (("enrolments", "id"), "łąc anna", enrolment),
        ] {
            assert_eq!(found(&app, token, list, text).await, [is], "{list:?} {text}");
            assert!(found(&app, token, list, "zupelnie inne").await.is_empty(), "{list:?}");
        }
        assert_eq!(
            found(&app, &admin.token, ("users", "email"), "dyrektor@ex").await,
            ["dyrektor@example.pl"]
        );
        // Whom an institution no longer employs it no longer finds by name, as it no longer sees who it is.
        assert_eq!(found(&app, &head.token, ("enrolments", "id"), "lacka").await, [enrolment]);
        let jobs =
            "query($id: ID!) { node(id: $id) { ... on Person { employments { edges { node { id } } } } } }";
        let job = app.ask(&head.token, jobs, json!({ "id": world.id(anna) })).await;
        let ends = json!({ "id": job["node"]["employments"]["edges"][0]["node"]["id"], "to": "2026-05-12" });
        app.mutate(&head.token, "endEmployment", "employment { to }", ends).await;
        app.clock.advance(chrono::Duration::days(1));
        assert_eq!(found(&app, &head.token, ("enrolments", "id"), "").await, [enrolment]);
        assert!(found(&app, &head.token, ("enrolments", "id"), "lacka").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_follow_their_rows_whoever_writes_them() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let anna = world.person(&app, "Anna", "Łącka").await;
        let words = async || {
            let of = search_word::Entity::find().filter(search_word::Column::RowId.eq(anna.uuid()));
            let mut all: Vec<_> =
                of.all(&app.state.db.reader).await.unwrap().into_iter().map(|row| row.word).collect();
            all.sort();
            all
        };
        assert_eq!(words().await, ["anna", "lacka"]);
        let change = json!({ "id": world.id(anna), "lastName": "Śliwa" });
        app.mutate(token, "updatePerson", "person { id }", change).await;
        assert_eq!(words().await, ["anna", "sliwa"]);
        // What is refused leaves no words.
        let wrong = json!({ "id": world.id(anna), "lastName": "Gruszka", "version": 1 });
        assert_eq!(app.refused(token, "updatePerson", wrong).await, "STALE_VERSION");
        assert_eq!(words().await, ["anna", "sliwa"]);
        assert_eq!(
            keep::waiting(&app.state.db.reader).await.unwrap(),
            0,
            "all that was written has its words"
        );

        // What is written past the program, a worker catches up with.
        let db = app.state.db.for_migration();
        db.execute_unprepared("UPDATE person SET last_name = 'Gruszka' WHERE last_name = 'Śliwa'")
            .await
            .unwrap();
        db.execute_unprepared("UPDATE person SET phone = '600' WHERE last_name = 'Gruszka'").await.unwrap();
        assert_eq!(keep::waiting(&app.state.db.reader).await.unwrap(), 1);
        reports::schedule::tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        assert_eq!(words().await, ["anna", "gruszka"]);
        assert!(!keep::is_due(&app.state.db.reader).await.unwrap());

        // A row that goes takes its words along.
        db.execute_unprepared("DELETE FROM employment").await.unwrap();
        db.execute_unprepared("DELETE FROM person WHERE last_name = 'Gruszka'").await.unwrap();
        assert!(words().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_from_before_there_were_words_get_them_batch_by_batch() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        for n in 0..5 {
            world.person(&app, "Jan", &format!("Kowal{n}")).await;
        }
        let reader = &app.state.db.reader;
        let before = search_word::Entity::find().count(reader).await.unwrap();
        let db = app.state.db.for_migration();
        db.execute_unprepared("DELETE FROM search_word").await.unwrap();
        for of in rooms::searched() {
            let mark =
                format!("INSERT INTO search_due (kind, row_id) SELECT {}, id FROM \"{}\"", of.kind, of.table);
            db.execute_unprepared(&mark).await.unwrap();
        }
        assert!(found(&app, &world.coordinator.token, PEOPLE, "kowal").await.is_empty());
        // A worker that dies leaves whole batches behind.
        app.write(async |tx, _| keep::catch_up(tx, 2).await).await;
        assert!(keep::is_due(reader).await.unwrap());
        reports::schedule::tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        assert_eq!(found(&app, &world.coordinator.token, PEOPLE, "kowal jan").await.len(), 5);
        assert_eq!(search_word::Entity::find().count(reader).await.unwrap(), before);
        assert!(!keep::is_due(reader).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_looked_for_among_many_is_found_without_reading_them() {
    let Some(base) = TestDb::polish_postgres().await else { return };
    let app = TestApp::on(base);
    let world = World::new(&app).await;
    let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    let db = app.state.db.for_migration();
    for sql in [
        "INSERT INTO person (id, first_name, last_name, sort_key, created_at, updated_at, version)
           SELECT gen_random_uuid(), 'Jan', 'Nowak' || n, convert_to(lpad(n::text, 8, '0'), 'UTF8'), now(), now(), 1
           FROM generate_series(1, 20000) n",
        "INSERT INTO search_word (row_id, word, kind, whole)
           SELECT id, word, 1, ' jan ' || lower(last_name) FROM person, unnest(array['jan', lower(last_name)]) word
           WHERE first_name = 'Jan'",
        "ANALYZE person",
        "ANALYZE search_word",
    ] {
        db.execute_unprepared(sql).await.unwrap();
    }
    for (text, most) in [("nowak19999", 20.0), ("jan nowak1777", 100.0), ("zieli", 20.0), ("ja", 500.0)] {
        app.reads();
        let names = found(&app, &admin.token, PEOPLE, text).await;
        assert_eq!(names.is_empty(), text == "zieli", "{text}");
        let read = app.reads().into_iter().find(|read| read.sql.contains("search_word")).unwrap();
        let reading = Reading::of(&app.state.db.reader, read).await;
        assert_eq!(reading.whole, 0, "{text}: {reading:?}");
        assert!(reading.rows <= most, "{text}: {reading:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_marks_every_text_that_a_room_says_is_searched() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let triggers = triggers(&app.base, &app).await;
        for of in rooms::searched() {
            for what in ["added", "changed", "gone"] {
                let name = format!("search_{}_{what}", of.table);
                let trigger = triggers.iter().find(|(trigger, _)| *trigger == name);
                let (_, text) = trigger.unwrap_or_else(|| panic!("no trigger {name}"));
                for column in of.texts.iter().map(|text| text.column()).filter(|_| what == "changed") {
                    let compared =
                        [format!("NEW.{column} "), format!("NEW.{column})"), format!("new.{column})")];
                    assert!(
                        compared.iter().any(|one| format!("{text} ").contains(one.as_str())),
                        "{name} {column}: {text}"
                    );
                }
            }
        }
    })
    .await;
}

async fn triggers(base: &TestDb, app: &TestApp) -> Vec<(String, String)> {
    let db = &app.state.db.reader;
    let sql = match base.kind {
        "sqlite" => "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        _ => "SELECT tgname::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}
