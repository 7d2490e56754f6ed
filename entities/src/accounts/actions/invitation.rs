//! Invitations: to a role within a scope, by e-mail. Whoever accepts sets the password of a new account, or proves
//! to be the owner of the one that has the address.
//!
//! Administrators invite wherever they look after users. Project managers invite within their project, to every
//! role but their own: they cannot make more of their kind, nor reach into the registers. An account shows everything
//! about the person behind it, so they name a person at that person's own address alone.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

use super::is_over_person;
use super::role::{NewGrant, insert_grant, place_seen};
use super::second_factor::tell_owner;
use super::user::{account_of, insert_user};
use crate::accounts::actor::actor_with_roles;
use crate::accounts::invitation::{ActiveModel, Column, Entity, Model};
use crate::accounts::password::Hashed;
use crate::accounts::refusals::LINK_INVALID;
use crate::accounts::rights::{INVITE_USERS, MANAGE_USERS};
use crate::accounts::roles::can_be_held;
use crate::accounts::scope::place_of;
use crate::accounts::store::{open_invitation, user_by_email};
use crate::accounts::token::{INVITATION, Secret, hash_of_link};
use crate::accounts::{InvitationState, UserState, deeds, role_grant, user};
use crate::clauses::actions::{self as clauses, Given};
use crate::clauses::choice::Occasion;
use crate::clauses::store::Whom;
use crate::clauses::{ClausePurpose, ReceiptChannel};
use crate::institutions::actions::living_person;
use crate::institutions::person;
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::shared::actor::{Actor, Role, Scope, ScopeKind};
use crate::shared::door::{self, unique};
use crate::shared::enums::Choice as _;
use crate::shared::error::{Detail, Error, Refusal, Result, refuse};
use crate::shared::ids::{ClauseVersionId, InvitationId, PersonId, UserId};
use crate::shared::input::Check;
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::quota::{
    self, INVITATIONS_OF_ACCOUNT, INVITATIONS_OF_PROJECT, LETTERS_TO_MAILBOX, RESENDS_OF_ACCOUNT, Use,
};
use crate::shared::refusals::{DUPLICATE, FORBIDDEN, REFERENCE, REQUIRED, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// How long an invitation holds, in days.
pub const INVITATION_DAYS: i64 = 7;

/// Somebody to be invited.
#[derive(Clone, Debug, Serialize)]
pub struct Invite {
    /// Where the invitation goes; the login e-mail.
    pub email: String,
    /// The role.
    pub role: Role,
    /// Kind of scope.
    pub scope_kind: ScopeKind,
    /// Key of the thing that is the scope; none for the installation.
    pub scope_id: Option<Uuid>,
    /// The person behind the account.
    pub person_id: Option<PersonId>,
    /// Language of the message, and of later ones.
    pub language: Language,
}

/// Invites somebody to a role within a scope.
///
/// # Errors
/// Refused: scope or person not found, forbidden, invalid, duplicate (invited already, or holds the role).
pub async fn invite(tx: &Tx, op: &Operation, new: Invite) -> Result<InvitationId> {
    let Some(scope) = Scope::of(new.scope_kind, new.scope_id) else {
        return Err(Refusal::form("scopeId", REQUIRED).into());
    };
    let place = place_seen(tx, op, scope).await?;
    require_to_invite(&op.actor, (new.role, scope), &place)?;
    if !can_be_held(new.role, new.scope_kind) {
        return Err(Refusal::form("scopeKind", REFERENCE).into());
    }
    let mut check = Check::default();
    let email = check.email("email", &new.email);
    if let Some(id) = new.person_id {
        let person = living_person(tx, op, id, "personId").await?;
        let is_own = person.email.is_some_and(|own| own.eq_ignore_ascii_case(&email));
        if !is_own && !is_over_person(tx, op, Some(id)).await? {
            return refuse(FORBIDDEN, "personId");
        }
        // Who has an account is invited at its address, or not at all.
        if account_of(tx, id).await?.is_some_and(|account| account.email != email) {
            return refuse(DUPLICATE, "personId");
        }
    }
    check.done()?;
    if holds_already(tx, &email, new.role, scope).await? {
        return refuse(DUPLICATE, "role");
    }
    end_expired(tx, op, &email).await?;
    let id = insert(tx, op, Invite { email: email.clone(), ..new }, &place).await?;
    use_quotas(tx, op, &email, &place, None).await?;
    Ok(id)
}

/// What a manager may not, an administrator may. A role at a partner opens the register of its voivodeship, so the partner's
/// own manager invites there, and nobody else in the project does.
fn require_to_invite(actor: &Actor, (role, scope): (Role, Scope), place: &Place) -> Result<()> {
    if policy::allows(actor, MANAGE_USERS, place) {
        return Ok(());
    }
    policy::require(actor, INVITE_USERS, place)?;
    if place.project.is_none() || role == Role::ProjectManager {
        return refuse(FORBIDDEN, "role");
    }
    if let (Scope::Partner(_), Some(_)) = (scope, place.voivodeship) {
        policy::require(actor, INVITE_USERS, &Place { partner: place.partner, ..Place::default() })?;
    }
    Ok(())
}

async fn insert(tx: &Tx, op: &Operation, new: Invite, place: &Place) -> Result<InvitationId> {
    let id: InvitationId = op.id();
    let language = new.language;
    let row = ActiveModel {
        id: Set(id),
        email: Set(new.email),
        role: Set(new.role),
        scope_kind: Set(new.scope_kind),
        scope_id: Set(new.scope_id),
        person_id: Set(new.person_id),
        language: Set(language),
        state: Set(InvitationState::Pending),
        token_hash: Set(None),
        expires_at: Set(op.now + Duration::days(INVITATION_DAYS)),
        ended_at: Set(None),
        user_id: Set(None),
        voivodeship_id: Set(place.voivodeship),
        project_id: Set(place.project),
        partner_id: Set(place.partner),
        ..Default::default()
    };
    Entity::insert(created!(op, row)).exec_without_returning(tx).await.map_err(unique("email"))?;
    let message = NewDelivery {
        kind: DeliveryKind::Invitation,
        artefact_id: id.0,
        subject_id: None,
        to: Recipient::Invited(id),
        language,
        project_id: place.project,
        partner_id: place.partner,
    };
    post(tx, op, message).await?;
    line(deeds::INVITE, id, place).into_state(InvitationState::Pending.code()).write(tx, op).await?;
    Ok(id)
}

fn line<'a>(action: audit::Deed, id: InvitationId, place: &Place) -> audit::Line<'a> {
    let line = audit::Line::new(action, id);
    match place.project {
        Some(project) => line.project(project),
        None => line,
    }
}

async fn holds_already(tx: &Tx, email: &str, role: Role, scope: Scope) -> Result<bool> {
    use role_grant::Column as Grant;
    let Some(user) = user_by_email(tx, email).await? else { return Ok(false) };
    let (kind, id) = scope.parts();
    let scoped = match id {
        Some(id) => Grant::ScopeId.eq(id),
        None => Grant::ScopeId.is_null(),
    };
    let grant = role_grant::Entity::find()
        .filter(Grant::UserId.eq(user.id))
        .filter(Grant::Role.eq(role))
        .filter(Grant::ScopeKind.eq(kind))
        .filter(scoped)
        .filter(Grant::RevokedAt.is_null());
    Ok(grant.one(tx).await?.is_some())
}

/// An invitation that ended by itself makes room for another.
async fn end_expired(tx: &Tx, op: &Operation, email: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(InvitationState::Revoked))
        .col_expr(Column::EndedAt, Expr::value(Some(op.now)))
        .filter(Column::Email.eq(email))
        .filter(Column::State.eq(InvitationState::Pending))
        .filter(Column::ExpiresAt.lte(op.now))
        .exec(tx)
        .await?;
    Ok(())
}

