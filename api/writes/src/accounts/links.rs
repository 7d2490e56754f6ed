//! What mailed links do, for mutations and pages alike: both are open to everybody, count tries, and answer alike
//! whether or not anybody is meant.
//!
//! No password is hashed before a secret has shown to be good, so that nobody makes the server work for nothing.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use edge::rate::TooMany;
use entities::accounts::actions::{self, Entry};
use entities::accounts::refusals::{BAD_CREDENTIALS, LINK_INVALID};
use entities::accounts::store::{open_invitation, own_facts, user_of_reset};
use entities::accounts::{UserState, password};
use entities::certificates::CertificateState;
use entities::certificates::actions::deliver_certificate;
use entities::certificates::store::{self as certificates, OwnCertificate};
use entities::clauses::ClausePurpose;
use entities::clauses::choice::Occasion;
use entities::clauses::store::{present, shown};
use entities::documents::document::Model as Document;
use entities::documents::store as documents;
use entities::documents::{DocumentKind, DocumentState};
use entities::shared::actor::Actor;
use entities::shared::error::{Error, Result, refuse};
use entities::shared::ids::{ClauseVersionId, DocumentId, EnrolmentId, SurveyId};
use entities::shared::language::Language;
use entities::shared::operation::Operation;
use entities::shared::{tx, warsaw};
use entities::trainings::actions::{AnswerOffer, GivenAnswer, answer_mailed_offer, answer_mailed_survey};
use entities::trainings::asked::{MailedSurvey, mailed};
use entities::trainings::store::{Ticket, ticket_of};
use graph::documents::link::signed_path;
use kit::ctx::State;
use kit::ids::global;

/// An information clause, shown above the form by which somebody goes on.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What the form sends to say that it was shown.
    pub id: String,
    /// Title.
    pub title: String,
    /// Text; blank lines part its paragraphs.
    pub text: String,
}

/// A link to download something, as path and query below the address of this API, and until when it holds.
pub type Link = (String, DateTime<Utc>);

/// What came of a try.
pub enum Tried<T> {
    /// It was tried.
    Done(Result<T>),
    /// There were too many.
    TooMany(TooMany),
}

/// Accepts an invitation: with a password for a new account, or the present one of the account that has the address.
pub async fn accept(
    state: &State,
    op: &Operation,
    address: Option<IpAddr>,
    (secret, password): (String, String),
    clauses: Vec<ClauseVersionId>,
) -> Tried<()> {
    if let Err(too_many) = state.tries.link(address) {
        return Tried::TooMany(too_many);
    }
    Tried::Done(accept_now(state, op, (secret, password), clauses).await)
}

async fn accept_now(
    state: &State,
    op: &Operation,
    (secret, password): (String, String),
    clauses: Vec<ClauseVersionId>,
) -> Result<()> {
    let Some(user) = actions::invited(&state.db.reader, op, &secret).await? else {
        return refuse(LINK_INVALID, "token");
    };
    let entry = match user {
        Some(user) if user.state != UserState::Active => return refuse(LINK_INVALID, "token"),
        Some(user) if user.password_hash.is_some() => {
            if !password::verify(password, user.password_hash.clone()).await? {
                return refuse(BAD_CREDENTIALS, "password");
            }
            Entry::Owner(Box::new(user))
        }
        _ => {
            let db = &state.db.reader;
            let Some(invitation) = open_invitation(db, &secret, op.now).await? else {
                return refuse(LINK_INVALID, "token");
            };
            let own = own_facts(db, &invitation.email, invitation.person_id).await?;
            Entry::New(password::hash(password, &own, &*state.chance).await?)
        }
    };
    let args = (op, secret, entry, clauses);
    tx::write(&state.db, &args, |tx, (op, secret, entry, clauses)| {
        Box::pin(async move { actions::accept_invitation(tx, op, secret, entry, clauses).await.map(drop) })
    })
    .await
}

