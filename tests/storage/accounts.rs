//! Who may look after which users, and what a secret opens.

use chrono::Duration;
use entities::accounts::actions::{
    LogIn, NewApiToken, NewGrant, NewUser, Opened, block_user, create_api_token, create_user, grant_role,
    log_in, log_out, note_use, open_session, revoke_credential, revoke_role, set_password, unblock_user,
};
use entities::accounts::actor::actor_of;
use entities::accounts::password::{self, Hashed};
use entities::accounts::refusals::BAD_CREDENTIALS;
use entities::accounts::store::resolve_token;
use entities::accounts::user as users;
use entities::shared::actor::{Actor, Role, ScopeKind};
use entities::shared::chance::SystemChance;
use entities::shared::db::Db;
use entities::shared::error::Result;
use entities::shared::ids::{PersonId, UserId};
use entities::shared::read::Entity as _;
use entities::shared::refusals::{DUPLICATE, FORBIDDEN, INVALID, NOT_FOUND, WRONG_STATE};
use entities::shared::vault::Vault;
use sea_orm::{EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::world::{World, person, user};
use crate::{now, on_both, op, refused, write};

const PASSWORD: &str = "długie hasło 1";

async fn create(db: &Db, actor: &Actor, person_id: Option<PersonId>, email: &str) -> Result<UserId> {
    let new = NewUser { email: email.into(), person_id, password: None };
    write(db, actor, async |tx, op| create_user(tx, op, new.clone()).await).await
}

async fn hashed() -> Hashed {
    password::hash(PASSWORD.into(), &[], &SystemChance).await.unwrap()
}

async fn set(db: &Db, actor: &Actor, id: UserId) -> Result<UserId> {
    let (hashed, user) = (hashed().await, users::Entity::find_by_id(id).one(&db.reader).await.unwrap());
    let present = user.and_then(|user| user.password_hash);
    write(db, actor, async |tx, op| set_password(tx, op, (id, present.as_deref()), &hashed).await).await
}

async fn enter(db: &Db, email: &str, password: &str) -> Result<Opened> {
    let vault = Vault::of([(1, [9; 32])].into(), 1);
    let who = LogIn { email: email.into(), password: password.into(), code: None, device: None };
    Ok(log_in(db, &vault, &op(&Actor::Public), who).await?.session)
}

async fn opens(db: &Db, opened: &Opened) -> bool {
    resolve_token(db, opened.secret.expose(), now()).await.unwrap().is_some()
}

#[tokio::test]
async fn roles_bring_the_voivodeships_they_reach() {
    on_both(async |db| {
        let world = World::new(db).await;
        let grants = [
            (Role::ProjectManager, ScopeKind::Project, Some(world.project.0)),
            (Role::Coordinator, ScopeKind::Partner, Some(world.partner.0)),
            (Role::Auditor, ScopeKind::Installation, None),
        ];
        let (_, actor) = user(db, None, "wiele@example.pl", &grants).await;
        assert_eq!(actor.grants().len(), 3);
        for grant in actor.grants() {
            let expected = match grant.role {
                Role::ProjectManager => vec![world.lead_voivodeship],
                Role::Coordinator => vec![world.partner_voivodeship],
                _ => vec![],
            };
            assert_eq!(grant.reach, expected, "{:?}", grant.role);
        }
    })
    .await;
}

#[tokio::test]
async fn a_voivodeships_administrator_stays_within_it() {
    on_both(async |db| {
        let world = World::new(db).await;
        let here = person(db, "Ewa", "Ptak", world.partner_office).await;
        let there = person(db, "Jan", "Sowa", world.lead_office).await;
        let admin = world.administrator(db, world.partner_voivodeship).await;
        let manager = world.manager(db).await;
        let ewa = create(db, &admin, Some(here), "Ewa@Example.pl").await.unwrap();
        let twice = create(db, &admin, Some(here), "ewa.druga@example.pl").await;
        assert_eq!(refused(twice), (DUPLICATE, "personId".into()));
        let other = person(db, "Ewa", "Druga", world.partner_office).await;
        let taken = create(db, &admin, Some(other), "ewa@example.pl").await;
        assert_eq!(refused(taken), (DUPLICATE, "email".into()));
        let stranger = create(db, &admin, Some(there), "jan@example.pl").await;
        assert_eq!(refused(stranger), (NOT_FOUND, "personId".into()));
        assert_eq!(refused(create(db, &admin, None, "x@example.pl").await).0, FORBIDDEN);
        let block = write(db, &admin, async |tx, op| block_user(tx, op, manager.user_id().unwrap()).await);
        assert_eq!(refused(block.await), (NOT_FOUND, "id".into()));

        let seen = users::Entity::find().filter(users::Entity::visible_to(&admin));
        assert_eq!(seen.count(&db.reader).await.unwrap(), 2, "oneself and Ewa");
        let seen = users::Entity::find().filter(users::Entity::visible_to(&manager));
        assert_eq!(seen.count(&db.reader).await.unwrap(), 1, "oneself");

        set(db, &admin, ewa).await.unwrap();
        let beyond = NewGrant {
            user_id: ewa,
            role: Role::Coordinator,
            scope_kind: ScopeKind::Project,
            scope_id: Some(world.project.0),
        };
        let grant = write(db, &Actor::System, async |tx, op| grant_role(tx, op, beyond.clone()).await);
        grant.await.unwrap();
        assert_eq!(refused(set(db, &admin, ewa).await).0, FORBIDDEN, "no taking over of accounts");
    })
    .await;
}

#[tokio::test]
async fn nobody_grants_a_role_beyond_their_scope() {
    on_both(async |db| {
        let world = World::new(db).await;
        let ewa = person(db, "Ewa", "Ptak", world.partner_office).await;
        let admin = world.administrator(db, world.partner_voivodeship).await;
        let user_id = create(db, &admin, Some(ewa), "ewa@example.pl").await.unwrap();
        let grant = async |role, scope_kind, scope_id: Option<Uuid>| {
            let new = NewGrant { user_id, role, scope_kind, scope_id };
            write(db, &admin, async |tx, op| grant_role(tx, op, new.clone()).await).await
        };
        use ScopeKind::{Installation, Institution, Partner, Project, Voivodeship};
        let partner = Some(world.partner.0);
        let id = grant(Role::Coordinator, Partner, partner).await.unwrap();
        for (role, kind, scope, code, field) in [
            (Role::Coordinator, Partner, partner, DUPLICATE, "role"),
            (Role::SysAdmin, Installation, None, FORBIDDEN, ""),
            (Role::RopsAdmin, Voivodeship, Some(world.lead_voivodeship.0), FORBIDDEN, ""),
            (Role::InstitutionHead, Institution, Some(world.lead_office.0), FORBIDDEN, ""),
            (Role::ProjectManager, Project, Some(world.project.0), FORBIDDEN, ""),
            (Role::ProjectManager, Project, Some(Uuid::nil()), NOT_FOUND, "scopeId"),
            (Role::ProjectManager, Project, None, INVALID, "scopeId"),
            (Role::Trainer, Voivodeship, Some(world.partner_voivodeship.0), INVALID, "scopeKind"),
        ] {
            let refusal = refused(grant(role, kind, scope).await);
            assert_eq!(refusal, (code, field.to_owned()), "{role:?} {kind:?}");
        }
        grant(Role::InstitutionHead, Institution, Some(world.partner_office.0)).await.unwrap();

        let revoke = async || write(db, &admin, async |tx, op| revoke_role(tx, op, id).await).await;
        revoke().await.unwrap();
        assert_eq!(refused(revoke().await).0, WRONG_STATE);
        grant(Role::Coordinator, Partner, partner).await.unwrap();
        assert_eq!(
            actor_of(db, user_id, crate::now().date_naive()).await.unwrap().unwrap().grants().len(),
            2
        );
    })
    .await;
}

#[tokio::test]
async fn a_password_opens_a_session_until_it_ends() {
    on_both(async |db| {
        let (id, _) = user(db, None, "ewa@example.pl", &[]).await;
        set(db, &Actor::System, id).await.unwrap();
        for (email, password) in
            [("ewa@example.pl", "inne hasło 12"), ("nikt@example.pl", PASSWORD), ("", "")]
        {
            assert_eq!(refused(enter(db, email, password).await).0, BAD_CREDENTIALS, "{email}");
        }
        let session = enter(db, " EWA@example.pl ", PASSWORD).await.unwrap();
        let secret = session.secret.expose();
        let resolved = resolve_token(db, secret, now()).await.unwrap().unwrap();
        assert_eq!(resolved.actor.user_id(), Some(id));
        assert!(resolved.note_use);
        let actor = resolved.actor;
        write(db, &actor, async |tx, op| note_use(tx, op, session.id).await).await.unwrap();
        let later = async |by| resolve_token(db, secret, now() + by).await.unwrap();
        assert!(!later(Duration::seconds(59)).await.unwrap().note_use);
        assert!(later(Duration::seconds(60)).await.unwrap().note_use);
        assert!(later(Duration::hours(12)).await.is_none());

        let leave = async || write(db, &actor, async |tx, op| log_out(tx, op, secret).await).await;
        leave().await.unwrap();
        leave().await.unwrap();
        assert!(!opens(db, &session).await);

        let session = enter(db, "ewa@example.pl", PASSWORD).await.unwrap();
        set(db, &actor, id).await.unwrap();
        assert!(!opens(db, &session).await, "a new password ends all sessions");
    })
    .await;
}

#[tokio::test]
async fn a_token_is_its_owners_alone() {
    on_both(async |db| {
        let (_, ewa) = user(db, None, "ewa@example.pl", &[]).await;
        let admin = [(Role::SysAdmin, ScopeKind::Installation, None)];
        let (_, admin) = user(db, None, "admin@example.pl", &admin).await;
        let make = async |expires_at| {
            let new =
                NewApiToken { name: "skrypt".into(), expires_at, read_only: false, rooms: None, by: None };
            write(db, &ewa, async |tx, op| create_api_token(tx, op, new.clone()).await).await
        };
        assert_eq!(refused(make(Some(now())).await), (INVALID, "expiresAt".into()));
        let token = make(None).await.unwrap();
        assert_eq!(token.expires_at, now() + Duration::days(365));
        assert!(opens(db, &token).await);
        let revoke = async |actor: &Actor| {
            write(db, actor, async |tx, op| revoke_credential(tx, op, token.id).await).await
        };
        assert_eq!(refused(revoke(&admin).await), (NOT_FOUND, "id".into()));
        revoke(&ewa).await.unwrap();
        assert_eq!(refused(revoke(&ewa).await).0, WRONG_STATE);
        assert!(!opens(db, &token).await);
    })
    .await;
}

#[tokio::test]
async fn a_blocked_user_is_nobody() {
    on_both(async |db| {
        let (id, ewa) = user(db, None, "ewa@example.pl", &[]).await;
        let admin = [(Role::SysAdmin, ScopeKind::Installation, None)];
        let (admin_id, admin) = user(db, None, "admin@example.pl", &admin).await;
        set(db, &admin, id).await.unwrap();
        let session = enter(db, "ewa@example.pl", PASSWORD).await.unwrap();
        let ttl = Duration::hours(1);
        let stolen = write(db, &admin, async |tx, op| open_session(tx, op, id, ttl).await).await;
        assert_eq!(refused(stolen).0, FORBIDDEN, "nobody opens a session for another");
        let block =
            async |actor: &Actor, id| write(db, actor, async |tx, op| block_user(tx, op, id).await).await;
        assert_eq!(refused(block(&ewa, id).await).0, FORBIDDEN);
        assert_eq!(refused(block(&admin, admin_id).await).0, FORBIDDEN);
        block(&admin, id).await.unwrap();
        assert_eq!(refused(block(&admin, id).await).0, WRONG_STATE);
        assert!(!opens(db, &session).await);
        assert!(actor_of(db, id, crate::now().date_naive()).await.unwrap().is_none());
        assert_eq!(refused(enter(db, "ewa@example.pl", PASSWORD).await).0, BAD_CREDENTIALS);
        write(db, &admin, async |tx, op| unblock_user(tx, op, id).await).await.unwrap();
        assert!(!opens(db, &session).await, "what has ended stays so");
        enter(db, "ewa@example.pl", PASSWORD).await.unwrap();
    })
    .await;
}
