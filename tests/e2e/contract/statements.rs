//! How many statements a nested query takes depends on the query, never on the number of rows.

use entities::shared::ids::PersonId;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const LIST: &str = "fragment List on EditionConnection { edges { node { title enrolments(first: 10) { edges { node { \
     state person { fullName } institution { name } } } } } } }";
const BELOW: &str = "fragment Below on Edition { title enrolments(first: 10) { edges { node { \
     state person { fullName } institution { name } } } } }";

struct Stage {
    editions: Vec<Training>,
    people: Vec<PersonId>,
}

impl Stage {
    /// Grows to `editions` open editions with `people` enrolments each.
    async fn grow(&mut self, app: &TestApp, world: &World, editions: usize, people: usize) {
        while self.people.len() < people {
            let name = format!("Nazwisko {}", self.people.len());
            let person = world.person(app, "Anna", &name).await;
            for training in &self.editions {
                training.enrol(app, world, person).await;
            }
            self.people.push(person);
        }
        while self.editions.len() < editions {
            let training = Training::open(app, world, EditionPlan::default()).await;
            for person in &self.people {
                training.enrol(app, world, *person).await;
            }
            self.editions.push(training);
        }
    }

    /// Asks in every way, and answers how many statements each took and how many names came.
    async fn count(&self, app: &TestApp, world: &World) -> Vec<(&'static str, usize, usize)> {
        let project = json!({ "id": world.id(world.project) });
        let ids: Vec<&String> = self.editions.iter().map(|training| &training.edition).collect();
        let seats = json!({ "input": { "editionId": self.editions[0].edition, "seats": 30 } });
        let mut counts = vec![];
        for (name, query, variables) in [
            ("top", format!("{{ editions(first: 50) {{ ...List }} }} {LIST}"), json!({})),
            (
                "node",
                format!(
                    "query($id: ID!) {{ node(id: $id) {{ ... on Project {{ editions(first: 50) {{ ...List }} }} }} }} {LIST}"
                ),
                project,
            ),
            (
                "nodes",
                format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ...Below }} }} {BELOW}"),
                json!({ "ids": ids }),
            ),
            (
                "payload",
                format!(
                    "mutation($input: SetSeatsInput!) {{ setSeats(input: $input) {{ edition {{ project {{ \
                     editions(first: 50) {{ ...List }} }} }} }} }} {LIST}"
                ),
                seats,
            ),
        ] {
            app.statements();
            let data = app.ask(&world.coordinator.token, &query, variables).await;
            counts.push((name, app.statements().len(), names(&data)));
        }
        counts
    }
}

fn names(data: &Value) -> usize {
    data.to_string().matches("\"fullName\"").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn nested_queries_take_as_many_statements_for_many_rows_as_for_few() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let mut stage = Stage { editions: vec![], people: vec![] };
        stage.grow(&app, &world, 3, 2).await;
        let few = stage.count(&app, &world).await;
        stage.grow(&app, &world, 12, 8).await;
        let many = stage.count(&app, &world).await;
        for ((way, before, small), (_, after, large)) in few.into_iter().zip(many) {
            assert_eq!((small, large), (6, 96), "{way}: rows");
            assert_eq!(before, after, "{way}: statements for 3 × 2 rows and for 12 × 8");
            // Whose token it is and what they may do, then a statement per level.
            assert!(after <= 16, "{way}: {after} statements");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_count_takes_one_statement_on_its_level() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let mut stage = Stage { editions: vec![], people: vec![] };
        stage.grow(&app, &world, 3, 2).await;
        let mut counts = vec![];
        for (outer, inner) in [("", ""), ("totalCount", ""), ("totalCount", "totalCount")] {
            let query = format!(
                "{{ editions {{ {outer} edges {{ node {{ id enrolments {{ {inner} edges {{ node {{ id }} }} }} }} }} }} }}"
            );
            app.statements();
            app.ask(&world.coordinator.token, &query, json!({})).await;
            counts.push(app.statements().len());
        }
        assert_eq!((counts[1] - counts[0], counts[2] - counts[1]), (1, 1));
        // Only the count: the rows are not read.
        app.statements();
        app.ask(&world.coordinator.token, "{ editions { totalCount } }", json!({})).await;
        assert!(app.statements().iter().all(|statement| !statement.contains("ORDER BY \"edition\"")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_with_a_list_takes_as_many_statements_for_eight_certificates_as_for_two() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let mut counts = vec![];
        for people in [2, 8] {
            let training = Training::open(&app, &world, EditionPlan::default()).await;
            let mut enrolments = vec![];
            for n in 0..people {
                let person = world.person(&app, "Anna", &format!("Osoba {people} {n}")).await;
                enrolments.push(training.enrol(&app, &world, person).await);
            }
            training.start(&app, &world).await;
            // Every other one was there.
            for (session, minutes) in [(0, 240), (1, 120)] {
                let rows: Vec<(&str, i32)> =
                    enrolments.iter().step_by(2).map(|id| (id.as_str(), minutes)).collect();
                training.record(&app, &world, session, &rows).await;
            }
            training.finish(&app, &world).await;
            app.statements();
            let fields = "certificates { number person { fullName employments { edges { node { institution { name } } } } } \
                          edition { title project { title } } } \
                          notIssued { enrolment { person { fullName } institution { name } } reasons { code } }";
            let input = json!({ "editionId": training.edition });
            let payload = app.mutate(&world.coordinator.token, "issueCertificates", fields, input).await;
            assert_eq!(names(&payload), people);
            counts.push(app.statements());
        }
        let shapes = |statements: &[String]| {
            let mut tables: Vec<&str> =
                statements.iter().filter_map(|s| s.split(" FROM ").nth(1)?.split(' ').next()).collect();
            tables.sort_unstable();
            tables.join(" ")
        };
        assert_eq!(counts[0].len(), counts[1].len(), "{}\n{}", shapes(&counts[0]), shapes(&counts[1]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_statement_cannot_join_takes_another_and_is_the_same() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let mut stage = Stage { editions: vec![], people: vec![] };
        stage.grow(&app, &world, 2, 3).await;
        let people: Vec<String> =
            (0..20).map(|n| format!("p{n}: person {{ id lastName enrolments {{ totalCount }} }}")).collect();
        let query = format!("{{ enrolments {{ edges {{ node {{ {} }} }} }} }}", people.join(" "));
        app.statements();
        let data = app.ask(&world.coordinator.token, &query, json!({})).await;
        assert!(app.statements().len() <= 12, "those beyond the first take a statement each");
        let rows = data["enrolments"]["edges"].as_array().unwrap();
        assert_eq!(rows.len(), 6);
        for row in rows {
            let first = &row["node"]["p0"];
            assert_eq!(first["enrolments"]["totalCount"], 2);
            assert!((1..20).all(|n| row["node"][format!("p{n}")] == *first), "{row:#}");
        }
    })
    .await;
}
