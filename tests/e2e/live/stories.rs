//! What is heard: seats, certificates, runs; in whichever process it was written, and by whom it may be seen.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, PilotStudy, Training, World};
use tests::{Edge, Server, TestApp, on_both};

use super::client::Client;
use super::text;

const SEATS: &str = "subscription($id: ID!) { editionSeats(editionId: $id) { seats seatsTaken waiting state programme { title } } }";
const PROGRESS: &str = "subscription($id: ID!) { certificateProgress(editionId: $id) { editionId state stateLabel total done failed } }";
const NEW: &str =
    "subscription($id: ID) { newCertificates(editionId: $id) { number state person { lastName } } }";
const RUN: &str = "subscription($id: ID!) { reportRunProgress(runId: $id) { state stateLabel progressPct total done \
    run { id artefacts { totalCount } } } }";

/// Reads answers of one operation until `is_last`, or until it completes.
async fn until(client: &mut Client, id: &str, is_last: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut heard = vec![];
    loop {
        heard.push(client.data(id).await);
        if is_last(&heard[heard.len() - 1]) {
            return heard;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_are_heard_in_every_process() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan { seats: 2, ..EditionPlan::default() }).await;
        let people = [world.person(&app, "Anna", "Łącka").await, world.person(&app, "Jan", "Żak").await];
        // Two API processes on one database; what is written goes through a third.
        let other = app.another().await;
        let servers =
            [Server::start(&app.state, Edge::default()).await, Server::start(&other, Edge::default()).await];
        let id = json!({ "id": training.edition });
        let mut clients = [Client::begin(&servers[0], None).await, Client::begin(&servers[1], None).await];
        for client in &mut clients {
            client.run("s", SEATS, id.clone()).await;
            let now = client.data("s").await;
            assert_eq!(now["editionSeats"]["seatsTaken"], 0);
            assert_eq!(now["editionSeats"]["programme"]["title"], "Szkoła Kooperacji");
        }
        let enrolled = training.enrol(&app, &world, people[0]).await;
        training.enrol(&app, &world, people[1]).await;
        for client in &mut clients {
            let heard = until(client, "s", |data| data["editionSeats"]["seatsTaken"] == 2).await;
            assert!(heard.len() <= 2, "{heard:#?}");
        }
        app.mutate(
            &world.coordinator.token,
            "cancelEnrolment",
            "enrolment { id }",
            json!({ "enrolmentId": enrolled }),
        )
        .await;
        let input = json!({ "editionId": training.edition, "seats": 5 });
        app.mutate(&world.coordinator.token, "setSeats", "edition { id }", input).await;
        for client in &mut clients {
            until(client, "s", |data| {
                data["editionSeats"]["seats"] == 5 && data["editionSeats"]["seatsTaken"] == 1
            })
            .await;
        }
        let input = json!({ "editionId": training.edition, "to": "CANCELLED", "reason": "Brak trenera" });
        app.mutate(&world.coordinator.token, "changeEditionState", "edition { id }", input).await;
        for client in &mut clients {
            until(client, "s", |data| data["editionSeats"]["state"] == "CANCELLED").await;
            client.complete("s").await;
        }
        for server in servers {
            server.end().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_are_heard_while_a_worker_elsewhere_makes_them() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let anna = world.person(&app, "Anna", "Łącka").await;
        let olga = world.person(&app, "Olga", "Śliwa").await;
        let enrolled = [training.enrol(&app, &world, anna).await, training.enrol(&app, &world, olga).await];
        training.start(&app, &world).await;
        for (session, minutes) in [(0, 240), (1, 120)] {
            let rows: Vec<(&str, i32)> = enrolled.iter().map(|id| (id.as_str(), minutes)).collect();
            training.record(&app, &world, session, &rows).await;
        }
        training.finish(&app, &world).await;
        let own = world.participant(&app, "anna@example.pl", anna).await.token;
        let id = json!({ "id": training.edition });

        let worker = app.another().await;
        let server = Server::start(&app.state, Edge::default()).await;
        let mut staff = Client::begin(&server, Some(&world.coordinator.token)).await;
        let mut person = Client::begin(&server, Some(&own)).await;
        staff.run("p", PROGRESS, id.clone()).await;
        assert_eq!(staff.data("p").await["certificateProgress"]["state"], "NONE");
        person.run("own", NEW, json!({})).await;
        person.run("all", NEW, id.clone()).await;
        person.hears_nothing().await;

        training.issue(&app, &world).await;
        let heard = until(&mut staff, "p", |data| data["certificateProgress"]["total"] == 2).await;
        assert_eq!(heard[heard.len() - 1]["certificateProgress"]["stateLabel"], "w przygotowaniu");
        assert_eq!(app.work_in(&worker).await, 0);
        let heard = until(&mut staff, "p", |data| data["certificateProgress"]["state"] == "DONE").await;
        let last = &heard[heard.len() - 1]["certificateProgress"];
        assert_eq!((&last["total"], &last["done"], &last["failed"]), (&json!(2), &json!(2), &json!(0)));
        assert_eq!(last["editionId"], json!(training.edition));
        staff.complete("p").await;

        // Both ways the person hears of their own certificate, once, and of no other.
        let mut news = [person.hear().await, person.hear().await];
        news.sort_by_key(|message| text(&message["id"]));
        for (message, id) in news.iter().zip(["all", "own"]) {
            assert_eq!(message["id"], id);
            let told = &message["payload"]["data"]["newCertificates"];
            assert_eq!((&told["state"], &told["person"]["lastName"]), (&json!("RENDERED"), &json!("Łącka")));
        }
        person.hears_nothing().await;

        // Who comes later finds it done, and nothing new.
        staff.run("later", PROGRESS, id.clone()).await;
        assert_eq!(staff.data("later").await["certificateProgress"]["done"], 2);
        staff.complete("later").await;
        server.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_followed_to_its_end() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let study = PilotStudy::running(&app, &world, &[("2604", "powiat@example.pl")]).await;
        let token = &world.coordinator.token;
        let report = json!({ "kind": "PILOT_SUMMARY", "pilotId": study.pilot, "title": "Podsumowanie" });
        let report = app.mutate(token, "createReportDefinition", "reportDefinition { id }", report).await;
        let run = json!({ "definitionId": report["reportDefinition"]["id"] });
        let run = app.mutate(token, "runReport", "reportRun { id }", run).await["reportRun"]["id"].clone();

        let (server, worker) = (Server::start(&app.state, Edge::default()).await, app.another().await);
        let mut client = Client::begin(&server, Some(token)).await;
        client.run("r", RUN, json!({ "id": run })).await;
        let first = client.data("r").await["reportRunProgress"].clone();
        assert_eq!((&first["state"], &first["total"], &first["done"]), (&json!("DUE"), &json!(2), &json!(0)));
        assert_eq!(app.work_in(&worker).await, 0);
        let heard = until(&mut client, "r", |data| data["reportRunProgress"]["state"] == "RENDERED").await;
        let last = &heard[heard.len() - 1]["reportRunProgress"];
        assert_eq!((&last["done"], &last["progressPct"]), (&json!(2), &json!(100)));
        assert_eq!(last["run"], json!({ "id": run, "artefacts": { "totalCount": 2 } }));
        client.complete("r").await;

        // Staff of another's project see neither the run nor whether it exists.
        let mut stranger = Client::begin(&server, Some(&study.workers[0].token)).await;
        for (id, run) in [("hidden", run.clone()), ("nonsense", json!("x"))] {
            stranger.run(id, RUN, json!({ "id": run })).await;
            let told = stranger.hear().await;
            assert_eq!(told["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND", "{told:#}");
            stranger.complete(id).await;
        }
        server.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_ends_with_its_token_and_with_its_rights() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::draft(&app, &world, EditionPlan::default()).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let project = Some(world.project.uuid());
        let staff =
            world.account(&app, "zespol@example.pl", Role::TeamTraining, ScopeKind::Project, project).await;
        // What is changed in one process ends sockets of another.
        let other = app.another().await;
        let server = Server::start(&other, Edge::default()).await;
        let id = json!({ "id": training.edition });

        let mut public = Client::begin(&server, None).await;
        public.run("draft", SEATS, id.clone()).await;
        let told = public.hear().await;
        assert_eq!(told["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND", "{told:#}");
        public.complete("draft").await;

        let mut watching = Client::begin(&server, Some(&staff.token)).await;
        watching.run("draft", SEATS, id.clone()).await;
        watching.data("draft").await;
        let query = "query($id: ID!) { node(id: $id) { ... on User { grants { edges { node { id } } } } } }";
        let grants = app.ask(&admin.token, query, json!({ "id": world.id(staff.user) })).await;
        let grant = grants["node"]["grants"]["edges"][0]["node"]["id"].clone();
        app.mutate(&admin.token, "revokeRole", "grant { id }", json!({ "id": grant })).await;
        assert_eq!(watching.closed().await, 4403);
        // It may come again, and finds nothing.
        let mut again = Client::begin(&server, Some(&staff.token)).await;
        again.run("draft", SEATS, id.clone()).await;
        assert_eq!(again.hear().await["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND");
        again.complete("draft").await;

        app.ask(&staff.token, "mutation { logOut { errors { code } } }", json!({})).await;
        assert_eq!(again.closed().await, 4401);

        // A token that expires makes no event; it is found out all the same.
        let mut expiring = Client::begin(&server, Some(&world.coordinator.token)).await;
        expiring.run("draft", SEATS, id).await;
        expiring.data("draft").await;
        app.clock.advance(chrono::Duration::days(4_000));
        assert_eq!(expiring.closed().await, 4401);
        server.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_later_is_told_no_more() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let server = Server::start(&app.state, Edge::default()).await;
        let mut public = Client::begin(&server, None).await;
        public.run("s", SEATS, json!({ "id": training.edition })).await;
        public.data("s").await;
        // No action takes an announced edition back, so the row is changed by hand; no event tells of it.
        app.write(async |tx, _| {
            use entities::trainings::{EditionState, edition};
            use sea_orm::{EntityTrait, sea_query::Expr};
            edition::Entity::update_many()
                .col_expr(edition::Column::State, Expr::value(EditionState::Draft))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await;
        public.complete("s").await;
        server.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mutations_and_tries_over_a_socket_are_those_over_http() {
    let app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let world = World::new(&app).await;
    let server = Server::start(&app.state, Edge::default()).await;
    let mut client = Client::begin(&server, Some(&world.coordinator.token)).await;
    let made =
        "mutation { createApiToken(input: { name: \"Telefon\" }) { credential { id } errors { code } } }";
    client.run("1", made, json!({})).await;
    assert_eq!(client.data("1").await["createApiToken"]["errors"], json!([]));
    client.complete("1").await;
    let login = "mutation { logIn(input: { email: \"x@example.pl\", password: \"wrong password\" }) { errors { code } } }";
    let mut limited = false;
    for n in 0..25 {
        let id = format!("login {n}");
        client.run(&id, login, json!({})).await;
        let told = client.hear().await;
        limited |= told["payload"]["errors"][0]["extensions"]["code"] == "RATE_LIMITED";
        client.complete(&id).await;
    }
    assert!(limited, "tries are counted on a socket");
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_cut_off_from_events_looks_again_and_misses_nothing() {
    let Some(base) = tests::databases::TestDb::postgres().await else { return };
    let app = TestApp::on(base);
    let world = World::new(&app).await;
    let training = Training::open(&app, &world, EditionPlan::default()).await;
    let anna = world.person(&app, "Anna", "Łącka").await;
    // Without looking again by itself, so that only the ears count.
    let mut state = app.another().await;
    state.pace.recheck = std::time::Duration::from_secs(3_600);
    let server = Server::start(&state, Edge::default()).await;
    let mut client = Client::begin(&server, None).await;
    client.run("s", SEATS, json!({ "id": training.edition })).await;
    client.data("s").await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    sea_orm::ConnectionTrait::execute_unprepared(&app.state.db.reader, cut).await.unwrap();
    training.enrol(&app, &world, anna).await;
    until(&mut client, "s", |data| data["editionSeats"]["seatsTaken"] == 1).await;
    server.end().await;
}
