//! What the server can decide itself is no error of the client, and what may be there once is there once.

use std::collections::BTreeMap;
use std::sync::Arc;

use entities::institutions::employment;
use entities::shared::actor::{Role, ScopeKind};
use entities::upkeep::drift::drifts;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};
use tokio::sync::Barrier;

use crate::mail::text;

/// As many at the same moment.
const AT_ONCE: usize = 12;

/// Runs a mutation many times at once; answers how often each code came.
async fn at_once(
    app: &Arc<TestApp>,
    token: &str,
    name: &'static str,
    input: &Value,
) -> BTreeMap<String, usize> {
    let start = Arc::new(Barrier::new(AT_ONCE));
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (app, start) = (Arc::clone(app), Arc::clone(&start));
            let (token, input) = (token.to_owned(), input.clone());
            tokio::spawn(async move {
                start.wait().await;
                let payload = app.try_mutate(&token, name, "", input).await;
                payload["errors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
            })
        })
        .collect();
    let mut codes = BTreeMap::new();
    for task in tasks {
        *codes.entry(task.await.unwrap()).or_default() += 1;
    }
    codes
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_employment_many_times_at_once_is_one() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = World::new(&app).await;
        let office = world.lead_office;
        let person = world.person_of(&app, "Ewa", "Zatrudniana", world.partner_office).await;
        let admin = world
            .account(
                &app,
                "admin@example.pl",
                Role::SysAdmin,
                ScopeKind::Installation,
                None,
            )
            .await;
        let new = json!({
            "personId": world.id(person), "institutionId": world.id(office), "post": "doradca", "from": "2026-01-01",
        });
        let codes = at_once(&app, &admin.token, "addEmployment", &new).await;
        assert_eq!(codes, BTreeMap::from([("DONE".into(), 1), ("DUPLICATE".into(), AT_ONCE - 1)]));
        let rows = employment::Entity::find()
            .filter(employment::Column::PersonId.eq(person))
            .filter(employment::Column::InstitutionId.eq(office));
        assert_eq!(rows.count(&app.state.db.reader).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_without_a_number_get_the_next_one_however_many_are_added_at_once() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = World::new(&app).await;
        let admin = world
            .account(
                &app,
                "admin@example.pl",
                Role::ProjectManager,
                ScopeKind::Project,
                Some(world.project.0),
            )
            .await;
        let task = json!({
            "projectId": world.id(world.project), "title": "Zadanie",
            "startsOn": "2026-05-01", "endsOn": "2026-06-30",
        });
        let codes = at_once(&app, &admin.token, "addProjectTask", &task).await;
        assert_eq!(codes, BTreeMap::from([("DONE".into(), AT_ONCE)]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_version_of_a_clause_written_many_times_at_once_is_one_draft() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let new = json!({ "purpose": "ENROLMENT", "title": "Klauzula naboru" });
        let clause =
            app.mutate(&admin.token, "createInformationClause", "informationClause { id }", new).await;
        let write = json!({ "clauseId": text(&clause["informationClause"]["id"]), "textPl": "Treść." });
        let codes = at_once(&app, &admin.token, "writeClauseVersion", &write).await;
        assert_eq!(codes, BTreeMap::from([("DONE".into(), AT_ONCE)]));
        let found = drifts(&app.state.db.reader).await.unwrap();
        assert_eq!(found, []);
    })
    .await;
}