/// The information clause of accounts, for the page on which an invitation is accepted: the one that was asked for, else
/// the one that was seen before, else the installation's. What cannot be read now is asked for when the form is sent.
pub async fn clause_of_accounts(
    state: &State,
    asked: Option<ClauseVersionId>,
    seen: Option<ClauseVersionId>,
) -> Option<Clause> {
    let db = &state.db.reader;
    // What was asked for was asked of whoever holds the secret of an invitation.
    let (actor, id) = match (asked, seen) {
        (Some(id), _) => (Actor::System, id),
        (None, Some(id)) => (Actor::Public, id),
        (None, None) => {
            let occasion = Occasion { purpose: ClausePurpose::Account, project_id: None };
            let present = present(db, &[occasion], warsaw::day(state.clock.now())).await.ok()?.pop()?;
            (Actor::Public, present.id)
        }
    };
    let (title, text) = shown(db, &actor, id).await.ok()??;
    Some(Clause { id: global(id).to_string(), title, text })
}

/// Mails a link to a new password, if there is such an account.
pub async fn request_reset(state: &State, op: &Operation, address: Option<IpAddr>, email: &str) -> Tried<()> {
    if let Err(too_many) = state.tries.letter(address, email) {
        return Tried::TooMany(too_many);
    }
    let args = (op, email);
    let done = tx::write(&state.db, &args, |tx, (op, email)| {
        Box::pin(actions::request_password_reset(tx, op, email))
    });
    Tried::Done(done.await)
}

/// Sets a new password by a mailed link.
pub async fn reset(
    state: &State,
    op: &Operation,
    address: Option<IpAddr>,
    (secret, password): (String, String),
) -> Tried<()> {
    if let Err(too_many) = state.tries.link(address) {
        return Tried::TooMany(too_many);
    }
    Tried::Done(reset_now(state, op, address, (secret, password)).await)
}

async fn reset_now(
    state: &State,
    op: &Operation,
    address: Option<IpAddr>,
    (secret, password): (String, String),
) -> Result<()> {
    let Some(user) = user_of_reset(&state.db.reader, &secret, op.now).await? else {
        return refuse(LINK_INVALID, "token");
    };
    let own = own_facts(&state.db.reader, &user.email, user.person_id).await?;
    let hashed = password::hash(password, &own, &*state.chance).await?;
    let args = (op, secret, hashed);
    tx::write(&state.db, &args, |tx, (op, secret, hashed)| {
        Box::pin(async move { actions::reset_password(tx, op, secret, hashed).await.map(drop) })
    })
    .await?;
    state.tries.cleared(address, &user.email);
    Ok(())
}

/// Confirms a changed address by the code that was mailed to it.
pub async fn confirm_address(
    state: &State,
    op: &Operation,
    address: Option<IpAddr>,
    secret: &str,
) -> Tried<()> {
    if let Err(too_many) = state.tries.link(address) {
        return Tried::TooMany(too_many);
    }
    let args = (op, secret);
    let done = tx::write(&state.db, &args, |tx, (op, secret)| {
        Box::pin(async move { actions::confirm_address(tx, op, secret).await.map(drop) })
    });
    Tried::Done(done.await)
}

/// Mails a link to one's own certificates, if anybody has the address and certificates.
pub async fn request_certificates(
    state: &State,
    op: &Operation,
    address: Option<IpAddr>,
    (email, language): (&str, Language),
) -> Tried<()> {
    if let Err(too_many) = state.tries.letter(address, email) {
        return Tried::TooMany(too_many);
    }
    let args = (op, email, language);
    let done = tx::write(&state.db, &args, |tx, (op, email, language)| {
        Box::pin(actions::request_own_certificates(tx, op, email, *language))
    });
    Tried::Done(done.await)
}

/// One's own certificates by a mailed link, each with a link to download it.
pub async fn open_certificates(
    state: &State,
    op: &Operation,
    address: Option<IpAddr>,
    secret: &str,
) -> Tried<Vec<(OwnCertificate, Link)>> {
    if let Err(too_many) = state.tries.link(address) {
        return Tried::TooMany(too_many);
    }
    let args = (op, secret);
    let opened = tx::write(&state.db, &args, |tx, (op, secret)| {
        Box::pin(actions::open_own_certificates(tx, op, secret))
    });
    let linked = |own: OwnCertificate| {
        let link = signed_path(state, own.document_id, op.now);
        (own, link)
    };
    Tried::Done(opened.await.map(|all| all.into_iter().map(linked).collect()))
}

