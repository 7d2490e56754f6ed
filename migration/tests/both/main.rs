//! The schema on both databases: up, down, many at once, and what it refuses.
//!
//! PostgreSQL takes part as in all tests: where its programs are found, or a server is given.

use migration::{Migrator, Report, migrate, pending};
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::prelude::{ChronoDate, ChronoDateTimeUtc, Json, Uuid};
use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};

mod rows;

use rows::{
    Row, audited, but, day, document, edition, enrolment, find, id, insert, instant, job, person, unit, world,
};

/// Opens one more pool on the database under test.
async fn open(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.expect("the database opens")
}

/// Runs a test on an empty SQLite file and, where there is one, on an empty PostgreSQL database.
async fn on_both(test: impl AsyncFn(&str)) {
    throwaway::on_both(async |base| test(&base.url).await).await;
}

#[tokio::test]
async fn goes_up_down_and_up_again() {
    on_both(async |url| {
        let db = open(url).await;
        let all = Migrator::migrations().len();
        assert_eq!(pending(&db).await, Ok(all));
        assert_eq!(migrate(&db).await, Ok(Report { applied: all }));
        assert_eq!(pending(&db).await, Ok(0));
        assert_eq!(migrate(&db).await, Ok(Report { applied: 0 }));
        world(&db).await.expect("rows do not keep tables from going");
        Migrator::down(&db, None).await.expect("down");
        assert_eq!(pending(&db).await, Ok(all));
        assert_eq!(migrate(&db).await, Ok(Report { applied: all }));
    })
    .await;
}

#[tokio::test]
async fn replicas_may_start_together() {
    on_both(async |url| {
        let (one, two, three) = (open(url).await, open(url).await, open(url).await);
        let (a, b, c) = tokio::join!(migrate(&one), migrate(&two), migrate(&three));
        let mut applied = [a, b, c].map(|report| report.expect("no collision").applied);
        applied.sort_unstable();
        assert_eq!(applied, [0, 0, Migrator::migrations().len()]);
    })
    .await;
}

