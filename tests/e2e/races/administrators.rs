//! Somebody administers the installation, whatever happens and however at once: blocked, erased, without the role.

use std::sync::Arc;

use entities::accounts::actions::administrators;
use entities::accounts::{UserState, role_grant, user};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{GrantId, PersonId, UserId};
use kit::ids::global;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tests::builders::{Account, World};
use tests::{TestApp, on_both};

use super::processes::{Call, Processes};

/// The grant by which somebody administers.
async fn grant_of(app: &TestApp, user: UserId) -> GrantId {
    let of = role_grant::Entity::find()
        .filter(role_grant::Column::UserId.eq(user))
        .filter(role_grant::Column::Role.eq(Role::SysAdmin));
    of.one(&app.state.db.reader).await.unwrap().unwrap().id
}

/// Administrators who can log in.
async fn active(app: &TestApp) -> usize {
    let db = &app.state.db.reader;
    let all = user::Entity::find()
        .filter(user::Column::Id.is_in(administrators(db).await.unwrap()))
        .filter(user::Column::State.eq(UserState::Active));
    all.all(db).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_is_neither_blocked_nor_loses_the_role_nor_is_erased() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let one =
            world.account(&app, "jeden@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let two = world.account(&app, "dwa@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let grant = async |of: &Account| json!({ "id": world.id(grant_of(&app, of.user).await) });
        // One of two may go; whoever stays may not, by no way.
        app.mutate(&one.token, "revokeRole", "", grant(&two).await).await;
        assert_eq!(app.refused(&one.token, "revokeRole", grant(&one).await).await, "LAST_ADMINISTRATOR");
        let person = world.person(&app, "Barbara", "Jedyna").await;
        let again =
            json!({ "userId": world.id(two.user), "role": "SYS_ADMIN", "scope": { "installation": true } });
        app.mutate(&one.token, "grantRole", "", again).await;
        app.mutate(&one.token, "blockUser", "", json!({ "id": world.id(two.user) })).await;
        // Whoever is blocked administers nothing.
        assert_eq!(app.refused(&one.token, "revokeRole", grant(&one).await).await, "LAST_ADMINISTRATOR");
        app.mutate(&one.token, "unblockUser", "", json!({ "id": world.id(two.user) })).await;
        app.mutate(&one.token, "revokeRole", "", grant(&one).await).await;
        assert_eq!(active(&app).await, 1);

        // The same of one who has a person, erased by the system or by whoever else may.
        let barbara = world.participant(&app, "barbara@example.pl", person).await;
        app.write(async |tx, op| {
            let new = entities::accounts::actions::NewGrant {
                user_id: barbara.user,
                role: Role::SysAdmin,
                scope_kind: ScopeKind::Installation,
                scope_id: None,
            };
            entities::accounts::actions::grant_role(tx, op, new).await
        })
        .await;
        app.mutate(
            &barbara.token,
            "revokeRole",
            "",
            json!({ "id": world.id(last_grant(&app, two.user).await) }),
        )
        .await;
        app.write(async |tx, op| {
            let refused = entities::requests::actions::erase_again(tx, op, person).await;
            let refused = format!("{:?}", refused.unwrap_err());
            assert!(refused.contains("LAST_ADMINISTRATOR"), "{refused}");
            Ok(())
        })
        .await;
        assert_eq!(active(&app).await, 1);
    })
    .await;
}

/// The live grant of somebody who administers.
async fn last_grant(app: &TestApp, user: UserId) -> GrantId {
    let of = role_grant::Entity::find()
        .filter(role_grant::Column::UserId.eq(user))
        .filter(role_grant::Column::RevokedAt.is_null())
        .filter(role_grant::Column::Role.eq(Role::SysAdmin));
    of.one(&app.state.db.reader).await.unwrap().unwrap().id
}

/// Two administrators, the only ones, end each other at two processes at the same moment: one stays, each time. Everybody
/// else who administers does so no more afterwards.
pub(super) async fn two_who_end_each_other(app: &TestApp, processes: &Arc<Processes>, people: &[PersonId]) {
    let db = app.state.db.for_migration();
    let revoke_all = role_grant::Entity::update_many()
        .col_expr(role_grant::Column::RevokedAt, Expr::value(Some(app.now())))
        .filter(role_grant::Column::Role.eq(Role::SysAdmin));
    revoke_all.exec(db).await.unwrap();
    for (n, pair) in people.chunks_exact(2).enumerate() {
        let (one, two) = (account(app, pair[0]).await, account(app, pair[1]).await);
        let end = |by: &Account, of: &Account, whose: PersonId, how: usize, grant: GrantId| match how {
            0 => Call::new(&by.token, "blockUser", json!({ "id": global(of.user) })),
            1 => Call::new(&by.token, "revokeRole", json!({ "id": global(grant) })),
            _ => Call::new(&by.token, "erasePerson", json!({ "personId": global(whose) })),
        };
        let (of_one, of_two) = (grant_of(app, one.user).await, grant_of(app, two.user).await);
        let set = vec![end(&one, &two, pair[1], n % 3, of_two), end(&two, &one, pair[0], n / 3 % 3, of_one)];
        let codes = processes.at_once_or_shut_out(vec![set], 1).await;
        let done = codes.iter().flatten().filter(|code| *code == "DONE").count();
        assert_eq!((done, active(app).await), (1, 1), "{codes:?}");
        // They make room for the next two.
        let revoke_all = role_grant::Entity::update_many()
            .col_expr(role_grant::Column::RevokedAt, Expr::value(Some(app.now())))
            .filter(role_grant::Column::Role.eq(Role::SysAdmin));
        revoke_all.exec(db).await.unwrap();
    }
}

/// An account that administers.
async fn account(app: &TestApp, person: PersonId) -> Account {
    use entities::accounts::actions::{NewGrant, NewUser, create_user, grant_role, open_session};
    app.write(async |tx, op| {
        let email = format!("{}@example.pl", person.0.simple());
        let user = create_user(tx, op, NewUser { email, person_id: Some(person), password: None }).await?;
        let grant = NewGrant {
            user_id: user,
            role: Role::SysAdmin,
            scope_kind: ScopeKind::Installation,
            scope_id: None,
        };
        grant_role(tx, op, grant).await?;
        let opened = open_session(tx, op, user, chrono::Duration::days(1)).await?;
        Ok(Account { user, token: opened.secret.expose().to_owned() })
    })
    .await
}
