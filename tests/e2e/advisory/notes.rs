//! Stories of notes about coaching: who reads them, what lies in the database, what becomes of them.

use entities::advisory::coaching_note;
use entities::audit::audit_entry;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::chance::SystemChance;
use entities::shared::ids::TypedId as _;
use entities::shared::keys::Purpose;
use entities::shared::vault::Vault;
use reports::schedule::tick;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

use super::coaching::{Coaching, make_coach, somebody, to};

const TEXT: &str = "Pani Ewa mówi o przeciążeniu.\nUstalono plan rozmowy z kierowniczką.";

/// A session of coaching.
async fn session(app: &TestApp, scene: &Coaching, engagement: &Value) -> Value {
    let session =
        json!({ "engagementId": engagement, "heldAt": "2026-05-11T08:00:00Z", "minutes": 60, "people": 1 });
    let held = app.mutate(&scene.coach.token, "recordCoachingSession", "session { id }", session).await;
    held["session"]["id"].clone()
}

fn note(session: &Value, text: &str) -> Value {
    json!({ "sessionId": session, "text": text })
}

async fn written(app: &TestApp, scene: &Coaching, session: &Value) -> Value {
    let made =
        app.mutate(&scene.coach.token, "writeCoachingNote", "note { id version }", note(session, TEXT)).await;
    made["note"].clone()
}

/// The text that somebody reads, or why they do not.
async fn read(app: &TestApp, token: &str, id: &Value) -> String {
    let payload = app.try_mutate(token, "readCoachingNote", "text", json!({ "noteId": id })).await;
    let code = payload["errors"][0]["code"].as_str();
    code.or(payload["text"].as_str()).unwrap().to_owned()
}

/// Somebody's note, under the key in use.
pub(crate) async fn write_one(app: &TestApp, world: &World) {
    let (coach, coachee) = (somebody(app, world, "Prowadzi").await, somebody(app, world, "Uczy").await);
    make_coach(app, world, coach.user).await;
    let new = json!({
        "partnerId": world.id(world.lead), "kind": "INDIVIDUAL", "title": "Superwizja", "topic": "OTHER",
        "coachId": world.id(coach.person), "coacheeIds": [world.id(coachee.person)], "budgetMinutes": 60,
        "startsOn": "2026-05-01", "endsOn": "2026-06-30",
    });
    let staff = &world.coordinator.token;
    let made = app.mutate(staff, "createCoachingEngagement", "engagement { id }", new).await;
    let id = &made["engagement"]["id"];
    app.mutate(staff, "changeCoachingState", "engagement { id }", to(id, "ACTIVE", None)).await;
    let held = json!({ "engagementId": id, "heldAt": "2026-05-11T08:00:00Z", "minutes": 60, "people": 1 });
    let held = app.mutate(&coach.token, "recordCoachingSession", "session { id }", held).await;
    app.mutate(&coach.token, "writeCoachingNote", "note { id }", note(&held["session"]["id"], TEXT)).await;
}

