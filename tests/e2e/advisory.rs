//! Stories of advice: who gets a request, what becomes of it, who sees it.

mod coaching;
mod ledger;
pub(crate) mod notes;
mod rows;
mod slots;
mod summary;
mod told;

pub(crate) use rows::ROOM;

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId as _;
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

use crate::territory::subregion;

struct Advice {
    world: World,
    head: String,
    /// Posts, and tokens of those who hold them.
    posts: Vec<Value>,
    advisers: Vec<String>,
}

impl Advice {
    /// A subregion with the lead's office and so many advisers.
    async fn with(app: &TestApp, advisers: usize) -> Self {
        let world = World::new(app).await;
        let subregion = subregion(app, &world, "Subregion kielecki", "2604").await;
        let office = Some(world.lead_office.uuid());
        let head = world
            .account(app, "gops@example.pl", Role::InstitutionHead, ScopeKind::Institution, office)
            .await;
        let mut advice = Self { world, head: head.token, posts: vec![], advisers: vec![] };
        for n in 0..advisers {
            let person = advice.world.person(app, "Doradca", &format!("Nowak{n}")).await;
            let account = advice.world.participant(app, &format!("doradca{n}@example.pl"), person).await;
            let new = json!({
                "partnerId": advice.world.id(advice.world.lead), "subregionId": subregion,
                "personId": advice.world.id(person),
            });
            let token = &advice.world.coordinator.token;
            let made = app.mutate(token, "appointSubregionAdviser", "adviser { id }", new).await;
            advice.posts.push(made["adviser"]["id"].clone());
            advice.advisers.push(account.token);
        }
        advice
    }

    fn question(&self) -> Value {
        json!({
            "partnerId": self.world.id(self.world.lead), "institutionId": self.world.id(self.world.lead_office),
            "topic": "COOPERATION", "words": "Jak umówić się z urzędem pracy?",
        })
    }

    async fn ask(&self, app: &TestApp) -> Value {
        let asked = app.mutate(&self.head, "askForAdvice", "request { id state }", self.question()).await;
        asked["request"].clone()
    }

    /// Which of two advisers has the one request there is, and the other: both were appointed at the same moment.
    async fn first(&self, app: &TestApp) -> (usize, usize) {
        let loads = self.loads(app).await;
        let has = loads.iter().position(|load| *load == json!(1)).unwrap();
        assert_eq!(loads[1 - has], json!(0));
        (has, 1 - has)
    }

    /// How many requests each adviser finds.
    async fn loads(&self, app: &TestApp) -> Vec<Value> {
        let mut loads = vec![];
        for token in &self.advisers {
            let found = app.ask(token, "{ advisoryRequests { totalCount } }", json!({})).await;
            loads.push(found["advisoryRequests"]["totalCount"].clone());
        }
        loads
    }
}

