//! Stories of coaching: how it is arranged and taken from state to state, who is coached, who sees it.

use entities::accounts::actions::{NewGrant, grant_role};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{PersonId, TypedId as _, UserId};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

/// Gives an account the role of a coach in the project.
pub(super) async fn make_coach(app: &TestApp, world: &World, user_id: UserId) {
    let (scope_kind, scope_id) = (ScopeKind::Project, Some(world.project.uuid()));
    let grant = NewGrant { user_id, role: Role::Coach, scope_kind, scope_id };
    app.write(async |tx, op| grant_role(tx, op, grant.clone()).await).await;
}

/// A person with an account.
pub(super) struct Somebody {
    pub(super) person: PersonId,
    pub(super) user: UserId,
    pub(super) token: String,
}

/// A project with a coach and people to be coached.
pub(super) struct Coaching {
    pub(super) world: World,
    pub(super) coach: Somebody,
    pub(super) coachees: Vec<Somebody>,
}

impl Coaching {
    /// A coach and so many others.
    pub(super) async fn with(app: &TestApp, coachees: usize) -> Self {
        let world = World::new(app).await;
        let coach = somebody(app, &world, "Ewa").await;
        make_coach(app, &world, coach.user).await;
        let mut all = vec![];
        for n in 0..coachees {
            all.push(somebody(app, &world, &format!("Uczestnik{n}")).await);
        }
        Self { world, coach, coachees: all }
    }

    /// What arranges coaching of the first of them.
    pub(super) fn plan(&self, kind: &str, coachees: usize) -> Value {
        let people: Vec<_> = self.coachees[..coachees].iter().map(|one| self.world.id(one.person)).collect();
        json!({
            "partnerId": self.world.id(self.world.lead), "kind": kind, "title": "Praca z rodziną",
            "topic": "FAMILY_SUPPORT", "coachId": self.world.id(self.coach.person), "coacheeIds": people,
            "budgetMinutes": 240, "startsOn": "2026-05-01", "endsOn": "2026-09-30",
        })
    }

    pub(super) fn staff(&self) -> &str {
        &self.world.coordinator.token
    }

    /// Arranges it and begins it.
    pub(super) async fn begun(&self, app: &TestApp, kind: &str, coachees: usize) -> Value {
        let plan = self.plan(kind, coachees);
        let made = app.mutate(self.staff(), "createCoachingEngagement", "engagement { id }", plan).await;
        let id = made["engagement"]["id"].clone();
        app.mutate(self.staff(), "changeCoachingState", "engagement { id }", to(&id, "ACTIVE", None)).await;
        id
    }
}

pub(super) async fn somebody(app: &TestApp, world: &World, name: &str) -> Somebody {
    let person = world.person(app, name, "Kowalska").await;
    let account = world.participant(app, &format!("{}@example.pl", name.to_lowercase()), person).await;
    Somebody { person, user: account.user, token: account.token }
}

pub(super) fn to(id: &Value, state: &str, reason: Option<&str>) -> Value {
    json!({ "engagementId": id, "to": state, "reason": reason })
}

