//! People are seen where they work today and by what they take part in; registers are kept by their own office.

use chrono::Duration;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const PERSON: &str = "query($id: ID!) { node(id: $id) { ... on Person { lastName email } } }";

/// Whether somebody finds a person.
async fn finds(app: &TestApp, token: &str, person: &Value) -> bool {
    !app.ask(token, PERSON, json!({ "id": person })).await["node"].is_null()
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_an_institution_and_an_office_no_longer_employ_they_no_longer_see() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let of = async |email: &str, role, kind, id| world.account(&app, email, role, kind, Some(id)).await;
        let head = of("dyrektor@example.pl", Role::InstitutionHead, ScopeKind::Institution, world.lead_office.uuid()).await;
        let there = of("nowy@example.pl", Role::InstitutionHead, ScopeKind::Institution, world.partner_office.uuid()).await;
        let office = of("rops@example.pl", Role::RopsAdmin, ScopeKind::Voivodeship, world.lead_voivodeship.uuid()).await;
        // The institution registered her itself, and sent her to a training.
        let anna = json!({ "firstName": "Anna", "lastName": "Łącka", "employment": {
            "institutionId": world.id(world.lead_office), "post": "pracownik socjalny", "from": "2020-01-01" } });
        let made = app.mutate(&head.token, "registerPerson", "person { id employments { edges { node { id } } } }", anna).await;
        let person = made["person"]["id"].clone();
        let job = made["person"]["employments"]["edges"][0]["node"]["id"].clone();
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let enrolment = json!({ "editionId": training.edition, "personId": person,
            "institutionId": world.id(world.lead_office) });
        let enrolment = app.mutate(&head.token, "enrolPerson", "enrolment { id }", enrolment).await;
        let enrolment = enrolment["enrolment"]["id"].clone();
        for token in [&head.token, &office.token] {
            assert!(finds(&app, token, &person).await);
        }

        // She works until the end of the day, and is seen until then.
        app.mutate(&head.token, "endEmployment", "employment { to }", json!({ "id": job, "to": "2026-05-12" })).await;
        assert!(finds(&app, &head.token, &person).await);
        app.clock.advance(Duration::days(1));
        for token in [&head.token, &office.token] {
            assert!(!finds(&app, token, &person).await, "yesterday was the last day");
            let people = app.ask(token, "{ people { totalCount } }", json!({})).await;
            assert_eq!(people["people"]["totalCount"], 0);
            let change = json!({ "id": person, "phone": "600 700 800" });
            assert_eq!(app.refused(token, "updatePerson", change).await, "NOT_FOUND");
        }
        // What the institution did stays known to it, without who it was today.
        let query = "query($id: ID!) { node(id: $id) { ... on Enrolment { state person { lastName } } } }";
        let kept = app.ask(&head.token, query, json!({ "id": enrolment })).await;
        assert_eq!(kept["node"], json!({ "state": "CONFIRMED", "person": null }));
        // The new employer and the project see her.
        let job = json!({ "personId": person, "institutionId": world.id(world.partner_office), "post": "kierownik",
            "from": "2026-05-13" });
        assert_eq!(app.refused(&there.token, "addEmployment", job.clone()).await, "NOT_FOUND", "not by guessing");
        let admin = world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        app.mutate(&admin.token, "addEmployment", "employment { id }", job).await;
        assert!(finds(&app, &there.token, &person).await && finds(&app, &world.coordinator.token, &person).await);
        assert!(!finds(&app, &head.token, &person).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_projects_coordinator_enters_and_changes_nothing_in_the_registers_of_partners() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let partner = (Role::Coordinator, ScopeKind::Partner, Some(world.partner.uuid()));
        let partner = world.account(&app, "partner@example.pl", partner.0, partner.1, partner.2).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Institution { unit { id } } } }";
        let unit = async |id| {
            let found = app.ask(token, query, json!({ "id": world.id(id) })).await;
            found["node"]["unit"]["id"].clone()
        };
        let units = [unit(world.lead_office).await, unit(world.partner_office).await];
        let office =
            |unit: &Value| json!({ "name": "CUS", "kind": "CUS", "sector": "PUBLIC", "unitId": unit });
        let person = |id| {
            json!({ "firstName": "Zofia", "lastName": "Maj", "employment": {
            "institutionId": world.id(id), "post": "pracownik", "from": "2020-01-01" } })
        };
        for (name, input) in [
            ("registerInstitution", office(&units[1])),
            ("updateInstitution", json!({ "id": world.id(world.partner_office), "name": "Inna nazwa" })),
            ("verifyInstitution", json!({ "id": world.id(world.partner_office) })),
            ("updateInstitution", json!({ "id": world.id(world.lead_office), "unitId": units[1] })),
            ("registerPerson", person(world.partner_office)),
        ] {
            assert_eq!(app.refused(token, name, input).await, "FORBIDDEN", "{name}");
        }
        app.mutate(&partner.token, "registerInstitution", "institution { id }", office(&units[1])).await;
        app.mutate(&partner.token, "registerPerson", "person { id }", person(world.partner_office)).await;
        // In the lead's, whose the project is, they may.
        app.mutate(token, "registerInstitution", "institution { id }", office(&units[0])).await;
        app.mutate(token, "registerPerson", "person { id }", person(world.lead_office)).await;
        // Somebody of a partner who takes part is seen, and looked after by their own office.
        let olga = world.stranger(&app, "Olga", "Śliwa", world.partner_office).await;
        let id = json!(world.id(olga));
        assert!(!finds(&app, token, &id).await);
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let enrolment = json!({ "editionId": training.edition, "personId": id,
            "institutionId": world.id(world.partner_office) });
        app.mutate(&partner.token, "enrolPerson", "enrolment { id }", enrolment).await;
        assert!(finds(&app, token, &id).await);
        let change = json!({ "id": id, "email": "koordynator@example.pl" });
        assert_eq!(app.refused(token, "updatePerson", change).await, "FORBIDDEN");
    })
    .await;
}