/// An invitation by its key.
#[derive(Clone, Debug, Serialize)]
pub struct OfInvitation {
    /// The invitation.
    pub invitation_id: InvitationId,
}

/// Takes an invitation back: its link works no more.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn revoke_invitation(tx: &Tx, op: &Operation, of: OfInvitation) -> Result<InvitationId> {
    let invitation = pending(tx, op, of).await?;
    end(tx, op, &invitation, InvitationState::Revoked, None).await?;
    Ok(invitation.id)
}

/// Invites anew: the old link works no more, another goes out and holds for the full time.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn resend_invitation(tx: &Tx, op: &Operation, of: OfInvitation) -> Result<InvitationId> {
    let old = pending(tx, op, of).await?;
    end(tx, op, &old, InvitationState::Revoked, None).await?;
    let place = old.place();
    let again = Invite {
        email: old.email.clone(),
        role: old.role,
        scope_kind: old.scope_kind,
        scope_id: old.scope_id,
        person_id: old.person_id,
        language: old.language,
    };
    let id = insert(tx, op, again, &place).await?;
    use_quotas(tx, op, &old.email, &place, Some(Use::of_account(&RESENDS_OF_ACCOUNT, op))).await?;
    Ok(id)
}

/// Of whoever invites, of the mailbox, and of the project.
async fn use_quotas(tx: &Tx, op: &Operation, email: &str, place: &Place, again: Option<Use>) -> Result<()> {
    let project = place.project.map(|id| Use::of_project(&INVITATIONS_OF_PROJECT, id));
    let of_both = [Use::of_account(&INVITATIONS_OF_ACCOUNT, op), Use::of_mailbox(&LETTERS_TO_MAILBOX, email)];
    quota::take(tx, op, of_both.into_iter().chain(project).chain(again)).await
}

