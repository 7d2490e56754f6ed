//! Every operation of the schema, and who may use it.
//!
//! The tables below are the policy as a client meets it; an operation without a row fails the test. Inputs are
//! made from introspection: the smallest that is valid, with ids of things that exist and belong to the lead.

pub(super) mod inputs;
pub(super) mod scene;

use std::collections::{BTreeMap, BTreeSet};

use api::graphql::ctx::Asked;
use api::graphql::schema::Schema;
use entities::accounts::store::resolve_token;
use entities::shared::actor::Actor;
use entities::shared::language::Language;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tests::{TestApp, on_both};

use super::{list, text, types};
use Who::{
    Auditor, Coordinator, InstitutionCoordinator, Manager, Participant, PartnerCoordinator, PilotWorker,
    Public, SysAdmin, Trainer,
};
use inputs::Inputs;
use scene::Scene;

/// Who asks. Roles are held within the lead's project unless the name says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Nobody in particular.
    Public,
    /// Somebody of the lead's office, enrolled, with a certificate.
    Participant,
    /// Speaks for the lead's office.
    InstitutionCoordinator,
    /// Trainer of the open edition.
    Trainer,
    /// Works at the site of the pilot.
    PilotWorker,
    /// Reads the whole installation.
    Auditor,
    /// Coordinates the partner's part.
    PartnerCoordinator,
    /// Coordinates the project.
    Coordinator,
    /// Manages the project.
    Manager,
    /// Looks after the installation.
    SysAdmin,
}

pub(super) const ALL: &[Who] = &[
    Public,
    Participant,
    InstitutionCoordinator,
    Trainer,
    PilotWorker,
    Auditor,
    PartnerCoordinator,
    Coordinator,
    Manager,
    SysAdmin,
];
pub(super) const USERS: &[Who] = ALL.split_at(1).1;
const ENROLS: &[Who] = &[Participant, InstitutionCoordinator, Coordinator];
const PEOPLE: &[Who] = &[InstitutionCoordinator, Coordinator, SysAdmin];
const PILOTS: &[Who] = &[Coordinator, Manager];
const REGISTER: &[Who] = &[Coordinator, SysAdmin];

/// Who may ask for data of the participant: themselves, and who may ask in their name.
const ASKS: &[Who] = &[Participant, Coordinator, SysAdmin];

