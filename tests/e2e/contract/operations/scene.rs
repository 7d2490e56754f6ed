//! What operations are tried on: an open edition, a finished one with a certificate, and an account for each actor.

use std::collections::BTreeMap;

use entities::accounts::identity;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::TestApp;
use tests::builders::{EditionPlan, PilotStudy, Training, World};

use super::{Who, list, text};

/// The scene.
pub(in crate::contract) struct Scene {
    /// Its registers, project and offices.
    pub(in crate::contract) world: World,
    tokens: BTreeMap<Who, String>,
    ids: BTreeMap<&'static str, String>,
}

impl Scene {
    /// Sets it.
    pub(in crate::contract) async fn new(app: &TestApp) -> Self {
        let world = World::new(app).await;
        let person = world.person(app, "Anna", "Łącka").await;
        let [open, done] = [
            Training::open(app, &world, EditionPlan::default()).await,
            Training::open(app, &world, EditionPlan::default()).await,
        ];
        let enrolment = json!({
            "editionId": open.edition, "personId": world.id(person), "institutionId": world.id(world.lead_office),
        });
        let enrolment =
            app.mutate(&world.coordinator.token, "enrolPerson", "enrolment { id }", enrolment).await;
        let enrolment = text(&enrolment["enrolment"]["id"]).to_owned();
        let attended = done.enrol(app, &world, person).await;
        done.start(app, &world).await;
        done.record(app, &world, 0, &[(&attended, 240)]).await;
        done.record(app, &world, 1, &[(&attended, 120)]).await;
        done.finish(app, &world).await;
        let issued = done.issue(app, &world).await;
        assert_eq!(app.work().await, 0);
        app.write(async |tx, call| {
            let id = entities::shared::ids::WorkerId(uuid::Uuid::from_u128(1));
            entities::jobs::queue::heartbeat(tx, id, "worker", call.now).await
        })
        .await;

        let edition = api::graphql::ids::parts(&open.edition.clone().into()).map(|(_, key)| key);
        let mut tokens = BTreeMap::new();
        for (who, email, role, scope, id) in [
            (
                Who::InstitutionCoordinator,
                "instytucja@example.pl",
                Role::InstitutionCoordinator,
                ScopeKind::Institution,
                Some(world.lead_office.uuid()),
            ),
            (Who::Trainer, "trener@example.pl", Role::Trainer, ScopeKind::Edition, edition),
            (Who::Auditor, "audyt@example.pl", Role::Auditor, ScopeKind::Installation, None),
            (
                Who::PartnerCoordinator,
                "partner@example.pl",
                Role::Coordinator,
                ScopeKind::Partner,
                Some(world.partner.uuid()),
            ),
            (
                Who::Manager,
                "kierownik@example.pl",
                Role::ProjectManager,
                ScopeKind::Project,
                Some(world.project.uuid()),
            ),
            (Who::SysAdmin, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None),
        ] {
            tokens.insert(who, world.account(app, email, role, scope, id).await.token);
        }
        tokens.insert(Who::Coordinator, world.coordinator.token.clone());
        tokens.insert(Who::Participant, world.participant(app, "anna@example.pl", person).await.token);
        let other = world
            .account(
                app,
                "ofiara@example.pl",
                Role::TeamResearch,
                ScopeKind::Project,
                Some(world.project.uuid()),
            )
            .await;

        let basis = json!({ "id": world.id(world.project), "legalBasis": "art. 87 ustawy" });
        app.mutate(&tokens[&Who::Manager], "setPeselRequirement", "project { id }", basis).await;
        let number = json!({ "personId": world.id(person), "pesel": "44051401359" });
        app.mutate(&world.coordinator.token, "setPesel", "person { id }", number).await;

        let (manager, clause) = (&tokens[&Who::Manager], "informationClause { id }");
        let new =
            json!({ "projectId": world.id(world.project), "purpose": "ENROLMENT", "title": "Szkolenia" });
        let new = app.mutate(manager, "createInformationClause", clause, new).await;
        let clause = text(&new["informationClause"]["id"]).to_owned();
        let version = "clauseVersion { id }";
        let write = async |text: &str| {
            let draft = json!({ "clauseId": clause, "textPl": text });
            app.mutate(manager, "writeClauseVersion", version, draft).await["clauseVersion"]["id"].clone()
        };
        let published = text(&write("Jak wykorzystujemy dane.").await).to_owned();
        app.mutate(manager, "publishClauseVersion", version, json!({ "versionId": published })).await;
        let draft = text(&write("Jak wykorzystujemy dane, od nowa.").await).to_owned();
        let receipt = json!({ "versionId": published });
        app.mutate(&tokens[&Who::Participant], "receiveClause", "clauseReceipt { id }", receipt).await;

        let study = PilotStudy::running(app, &world, &[("2604", "powiat@example.pl")]).await;
        study.record(app, 0, "2026-04-01", &[(0, "12")]).await;
        let measured = study.measurements(app, &study.workers[0].token).await;
        let measurement = text(&measured[0]["id"]).to_owned();
        tokens.insert(Who::PilotWorker, study.workers[0].token.clone());

        let token = &world.coordinator.token;
        let report = json!({ "kind": "PILOT_SUMMARY", "pilotId": study.pilot, "title": "Podsumowanie" });
        let report = app.mutate(token, "createReportDefinition", "reportDefinition { id }", report).await;
        let report = text(&report["reportDefinition"]["id"]).to_owned();
        let weekly = json!({ "definitionId": report, "cron": "0 7 * * 1" });
        let weekly = app.mutate(token, "createReportSchedule", "reportSchedule { id }", weekly).await;
        let now = json!({ "definitionId": report });
        let run = app.mutate(token, "runReport", "reportRun { id }", now).await;
        assert_eq!(app.work().await, 0);
        let message = app.ask(token, "{ deliveries { edges { node { id } } } }", json!({})).await;
        let invited = json!({
            "email": "zaproszona@example.pl", "role": "TEAM_RESEARCH",
            "scope": { "projectId": world.id(world.project) },
        });
        let invited = app.mutate(&tokens[&Who::Manager], "inviteUser", "invitation { id }", invited).await;
        let name = json!({ "name": "Do odwołania" });
        let made = app.mutate(token, "createApiToken", "credential { id }", name).await;
        let owner = world.coordinator.user;
        let identity = app.write(async |tx, call| {
            let row = identity::ActiveModel {
                id: Set(call.id()),
                user_id: Set(owner),
                issuer: Set("https://login.example.pl".into()),
                subject: Set("1".into()),
                created_at: Set(call.now),
                last_used_at: Set(None),
            };
            Ok(identity::Entity::insert(row).exec_with_returning(tx).await?.id)
        });
        let identity = identity.await;
        let query = "query($edition: ID!, $certificate: ID!, $person: ID!, $project: ID!) { \
             edition: node(id: $edition) { ... on Edition { programme { id } } } \
             certificate: node(id: $certificate) { ... on Certificate { document { id } } } \
             person: node(id: $person) { ... on Person { employments { edges { node { id } } } } } \
             project: node(id: $project) { ... on Project { programme { id } } } \
             territorialUnits(filter: { terc: \"2604022\" }) { edges { node { id } } } }";
        let certificate = &issued["certificates"][0]["id"];
        let variables = json!({
            "edition": open.edition, "certificate": certificate, "person": world.id(person),
            "project": world.id(world.project),
        });
        let facts = app.ask(token, query, variables).await;
        let query = "query($id: ID!) { node(id: $id) { ... on User { grants { edges { node { id } } } } } }";
        let admin = tokens[&Who::SysAdmin].clone();
        let grants = app.ask(&admin, query, json!({ "id": world.id(other.user) })).await;
        let asked = json!({ "personId": world.id(person) });
        let fields = "dataSubjectRequest { id }";
        let asked = app.mutate(token, "requestPersonErasure", fields, asked).await;
        let first = |connection: &Value| text(&list(&connection["edges"])[0]["node"]["id"]).to_owned();
        let ids = BTreeMap::from([
            ("certificateId", text(certificate).to_owned()),
            ("clauseId", clause),
            ("credential", text(&made["credential"]["id"]).to_owned()),
            ("definitionId", report),
            ("deliveryId", first(&message["deliveries"])),
            ("documentId", text(&facts["certificate"]["document"]["id"]).to_owned()),
            ("draftId", draft),
            ("editionId", open.edition.clone()),
            ("employment", first(&facts["person"]["employments"])),
            ("enrolmentId", enrolment),
            ("fundingProgramme", text(&facts["project"]["programme"]["id"]).to_owned()),
            ("grant", first(&grants["node"]["grants"])),
            ("identity", api::graphql::ids::global(identity).to_string()),
            ("indicatorId", study.indicators[0].clone()),
            ("institutionId", world.id(world.lead_office).to_string()),
            ("invitationId", text(&invited["invitation"]["id"]).to_owned()),
            ("measurementId", measurement.clone()),
            ("measurementIds", measurement),
            ("modelId", study.model.clone()),
            ("modelVersionId", study.version.clone()),
            ("partnerId", world.id(world.lead).to_string()),
            ("personId", world.id(person).to_string()),
            ("pilotId", study.pilot.clone()),
            ("projectId", world.id(world.project).to_string()),
            ("requestId", text(&asked["dataSubjectRequest"]["id"]).to_owned()),
            ("runId", text(&run["reportRun"]["id"]).to_owned()),
            ("scheduleId", text(&weekly["reportSchedule"]["id"]).to_owned()),
            ("sessionId", open.sessions[0].clone()),
            ("siteId", study.sites[0].clone()),
            ("trainingProgramme", text(&facts["edition"]["programme"]["id"]).to_owned()),
            ("unitId", first(&facts["territorialUnits"])),
            ("userId", world.id(other.user).to_string()),
            ("versionId", published),
        ]);
        Self { world, tokens, ids }
    }

    /// What an actor asks with.
    pub(in crate::contract) fn token(&self, who: Who) -> Option<&str> {
        self.tokens.get(&who).map(String::as_str)
    }

    /// A global id of something that exists.
    pub(in crate::contract) fn id(&self, name: &str) -> &str {
        self.ids.get(name).unwrap_or_else(|| panic!("no id for {name}"))
    }

    /// Lines of the audit trail, jobs and keys: what every write leaves.
    pub(in crate::contract) async fn traces(&self, app: &TestApp) -> [u64; 3] {
        let db = &app.state.db.reader;
        [
            entities::audit::audit_entry::Entity::find().count(db).await.unwrap(),
            entities::jobs::job::Entity::find().count(db).await.unwrap(),
            entities::shared::idempotency_key::Entity::find().count(db).await.unwrap(),
        ]
    }
}