async fn notes(app: &TestApp) -> Vec<coaching_note::Model> {
    coaching_note::Entity::find().all(&app.state.db.reader).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_read_by_its_coach_and_present_coachees_and_by_nobody_else_whatever_they_look_after() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 3).await;
        let (world, staff) = (&scene.world, scene.staff());
        let id = scene.begun(&app, "GROUP", 2).await;
        let held = session(&app, &scene, &id).await;
        let refused = app.try_mutate(&scene.coach.token, "writeCoachingNote", "", note(&held, " ")).await;
        assert_eq!(refused["errors"][0]["field"], json!(["text"]));
        let made = written(&app, &scene, &held).await;
        let lies = notes(&app).await.remove(0);
        assert!(!lies.sealed.windows(8).any(|part| part == &TEXT.as_bytes()[..8]), "it is sealed");

        let other = somebody(&app, world, "Olga").await;
        make_coach(&app, world, other.user).await;
        let of = async |email: &str, role, kind, place| world.account(&app, email, role, kind, place).await.token;
        let (all, project) = (ScopeKind::Installation, ScopeKind::Project);
        let of_project = Some(world.project.uuid());
        for (who, token) in [
            ("administrator", of("admin@example.pl", Role::SysAdmin, all, None).await),
            ("auditor", of("audyt@example.pl", Role::Auditor, all, None).await),
            ("manager", of("kierownik@example.pl", Role::ProjectManager, project, of_project).await),
            ("coordinator", staff.to_owned()),
            ("another coach", other.token.clone()),
            ("somebody who is not coached", scene.coachees[2].token.clone()),
        ] {
            assert_eq!(read(&app, &token, &made["id"]).await, "NOT_FOUND", "{who}");
            let list = "{ coachingNotes { totalCount } }";
            assert_eq!(app.ask(&token, list, json!({})).await["coachingNotes"]["totalCount"], 0, "{who}");
            let code = app.refused(&token, "writeCoachingNote", note(&held, "Moje")).await;
            assert!(matches!(code.as_str(), "FORBIDDEN" | "NOT_FOUND"), "{who}: {code}");
        }
        let leaving = &scene.coachees[1].token;
        for token in [&scene.coach.token, &scene.coachees[0].token, leaving] {
            assert_eq!(read(&app, token, &made["id"]).await, TEXT);
        }
        assert_eq!(app.refused(leaving, "writeCoachingNote", note(&held, "Moje")).await, "FORBIDDEN");
        let remove = json!({ "noteId": made["id"], "reason": "Moja" });
        assert_eq!(app.refused(leaving, "removeCoachingNote", remove).await, "FORBIDDEN");
        let lines = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("advisory.read_note"));
        let lines = lines.all(&app.state.db.reader).await.unwrap();
        assert_eq!(lines.len(), 3, "each reading is noted");
        assert!(lines.iter().all(|line| !format!("{line:?}").contains("przeciążeniu")));

        // Changed by who read it last, not over it.
        let mut change = note(&held, "Inaczej");
        change["version"] = json!(7);
        assert_eq!(app.refused(&scene.coach.token, "writeCoachingNote", change.clone()).await, "STALE_VERSION");
        change["version"] = made["version"].clone();
        app.mutate(&scene.coach.token, "writeCoachingNote", "note { id }", change).await;
        assert_eq!(read(&app, &scene.coachees[0].token, &made["id"]).await, "Inaczej");

        // Who is coached no more reads no more, nor does a coach whose role has ended; whoever follows reads nothing of before.
        let members = "query($id: ID!) { node(id: $id) { ... on CoachingEngagement { members { edges { node { id \
             person { fullName } } } } } } }";
        let members = app.ask(staff, members, json!({ "id": id })).await;
        let edges = members["node"]["members"]["edges"].as_array().unwrap();
        let leaves = edges.iter().find(|edge| edge["node"]["person"]["fullName"] == "Uczestnik1 Kowalska").unwrap();
        let leaves = json!({ "memberId": leaves["node"]["id"], "reason": "Inna praca" });
        app.mutate(staff, "removeCoachee", "member { id }", leaves).await;
        assert_eq!(read(&app, leaving, &made["id"]).await, "NOT_FOUND");
        let hand = json!({ "engagementId": id, "coachId": world.id(other.person) });
        app.mutate(staff, "updateCoachingEngagement", "engagement { id }", hand).await;
        assert_eq!(read(&app, &other.token, &made["id"]).await, "NOT_FOUND");
        assert_eq!(read(&app, &scene.coach.token, &made["id"]).await, "Inaczej");
        let grants = "{ viewer { user { grants { edges { node { id } } } } } }";
        let grants = app.ask(&scene.coach.token, grants, json!({})).await;
        let grant = &grants["viewer"]["user"]["grants"]["edges"][0]["node"]["id"];
        let admin = of("admin2@example.pl", Role::SysAdmin, all, None).await;
        let revoke = json!({ "id": grant });
        app.mutate(&admin, "revokeRole", "grant { id }", revoke).await;
        assert_eq!(read(&app, &scene.coach.token, &made["id"]).await, "NOT_FOUND");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_go_with_their_session_by_their_coach_and_with_a_coachee_who_is_erased() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 2).await;
        let admin = scene
            .world
            .account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None)
            .await;
        let id = scene.begun(&app, "GROUP", 2).await;
        let (first, second, third) = (
            session(&app, &scene, &id).await,
            session(&app, &scene, &id).await,
            session(&app, &scene, &id).await,
        );
        let made = written(&app, &scene, &first).await;
        for session in [&second, &third] {
            written(&app, &scene, session).await;
        }
        let remove = |reason: &str| json!({ "noteId": made["id"], "reason": reason });
        let bare = app.try_mutate(&scene.coach.token, "removeCoachingNote", "", remove(" ")).await;
        assert_eq!(bare["errors"][0]["field"], json!(["reason"]));
        app.mutate(&scene.coach.token, "removeCoachingNote", "session { id }", remove("Pomyłka")).await;
        assert_eq!(notes(&app).await.len(), 2);
        let off = json!({ "sessionId": second, "reason": "Nie odbyła się" });
        app.mutate(&scene.coach.token, "removeCoachingSession", "session { id }", off).await;
        assert_eq!(notes(&app).await.len(), 1);
        let refused = app.try_mutate(&scene.coach.token, "writeCoachingNote", "", note(&second, TEXT)).await;
        assert_eq!(refused["errors"][0]["field"], json!(["sessionId"]));

        let erase = json!({ "personId": scene.world.id(scene.coachees[0].person), "onlyWhatMayGo": true });
        app.mutate(&admin.token, "erasePerson", "removedFiles", erase).await;
        assert_eq!(notes(&app).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_notes_are_sealed_anew_and_without_a_key_none_is_written_or_read() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 1).await;
        let id = scene.begun(&app, "INDIVIDUAL", 1).await;
        let held = session(&app, &scene, &id).await;
        let made = written(&app, &scene, &held).await;
        let now = app.now();
        app.change_keys(|keys| keys.rotate(&[Purpose::CoachingNotes], now, &SystemChance));
        app.clock.advance(chrono::Duration::minutes(1));
        app.read_keys();
        assert_eq!(read(&app, &scene.coachees[0].token, &made["id"]).await, TEXT);
        tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        let lies = notes(&app).await.remove(0);
        assert_eq!((lies.key_version, lies.version), (2, 1), "sealing anew is no change");
        app.change_keys(|keys| {
            assert_eq!(keys.retire(Purpose::CoachingNotes, &[2].into(), app.now()), [1]);
        });
        assert_eq!(read(&app, &scene.coach.token, &made["id"]).await, TEXT);
        let again = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("advisory.rekey"));
        assert_eq!(again.count(&app.state.db.reader).await.unwrap(), 1);

        assert!(app.state.notes.weak().replace(&Vault::default()));
        assert_eq!(read(&app, &scene.coach.token, &made["id"]).await, "NO_NOTE_KEY");
        let code = app.refused(&scene.coach.token, "writeCoachingNote", note(&held, TEXT)).await;
        assert_eq!(code, "NO_NOTE_KEY");
    })
    .await;
}
