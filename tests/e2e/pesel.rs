//! PESEL numbers: only where a project requires them, shown only on purpose, in clear nowhere.

mod keys;
mod projects;
mod rows;

pub(crate) use rows::ROOM;

use clap::Parser;
use entities::audit::audit_entry;
use entities::documents::files::sha256;
use entities::pesel::person_pesel;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{PersonId, TypedId};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, Statement};
use serde_json::{Value, json};
use tests::builders::{Account, EditionPlan, Training, World};
use tests::{TestApp, on_both};

/// A number of somebody born on the 1st of January 1980.
fn pesel(serial: u32) -> String {
    let head = format!("800101{serial:04}");
    let weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
    let sum: u32 = head.bytes().zip(weights).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    format!("{head}{}", (10 - sum % 10) % 10)
}

/// A project with an open edition, its manager, and somebody who takes part.
struct Scene {
    world: World,
    manager: Account,
    training: Training,
    anna: PersonId,
}

impl Scene {
    async fn new(app: &TestApp) -> Self {
        let world = World::new(app).await;
        let project = Some(world.project.uuid());
        let manager = world
            .account(app, "kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project)
            .await;
        let training = Training::open(app, &world, EditionPlan::default()).await;
        let anna = world.person(app, "Anna", "Łącka").await;
        training.enrol(app, &world, anna).await;
        Self { world, manager, training, anna }
    }

    /// The same, and the project requires numbers.
    async fn requiring(app: &TestApp) -> Self {
        let scene = Self::new(app).await;
        scene.require(app, Some("art. 87 ustawy wdrożeniowej")).await;
        scene
    }

    async fn require(&self, app: &TestApp, basis: Option<&str>) {
        let input = json!({ "id": self.world.id(self.world.project), "legalBasis": basis });
        app.mutate(&self.manager.token, "setPeselRequirement", "project { requiresPesel }", input).await;
    }

    fn coordinator(&self) -> &str {
        &self.world.coordinator.token
    }

    fn input(&self, person: PersonId, pesel: &str) -> Value {
        json!({ "personId": self.world.id(person), "pesel": pesel })
    }

    async fn set(&self, app: &TestApp, person: PersonId, pesel: &str) {
        app.mutate(self.coordinator(), "setPesel", "person { id }", self.input(person, pesel)).await;
    }

    /// The code with which a number is refused.
    async fn refused(&self, app: &TestApp, token: &str, person: PersonId, pesel: &str) -> String {
        app.refused(token, "setPesel", self.input(person, pesel)).await
    }

    fn look(&self, person: PersonId) -> Value {
        json!({ "personId": self.world.id(person), "reason": "wniosek o płatność" })
    }

    async fn revealed(&self, app: &TestApp, token: &str, person: PersonId) -> Value {
        app.mutate(token, "revealPesel", "pesel", self.look(person)).await["pesel"].clone()
    }

    /// Who is found by a number.
    async fn found(&self, app: &TestApp, token: &str, pesel: &str) -> Value {
        let input = json!({ "pesel": pesel });
        app.mutate(token, "findPersonByPesel", "person { id }", input).await["person"]["id"].clone()
    }

    /// What a viewer reads of the number of a person, in a list and by id.
    async fn masked(&self, app: &TestApp, token: &str, person: PersonId) -> Value {
        let query = "query($id: ID!) { node(id: $id) { ... on Person { pesel { masked } } } }";
        app.ask(token, query, json!({ "id": self.world.id(person) })).await["node"]["pesel"]["masked"].clone()
    }

    async fn partner(&self, app: &TestApp) -> Account {
        let partner = Some(self.world.partner.uuid());
        let email = "partner@example.pl";
        self.world.account(app, email, Role::Coordinator, ScopeKind::Partner, partner).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_kept_only_of_people_who_take_part_where_a_project_requires_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let (world, anna, coordinator) = (&scene.world, scene.anna, scene.coordinator());
        assert_eq!(scene.refused(&app, coordinator, anna, &pesel(1)).await, "PESEL_NOT_REQUIRED");

        // The lead's manager alone says that it is required, with its legal basis.
        let basis = json!({ "id": world.id(world.project), "legalBasis": "art. 87 ustawy wdrożeniowej" });
        assert_eq!(app.refused(coordinator, "setPeselRequirement", basis.clone()).await, "FORBIDDEN");
        let of_partner = Some(world.partner.uuid());
        let other = world
            .account(&app, "kierowniczka@example.pl", Role::ProjectManager, ScopeKind::Partner, of_partner)
            .await;
        assert_eq!(app.refused(&other.token, "setPeselRequirement", basis.clone()).await, "FORBIDDEN");
        let fields = "project { requiresPesel peselLegalBasis }";
        let set = app.mutate(&scene.manager.token, "setPeselRequirement", fields, basis).await;
        let expected = json!({ "requiresPesel": true, "peselLegalBasis": "art. 87 ustawy wdrożeniowej" });
        assert_eq!(set["project"], expected);

        // Somebody who only works at the office takes part in nothing.
        let jan = world.person(&app, "Jan", "Żak").await;
        assert_eq!(scene.refused(&app, coordinator, jan, &pesel(2)).await, "PESEL_NOT_REQUIRED");

        for wrong in ["", "80010100019", "8001010001", "80130100010", "abc", "{{}}", &"1".repeat(500)] {
            assert_eq!(scene.refused(&app, coordinator, anna, wrong).await, "INVALID", "{wrong}");
        }
        // Born in 2044, and in 1844.
        for wrong in ["44251401355", "44851401353"] {
            let payload = app.try_mutate(coordinator, "setPesel", "", scene.input(anna, wrong)).await;
            assert_eq!(payload["errors"][0]["code"], "INVALID", "{wrong}: {payload:#}");
            let why = payload["errors"][0]["message"].as_str().unwrap();
            assert!(why.starts_with("Data urodzenia") && !why.contains("44"), "{why}");
        }
        let noted = app
            .mutate(
                coordinator,
                "setPesel",
                "person { pesel { masked version } }",
                scene.input(anna, &pesel(1)),
            )
            .await;
        assert_eq!(noted["person"]["pesel"]["masked"], format!("••••••••{}", &pesel(1)[8..]));
        assert_eq!(noted["person"]["pesel"]["version"], 1);

        // Noting it again changes nothing; another one is a change, which may come too late.
        scene.set(&app, anna, &pesel(1)).await;
        let mut input = scene.input(anna, &pesel(3));
        input["version"] = json!(1);
        let changed =
            app.mutate(coordinator, "setPesel", "person { pesel { version } }", input.clone()).await;
        assert_eq!(changed["person"]["pesel"]["version"], 2);
        input["pesel"] = json!(pesel(4));
        assert_eq!(app.refused(coordinator, "setPesel", input).await, "STALE_VERSION");

        // Who may not.
        let own = world.participant(&app, "anna@example.pl", anna).await;
        let edition = kit::ids::parts(&scene.training.edition.clone().into()).map(|(_, key)| key);
        let trainer =
            world.account(&app, "trener@example.pl", Role::Trainer, ScopeKind::Edition, edition).await;
        let office = Some(world.lead_office.uuid());
        let institution = world
            .account(&app, "gops@example.pl", Role::InstitutionCoordinator, ScopeKind::Institution, office)
            .await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        for (who, sees) in [(&own, true), (&trainer, false), (&institution, false), (&admin, false)] {
            assert_eq!(scene.refused(&app, &who.token, anna, &pesel(5)).await, "FORBIDDEN");
            assert_eq!(!scene.masked(&app, &who.token, anna).await.is_null(), sees);
            let revealed = app.try_mutate(&who.token, "revealPesel", "pesel", scene.look(anna)).await;
            assert_eq!(revealed["pesel"] == pesel(3), sees, "{revealed:#}");
            let search = json!({ "pesel": pesel(3) });
            assert_eq!(app.refused(&who.token, "findPersonByPesel", search).await, "FORBIDDEN");
            assert_eq!(app.refused(&who.token, "removePesel", scene.look(anna)).await, "FORBIDDEN");
        }
        let partner = scene.partner(&app).await;
        assert_eq!(scene.refused(&app, &partner.token, anna, &pesel(5)).await, "NOT_FOUND");

        // What is not required any more is not shown any more, and can be removed.
        scene.require(&app, None).await;
        assert_eq!(scene.masked(&app, coordinator, anna).await, Value::Null);
        assert_eq!(app.refused(coordinator, "revealPesel", scene.look(anna)).await, "PESEL_NOT_REQUIRED");
        assert_eq!(scene.found(&app, coordinator, &pesel(3)).await, Value::Null);
        assert!(!scene.masked(&app, &own.token, anna).await.is_null(), "one's own stays one's own");
        app.mutate(coordinator, "removePesel", "person { id }", scene.look(anna)).await;
        assert_eq!(app.refused(coordinator, "removePesel", scene.look(anna)).await, "PESEL_MISSING");
        assert_eq!(person_pesel::Entity::find().count(&app.state.db.reader).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_shown_for_a_reason_and_the_person_learns_who_looked() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::requiring(&app).await;
        let (world, anna, coordinator) = (&scene.world, scene.anna, scene.coordinator());
        assert_eq!(app.refused(coordinator, "revealPesel", scene.look(anna)).await, "PESEL_MISSING");
        scene.set(&app, anna, &pesel(1)).await;
        for reason in ["", "   ", &format!("sprawa {}", pesel(7))] {
            let look = json!({ "personId": world.id(anna), "reason": reason });
            assert_eq!(app.refused(coordinator, "revealPesel", look).await, "INVALID", "{reason}");
        }
        app.clock.advance(chrono::Duration::minutes(1));
        assert_eq!(scene.revealed(&app, coordinator, anna).await, pesel(1));
        app.clock.advance(chrono::Duration::minutes(1));
        assert_eq!(scene.found(&app, &scene.manager.token, &pesel(1)).await, json!(world.id(anna)));

        let query = "{ peselSightings(orderBy: AT_ASC) { totalCount edges { node { kind kindLabel role roleLabel \
             project { id } partner { name } person { id } } } } }";
        let own = world.participant(&app, "anna@example.pl", anna).await;
        let seen = app.ask(&own.token, query, json!({})).await["peselSightings"].clone();
        let of = |n: usize, field: &str| seen["edges"][n]["node"][field].clone();
        assert_eq!(seen["totalCount"], 3);
        assert_eq!([of(0, "kind"), of(1, "kind"), of(2, "kind")], ["NOTED", "REVEALED", "FOUND"]);
        assert_eq!([of(1, "role"), of(2, "role")], ["COORDINATOR", "PROJECT_MANAGER"]);
        assert_eq!(of(1, "roleLabel"), "koordynator");
        assert_eq!(of(1, "partner"), json!({ "name": "ROPS w Kielcach" }));
        assert_eq!(of(1, "project"), json!({ "id": world.id(world.project) }));
        // Below the person as well, and narrowed.
        let below = "query($id: ID!) { node(id: $id) { ... on Person { peselSightings(filter: { kinds: [REVEALED] }) \
             { totalCount } } } }";
        let id = json!({ "id": world.id(anna) });
        assert_eq!(app.ask(&own.token, below, id).await["node"]["peselSightings"]["totalCount"], 1);

        // Auditors see it, of their project alone; others do not, whoever looked included.
        let count = async |token: &str| app.ask(token, query, json!({})).await["peselSightings"]["totalCount"].clone();
        let auditor =
            world.account(&app, "audyt@example.pl", Role::Auditor, ScopeKind::Installation, None).await;
        let project = Some(world.project.uuid());
        let of_project =
            world.account(&app, "audyt2@example.pl", Role::Auditor, ScopeKind::Project, project).await;
        assert_eq!([count(&auditor.token).await, count(&of_project.token).await], [3, 3]);
        let jan = world.person(&app, "Jan", "Żak").await;
        let other = world.participant(&app, "jan@example.pl", jan).await;
        let partner = scene.partner(&app).await;
        for token in [coordinator, &other.token, &partner.token] {
            assert_eq!(count(token).await, 0);
        }
        let lines = "{ auditEntries(orderBy: AT_ASC, filter: { actions: [\"pesel.note\", \"pesel.seen\", \
             \"pesel.found\"] }) { edges { node { action reason subjectId user { id } detail } } } }";
        let lines = app.ask(&auditor.token, lines, json!({})).await["auditEntries"]["edges"].clone();
        assert_eq!(lines.as_array().unwrap().len(), 3);
        let line = &lines[1]["node"];
        assert_eq!((&line["action"], &line["reason"]), (&json!("pesel.seen"), &json!("wniosek o płatność")));
        assert_eq!(line["subjectId"], json!(world.id(anna)));
        assert_eq!(line["detail"], json!({ "fields": ["pesel"] }));
        let query = "query($kinds: [AuditEntryKind!]) { auditEntries(orderBy: AT_ASC, first: 100, \
             filter: { kinds: $kinds }) { totalCount edges { node { action kind kindLabel } } } }";
        let of = async |kinds: Value| {
            app.ask(&auditor.token, query, json!({ "kinds": kinds })).await["auditEntries"].clone()
        };
        let sights = of(json!(["SEEN"])).await;
        let expected = |action: &str| {
            json!({ "node": { "action": action, "kind": "SEEN", "kindLabel": "wgląd w dane osobowe" } })
        };
        assert_eq!(sights["edges"], json!([expected("pesel.seen"), expected("pesel.found")]));
        let [all, both, changes, none] =
            [of(Value::Null).await, of(json!(["SEEN", "CHANGE"])).await, of(json!(["CHANGE"])).await, of(json!([])).await];
        assert_eq!(all["totalCount"], both["totalCount"]);
        assert_eq!(changes["totalCount"].as_u64().unwrap() + 2, all["totalCount"].as_u64().unwrap());
        assert_eq!(none["totalCount"], 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_tells_nothing_of_people_who_are_hidden_and_cannot_be_repeated_at_will() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::requiring(&app).await;
        let (world, anna) = (&scene.world, scene.anna);
        let olga = world.person_of(&app, "Olga", "Śliwa", world.partner_office).await;
        let input = json!({
            "editionId": scene.training.edition, "personId": world.id(olga),
            "institutionId": world.id(world.partner_office),
        });
        app.mutate(scene.coordinator(), "enrolPerson", "enrolment { id }", input).await;
        scene.set(&app, anna, &pesel(1)).await;
        let partner = scene.partner(&app).await;
        app.mutate(&partner.token, "setPesel", "person { id }", scene.input(olga, &pesel(2))).await;

        // The lead finds both, the partner its own, however the number is written.
        let spaced = format!(" {} {}-{} ", &pesel(2)[..6], &pesel(2)[6..9], &pesel(2)[9..]);
        assert_eq!(scene.found(&app, scene.coordinator(), &spaced).await, json!(world.id(olga)));
        assert_eq!(scene.found(&app, scene.coordinator(), &pesel(1)).await, json!(world.id(anna)));
        assert_eq!(scene.found(&app, &partner.token, &pesel(2)).await, json!(world.id(olga)));
        let before = audit_entry::Entity::find().count(&app.state.db.reader).await.unwrap();
        let fields = "person { id lastName }";
        let mut answers = vec![];
        for number in [pesel(1), pesel(9)] {
            let input = json!({ "pesel": number });
            answers.push(app.try_mutate(&partner.token, "findPersonByPesel", fields, input).await);
        }
        assert_eq!(answers[0], json!({ "person": null, "errors": [] }));
        assert_eq!(answers[0], answers[1], "hidden and unknown read alike");
        let after = audit_entry::Entity::find().count(&app.state.db.reader).await.unwrap();
        assert_eq!(after, before + 2, "and leave the same trace");
        assert_eq!(
            app.refused(&partner.token, "findPersonByPesel", json!({ "pesel": "1" })).await,
            "INVALID"
        );

        // Aliases take from the same bucket.
        let one = |n: u32| {
            format!(
                "a{n}: findPersonByPesel(input: {{ pesel: \"{}\" }}) {{ person {{ id }} }} ",
                pesel(n + 100)
            )
        };
        let query = format!("mutation {{ {} }}", (0..8).map(one).collect::<String>());
        let mut limited = 0;
        for _ in 0..6 {
            let answer = app.graphql(Some(&partner.token), &query, json!({})).await.body;
            let errors = answer["errors"].as_array().cloned().unwrap_or_default();
            limited += errors.iter().filter(|e| e["extensions"]["code"] == "RATE_LIMITED").count();
        }
        assert!(limited >= 20, "{limited}");
        assert_eq!(
            scene.found(&app, scene.coordinator(), &pesel(1)).await,
            json!(world.id(anna)),
            "others go on"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_never_have_one_number_and_only_who_may_see_the_other_is_told_who() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::requiring(&app).await;
        let (world, anna) = (&scene.world, scene.anna);
        let (jan, ewa) = (world.person(&app, "Jan", "Żak").await, world.person(&app, "Ewa", "Lis").await);
        let olga = world.person_of(&app, "Olga", "Śliwa", world.partner_office).await;
        for person in [jan, ewa] {
            scene.training.enrol(&app, world, person).await;
        }
        let input = json!({
            "editionId": scene.training.edition, "personId": world.id(olga),
            "institutionId": world.id(world.partner_office),
        });
        app.mutate(scene.coordinator(), "enrolPerson", "enrolment { id }", input).await;
        scene.set(&app, anna, &pesel(1)).await;

        let fields = "person { id } duplicateOf { id }";
        let input = scene.input(jan, &pesel(1));
        let told = app.try_mutate(scene.coordinator(), "setPesel", fields, input).await;
        assert_eq!(told["errors"][0]["code"], "DUPLICATE");
        assert_eq!(told["errors"][0]["field"], json!(["pesel"]));
        assert_eq!(told["duplicateOf"], json!({ "id": world.id(anna) }));
        let partner = scene.partner(&app).await;
        let hidden = app.try_mutate(&partner.token, "setPesel", fields, scene.input(olga, &pesel(1))).await;
        assert_eq!(hidden["errors"][0]["code"], "PESEL_CONFLICT");
        assert_eq!(hidden["duplicateOf"], Value::Null);
        assert!(!hidden.to_string().contains(&pesel(1)) && !told.to_string().contains(&pesel(1)));

        // Two clerks at the same moment.
        let (a, b) = tokio::join!(
            app.try_mutate(scene.coordinator(), "setPesel", fields, scene.input(jan, &pesel(2))),
            app.try_mutate(&scene.manager.token, "setPesel", fields, scene.input(ewa, &pesel(2))),
        );
        let refused =
            [&a, &b].into_iter().filter(|payload| payload["errors"][0]["code"] == "DUPLICATE").count();
        assert_eq!(refused, 1, "{a:#} {b:#}");
        assert_eq!(person_pesel::Entity::find().count(&app.state.db.reader).await.unwrap(), 2);
    })
    .await;
}

/// All of a database as text: every row of every table, bytes in hexadecimal.
async fn dump(app: &TestApp) -> String {
    let db = &app.state.db.reader;
    let backend = db.get_database_backend();
    let is_sqlite = backend == DbBackend::Sqlite;
    let tables = if is_sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    } else {
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()"
    };
    let mut text = String::new();
    for table in db.query_all_raw(Statement::from_string(backend, tables)).await.unwrap() {
        let table: String = table.try_get("", "name").unwrap();
        let columns = if is_sqlite {
            format!("SELECT name FROM pragma_table_info('{table}')")
        } else {
            format!("SELECT column_name AS name FROM information_schema.columns WHERE table_name = '{table}'")
        };
        for column in db.query_all_raw(Statement::from_string(backend, columns)).await.unwrap() {
            let column: String = column.try_get("", "name").unwrap();
            let all = if is_sqlite {
                format!(
                    "SELECT CASE typeof(\"{column}\") WHEN 'blob' THEN hex(\"{column}\") \
                     ELSE CAST(\"{column}\" AS TEXT) END AS value FROM \"{table}\""
                )
            } else {
                format!("SELECT \"{column}\"::text AS value FROM \"{table}\"")
            };
            for row in db.query_all_raw(Statement::from_string(backend, all)).await.unwrap() {
                if let Ok(Some(value)) = row.try_get::<Option<String>>("", "value") {
                    text.push_str(&format!("{table}.{column}: {value}\n"));
                }
            }
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_stands_in_clear_nowhere() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::requiring(&app).await;
        let (anna, number) = (scene.anna, pesel(1));
        scene.set(&app, anna, &number).await;
        scene.revealed(&app, scene.coordinator(), anna).await;
        scene.found(&app, scene.coordinator(), &number).await;
        scene.found(&app, scene.coordinator(), &pesel(77)).await;
        scene.refused(&app, scene.coordinator(), anna, &format!("{number}1")).await;
        let input = json!({ "personId": scene.world.id(anna), "reason": "koniec", "idempotencyKey": "raz" });
        app.mutate(scene.coordinator(), "removePesel", "person { id }", input).await;
        scene.set(&app, anna, &number).await;
        assert_eq!(app.work().await, 0);

        let text = dump(&app).await;
        assert!(text.contains("person_pesel.") && text.contains("wniosek o płatność"), "it is all there");
        let hash = sha256(number.as_bytes());
        for trace in [number.clone(), hex(number.as_bytes()), hash, pesel(77)] {
            let line = text.lines().find(|line| line.to_lowercase().contains(&trace));
            assert_eq!(line, None, "{trace}");
        }
        if app.base.kind == "sqlite" {
            // The file, what is not yet in it, and what was deleted but still lies in it; and a copy of all that.
            let folder = app.base.folder().to_str().unwrap().to_owned();
            let target = app.base.folder().join("kopia");
            let args = ["zwornik", "backup", target.to_str().unwrap(), "--data-dir", &folder];
            let args = args.into_iter().chain(["--database-url", &app.base.url]);
            api::commands::run(api::commands::Cli::parse_from(args)).await.unwrap();
            let mut files = 0;
            for folder in [app.base.folder().to_owned(), target] {
                for entry in std::fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_file() {
                        files += 1;
                        let bytes = std::fs::read(&path).unwrap();
                        let found = bytes.windows(11).any(|part| part == number.as_bytes());
                        assert!(!found, "{}", path.display());
                    }
                }
            }
            assert!(files >= 2);
        }
        // Nor is it what a client is told of it unasked.
        let everything = "{ people { edges { cursor node { id firstName pesel { id masked } } } } }";
        let list = app.ask(scene.coordinator(), everything, json!({})).await.to_string();
        assert!(list.contains("••••••••") && !list.contains(&number[..8]));
    })
    .await;
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