#[tokio::test(flavor = "multi_thread")]
async fn coaching_is_arranged_begun_completed_opened_again_and_ended_early_with_a_reason() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 3).await;
        let (staff, name) = (scene.staff(), "createCoachingEngagement");
        let but = |field: &str, value: Value| {
            let mut plan = scene.plan("INDIVIDUAL", 1);
            plan[field] = value;
            plan
        };
        let people = |many: usize| scene.plan("GROUP", many)["coacheeIds"].clone();
        for (field, value, code, at) in [
            ("coacheeIds", people(2), "ONE_COACHEE", json!(["coacheeIds"])),
            ("coacheeIds", json!([]), "ONE_COACHEE", json!(["coacheeIds"])),
            ("coachId", people(2)[1].clone(), "NOT_A_COACH", json!(["coachId"])),
            ("coachId", people(1)[0].clone(), "INVALID", json!(["coacheeIds", "0"])),
            ("budgetMinutes", json!(0), "INVALID", json!(["budgetMinutes"])),
            ("endsOn", json!("2026-04-30"), "INVALID", json!(["endsOn"])),
            ("endsOn", json!("2029-01-01"), "INVALID", json!(["endsOn"])),
            ("title", json!(" "), "INVALID", json!(["title"])),
        ] {
            let refused = app.try_mutate(staff, name, "", but(field, value)).await;
            assert_eq!(
                (&refused["errors"][0]["code"], &refused["errors"][0]["field"]),
                (&json!(code), &at),
                "{field}"
            );
        }
        assert_eq!(app.refused(&scene.coach.token, name, scene.plan("GROUP", 2)).await, "FORBIDDEN");

        let fields =
            "engagement { id state stateLabel version budgetMinutes usedMinutes coach { fullName } }";
        let made = app.mutate(staff, name, fields, scene.plan("INDIVIDUAL", 1)).await["engagement"].clone();
        assert_eq!((&made["state"], &made["coach"]["fullName"]), (&json!("PLANNED"), &json!("Ewa Kowalska")));
        let id = &made["id"];
        let (go, change) = ("changeCoachingState", "updateCoachingEngagement");
        assert_eq!(app.refused(staff, go, to(id, "COMPLETED", None)).await, "WRONG_STATE");
        let begun = app.mutate(staff, go, "engagement { state version }", to(id, "ACTIVE", None)).await;
        let edit = |field: &str, value: Value| json!({ "engagementId": id, field: value });
        let edited = app.mutate(staff, change, fields, edit("budgetMinutes", json!(300))).await;
        assert_eq!(edited["engagement"]["budgetMinutes"], 300);
        let mut old = edit("title", json!("Inaczej"));
        old["version"] = begun["engagement"]["version"].clone();
        assert_eq!(app.refused(staff, change, old).await, "STALE_VERSION");
        assert_eq!(app.refused(staff, change, edit("coachId", people(2)[1].clone())).await, "NOT_A_COACH");
        let done = app.mutate(staff, go, "engagement { state }", to(id, "COMPLETED", None)).await;
        assert_eq!(done["engagement"]["state"], "COMPLETED");
        assert_eq!(app.refused(staff, change, edit("title", json!("Po czasie"))).await, "WRONG_STATE");
        for state in ["ACTIVE", "ENDED"] {
            let bare = app.try_mutate(staff, go, "", to(id, state, None)).await;
            let expected = if state == "ACTIVE" { json!(["reason"]) } else { json!(["to"]) };
            assert_eq!(bare["errors"][0]["field"], expected);
            let moved = app
                .mutate(staff, go, "engagement { state reason }", to(id, "ACTIVE", Some("Jeszcze jedno")))
                .await;
            assert_eq!(moved["engagement"]["reason"], "Jeszcze jedno");
            let over =
                app.mutate(staff, go, "engagement { state }", to(id, "ENDED", Some("Zmiana pracy"))).await;
            assert_eq!(over["engagement"]["state"], "ENDED");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn coachees_come_and_go_and_coaching_that_has_begun_keeps_one() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 3).await;
        let staff = scene.staff();
        let person = |n: usize| scene.world.id(scene.coachees[n].person);
        let id = scene.begun(&app, "GROUP", 1).await;
        let add = |n: usize| json!({ "engagementId": id, "personId": person(n) });
        let added = app.mutate(staff, "addCoachee", "member { id person { fullName } }", add(1)).await;
        assert_eq!(added["member"]["person"]["fullName"], "Uczestnik1 Kowalska");
        assert_eq!(app.refused(staff, "addCoachee", add(1)).await, "DUPLICATE");
        assert_eq!(app.refused(&scene.coach.token, "addCoachee", add(2)).await, "FORBIDDEN");
        let remove = |id: &Value, reason: &str| json!({ "memberId": id, "reason": reason });
        let member = &added["member"]["id"];
        let bare = app.try_mutate(staff, "removeCoachee", "", remove(member, " ")).await;
        assert_eq!(bare["errors"][0]["field"], json!(["reason"]));
        let gone = app.mutate(staff, "removeCoachee", "member { leftAt }", remove(member, "Inna praca")).await;
        assert!(gone["member"]["leftAt"].is_string());
        assert_eq!(app.refused(staff, "removeCoachee", remove(member, "Znowu")).await, "NOTHING_CHANGED");
        let members = "query($id: ID!) { node(id: $id) { ... on CoachingEngagement { \
             now: members { edges { node { id } } } ever: members(filter: { currentOnly: false }) { totalCount } } } }";
        let seen = app.ask(staff, members, json!({ "id": id })).await["node"].clone();
        assert_eq!(seen["ever"]["totalCount"], 2);
        let last = &seen["now"]["edges"][0]["node"]["id"];
        assert_eq!(app.refused(staff, "removeCoachee", remove(last, "Ostatni")).await, "NO_COACHEE");
        // Who left may come again.
        app.mutate(staff, "addCoachee", "member { id }", add(1)).await;

        let alone = scene.begun(&app, "INDIVIDUAL", 1).await;
        let second = json!({ "engagementId": alone, "personId": person(1) });
        assert_eq!(app.refused(staff, "addCoachee", second).await, "ONE_COACHEE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn coaching_is_seen_by_its_coach_its_coachees_and_staff_of_its_project_and_nobody_else() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 3).await;
        let world = &scene.world;
        let id = scene.begun(&app, "GROUP", 2).await;
        let beside = world.beside(&app, "drugi@example.pl").await;
        let other = somebody(&app, world, "Olga").await;
        make_coach(&app, world, other.user).await;
        let of = async |email: &str, role, kind, place| world.account(&app, email, role, kind, Some(place)).await.token;
        let head = of("gops@example.pl", Role::InstitutionHead, ScopeKind::Institution, world.lead_office.uuid()).await;
        let auditor = of("audyt@example.pl", Role::Auditor, ScopeKind::Project, world.project.uuid()).await;
        let partner = of("partner@example.pl", Role::Coordinator, ScopeKind::Partner, world.partner.uuid()).await;
        let query = "query($id: ID!) { coachingEngagements { totalCount } node(id: $id) { ... on CoachingEngagement { \
             coach { fullName } members { totalCount edges { node { person { fullName } } } } } } }";
        for (who, token, members) in [
            ("coach", &scene.coach.token, Some(2)),
            ("coachee", &scene.coachees[0].token, Some(1)),
            ("coordinator", &world.coordinator.token, Some(2)),
            ("auditor", &auditor, Some(2)),
            ("another coach", &other.token, None),
            ("somebody who is not coached", &scene.coachees[2].token, None),
            ("head of the office", &head, None),
            ("another partner", &partner, None),
            ("staff of another project", &beside.coordinator.token, None),
        ] {
            let seen = app.ask(token, query, json!({ "id": id })).await;
            assert_eq!(seen["coachingEngagements"]["totalCount"], i32::from(members.is_some()), "{who}");
            assert_eq!(seen["node"].is_null(), members.is_none(), "{who}");
            if let Some(members) = members {
                assert_eq!(seen["node"]["coach"]["fullName"], "Ewa Kowalska", "{who}");
                assert_eq!(seen["node"]["members"]["totalCount"], members, "{who}");
                let edges = seen["node"]["members"]["edges"].as_array().unwrap();
                assert!(edges.iter().all(|edge| edge["node"]["person"]["fullName"].is_string()), "{who}");
            }
        }
        // By names alone: no address of anybody is seen on the way.
        let person = json!({ "id": world.id(scene.coachees[0].person) });
        let seen = app.ask(&scene.coach.token, "query($id: ID!) { node(id: $id) { id } }", person).await;
        assert!(seen["node"].is_null());
    })
    .await;
}
