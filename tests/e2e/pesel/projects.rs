//! A number belongs to a person within one project: on a basis that is named, with consent where that is the basis.

use entities::pesel::person_pesel;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use entities::upkeep::drift::drifts;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::builders::{Account, EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

use super::{Scene, pesel};

/// Another project in which the same person takes part, and its manager.
async fn beside(app: &TestApp, scene: &Scene) -> (World, Account) {
    let world = scene.world.beside(app, "druga@example.pl").await;
    let manager = (Role::ProjectManager, ScopeKind::Project, Some(world.project.uuid()));
    let manager = world.account(app, "kierownik2@example.pl", manager.0, manager.1, manager.2).await;
    let training = Training::open(app, &world, EditionPlan::default()).await;
    let input = json!({ "editionId": training.edition, "personId": world.id(scene.anna),
        "institutionId": world.id(world.lead_office) });
    // The person's own office enters them; the project sees them from then on.
    let office = (Role::InstitutionCoordinator, ScopeKind::Institution, Some(world.lead_office.uuid()));
    let office = world.account(app, "gops2@example.pl", office.0, office.1, office.2).await;
    app.mutate(&office.token, "enrolPerson", "enrolment { id }", input).await;
    (world, manager)
}

async fn require(app: &TestApp, world: &World, manager: &Account, basis: &str) {
    let input = json!({ "id": world.id(world.project), "legalBasis": "art. 87 ustawy", "basis": basis,
        "purpose": "SETTLEMENT" });
    let fields = "project { peselBasis peselPurpose }";
    let set = app.mutate(&manager.token, "setPeselRequirement", fields, input).await;
    assert_eq!(set["project"], json!({ "peselBasis": basis, "peselPurpose": "SETTLEMENT" }));
}

const OWN: &str = "{ viewer { user { person { pesels { totalCount edges { node { masked purpose basis basisLabel \
     project { title } consent { givenAt withdrawnAt } } } } peselConsents { totalCount } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn two_projects_never_see_each_others_number_of_one_person() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::requiring(&app).await;
        let anna = scene.anna;
        scene.set(&app, anna, &pesel(1)).await;
        // Enrolling somebody shows no number that another project keeps, whatever the enrolling project requires.
        let (other, manager) = beside(&app, &scene).await;
        require(&app, &other, &manager, "PUBLIC_TASK").await;
        let theirs = &other.coordinator.token;
        assert_eq!(scene.masked(&app, theirs, anna).await, Value::Null);
        assert_eq!(app.refused(theirs, "revealPesel", scene.look(anna)).await, "PESEL_MISSING");
        assert_eq!(scene.found(&app, theirs, &pesel(1)).await, Value::Null);
        assert_eq!(app.refused(theirs, "removePesel", scene.look(anna)).await, "PESEL_MISSING");

        // Nor does noting tell what the other project has: neither the same number nor another, of whomever.
        let jan = scene.world.person(&app, "Jan", "Żak").await;
        scene.training.enrol(&app, &scene.world, jan).await;
        assert_eq!(scene.refused(&app, scene.coordinator(), jan, &pesel(1)).await, "DUPLICATE");
        app.clock.advance(chrono::Duration::minutes(1));
        app.mutate(theirs, "setPesel", "person { id }", scene.input(anna, &pesel(2))).await;
        assert_eq!(scene.revealed(&app, scene.coordinator(), anna).await, pesel(1));
        assert_eq!(scene.revealed(&app, theirs, anna).await, pesel(2));
        scene.set(&app, jan, &pesel(2)).await;
        assert_eq!(scene.found(&app, theirs, &pesel(2)).await, json!(other.id(anna)));
        assert_eq!(scene.found(&app, scene.coordinator(), &pesel(2)).await, json!(other.id(jan)));

        // The person sees both, each with what it is kept for, and says which is to be shown.
        let own = other.participant(&app, "anna@example.pl", anna).await;
        let seen = app.ask(&own.token, OWN, json!({})).await["viewer"]["user"]["person"].clone();
        let of = |n: usize| &seen["pesels"]["edges"][n]["node"];
        assert_eq!(seen["pesels"]["totalCount"], 2);
        assert_eq!((&of(0)["basis"], &of(0)["purpose"]), (&json!("LEGAL_OBLIGATION"), &json!("MONITORING")));
        assert_eq!((&of(1)["basis"], &of(1)["purpose"]), (&json!("PUBLIC_TASK"), &json!("SETTLEMENT")));
        assert_eq!(of(1)["basisLabel"], "zadanie w interesie publicznym (art. 6 ust. 1 lit. e RODO)");
        assert_eq!(app.refused(&own.token, "revealPesel", scene.look(anna)).await, "PESEL_PROJECT_UNCLEAR");
        let mut look = scene.look(anna);
        look["projectId"] = json!(other.id(other.project));
        assert_eq!(app.mutate(&own.token, "revealPesel", "pesel", look.clone()).await["pesel"], pesel(2));
        // Somebody who works for both says it, too; a project that is not theirs is none.
        assert_eq!(app.refused(scene.coordinator(), "revealPesel", look).await, "PESEL_NOT_REQUIRED");
        assert_eq!(drifts(&app.state.db.reader).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_consent_is_the_basis_the_person_gives_it_themselves_and_the_number_goes_with_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let (world, anna) = (&scene.world, scene.anna);
        world.reachable(&app, anna, "anna@dom.example.pl").await;
        let own = world.participant(&app, "anna@example.pl", anna).await;
        let agree = json!({ "projectId": world.id(world.project) });
        let code = app.refused(&own.token, "givePeselConsent", agree.clone()).await;
        assert_eq!(code, "PESEL_CONSENT_NOT_ASKED");
        require(&app, world, &scene.manager, "CONSENT").await;

        // Nobody agrees for somebody else, and without it nothing is noted.
        assert_eq!(scene.refused(&app, scene.coordinator(), anna, &pesel(1)).await, "PESEL_CONSENT_MISSING");
        assert_eq!(app.refused(scene.coordinator(), "givePeselConsent", agree.clone()).await, "FORBIDDEN");
        let jan = world.person(&app, "Jan", "Żak").await;
        let jan = world.participant(&app, "jan@example.pl", jan).await;
        assert_eq!(app.refused(&jan.token, "givePeselConsent", agree.clone()).await, "PESEL_NOT_REQUIRED");
        let given =
            app.mutate(&own.token, "givePeselConsent", "consent { id withdrawnAt }", agree.clone()).await;
        let again = app.mutate(&own.token, "givePeselConsent", "consent { id }", agree.clone()).await;
        assert_eq!(given["consent"]["id"], again["consent"]["id"]);
        scene.set(&app, anna, &pesel(1)).await;
        scene.set(&app, anna, &pesel(3)).await;

        // They are told, once, without the number.
        assert_eq!(app.work().await, 0);
        let letters = Message::in_folder(&app);
        let told = letters.iter().filter(|one| one.header("Subject") == "Twój numer PESEL w projekcie");
        let told: Vec<_> = told.collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].header("To").contains("anna@example.pl"), "{}", told[0].header("To"));
        let words = told[0].part("text/plain");
        assert!(words.contains("zgoda osoby") && words.contains("rozliczenie projektu"), "{words}");
        assert!(!words.contains(&pesel(1)) && !words.contains(&pesel(3)[8..]), "{words}");

        let seen = app.ask(&own.token, OWN, json!({})).await["viewer"]["user"]["person"].clone();
        assert_eq!(seen["pesels"]["edges"][0]["node"]["basis"], "CONSENT");
        assert_eq!(seen["pesels"]["edges"][0]["node"]["consent"]["withdrawnAt"], Value::Null);
        let back =
            app.mutate(&own.token, "withdrawPeselConsent", "consent { withdrawnAt }", agree.clone()).await;
        assert!(back["consent"]["withdrawnAt"].is_string());
        assert_eq!(person_pesel::Entity::find().count(&app.state.db.reader).await.unwrap(), 0);
        let code = app.refused(&own.token, "withdrawPeselConsent", agree).await;
        assert_eq!(code, "PESEL_CONSENT_MISSING");
        assert_eq!(scene.refused(&app, scene.coordinator(), anna, &pesel(1)).await, "PESEL_CONSENT_MISSING");
        let seen = app.ask(&own.token, OWN, json!({})).await["viewer"]["user"]["person"].clone();
        assert_eq!(
            (&seen["pesels"]["totalCount"], &seen["peselConsents"]["totalCount"]),
            (&json!(0), &json!(1))
        );
    })
    .await;
}
