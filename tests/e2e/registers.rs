//! Who sees people: a partner of a project opens nobody's register to the others.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

async fn surnames(app: &TestApp, token: &str) -> Vec<String> {
    let query = "{ people(first: 100) { totalCount edges { node { lastName } } } }";
    let people = app.ask(token, query, json!({})).await["people"].clone();
    let edges = people["edges"].as_array().unwrap();
    assert_eq!(people["totalCount"], edges.len());
    let mut names: Vec<_> =
        edges.iter().map(|e| e["node"]["lastName"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

async fn office_in(app: &TestApp, world: &World) -> entities::shared::ids::InstitutionId {
    use entities::institutions::actions::{NewInstitution, register_institution};
    use entities::institutions::{InstitutionKind, Sector};
    let unit = kit::ids::parse(&json_id(&added_voivodeship(app, world).await), "id").unwrap();
    let new = NewInstitution {
        name: "Ośrodek spoza projektu".into(),
        kind: InstitutionKind::Ops,
        sector: Sector::Public,
        unit_id: unit,
        parent_id: None,
        nip: None,
        regon: None,
        street: None,
        postal_code: None,
        city: None,
        email: None,
        phone: None,
    };
    app.write(async |tx, op| register_institution(tx, op, new.clone()).await).await
}

fn json_id(value: &Value) -> async_graphql::ID {
    value.as_str().unwrap().into()
}

/// A voivodeship that has nothing to do with the project yet.
async fn added_voivodeship(app: &TestApp, world: &World) -> Value {
    let query = "{ territorialUnits(filter: { terc: \"14\" }) { edges { node { id } } } }";
    let found = app.ask(&world.coordinator.token, query, json!({})).await;
    found["territorialUnits"]["edges"][0]["node"]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_that_is_added_opens_nobodys_register() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let elsewhere = office_in(&app, &world).await;
        let far = world.stranger(&app, "Adam", "Daleki", elsewhere).await;
        world.stranger(&app, "Ewa", "Obca", world.partner_office).await;
        world.stranger(&app, "Jan", "Sąsiad", world.lead_office).await;
        let project = Some(world.project.uuid());
        let manager = world.account(&app, "k@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
        let tokens = [&manager.token, &world.coordinator.token];
        for token in tokens {
            assert_eq!(surnames(&app, token).await, Vec::<String>::new());
        }
        let partner = json!({ "projectId": world.id(world.project), "role": "PARTNER", "name": "Jeszcze jeden",
            "voivodeshipId": added_voivodeship(&app, &world).await });
        let added = app.mutate(&manager.token, "addProjectPartner", "partner { id }", partner).await;
        for token in tokens {
            assert_eq!(surnames(&app, token).await, Vec::<String>::new());
            let one = app.ask(token, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": world.id(far) })).await;
            assert_eq!(one["node"], Value::Null);
            let work = "query($id: ID!) { node(id: $id) { ... on Institution { employments { totalCount } } } }";
            let work = app.ask(token, work, json!({ "id": world.id(elsewhere) })).await;
            assert_eq!(work["node"]["employments"]["totalCount"], 0);
        }
        // What one may not see is not enrolled, either.
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let blind = json!({ "editionId": training.edition, "personId": world.id(far) });
        assert_eq!(app.refused(&world.coordinator.token, "enrolPerson", blind).await, "NOT_FOUND");

        // The partner's own office sees its own people, and enrols them; then the project sees who takes part.
        let id = json_id(&added["partner"]["id"]);
        let id = kit::ids::parse::<entities::shared::ids::PartnerId>(&id, "id").unwrap();
        let own = world.account(&app, "p@example.pl", Role::Coordinator, ScopeKind::Partner, Some(id.uuid())).await;
        assert_eq!(surnames(&app, &own.token).await, Vec::<String>::new(), "the office was only asked");
        let yes = entities::partnerships::actions::Answer { partner_id: id, accept: true, reason: None };
        app.write(async |tx, op| {
            entities::accounts::actions::answer_partnership(tx, op, yes.clone()).await
        })
        .await;
        assert_eq!(surnames(&app, &own.token).await, ["Daleki"]);
        let enrol = json!({ "editionId": training.edition, "personId": world.id(far), "institutionId": world.id(elsewhere) });
        app.mutate(&own.token, "enrolPerson", "enrolment { state }", enrol).await;
        for token in tokens {
            assert_eq!(surnames(&app, token).await, ["Daleki"]);
        }
        // Of another partner's people, that office enrols nobody.
        let ewa = world.person_of(&app, "Ola", "Olsztyńska", world.partner_office).await;
        let not_theirs = json!({ "editionId": training.edition, "personId": world.id(ewa), "institutionId": world.id(world.partner_office) });
        assert_eq!(app.refused(&own.token, "enrolPerson", not_theirs).await, "FORBIDDEN");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_of_a_project_see_who_takes_part_trains_or_works_in_it_and_whom_they_registered() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        // Registered by herself and by nobody else in the project.
        let own = json!({ "firstName": "Zofia", "lastName": "Wpisana", "employment":
            { "institutionId": world.id(world.lead_office), "post": "asystentka", "from": "2026-01-01" } });
        let own = app.mutate(token, "registerPerson", "person { id }", own).await["person"]["id"].clone();
        assert_eq!(surnames(&app, token).await, ["Wpisana"]);
        let input = json!({ "editionId": training.edition, "personId": own, "institutionId": world.id(world.lead_office) });
        app.mutate(token, "enrolPerson", "enrolment { id }", input).await;

        // A colleague who has a role, and a stranger who has none.
        let colleague = world.stranger(&app, "Piotr", "Kolega", world.lead_office).await;
        world.stranger(&app, "Jan", "Sąsiad", world.lead_office).await;
        let account = world.participant(&app, "kolega@example.pl", colleague).await;
        assert_eq!(surnames(&app, token).await, ["Wpisana"]);
        use entities::accounts::actions::{NewGrant, grant_role};
        let grant = NewGrant {
            user_id: account.user,
            role: Role::TeamTraining,
            scope_kind: ScopeKind::Partner,
            scope_id: Some(world.lead.uuid()),
        };
        app.write(async |tx, op| grant_role(tx, op, grant.clone()).await).await;
        assert_eq!(surnames(&app, token).await, ["Kolega", "Wpisana"]);
        // With a role at the lead, the colleague looks after the lead's own voivodeship as well.
        assert_eq!(surnames(&app, &account.token).await, ["Kolega", "Sąsiad", "Wpisana"]);
        let trainer = json!({ "editionId": training.edition, "personId": world.id(colleague) });
        app.mutate(token, "assignTrainer", "trainer { id }", trainer).await;
        let work = "query($id: ID!) { node(id: $id) { ... on Person { employments { edges { node { post } } } } } }";
        let shown = app.ask(token, work, json!({ "id": own })).await;
        assert_eq!(shown["node"]["employments"]["edges"][0]["node"]["post"], "asystentka");
    })
    .await;
}