pub(super) const MUTATIONS: &[(&str, &[Who])] = &[
    // By the code of a message: open to everybody, as are the requests for one.
    ("acceptInvitation", ALL),
    ("addBreakoutGroup", &[Coordinator]),
    ("addEmployment", PEOPLE),
    ("addModelVersion", PILOTS),
    ("addPilotSite", PILOTS),
    ("addProjectPartner", &[Manager]),
    ("addProjectTask", &[Manager]),
    ("addReportRecipient", PILOTS),
    ("addSession", &[Coordinator]),
    ("addSiteInstitution", PILOTS),
    ("annulCertificate", &[Coordinator]),
    ("answerOffer", ENROLS),
    ("approveMeasurements", &[Coordinator]),
    ("assignTrainer", &[Coordinator]),
    ("attachDocument", &[Trainer, Coordinator, Manager]),
    // With the password again, of oneself.
    ("beginIdentityLink", USERS),
    ("beginSecondFactor", USERS),
    ("blockUser", &[SysAdmin]),
    ("cancelEnrolment", ENROLS),
    ("changeEditionState", &[Coordinator]),
    ("changeModelVersionState", PILOTS),
    ("changePilotState", PILOTS),
    ("changeProjectState", &[Manager]),
    ("changeReportSchedule", PILOTS),
    ("confirmEditionDates", &[Coordinator]),
    ("confirmSecondFactor", USERS),
    ("correctCertificate", &[Coordinator]),
    ("correctMeasurement", &[PilotWorker]),
    ("createApiToken", USERS),
    ("createCertificateTemplate", &[Manager]),
    ("createCooperationModel", PILOTS),
    // A link is a read with a line in the audit trail: whoever sees the document.
    ("createDownloadLink", &[Participant, Auditor, Coordinator, Manager, SysAdmin]),
    ("createEdition", &[Coordinator]),
    ("createFundingProgramme", &[SysAdmin]),
    ("createIndicator", PILOTS),
    ("createPilot", PILOTS),
    // Without a project: of the whole installation.
    ("createInformationClause", &[SysAdmin]),
    ("createProject", &[SysAdmin]),
    ("createReportDefinition", PILOTS),
    ("createReportSchedule", PILOTS),
    ("createTrainingProgramme", &[Coordinator]),
    ("createUser", &[SysAdmin]),
    // Without a project: one for all.
    ("createVisibilityProfile", &[SysAdmin]),
    ("decideEnrolment", &[Coordinator]),
    ("deliverCertificate", &[Participant, Coordinator]),
    ("endEmployment", PEOPLE),
    // Refused for what the project must keep; who may not ask does not learn that.
    ("erasePerson", &[SysAdmin]),
    ("enrolPerson", ENROLS),
    // Whom they do not see they do not find.
    ("findPersonByPesel", &[PartnerCoordinator, Coordinator, Manager]),
    ("finishIdentityLink", USERS),
    // By the code of a login at the provider: open to everybody.
    ("finishProviderLogin", ALL),
    ("grantRole", &[SysAdmin]),
    ("inviteUser", &[Manager, SysAdmin]),
    ("issueCertificates", &[Coordinator]),
    ("lockAttendance", &[Coordinator]),
    ("logIn", ALL),
    ("openMailedCertificate", ALL),
    ("openOwnCertificates", ALL),
    ("promoteWaiting", &[Coordinator]),
    ("publishClauseVersion", &[Manager, SysAdmin]),
    ("receiveClause", USERS),
    ("recordAttendance", &[Trainer, Coordinator]),
    // Of whom they see.
    ("recordClauseReceipt", &[InstitutionCoordinator, Coordinator, Manager]),
    ("recordMeasurements", &[PilotWorker]),
    ("refuseDataSubjectRequest", &[SysAdmin]),
    ("registerInstitution", REGISTER),
    // Without an employment: whoever manages institutions anywhere.
    ("registerPerson", &[PartnerCoordinator, Coordinator, SysAdmin]),
    ("removePesel", PILOTS),
    ("removeReportRecipient", PILOTS),
    ("renewRecoveryCodes", USERS),
    ("requestAttendanceSheet", &[Trainer, Coordinator]),
    ("requestCertificateArchive", &[Coordinator]),
    ("requestCertificatePreview", &[Coordinator]),
    ("requestOwnCertificates", ALL),
    ("requestPasswordReset", ALL),
    ("requestPersonErasure", ASKS),
    ("requestPersonExport", ASKS),
    // Of a certificate.
    ("resendDelivery", &[Coordinator, Manager, SysAdmin]),
    ("resendInvitation", &[Manager, SysAdmin]),
    ("resetPassword", ALL),
    // Of an account without one: wrong state.
    ("resetSecondFactor", &[SysAdmin]),
    // The participant their own.
    ("revealPesel", &[Participant, Coordinator, Manager]),
    ("revokeCertificate", &[Coordinator]),
    // The coordinator's own.
    ("revokeCredential", &[Coordinator]),
    ("revokeInvitation", &[Manager, SysAdmin]),
    ("revokeRole", &[SysAdmin]),
    ("runReport", PILOTS),
    ("setBreakoutGroup", &[Coordinator]),
    ("setCertificateSeries", &[Manager]),
    ("setLanguage", USERS),
    // Their own.
    ("setPassword", USERS),
    ("setPesel", PILOTS),
    ("setPeselRequirement", &[Manager]),
    ("setProjectRetention", &[Manager]),
    ("setSeats", &[Coordinator]),
    ("submitMeasurements", &[PilotWorker]),
    ("turnOffSecondFactor", USERS),
    ("unblockUser", &[SysAdmin]),
    // The coordinator's own.
    ("unlinkIdentity", &[Coordinator]),
    ("updateEdition", &[Coordinator]),
    ("updateInstitution", REGISTER),
    ("updatePerson", PEOPLE),
    ("updateProject", &[Manager]),
    ("updateSession", &[Coordinator]),
    ("verifyInstitution", REGISTER),
    ("writeClauseVersion", &[Manager, SysAdmin]),
    // After what is done with the session.
    ("removeSession", &[Coordinator]),
    ("endOtherSessions", USERS),
    // Last, because it ends the session it is called with.
    ("logOut", USERS),
];

/// Who sees the pilot and what was measured.
const MEASURED: &[Who] = &[PilotWorker, Auditor, Coordinator, Manager, SysAdmin];

/// Who sees its reports: staff, because a report shows all sites.
const REPORTED: &[Who] = &[Auditor, Coordinator, Manager, SysAdmin];

