//! What operations are tried on: things of every room and an account for each actor. Each room sets its piece; later
//! ones stand on earlier ones.

use std::collections::BTreeMap;

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::PersonId;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::TestApp;
use tests::builders::World;
use uuid::Uuid;

use super::{ROOMS, Who, list, text};

/// The scene.
pub(crate) struct Scene {
    /// Its registers, project and offices.
    pub(crate) world: World,
    /// Somebody who works in the lead's office: the participant.
    pub(crate) person: PersonId,
    tokens: BTreeMap<Who, String>,
    ids: BTreeMap<&'static str, String>,
}

impl Scene {
    /// Sets it.
    pub(crate) async fn new(app: &TestApp) -> Self {
        let world = World::new(app).await;
        let person = world.person(app, "Anna", "Łącka").await;
        let mut scene = Self { world, person, tokens: BTreeMap::new(), ids: BTreeMap::new() };
        for room in ROOMS {
            (room.scene)(app, &mut scene).await;
        }
        scene
    }

    /// What an actor asks with.
    pub(crate) fn token(&self, who: Who) -> Option<&str> {
        self.tokens.get(&who).map(String::as_str)
    }

    /// What somebody with an account asks with.
    pub(crate) fn user(&self, who: Who) -> &str {
        self.token(who).unwrap_or_else(|| panic!("{who:?} has no account yet"))
    }

    /// Somebody has come.
    pub(crate) fn comes(&mut self, who: Who, token: String) {
        assert!(self.tokens.insert(who, token).is_none(), "{who:?} comes once");
    }

    /// Somebody has come, with a role.
    pub(crate) async fn comes_as(
        &mut self,
        app: &TestApp,
        who: Who,
        email: &str,
        (role, scope, place): (Role, ScopeKind, Option<Uuid>),
    ) {
        let account = self.world.account(app, email, role, scope, place).await;
        self.comes(who, account.token);
    }

    /// A global id of something that exists.
    pub(crate) fn id(&self, name: &str) -> &str {
        self.ids.get(name).unwrap_or_else(|| panic!("no id for {name}"))
    }

    /// Something exists, by the name that fields give its id.
    pub(crate) fn has(&mut self, name: &'static str, id: impl Into<String>) {
        assert!(self.ids.insert(name, id.into()).is_none(), "{name} is something else already");
    }

    /// Something exists that a mutation answered: `field { id }` of its payload.
    pub(crate) fn has_made(&mut self, name: &'static str, payload: &Value, field: &str) {
        self.has(name, text(&payload[field]["id"]));
    }

    /// Something exists that is the first of a list below a thing: `list { edges { node { id } } }`.
    pub(crate) async fn has_first(
        &mut self,
        app: &TestApp,
        name: &'static str,
        who: Who,
        query: &str,
        id: &str,
    ) {
        let variables = if id.is_empty() { json!({}) } else { json!({ "id": id }) };
        let mut found = &app.ask(self.user(who), query, variables).await;
        while found["edges"].is_null() {
            found = found.as_object().unwrap().values().next().unwrap();
        }
        let first = list(&found["edges"])[0]["node"]["id"].clone();
        self.has(name, text(&first));
    }

    /// Lines of the audit trail, jobs and keys: what every write leaves.
    pub(super) async fn traces(&self, app: &TestApp) -> [u64; 3] {
        let db = &app.state.db.reader;
        [
            entities::audit::audit_entry::Entity::find().count(db).await.unwrap(),
            entities::jobs::job::Entity::find().count(db).await.unwrap(),
            entities::shared::idempotency_key::Entity::find().count(db).await.unwrap(),
        ]
    }
}
