//! Offices agree: an invitation is an invitation, a yes is the office's own, and whoever is gone is gone.

use std::sync::Arc;

use entities::partnerships::{PartnerRole, PartnerState, project_partner};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{TypedId, UnitId};
use entities::territory::store::by_terc;
use entities::territory::terc::Terc;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{Account, EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};
use tokio::sync::Barrier;

use crate::contract::text;

const PARTNER: &str = "partner { id state reason acceptedAt endedAt viewerCanDecide viewerCanRemove }";
const PEOPLE: &str = "{ people { totalCount } }";

struct Offices {
    world: World,
    /// Manages the project for the lead.
    manager: Account,
    /// Look after the installation, the lead's office, the partner's, and one that has no part yet.
    admin: Account,
    lead: Account,
    partner: Account,
    third: Account,
    third_voivodeship: UnitId,
}

impl Offices {
    async fn new(app: &TestApp) -> Self {
        let world = World::new(app).await;
        let terc = Terc::parse("14").unwrap();
        let third = by_terc(&app.state.db.reader, &terc, app.now().date_naive()).await.unwrap().unwrap().id;
        let of = async |email: &str, role, kind, id| world.account(app, email, role, kind, id).await;
        let office = async |email: &str, id: UnitId| {
            of(email, Role::RopsAdmin, ScopeKind::Voivodeship, Some(id.uuid())).await
        };
        let project = Some(world.project.uuid());
        Self {
            manager: of("kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project).await,
            admin: of("admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await,
            lead: office("kielce@example.pl", world.lead_voivodeship).await,
            partner: office("olsztyn@example.pl", world.partner_voivodeship).await,
            third: office("warszawa@example.pl", third).await,
            third_voivodeship: third,
            world,
        }
    }

    /// The third office is invited.
    async fn invite(&self, app: &TestApp) -> Value {
        let new = json!({
            "projectId": self.world.id(self.world.project), "role": "PARTNER", "name": "ROPS w Warszawie",
            "voivodeshipId": self.world.id(self.third_voivodeship),
        });
        app.mutate(&self.manager.token, "addProjectPartner", PARTNER, new).await["partner"]["id"].clone()
    }
}

async fn letters_to(app: &TestApp, email: &str) -> Vec<String> {
    assert_eq!(app.work().await, 0);
    let all = Message::in_folder(app);
    all.iter().filter(|one| one.header("To").contains(email)).map(|one| one.header("Subject")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_is_a_partner_from_the_day_on_which_it_says_yes_and_gives_nothing_before() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let offices = Offices::new(&app).await;
        let world = &offices.world;
        let partner = offices.invite(&app).await;
        let (_, key) = kit::ids::parts(&text(&partner).into()).unwrap();
        let unit = json!({ "name": "MOPS w Warszawie", "kind": "OPS", "sector": "PUBLIC",
            "unitId": world.id(offices.third_voivodeship) });
        let office =
            app.mutate(&offices.third.token, "registerInstitution", "institution { id }", unit).await;
        let employed = json!({ "firstName": "Zofia", "lastName": "Maj", "employment": {
            "institutionId": office["institution"]["id"], "post": "pracownik", "from": "2020-01-01" } });
        app.mutate(&offices.third.token, "registerPerson", "person { id }", employed).await;

        // A role at a partner that was only asked rests, and nothing is made for it.
        let staff = (Role::Coordinator, ScopeKind::Partner, Some(key));
        let staff = world.account(&app, "koordynator14@example.pl", staff.0, staff.1, staff.2).await;
        assert_eq!(app.ask(&staff.token, PEOPLE, json!({})).await["people"]["totalCount"], 0);
        let programme =
            json!({ "partnerId": partner, "kind": "TRAINING", "title": "Szkolenie", "topics": [] });
        for token in [&world.coordinator.token, &staff.token] {
            let code = app.refused(token, "createTrainingProgramme", programme.clone()).await;
            assert!(matches!(code.as_str(), "WRONG_STATE" | "NOT_FOUND"), "{code}");
        }

        // Whoever invited does not answer, nor does another office; the installation does with a reason alone.
        let yes = |reason: Value| json!({ "partnerId": partner, "accept": true, "reason": reason });
        for (token, code) in [
            (&offices.manager.token, "FORBIDDEN"),
            (&offices.lead.token, "NOT_FOUND"),
            (&staff.token, "NOT_FOUND"),
            (&offices.admin.token, "INVALID"),
        ] {
            assert_eq!(app.refused(token, "answerPartnership", yes(Value::Null)).await, code);
        }
        let public = "query($id: ID!) { node(id: $id) { id } }";
        let seen = app.graphql(None, public, json!({ "id": partner })).await;
        assert_eq!(seen.body["data"]["node"], Value::Null, "an invitation is between the two");
        let accepted = app.mutate(&offices.third.token, "answerPartnership", PARTNER, yes(Value::Null)).await;
        assert_eq!(accepted["partner"]["state"], "ACCEPTED");
        assert_eq!(accepted["partner"]["viewerCanDecide"], true);
        assert_eq!(
            app.refused(&offices.third.token, "answerPartnership", yes(Value::Null)).await,
            "WRONG_STATE"
        );

        // From now on the partner's staff look after its people, and the project sees none of them.
        assert_eq!(app.ask(&staff.token, PEOPLE, json!({})).await["people"]["totalCount"], 1);
        assert_eq!(app.ask(&offices.manager.token, PEOPLE, json!({})).await["people"]["totalCount"], 0);
        app.mutate(&staff.token, "createTrainingProgramme", "trainingProgramme { id }", programme).await;
        assert_eq!(letters_to(&app, "warszawa@example.pl").await, ["Zaproszenie do partnerstwa w projekcie"]);
        let told = letters_to(&app, "kierownik@example.pl").await;
        assert_eq!(told, ["Partner przyjął zaproszenie do projektu"]);
        let trail =
            "{ auditEntries(filter: { actions: [\"partnerships.answer_partnership\"] }) { totalCount } }";
        assert_eq!(app.ask(&offices.admin.token, trail, json!({})).await["auditEntries"]["totalCount"], 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_draft_the_invited_office_sees_the_project_and_itself_until_it_has_answered() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let offices = Offices::new(&app).await;
        let world = &offices.world;
        let programmes = app.ask(&offices.admin.token, "{ fundingProgrammes { edges { node { id } } } }", json!({}));
        let programme = programmes.await["fundingProgrammes"]["edges"][0]["node"]["id"].clone();
        let new = json!({
            "programmeId": programme, "title": "Szkic", "goal": "Cel", "startsOn": "2026-06-01",
            "endsOn": "2027-06-01",
            "lead": { "name": "ROPS w Kielcach", "voivodeshipId": world.id(world.lead_voivodeship) },
        });
        let made = app.mutate(&offices.lead.token, "createProject", "project { id }", new).await;
        let project = made["project"]["id"].clone();
        let (_, key) = kit::ids::parts(&text(&project).into()).unwrap();
        let manager = (Role::ProjectManager, ScopeKind::Project, Some(key));
        let manager = world.account(&app, "szkic@example.pl", manager.0, manager.1, manager.2).await;
        let asked = json!({ "projectId": project, "role": "PARTNER", "name": "ROPS w Warszawie",
            "voivodeshipId": world.id(offices.third_voivodeship) });
        let asked = app.mutate(&manager.token, "addProjectPartner", PARTNER, asked).await;
        let task = json!({ "projectId": project, "title": "Zadanie", "startsOn": "2026-06-01", "endsOn": "2026-07-01" });
        app.mutate(&manager.token, "addProjectTask", "task { id }", task).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Project { title \
            partners { edges { node { name state } } } tasks { totalCount } } } }";
        let of = async |account: &Account| app.ask(&account.token, query, json!({ "id": project })).await["node"].clone();
        let seen = of(&offices.third).await;
        assert_eq!(seen["title"], "Szkic");
        assert_eq!(seen["partners"]["edges"], json!([{ "node": { "name": "ROPS w Warszawie", "state": "INVITED" } }]));
        assert_eq!(seen["tasks"]["totalCount"], 0);
        assert_eq!(of(&offices.partner).await, Value::Null, "nobody asked them");
        let no = json!({ "partnerId": asked["partner"]["id"], "accept": false });
        let refused = app.mutate(&offices.third.token, "answerPartnership", PARTNER, no).await;
        assert_eq!(refused["partner"]["state"], "REFUSED");
        assert_eq!(of(&offices.third).await, Value::Null);
        assert_eq!(letters_to(&app, "szkic@example.pl").await, ["Odmowa udziału w projekcie"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_sees_nothing_keeps_their_own_and_comes_back_by_a_new_yes() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let offices = Offices::new(&app).await;
        let world = &offices.world;
        let id = json!(world.id(world.partner));
        let staff = (Role::Coordinator, ScopeKind::Partner, Some(world.partner.uuid()));
        let staff = world.account(&app, "partner@example.pl", staff.0, staff.1, staff.2).await;
        let olga = world.person_of(&app, "Olga", "Śliwa", world.partner_office).await;
        let training = Training::open(&app, world, EditionPlan::default()).await;
        let enrolment = json!({ "editionId": training.edition, "personId": world.id(olga),
            "institutionId": world.id(world.partner_office) });
        let enrolment = app.mutate(&world.coordinator.token, "enrolPerson", "enrolment { id }", enrolment).await;
        let enrolment = enrolment["enrolment"]["id"].clone();
        let enrolments = "{ enrolments { totalCount } people { totalCount } }";
        let seen = |count: i32| json!({ "enrolments": { "totalCount": count }, "people": { "totalCount": count } });
        assert_eq!(app.ask(&staff.token, enrolments, json!({})).await, seen(1));

        let leave = |reason: &str| json!({ "partnerId": id, "reason": reason });
        for (token, name, code) in [
            (&offices.manager.token, "leavePartnership", "FORBIDDEN"),
            (&offices.third.token, "leavePartnership", "FORBIDDEN"),
            (&offices.partner.token, "removeProjectPartner", "FORBIDDEN"),
            (&staff.token, "leavePartnership", "FORBIDDEN"),
        ] {
            assert_eq!(app.refused(token, name, leave("Bo tak")).await, code, "{name}");
        }
        assert_eq!(app.refused(&offices.partner.token, "leavePartnership", leave(" ")).await, "INVALID");
        let left = app.mutate(&offices.partner.token, "leavePartnership", PARTNER, leave("Brak kadr")).await;
        assert_eq!((&left["partner"]["state"], &left["partner"]["reason"]), (&json!("LEFT"), &json!("Brak kadr")));
        assert_eq!(app.ask(&staff.token, enrolments, json!({})).await, seen(0));
        let query = "query($id: ID!) { node(id: $id) { ... on ProjectPartner { state reason } } }";
        let public = app.graphql(None, query, json!({ "id": id })).await.body["data"]["node"].clone();
        assert_eq!(public, json!({ "state": "LEFT", "reason": null }));
        let kept = "query($id: ID!) { node(id: $id) { ... on Enrolment { partner { name } } } }";
        let kept = app.ask(&world.coordinator.token, kept, json!({ "id": enrolment })).await;
        assert_eq!(kept["node"]["partner"]["name"], "ROPS w Olsztynie");
        assert_eq!(letters_to(&app, "kierownik@example.pl").await, ["Partner wystąpił z projektu"]);

        // The same partner is asked again, and the lead thinks better of it.
        let again = json!({ "projectId": world.id(world.project), "role": "PARTNER", "name": "ROPS w Olsztynie",
            "voivodeshipId": world.id(world.partner_voivodeship) });
        let asked = app.mutate(&offices.manager.token, "addProjectPartner", PARTNER, again.clone()).await;
        assert_eq!((&asked["partner"]["id"], &asked["partner"]["state"]), (&id, &json!("INVITED")));
        assert_eq!(app.refused(&offices.manager.token, "addProjectPartner", again.clone()).await, "DUPLICATE");
        let gone = app.mutate(&offices.manager.token, "removeProjectPartner", PARTNER, leave("Pomyłka")).await;
        assert_eq!(gone["partner"]["state"], "REMOVED");
        assert_eq!(app.ask(&staff.token, enrolments, json!({})).await, seen(0));
        app.mutate(&offices.manager.token, "addProjectPartner", PARTNER, again).await;
        let yes = json!({ "partnerId": id, "accept": true, "reason": "Za zgodą dyrektora urzędu" });
        app.mutate(&offices.admin.token, "answerPartnership", PARTNER, yes).await;
        assert_eq!(app.ask(&staff.token, enrolments, json!({})).await, seen(1));
        let told = letters_to(&app, "olsztyn@example.pl").await;
        assert_eq!(told.iter().filter(|one| one.contains("Zaproszenie")).count(), 2, "{told:?}");
        assert_eq!(told.iter().filter(|one| one.contains("Koniec")).count(), 1, "{told:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lead_is_passed_on_to_whoever_agrees_and_its_staff_go_on_as_a_partners() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let offices = Offices::new(&app).await;
        let world = &offices.world;
        let (lead, partner) = (json!(world.id(world.lead)), json!(world.id(world.partner)));
        let answer = |accept: bool| json!({ "partnerId": partner, "accept": accept });
        let gone = json!({ "partnerId": lead, "reason": "Dość" });
        assert_eq!(app.refused(&offices.lead.token, "leavePartnership", gone.clone()).await, "LEAD_STAYS");
        assert_eq!(app.refused(&offices.manager.token, "removeProjectPartner", gone).await, "LEAD_STAYS");
        assert_eq!(
            app.refused(&offices.partner.token, "answerProjectLead", answer(true)).await,
            "LEAD_NOT_OFFERED"
        );
        let offer = json!({ "partnerId": partner });
        assert_eq!(app.refused(&offices.partner.token, "offerProjectLead", offer.clone()).await, "FORBIDDEN");
        app.mutate(&offices.manager.token, "offerProjectLead", PARTNER, offer.clone()).await;
        assert_eq!(app.refused(&offices.lead.token, "answerProjectLead", answer(true)).await, "FORBIDDEN");
        assert_eq!(app.refused(&offices.manager.token, "answerProjectLead", answer(true)).await, "FORBIDDEN");
        app.mutate(&offices.manager.token, "answerProjectLead", PARTNER, answer(false)).await;
        assert_eq!(
            app.refused(&offices.partner.token, "answerProjectLead", answer(true)).await,
            "LEAD_NOT_OFFERED"
        );
        app.mutate(&offices.manager.token, "offerProjectLead", PARTNER, offer).await;
        let passed =
            app.mutate(&offices.partner.token, "answerProjectLead", "partner { role }", answer(true)).await;
        assert_eq!(passed["partner"]["role"], "LEAD");
        assert_eq!(leads(&app, &offices).await, [world.partner.uuid()]);

        // The former lead's staff run their own part, and the new lead's office appoints its own.
        let roles = "{ viewer { roles { role scopeKind scopeId } } }";
        let now = app.ask(&offices.manager.token, roles, json!({})).await;
        assert_eq!(
            now["viewer"]["roles"],
            json!([{ "role": "PROJECT_MANAGER", "scopeKind": "PARTNER", "scopeId": lead }])
        );
        let task = json!({ "projectId": world.id(world.project), "title": "Zadanie", "startsOn": "2026-06-01",
            "endsOn": "2026-07-01" });
        assert_eq!(app.refused(&offices.manager.token, "addProjectTask", task.clone()).await, "FORBIDDEN");
        let invited = json!({ "email": "nowy@example.pl", "role": "PROJECT_MANAGER",
            "scope": { "projectId": world.id(world.project) } });
        assert_eq!(app.refused(&offices.lead.token, "inviteUser", invited.clone()).await, "FORBIDDEN");
        app.mutate(&offices.partner.token, "inviteUser", "invitation { id }", invited).await;
        assert!(
            letters_to(&app, "kierownik@example.pl").await.contains(&"Projekt ma nowego lidera".to_owned())
        );
        let leave = json!({ "partnerId": lead, "reason": "Dość" });
        app.mutate(&offices.lead.token, "leavePartnership", PARTNER, leave).await;
        let own =
            json!({ "email": "ktos@example.pl", "role": "TEAM_TRAINING", "scope": { "partnerId": lead } });
        assert_eq!(
            app.refused(&offices.manager.token, "inviteUser", own).await,
            "FORBIDDEN",
            "the role rests"
        );
    })
    .await;
}

/// Who leads the project.
async fn leads(app: &TestApp, offices: &Offices) -> Vec<uuid::Uuid> {
    let rows = project_partner::Entity::find()
        .filter(project_partner::Column::ProjectId.eq(offices.world.project))
        .filter(project_partner::Column::Role.eq(PartnerRole::Lead))
        .filter(project_partner::Column::State.eq(PartnerState::Accepted));
    rows.all(&app.state.db.reader).await.unwrap().into_iter().map(|row| row.id.uuid()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn offers_answers_and_removals_at_once_leave_one_lead_and_never_two_or_none() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let offices = Offices::new(&app).await;
        let world = &offices.world;
        let third = offices.invite(&app).await;
        let yes = json!({ "partnerId": third, "accept": true });
        app.mutate(&offices.third.token, "answerPartnership", PARTNER, yes).await;
        let partner = json!(world.id(world.partner));
        for round in 0..6 {
            let boss = format!("szef-{round}@example.pl");
            let project = Some(world.project.uuid());
            let boss = world.account(&app, &boss, Role::ProjectManager, ScopeKind::Project, project).await;
            let lead = leads(&app, &offices).await;
            let offered = if lead == [world.partner.uuid()] { &third } else { &partner };
            app.mutate(&boss.token, "offerProjectLead", PARTNER, json!({ "partnerId": offered })).await;
            let answer = json!({ "partnerId": offered, "accept": true });
            let gone = json!({ "partnerId": offered, "reason": "Koniec" });
            let office = if *offered == third { &offices.third } else { &offices.partner };
            let other = json!({ "partnerId": world.id(world.lead) });
            let steps = [
                (office.token.clone(), "answerProjectLead", answer.clone()),
                (office.token.clone(), "answerProjectLead", answer),
                (boss.token.clone(), "removeProjectPartner", gone.clone()),
                (office.token.clone(), "leavePartnership", gone),
                (boss.token.clone(), "offerProjectLead", other),
            ];
            let start = Arc::new(Barrier::new(steps.len()));
            let running: Vec<_> = steps
                .into_iter()
                .map(|(token, name, input)| {
                    let (app, start) = (Arc::clone(&app), Arc::clone(&start));
                    tokio::spawn(async move {
                        start.wait().await;
                        app.try_mutate(&token, name, "", input).await["errors"].clone()
                    })
                })
                .collect();
            for one in running {
                one.await.unwrap();
            }
            assert_eq!(leads(&app, &offices).await.len(), 1, "round {round}");
            // Whoever went comes back for the next round.
            for (id, voivodeship, office) in [
                (&partner, world.partner_voivodeship, &offices.partner),
                (&third, offices.third_voivodeship, &offices.third),
            ] {
                let again = json!({ "projectId": world.id(world.project), "role": "PARTNER", "name": "ROPS",
                    "voivodeshipId": world.id(voivodeship) });
                let boss = format!("szef-{round}-{}@example.pl", voivodeship.0.simple());
                let project = Some(world.project.uuid());
                let boss =
                    world.account(&app, &boss, Role::ProjectManager, ScopeKind::Project, project).await;
                let asked = app.try_mutate(&boss.token, "addProjectPartner", "", again).await;
                if asked["errors"] == json!([]) {
                    let yes = json!({ "partnerId": id, "accept": true });
                    app.mutate(&office.token, "answerPartnership", PARTNER, yes).await;
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_projects_manager_appoints_nobody_at_a_partner() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let offices = Offices::new(&app).await;
        let world = &offices.world;
        let at = |id: &str| json!({ "email": "kolega@example.pl", "role": "COORDINATOR", "scope": { "partnerId": id } });
        for partner in [world.partner, world.lead] {
            let scope = at(&world.id(partner));
            assert_eq!(app.refused(&offices.manager.token, "inviteUser", scope).await, "FORBIDDEN");
        }
        let own = (Role::ProjectManager, ScopeKind::Partner, Some(world.partner.uuid()));
        let own = world.account(&app, "kierownik28@example.pl", own.0, own.1, own.2).await;
        app.mutate(&own.token, "inviteUser", "invitation { id }", at(&world.id(world.partner))).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_leads_what_it_was_not_asked_for_by_a_reason_alone_and_is_told() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let offices = Offices::new(&app).await;
        let programmes = "{ fundingProgrammes { edges { node { id } } } }";
        let programmes = app.ask(&offices.admin.token, programmes, json!({})).await;
        let programme = programmes["fundingProgrammes"]["edges"][0]["node"]["id"].clone();
        let unit = offices.world.id(offices.third_voivodeship);
        let new = |title: &str, reason: Value| {
            json!({ "programmeId": programme, "title": title, "goal": "Cel", "startsOn": "2026-06-01",
                "endsOn": "2027-06-01",
                "lead": { "name": "ROPS w Warszawie", "voivodeshipId": unit, "reason": reason } })
        };
        let fields = "project { id partners { edges { node { id role state reason } } } }";
        let made = app.mutate(&offices.admin.token, "createProject", fields, new("Szkic", Value::Null)).await;
        let lead = made["project"]["partners"]["edges"][0]["node"].clone();
        assert_eq!((&lead["role"], &lead["state"]), (&json!("LEAD"), &json!("INVITED")));
        assert_eq!(letters_to(&app, "warszawa@example.pl").await, ["Zaproszenie do partnerstwa w projekcie"]);
        let yes = json!({ "partnerId": lead["id"], "accept": true });
        let accepted = app.mutate(&offices.third.token, "answerPartnership", PARTNER, yes).await;
        assert_eq!(accepted["partner"]["state"], "ACCEPTED");

        let reason = json!("Umowa podpisana 3 maja");
        let made =
            app.mutate(&offices.admin.token, "createProject", fields, new("Nagły", reason.clone())).await;
        let lead = &made["project"]["partners"]["edges"][0]["node"];
        assert_eq!((&lead["state"], &lead["reason"]), (&json!("ACCEPTED"), &reason));
        let told = letters_to(&app, "warszawa@example.pl").await;
        assert_eq!(told, ["Urząd został wpisany do projektu", "Zaproszenie do partnerstwa w projekcie"]);
        // An office enters its own without a word.
        let made =
            app.mutate(&offices.third.token, "createProject", fields, new("Własny", Value::Null)).await;
        assert_eq!(made["project"]["partners"]["edges"][0]["node"]["state"], "ACCEPTED");
        assert_eq!(letters_to(&app, "warszawa@example.pl").await.len(), 2);
    })
    .await;
}
