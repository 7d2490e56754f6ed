//! Institutions belong to one another, close, open again, and become one where they were entered twice.

use entities::shared::actor::{Role, ScopeKind};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};
use uuid::Uuid;

const FACTS: &str = "institution { id state endedOn version parent { id } mergedInto { id } }";

async fn registered(app: &TestApp, world: &World, name: &str, parent: Option<&Value>) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Institution { unit { id } } } }";
    let like = app.ask(&world.coordinator.token, query, json!({ "id": world.id(world.lead_office) })).await;
    let new = json!({
        "name": name, "kind": "OPS", "sector": "PUBLIC", "unitId": like["node"]["unit"]["id"], "parentId": parent,
    });
    let made = app.mutate(&world.coordinator.token, "registerInstitution", "institution { id }", new).await;
    made["institution"]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_what_is_changed_and_never_goes_in_a_circle() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let top = registered(&app, &world, "Miejski Ośrodek", None).await;
        let middle = registered(&app, &world, "Dział", Some(&top)).await;
        let low = registered(&app, &world, "Punkt", Some(&middle)).await;
        let under = |id: &Value, parent: &Value| json!({ "id": id, "parentId": parent });
        for (id, parent) in [(&top, &low), (&top, &middle), (&middle, &middle)] {
            let payload = app.try_mutate(token, "updateInstitution", "", under(id, parent)).await;
            assert_eq!(payload["errors"][0]["code"], "OWN_PART", "{payload}");
            assert_eq!(payload["errors"][0]["field"], json!(["parentId"]));
        }
        let moved = app.mutate(token, "updateInstitution", FACTS, under(&low, &top)).await;
        assert_eq!(moved["institution"]["parent"]["id"], top);
        let query = "query($id: ID!) { node(id: $id) { ... on Institution { parts { totalCount } } } }";
        assert_eq!(app.ask(token, query, json!({ "id": top })).await["node"]["parts"]["totalCount"], 2);
        let freed = app.mutate(token, "updateInstitution", FACTS, under(&low, &Value::Null)).await;
        assert_eq!(freed["institution"]["parent"], Value::Null);

        // What has parts stays, until they are closed or belong elsewhere.
        let close = |id: &Value, on: &str, reason: &str| json!({ "id": id, "on": on, "reason": reason });
        let early = close(&top, "2026-05-11", "Likwidacja.");
        assert_eq!(app.refused(token, "closeInstitution", early.clone()).await, "HAS_PARTS");
        app.mutate(token, "closeInstitution", FACTS, close(&middle, "2026-05-11", "Likwidacja.")).await;
        let closed = app.mutate(token, "closeInstitution", FACTS, early.clone()).await;
        assert_eq!(
            (&closed["institution"]["state"], &closed["institution"]["endedOn"]),
            (&json!("CLOSED"), &json!("2026-05-11"))
        );
        assert_eq!(app.refused(token, "closeInstitution", early).await, "WRONG_STATE");
        // A part comes back only to what is there.
        let again = |id: &Value| json!({ "id": id, "reason": "Pomyłka." });
        assert_eq!(app.refused(token, "reopenInstitution", again(&middle)).await, "WRONG_STATE");
        let open = app.mutate(token, "reopenInstitution", FACTS, again(&top)).await;
        assert_eq!(
            (&open["institution"]["state"], &open["institution"]["endedOn"]),
            (&json!("VERIFIED"), &Value::Null)
        );
        app.mutate(token, "reopenInstitution", FACTS, again(&middle)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_works_where_is_over_with_the_last_day_of_what_closes() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let person = world.person(&app, "Ewa", "Ćwikła").await;
        let office = world.id(world.lead_office);
        let close = |on: &str, reason: &str| json!({ "id": office, "on": on, "reason": reason });
        for (input, field) in [(close("2026-05-13", "Koniec."), "on"), (close("2026-05-12", " "), "reason")] {
            let payload = app.try_mutate(token, "closeInstitution", "", input).await;
            assert_eq!(payload["errors"][0]["field"], json!([field]), "{payload}");
        }
        assert_eq!(app.refused(token, "closeInstitution", close("2001-01-01", "Koniec.")).await, "BEGINS_LATER");
        app.mutate(token, "closeInstitution", FACTS, close("2026-05-12", "Koniec.")).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Person { employments { edges { node { to } } } } } }";
        let posts = app.ask(token, query, json!({ "id": world.id(person) })).await;
        assert_eq!(posts["node"]["employments"]["edges"], json!([{ "node": { "to": "2026-05-12" } }]));
        let hire = json!({ "personId": world.id(person), "institutionId": office, "post": "Radca", "from": "2026-05-01" });
        assert_eq!(app.refused(token, "addEmployment", hire).await, "WRONG_STATE");
        let change = json!({ "id": office, "name": "Inna" });
        assert_eq!(app.refused(token, "updateInstitution", change).await, "WRONG_STATE");
    })
    .await;
}

