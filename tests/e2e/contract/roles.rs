//! Every role there is, held somewhere else, and every role without a row of its own among the operations, held in the
//! scene's own place.

use std::collections::{BTreeMap, BTreeSet};

use entities::accounts::role_grant;
use entities::accounts::roles::scopes_of;
use entities::shared::actor::{Role, ScopeKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tests::builders::Account;
use tests::databases::on_both;
use tests::{TestApp, TestDb};
use uuid::Uuid;

use super::inputs::Inputs;
use super::operations::{try_as, wait_for};
use super::{ALL, Mutation, Scene, Who, connections, list, mutations, subscriptions, text, types};

/// Roles that nobody of the scene holds. There is neither a call nor a group yet for those who sit in one; the
/// administrator of a voivodeship looks after users who are employed there, and the scene's are not.
const INSIDE: &[Role] = &[
    Role::RopsAdmin,
    Role::TeamResearch,
    Role::TeamServices,
    Role::TeamTraining,
    Role::TeamEconomy,
    Role::Coach,
    Role::Adviser,
    Role::InstitutionHead,
];

/// Every global id that an administrator finds in the lists.
pub(super) async fn everything(app: &TestApp, scene: &Scene) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (name, _) in connections() {
        let query = format!("{{ {name}(first: 100) {{ edges {{ node {{ id }} }} }} }}");
        let answer = app.graphql(scene.token(Who::SysAdmin), &query, json!({})).await;
        let edges = list(&answer.body["data"][name]["edges"]);
        ids.extend(edges.iter().map(|edge| text(&edge["node"]["id"]).to_owned()));
    }
    ids
}

/// Which of them an account finds, by `nodes`.
pub(super) async fn found(app: &TestApp, account: &Account, ids: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let ids: Vec<&String> = ids.iter().collect();
    for some in ids.chunks(100) {
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
        let answer = app.ask(&account.token, query, json!({ "ids": some })).await;
        found.extend(
            list(&answer["nodes"])
                .iter()
                .filter(|node| !node.is_null())
                .map(|node| text(&node["id"]).to_owned()),
        );
    }
    found
}

/// An account with a role in a place that is none of the scene's. The row is written as it is: that a scope exists is
/// asked where a role is granted, and is no matter here.
async fn elsewhere(app: &TestApp, scene: &Scene, email: &str, role: Role, scope: ScopeKind) -> Account {
    let place = Some(scene.world.lead_office.0);
    let account = scene.world.account(app, email, Role::InstitutionHead, ScopeKind::Institution, place).await;
    app.write(async |tx, _| {
        let change = role_grant::Entity::update_many()
            .col_expr(role_grant::Column::Role, Expr::value(role))
            .col_expr(role_grant::Column::ScopeKind, Expr::value(scope))
            .col_expr(role_grant::Column::ScopeId, Expr::value(Uuid::from_u128(7)))
            .filter(role_grant::Column::UserId.eq(account.user));
        Ok(change.exec(tx).await.map(drop)?)
    })
    .await;
    account
}

/// Mutations that not every user may call.
pub(super) fn reserved() -> impl Iterator<Item = &'static Mutation> {
    mutations().filter(|mutation| mutation.is_reserved())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_held_elsewhere_gives_nothing_here() {
    on_both(held_elsewhere).await;
}

async fn held_elsewhere(db: TestDb) {
    let app = TestApp::on(db);
    let scene = Scene::new(&app).await;
    let inputs = Inputs::of(&types(&app).await, &scene);
    let plain = elsewhere(&app, &scene, "nikt@example.pl", Role::Participant, ScopeKind::Edition).await;
    let all = everything(&app, &scene).await;
    let open = found(&app, &plain, &all).await;
    assert!(open.len() < all.len());
    let before = scene.traces(&app).await;
    let mut accounts = vec![];
    for role in Role::ALL {
        // The installation is one: nobody holds a role in another.
        for scope in scopes_of(*role).iter().filter(|scope| **scope != ScopeKind::Installation) {
            let email = format!("{}-{}@example.pl", role.code(), scope.code());
            let account = elsewhere(&app, &scene, &email, *role, *scope).await;
            accounts.push((*role, *scope, account));
        }
    }
    let made = scene.traces(&app).await;
    assert!(made > before);
    let schema = api::schema::builder(&Default::default()).data(app.state.clone()).finish();
    let mut wrong = vec![];
    for (role, scope, account) in &accounts {
        let more: Vec<_> = found(&app, account, &all).await.difference(&open).cloned().collect();
        if !more.is_empty() {
            wrong.push(format!("{role:?} of another {scope:?} sees {} more", more.len()));
        }
        for (name, argument, allowed) in subscriptions().filter(|(_, _, allowed)| *allowed != ALL) {
            let what = (name, argument, scene.id(argument));
            let code = wait_for(&app, &schema, Some(&account.token), what, 10_000).await;
            if code != Some("NOT_FOUND".into()) {
                wrong.push(format!("{role:?} of another {scope:?} waits for {name} ({allowed:?}): {code:?}"));
            }
        }
        for mutation in reserved().filter(|mutation| !mutation.anywhere.contains(role)) {
            let name = mutation.name;
            let code = try_as(&app, None, Some(&account.token), mutation, &inputs).await;
            if !matches!(code.as_deref(), Some("FORBIDDEN" | "NOT_FOUND")) {
                wrong.push(format!("{role:?} of another {scope:?} calls {name}: {code:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(scene.traces(&app).await, made, "refusals leave no trace");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_without_a_row_may_do_what_is_listed() {
    let app = TestApp::on(TestDb::sqlite().await);
    let scene = Scene::new(&app).await;
    let inputs = Inputs::of(&types(&app).await, &scene);
    let mut done: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for role in INSIDE {
        let (scope, id) = match role {
            Role::RopsAdmin => (ScopeKind::Voivodeship, scene.world.lead_voivodeship.0),
            Role::InstitutionHead => (ScopeKind::Institution, scene.world.lead_office.0),
            _ => (ScopeKind::Project, scene.world.project.0),
        };
        let email = format!("{}@example.pl", role.code());
        let account = scene.world.account(&app, &email, *role, scope, Some(id)).await;
        for mutation in reserved() {
            let code = try_as(&app, None, Some(&account.token), mutation, &inputs).await;
            if !matches!(code.as_deref(), Some("FORBIDDEN" | "NOT_FOUND")) {
                done.entry(role.code()).or_default().insert(mutation.name);
            }
        }
    }
    let mut listed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for mutation in mutations() {
        for role in mutation.also {
            listed.entry(role.code()).or_default().insert(mutation.name);
        }
    }
    assert_eq!(done, listed);
}
