//! Somebody who took part, with an account, a certificate, messages and a place they wait for; and who looks at them.

use entities::institutions::employment;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{PersonId, TypedId};
use entities::trainings::{EnrolmentState, enrolment, trainer_assignment};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Statement,
};
use serde_json::{Value, json};
use tests::TestApp;
use tests::builders::{Account, EditionPlan, Training, World};
use uuid::Uuid;

use super::register::Schema;

/// What tells who Anna is; none of it may be left anywhere.
pub(super) const TELLING: &[&str] = &[
    "Łącka",
    "anna@example.pl",
    "anna.prywatnie@example.pl",
    "600 700 800",
    "bez orzechów",
    "pętla indukcyjna",
];

/// The same as words of the search.
pub(super) const WORDS: &[&str] = &["lacka", "annaexample"];

/// The scene.
pub(super) struct Scene {
    pub(super) world: World,
    pub(super) anna: PersonId,
    pub(super) own: Account,
    pub(super) olga: PersonId,
    pub(super) admin: Account,
    pub(super) manager: Account,
    /// Over, with certificates of both.
    pub(super) done: Training,
    /// Open, with one seat, which Anna has and Olga waits for.
    pub(super) open: Training,
    /// Of Anna: number and code.
    pub(super) certificate: (String, String),
}