#[tokio::test]
async fn pending_only_reads() {
    on_both(async |url| {
        let db = open(url).await;
        let read_only = match db.get_database_backend() {
            DbBackend::Sqlite => "PRAGMA query_only = ON",
            _ => "SET default_transaction_read_only = on",
        };
        db.execute_unprepared(read_only).await.expect("a setting");
        assert_eq!(pending(&db).await, Ok(Migrator::migrations().len()));
        assert!(migrate(&db).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn values_come_back_as_they_went_in() {
    on_both(async |url| {
        let db = open(url).await;
        migrate(&db).await.expect("a schema");
        world(&db).await.expect("rows");
        let row = find(&db, "territorial_unit", id(1)).await;
        assert_eq!(row.try_get("", "id"), Ok(id(1)));
        assert_eq!(row.try_get("", "parent_id"), Ok(None::<Uuid>));
        assert_eq!(row.try_get("", "rodz"), Ok(Some(3i16)));
        assert_eq!(row.try_get("", "city_powiat"), Ok(true));
        assert_eq!(row.try_get("", "name"), Ok("ŚWIĘTOKRZYSKIE".to_owned()));
        assert_eq!(row.try_get("", "name_key"), Ok(vec![0u8, 255, 7]));
        assert_eq!(row.try_get("", "valid_from"), Ok(Some(day("2026-01-01"))));
        assert_eq!(row.try_get("", "created_at"), Ok(instant("2026-05-12T07:00:00.000001Z")));
        assert_eq!(row.try_get("", "version"), Ok(1i32));

        insert(&db, "document", document()).await.expect("a document");
        let row = find(&db, "document", id(8)).await;
        assert_eq!(row.try_get("", "size_bytes"), Ok(Some(5_000_000_000i64)));

        let payload: Json = "{\"edition\":\"ą\",\"n\":[1,null]}".parse().expect("JSON");
        insert(&db, "job", job(payload.clone())).await.expect("a job");
        assert_eq!(find(&db, "job", id(9)).await.try_get("", "payload"), Ok(payload));
    })
    .await;
}

#[tokio::test]
async fn nonsense_is_refused() {
    on_both(async |url| {
        let db = open(url).await;
        migrate(&db).await.expect("a schema");
        world(&db).await.expect("rows");
        for nonsense in [
            ("state", "opened".into()),
            ("seats", 19.into()),
            ("seats_taken", (-1).into()),
            ("waiting", 6.into()),
            ("threshold_pct", 101.into()),
            ("ends_on", day("2026-05-11").into()),
            ("programme_id", id(99).into()),
            ("title", None::<String>.into()),
        ] {
            let column = nonsense.0;
            let row = but(edition(), [("id", id(70).into()), nonsense]);
            assert!(insert(&db, "edition", row).await.is_err(), "{column}");
        }
        insert(&db, "edition", but(edition(), [("id", id(70).into())])).await.expect("sense");
    })
    .await;
}

#[tokio::test]
async fn one_live_row_each() {
    on_both(async |url| {
        let db = open(url).await;
        migrate(&db).await.expect("a schema");
        world(&db).await.expect("rows");
        insert(&db, "enrolment", enrolment(20, "cancelled_late")).await.expect("a cancelled one");
        insert(&db, "enrolment", enrolment(21, "confirmed")).await.expect("a live one");
        assert!(insert(&db, "enrolment", enrolment(22, "waitlisted")).await.is_err());

        let successor =
            |number, from: &str| but(unit(), [("id", id(number).into()), ("valid_from", day(from).into())]);
        assert!(insert(&db, "territorial_unit", successor(30, "2027-01-01")).await.is_err());
        let past = [("valid_from", None::<ChronoDate>.into()), ("valid_to", day("2025-12-31").into())];
        insert(&db, "territorial_unit", but(successor(30, "2025-01-01"), past)).await.expect("a past one");

        let user = vec![("id", id(40).into()), ("email", "a@example.pl".into()), ("state", "active".into())];
        insert(&db, "user", audited(user)).await.expect("a user");
        let grant = |number, kind: &'static str, scope: Option<Uuid>, revoked: bool| {
            let at = instant("2026-05-01T07:00:00Z");
            vec![
                ("id", id(number).into()),
                ("user_id", id(40).into()),
                ("role", "auditor".into()),
                ("scope_kind", kind.into()),
                ("scope_id", scope.into()),
                ("created_at", at.into()),
                ("revoked_at", revoked.then_some(at).into()),
            ]
        };
        for (number, kind, scope, revoked, fine) in [
            (41, "installation", None, true, true),
            (42, "installation", None, false, true),
            (43, "installation", None, false, false),
            (44, "project", Some(id(4)), false, true),
            (45, "project", Some(id(5)), false, true),
            (46, "project", Some(id(4)), false, false),
            (47, "project", None, false, false),
        ] {
            let done = insert(&db, "role_grant", grant(number, kind, scope, revoked)).await;
            assert_eq!(done.is_ok(), fine, "{number}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_set_of_texts_grows_around_rows_that_others_refer_to() {
    on_both(async |url| {
        let db = open(url).await;
        let steps = Migrator::migrations();
        let before =
            steps.iter().position(|step| step.name().contains("documents_add_uploads")).expect("the step");
        Migrator::up(&db, Some(u32::try_from(before).expect("few"))).await.expect("the schema of before");
        world(&db).await.expect("rows");
        insert(&db, "document", document()).await.expect("a document");
        let material = |number, path: &'static str| {
            but(document(), [("id", id(number).into()), ("kind", "material".into()), ("path", path.into())])
        };
        assert!(insert(&db, "document", material(60, "60")).await.is_err(), "not yet");
        migrate(&db).await.expect("the schema of now");
        let kept: String = find(&db, "document", id(8)).await.try_get("", "path").expect("a path");
        assert_eq!(kept, "8.zip");
        insert(&db, "document", material(60, "60")).await.expect("now");
        assert!(insert(&db, "document", material(61, "8.zip")).await.is_err(), "the index is there");
        let nonsense =
            but(document(), [("id", id(62).into()), ("kind", "poem".into()), ("path", "62".into())]);
        assert!(insert(&db, "document", nonsense).await.is_err(), "the set is closed");
    })
    .await;
}

#[tokio::test]
async fn the_same_post_of_before_is_one_and_whoever_has_two_accounts_keeps_them() {
    on_both(async |url| {
        let db = open(url).await;
        let steps = Migrator::migrations();
        let before =
            steps.iter().position(|step| step.name().contains("one_post_at_a_time")).expect("the step");
        Migrator::up(&db, Some(u32::try_from(before).expect("few"))).await.expect("the schema of before");
        world(&db).await.expect("rows");
        let office = vec![
            ("id", id(20).into()),
            ("name", "Ośrodek".into()),
            ("name_key", vec![1u8].into()),
            ("kind", "other".into()),
            ("sector", "public".into()),
            ("state", "registered".into()),
            ("unit_id", id(1).into()),
            ("voivodeship_id", id(1).into()),
        ];
        insert(&db, "institution", audited(office)).await.expect("an office");
        let post = |number, post: &'static str, from: &str, to: Option<ChronoDate>| {
            audited(vec![
                ("id", id(number).into()),
                ("person_id", id(2).into()),
                ("institution_id", id(20).into()),
                ("post", post.into()),
                ("from_day", day(from).into()),
                ("to_day", to.into()),
            ])
        };
        // The first, three of the same moment, another post, one that begins later, and one that is over.
        for row in [
            post(31, "doradca", "2026-01-01", None),
            post(32, "doradca", "2026-01-01", None),
            post(33, "doradca", "2026-01-01", None),
            post(34, "trener", "2026-01-01", None),
            post(35, "doradca", "2026-03-01", None),
            post(36, "doradca", "2020-01-01", Some(day("2021-01-01"))),
        ] {
            insert(&db, "employment", row).await.expect("a post");
        }
        let user = |number, email: &'static str| {
            let row = vec![
                ("id", id(number).into()),
                ("email", email.into()),
                ("person_id", id(2).into()),
                ("state", "active".into()),
            ];
            audited(row)
        };
        insert(&db, "user", user(41, "a@example.pl")).await.expect("an account");
        insert(&db, "user", user(42, "b@example.pl")).await.expect("another of the same person");
        migrate(&db).await.expect("the schema of now");

        let rows = "SELECT id, to_day FROM employment ORDER BY id";
        let rows = Statement::from_string(db.get_database_backend(), rows);
        let left: Vec<(Uuid, Option<ChronoDate>)> = db
            .query_all_raw(rows)
            .await
            .expect("posts")
            .iter()
            .map(|row| (row.try_get("", "id").expect("a key"), row.try_get("", "to_day").expect("a day")))
            .collect();
        let expected = [
            (id(31), None),
            (id(34), Some(day("2026-01-01"))),
            (id(35), Some(day("2026-03-01"))),
            (id(36), Some(day("2021-01-01"))),
        ];
        assert_eq!(left, expected);
        assert!(insert(&db, "employment", post(37, "inny", "2026-06-01", None)).await.is_err());
        insert(&db, "employment", post(38, "inny", "2020-06-01", Some(day("2020-07-01"))))
            .await
            .expect("a past one");
        assert!(insert(&db, "user", user(43, "c@example.pl")).await.is_err(), "a third account");
    })
    .await;
}

#[tokio::test]
async fn partners_of_before_have_accepted_and_tokens_of_before_end_within_a_year() {
    on_both(async |url| {
        let db = open(url).await;
        let steps = Migrator::migrations();
        let before = steps.iter().position(|step| step.name().contains("add_consent")).expect("the step");
        Migrator::up(&db, Some(u32::try_from(before).expect("few"))).await.expect("the schema of before");
        world(&db).await.expect("rows");
        let user = vec![("id", id(40).into()), ("email", "a@example.pl".into()), ("state", "active".into())];
        insert(&db, "user", audited(user)).await.expect("a user");
        let at = instant("2026-05-01T07:00:00Z");
        let far = instant("2099-05-01T07:00:00Z");
        for (number, kind, ends) in
            [(41, "api_token", None), (42, "api_token", Some(far)), (43, "session", Some(far))]
        {
            let hash = format!("{number}");
            let row = vec![
                ("id", id(number).into()),
                ("user_id", id(40).into()),
                ("kind", kind.into()),
                ("name", "".into()),
                ("token_hash", hash.into()),
                ("created_at", at.into()),
                ("expires_at", ends.into()),
            ];
            insert(&db, "credential", row).await.expect("a credential");
        }
        migrate(&db).await.expect("the schema of now");
        let partner = find(&db, "project_partner", id(5)).await;
        assert_eq!(partner.try_get("", "state"), Ok("accepted".to_owned()));
        assert_eq!(partner.try_get("", "accepted_at"), Ok(Some(instant("2026-05-12T07:00:00.000001Z"))));
        for (number, ends) in [(41, true), (42, true), (43, false)] {
            let row = find(&db, "credential", id(number)).await;
            let at: ChronoDateTimeUtc = row.try_get("", "expires_at").expect("an end");
            assert_eq!(at < far, ends, "{number}: {at}");
            assert_eq!(row.try_get("", "read_only"), Ok(false));
        }
        // No second lead, no second offer, no state that is none.
        let other = |number, more: Row| {
            let row = vec![
                ("id", id(number).into()),
                ("project_id", id(4).into()),
                ("name", "Partner".into()),
                ("invited_at", at.into()),
            ];
            but(audited(row), more)
        };
        let lead = |state: &'static str| vec![("role", "lead".into()), ("state", state.into())];
        let offered = || vec![("role", "partner".into()), ("lead_offered_at", Some(at).into())];
        insert(&db, "project_partner", other(51, lead("refused"))).await.expect("who refused leads nothing");
        insert(&db, "project_partner", other(52, offered())).await.expect("one offer");
        assert!(insert(&db, "project_partner", other(53, offered())).await.is_err());
        assert!(insert(&db, "project_partner", other(54, lead("asked"))).await.is_err());
        let role: String = partner.try_get("", "role").expect("a role");
        let second = insert(&db, "project_partner", other(55, lead("invited"))).await;
        assert_eq!(second.is_err(), role == "lead");
    })
    .await;
}

#[tokio::test]
async fn numbers_of_before_go_to_the_projects_that_noted_them_and_those_of_nobody_go() {
    on_both(async |url| {
        let db = open(url).await;
        let steps = Migrator::migrations();
        let before = steps.iter().position(|step| step.name().contains("pesel_belong")).expect("the step");
        Migrator::up(&db, Some(u32::try_from(before).expect("few"))).await.expect("the schema of before");
        world(&db).await.expect("rows");
        let at = instant("2026-05-01T07:00:00Z");
        let people = [2, 70, 71, 72];
        for number in &people[1..] {
            insert(&db, "person", but(person(), [("id", id(*number).into())])).await.expect("a person");
        }
        let other = but(
            audited(vec![("title", "Inny".into()), ("title_key", vec![2u8].into()), ("goal", "Cel".into())]),
            [
                ("id", id(80).into()),
                ("programme_id", id(3).into()),
                ("state", "active".into()),
                ("starts_on", day("2026-01-01").into()),
                ("ends_on", day("2026-12-31").into()),
                ("pesel_basis", "art. 87".into()),
            ],
        );
        insert(&db, "project", other).await.expect("another project");
        for number in people {
            let row = vec![
                ("id", id(number).into()),
                ("key_version", 1.into()),
                ("sealed", vec![number as u8].into()),
                ("index_version", 1.into()),
                ("mark", vec![number as u8].into()),
            ];
            insert(&db, "person_pesel", but(audited(row), [("created_at", at.into())]))
                .await
                .expect("a number");
        }
        let noted = |number, whose, project, at: ChronoDateTimeUtc| {
            vec![
                ("id", id(number).into()),
                ("person_id", id(whose).into()),
                ("at", at.into()),
                ("kind", "noted".into()),
                ("project_id", id(project).into()),
            ]
        };
        let earlier = instant("2026-04-01T07:00:00Z");
        // Of the first both projects noted one, of the second one did, and the other had removed its own before; nobody
        // knows of the third, who is enrolled nowhere.
        for row in [
            noted(90, 2, 4, at),
            noted(91, 2, 80, instant("2026-05-02T07:00:00Z")),
            noted(92, 70, 80, at),
            noted(93, 70, 4, earlier),
        ] {
            insert(&db, "pesel_sighting", row).await.expect("a note");
        }
        migrate(&db).await.expect("the schema of now");
        let rows = "SELECT person_id, project_id, id = person_id AS first, basis FROM person_pesel \
             ORDER BY person_id, project_id";
        let rows =
            db.query_all_raw(Statement::from_string(db.get_database_backend(), rows)).await.expect("rows");
        let rows: Vec<(Uuid, Uuid, bool)> = rows
            .iter()
            .map(|row| {
                assert_eq!(row.try_get("", "basis"), Ok("legal_obligation".to_owned()));
                let key = |name| row.try_get("", name).expect("a key");
                (key("person_id"), key("project_id"), row.try_get("", "first").expect("a flag"))
            })
            .collect();
        let expected = [(id(2), id(4), true), (id(2), id(80), false), (id(70), id(80), true)];
        assert_eq!(rows, expected);
        // And back again.
        let steps = u32::try_from(Migrator::migrations().len() - before).expect("few");
        Migrator::down(&db, Some(steps)).await.expect("the schema of before");
        find(&db, "person_pesel", id(70)).await;
    })
    .await;
}
