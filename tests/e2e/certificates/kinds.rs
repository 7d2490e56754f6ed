//! Kinds of certificates and their languages: what each is earned by, prints and is told as.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId as _;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

use super::certificates;

async fn manager(app: &TestApp, world: &World) -> String {
    let project = Some(world.project.uuid());
    world.account(app, "kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project).await.token
}

/// A template of a kind and language.
async fn template(app: &TestApp, world: &World, manager: &str, kind: &str, language: &str) -> String {
    let english = language == "ENGLISH";
    let input = json!({
        "partnerId": world.id(world.lead), "kind": kind, "language": language, "name": "Wzór",
        "issuer": "Regionalny Ośrodek Polityki Społecznej w Kielcach",
        "subtitle": if english { "of completion of the training" } else { "o ukończeniu szkolenia" },
        "phrase": if english { "for completing the training" } else { "za ukończenie szkolenia" },
        "place": "Kielce", "signatoryName": "dr Anna Nowak", "signatoryPost": "Dyrektor",
    });
    let made = app.mutate(manager, "createCertificateTemplate", "certificateTemplate { id }", input).await;
    made["certificateTemplate"]["id"].as_str().unwrap().to_owned()
}

async fn programme_of(app: &TestApp, token: &str, training: &Training) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Edition { programme { id } } } }";
    app.ask(token, query, json!({ "id": training.edition })).await["node"]["programme"]["id"].clone()
}

async fn give(app: &TestApp, world: &World, training: &Training, templates: &[&str]) {
    let token = &world.coordinator.token;
    let input = json!({ "programmeId": programme_of(app, token, training).await, "templateIds": templates });
    let fields = "trainingProgramme { furtherTemplates { edges { node { template { kind language } } } } }";
    let given = app.mutate(token, "setProgrammeTemplates", fields, input).await;
    let edges = &given["trainingProgramme"]["furtherTemplates"]["edges"];
    assert_eq!(edges.as_array().unwrap().len(), templates.len());
}

async fn issue(app: &TestApp, world: &World, training: &Training, more: Value) -> Value {
    let fields = "certificates { id kind kindLabel number person { lastName } enrolment { id } } \
                  notIssued { enrolment { id } person { lastName } reasons { code requiredMin } }";
    let mut input = json!({ "editionId": training.edition });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    app.mutate(&world.coordinator.token, "issueCertificates", fields, input).await
}

