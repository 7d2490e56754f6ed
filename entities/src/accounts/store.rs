//! Queries of accounts, who may see them, and who a secret belongs to.
//!
//! Users and roles are seen by staff of the whole installation, by ROPS administrators for people employed in
//! their voivodeship, and by the user. Sessions and tokens are their owner's alone.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::{
    CredentialKind, InvitationState, TokenRoom, UserState, credential, identity, invitation, one_time_link,
    recovery_code, role_grant, second_factor, token, user,
};
use crate::clauses::ClausePurpose;
use crate::clauses::choice::Occasion;
use crate::clauses::store::{Whom, present, received};
use crate::institutions::store::not_ended;
use crate::institutions::{employment, institution, person};
use crate::partnerships::{project_partner, store::owned_by};
use crate::pilots::store::projects_of_sites;
use crate::shared::actor::{Actor, Role, Scope, ScopeKind};
use crate::shared::db::Db;
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::{
    ClauseVersionId, CredentialId, InvitationId, PartnerId, PersonId, SecondFactorId, UnitId, UserId,
};
use crate::shared::language::Language;
use crate::shared::policy::Readable;
use crate::shared::read::{self, everything, nothing, within};
use crate::shared::text;
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::trainings::{edition, store::projects_of};

/// How often the use of a credential is noted.
const NOTE_EVERY: Duration = Duration::minutes(1);

impl read::Entity for user::Entity {
    const ID: user::Column = user::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        users_seen_by(actor, user::Column::Id)
    }
}

impl read::Entity for role_grant::Entity {
    const ID: role_grant::Column = role_grant::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        users_seen_by(actor, role_grant::Column::UserId)
    }
}

impl read::Entity for credential::Entity {
    const ID: credential::Column = credential::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        match actor {
            Actor::System => everything(),
            Actor::User(user) => Condition::all().add(credential::Column::UserId.eq(user.user_id)),
            Actor::Public => nothing(),
        }
    }
}

impl read::Entity for identity::Entity {
    const ID: identity::Column = identity::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        match actor {
            Actor::System => everything(),
            Actor::User(user) => Condition::all().add(identity::Column::UserId.eq(user.user_id)),
            Actor::Public => nothing(),
        }
    }
}

impl read::Entity for invitation::Entity {
    const ID: invitation::Column = invitation::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        use invitation::Column;
        let who = Readable::of(actor);
        if who.all {
            return everything();
        }
        let mut any = owned_by(Column::ProjectId, Column::PartnerId, &who);
        if let Some(own) = actor.user_id() {
            any = any.add(Column::CreatedBy.eq(own));
        }
        let looked_after = looked_after(actor);
        if !looked_after.is_empty() {
            any = any.add(Column::VoivodeshipId.is_in(looked_after));
        }
        if any.is_empty() { nothing() } else { any }
    }
}

/// Voivodeships whose users the actor looks after.
fn looked_after(actor: &Actor) -> Vec<UnitId> {
    let grants = actor.grants().iter().filter(|grant| grant.role == Role::RopsAdmin);
    grants
        .filter_map(|grant| if let Scope::Voivodeship(id) = grant.scope { Some(id) } else { None })
        .collect()
}

/// `column` refers to a user the actor may see.
fn users_seen_by<C: ColumnTrait>(actor: &Actor, column: C) -> Condition {
    if Readable::of(actor).all {
        return everything();
    }
    let Some(own) = actor.user_id() else { return nothing() };
    let any = Condition::any().add(column.eq(own));
    let looked_after = looked_after(actor);
    let Some(today) = actor.today().filter(|_| !looked_after.is_empty()) else { return any };
    let there = Condition::all().add(institution::Column::VoivodeshipId.is_in(looked_after));
    let employed = Condition::all().add(not_ended(today)).add(within::<_, institution::Entity>(
        employment::Column::InstitutionId,
        institution::Column::Id,
        there,
    ));
    let people = Condition::all().add(within::<_, employment::Entity>(
        user::Column::PersonId,
        employment::Column::PersonId,
        employed,
    ));
    any.add(within::<_, user::Entity>(column, user::Column::Id, people))
}