/// Connections, and who finds rows in them.
pub(super) const CONNECTIONS: &[(&str, &[Who])] = &[
    ("auditEntries", &[Auditor, SysAdmin]),
    ("certificateTemplates", &[Auditor, Coordinator, Manager, SysAdmin]),
    ("certificates", &[Participant, Auditor, Coordinator, Manager, SysAdmin]),
    (
        "clauseReceipts",
        &[Participant, InstitutionCoordinator, Trainer, Auditor, Coordinator, Manager, SysAdmin],
    ),
    ("cooperationModels", MEASURED),
    // The participant sees the message to themselves.
    // Who made one, whom it is about, and who may ask in the name of the person.
    ("dataSubjectRequests", &[Participant, Auditor, Coordinator, SysAdmin]),
    ("deliveries", &[Participant, Auditor, Coordinator, Manager, SysAdmin]),
    ("documents", &[Participant, Auditor, Coordinator, Manager, SysAdmin]),
    ("editions", ALL),
    ("enrolments", &[Participant, InstitutionCoordinator, Trainer, Auditor, Coordinator, Manager, SysAdmin]),
    ("fundingProgrammes", ALL),
    ("indicators", MEASURED),
    ("informationClauses", ALL),
    ("institutions", USERS),
    ("invitations", REPORTED),
    ("jobs", &[Auditor, SysAdmin]),
    ("measurements", MEASURED),
    ("people", &[Participant, InstitutionCoordinator, Trainer, Auditor, Coordinator, Manager, SysAdmin]),
    ("peselSightings", &[Participant, Auditor, SysAdmin]),
    ("pilots", MEASURED),
    ("projects", ALL),
    ("reportDefinitions", REPORTED),
    ("reportRuns", REPORTED),
    ("reportSchedules", REPORTED),
    ("territorialUnits", ALL),
    ("trainingProgrammes", ALL),
    ("users", USERS),
    ("visibilityProfiles", ALL),
    ("workers", &[Auditor, SysAdmin]),
];

/// Subscriptions, each with the field and argument of what is waited for, and who is not told that there is no such
/// thing. Everybody sees the open edition; what of its certificates they hear of is what they may see of them.
pub(super) const SUBSCRIPTIONS: &[(&str, &str, &[Who])] = &[
    ("certificateProgress", "editionId", ALL),
    ("editionSeats", "editionId", ALL),
    ("newCertificates", "editionId", ALL),
    ("reportRunProgress", "runId", REPORTED),
];

/// What is no connection. Who may see the two previews is told in `privacy`. `node` and `nodes` find what connections show, everybody may ask who they are and whether
/// a certificate is valid.
const OTHERS: &[&str] =
    &["node", "nodes", "personErasurePreview", "retentionPreview", "verifyCertificate", "viewer"];

fn operations(types: &[Value], root: &str) -> BTreeSet<String> {
    let root = types.iter().find(|one| one["name"] == root).unwrap();
    list(&root["fields"]).iter().map(|field| text(&field["name"]).to_owned()).collect()
}

fn named<'a>(names: impl IntoIterator<Item = &'a &'static str>) -> BTreeSet<String> {
    names.into_iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn every_operation_has_a_row() {
    let app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let types = types(&app).await;
    assert_eq!(operations(&types, "Mutation"), named(MUTATIONS.iter().map(|(name, _)| name)));
    let queries = CONNECTIONS.iter().map(|(name, _)| name).chain(OTHERS);
    assert_eq!(operations(&types, "Query"), named(queries));
    assert_eq!(operations(&types, "Subscription"), named(SUBSCRIPTIONS.iter().map(|(name, ..)| name)));
}

/// The code of a mutation's first error; none where it did what was asked.
async fn call(app: &TestApp, scene: &Scene, who: Who, name: &str, input: Option<&Value>) -> Option<String> {
    // Each from an address of their own: tries are limited by address.
    let from = std::net::Ipv4Addr::new(192, 0, 2, who as u8).into();
    try_as(app, Some(from), scene.token(who), name, input).await
}