async fn pending(tx: &Tx, op: &Operation, of: OfInvitation) -> Result<Model> {
    let row = door::load::<Entity>(tx, op, of.invitation_id, "invitationId").await?.seen();
    let Some(scope) = Scope::of(row.scope_kind, row.scope_id) else {
        return Err(Error::Fault(format!("invitation {} has no scope", row.id)));
    };
    require_to_invite(&op.actor, (row.role, scope), &row.place())?;
    if row.state != InvitationState::Pending {
        let states =
            Detail::States { now: row.state.words(), allowed: vec![InvitationState::Pending.words()] };
        return Err(Refusal::of(WRONG_STATE, "invitationId").with(states).into());
    }
    Ok(row)
}

async fn end(tx: &Tx, op: &Operation, row: &Model, to: InvitationState, by: Option<UserId>) -> Result<()> {
    let ended = ActiveModel {
        id: Set(row.id),
        state: Set(to),
        ended_at: Set(Some(op.now)),
        user_id: Set(by),
        token_hash: Set(None),
        ..Default::default()
    };
    door::save(tx, op, row, ended).await?;
    let line = line(deeds::END_INVITATION, row.id, &row.place());
    line.states(row.state.code(), to.code()).write(tx, op).await?;
    Ok(())
}

/// Who accepts an invitation.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Somebody new, or without a password yet, with the password they chose.
    New(Hashed),
    /// The owner of the account that has the address, as their password has proved: whoever was read then.
    Owner(Box<user::Model>),
}

/// Accepts an invitation: the account is there with its role, and the link works no more.
///
/// # Errors
/// `LinkInvalid`: unknown, used, expired, taken back, or whoever invited may not invite there any more. `ClauseRequired`:
/// an information clause is in force that is not among those given.
pub async fn accept_invitation(
    tx: &Tx,
    op: &Operation,
    secret: &str,
    entry: &Entry,
    clauses: &[ClauseVersionId],
) -> Result<UserId> {
    let op = &op.as_system();
    let Some(hash) = hash_of_link(INVITATION, secret) else { return refuse(LINK_INVALID, "token") };
    let of_hash = Entity::find().filter(Column::TokenHash.eq(&hash));
    let Some(seen) = of_hash.clone().one(tx).await? else { return refuse(LINK_INVALID, "token") };
    // Whom it lets in, and what it is about, before the invitation itself.
    if let Some(person) = seen.person_id
        && door::hold::<person::Entity>(tx, person).await?.is_none_or(|person| person.erased_at.is_some())
    {
        return refuse(LINK_INVALID, "token");
    }
    let user = match user_by_email(tx, &seen.email).await? {
        Some(user) => door::hold::<user::Entity>(tx, user.id).await?,
        None => None,
    };
    let Some(invitation) = door::locked(of_hash).one(tx).await?.filter(|row| row.is_open(op.now)) else {
        return refuse(LINK_INVALID, "token");
    };
    let Some(scope) = Scope::of(invitation.scope_kind, invitation.scope_id) else {
        return Err(Error::Fault(format!("invitation {} has no scope", invitation.id)));
    };
    if !still_stands(tx, op, &invitation, scope).await? {
        return refuse(LINK_INVALID, "token");
    }
    let user_id = match (user, entry) {
        (None, Entry::New(password)) => {
            // The person may have got an account since.
            if let Some(person) = invitation.person_id
                && account_of(tx, person).await?.is_some()
            {
                return refuse(LINK_INVALID, "token");
            }
            let id = insert_user(tx, op, &invitation.email, invitation.person_id, Some(password)).await?;
            speak(tx, id, invitation.language).await?;
            id
        }
        (Some(user), Entry::New(password))
            if user.password_hash.is_none() && user.state == UserState::Active =>
        {
            let hash = Some(password.as_str().to_owned());
            let row = user::ActiveModel { id: Set(user.id), password_hash: Set(hash), ..Default::default() };
            door::save(tx, op, &user, row).await?;
            tell_owner(tx, op, DeliveryKind::PasswordChanged, &user).await?;
            user.id
        }
        (Some(user), Entry::Owner(read))
            if user.id == read.id
                && user.password_hash == read.password_hash
                && user.state == UserState::Active =>
        {
            user.id
        }
        // The account changed since it was looked at.
        _ => return refuse(LINK_INVALID, "token"),
    };
    informed(tx, op, &invitation, user_id, clauses).await?;
    end(tx, op, &invitation, InvitationState::Accepted, Some(user_id)).await?;
    let held = holds_already(tx, &invitation.email, invitation.role, scope).await?;
    if !held {
        let grant = NewGrant {
            user_id,
            role: invitation.role,
            scope_kind: invitation.scope_kind,
            scope_id: invitation.scope_id,
        };
        insert_grant(tx, op, &grant, scope, &invitation.place()).await?;
    }
    Ok(user_id)
}