/// How many users there are.
///
/// # Errors
/// The database failed.
pub async fn count_users<C: ConnectionTrait>(db: &C) -> Result<u64> {
    Ok(user::Entity::find().count(db).await?)
}

/// Who presented a secret.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The user with all roles.
    pub actor: Actor,
    /// What was presented.
    pub credential_id: CredentialId,
    /// Session or API token.
    pub kind: CredentialKind,
    /// Whether it reads only.
    pub read_only: bool,
    /// The rooms it is bound to; none for all of them.
    pub rooms: Option<Vec<TokenRoom>>,
    /// Whether the account has a second factor.
    pub has_second_factor: bool,
    /// Whether its use is due to be noted (`actions::note_use`): at most once a minute.
    pub note_use: bool,
}

/// The user a secret belongs to; none where it is no secret, expired or revoked, or the user is blocked.
///
/// # Errors
/// The database failed.
pub async fn resolve_token(db: &Db, secret: &str, now: DateTime<Utc>) -> Result<Option<Resolved>> {
    let Some(hash) = token::hash_of(secret) else { return Ok(None) };
    let live = Condition::all().add(credential::Column::RevokedAt.is_null()).add(
        Condition::any()
            .add(credential::Column::ExpiresAt.is_null())
            .add(credential::Column::ExpiresAt.gt(now)),
    );
    let mut query = credential::Entity::find()
        .select_only()
        .columns([credential::Column::Id, credential::Column::UserId, credential::Column::LastUsedAt])
        .columns([credential::Column::Kind, credential::Column::ReadOnly, credential::Column::Rooms])
        .columns([user::Column::PersonId, user::Column::SecondFactorAt])
        .filter(credential::Column::TokenHash.eq(hash))
        .filter(live)
        .filter(user::Column::State.eq(UserState::Active));
    let owner =
        Expr::col((user::Entity, user::Column::Id)).equals((credential::Entity, credential::Column::UserId));
    let held = Condition::all()
        .add(
            Expr::col((role_grant::Entity, role_grant::Column::UserId))
                .equals((user::Entity, user::Column::Id)),
        )
        .add(role_grant::Column::RevokedAt.is_null());
    QueryTrait::query(&mut query)
        .expr_as(role_grant::Column::Role.into_expr(), "held_role")
        .expr_as(role_grant::Column::ScopeKind.into_expr(), "held_kind")
        .expr_as(role_grant::Column::ScopeId.into_expr(), "held_scope")
        .expr_as(project_partner::Column::Id.into_expr(), "partner_id")
        .expr_as(project_partner::Column::VoivodeshipId.into_expr(), "reach_id")
        .join(JoinType::InnerJoin, user::Entity, owner)
        .join(JoinType::LeftJoin, role_grant::Entity, held)
        .join(JoinType::LeftJoin, project_partner::Entity, super::actor::reached());
    let mut rows = query.into_model::<Presented>().all(&db.reader).await?;
    let held = rows.iter().filter_map(Presented::held).collect();
    let Some(found) = rows.pop() else { return Ok(None) };
    let actor = super::actor::actor_of_held((found.user_id, found.person_id), held, warsaw::day(now));
    let note_use = found.last_used_at.is_none_or(|at| now - at >= NOTE_EVERY);
    let has_second_factor = found.second_factor_at.is_some();
    let (credential_id, kind) = (found.id, found.kind);
    let token = (kind == CredentialKind::ApiToken).then_some(credential_id);
    let (actor, read_only) = (actor.by_token(token), found.read_only);
    let rooms = found.rooms.as_deref().map(TokenRoom::of_text);
    Ok(Some(Resolved { actor, credential_id, kind, read_only, rooms, has_second_factor, note_use }))
}

