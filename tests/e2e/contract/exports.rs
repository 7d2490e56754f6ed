//! Every list of the schema can be exported, with all its fields.

use serde_json::{Value, json};
use tests::{TestApp, on_both};

use super::operations::{Who, scene::Scene};
use super::{list, text, types};
use crate::export::post;

/// The name of a field's type, whatever wraps it.
fn base(of: &Value) -> &str {
    if of["ofType"].is_object() { base(&of["ofType"]) } else { text(&of["name"]) }
}

fn fields(types: &[Value], name: &str) -> Vec<Value> {
    types.iter().find(|one| one["name"] == name).map(|one| list(&one["fields"])).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_can_be_exported_with_every_field_of_its_rows() {
    on_both(async |base_of| {
        let app = TestApp::on(base_of);
        let scene = Scene::new(&app).await;
        let token = scene.token(Who::SysAdmin);
        let types = types(&app).await;
        let is_leaf = |name: &str| fields(&types, name).is_empty();
        let mut lists = 0;
        for connection in
            fields(&types, "Query").iter().filter(|field| base(&field["type"]).ends_with("Connection"))
        {
            let (name, page) = (text(&connection["name"]), base(&connection["type"]));
            let node = page.strip_suffix("Connection").unwrap();
            let columns: Vec<String> = fields(&types, node)
                .iter()
                .filter(|field| is_leaf(base(&field["type"])) && list(&field["args"]).is_empty())
                .map(|field| text(&field["name"]).to_owned())
                .collect();
            let selection = format!("{name} {{ totalCount edges {{ node {{ {} }} }} }}", columns.join(" "));
            let answered = post(&app, token, "", &json!({ "query": format!("{{ {selection} }}") })).await;
            let rows = answered.rows();
            assert_eq!(rows[0], columns, "{name}");
            assert!(rows.iter().all(|row| row.len() == columns.len()), "{name}");
            let total = app.ask(token.unwrap(), &format!("{{ {name} {{ totalCount }} }}"), json!({})).await;
            // An export leaves a line in the trail, and whoever counts afterwards counts that, too.
            let later = usize::from(name == "auditEntries");
            assert_eq!(json!(rows.len() - 1 + later), total[name]["totalCount"], "{name}");
            assert!(rows.len() > 1, "{name} has rows");
            lists += 1;
        }
        assert!(lists >= super::operations::CONNECTIONS.len());
    })
    .await;
}
