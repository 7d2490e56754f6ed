//! Every list of the schema can be exported, with all its fields: at the root, and below each thing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tests::{TestApp, on_both};

use super::{Scene, Who, connections, list, text, types};
use crate::export::post;

/// The name of a field's type, whatever wraps it.
fn base(of: &Value) -> &str {
    if of["ofType"].is_object() { base(&of["ofType"]) } else { text(&of["name"]) }
}

struct Walk<'a> {
    app: &'a TestApp,
    token: &'a str,
    types: Vec<Value>,
    /// A thing of each type, by its global id.
    things: BTreeMap<String, String>,
    open: Vec<String>,
}

impl Walk<'_> {
    fn fields(&self, name: &str) -> Vec<Value> {
        self.types.iter().find(|one| one["name"] == name).map(|one| list(&one["fields"])).unwrap_or_default()
    }

    /// The type of a field.
    fn of(&self, on: &str, field: &str) -> Option<String> {
        let fields = self.fields(on);
        fields.iter().find(|one| one["name"] == field).map(|one| base(&one["type"]).to_owned())
    }

    /// Fields of a type that are lists, with the types of their rows.
    fn lists(&self, of: &str) -> Vec<(String, String)> {
        let named = |field: &Value| {
            let page = Some(base(&field["type"])).filter(|page| page.ends_with("Connection"))?;
            let row = self.of(&self.of(page, "edges")?, "node")?;
            Some((text(&field["name"]).to_owned(), row))
        };
        self.fields(of).iter().filter_map(named).collect()
    }

    /// Exports a list with all fields of its rows; `around` stands before and behind it.
    async fn export(&mut self, list: &str, row: &str, around: (&str, &str)) -> usize {
        let is_column = |field: &&Value| {
            self.fields(base(&field["type"])).is_empty()
                && field["args"].as_array().is_some_and(Vec::is_empty)
        };
        let fields = self.fields(row);
        let columns: Vec<&str> = fields.iter().filter(is_column).map(|field| text(&field["name"])).collect();
        let (before, behind) = around;
        let all = columns.join(" ");
        let query = format!("{{ {before} {list} {{ totalCount edges {{ node {{ {all} }} }} }} {behind} }}");
        let rows = post(self.app, Some(self.token), "", &json!({ "query": query })).await.rows();
        assert_eq!(rows[0], columns, "{query}");
        assert!(rows.iter().all(|row| row.len() == columns.len()), "{query}");
        let id = columns.iter().position(|name| *name == "id");
        if let (Some(id), Some(first)) = (id, rows.get(1))
            && self.things.insert(row.to_owned(), first[id].clone()).is_none()
        {
            self.open.push(row.to_owned());
        }
        let count = format!("{{ {before} {list} {{ totalCount }} {behind} }}");
        let mut told = &self.app.ask(self.token, &count, json!({})).await;
        while told["totalCount"].is_null() {
            told = told.as_object().unwrap().values().next().unwrap();
        }
        // An export leaves a line in the trail, and whoever counts afterwards counts that, too.
        let later = usize::from(list == "auditEntries");
        assert_eq!(told["totalCount"], json!(rows.len() - 1 + later), "{query}");
        rows.len() - 1
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_can_be_exported_with_every_field_of_its_rows() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let token = scene.token(Who::SysAdmin).unwrap();
        let types = types(&app).await;
        let mut walk = Walk { app: &app, token, types, things: BTreeMap::new(), open: vec![] };
        let roots = walk.lists("Query");
        assert!(roots.len() >= connections().count());
        for (name, row) in &roots {
            // What is for two pairs of eyes alone an administrator finds empty, and exports empty.
            let sees = connections().find(|(known, _)| known == name);
            let sees = sees.is_none_or(|(_, who)| who.contains(&Who::SysAdmin));
            assert_eq!(walk.export(name, row, ("", "")).await > 0, sees, "{name}");
        }
        let (mut seen, mut rows) = (BTreeSet::new(), 0);
        for (name, row) in walk.lists("ViewerResult") {
            rows += walk.export(&name, &row, ("viewer {", "}")).await;
            seen.insert(format!("ViewerResult.{name}"));
        }
        while let Some(kind) = walk.open.pop() {
            let before = format!("node(id: \"{}\") {{ ... on {kind} {{", walk.things[&kind]);
            for (name, row) in walk.lists(&kind) {
                rows += walk.export(&name, &row, (&before, "} }")).await;
                seen.insert(format!("{kind}.{name}"));
            }
        }
        assert!(rows > 0);
        let of_things = walk.types.iter().map(|one| text(&one["name"])).filter(|name| *name != "Query");
        let all: BTreeSet<String> = of_things
            .flat_map(|kind| walk.lists(kind).into_iter().map(move |(name, _)| format!("{kind}.{name}")))
            .collect();
        let left: Vec<&String> = all.difference(&seen).collect();
        assert!(left.is_empty(), "lists below a thing that the scene has none of: {left:?}");
    })
    .await;
}