fn to(request: &Value, state: &str, more: Value) -> Value {
    let mut input = json!({ "requestId": request["id"], "to": state });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_goes_to_the_adviser_with_the_fewest_and_is_handed_over_scheduled_done_and_closed() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let advice = Advice::with(&app, 2).await;
        let first = advice.ask(&app).await;
        assert_eq!(first["state"], "ASSIGNED");
        let (has, next) = advice.first(&app).await;
        advice.ask(&app).await;
        assert_eq!(advice.loads(&app).await, [json!(1), json!(1)]);

        let (own, other) = (&advice.advisers[has], &advice.advisers[next]);
        let assign = |reason: Option<&str>| {
            json!({ "requestId": first["id"], "subregionAdviserId": advice.posts[next], "reason": reason })
        };
        assert_eq!(app.refused(other, "assignAdvisoryRequest", assign(Some("Moje"))).await, "NOT_FOUND");
        let bare = app.try_mutate(own, "assignAdvisoryRequest", "", assign(None)).await;
        assert_eq!(bare["errors"][0]["field"], json!(["reason"]));
        let over = app.mutate(own, "assignAdvisoryRequest", "request { id }", assign(Some("Urlop"))).await;
        assert!(over["request"].is_null(), "it is the other's from now on");
        let loads = advice.loads(&app).await;
        assert_eq!((&loads[has], &loads[next]), (&json!(0), &json!(2)));
        assert_eq!(app.refused(other, "assignAdvisoryRequest", assign(Some("Znowu"))).await, "NOTHING_CHANGED");

        let name = "changeAdvisoryRequestState";
        let bare = app.try_mutate(other, name, "", to(&first, "SCHEDULED", json!({}))).await;
        assert_eq!(bare["errors"][0]["field"], json!(["scheduledAt"]));
        for day in ["2026-05-20", "2026-05-21"] {
            let at = json!({ "scheduledAt": format!("{day}T08:00:00Z") });
            app.mutate(other, name, "request { id }", to(&first, "SCHEDULED", at)).await;
        }
        assert_eq!(app.refused(other, name, to(&first, "DONE", json!({}))).await, "NO_SESSION");
        let session = |held: &str| {
            json!({ "requestId": first["id"], "heldAt": held, "minutes": 90, "people": 3, "place": "Kielce" })
        };
        let early = app.try_mutate(other, "recordAdvisorySession", "", session("2026-05-21T08:00:00Z")).await;
        assert_eq!(early["errors"][0]["field"], json!(["heldAt"]));
        assert_eq!(
            app.refused(&advice.head, "recordAdvisorySession", session("2026-05-11T08:00:00Z")).await,
            "FORBIDDEN"
        );
        let select = "session { id minutes version }";
        let held = app.mutate(other, "recordAdvisorySession", select, session("2026-05-11T08:00:00Z")).await;
        let fix = |minutes: i32, reason: &str| {
            json!({ "sessionId": held["session"]["id"], "minutes": minutes, "reason": reason })
        };
        let bare = app.try_mutate(other, "correctAdvisorySession", "", fix(60, " ")).await;
        assert_eq!(bare["errors"][0]["field"], json!(["reason"]));
        app.mutate(other, "correctAdvisorySession", select, fix(0, "Nie odbyła się")).await;
        assert_eq!(app.refused(other, name, to(&first, "DONE", json!({}))).await, "NO_SESSION");
        let fixed = app.mutate(other, "correctAdvisorySession", select, fix(75, "Odbyła się krócej")).await;
        assert_eq!(fixed["session"]["minutes"], 75);
        app.mutate(other, name, "request { id }", to(&first, "DONE", json!({}))).await;
        let late = json!({ "reason": "Za późno" });
        assert_eq!(app.refused(&advice.head, name, to(&first, "WITHDRAWN", late)).await, "WRONG_STATE");
        app.mutate(other, name, "request { id }", to(&first, "CLOSED", json!({}))).await;
        assert_eq!(app.refused(other, "correctAdvisorySession", fix(80, "Po czasie")).await, "WRONG_STATE");
        let seen = "query($id: ID!) { node(id: $id) { ... on AdvisoryRequest { stateLabel sessions { totalCount } \
             viewerCanAdvise viewerCanWithdraw viewerCanCancel } } }";
        let seen = app.ask(&advice.head, seen, json!({ "id": first["id"] })).await;
        let expected = json!({
            "stateLabel": "zamknięty", "sessions": { "totalCount": 1 }, "viewerCanAdvise": false,
            "viewerCanWithdraw": true, "viewerCanCancel": false,
        });
        assert_eq!(seen["node"], expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_adviser_a_request_waits_for_staff_and_is_withdrawn_or_called_off_with_a_reason() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let advice = Advice::with(&app, 1).await;
        let staff = &advice.world.coordinator.token;
        let end = json!({ "subregionAdviserId": advice.posts[0], "reason": "Koniec umowy" });
        app.mutate(staff, "endSubregionAdviser", "adviser { id }", end.clone()).await;
        assert_eq!(app.refused(staff, "endSubregionAdviser", end).await, "NOTHING_CHANGED");
        let (one, two) = (advice.ask(&app).await, advice.ask(&app).await);
        assert_eq!(one["state"], "REQUESTED");
        let ended = json!({ "requestId": one["id"], "subregionAdviserId": advice.posts[0] });
        let refused = app.try_mutate(staff, "assignAdvisoryRequest", "", ended).await;
        assert_eq!(refused["errors"][0]["field"], json!(["subregionAdviserId"]));

        let name = "changeAdvisoryRequestState";
        let why = json!({ "reason": "Sprawa załatwiona" });
        assert_eq!(app.refused(&advice.head, name, to(&one, "CANCELLED", why.clone())).await, "FORBIDDEN");
        let bare = app.try_mutate(&advice.head, name, "", to(&one, "WITHDRAWN", json!({}))).await;
        assert_eq!(bare["errors"][0]["field"], json!(["reason"]));
        for state in ["ASSIGNED", "REQUESTED", "SCHEDULED"] {
            let at = json!({ "scheduledAt": "2026-05-20T08:00:00Z" });
            assert_eq!(app.refused(staff, name, to(&one, state, at)).await, "WRONG_STATE", "{state}");
        }
        let gone =
            app.mutate(&advice.head, name, "request { state }", to(&one, "WITHDRAWN", why.clone())).await;
        assert_eq!(gone["request"]["state"], "WITHDRAWN");
        let off = app.mutate(staff, name, "request { state }", to(&two, "CANCELLED", why)).await;
        assert_eq!(off["request"]["state"], "CANCELLED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_seen_by_who_asks_who_advises_and_staff_of_its_project_and_nobody_else() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let advice = Advice::with(&app, 2).await;
        let request = advice.ask(&app).await;
        let (has, next) = advice.first(&app).await;
        let world = &advice.world;
        let beside = world.beside(&app, "drugi@example.pl").await;
        let office = Some(world.partner_office.uuid());
        let other = (Role::InstitutionHead, ScopeKind::Institution, office);
        let other = world.account(&app, "mops@example.pl", other.0, other.1, other.2).await;
        for (who, token, sees) in [
            ("who asked", &advice.head, true),
            ("who advises", &advice.advisers[has], true),
            ("coordinator", &world.coordinator.token, true),
            ("another adviser", &advice.advisers[next], false),
            ("another office", &other.token, false),
            ("staff of another project", &beside.coordinator.token, false),
        ] {
            let found = app.ask(token, "{ advisoryRequests { totalCount } }", json!({})).await;
            assert_eq!(found["advisoryRequests"]["totalCount"], json!(i32::from(sees)), "{who}");
            let node = app
                .ask(token, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": request["id"] }))
                .await;
            assert_eq!(node["node"].is_null(), !sees, "{who}");
        }
        // An office asks for itself alone, and its own voivodeship's partner.
        assert_eq!(app.refused(&other.token, "askForAdvice", advice.question()).await, "FORBIDDEN");
        let mut elsewhere = advice.question();
        elsewhere["institutionId"] = json!(world.id(world.partner_office));
        let refused = app.try_mutate(&other.token, "askForAdvice", "", elsewhere).await;
        assert_eq!(refused["errors"][0]["field"], json!(["institutionId"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_found_by_their_words_without_marks() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let advice = Advice::with(&app, 1).await;
        let mut question = advice.question();
        for words in ["Jak umówić się z urzędem pracy?", "Spółdzielnia socjalna w gminie"] {
            question["words"] = json!(words);
            app.mutate(&advice.head, "askForAdvice", "request { id }", question.clone()).await;
        }
        for (search, found) in
            [("urzed", 1), ("PRACY umowi", 1), ("spoldz gminie", 1), ("urzędem spółdzielnia", 0), ("xyz", 0)]
        {
            let query = "query($text: String) { advisoryRequests(filter: { search: $text }) { totalCount } }";
            let answer = app.ask(&advice.head, query, json!({ "text": search })).await;
            assert_eq!(answer["advisoryRequests"]["totalCount"], found, "{search}");
        }
    })
    .await;
}
