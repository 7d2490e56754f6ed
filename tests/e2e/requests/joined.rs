//! Two records of one person become one, and nothing of either is lost.

use entities::institutions::person;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{PersonId, TypedId};
use entities::upkeep::drift::drifts;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training};
use tests::{TestApp, on_both};

use super::register::Schema;
use super::scene::{Scene, text};

/// Where the key of somebody is left.
async fn left_of(app: &TestApp, id: PersonId) -> Vec<String> {
    let schema = Schema::of(app).await;
    let db = &app.state.db.reader;
    let mut found = vec![];
    for (table, columns) in &schema.columns {
        for column in columns.keys().filter(|column| column.ends_with("person_id")) {
            let sql = format!("SELECT \"{column}\" FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
            for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap()
            {
                if row.try_get_by_index::<uuid::Uuid>(0).unwrap() == id.uuid() {
                    found.push(format!("{table}.{column}"));
                }
            }
        }
    }
    found
}

fn pesel(serial: u32) -> String {
    let head = format!("800101{serial:04}");
    let weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
    let sum: u32 = head.bytes().zip(weights).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    format!("{head}{}", (10 - sum % 10) % 10)
}

const OF: &str = "query($id: ID!) { node(id: $id) { ... on Person { lastName email phone \
    employments { totalCount } enrolments { totalCount edges { node { state edition { id } } } } \
    certificates { totalCount edges { node { number } } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn two_records_of_one_person_become_one_and_nothing_of_either_is_lost() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let (world, admin) = (&scene.world, &scene.admin.token);
        // Anna was entered once more, at the same office, with another address, an account and a place in an edition.
        let twin = world.person(&app, "Anna", "Łącka").await;
        let twins_account = world.participant(&app, "anna2@example.pl", twin).await;
        let requires = json!({ "id": world.id(world.project), "legalBasis": "art. 87" });
        app.mutate(&scene.manager.token, "setPeselRequirement", "project { id }", requires).await;
        let third = Training::open(&app, world, EditionPlan::default()).await;
        third.enrol(&app, world, twin).await;
        // In the edition with one seat, which Anna has, the twin waits behind Olga.
        scene.open.enrol(&app, world, twin).await;
        for (person, number) in [(scene.anna, 1), (twin, 1)] {
            let input = json!({ "personId": world.id(person), "pesel": pesel(number) });
            let code = app.try_mutate(&world.coordinator.token, "setPesel", "person { id }", input).await;
            if person == twin {
                assert_eq!(code["errors"][0]["code"], "DUPLICATE", "{code:#}");
            }
        }
        let likely = "{ likelyDuplicates { reasons people { id lastName } } }";
        assert_eq!(
            app.graphql(Some(&world.coordinator.token), likely, json!({})).await.body["errors"][0]["extensions"]["code"],
            "FORBIDDEN"
        );
        let pairs = app.ask(admin, likely, json!({})).await["likelyDuplicates"].clone();
        assert_eq!(pairs[0]["reasons"], json!(["SAME_NAME_AND_INSTITUTION"]), "{pairs:#}");
        let ids: Vec<&Value> = (0..2).map(|n| &pairs[0]["people"][n]["id"]).collect();
        assert!(ids.contains(&&scene.person()) && ids.contains(&&json!(world.id(twin))), "{pairs:#}");
        assert_eq!(pairs.as_array().unwrap().len(), 1);

        let before = app.ask(admin, OF, json!({ "id": scene.person() })).await["node"].clone();
        let join = |keep: &Value, merge: &Value, reason: &str| json!({ "keepId": keep, "mergeId": merge, "reason": reason });
        let (anna, other) = (scene.person(), json!(world.id(twin)));
        for (token, input, code) in [
            (admin, join(&anna, &other, "  "), "INVALID"),
            (admin, join(&anna, &anna, "to samo"), "INVALID"),
            (&world.coordinator.token, join(&anna, &other, "powtórzona"), "FORBIDDEN"),
            (&scene.own.token, join(&anna, &anna, "powtórzona"), "FORBIDDEN"),
        ] {
            assert_eq!(app.refused(token, "joinPeople", input).await, code);
        }
        let done = app.mutate(admin, "joinPeople", "person { id }", join(&anna, &other, "wpisana dwa razy")).await;
        assert_eq!(done["person"]["id"], anna);

        let after = app.ask(admin, OF, json!({ "id": anna })).await["node"].clone();
        assert_eq!((&after["email"], &after["phone"]), (&before["email"], &before["phone"]));
        assert_eq!(after["certificates"], before["certificates"], "what was printed stays");
        assert_eq!(after["employments"]["totalCount"], 1, "the same post is one");
        let states: Vec<String> = after["enrolments"]["edges"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|edge| edge["node"]["edition"]["id"] == json!(scene.open.edition))
            .map(|edge| text(&edge["node"]["state"]))
            .collect();
        assert_eq!(states.len(), 2, "{after:#}");
        assert!(states.contains(&"CONFIRMED".to_owned()) && states.contains(&"CANCELLED_BY_ORGANISER".to_owned()));
        assert_eq!(left_of(&app, twin).await, Vec::<String>::new());
        assert!(person::Entity::find_by_id(twin).one(&app.state.db.reader).await.unwrap().is_none());
        assert_eq!(drifts(&app.state.db.reader).await.unwrap(), []);

        // Both accounts are one: the kept one goes on, the other lets nobody in.
        assert_eq!(app.graphql(Some(&twins_account.token), "{ viewer { user { id } } }", json!({})).await.status, 401);
        let own = "{ viewer { user { person { enrolments { totalCount } pesels { totalCount } } } } }";
        let seen = app.ask(&scene.own.token, own, json!({})).await;
        assert_eq!(seen["viewer"]["user"]["person"]["pesels"]["totalCount"], 1);
        assert_eq!(seen["viewer"]["user"]["person"]["enrolments"]["totalCount"], after["enrolments"]["totalCount"]);
        let line = "{ auditEntries(filter: { actions: [\"privacy.join_people\"] }) { edges { node { reason detail } } } }";
        let line = app.ask(admin, line, json!({})).await["auditEntries"]["edges"][0]["node"].clone();
        assert_eq!(line["reason"], "wpisana dwa razy");
        assert_eq!(line["detail"]["joined"], json!(twin), "{line:#}");
        assert_eq!(app.ask(admin, likely, json!({})).await["likelyDuplicates"], json!([]));

        // The copy of their data holds both, and a number opens for the person who stays.
        let look = json!({ "personId": anna, "reason": "wniosek o płatność" });
        let shown = app.mutate(&world.coordinator.token, "revealPesel", "pesel", look).await;
        assert_eq!(shown["pesel"], pesel(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_took_part_twice_is_not_joined_and_a_number_moves_to_the_record_that_is_kept() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let (world, admin) = (&scene.world, &scene.admin.token);
        // Olga and Anna have both a certificate of one edition: they are two.
        let join = |keep, merge| json!({ "keepId": world.id(keep), "mergeId": world.id(merge), "reason": "powtórzona" });
        assert_eq!(app.refused(admin, "joinPeople", join(scene.anna, scene.olga)).await, "JOIN_CONFLICT");
        let count = "{ people { totalCount } }";
        let people = app.ask(admin, count, json!({})).await["people"]["totalCount"].clone();

        let requires = json!({ "id": world.id(world.project), "legalBasis": "art. 87" });
        app.mutate(&scene.manager.token, "setPeselRequirement", "project { id }", requires).await;
        let (jan, twin) = (world.person(&app, "Jan", "Żak").await, world.person(&app, "Jan", "Żak").await);
        let third = Training::open(&app, world, EditionPlan::default()).await;
        third.enrol(&app, world, twin).await;
        let number = json!({ "personId": world.id(twin), "pesel": pesel(5) });
        app.mutate(&world.coordinator.token, "setPesel", "person { id }", number).await;
        app.mutate(admin, "joinPeople", "person { id }", join(jan, twin)).await;
        let look = json!({ "personId": world.id(jan), "reason": "wniosek o płatność" });
        let shown = app.mutate(&world.coordinator.token, "revealPesel", "pesel", look).await;
        assert_eq!(shown["pesel"], pesel(5), "sealed anew for the record that stays");
        assert_eq!(app.ask(admin, count, json!({})).await["people"]["totalCount"], json!(people.as_u64().unwrap() + 1));

        // Two accounts of nobody in the register are joined, too, with their roles.
        let project = Some(world.project.uuid());
        let first = world.account(&app, "ala@example.pl", Role::Auditor, ScopeKind::Project, project).await;
        let second = world.account(&app, "ala2@example.pl", Role::Coordinator, ScopeKind::Project, project).await;
        let users = |keep, merge| json!({ "keepId": world.id(keep), "mergeId": world.id(merge), "reason": "dwa konta" });
        let two = users(scene.own.user, first.user);
        assert_eq!(app.refused(&world.coordinator.token, "joinUsers", two).await, "NOT_FOUND");
        let joined = app.mutate(admin, "joinUsers", "user { id }", users(first.user, second.user)).await;
        assert_eq!(joined["user"]["id"], json!(world.id(first.user)));
        assert_eq!(app.graphql(Some(&second.token), count, json!({})).await.status, 401);
        let enrol = "{ enrolments { totalCount } }";
        assert!(app.ask(&first.token, enrol, json!({})).await["enrolments"]["totalCount"].as_u64().unwrap() > 0);
        let reveal = json!({ "personId": world.id(jan), "reason": "kontrola" });
        assert_eq!(app.mutate(&first.token, "revealPesel", "pesel", reveal).await["pesel"], pesel(5), "a role came over");
    })
    .await;
}