/// Whose calendar an address is.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct CalendarOwner {
    /// The person, where the account is somebody's.
    pub person_id: Option<PersonId>,
    /// The language of the account.
    pub language: Language,
    /// The address.
    pub credential_id: CredentialId,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl CalendarOwner {
    /// Whether its use is due to be noted.
    pub fn note_use(&self, now: DateTime<Utc>) -> bool {
        self.last_used_at.is_none_or(|at| now - at >= NOTE_EVERY)
    }
}

/// The owner of a calendar by the secret of its address; none where that is no secret, expired or revoked, or the user is blocked.
///
/// # Errors
/// The database failed.
pub async fn calendar_owner(db: &Db, secret: &str, now: DateTime<Utc>) -> Result<Option<CalendarOwner>> {
    let Some(hash) = token::hash_of_link(token::CALENDAR, secret) else { return Ok(None) };
    let owner =
        Expr::col((user::Entity, user::Column::Id)).equals((credential::Entity, credential::Column::UserId));
    let mut query = credential::Entity::find()
        .select_only()
        .column_as(credential::Column::Id, "credential_id")
        .columns([credential::Column::ExpiresAt, credential::Column::LastUsedAt])
        .columns([user::Column::PersonId, user::Column::Language])
        .filter(credential::Column::TokenHash.eq(hash))
        .filter(credential::Column::Kind.eq(CredentialKind::Calendar))
        .filter(credential::Column::RevokedAt.is_null())
        .filter(credential::Column::ExpiresAt.gt(now))
        .filter(user::Column::State.eq(UserState::Active));
    QueryTrait::query(&mut query).join(JoinType::InnerJoin, user::Entity, owner);
    Ok(query.into_model::<CalendarOwner>().one(&db.reader).await?)
}

#[derive(FromQueryResult)]
struct Presented {
    id: CredentialId,
    user_id: UserId,
    last_used_at: Option<DateTime<Utc>>,
    person_id: Option<PersonId>,
    kind: CredentialKind,
    read_only: bool,
    rooms: Option<String>,
    second_factor_at: Option<DateTime<Utc>>,
    held_role: Option<Role>,
    held_kind: Option<ScopeKind>,
    held_scope: Option<uuid::Uuid>,
    partner_id: Option<PartnerId>,
    reach_id: Option<UnitId>,
}

impl Presented {
    /// The role of this row; none where no role is held.
    fn held(&self) -> Option<super::actor::Held> {
        let scope = Scope::of(self.held_kind?, self.held_scope)?;
        Some(super::actor::Held {
            role: self.held_role?,
            scope,
            partner: self.partner_id,
            reach: self.reach_id,
        })
    }
}

/// Credentials whose use was not noted within the last minute.
pub(super) fn not_noted_since(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(credential::Column::LastUsedAt.is_null())
        .add(credential::Column::LastUsedAt.lte(now - NOTE_EVERY))
}

/// The user of a login e-mail, as somebody typed it.
///
/// # Errors
/// The database failed.
pub async fn user_by_email<C: ConnectionTrait>(db: &C, email: &str) -> Result<Option<user::Model>> {
    match of_email(email) {
        Some(user) => Ok(user.one(db).await?),
        None => Ok(None),
    }
}

/// The same, as they are until the transaction ends: for whoever writes about them.
///
/// # Errors
/// The database failed.
pub async fn held_by_email(tx: &Tx, email: &str) -> Result<Option<user::Model>> {
    match of_email(email) {
        Some(user) => Ok(door::steadied(user).one(tx).await?),
        None => Ok(None),
    }
}

/// None where nobody can have the address, and PostgreSQL would not even compare it.
fn of_email(email: &str) -> Option<Select<user::Entity>> {
    let email = text::asked_email(email);
    (!email.contains('\0')).then(|| user::Entity::find().filter(user::Column::Email.eq(email)))
}

/// How many recovery codes of a user were not used.
///
/// # Errors
/// The database failed.
pub async fn recovery_codes_left<C: ConnectionTrait>(db: &C, user: UserId) -> Result<u64> {
    use recovery_code::{Column, Entity};
    Ok(Entity::find().filter(Column::UserId.eq(user)).filter(Column::UsedAt.is_null()).count(db).await?)
}

