//! Logging in by the word of a provider of OpenID Connect. Only accounts that are there log in; nobody is registered.
//!
//! A browser starts a flow and comes back once, within ten minutes, with the cookie it was given. What the provider said
//! is kept with the flow, and a code goes to the client, which exchanges it within two minutes for a session, with the
//! verifier of its own challenge. Everything that changes an account happens in that last step, so whatever goes wrong
//! before leaves nothing behind.
//!
//! An account is found by issuer and subject. The first time, it is found by an e-mail address that the provider has
//! verified and that is the login; or its owner, logged in, has asked for the link.

use chrono::Duration;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::login::{Opened, SESSION_HOURS, open_session};
use super::require_self;
use super::second_factor::{pass, tell_owner};
use crate::accounts::login_secrets::{CODE, STATE, TICKET, is_challenge, meets};
use crate::accounts::oidc_flow::{ActiveModel, Column, Entity, Model};
use crate::accounts::refusals::{CHALLENGE, LINK_INVALID};
use crate::accounts::store::user_by_email;
use crate::accounts::token::{Secret, hash_of_link};
use crate::accounts::{UserState, deeds, identity, user};
use crate::audit;
use crate::mail::DeliveryKind;
use crate::shared::door;
use crate::shared::error::{Error, Refusal, Result, found, refuse};
use crate::shared::ids::{IdentityId, UserId};
use crate::shared::operation::Operation;
use crate::shared::refusals::{DUPLICATE, FORBIDDEN, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::shared::vault::Vault;

/// How long a browser may take at the provider, in minutes.
pub const FLOW_MINUTES: i64 = 10;
/// How long a code waits to be exchanged, in minutes.
pub const CODE_MINUTES: i64 = 2;

/// A login that a browser starts.
#[derive(Clone, Debug)]
pub struct NewFlow {
    /// Hash of the state.
    pub state_hash: String,
    /// Hash of the secret in the browser's cookie.
    pub browser_hash: String,
    /// The client's challenge.
    pub challenge: String,
    /// Where the browser goes in the end.
    pub return_to: Option<String>,
}

/// Starts a login.
///
/// # Errors
/// Refused: invalid challenge.
pub async fn start_flow(tx: &Tx, op: &Operation, new: &NewFlow) -> Result<()> {
    let row = fresh(op, &new.challenge, new.return_to.clone())?;
    let row = ActiveModel {
        state_hash: Set(Some(new.state_hash.clone())),
        browser_hash: Set(Some(new.browser_hash.clone())),
        ..row
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Begins to link an identity to the acting user's account: answers a ticket for their browser, which is no token.
///
/// # Errors
/// Refused: forbidden for all but users, invalid challenge.
pub async fn begin_link(tx: &Tx, op: &Operation, challenge: &str, return_to: Option<&str>) -> Result<Secret> {
    let Some(user) = op.actor.user_id() else { return refuse(FORBIDDEN, "") };
    let ticket = Secret::of_link(TICKET, &*op.chance);
    let row = fresh(op, challenge, return_to.map(str::to_owned))?;
    let row = ActiveModel { link_user_id: Set(Some(user)), ticket_hash: Set(Some(ticket.hash())), ..row };
    Entity::insert(row).exec_without_returning(tx).await?;
    audit::Line::new(deeds::BEGIN_IDENTITY_LINK, user).write(tx, op).await?;
    Ok(ticket)
}

fn fresh(op: &Operation, challenge: &str, return_to: Option<String>) -> Result<ActiveModel> {
    if !is_challenge(challenge) {
        return Err(Refusal::form("challenge", CHALLENGE).into());
    }
    Ok(ActiveModel {
        id: Set(op.id()),
        challenge: Set(challenge.to_owned()),
        return_to: Set(return_to),
        link_user_id: Set(None),
        ticket_hash: Set(None),
        state_hash: Set(None),
        browser_hash: Set(None),
        created_at: Set(op.now),
        expires_at: Set(op.now + Duration::minutes(FLOW_MINUTES)),
        returned_at: Set(None),
        user_id: Set(None),
        issuer: Set(None),
        subject: Set(None),
        code_hash: Set(None),
        finished_at: Set(None),
    })
}

/// Starts a link in the browser that brings its ticket, once.
///
/// # Errors
/// `LinkInvalid`: unknown, used or expired.
pub async fn start_link(
    tx: &Tx,
    op: &Operation,
    ticket: &str,
    (state_hash, browser_hash): (&str, &str),
) -> Result<()> {
    let Some(hash) = hash_of_link(TICKET, ticket) else { return refuse(LINK_INVALID, "ticket") };
    let started = Entity::update_many()
        .col_expr(Column::StateHash, Expr::value(Some(state_hash)))
        .col_expr(Column::BrowserHash, Expr::value(Some(browser_hash)))
        .filter(Column::TicketHash.eq(hash))
        .filter(Column::StateHash.is_null())
        .filter(Column::ExpiresAt.gt(op.now))
        .exec(tx)
        .await?;
    if started.rows_affected == 1 { Ok(()) } else { refuse(LINK_INVALID, "ticket") }
}

/// The browser comes back: uses its flow up. Whatever the provider says, it is asked once.
///
/// # Errors
/// `LinkInvalid`: unknown, used, expired, or of another browser.
pub async fn take_flow(tx: &Tx, op: &Operation, state: &str, browser_hash: &str) -> Result<Model> {
    let Some(hash) = hash_of_link(STATE, state) else { return refuse(LINK_INVALID, "state") };
    let taken = Entity::update_many()
        .col_expr(Column::ReturnedAt, Expr::value(Some(op.now)))
        .filter(Column::StateHash.eq(hash))
        .filter(Column::BrowserHash.eq(browser_hash))
        .filter(Column::ReturnedAt.is_null())
        .filter(Column::ExpiresAt.gt(op.now))
        .exec_with_returning(tx)
        .await?;
    match taken.into_iter().next() {
        Some(flow) => Ok(flow),
        None => refuse(LINK_INVALID, "state"),
    }
}

/// What a provider says about somebody.
#[derive(Clone, Debug)]
pub struct Word {
    /// The provider.
    pub issuer: String,
    /// What it calls them.
    pub subject: String,
    /// Their address, and whether the provider has verified it.
    pub email: Option<(String, bool)>,
}

/// What came of a login at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The code for the client.
    Code(Secret),
    /// There is no account with that address.
    NoAccount,
    /// The provider has not verified the address, or gave none.
    Unverified,
    /// The account is blocked.
    Blocked,
    /// The identity belongs to another account.
    Taken,
}

/// Finds the account that the provider's word opens, and makes the code that the client exchanges.
///
/// # Errors
/// The database failed.
pub async fn note_word(tx: &Tx, op: &Operation, flow: &Model, word: &Word) -> Result<Arrival> {
    let linked = linked_to(tx, word).await?;
    let user = match (flow.link_user_id, linked) {
        (Some(own), Some(other)) if own != other => return Ok(Arrival::Taken),
        (Some(own), _) => user::Entity::find_by_id(own).one(tx).await?,
        (None, Some(known)) => user::Entity::find_by_id(known).one(tx).await?,
        (None, None) => match &word.email {
            Some((email, true)) => user_by_email(tx, email).await?,
            _ => return Ok(Arrival::Unverified),
        },
    };
    let Some(user) = user else { return Ok(Arrival::NoAccount) };
    if user.state != UserState::Active {
        return Ok(Arrival::Blocked);
    }
    let code = Secret::of_link(CODE, &*op.chance);
    Entity::update_many()
        .col_expr(Column::UserId, Expr::value(Some(user.id)))
        .col_expr(Column::Issuer, Expr::value(Some(word.issuer.as_str())))
        .col_expr(Column::Subject, Expr::value(Some(word.subject.as_str())))
        .col_expr(Column::CodeHash, Expr::value(Some(code.hash())))
        .col_expr(Column::ExpiresAt, Expr::value(op.now + Duration::minutes(CODE_MINUTES)))
        .filter(Column::Id.eq(flow.id))
        .exec(tx)
        .await?;
    Ok(Arrival::Code(code))
}

async fn linked_to(tx: &Tx, word: &Word) -> Result<Option<UserId>> {
    use identity::Column;
    let row = identity::Entity::find()
        .filter(Column::Issuer.eq(&word.issuer))
        .filter(Column::Subject.eq(&word.subject));
    Ok(row.one(tx).await?.map(|row| row.user_id))
}

/// The login e-mail of whom a code stands for, so that tries of a second factor are counted; none where it is none.
///
/// # Errors
/// The database failed.
pub async fn email_of_code<C: ConnectionTrait>(db: &C, op: &Operation, code: &str) -> Result<Option<String>> {
    let Some(hash) = hash_of_link(CODE, code) else { return Ok(None) };
    let Some(flow) = Entity::find().filter(open(op, &hash)).one(db).await? else { return Ok(None) };
    let Some(id) = flow.user_id else { return Ok(None) };
    Ok(user::Entity::find_by_id(id).one(db).await?.map(|user| user.email))
}

fn open(op: &Operation, hash: &str) -> Condition {
    Condition::all()
        .add(Column::CodeHash.eq(hash))
        .add(Column::FinishedAt.is_null())
        .add(Column::ExpiresAt.gt(op.now))
}

/// Exchanges a code for a session. The account's own second factor is asked for here, too; a try without it, or with a
/// wrong one, leaves the code as it is.
///
/// # Errors
/// `LinkInvalid`: unknown, used, expired, another client's, or the account was blocked meanwhile. `SecondFactorNeeded`,
/// `CodeInvalid`.
pub async fn finish_login(
    tx: &Tx,
    op: &Operation,
    vault: &Vault,
    (code, verifier): (&str, &str),
    second: Option<&str>,
) -> Result<Opened> {
    let op = &op.as_system();
    let said = finish(tx, op, code, verifier).await?;
    if said.flow.link_user_id.is_some() {
        return refuse(LINK_INVALID, "code");
    }
    pass(tx, op, vault, said.user.id, second).await?;
    link(tx, op, &said).await?;
    open_session(tx, op, said.user.id, Duration::hours(SESSION_HOURS)).await
}

/// Links the identity that a code stands for to the acting user's account.
///
/// # Errors
/// `LinkInvalid`: unknown, used, expired, another client's or user's. `Duplicate` where it belongs to another account.
pub async fn finish_link(tx: &Tx, op: &Operation, code: &str, verifier: &str) -> Result<IdentityId> {
    let Some(own) = op.actor.user_id() else { return refuse(FORBIDDEN, "") };
    let said = finish(tx, op, code, verifier).await?;
    if said.flow.link_user_id != Some(own) {
        return refuse(LINK_INVALID, "code");
    }
    link(tx, op, &said).await
}

/// What a code stands for.
struct Said {
    flow: Model,
    user: user::Model,
    issuer: String,
    subject: String,
}

/// Uses a code up.
async fn finish(tx: &Tx, op: &Operation, code: &str, verifier: &str) -> Result<Said> {
    let Some(hash) = hash_of_link(CODE, code) else { return refuse(LINK_INVALID, "code") };
    let Some(flow) = Entity::find().filter(open(op, &hash)).one(tx).await? else {
        return refuse(LINK_INVALID, "code");
    };
    let (Some(id), Some(issuer), Some(subject)) = (flow.user_id, flow.issuer.clone(), flow.subject.clone())
    else {
        return Err(Error::Fault(format!("flow {} has a code and nobody", flow.id)));
    };
    let user = door::hold::<user::Entity>(tx, id).await?;
    let Some(user) = user.filter(|user| user.state == UserState::Active) else {
        return refuse(LINK_INVALID, "code");
    };
    // Behind the lock of its user, like all that lets them in: whoever comes second finds it finished.
    let taken = Entity::update_many()
        .col_expr(Column::FinishedAt, Expr::value(Some(op.now)))
        .filter(open(op, &hash))
        .exec_with_returning(tx)
        .await?;
    match taken.into_iter().next().filter(|flow| meets(verifier, &flow.challenge)) {
        Some(flow) => Ok(Said { flow, user, issuer, subject }),
        None => refuse(LINK_INVALID, "code"),
    }
}

/// Notes the use of an identity; the first time it is linked, and the owner is written to.
async fn link(tx: &Tx, op: &Operation, said: &Said) -> Result<IdentityId> {
    use identity::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        id: Set(op.id()),
        user_id: Set(said.user.id),
        issuer: Set(said.issuer.clone()),
        subject: Set(said.subject.clone()),
        created_at: Set(op.now),
        last_used_at: Set(None),
    };
    let once = OnConflict::columns([Column::Issuer, Column::Subject]).do_nothing().to_owned();
    let is_new = Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? == 1;
    let there = Entity::find()
        .filter(Column::Issuer.eq(&said.issuer))
        .filter(Column::Subject.eq(&said.subject))
        .one(tx)
        .await?;
    let Some(there) = there else { return Err(Error::Fault("an identity vanished".into())) };
    if there.user_id != said.user.id {
        return refuse(DUPLICATE, "code");
    }
    if is_new {
        audit::Line::new(deeds::LINK_IDENTITY, there.id).write(tx, op).await?;
        tell_owner(tx, op, DeliveryKind::IdentityLinked, &said.user).await?;
    }
    if said.flow.link_user_id.is_none() {
        Entity::update_many()
            .col_expr(Column::LastUsedAt, Expr::value(Some(op.now)))
            .filter(Column::Id.eq(there.id))
            .exec(tx)
            .await?;
    }
    Ok(there.id)
}

/// Takes one's own identity away: it opens the account no more. Refused where nothing else would.
///
/// # Errors
/// Refused: not found, wrong state where the account has no password and this is its only identity.
pub async fn unlink_identity(tx: &Tx, op: &Operation, id: IdentityId) -> Result<UserId> {
    use identity::{Column, Entity};
    let row = door::see::<Entity>(tx, op, id, "id").await?;
    require_self(&op.actor, row.user_id)?;
    let user = door::hold::<user::Entity>(tx, row.user_id).await?;
    let user = found(user, "id")?;
    let others = Entity::find().filter(Column::UserId.eq(user.id)).filter(Column::Id.ne(id));
    if user.password_hash.is_none() && others.one(tx).await?.is_none() {
        return refuse(WRONG_STATE, "id");
    }
    Entity::delete_by_id(id).exec(tx).await?;
    audit::Line::new(deeds::UNLINK_IDENTITY, id).write(tx, op).await?;
    tell_owner(tx, op, DeliveryKind::IdentityUnlinked, &user).await?;
    Ok(user.id)
}