impl Scene {
    /// Sets it.
    pub(super) async fn new(app: &TestApp) -> Self {
        let world = World::new(app).await;
        let anna = world.person(app, "Anna", "Łącka").await;
        let olga = world.person_of(app, "Olga", "Śliwa", world.partner_office).await;
        let admin =
            world.account(app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let token = &world.coordinator.token;
        let told = json!({ "id": world.id(anna), "phone": "600 700 800" });
        app.mutate(token, "updatePerson", "person { id }", told).await;
        world.reachable(app, anna, "anna.prywatnie@example.pl").await;
        world.reachable(app, olga, "olga@example.pl").await;
        let own = world.participant(app, "anna@example.pl", anna).await;
        let project = Some(world.project.uuid());
        let manager = world
            .account(app, "kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project)
            .await;

        let done = Training::open(app, &world, EditionPlan::default()).await;
        let needs = json!({
            "editionId": done.edition, "personId": world.id(anna), "needsDiet": "bez orzechów",
            "needsAccess": "pętla indukcyjna", "needsNight": true, "idempotencyKey": "zapis-1",
        });
        let enrolled = app.mutate(&own.token, "enrolPerson", "enrolment { id }", needs).await;
        let enrolled = [text(&enrolled["enrolment"]["id"]), done.enrol(app, &world, olga).await];
        done.start(app, &world).await;
        for (session, minutes) in [(0, 240), (1, 120)] {
            let rows: Vec<(&str, i32)> = enrolled.iter().map(|id| (id.as_str(), minutes)).collect();
            done.record(app, &world, session, &rows).await;
        }
        let sheet = json!({ "editionId": done.edition, "day": "2026-05-12" });
        app.mutate(token, "requestAttendanceSheet", "document { id }", sheet).await;
        done.finish(app, &world).await;
        let issued = done.issue(app, &world).await;
        let all = issued["certificates"].as_array().unwrap();
        let annas = all.iter().find(|one| one["person"]["lastName"] == "Łącka").unwrap();
        let certificate = (text(&annas["number"]), text(&annas["code"]));
        let archive = json!({ "editionId": done.edition });
        app.mutate(token, "requestCertificateArchive", "document { id }", archive).await;

        let one_seat = EditionPlan { seats: 1, waiting: 5, ..EditionPlan::default() };
        let open = Training::open(app, &world, one_seat).await;
        open.enrol(app, &world, anna).await;
        open.enrol(app, &world, olga).await;
        work(app).await;
        Self { world, anna, own, olga, admin, manager, done, open, certificate }
    }

    /// Global id of Anna.
    pub(super) fn person(&self) -> Value {
        json!(self.world.id(self.anna))
    }

    /// What anybody is told who checks Anna's certificate.
    pub(super) async fn verified(&self, app: &TestApp) -> Value {
        let query = "query($code: String!) { verifyCertificate(code: $code) { verdict number name nameErased training } }";
        let answer = app.graphql(None, query, json!({ "code": self.certificate.1 })).await;
        assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
        answer.body["data"]["verifyCertificate"].clone()
    }

    /// The project is settled and closed, and its documentation is kept until a day.
    pub(super) async fn close_project(&self, app: &TestApp, until: &str) {
        let id = self.world.id(self.world.project);
        for state in ["SETTLING", "CLOSED"] {
            let change = json!({ "id": id, "to": state });
            app.mutate(&self.manager.token, "changeProjectState", "project { state }", change).await;
        }
        let until = json!({ "id": id, "until": until });
        let set = app.mutate(&self.manager.token, "setProjectRetention", "project { retentionUntil }", until);
        set.await;
    }
}

/// Brings facts about Anna back behind everybody's back, as an old process or other tools would: names and addresses, an
/// account that is let in, a post, an edition that she trains in, a place to wait with needs, a certificate with her name.
pub(super) async fn bring_back(app: &TestApp, scene: &Scene) {
    let db = app.state.db.for_migration();
    let run = async |sql: &str| {
        db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    };
    let key = |id: Uuid| match app.base.kind {
        "sqlite" => format!("x'{}'", id.simple()),
        _ => format!("'{id}'"),
    };
    let anna = key(scene.anna.0);
    run(&format!(
        "UPDATE person SET last_name = 'Łącka', email = 'anna@example.pl', phone = '600 700 800' WHERE id = {anna}"
    ))
    .await;
    run(&format!("UPDATE \"user\" SET email = 'anna@example.pl', state = 'active' WHERE person_id = {anna}"))
        .await;
    let printed = match app.base.kind {
        "sqlite" => "json_set(snapshot, '$.variable.name', 'Anna Łącka')",
        _ => "jsonb_set(snapshot, '{variable,name}', '\"Anna Łącka\"')",
    };
    run(&format!("UPDATE certificate SET erased_at = NULL, snapshot = {printed} WHERE person_id = {anna}"))
        .await;

    let of_olga = employment::Entity::find().filter(employment::Column::PersonId.eq(scene.olga));
    let post = of_olga.one(db).await.unwrap().unwrap();
    let post = employment::ActiveModel {
        id: Set(app.system().id()),
        person_id: Set(scene.anna),
        ..post.into_active_model()
    };
    employment::Entity::insert(post).exec_without_returning(db).await.unwrap();
    let waits = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(scene.olga))
        .filter(enrolment::Column::State.is_in([EnrolmentState::Waitlisted, EnrolmentState::Offered]));
    let waits = waits.one(db).await.unwrap().unwrap();
    let trains = trainer_assignment::ActiveModel {
        id: Set(app.system().id()),
        edition_id: Set(waits.edition_id),
        person_id: Set(scene.anna),
        created_at: Set(app.now()),
        created_by: Set(None),
    };
    trainer_assignment::Entity::insert(trains).exec_without_returning(db).await.unwrap();
    run(&format!("UPDATE edition SET waiting = waiting + 1 WHERE id = {}", key(waits.edition_id.0))).await;
    let waits = enrolment::ActiveModel {
        id: Set(app.system().id()),
        person_id: Set(scene.anna),
        state: Set(EnrolmentState::Waitlisted),
        needs_diet: Set(Some("bez orzechów".into())),
        needs_access: Set(Some("pętla indukcyjna".into())),
        created_at: Set(app.now()),
        ..waits.into_active_model()
    };
    enrolment::Entity::insert(waits).exec_without_returning(db).await.unwrap();
}

/// Runs what is due; nothing may fail.
pub(super) async fn work(app: &TestApp) {
    assert_eq!(app.work().await, 0);
}

/// The clockwork ticks and the worker works.
pub(super) async fn night(app: &TestApp) {
    reports::schedule::tick(&app.worker_context()).await.unwrap();
    work(app).await;
}

/// Where any of these words is left: in a table, a stored file, a message.
pub(super) async fn left(app: &TestApp, words: &[&str]) -> Vec<String> {
    let schema = Schema::of(app).await;
    let db = &app.state.db.reader;
    let mut found = vec![];
    for table in schema.columns.keys() {
        for column in schema.texts(table) {
            let kind = &schema.columns[table][column];
            if kind.to_lowercase().starts_with('b') {
                continue;
            }
            let sql =
                format!("SELECT CAST(\"{column}\" AS TEXT) FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
            let rows =
                db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
            for row in rows {
                let value: String = row.try_get_by_index(0).unwrap();
                found.extend(
                    words
                        .iter()
                        .filter(|word| value.contains(**word))
                        .map(|word| format!("{table}.{column}: {word}")),
                );
            }
        }
    }
    let mut folders = vec![app.base.folder().join("documents"), app.base.folder().join("mail")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            let value = String::from_utf8_lossy(&bytes);
            let here = words.iter().filter(|word| value.contains(**word));
            found.extend(here.map(|word| format!("{}: {word}", entry.path().display())));
        }
    }
    found
}

/// The text of a JSON value.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value:#}")).to_owned()
}
