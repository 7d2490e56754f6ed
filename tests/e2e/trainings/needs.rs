//! Diet and access are health data: whoever must act on them sees them, which is noted; others see sums.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const NEEDS: &str =
    "query($id: ID!) { node(id: $id) { ... on Enrolment { needsDiet needsAccess needsNight nightWanted } } }";
const SUMS: &str =
    "query($id: ID!) { node(id: $id) { ... on Edition { needs { people diets nights access } } } }";
const SEEN: &str = "{ auditEntries(filter: { actions: [\"trainings.see_needs\"] }) { totalCount } }";

#[tokio::test(flavor = "multi_thread")]
async fn needs_are_read_by_whoever_acts_on_them_each_look_is_noted_and_others_see_sums() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let of = async |email: &str, role, kind, id| world.account(&app, email, role, kind, id).await;
        let project = Some(world.project.uuid());
        let admin = of("admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let auditor = of("audyt@example.pl", Role::Auditor, ScopeKind::Project, project).await;
        let manager = of("kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
        let office = Some(world.lead_office.uuid());
        let employer = of("gops@example.pl", Role::InstitutionCoordinator, ScopeKind::Institution, office).await;
        let lead = Some(world.lead.uuid());
        let organiser = of("szkolenia@example.pl", Role::TeamTraining, ScopeKind::Partner, lead).await;
        let partner = Some(world.partner.uuid());
        let partner = of("partner@example.pl", Role::Coordinator, ScopeKind::Partner, partner).await;

        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let (_, edition) = kit::ids::parts(&training.edition.as_str().into()).unwrap();
        let trainer = of("trener@example.pl", Role::Trainer, ScopeKind::Edition, Some(edition)).await;
        // Anna is enrolled by her own office, which belongs to the partner that runs nothing here.
        let anna = world.person_of(&app, "Anna", "Łącka", world.partner_office).await;
        let own = world.participant(&app, "anna@example.pl", anna).await;
        let input = |person: &str, office: &str| json!({ "editionId": training.edition, "personId": person,
            "institutionId": office, "needsDiet": "bez orzechów", "needsAccess": "pętla indukcyjna", "needsNight": true });
        let asked = input(&world.id(anna), &world.id(world.partner_office));
        let asked = app.mutate(&partner.token, "enrolPerson", "enrolment { id }", asked).await;
        let enrolment = json!({ "id": asked["enrolment"]["id"] });

        let seen = async || app.ask(&admin.token, SEEN, json!({})).await["auditEntries"]["totalCount"].clone();
        let (diet, access) = (json!("bez orzechów"), json!("pętla indukcyjna"));
        for (who, token, diet, access, noted) in [
            ("herself", &own.token, &diet, &access, 0),
            ("the project's coordinator", &world.coordinator.token, &diet, &access, 1),
            ("the team of the partner that runs it", &organiser.token, &diet, &access, 2),
            ("the trainer", &trainer.token, &Value::Null, &access, 3),
            ("the office that enrolled her", &partner.token, &Value::Null, &Value::Null, 3),
            ("the auditor", &auditor.token, &Value::Null, &Value::Null, 3),
            ("the manager", &manager.token, &Value::Null, &Value::Null, 3),
            ("the administrator", &admin.token, &Value::Null, &Value::Null, 3),
        ] {
            let shown = app.ask(token, NEEDS, enrolment.clone()).await;
            // A night's lodging is for whoever books it, as a diet is for whoever orders it.
            let night = if diet.is_null() { Value::Null } else { json!(true) };
            assert_eq!(
                shown["node"],
                json!({ "needsDiet": diet, "needsAccess": access, "needsNight": !night.is_null(), "nightWanted": night }),
                "{who}"
            );
            assert_eq!(seen().await, noted, "{who}");
        }
        // A list is noted once for each person it shows, and a search for nothing is not.
        let list = "{ enrolments { edges { node { needsDiet needsAccess } } } }";
        app.ask(&world.coordinator.token, list, json!({})).await;
        assert_eq!(seen().await, 4);

        // One is too few to be a sum, but for those who organise.
        let edition = json!({ "id": training.edition });
        let sums = async |token: &str| app.ask(token, SUMS, edition.clone()).await["node"]["needs"].clone();
        let all = |count: i32| json!({ "people": count, "diets": count, "nights": count, "access": count });
        let hidden = json!({ "people": 1, "diets": null, "nights": null, "access": null });
        assert_eq!(sums(&organiser.token).await, all(1));
        for token in [&auditor.token, &manager.token, &partner.token] {
            assert_eq!(sums(token).await, hidden);
        }
        assert_eq!(sums(&employer.token).await, Value::Null, "nobody of theirs takes part");
        assert_eq!(sums(&own.token).await, Value::Null, "her own is no sum");
        for name in ["Ewa", "Iza", "Ola", "Ula"] {
            let person = world.person(&app, name, "Maj").await;
            let asked = input(&world.id(person), &world.id(world.lead_office));
            app.mutate(&employer.token, "enrolPerson", "enrolment { id }", asked).await;
        }
        for token in [&auditor.token, &employer.token, &organiser.token] {
            assert_eq!(sums(token).await, all(5));
        }
        assert_eq!(seen().await, 4, "sums are no sight of anybody");
    })
    .await;
}
