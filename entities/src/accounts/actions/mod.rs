//! Writes: users, roles, sessions and tokens.
//!
//! Users and roles are looked after by `SYS_ADMIN` everywhere and by `ROPS_ADMIN` within a voivodeship: for people
//! employed there and nowhere else, as long as they hold no role beyond it. Nobody grants or revokes a role outside
//! their scope.
//! Invitations and links that work once go out by mail; their secrets are made when the message leaves.
//! Sessions and tokens are their owner's alone, whether or not the account has a person behind it.

mod address;
mod change_login;
mod close;
mod credential;
mod device;
mod institution;
mod invitation;
mod join;
mod links;
mod login;
mod partnership;
mod provider_login;
mod rekey;
mod restore;
mod role;
mod second_factor;
mod user;

pub use address::update_person;
pub use change_login::{ChangeLogin, change_login};
pub use close::{Closed, administrators, close_accounts};
pub use credential::{
    EndOthers, NewApiToken, TOKEN_DAYS, TOKEN_DAYS_MAX, create_api_token, create_calendar_link,
    end_other_sessions, note_use, revoke_credential,
};
pub use device::{DEVICE_DAYS, known_device};
pub use institution::move_to_institution;
pub use invitation::{
    Entry, INVITATION_DAYS, Invite, OfInvitation, accept_invitation, invite, invited, mint_invitation,
    resend_invitation, revoke_invitation,
};
pub use join::{absorb, end_access, joinable};
pub use links::{
    ADDRESS_DAYS, LINK_HOURS, confirm_address, mint_link, open_own_certificates, request_own_certificates,
    request_password_reset, reset_password, set_language,
};
pub use login::{LogIn, LoggedIn, Opened, SESSION_HOURS, log_in, log_out, log_out_of, open_session};
pub use partnership::{
    answer_lead, answer_partnership, create_project, invite_partner, leave_partnership, offer_lead,
    remove_partner,
};
pub use provider_login::{
    Arrival, CODE_MINUTES, FLOW_MINUTES, NewFlow, Word, begin_link, email_of_code, finish_link, finish_login,
    note_word, start_flow, start_link, take_flow, unlink_identity,
};
pub use rekey::{rekey_second_factors, settle_rekey};
pub use restore::{Ended, end_all_ways_in};
pub use role::{NewGrant, grant_role, revoke_role};
pub use second_factor::{
    NewSecret, begin_second_factor, confirm_second_factor, renew_recovery_codes, reset_second_factor,
    turn_off_second_factor,
};
pub use user::{NewUser, block_user, create_user, set_password, unblock_user};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::store::{live_grants, scope_of};
use super::{CredentialKind, UserState, credential as credentials, scope, user as users};
use crate::accounts::rights::MANAGE_USERS;
use crate::institutions::store::places_of_person;
use crate::shared::actor::Actor;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PersonId, UserId};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;

/// The user, locked, if the actor may see them: what lets them in and what they may is decided behind this lock.
async fn visible_user(tx: &Tx, op: &Operation, id: UserId, field: &str) -> Result<users::Model> {
    Ok(door::load::<users::Entity>(tx, op, id, field).await?.seen())
}

/// A user whom somebody lets in: active, and as they are until the transaction ends. Nobody blocks them, gives them another
/// password or ends their sessions meanwhile.
async fn living_user(tx: &Tx, id: UserId) -> Result<Option<users::Model>> {
    let user = door::steady::<users::Entity>(tx, id).await?;
    Ok(user.filter(|user| user.state == UserState::Active))
}

/// Whoever looks after users everywhere, or wherever the person works today: an account shows everything about its
/// person, so one more employment must not hand it over to whoever looks after that one.
async fn require_over_person(tx: &Tx, op: &Operation, person: Option<PersonId>) -> Result<()> {
    if is_over_person(tx, op, person).await? { Ok(()) } else { refuse(FORBIDDEN, "") }
}

async fn is_over_person(tx: &Tx, op: &Operation, person: Option<PersonId>) -> Result<bool> {
    let works = match person {
        Some(person) => places_of_person(tx, person, op.today()).await?,
        None => vec![],
    };
    let may = |place: &Place| policy::allows(&op.actor, MANAGE_USERS, place);
    Ok(if works.is_empty() { may(&Place::default()) } else { works.iter().all(may) })
}

/// The same for an account: no role of it may reach beyond what the actor looks after, or the account of a more
/// powerful colleague could be taken over by setting its password.
async fn require_over_user(tx: &Tx, op: &Operation, user: &users::Model) -> Result<()> {
    require_over_person(tx, op, user.person_id).await?;
    for grant in live_grants(tx, user.id).await? {
        let place = match scope_of(&grant) {
            Some(scope) => scope::place_of(tx, scope).await?,
            None => None,
        };
        policy::require(&op.actor, MANAGE_USERS, &place.unwrap_or_default())?;
    }
    Ok(())
}

/// The owner alone, and the system.
fn require_self(actor: &Actor, owner: UserId) -> Result<()> {
    let own = actor.user_id() == Some(owner) || matches!(actor, Actor::System);
    if own { Ok(()) } else { refuse(FORBIDDEN, "") }
}

/// Ends all sessions of a user, or all credentials.
async fn revoke_all(tx: &Tx, op: &Operation, user: UserId, kinds: &[CredentialKind]) -> Result<()> {
    let row = credentials::ActiveModel { revoked_at: Set(Some(op.now)), ..Default::default() };
    credentials::Entity::update_many()
        .set(row)
        .filter(credentials::Column::UserId.eq(user))
        .filter(credentials::Column::Kind.is_in(kinds.iter().copied()))
        .filter(credentials::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    live::tell(tx, Event::Rights(user));
    Ok(())
}