async fn verified(app: &TestApp, code: &Value) -> Value {
    let query =
        "query($code: String!) { verifyCertificate(code: $code) { verdict kind kindLabel training } }";
    app.graphql(None, query, json!({ "code": code })).await.body["data"]["verifyCertificate"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn completion_is_earned_by_every_minute_of_what_is_mandatory_and_stands_beside_attendance() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let manager = manager(&app, &world).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let mut enrolments = vec![];
        for name in ["Całość", "Prawie"] {
            let person = world.person(&app, "Anna", name).await;
            enrolments.push(training.enrol(&app, &world, person).await);
        }
        training.start(&app, &world).await;
        training.record(&app, &world, 0, &[(&enrolments[0], 200), (&enrolments[1], 240)]).await;
        training.record(&app, &world, 1, &[(&enrolments[0], 120), (&enrolments[1], 119)]).await;
        training.finish(&app, &world).await;
        let token = &world.coordinator.token;
        let completion = json!({ "kind": "COMPLETION" });

        // The programme has no template of the kind yet.
        let mut input = json!({ "editionId": training.edition, "kind": "COMPLETION" });
        assert_eq!(app.refused(token, "issueCertificates", input.clone()).await, "TEMPLATE_MISSING");
        let polish = template(&app, &world, &manager, "COMPLETION", "POLISH").await;
        give(&app, &world, &training, &[&polish]).await;

        let query = "query($id: ID!, $kind: CertificateKind) { certificateIssuePreview(editionId: $id, kind: $kind) { \
                     wouldIssue person { lastName } reasons { code requiredMin } } }";
        let told = app.ask(token, query, json!({ "id": training.edition, "kind": "COMPLETION" })).await;
        let told = &told["certificateIssuePreview"];
        assert_eq!((&told[0]["wouldIssue"], &told[0]["person"]["lastName"]), (&json!(true), &json!("Całość")));
        assert_eq!(told[1]["reasons"], json!([{ "code": "MANDATORY_MISSED", "requiredMin": 120 }]));

        let both = issue(&app, &world, &training, json!({})).await;
        assert_eq!(both["certificates"].as_array().unwrap().len(), 2);
        assert_eq!(both["certificates"][0]["kind"], "ATTENDANCE");
        let one = issue(&app, &world, &training, completion.clone()).await;
        assert_eq!(one["certificates"].as_array().unwrap().len(), 1);
        assert_eq!(one["certificates"][0]["kind"], "COMPLETION");
        assert_eq!(one["certificates"][0]["kindLabel"], "zaświadczenie o ukończeniu");
        assert_eq!(one["certificates"][0]["number"], "SK/2026/0003");
        assert_eq!(one["notIssued"][0]["reasons"][0]["code"], "MANDATORY_MISSED");
        let again = issue(&app, &world, &training, completion).await;
        assert_eq!(again["notIssued"][0]["reasons"][0]["code"], "ALREADY_ISSUED");
        assert_eq!(app.work().await, 0);

        let all = certificates(&app, token, &training.edition).await;
        let of = |number: &str| all.iter().find(|one| one["number"] == number).unwrap().clone();
        let completed = of("SK/2026/0003");
        let answer = verified(&app, &completed["code"]).await;
        assert_eq!((&answer["verdict"], &answer["kind"]), (&json!("VALID"), &json!("COMPLETION")));
        let page = app.get(&format!("/verify/{}", completed["code"].as_str().unwrap()), None).await.2;
        let page = String::from_utf8(page).unwrap();
        assert!(page.replace('\u{a0}', " ").contains("zaświadczenie o ukończeniu"), "{page}");

        // A correction stays of its kind, and so does the one that was issued beside it.
        app.mutate(token, "revokeCertificate", "certificate { state }",
            json!({ "certificateId": completed["id"], "reason": "Pomyłka" })).await;
        input = json!({ "certificateId": completed["id"], "reason": "Jednak ukończono" });
        let fields = "certificate { kind number }";
        let corrected = app.mutate(token, "correctCertificate", fields, input).await;
        assert_eq!(corrected["certificate"], json!({ "kind": "COMPLETION", "number": "SK/2026/0004" }));
        assert_eq!(verified(&app, &of("SK/2026/0001")["code"]).await["verdict"], "VALID");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trainer_gets_a_certificate_of_the_hours_taught_and_no_enrolment() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let manager = manager(&app, &world).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let participant = world.person(&app, "Ewa", "Uczestniczka").await;
        let enrolment = training.enrol(&app, &world, participant).await;
        let token = &world.coordinator.token;
        for name in ["Żak", "Adamska"] {
            let person = world.person(&app, "Jan", name).await;
            let input = json!({ "editionId": training.edition, "personId": world.id(person) });
            app.mutate(token, "assignTrainer", "errors { code }", input).await;
        }
        training.start(&app, &world).await;
        training.record(&app, &world, 0, &[(&enrolment, 240)]).await;
        training.record(&app, &world, 1, &[(&enrolment, 120)]).await;
        training.finish(&app, &world).await;
        let made = template(&app, &world, &manager, "TRAINER", "POLISH").await;
        give(&app, &world, &training, &[&made]).await;
        let named = json!({ "editionId": training.edition, "kind": "TRAINER", "enrolmentIds": [enrolment] });
        assert_eq!(app.refused(token, "issueCertificates", named).await, "INVALID");
        let issued = issue(&app, &world, &training, json!({ "kind": "TRAINER" })).await;
        let names: Vec<(&Value, &Value, &Value)> = issued["certificates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (&one["person"]["lastName"], &one["kind"], &one["enrolment"]))
            .collect();
        let kind = json!("TRAINER");
        assert_eq!(names, [(&json!("Adamska"), &kind, &Value::Null), (&json!("Żak"), &kind, &Value::Null)]);
        let again = issue(&app, &world, &training, json!({ "kind": "TRAINER" })).await;
        assert_eq!(again["notIssued"][0]["person"]["lastName"], "Adamska");
        assert_eq!(again["notIssued"][0]["reasons"][0]["code"], "ALREADY_ISSUED");
        assert_eq!(app.work().await, 0);
        let all = certificates(&app, token, &training.edition).await;
        assert!(all.iter().all(|one| one["state"] == "RENDERED"), "{all:?}");
        let id = all[0]["id"].clone();
        let input = json!({ "certificateId": id, "reason": "Nowe brzmienie" });
        assert_eq!(app.refused(token, "correctCertificate", input).await, "NOTHING_CHANGED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_in_english_says_so_and_a_programme_has_one_template_of_each_kind_and_language() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let manager = manager(&app, &world).await;
        let training = super::finished(&app, &world, &[("Anna", "Nowak"), ("Jan", "Kowal")]).await;
        let token = &world.coordinator.token;
        let (english, twice) = (
            template(&app, &world, &manager, "ATTENDANCE", "ENGLISH").await,
            template(&app, &world, &manager, "ATTENDANCE", "ENGLISH").await,
        );
        let programme = programme_of(&app, token, &training).await;
        let input = json!({ "programmeId": programme, "templateIds": [english, twice] });
        assert_eq!(app.refused(token, "setProgrammeTemplates", input).await, "TEMPLATE_TWICE");
        let retired = json!({ "templateId": twice, "reason": "Zbędny" });
        app.mutate(&manager, "retireCertificateTemplate", "certificateTemplate { id }", retired).await;
        let input = json!({ "programmeId": programme, "templateIds": [twice] });
        assert_eq!(app.refused(token, "setProgrammeTemplates", input).await, "INVALID");
        give(&app, &world, &training, &[&english]).await;

        let node = app.ask(token, "query($id: ID!) { node(id: $id) { ... on Edition { enrolments { edges { node { id } } } } } }",
            json!({ "id": training.edition })).await;
        let of = |n: usize| node["node"]["enrolments"]["edges"][n]["node"]["id"].clone();
        issue(&app, &world, &training, json!({ "language": "ENGLISH", "enrolmentIds": [of(0)] })).await;
        // Where nothing is said, the programme's own template counts.
        issue(&app, &world, &training, json!({})).await;
        assert_eq!(app.work().await, 0);
        let mut languages = vec![];
        for one in certificates(&app, token, &training.edition).await {
            let bytes = app.get(one["document"]["path"].as_str().unwrap(), Some(token)).await.2;
            let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
            languages.push((holds("<rdf:li>en-GB</rdf:li>"), holds("Certificate of completion of the training: ")
                || holds("Certificate of completion of the training")));
            assert!(holds("<rdf:li>en-GB</rdf:li>") != holds("<rdf:li>pl-PL</rdf:li>"));
        }
        languages.sort();
        assert_eq!(languages, [(false, false), (true, true)]);
        // A preview is drawn of each.
        let input = json!({ "enrolmentId": of(0), "language": "ENGLISH" });
        let preview = app.mutate(token, "requestCertificatePreview", "document { path }", input).await;
        assert_eq!(app.work().await, 0);
        let bytes = app.get(preview["document"]["path"].as_str().unwrap(), Some(token)).await.2;
        assert!(bytes.windows(24).any(|part| part == b"Preview of a certificate"));
    })
    .await;
}
