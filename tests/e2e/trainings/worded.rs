//! What a project says of its own in messages about enrolments, and how they read before they are sent.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

use crate::mail::person;

const FIELDS: &str = "wording { id kind language opening closing version viewerCanWord }";
const PREVIEW: &str = "query($project: ID!, $kind: DeliveryKind!, $language: Language!, $enrolment: ID, $tried: TriedWordingInput) { \
    enrolmentMailPreview(projectId: $project, kind: $kind, language: $language, enrolmentId: $enrolment, tried: $tried) { \
    subject text html } }";

/// A message as it would read to nobody in particular, in Polish.
fn asked(world: &World, kind: &str) -> Value {
    json!({ "project": world.id(world.project), "kind": kind, "language": "POLISH" })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_words_its_messages_and_what_was_mailed_stays() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let first = person(&app, &world, ("Iga", "Pierwsza"), Some("a@example.pl")).await;
        let second = person(&app, &world, ("Iga", "Druga"), Some("b@example.pl")).await;
        let word = |opening: Value, closing: Value, version: i32| {
            json!({
                "projectId": world.id(world.project), "kind": "SEAT_CONFIRMED", "language": "POLISH", "opening": opening,
                "closing": closing, "version": version,
            })
        };
        let message = |to: &str| {
            let all = Message::in_folder(&app).into_iter();
            all.filter(|one| one.header("To").contains(to)).map(|one| one.part("text/plain")).collect::<Vec<_>>()
        };

        training.enrol(&app, &world, first).await;
        assert_eq!(app.work().await, 0);
        let before = message("a@example.pl");
        let texts = word(json!("Dobrze, że jesteś, {osoba}!\n\nWidzimy się: {days}."), json!("<b>Do zobaczenia</b>"), 0);
        let worded = app.mutate(token, "wordEnrolmentMail", FIELDS, texts).await["wording"].clone();
        assert_eq!((&worded["version"], &worded["viewerCanWord"]), (&json!(1), &json!(true)));
        // Posted before it was worded anew: what leaves says what is said now.
        training.enrol(&app, &world, second).await;
        let again = word(json!("Cześć, {person}!"), json!("<b>Do zobaczenia</b> w {place}"), 1);
        app.mutate(token, "wordEnrolmentMail", FIELDS, again.clone()).await;
        assert_eq!(app.refused(token, "wordEnrolmentMail", again).await, "STALE_VERSION");
        assert_eq!(app.work().await, 0);
        let told = message("b@example.pl").remove(0);
        assert!(told.contains("Cześć, Iga Druga!\n\nPotwierdzamy miejsce") || told.contains("Cześć, Iga Druga!\r\n\r\nPotwierdzamy miejsce"), "{told}");
        assert!(told.contains("<b>Do zobaczenia</b> w Kielce") && told.contains("/ticket#zw_t_"), "{told}");
        let html = Message::in_folder(&app).into_iter().find(|one| one.header("To").contains("b@example.pl")).unwrap();
        assert!(html.part("text/html").contains("&lt;b&gt;Do zobaczenia&lt;/b&gt;"));
        assert_eq!(message("a@example.pl"), before, "what was mailed stays");

        let cleared = app.mutate(token, "wordEnrolmentMail", FIELDS, word(json!(null), json!(" \n "), 2)).await;
        assert_eq!((&cleared["wording"]["opening"], &cleared["wording"]["closing"]), (&json!(null), &json!(null)));
        let read = app.ask(token, PREVIEW, asked(&world, "SEAT_CONFIRMED")).await;
        let text = read["enrolmentMailPreview"]["text"].as_str().unwrap();
        assert!(text.starts_with("Dzień dobry,\n\npotwierdzamy miejsce"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_would_be_said_and_sends_and_opens_nothing() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let iga = person(&app, &world, ("Iga", "Pierwsza"), None).await;
        let enrolment = training.enrol(&app, &world, iga).await;
        assert_eq!(app.work().await, 0);
        let sent = Message::in_folder(&app).len();
        for (kind, words) in [
            ("APPROVAL_AWAITED", "czeka na akceptację"),
            ("PLACE_IN_LINE", "liście rezerwowej"),
            ("SEAT_OFFERED", "/offer#"),
            ("OFFER_EXPIRED", "nie dostaliśmy odpowiedzi"),
            ("SEAT_CONFIRMED", "/ticket#"),
            ("ENROLMENT_REJECTED", "nie przyjął zgłoszenia"),
            ("ENROLMENT_CANCELLED", "jest odwołany"),
            ("EDITION_MOVED", "zmienił się termin"),
            ("EDITION_CALLED_OFF", "się nie odbędzie"),
            ("EDITION_REMINDER", "przypominamy"),
        ] {
            let read = app.ask(token, PREVIEW, asked(&world, kind)).await["enrolmentMailPreview"].clone();
            let text = read["text"].as_str().unwrap();
            assert!(text.contains(words) && !text.contains("zw_"), "{text}");
            assert!(read["subject"].as_str().unwrap().contains("Szkolenie przykładowe"), "{read}");
        }
        // Of an enrolment, in English, with words that are tried: no address is needed to look.
        let mut of_iga = asked(&world, "SEAT_CONFIRMED");
        of_iga["language"] = json!("ENGLISH");
        of_iga["enrolment"] = json!(enrolment);
        of_iga["tried"] = json!({ "opening": "Dear {person}, this is {organiser}." });
        let read = app.ask(token, PREVIEW, of_iga.clone()).await["enrolmentMailPreview"].clone();
        let text = read["text"].as_str().unwrap();
        assert!(
            text.contains("Dear Iga Pierwsza, this is") && text.contains("Your seat at “Szkolenie 1”"),
            "{text}"
        );
        assert!(!text.contains("zw_t_") && read["html"].as_str().unwrap().contains("lang=\"en\""));
        assert_eq!(app.work().await, 0);
        assert_eq!(Message::in_folder(&app).len(), sent);
        // Nothing was stored of what was tried.
        let query = "{ enrolmentWordings(first: 10) { totalCount } }";
        assert_eq!(app.ask(token, query, json!({})).await["enrolmentWordings"]["totalCount"], 0);
        // Of another project it is no enrolment.
        let other = world.beside(&app, "drugi@example.pl").await;
        of_iga["project"] = json!(other.id(other.project));
        let refused = app.graphql(Some(token), PREVIEW, of_iga).await.body;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND", "{refused}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_names_long_texts_and_other_messages_are_refused_with_their_field() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let word = |kind: &str, opening: &str, closing: &str| {
            json!({
                "projectId": world.id(world.project), "kind": kind, "language": "ENGLISH", "opening": opening, "closing": closing,
            })
        };
        let refused = async |input: Value| {
            app.try_mutate(token, "wordEnrolmentMail", "wording { id }", input).await["errors"].clone()
        };
        let faults = refused(word("SEAT_CONFIRMED", "Hello {person}, {pesel}", "{")).await;
        assert_eq!(faults[0]["field"], json!(["opening"]), "{faults}");
        assert!(faults[0]["message"].as_str().unwrap().contains("{organizator}"), "{faults}");
        assert!(faults[0]["message"].as_str().unwrap().contains("początku: 2"), "{faults}");
        assert_eq!(faults[1]["field"], json!(["closing"]), "{faults}");
        let faults = refused(word("SEAT_CONFIRMED", "", &"a".repeat(1_501))).await;
        assert_eq!((&faults[0]["code"], &faults[0]["field"]), (&json!("INVALID"), &json!(["closing"])));
        let faults = refused(word("CERTIFICATE_READY", "Hello", "")).await;
        assert_eq!(faults[0]["field"], json!(["kind"]), "{faults}");
        let mut tried = asked(&world, "SEAT_CONFIRMED");
        tried["tried"] = json!({ "closing": "{nip}" });
        let answer = app.graphql(Some(token), PREVIEW, tried).await.body;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INVALID", "{answer}");

        // A partner's staff see what the project says and change nothing; another project's see nothing.
        app.mutate(token, "wordEnrolmentMail", "wording { id }", word("SEAT_CONFIRMED", "Hello {person}", "")).await;
        let (role, scope) = (Role::Coordinator, ScopeKind::Partner);
        let partner = world.account(&app, "partner@example.pl", role, scope, Some(world.partner.uuid())).await.token;
        let query = "{ enrolmentWordings(first: 10) { edges { node { kind kindLabel opening viewerCanWord project { id } } } } }";
        let seen = app.ask(&partner, query, json!({})).await["enrolmentWordings"]["edges"].clone();
        assert_eq!((&seen[0]["node"]["opening"], &seen[0]["node"]["viewerCanWord"]), (&json!("Hello {person}"), &json!(false)));
        assert_eq!(app.refused(&partner, "wordEnrolmentMail", word("SEAT_CONFIRMED", "Ha", "")).await, "FORBIDDEN");
        let other = world.beside(&app, "drugi@example.pl").await;
        let seen = app.ask(&other.coordinator.token, query, json!({})).await;
        assert_eq!(seen["enrolmentWordings"]["edges"], json!([]));
    })
    .await;
}
