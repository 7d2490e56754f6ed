//! SQLite and PostgreSQL answer alike: the same rows, asked for by every filter and every order of every list.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, TestDb, on_both};

use super::room::Who;
use super::scene::Scene;
use super::{list, text, types};

/// Surnames with letters that SQLite and some locales have no capitals of.
const NAMES: [&str; 7] = ["Šimková", "Özil", "Đokić", "Țurcanu", "Іваненко", "Łoś-Żak", "d’Éon"];
/// Values of one kind that a filter is tried with.
const TRIED: usize = 3;

/// The name of a type, whatever wraps it.
fn base(of: &Value) -> &str {
    if of["ofType"].is_object() { base(&of["ofType"]) } else { text(&of["name"]) }
}

fn is_list(of: &Value) -> bool {
    of["kind"] == "LIST" || of["ofType"].is_object() && is_list(&of["ofType"])
}

/// Names of columns with their types.
type Columns = Vec<(String, String)>;

fn names(columns: &[(String, String)]) -> String {
    columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ")
}

struct Walk<'a> {
    app: &'a TestApp,
    token: &'a str,
    types: Vec<Value>,
    /// A thing of each type, by its global id.
    things: BTreeMap<String, String>,
    open: Vec<String>,
    /// What was asked, and the rows that were answered.
    answers: BTreeMap<String, Value>,
}