/// The same from an address and with a token.
pub(super) async fn try_as(
    app: &TestApp,
    from: Option<std::net::IpAddr>,
    token: Option<&str>,
    name: &str,
    input: Option<&Value>,
) -> Option<String> {
    let (query, variables) = match input {
        Some(input) => {
            let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
            let query =
                format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ errors {{ code }} }} }}");
            (query, json!({ "input": input }))
        }
        None => (format!("mutation {{ {name} {{ errors {{ code }} }} }}"), json!({})),
    };
    let answer = match from {
        Some(from) => app.graphql_from(from, token, &query, variables).await,
        None => app.graphql(token, &query, variables).await,
    };
    assert!(answer.body.get("errors").is_none(), "{name}: {:#}", answer.body);
    answer.body["data"][name]["errors"][0]["code"].as_str().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_use_a_mutation_is_refused_and_who_may_is_not() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let inputs = Inputs::of(&types(&app).await, &scene);
        let before = scene.traces(&app).await;
        let mut wrong = vec![];
        for (name, allowed) in MUTATIONS {
            for who in ALL.iter().filter(|who| !allowed.contains(who)) {
                let code = call(&app, &scene, *who, name, inputs.of_mutation(name).as_ref()).await;
                if !matches!(code.as_deref(), Some("FORBIDDEN" | "NOT_FOUND")) {
                    wrong.push(format!("{name} by {who:?}: {code:?}, not refused"));
                }
            }
        }
        assert_eq!(scene.traces(&app).await, before, "refusals leave no trace");
        for (name, allowed) in MUTATIONS {
            for who in *allowed {
                let code = call(&app, &scene, *who, name, inputs.of_mutation(name).as_ref()).await;
                if matches!(code.as_deref(), Some("FORBIDDEN" | "NOT_FOUND")) {
                    wrong.push(format!("{name} by {who:?}: {code:?}, refused"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

/// The code of a subscription's first error within some milliseconds; none where it waits or tells something.
pub(super) async fn wait_for(
    app: &TestApp,
    schema: &Schema,
    token: Option<&str>,
    (name, argument, id): (&str, &str, &str),
    patience_ms: u64,
) -> Option<async_graphql::Value> {
    let query = format!("subscription {{ {name}({argument}: \"{id}\") {{ __typename }} }}");
    let actor = match token {
        None => Actor::Public,
        Some(token) => resolve_token(&app.state.db, token, app.now()).await.unwrap().unwrap().actor,
    };
    let asked = Asked {
        actor,
        credential: None,
        confined: false,
        lang: Language::English,
        request: "test".into(),
        address: None,
    };
    let mut told = schema.execute_stream(async_graphql::Request::new(query).data(asked));
    let first = tokio::time::timeout(std::time::Duration::from_millis(patience_ms), told.next()).await;
    let error = first.ok().flatten().and_then(|answer| answer.errors.into_iter().next());
    error.map(|error| error.extensions.unwrap().get("code").cloned().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_wait_for_what() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let schema = api::graphql::schema::builder(&Default::default()).data(app.state.clone()).finish();
        let mut wrong = vec![];
        for (name, argument, allowed) in SUBSCRIPTIONS {
            for who in ALL {
                // Nothing within a while: it waits, so it may. A refusal is waited for.
                let patience = if allowed.contains(who) { 50 } else { 10_000 };
                let id = scene.id(argument);
                let code = wait_for(&app, &schema, scene.token(*who), (name, argument, id), patience).await;
                let expected = (!allowed.contains(who)).then(|| async_graphql::Value::from("NOT_FOUND"));
                if code != expected {
                    wrong.push(format!("{name} by {who:?}: {code:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_rows_in_a_connection() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let mut found: BTreeMap<&str, Vec<Who>> = BTreeMap::new();
        for (name, _) in CONNECTIONS {
            for who in ALL {
                let query = format!("{{ {name}(first: 1) {{ totalCount edges {{ node {{ id }} }} }} }}");
                let answer = app.graphql(scene.token(*who), &query, json!({})).await;
                assert!(answer.body.get("errors").is_none(), "{name} by {who:?}: {:#}", answer.body);
                let connection = &answer.body["data"][name];
                let rows = list(&connection["edges"]).len();
                assert_eq!(connection["totalCount"].as_u64().unwrap() > 0, rows > 0, "{name} by {who:?}");
                if rows > 0 {
                    found.entry(name).or_default().push(*who);
                }
            }
        }
        let expected: BTreeMap<&str, Vec<Who>> =
            CONNECTIONS.iter().map(|(name, who)| (*name, who.to_vec())).collect();
        let wrong: Vec<_> = expected.iter().filter(|(name, who)| found.get(*name) != Some(who)).collect();
        assert!(wrong.is_empty(), "expected {wrong:#?}\nfound {found:#?}");
    })
    .await;
}