/// Exchanges the code of a mailed certificate, or of a mailed copy of somebody's data, for a link to download it. Whoever
/// holds the code has read the mailbox of the person, so the certificate counts as delivered.
pub async fn open_mailed(state: &State, op: &Operation, address: Option<IpAddr>, code: &str) -> Tried<Link> {
    if let Err(too_many) = state.tries.link(address) {
        return Tried::TooMany(too_many);
    }
    let opened = match state.link_key.mailed(code, op.now) {
        Some(id) => open_document(state, op, id).await,
        None => refuse(LINK_INVALID, "token"),
    };
    Tried::Done(opened)
}

/// Answers an offered seat by the code that was mailed with it.
pub async fn answer_offer(
    state: &State,
    op: &Operation,
    address: Option<IpAddr>,
    (code, answer): (&str, AnswerOffer),
) -> Tried<EnrolmentId> {
    if let Err(too_many) = state.tries.link(address) {
        return Tried::TooMany(too_many);
    }
    let Some(id) = state.link_key.offered(code, op.now) else {
        return Tried::Done(refuse(LINK_INVALID, "token"));
    };
    let args = (op, id, answer);
    let done = tx::write(&state.db, &args, |tx, (op, id, answer)| {
        Box::pin(answer_mailed_offer(tx, op, *id, *answer))
    });
    Tried::Done(done.await)
}

/// What the ticket of a participant says, by its code.
pub async fn ticket(state: &State, op: &Operation, address: Option<IpAddr>, code: &str) -> Tried<Ticket> {
    if let Err(too_many) = state.tries.link(address) {
        return Tried::TooMany(too_many);
    }
    let Some(id) = state.link_key.ticketed(code) else { return Tried::Done(refuse(LINK_INVALID, "token")) };
    Tried::Done(match ticket_of(&state.db.reader, id, op.today()).await {
        Ok(Some(ticket)) => Ok(ticket),
        Ok(None) => refuse(LINK_INVALID, "token"),
        Err(error) => Err(error),
    })
}

/// The survey of a training, by the code that was mailed to somebody who took part.
pub async fn survey(
    state: &State,
    op: &Operation,
    address: Option<IpAddr>,
    code: &str,
) -> Tried<MailedSurvey> {
    if let Err(too_many) = state.tries.link(address) {
        return Tried::TooMany(too_many);
    }
    let Some(id) = state.link_key.surveyed(code) else { return Tried::Done(refuse(LINK_INVALID, "token")) };
    Tried::Done(match mailed(&state.db.reader, id, op.today()).await {
        Ok(Some(survey)) => Ok(survey),
        Ok(None) => refuse(LINK_INVALID, "token"),
        Err(error) => Err(error),
    })
}

/// Answers a survey that [`survey`] has found by the same code; that was the try.
///
/// # Errors
/// Refused: answered already, over, invalid.
pub async fn answer_survey(
    state: &State,
    op: &Operation,
    (code, answers): (&str, Vec<GivenAnswer>),
) -> Result<SurveyId> {
    let Some(id) = state.link_key.surveyed(code) else { return refuse(LINK_INVALID, "token") };
    let args = (op, id, answers);
    tx::write(&state.db, &args, |tx, (op, id, answers)| {
        Box::pin(answer_mailed_survey(tx, op, (*id, answers.clone())))
    })
    .await
}

async fn is_copy(state: &State, id: DocumentId) -> Result<bool> {
    let document = documents::by_id(&state.db.reader, id).await?;
    let stored = |document: Document| {
        document.kind == DocumentKind::PersonExport && document.state == DocumentState::Stored
    };
    Ok(document.is_some_and(stored))
}

async fn open_document(state: &State, op: &Operation, id: DocumentId) -> Result<Link> {
    let certificate = certificates::by_document(&state.db.reader, id).await?;
    match certificate.map(|certificate| (certificate.state, certificate.id)) {
        Some((CertificateState::Delivered, _)) => {}
        Some((CertificateState::Rendered, certificate)) => {
            let args = (op.as_system(), certificate);
            let delivered =
                tx::write(&state.db, &args, |tx, (op, id)| Box::pin(deliver_certificate(tx, op, *id)));
            match delivered.await {
                // Withdrawn at this moment.
                Err(Error::Refused(_)) => return refuse(LINK_INVALID, "token"),
                done => done.map(drop)?,
            }
        }
        None if is_copy(state, id).await? => {}
        _ => return refuse(LINK_INVALID, "token"),
    }
    Ok(signed_path(state, id, op.now))
}