impl Walk<'_> {
    fn of_type(&self, name: &str) -> &Value {
        self.types.iter().find(|one| one["name"] == name).unwrap_or(&Value::Null)
    }

    /// Fields of a type that are lists, with the types of their rows.
    fn lists(&self, of: &str) -> Vec<(Value, String)> {
        let below = |kind: &str, name: &str| {
            let fields = list(&self.of_type(kind)["fields"]);
            fields.iter().find(|field| field["name"] == name).map(|field| base(&field["type"]).to_owned())
        };
        let fields = list(&self.of_type(of)["fields"]).into_iter();
        fields
            .filter_map(|field| {
                let page = base(&field["type"]).to_owned();
                let row = page.ends_with("Connection").then(|| below(&below(&page, "edges")?, "node"))??;
                Some((field, row))
            })
            .collect()
    }

    /// Asks for a list; `around` stands before and behind it. Answers the list, or nothing where it was refused.
    async fn ask(&mut self, name: &str, arguments: &str, columns: &str, around: &str) -> Option<Value> {
        let asked = format!("{name}({arguments}) {{ totalCount edges {{ node {{ {columns} }} }} }}");
        let query = around.replace("…", &asked);
        let answer = self.app.graphql(Some(self.token), &query, json!({})).await;
        let refused = answer.body["errors"][0]["extensions"]["code"].clone();
        assert!(refused.is_null() || refused == "BAD_USER_INPUT", "{query} {:#}", answer.body);
        let mut found = &answer.body["data"];
        while let Some(below) = found.as_object().filter(|below| !below.contains_key("totalCount")) {
            found = below.values().next()?;
        }
        let rows: Vec<Value> = list(&found["edges"]).iter().map(|edge| edge["node"].clone()).collect();
        self.answers.insert(query, json!([refused, found["totalCount"], rows]));
        refused.is_null().then_some(Value::Array(rows))
    }

    /// Reads a list with all columns of its rows, and remembers a thing of its type.
    async fn look(&mut self, field: &Value, row: &str, around: &str) -> Option<(Columns, Vec<Value>)> {
        let is_column = |column: &&Value| {
            column["args"] == json!([]) && self.of_type(base(&column["type"]))["fields"].is_null()
        };
        let fields = list(&self.of_type(row)["fields"]);
        let told = |column: &Value| (text(&column["name"]).to_owned(), base(&column["type"]).to_owned());
        let columns: Columns = fields.iter().filter(is_column).map(told).collect();
        let rows = self.ask(text(&field["name"]), "first: 100", &names(&columns), around).await?;
        let rows = list(&rows);
        if let Some(id) = rows.first().and_then(|first| first["id"].as_str())
            && self.things.insert(row.to_owned(), id.to_owned()).is_none()
        {
            self.open.push(row.to_owned());
        }
        Some((columns, rows))
    }

    /// Tries every order and every field of the filter of a list.
    async fn try_all(&mut self, field: &Value, row: &str, around: &str) {
        let name = text(&field["name"]);
        let Some((columns, rows)) = self.look(field, row, around).await else { return };
        // Rows without an id are told by all they have.
        let has_id = columns.iter().any(|(column, _)| column == "id");
        let key = if has_id { "id".to_owned() } else { names(&columns) };
        for argument in list(&field["args"]) {
            let kind = base(&argument["type"]).to_owned();
            if argument["name"] == "orderBy" {
                for value in list(&self.of_type(&kind)["enumValues"]) {
                    let order = text(&value["name"]);
                    self.ask(name, &format!("first: 100, orderBy: {order}"), &key, around).await;
                    self.ask(name, &format!("last: 3, orderBy: {order}"), &key, around).await;
                }
            }
            if argument["name"] == "filter" {
                for part in list(&self.of_type(&kind)["inputFields"]) {
                    self.try_filter((name, &key, around), &part, (&columns, &rows)).await;
                }
            }
        }
    }

    async fn try_filter(
        &mut self,
        (name, key, around): (&str, &str, &str),
        part: &Value,
        (columns, rows): (&[(String, String)], &[Value]),
    ) {
        let (field, kind) = (text(&part["name"]), base(&part["type"]).to_owned());
        let values: Vec<String> = match kind.as_str() {
            "ID" => self.ids(field),
            "Boolean" => vec!["true".into(), "false".into()],
            "Int" => vec!["1".into(), "2".into()],
            "String" => texts(columns, rows, field),
            _ if self.of_type(&kind)["kind"] == "ENUM" => {
                list(&self.of_type(&kind)["enumValues"]).iter().map(|v| text(&v["name"]).to_owned()).collect()
            }
            _ => of_rows(columns, rows, &kind).iter().map(|value| json!(value).to_string()).collect(),
        };
        for value in values {
            let value = if is_list(&part["type"]) { format!("[{value}]") } else { value };
            let arguments = format!("first: 100, filter: {{ {field}: {value} }}");
            let answered = self.ask(name, &arguments, key, around).await;
            // Of the things that may be meant the first that fits is enough.
            if kind == "ID" && answered.is_some() {
                break;
            }
        }
    }

    /// Ids to try for a field, those of things that are called like it first.
    fn ids(&self, field: &str) -> Vec<String> {
        let stem = field.trim_end_matches("Id").to_lowercase();
        let mut things: Vec<_> = self.things.iter().collect();
        things.sort_by_key(|(kind, _)| !kind.to_lowercase().ends_with(&stem));
        things.into_iter().map(|(_, id)| json!(id).to_string()).collect()
    }
}

/// Different values of all columns of a type.
fn of_rows(columns: &[(String, String)], rows: &[Value], kind: &str) -> Vec<String> {
    let of_kind = columns.iter().filter(|(_, of)| of == kind);
    let values = of_kind
        .flat_map(|(name, _)| rows.iter().filter_map(move |row| row[name].as_str().map(str::to_owned)));
    let mut values: Vec<String> = values.collect();
    values.sort();
    values.dedup();
    values.truncate(TRIED);
    values
}

/// Texts to look for: parts of those in the column that a field is called after, else of all, in either case.
fn texts(columns: &[(String, String)], rows: &[Value], field: &str) -> Vec<String> {
    let column = field.trim_end_matches("Contains").trim_end_matches("Is");
    let named: Vec<_> = columns.iter().filter(|(name, _)| name == column).cloned().collect();
    let found = of_rows(if named.is_empty() { columns } else { &named }, rows, "String");
    let parts = found.into_iter().filter(|text| text.len() < 200).flat_map(|text| {
        let half: String = text.chars().skip(text.chars().count() / 2).collect();
        [text.to_uppercase(), text.to_lowercase(), half.to_uppercase(), text]
    });
    parts
        .chain(NAMES.map(str::to_uppercase))
        .chain(["100%".into(), "_".into()])
        .map(|text| json!(text).to_string())
        .collect()
}