/// Columns that hold the key of an institution that went, where it should not.
async fn left_of(app: &TestApp, id: Uuid) -> Vec<String> {
    let db = &app.state.db.reader;
    let mut found = vec![];
    for (table, column, but) in [
        ("employment", "institution_id", ""),
        ("enrolment", "institution_id", ""),
        ("site_institution", "institution_id", ""),
        ("project_partner", "institution_id", ""),
        ("advisory_request", "institution_id", ""),
        ("advisory_session", "institution_id", ""),
        ("institution", "parent_id", ""),
        ("institution", "merged_into_id", ""),
        ("role_grant", "scope_id", " AND revoked_at IS NULL"),
        ("invitation", "scope_id", " AND state = 'pending'"),
    ] {
        let sql = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL{but}");
        for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap() {
            if row.try_get_by_index::<Uuid>(0).unwrap() == id {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn two_records_of_one_institution_become_one_and_what_hangs_on_either_stays() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let twin = registered(&app, &world, "OPS wpisany drugi raz", None).await;
        let (_, gone) = kit::ids::parts(&async_graphql_id(&twin)).unwrap();
        let part = registered(&app, &world, "Filia", Some(&twin)).await;
        // One works at both, one at the twin alone; both have roles there, and one is enrolled for it.
        let both = world.person(&app, "Ewa", "Obojga").await;
        let alone = world.person_of(&app, "Jan", "Samotny", entities::shared::ids::InstitutionId(gone)).await;
        let hire = json!({ "personId": world.id(both), "institutionId": twin, "post": "Radca", "from": "2020-01-01" });
        app.mutate(token, "addEmployment", "employment { id }", hire).await;
        let head = world
            .account(&app, "szef@example.pl", Role::InstitutionHead, ScopeKind::Institution, Some(gone))
            .await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let enrol = json!({ "editionId": training.edition, "personId": world.id(alone), "institutionId": twin });
        let enrolled = app.mutate(token, "enrolPerson", "enrolment { id }", enrol).await;

        let join = |keep: &Value, merge: &Value| json!({ "keepId": keep, "mergeId": merge, "reason": "Wpisany dwa razy." });
        let kept = json!(world.id(world.lead_office));
        let other = json!(world.id(world.partner_office));
        let payload = app.try_mutate(token, "joinInstitutions", "", join(&twin, &twin)).await;
        assert_eq!(payload["errors"][0]["field"], json!(["mergeId"]), "{payload}");
        let payload = app.try_mutate(&admin.token, "joinInstitutions", "", join(&other, &twin)).await;
        assert_eq!(payload["errors"][0]["field"], json!(["mergeId"]), "of another voivodeship: {payload}");
        assert_eq!(app.refused(&head.token, "joinInstitutions", join(&kept, &twin)).await, "FORBIDDEN");
        let done = app.mutate(token, "joinInstitutions", "institution { id parts { totalCount } }", join(&kept, &twin)).await;
        assert_eq!(done["institution"], json!({ "id": kept, "parts": { "totalCount": 1 } }));
        assert_eq!(left_of(&app, gone).await, Vec::<String>::new());
        assert_eq!(app.refused(token, "joinInstitutions", join(&kept, &twin)).await, "WRONG_STATE");
        assert_eq!(app.refused(token, "joinInstitutions", join(&twin, &kept)).await, "WRONG_STATE");

        // The record that went leads to the one that is kept; the head of the one is head of the other.
        let query = "query($id: ID!) { node(id: $id) { ... on Institution { state mergedInto { id } } } }";
        let went = app.ask(token, query, json!({ "id": twin })).await;
        assert_eq!(went["node"], json!({ "state": "MERGED", "mergedInto": { "id": kept } }));
        let query = "query($id: ID!) { node(id: $id) { ... on Person { employments { edges { node { from to institution { id } } } } } } }";
        let posts = app.ask(&head.token, query, json!({ "id": world.id(both) })).await;
        let posts = &posts["node"]["employments"]["edges"];
        assert_eq!(posts.as_array().unwrap().len(), 1, "{posts}");
        assert_eq!(posts[0]["node"]["institution"]["id"], kept);
        let query = "query($id: ID!) { node(id: $id) { ... on Enrolment { institution { id } } } }";
        let of = app.ask(token, query, json!({ "id": enrolled["enrolment"]["id"] })).await;
        assert_eq!(of["node"]["institution"]["id"], kept);
        let query = "query($id: ID!) { node(id: $id) { ... on Institution { parent { id } } } }";
        assert_eq!(app.ask(token, query, json!({ "id": part })).await["node"]["parent"]["id"], kept);
    })
    .await;
}

fn async_graphql_id(id: &Value) -> async_graphql::ID {
    id.as_str().unwrap().into()
}
