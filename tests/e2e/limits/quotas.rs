//! What an account, a mailbox, a person and a project may cause within a while, by however many processes.

use axum::http::StatusCode;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId as _;
use entities::shared::quota::{self, DRAWN_FOR_ACCOUNT, Use};
use entities::shared::{quota_use, tx};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::builders::World;
use tests::{TestApp, on_both};

/// What a mutation was refused with: its code, and after how many seconds to try again.
fn told(payload: &Value) -> (String, i64) {
    let error = &payload["errors"][0];
    (error["code"].as_str().unwrap_or_default().to_owned(), error["retryAfterSeconds"].as_i64().unwrap_or(-1))
}

async fn mutate(app: &TestApp, token: Option<&str>, name: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ errors {{ code retryAfterSeconds message }} }} }}"
    );
    let answer = app.graphql(token, &query, json!({ "input": input })).await;
    assert_eq!(answer.status, StatusCode::OK, "{:#}", answer.body);
    answer.body["data"][name].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_written_to_a_few_times_an_hour_whoever_asks_and_by_whatever_way() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let project = Some(world.project.uuid());
        let manager = world.account(&app, "szefowa@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
        let scope = json!({ "projectId": world.id(world.project) });
        let invite = json!({ "email": "Nowa@Example.pl", "role": "TEAM_TRAINING", "scope": scope });
        let query = "mutation($in: InviteUserInput!) { inviteUser(input: $in) { invitation { id } errors { code } } }";
        let mut id = app.ask(&manager.token, query, json!({ "in": invite })).await["inviteUser"]["invitation"]["id"].clone();
        let again = "mutation($in: ResendInvitationInput!) { resendInvitation(input: $in) { invitation { id } errors { code } } }";
        for _ in 0..9 {
            let payload = app.ask(&manager.token, again, json!({ "in": { "invitationId": id } })).await;
            assert_eq!(payload["resendInvitation"]["errors"], json!([]));
            id = payload["resendInvitation"]["invitation"]["id"].clone();
        }
        let refused = mutate(&app, Some(&manager.token), "resendInvitation", json!({ "invitationId": id })).await;
        let (code, wait) = told(&refused);
        assert_eq!(code, "QUOTA_REACHED", "{refused:#}");
        assert!((3_500..=3_601).contains(&wait), "{wait}");
        // A stranger who asks for a link to the same mailbox is told the same, in whatever case it is written.
        let reset = mutate(&app, None, "requestPasswordReset", json!({ "email": "NOWA@example.pl" })).await;
        assert_eq!(told(&reset).0, "QUOTA_REACHED", "{reset:#}");
        // Others are written to, and this one in an hour.
        let other = mutate(&app, None, "requestPasswordReset", json!({ "email": "inna@example.pl" })).await;
        assert_eq!(other["errors"], json!([]));
        app.clock.advance(chrono::Duration::seconds(wait));
        let later = mutate(&app, Some(&manager.token), "resendInvitation", json!({ "invitationId": id })).await;
        assert_eq!(later["errors"], json!([]), "{later:#}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_gets_five_copies_of_their_data_a_day() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let anna = world.person(&app, "Anna", "Łącka").await;
        let login = world.participant(&app, "anna@example.pl", anna).await;
        let input = json!({ "personId": world.id(anna) });
        for _ in 0..5 {
            let done = mutate(&app, Some(&login.token), "requestPersonExport", input.clone()).await;
            assert_eq!(done["errors"], json!([]), "{done:#}");
            assert_eq!(app.work().await, 0);
        }
        let (code, wait) =
            told(&mutate(&app, Some(&login.token), "requestPersonExport", input.clone()).await);
        assert!(code == "QUOTA_REACHED" && wait > 80_000, "{code} {wait}");
        app.clock.advance(chrono::Duration::days(1));
        let done = mutate(&app, Some(&login.token), "requestPersonExport", input).await;
        assert_eq!(done["errors"], json!([]), "{done:#}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_together_grant_no_more_than_one_and_what_was_used_goes_by_itself() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let other = app.another().await;
        let actor = world.coordinator_as_actor(&app).await;
        let mut tries = vec![];
        for n in 0..200 {
            let state = if n % 2 == 0 { app.state.clone() } else { other.clone() };
            let op = state.op(actor.clone(), "test");
            tries.push(tokio::spawn(async move {
                let taken = tx::write(&state.db, &op, |tx, op| {
                    Box::pin(quota::take(tx, op, [Use::of_account(&DRAWN_FOR_ACCOUNT, op)]))
                });
                taken.await.is_ok()
            }));
        }
        let mut granted = 0;
        for one in tries {
            granted += i64::from(one.await.unwrap());
        }
        assert_eq!(granted, DRAWN_FOR_ACCOUNT.most);
        // What asks for nothing is refused to nobody: the system, which does what others have asked for.
        app.write(async |tx, op| quota::take(tx, op, [Use::of_account(&DRAWN_FOR_ACCOUNT, op)]).await).await;
        let of = quota_use::Column::Quota.eq(DRAWN_FOR_ACCOUNT.name);
        let kept = quota_use::Entity::find().filter(of).all(&app.state.db.reader).await.unwrap();
        assert_eq!(kept.iter().map(|row| row.used).collect::<Vec<_>>(), [granted]);
        let due = async || {
            use entities::register::retention_rules::RetentionRule::EndedQuotas;
            entities::requests::retention::due(&app.state.db.reader, EndedQuotas, app.now(), None)
                .await
                .unwrap()
        };
        assert!(due().await.is_empty());
        app.clock.advance(chrono::Duration::hours(26));
        assert_eq!(due().await, [kept[0].id.uuid()]);
    })
    .await;
}