async fn answers(base: TestDb) -> BTreeMap<String, Value> {
    let mut app = TestApp::on(base);
    app.with_seed(6);
    let scene = Scene::new(&app).await;
    for name in NAMES {
        scene.world.person(&app, "Jan", name).await;
    }
    let token = scene.token(Who::SysAdmin).unwrap();
    for (email, code) in [
        ("b_b@example.pl", "B-1"),
        ("B.a@example.pl", "b 1"),
        ("b-c@example.pl", "B1"),
        ("ćma@example.pl", "Ć"),
    ] {
        app.mutate(token, "createUser", "user { id }", json!({ "email": email })).await;
        let programme = json!({ "code": code, "name": format!("Program {code}"), "fund": "EFS+", "startsOn": "2021-01-01", "endsOn": "2029-12-31" });
        app.mutate(token, "createFundingProgramme", "fundingProgramme { id }", programme).await;
    }
    let types = types(&app).await;
    let (things, answers) = (BTreeMap::new(), BTreeMap::new());
    let mut walk = Walk { app: &app, token, types, things, open: vec![], answers };
    let roots = walk.lists("Query");
    // All lists first, because filters of one ask for things of another.
    for (field, row) in &roots {
        walk.look(field, row, "{ … }").await;
    }
    for (field, row) in &roots {
        walk.try_all(field, row, "{ … }").await;
    }
    for (field, row) in walk.lists("ViewerResult") {
        walk.try_all(&field, &row, "{ viewer { … } }").await;
    }
    while let Some(kind) = walk.open.pop() {
        let around = format!("{{ node(id: \"{}\") {{ ... on {kind} {{ … }} }} }}", walk.things[&kind]);
        for (field, row) in walk.lists(&kind) {
            walk.try_all(&field, &row, &around).await;
        }
    }
    walk.answers
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_and_every_order_of_every_list_answers_alike_on_both_databases() {
    let Some(postgres) = TestDb::polish_postgres().await else { return };
    let (one, other) = tokio::join!(answers(TestDb::sqlite().await), answers(postgres));
    let asked: Vec<_> = one.keys().chain(other.keys()).collect();
    let different: Vec<_> = asked.into_iter().filter(|query| one.get(*query) != other.get(*query)).collect();
    for query in different.iter().take(5) {
        println!("{query}\n  SQLite     {:?}\n  PostgreSQL {:?}", one.get(*query), other.get(*query));
    }
    assert!(different.is_empty(), "{} of {} answers differ", different.len(), one.len());
    let is_full = |answer: &&Value| !list(&answer[2]).is_empty();
    let of = |what: &str| {
        one.iter().filter(|(query, _)| query.contains(what)).map(|(_, answer)| answer).filter(is_full).count()
    };
    assert!(
        of("orderBy:") > 100 && of("filter:") > 100 && of("Contains:") > 20 && of("search:") > 20,
        "the rows meet what is asked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_their_surnames_whatever_the_case() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        for name in NAMES {
            world.person(&app, "Jan", name).await;
        }
        let query = "query($text: String) { people(filter: { lastNameContains: $text }) { edges { node { lastName } } } }";
        for name in NAMES {
            let part: String = name.chars().take(4).collect();
            for sought in [name.to_owned(), name.to_uppercase(), part.to_lowercase(), format!("\u{a0}{name}\u{feff}")] {
                let found = app.ask(&world.coordinator.token, query, json!({ "text": sought })).await;
                let found: Vec<Value> = list(&found["people"]["edges"]);
                assert_eq!(found.len(), 1, "{sought}");
                assert_eq!(found[0]["node"]["lastName"], *name, "{sought}");
            }
        }
        // Every letter that has a capital, in one text: longer than what is stored, short enough to be asked for.
        let letters: String = ('a'..='ž').chain('а'..='я').chain('α'..='ω').filter(|c| c.is_lowercase()).collect();
        let found = app.ask(&world.coordinator.token, query, json!({ "text": letters })).await;
        assert_eq!(found["people"]["edges"], json!([]));
    })
    .await;
}
