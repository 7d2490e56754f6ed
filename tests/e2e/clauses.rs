//! Information clauses: written, published, received before somebody goes on, and never changed.

mod rows;

pub(crate) use rows::ROOM;

use entities::clauses::{clause_receipt, clause_version};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{Account, EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

/// Those who look after clauses: of the installation, and of the project.
struct Scene {
    world: World,
    admin: Account,
    manager: Account,
}

impl Scene {
    async fn new(app: &TestApp) -> Self {
        let world = World::new(app).await;
        let admin =
            world.account(app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let project = Some(world.project.uuid());
        let manager = world
            .account(app, "kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project)
            .await;
        Self { world, admin, manager }
    }

    /// A clause of the installation, or of the project.
    async fn clause(&self, app: &TestApp, token: &str, purpose: &str, of_project: bool) -> String {
        let project = of_project.then(|| self.world.id(self.world.project));
        let input = json!({ "projectId": project, "purpose": purpose, "title": "Jak wykorzystujemy dane" });
        let made = app.mutate(token, "createInformationClause", "informationClause { id }", input).await;
        text(&made["informationClause"]["id"])
    }
}

/// Writes and publishes the next version of a clause; answers its id.
async fn published(app: &TestApp, token: &str, clause: &str, words: &str, from: Option<&str>) -> String {
    let draft = json!({ "clauseId": clause, "textPl": words });
    let draft = app.mutate(token, "writeClauseVersion", "clauseVersion { id }", draft).await;
    let id = text(&draft["clauseVersion"]["id"]);
    let input = json!({ "versionId": id, "validFrom": from });
    app.mutate(token, "publishClauseVersion", "clauseVersion { id }", input).await;
    id
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The code, field and subject of a mutation's first error.
async fn refused(app: &TestApp, token: Option<&str>, name: &str, input: Value) -> (String, String) {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query =
        format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ errors {{ code about }} }} }}");
    let answer = app.graphql(token, &query, json!({ "input": input })).await.body;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let error = &answer["data"][name]["errors"][0];
    (text(&error["code"]), error["about"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_text_never_changes_and_the_next_one_takes_its_place_on_its_day() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let (admin, manager, coordinator) =
            (&scene.admin.token, &scene.manager.token, &scene.world.coordinator.token);
        // Who looks after what.
        let new = json!({ "purpose": "ACCOUNT", "title": "Konta" });
        assert_eq!(app.refused(manager, "createInformationClause", new.clone()).await, "FORBIDDEN");
        let of_project = json!({ "projectId": scene.world.id(scene.world.project), "purpose": "PILOT", "title": "P" });
        assert_eq!(app.refused(coordinator, "createInformationClause", of_project).await, "FORBIDDEN");
        let clause = scene.clause(&app, manager, "ENROLMENT", true).await;
        let installation = scene.clause(&app, admin, "ACCOUNT", false).await;
        assert_eq!(app.refused(admin, "createInformationClause", new).await, "DUPLICATE");
        let draft = json!({ "clauseId": installation, "textPl": "Tekst" });
        assert_eq!(app.refused(manager, "writeClauseVersion", draft).await, "NOT_FOUND", "nothing published yet");

        // A draft is written and rewritten, and nobody outside sees it.
        let fields = "clauseVersion { id ordinal state version sha256 validFrom }";
        let input = json!({ "clauseId": clause, "textPl": "Pierwszy tekst.", "textEn": "First text." });
        let draft = app.mutate(manager, "writeClauseVersion", fields, input).await["clauseVersion"].clone();
        assert_eq!((&draft["ordinal"], &draft["state"], &draft["sha256"]), (&json!(1), &json!("DRAFT"), &Value::Null));
        let input = json!({ "clauseId": clause, "textPl": "Pierwszy tekst!", "version": 1 });
        let again = app.mutate(manager, "writeClauseVersion", fields, input.clone()).await["clauseVersion"].clone();
        assert_eq!((&again["id"], &again["version"]), (&draft["id"], &json!(2)));
        assert_eq!(app.refused(manager, "writeClauseVersion", input).await, "STALE_VERSION");
        let list = "{ informationClauses { edges { node { id versions { edges { node { ordinal state isInForce textPl } } } } } } }";
        let seen = async |token: Option<&str>| {
            let answer = app.graphql(token, list, json!({})).await.body;
            assert!(answer.get("errors").is_none(), "{answer:#}");
            answer["data"]["informationClauses"]["edges"].clone()
        };
        assert_eq!(seen(None).await, json!([]));
        assert_eq!(seen(Some(coordinator)).await.as_array().unwrap().len(), 1, "staff see drafts of their project");
        assert_eq!(seen(Some(admin)).await.as_array().unwrap().len(), 2);

        // Published, for good.
        let publish = json!({ "versionId": draft["id"], "validFrom": "2026-05-11" });
        assert_eq!(app.refused(manager, "publishClauseVersion", publish).await, "INVALID", "not before today");
        let publish = json!({ "versionId": draft["id"] });
        assert_eq!(app.refused(coordinator, "publishClauseVersion", publish.clone()).await, "FORBIDDEN");
        let done = app.mutate(manager, "publishClauseVersion", fields, publish.clone()).await["clauseVersion"].clone();
        assert_eq!((&done["state"], &done["validFrom"]), (&json!("PUBLISHED"), &json!("2026-05-12")));
        assert_eq!(done["sha256"].as_str().unwrap().len(), 64);
        assert_eq!(app.refused(manager, "publishClauseVersion", publish).await, "WRONG_STATE");
        let changed = app.state.db.for_migration();
        let change = clause_version::Entity::update_many()
            .col_expr(clause_version::Column::TextPl, Expr::value("Inny tekst"))
            .filter(clause_version::Column::Ordinal.eq(1))
            .exec(changed)
            .await;
        assert!(change.is_err(), "the database refuses it");

        // The next version is in force from its day, and the first until then.
        let second = published(&app, manager, &clause, "Drugi tekst.", Some("2026-06-01")).await;
        let both = |first: &str, second: &str| {
            json!([
                { "ordinal": 2, "state": second, "isInForce": first == "SUPERSEDED", "textPl": "Drugi tekst." },
                { "ordinal": 1, "state": first, "isInForce": first != "SUPERSEDED", "textPl": "Pierwszy tekst!" },
            ])
        };
        let versions = |edges: Value| -> Value {
            let all = edges[0]["node"]["versions"]["edges"].as_array().unwrap();
            all.iter().map(|edge| edge["node"].clone()).collect::<Vec<_>>().into()
        };
        assert_eq!(versions(seen(None).await), both("PUBLISHED", "PUBLISHED"));
        app.clock.advance(chrono::Duration::days(20));
        assert_eq!(versions(seen(None).await), both("SUPERSEDED", "PUBLISHED"));
        let third = json!({ "clauseId": clause, "textPl": "Trzeci tekst." });
        let third = app.mutate(manager, "writeClauseVersion", "clauseVersion { id }", third).await;
        let in_force = "query($id: ID!, $day: Date!) { node(id: $id) { ... on InformationClause { \
             versions(filter: { inForceOn: $day }) { edges { node { id } } } } } }";
        for (day, ids) in [("2026-05-31", json!([{ "node": { "id": draft["id"] } }])), ("2026-06-01", json!([{ "node": { "id": second } }]))] {
            let found = app.ask(coordinator, in_force, json!({ "id": clause, "day": day })).await;
            assert_eq!(found["node"]["versions"]["edges"], ids, "{day}");
        }
        assert!(third["clauseVersion"]["id"].is_string());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_enrols_receives_what_is_in_force_once() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let (world, manager) = (&scene.world, &scene.manager.token);
        let coordinator = &world.coordinator.token;
        let [one, two] = [
            Training::open(&app, world, EditionPlan::default()).await,
            Training::open(&app, world, EditionPlan::default()).await,
        ];
        let (anna, jan) = (world.person(&app, "Anna", "Łącka").await, world.person(&app, "Jan", "Żak").await);
        let own = world.participant(&app, "anna@example.pl", anna).await;
        // Nothing is asked where nothing is published.
        let ewa = world.person(&app, "Ewa", "Lis").await;
        one.enrol(&app, world, ewa).await;

        let general = scene.clause(&app, &scene.admin.token, "ENROLMENT", false).await;
        let old = published(&app, &scene.admin.token, &general, "Ogólny tekst.", None).await;
        let clause = scene.clause(&app, manager, "ENROLMENT", true).await;
        let first = published(&app, manager, &clause, "Tekst projektu.", None).await;
        let enrol = |training: &Training, person, versions: Value| {
            json!({ "editionId": training.edition, "personId": world.id(person), "clauseVersionIds": versions })
        };
        // The project's own takes the place of the installation's; the error names it.
        let required = ("CLAUSE_REQUIRED".to_owned(), first.clone());
        for given in [Value::Null, json!([]), json!([old])] {
            let input = enrol(&one, anna, given);
            assert_eq!(refused(&app, Some(&own.token), "enrolPerson", input).await, required);
        }
        let input = enrol(&one, anna, json!([old, first]));
        app.mutate(&own.token, "enrolPerson", "enrolment { id }", input).await;
        // What was received once is not asked for again.
        app.mutate(&own.token, "enrolPerson", "enrolment { id }", enrol(&two, anna, Value::Null)).await;

        // On paper, by whoever enrols somebody else.
        let input = enrol(&one, jan, Value::Null);
        assert_eq!(refused(&app, Some(coordinator), "enrolPerson", input).await, required);
        app.mutate(coordinator, "enrolPerson", "enrolment { id }", enrol(&one, jan, json!([first]))).await;
        let list = "{ clauseReceipts(orderBy: AT_ASC) { totalCount edges { node { channel channelLabel person { id } \
             user { email } recordedBy { email } version { id } } } } }";
        let receipts = app.ask(&scene.admin.token, list, json!({})).await["clauseReceipts"].clone();
        assert_eq!(receipts["totalCount"], 2);
        let of = |person| {
            let all = receipts["edges"].as_array().unwrap().iter();
            let id = json!(world.id(person));
            all.map(|edge| edge["node"].clone()).find(|node| node["person"]["id"] == id).unwrap()
        };
        assert_eq!((&of(anna)["channel"], &of(anna)["user"]["email"]), (&json!("ENROLMENT"), &json!("anna@example.pl")));
        assert_eq!((&of(jan)["channel"], &of(jan)["user"]), (&json!("PAPER"), &Value::Null));
        assert_eq!(of(jan)["recordedBy"]["email"], "koordynator@example.pl");
        assert_eq!(of(jan)["channelLabel"], "na papierze");
        assert_eq!(of(jan)["version"]["id"], json!(first));

        // A refused enrolment leaves no receipt.
        let rows = async || clause_receipt::Entity::find().count(&app.state.db.reader).await.unwrap();
        let zofia = world.person(&app, "Zofia", "Mak").await;
        one.go(&app, world, "ENROLMENT_CLOSED").await;
        let input = enrol(&one, zofia, json!([first]));
        assert_eq!(refused(&app, Some(coordinator), "enrolPerson", input).await.0, "ENROLMENT_CLOSED");
        assert_eq!(rows().await, 2);
        // A new version is to be received anew; the old one does not do.
        let second = published(&app, manager, &clause, "Nowy tekst projektu.", None).await;
        for given in [Value::Null, json!([first])] {
            let input = enrol(&two, zofia, given);
            let answer = refused(&app, Some(coordinator), "enrolPerson", input).await;
            assert_eq!(answer, ("CLAUSE_REQUIRED".to_owned(), second.clone()));
        }
        app.mutate(coordinator, "enrolPerson", "enrolment { id }", enrol(&two, zofia, json!([second]))).await;
        assert_eq!(rows().await, 3);
        let change = clause_receipt::Entity::update_many()
            .col_expr(clause_receipt::Column::At, Expr::value(app.now()))
            .exec(app.state.db.for_migration())
            .await;
        assert!(change.is_err(), "a receipt never changes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_invited_is_told_first_on_the_page_and_in_the_api() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let (world, admin) = (&scene.world, &scene.admin.token);
        let scope = json!({ "projectId": world.id(world.project) });
        for email in ["ewa@example.pl", "iga@example.pl"] {
            let input = json!({ "email": email, "role": "COORDINATOR", "scope": scope });
            app.mutate(admin, "inviteUser", "invitation { id }", input).await;
        }
        assert_eq!(app.work().await, 0);
        let letters = Message::in_folder(&app);
        let secret = |email: &str| letters.iter().find(|one| one.header("To").contains(email)).unwrap().secret();
        let password = "zażółć gęślą jaźń";

        let general = scene.clause(&app, admin, "ACCOUNT", false).await;
        let general = published(&app, admin, &general, "Zakładasz konto.\n\nTo <b>ważne</b>.", None).await;
        // The page shows it, as text, and its button says so.
        let (_, _, page) = app.get("/invitation", None).await;
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("<p>Zakładasz konto.</p>") && page.contains("&lt;b&gt;ważne&lt;/b&gt;"), "{page}");
        assert!(page.contains(&format!("name=\"clause\" value=\"{general}\"")));
        let (status, _, page) =
            app.post_form("/invitation", &[("code", &secret("ewa")), ("password", password)]).await;
        assert_eq!(status, 400);
        assert!(page.contains("przeczytaj jeszcze informację") && page.contains(&general), "{page}");

        // The project's own is not known before the code is.
        let clause = scene.clause(&app, &scene.manager.token, "ACCOUNT", true).await;
        let own = published(&app, &scene.manager.token, &clause, "Konto projektu.", None).await;
        let form = [("code", secret("ewa")), ("password", password.to_owned()), ("clause", general.clone())];
        let post = async |form: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            app.post_form("/invitation", &fields).await
        };
        let (status, _, page) = post(&form).await;
        assert_eq!(status, 400);
        assert!(page.contains("Konto projektu.") && page.contains(&own), "{page}");
        let [code, _, _] = form.clone();
        let (status, _, page) = post(&[code, ("password", "krótkie".into()), ("clause", own.clone())]).await;
        assert_eq!(status, 400);
        assert!(page.contains("Konto projektu."), "what was shown stays shown");
        let [code, word, _] = form;
        let (status, _, page) = post(&[code, word, ("clause", own.clone())]).await;
        assert_eq!(status, 200, "{page}");

        let accept = |versions: Value| {
            json!({ "token": secret("iga"), "password": password, "clauseVersionIds": versions })
        };
        let required = ("CLAUSE_REQUIRED".to_owned(), own.clone());
        for given in [Value::Null, json!([general])] {
            assert_eq!(refused(&app, None, "acceptInvitation", accept(given)).await, required);
        }
        let wrong = refused(&app, None, "acceptInvitation", accept(json!(["nonsense"]))).await;
        assert_eq!(wrong.0, "NOT_FOUND");
        let query = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { accepted } }";
        let done = app.graphql(None, query, json!({ "input": accept(json!([own])) })).await.body;
        assert_eq!(done["data"]["acceptInvitation"]["accepted"], true, "{done:#}");

        let list = "{ clauseReceipts(filter: { channels: [INVITATION] }) { edges { node { user { email } \
             recordedBy { email } person { id } clause { project { id } } } } } }";
        let receipts = app.ask(admin, list, json!({})).await["clauseReceipts"]["edges"].clone();
        let emails: Vec<_> =
            receipts.as_array().unwrap().iter().map(|edge| edge["node"]["user"]["email"].clone()).collect();
        assert!(emails.contains(&json!("ewa@example.pl")) && emails.contains(&json!("iga@example.pl")));
        assert_eq!(receipts[0]["node"]["recordedBy"], receipts[0]["node"]["user"]);
        assert_eq!(receipts[0]["node"]["clause"]["project"]["id"], json!(world.id(world.project)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_logged_in_sees_what_is_still_to_be_received_and_paper_counts() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let (world, admin) = (&scene.world, &scene.admin.token);
        let coordinator = &world.coordinator.token;
        let training = Training::open(&app, world, EditionPlan::default()).await;
        let (anna, jan) = (world.person(&app, "Anna", "Łącka").await, world.person(&app, "Jan", "Żak").await);
        training.enrol(&app, world, anna).await;
        let own = world.participant(&app, "anna@example.pl", anna).await;
        let missing = async |token: &str| {
            let query = "{ viewer { unreceivedClauses { id clause { purpose } } } }";
            let found = app.ask(token, query, json!({})).await["viewer"]["unreceivedClauses"].clone();
            found.as_array().unwrap().iter().map(|one| text(&one["id"])).collect::<Vec<_>>()
        };
        assert!(missing(&own.token).await.is_empty());
        let [accounts, trainings] = [
            scene.clause(&app, admin, "ACCOUNT", false).await,
            scene.clause(&app, admin, "ENROLMENT", false).await,
        ];
        let accounts = published(&app, admin, &accounts, "Konta.", None).await;
        let trainings = published(&app, admin, &trainings, "Szkolenia.", None).await;
        let mut both = missing(&own.token).await;
        both.sort();
        let mut expected = vec![accounts.clone(), trainings.clone()];
        expected.sort();
        assert_eq!(both, expected);
        assert_eq!(missing(coordinator).await, [&*accounts], "who takes no part in a training");
        let public = "{ viewer { unreceivedClauses { id } } }";
        let public = app.graphql(None, public, json!({})).await.body;
        assert_eq!(public["data"]["viewer"]["unreceivedClauses"], json!([]));

        let receive = json!({ "versionId": accounts });
        assert_eq!(refused(&app, None, "receiveClause", receive.clone()).await.0, "FORBIDDEN");
        let (a, b) = tokio::join!(
            app.mutate(&own.token, "receiveClause", "clauseReceipt { id }", receive.clone()),
            app.mutate(&own.token, "receiveClause", "clauseReceipt { id channel }", receive.clone()),
        );
        assert_eq!(a["clauseReceipt"]["id"], b["clauseReceipt"]["id"], "one receipt, whoever comes first");
        assert_eq!(b["clauseReceipt"]["channel"], "LOGIN");
        assert_eq!(missing(&own.token).await, [&*trainings]);

        // Paper, by whoever sees the person; on a day on which it was in force.
        let paper =
            |day: &str| json!({ "versionId": trainings, "personId": world.id(anna), "receivedOn": day });
        for wrong in ["2026-05-11", "2026-05-13"] {
            assert_eq!(
                app.refused(coordinator, "recordClauseReceipt", paper(wrong)).await,
                "INVALID",
                "{wrong}"
            );
        }
        assert_eq!(app.refused(&own.token, "recordClauseReceipt", paper("2026-05-12")).await, "FORBIDDEN");
        let partner = Some(world.partner.uuid());
        let partner =
            world.account(&app, "partner@example.pl", Role::Coordinator, ScopeKind::Partner, partner).await;
        assert_eq!(
            app.refused(&partner.token, "recordClauseReceipt", paper("2026-05-12")).await,
            "NOT_FOUND"
        );
        let done = app
            .mutate(coordinator, "recordClauseReceipt", "clauseReceipt { channel }", paper("2026-05-12"))
            .await;
        assert_eq!(done["clauseReceipt"]["channel"], "PAPER");
        assert!(missing(&own.token).await.is_empty());

        // Who sees receipts: the person, and who sees the person.
        let count = async |token: Option<&str>| {
            let answer = app.graphql(token, "{ clauseReceipts { totalCount } }", json!({})).await.body;
            answer["data"]["clauseReceipts"]["totalCount"].clone()
        };
        let other = world.participant(&app, "jan@example.pl", jan).await;
        assert_eq!(count(Some(&own.token)).await, 2);
        assert_eq!(count(Some(coordinator)).await, 2);
        for token in [None, Some(&*other.token), Some(&*partner.token)] {
            assert_eq!(count(token).await, 0);
        }
        let below = "query($id: ID!) { node(id: $id) { ... on Person { clauseReceipts { totalCount } } } }";
        let below = app.ask(coordinator, below, json!({ "id": world.id(anna) })).await;
        assert_eq!(below["node"]["clauseReceipts"]["totalCount"], 2);
        let lines = "{ auditEntries(filter: { actions: [\"clauses.receive\"] }) { totalCount } }";
        assert_eq!(app.ask(admin, lines, json!({})).await["auditEntries"]["totalCount"], 2);
    })
    .await;
}
