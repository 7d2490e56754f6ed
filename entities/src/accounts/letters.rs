//! What mail about accounts says: the facts of this moment, or why nothing is sent.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{LinkPurpose, UserState, invitation, one_time_link, scope, user};
use crate::institutions::person;
use crate::mail::Problem;
use crate::partnerships::{project, project_partner};
use crate::shared::actor::{Role, Scope};
use crate::shared::error::Result;
use crate::shared::ids::{InvitationId, OneTimeLinkId, PartnerId, PersonId, UserId};
use crate::shared::language::Language;

/// Facts, or why the recipient is left out.
pub type Facts<T> = std::result::Result<T, Problem>;

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Where it goes.
    pub email: String,
    /// The role.
    pub role: Role,
    /// What the scope is called; none for the whole installation.
    pub scope: Option<String>,
    /// Until when it holds.
    pub expires_at: DateTime<Utc>,
}

/// What an invitation says.
///
/// # Errors
/// The database failed.
pub async fn of_invitation<C: ConnectionTrait>(
    db: &C,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<Facts<Invited>> {
    let row = invitation::Entity::find_by_id(id).one(db).await?;
    let Some(row) = row.filter(|row| row.is_open(now)) else { return Ok(Err(Problem::Over)) };
    let scope = match Scope::of(row.scope_kind, row.scope_id) {
        Some(scope) => scope::name_of(db, scope).await?,
        None => None,
    };
    Ok(Ok(Invited { email: row.email, role: row.role, scope, expires_at: row.expires_at }))
}

/// A link that works once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Where it goes.
    pub email: String,
    /// The name of whom it goes to, where it is known.
    pub name: Option<String>,
    /// Until when it holds.
    pub expires_at: DateTime<Utc>,
}

/// Whom a link that works once goes to.
///
/// # Errors
/// The database failed.
pub async fn of_link<C: ConnectionTrait>(
    db: &C,
    id: OneTimeLinkId,
    now: DateTime<Utc>,
) -> Result<Facts<Linked>> {
    let row = one_time_link::Entity::find_by_id(id).one(db).await?;
    let Some(row) = row.filter(|row| row.is_open(now)) else { return Ok(Err(Problem::Over)) };
    if let Some(id) = row.user_id {
        let Some(user) = user::Entity::find_by_id(id).one(db).await? else { return Ok(Err(Problem::Over)) };
        if user.state != UserState::Active {
            return Ok(Err(Problem::Blocked));
        }
        let email = match row.purpose {
            LinkPurpose::ConfirmLogin => user.new_email,
            _ => Some(user.email),
        };
        let linked = |email| Linked { email, name: None, expires_at: row.expires_at };
        return Ok(email.map(linked).ok_or(Problem::Over));
    }
    let person = match row.person_id {
        Some(id) => person::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let Some(person) = person else { return Ok(Err(Problem::Over)) };
    let name = Some(person.full_name());
    let email = match row.purpose {
        LinkPurpose::ConfirmAddress => person.new_email,
        LinkPurpose::PasswordReset | LinkPurpose::OwnCertificates | LinkPurpose::ConfirmLogin => person.email,
    };
    let linked = |email| Linked { email, name, expires_at: row.expires_at };
    Ok(email.map(linked).ok_or(Problem::NoAddress))
}

/// Something that happened to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// Where the notice goes; the login e-mail.
    pub email: String,
}

/// Whom a notice about an account goes to.
///
/// # Errors
/// The database failed.
pub async fn of_notice<C: ConnectionTrait>(db: &C, id: UserId) -> Result<Facts<Noticed>> {
    let Some(user) = user::Entity::find_by_id(id).one(db).await? else { return Ok(Err(Problem::Over)) };
    if user.state != UserState::Active {
        return Ok(Err(Problem::Blocked));
    }
    Ok(Ok(Noticed { email: user.email }))
}

/// Whom it is told that a person's address changes: the one that was in use.
///
/// # Errors
/// The database failed.
pub async fn of_former_address<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<Facts<Noticed>> {
    let person = person::Entity::find_by_id(id).one(db).await?;
    let email = person.and_then(|person| person.former_email);
    Ok(email.map(|email| Noticed { email }).ok_or(Problem::Over))
}

/// Whom it is told that the login address of an account changes: the one that was in use.
///
/// # Errors
/// The database failed.
pub async fn of_former_login<C: ConnectionTrait>(db: &C, id: UserId) -> Result<Facts<Noticed>> {
    let user = user::Entity::find_by_id(id).one(db).await?;
    let email = user.and_then(|user| user.former_email);
    Ok(email.map(|email| Noticed { email }).ok_or(Problem::Over))
}

/// A step of a partnership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partnered {
    /// Where it goes; the login e-mail.
    pub email: String,
    /// Title of the project.
    pub project: String,
    /// Name of the partner.
    pub partner: String,
}

/// Whom a step of a partnership is told, and of what.
///
/// # Errors
/// The database failed.
pub async fn of_partnership<C: ConnectionTrait>(
    db: &C,
    id: UserId,
    partner: PartnerId,
) -> Result<Facts<Partnered>> {
    let email = match of_notice(db, id).await? {
        Ok(noticed) => noticed.email,
        Err(problem) => return Ok(Err(problem)),
    };
    let Some(partner) = project_partner::Entity::find_by_id(partner).one(db).await? else {
        return Ok(Err(Problem::Over));
    };
    let Some(project) = project::Entity::find_by_id(partner.project_id).one(db).await? else {
        return Ok(Err(Problem::Over));
    };
    Ok(Ok(Partnered { email, project: project.title, partner: partner.name }))
}

/// The language that a person has chosen in their account; none where they have no account.
///
/// # Errors
/// The database failed.
pub async fn language_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<Language>> {
    let account = user::Entity::find()
        .filter(user::Column::PersonId.eq(person))
        .filter(user::Column::State.eq(UserState::Active));
    Ok(account.one(db).await?.map(|user| user.language))
}