/// Identities of a user, oldest first.
///
/// # Errors
/// The database failed.
pub async fn identities_of<C: ConnectionTrait>(db: &C, user: UserId) -> Result<Vec<identity::Model>> {
    use identity::{Column, Entity};
    let own = Entity::find().filter(Column::UserId.eq(user));
    Ok(own.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?)
}

/// Since when a second factor is asked of a user; none where it is off.
///
/// # Errors
/// The database failed.
pub async fn second_factor_since<C: ConnectionTrait>(db: &C, user: UserId) -> Result<Option<DateTime<Utc>>> {
    Ok(user::Entity::find_by_id(user).one(db).await?.and_then(|user| user.second_factor_at))
}

/// Whether the secret of any second factor lies under another key than this version.
///
/// # Errors
/// The database failed.
pub async fn any_stale_second_factor<C: ConnectionTrait>(db: &C, present: i32) -> Result<bool> {
    use second_factor::{Column, Entity};
    Ok(Entity::find().filter(Column::KeyVersion.ne(present)).one(db).await?.is_some())
}

/// The next second factors after a row whose secret lies under another key.
///
/// # Errors
/// The database failed.
pub(super) async fn next_stale_second_factors(
    tx: &Tx,
    present: i32,
    after: Option<SecondFactorId>,
    most: u64,
) -> Result<Vec<second_factor::Model>> {
    use second_factor::{Column, Entity};
    let mut rows = Entity::find().filter(Column::KeyVersion.ne(present));
    if let Some(after) = after {
        rows = rows.filter(Column::Id.gt(after));
    }
    Ok(rows.order_by_asc(Column::Id).limit(most).all(tx).await?)
}

/// The invitation that a mailed secret stands for, if it can be accepted now.
///
/// # Errors
/// The database failed.
pub async fn open_invitation<C: ConnectionTrait>(
    db: &C,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Option<invitation::Model>> {
    let Some(hash) = token::hash_of_link(token::INVITATION, secret) else { return Ok(None) };
    let row = invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(hash))
        .filter(invitation::Column::State.eq(InvitationState::Pending));
    Ok(row.one(db).await?.filter(|row| row.is_open(now)))
}