/// Whoever accepts has received what informs of the use of their data, or does so now.
async fn informed(
    tx: &Tx,
    op: &Operation,
    invitation: &Model,
    user_id: UserId,
    versions: &[ClauseVersionId],
) -> Result<()> {
    let person_id = user::Entity::find_by_id(user_id).one(tx).await?.and_then(|user| user.person_id);
    let occasion = |purpose| Occasion { purpose, project_id: invitation.project_id };
    let mut occasions = vec![occasion(ClausePurpose::Account)];
    if invitation.scope_kind == ScopeKind::Site {
        occasions.push(occasion(ClausePurpose::Pilot));
    }
    let whom = Whom { person_id, user_id: Some(user_id) };
    let given = Given { versions, channel: ReceiptChannel::Invitation, by: Some(user_id) };
    clauses::require(tx, op, &occasions, whom, given).await
}

/// The scope is there, and whoever invited may still invite there.
async fn still_stands(tx: &Tx, op: &Operation, invitation: &Model, scope: Scope) -> Result<bool> {
    let Some(place) = place_of(tx, scope).await? else { return Ok(false) };
    let Some(by) = invitation.created_by else { return Ok(true) };
    let active = user::Column::State.eq(UserState::Active);
    let Some(by) = user::Entity::find_by_id(by).filter(active).one(tx).await? else { return Ok(false) };
    let actor = actor_with_roles(tx, (by.id, by.person_id), op.today()).await?;
    Ok(require_to_invite(&actor, (invitation.role, scope), &place).is_ok())
}

/// Sets the language in which a user is written to.
pub(super) async fn speak(tx: &Tx, id: UserId, language: Language) -> Result<()> {
    let spoken = user::Entity::update_many()
        .col_expr(user::Column::Language, Expr::value(language))
        .filter(user::Column::Id.eq(id));
    spoken.exec(tx).await?;
    Ok(())
}

/// A new secret for an open invitation, about to be mailed; the one before works no more. None where it is over.
///
/// # Errors
/// The database failed.
pub async fn mint_invitation(tx: &Tx, op: &Operation, id: InvitationId) -> Result<Option<Secret>> {
    let secret = Secret::of_link(INVITATION, &*op.chance);
    let open = Condition::all()
        .add(Column::Id.eq(id))
        .add(Column::State.eq(InvitationState::Pending))
        .add(Column::ExpiresAt.gt(op.now));
    let minted = Entity::update_many()
        .col_expr(Column::TokenHash, Expr::value(Some(secret.hash())))
        .filter(open)
        .exec(tx)
        .await?;
    Ok((minted.rows_affected == 1).then_some(secret))
}

/// Whom an open invitation meets: the user who has its address, and whether a password is set there. None where the
/// link does not work.
///
/// # Errors
/// The database failed.
pub async fn invited<C: ConnectionTrait>(
    db: &C,
    op: &Operation,
    secret: &str,
) -> Result<Option<Option<user::Model>>> {
    let Some(invitation) = open_invitation(db, secret, op.now).await? else { return Ok(None) };
    Ok(Some(user_by_email(db, &invitation.email).await?))
}

impl Model {
    /// Where its scope lies.
    pub fn place(&self) -> Place {
        Place {
            voivodeship: self.voivodeship_id,
            project: self.project_id,
            partner: self.partner_id,
            ..Place::default()
        }
    }

    /// Whether it can be accepted.
    pub fn is_open(&self, now: chrono::DateTime<chrono::Utc>) -> bool {
        self.state == InvitationState::Pending && self.expires_at > now
    }
}