/// The user to whom a mailed secret gives a new password now.
///
/// # Errors
/// The database failed.
pub async fn user_of_reset<C: ConnectionTrait>(
    db: &C,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Option<user::Model>> {
    let Some(hash) = token::hash_of_link(token::RESET, secret) else { return Ok(None) };
    let row = one_time_link::Entity::find().filter(one_time_link::Column::TokenHash.eq(hash)).one(db).await?;
    match row.filter(|row| row.is_open(now)).and_then(|row| row.user_id) {
        Some(id) => Ok(user::Entity::find_by_id(id).one(db).await?),
        None => Ok(None),
    }
}

/// What is known about the owner of an account, of which a password must not be made.
///
/// # Errors
/// The database failed.
pub async fn own_facts<C: ConnectionTrait>(
    db: &C,
    email: &str,
    person: Option<PersonId>,
) -> Result<Vec<String>> {
    let mut facts = vec![email.to_owned()];
    if let Some(id) = person
        && let Some(person) = person::Entity::find_by_id(id).one(db).await?
    {
        facts.extend([person.first_name, person.last_name]);
        facts.extend(person.email);
    }
    Ok(facts)
}

/// Where an invitation goes.
///
/// # Errors
/// The database failed.
pub async fn address_of_invitation<C: ConnectionTrait>(db: &C, id: InvitationId) -> Result<Option<String>> {
    Ok(invitation::Entity::find_by_id(id).one(db).await?.map(|row| row.email))
}

/// Live grants of a user.
///
/// # Errors
/// The database failed.
pub async fn live_grants<C: ConnectionTrait>(db: &C, user: UserId) -> Result<Vec<role_grant::Model>> {
    Ok(role_grant::Entity::find()
        .filter(role_grant::Column::UserId.eq(user))
        .filter(role_grant::Column::RevokedAt.is_null())
        .all(db)
        .await?)
}

/// Scope of a stored grant; none where the row lost its key.
pub fn scope_of(grant: &role_grant::Model) -> Option<Scope> {
    Scope::of(grant.scope_kind, grant.scope_id)
}

/// Users who hold a role in the projects and partners that somebody is staff of, or in their editions; none where they are
/// staff of neither.
pub fn users_with_roles_in(who: &Readable) -> Option<Condition> {
    use role_grant::Column::{RevokedAt, ScopeId, ScopeKind as Kind};
    if who.projects.is_empty() && who.partners.is_empty() {
        return None;
    }
    let (projects, partners) = (who.projects.iter().copied(), who.partners.iter().copied());
    let of = Condition::any()
        .add(project_partner::Column::ProjectId.is_in(projects.clone()))
        .add(project_partner::Column::Id.is_in(partners));
    let editions = owned_by(edition::Column::ProjectId, edition::Column::PartnerId, who);
    let held = Condition::any()
        .add(Condition::all().add(Kind.eq(ScopeKind::Project)).add(ScopeId.is_in(projects.map(|id| id.0))))
        .add(Condition::all().add(Kind.eq(ScopeKind::Partner)).add(within::<_, project_partner::Entity>(
            ScopeId,
            project_partner::Column::Id,
            of,
        )))
        .add(Condition::all().add(Kind.eq(ScopeKind::Edition)).add(within::<_, edition::Entity>(
            ScopeId,
            edition::Column::Id,
            editions,
        )));
    let live = Condition::all().add(RevokedAt.is_null()).add(held);
    let holders = within::<_, role_grant::Entity>(user::Column::Id, role_grant::Column::UserId, live);
    Some(Condition::all().add(user::Column::PersonId.is_not_null()).add(holders))
}

/// Versions of information clauses in force that a user ought to have received and has not: of accounts, of trainings in
/// which they have a place, of pilots at whose sites they work.
///
/// # Errors
/// The database failed.
pub async fn unreceived<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<ClauseVersionId>> {
    let (Some(user), person_id) = (actor.user_id(), actor.person_id()) else { return Ok(vec![]) };
    let of = |purpose, project_id| Occasion { purpose, project_id };
    let mut occasions = vec![of(ClausePurpose::Account, None)];
    let (mut sites, mut projects) = (vec![], vec![]);
    for grant in actor.grants() {
        match grant.scope {
            Scope::Site(id) => sites.push(id),
            Scope::Project(id) => projects.push(id),
            _ => {}
        }
    }
    occasions.extend(projects.into_iter().map(|id| of(ClausePurpose::Account, Some(id))));
    let piloted = projects_of_sites(db, &sites).await?;
    occasions.extend(piloted.into_iter().map(|id| of(ClausePurpose::Pilot, Some(id))));
    if let Some(person) = person_id {
        let trained = projects_of(db, person).await?;
        occasions.extend(trained.into_iter().map(|id| of(ClausePurpose::Enrolment, Some(id))));
    }
    let wanted: Vec<_> = present(db, &occasions, today).await?.iter().map(|version| version.id).collect();
    let received = received(db, Whom { person_id, user_id: Some(user) }, &wanted).await?;
    Ok(wanted.into_iter().filter(|id| !received.contains(id)).collect())
}

/// Whether any user holds a role within the whole installation: the first administrator is made by the system.
///
/// # Errors
/// The database failed.
pub async fn has_administrator<C: ConnectionTrait>(db: &C) -> Result<bool> {
    let admin = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::SysAdmin))
        .filter(role_grant::Column::ScopeKind.eq(ScopeKind::Installation))
        .filter(role_grant::Column::RevokedAt.is_null())
        .one(db)
        .await?;
    Ok(admin.is_some())
}
