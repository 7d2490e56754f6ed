//! Sends one delivery of the ledger.
//!
//! Everything that can be told apart is: what certainly did not arrive is tried again or given up by the server's
//! answer, what may have arrived is in doubt and not repeated (docs/adr/0012-deliveries-in-doubt.md). The ledger goes
//! to `sending` in a transaction of its own right before the message leaves; a worker that finds it there knows that
//! another one died, or still waits for the answer.

use std::sync::Arc;

use entities::accounts::actions::{mint_invitation, mint_link};
use entities::accounts::letters;
use entities::accounts::token::Secret;
use entities::jobs::job::Model as Job;
use entities::jobs::queue::Failure;
use entities::mail::actions::{self as ledger, Outcome};
use entities::mail::jobs::{SendMail, SendUrgentMail};
use entities::mail::{DeliveryKind, DeliveryState, Problem, delivery, store};
use entities::reporting::actions::note_settled;
use entities::shared::error::Result;
use entities::shared::ids::{DeliveryId, InvitationId, OneTimeLinkId, RunId, TypedId};
use entities::shared::operation::Operation;
use entities::shared::problem;
use entities::shared::tx::{self, Tx};

use super::facts::{Subject, collect};
use super::message::{envelope, message};
use super::post::{Setback, Then};
use crate::context::Context;
use crate::handler::{Handled, Handler, Lane, OrFail, complete, complete_with};

impl Handler for SendMail {
    const LANE: Lane = Lane::Mail;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        send(context, job, self.delivery_id).await
    }

    async fn given_up(&self, tx: &Tx, op: &Operation, _why: problem::Problem) -> Result<()> {
        ledger::give_up(tx, op, self.delivery_id).await
    }
}

impl Handler for SendUrgentMail {
    const LANE: Lane = Lane::Mail;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        send(context, job, self.delivery_id).await
    }

    async fn given_up(&self, tx: &Tx, op: &Operation, _why: problem::Problem) -> Result<()> {
        ledger::give_up(tx, op, self.delivery_id).await
    }
}

/// Sends it. What a failed job says is a code, never an address.
async fn send(context: &Arc<Context>, job: &Job, id: DeliveryId) -> Handled {
    let op = context.op(job);
    let Some(mut delivery) = store::by_id(&context.db.reader, id).await.or_fail()? else {
        return complete(context, job).await;
    };
    // Whoever wrote to the person did not know whether they have an account, which tells their language.
    if let Some(person) = delivery.person_id
        && let Some(language) = letters::language_of(&context.db.reader, person).await.or_fail()?
    {
        delivery.language = language;
    }
    if delivery.recipient_id.is_none() {
        return drop_unaddressed(context, &op, job, id).await;
    }
    match delivery.state {
        DeliveryState::Queued => {}
        DeliveryState::Sending => recover(context, &op, &delivery).await?,
        _ => return complete(context, job).await,
    }
    if delivery.state == DeliveryState::Sending && !context.mail.post.takes_twice_for_once() {
        return complete(context, job).await;
    }
    let outcome = carry(context, &op, &delivery).await?;
    if outcome.is_some_and(|outcome| outcome.to == DeliveryState::Queued) {
        return Err(Failure::Retry(code(outcome).into()));
    }
    complete(context, job).await
}

/// What a failed job says: codes.
fn code(outcome: Option<Outcome>) -> String {
    let problem = outcome.and_then(|outcome| outcome.problem).map_or("unknown", Problem::code);
    match outcome.and_then(|outcome| outcome.reply_code) {
        Some(reply) => format!("{problem} {reply}"),
        None => problem.to_owned(),
    }
}

/// Another try got as far as the message and did not note what came of it.
async fn recover(
    context: &Context,
    op: &Operation,
    delivery: &delivery::Model,
) -> std::result::Result<(), Failure> {
    let args = (op, delivery, context.mail.post.takes_twice_for_once());
    tx::write(&context.db, &args, |tx, (op, delivery, is_harmless)| {
        Box::pin(async move {
            if *is_harmless {
                return ledger::repeat(tx, op, delivery.id).await;
            }
            ledger::doubt(tx, op, delivery.id).await?;
            follow(tx, op, delivery).await
        })
    })
    .await
    .or_fail()
}

/// From the facts to the outcome, which is noted. None where somebody else has settled it meanwhile.
async fn carry(
    context: &Context,
    op: &Operation,
    delivery: &delivery::Model,
) -> std::result::Result<Option<Outcome>, Failure> {
    let subject = match collect(context, delivery).await? {
        Ok(subject) => subject,
        Err(problem) => {
            let left_out = Outcome::of(DeliveryState::LeftOut, problem, None);
            return set_back(context, op, delivery, left_out).await;
        }
    };
    if subject.has_link() && context.mail.client_url.is_none() {
        let outcome = Outcome::of(DeliveryState::Queued, Problem::NotConfigured, None);
        return set_back(context, op, delivery, outcome).await;
    }
    let to = subject.addressee();
    let envelope = match envelope(&context.mail, &to) {
        Ok(envelope) => envelope,
        Err(problem) => {
            let failed = Outcome::of(DeliveryState::Failed, problem, None);
            return set_back(context, op, delivery, failed).await;
        }
    };
    let open = match context.mail.post.open(&envelope).await {
        Ok(open) => open,
        Err(setback) => return set_back(context, op, delivery, outcome_of(setback)).await,
    };
    let begun = match begin(context, op, delivery).await {
        Ok(begun) => begun,
        Err(failure) => {
            open.leave().await;
            return Err(failure);
        }
    };
    let (attempt, secret) = match begun {
        Begun::Now { attempt, secret } => (attempt, secret),
        Begun::Over => {
            open.leave().await;
            let over = Outcome::of(DeliveryState::LeftOut, Problem::Over, None);
            return set_back(context, op, delivery, over).await;
        }
        Begun::Elsewhere => {
            open.leave().await;
            return Ok(None);
        }
    };
    let outcome = match finish(context, delivery, subject, secret, &to) {
        Ok(bytes) => match open.hand_over(delivery.id, bytes).await {
            Ok(()) => Outcome::SENT,
            Err(setback) => outcome_of(setback),
        },
        Err(problem) => {
            open.leave().await;
            Outcome::of(DeliveryState::Failed, problem, None)
        }
    };
    settle(context, op, delivery, attempt, outcome).await
}

fn finish(
    context: &Context,
    delivery: &delivery::Model,
    subject: Subject,
    secret: Option<Secret>,
    to: &super::message::Addressee,
) -> std::result::Result<Vec<u8>, Problem> {
    let (letter, enclosure) = subject.letter(context, delivery, secret.as_ref().map(Secret::expose));
    message(&context.mail, delivery, to, &letter, enclosure, context.clock.now())
}

fn outcome_of(setback: Setback) -> Outcome {
    let to = match setback.then {
        Then::Again => DeliveryState::Queued,
        Then::Never => DeliveryState::Failed,
        Then::Doubt => DeliveryState::InDoubt,
    };
    Outcome::of(to, setback.problem, setback.reply_code)
}

/// Whether the message may leave.
enum Begun {
    /// It may, as this try, with this secret where it carries one.
    Now { attempt: i32, secret: Option<Secret> },
    /// What it tells of is over.
    Over,
    /// Somebody else has begun or settled it.
    Elsewhere,
}

/// The point of no return: the ledger says `sending`, and a link's secret is one that only this message knows.
async fn begin(
    context: &Context,
    op: &Operation,
    delivery: &delivery::Model,
) -> std::result::Result<Begun, Failure> {
    tx::write(&context.db, &(op, delivery), |tx, (op, delivery)| {
        Box::pin(async move {
            let Some(attempt) = ledger::begin(tx, op, delivery.id).await? else {
                return Ok(Begun::Elsewhere);
            };
            let secret = match delivery.kind {
                DeliveryKind::Invitation => {
                    Some(mint_invitation(tx, op, InvitationId::from_uuid(delivery.artefact_id)).await?)
                }
                DeliveryKind::PasswordReset
                | DeliveryKind::OwnCertificates
                | DeliveryKind::ConfirmAddress
                | DeliveryKind::ConfirmLogin => {
                    Some(mint_link(tx, op, OneTimeLinkId::from_uuid(delivery.artefact_id)).await?)
                }
                DeliveryKind::CertificateReady
                | DeliveryKind::CertificateRevoked
                | DeliveryKind::CertificateExpires
                | DeliveryKind::ReportReady
                | DeliveryKind::ExportReady
                | DeliveryKind::SecondFactorOn
                | DeliveryKind::SecondFactorOff
                | DeliveryKind::SecondFactorReset
                | DeliveryKind::IdentityLinked
                | DeliveryKind::IdentityUnlinked
                | DeliveryKind::AddressChanged
                | DeliveryKind::LoginChanged
                | DeliveryKind::PasswordChanged
                | DeliveryKind::ApiTokenMade
                | DeliveryKind::RecoveryCodesRenewed
                | DeliveryKind::PartnershipInvited
                | DeliveryKind::PartnershipEntered
                | DeliveryKind::PartnershipAccepted
                | DeliveryKind::PartnershipRefused
                | DeliveryKind::PartnershipLeft
                | DeliveryKind::PartnershipRemoved
                | DeliveryKind::LeadOffered
                | DeliveryKind::LeadPassed
                | DeliveryKind::LeadRefused
                | DeliveryKind::PeselNoted
                | DeliveryKind::SeatConfirmed
                | DeliveryKind::ApprovalAwaited
                | DeliveryKind::PlaceInLine
                | DeliveryKind::SeatOffered
                | DeliveryKind::OfferExpired
                | DeliveryKind::EnrolmentRejected
                | DeliveryKind::EnrolmentCancelled
                | DeliveryKind::EditionCalledOff
                | DeliveryKind::EditionMoved
                | DeliveryKind::EditionReminder
                | DeliveryKind::SurveyOpen
                | DeliveryKind::CoachingBooked
                | DeliveryKind::CoachingCancelled => None,
            };
            if matches!(secret, Some(None)) {
                ledger::repeat(tx, op, delivery.id).await?;
                return Ok(Begun::Over);
            }
            Ok(Begun::Now { attempt, secret: secret.flatten() })
        })
    })
    .await
    .or_fail()
}

/// Notes what came of a message that had begun to leave.
async fn settle(
    context: &Context,
    op: &Operation,
    delivery: &delivery::Model,
    attempt: i32,
    outcome: Outcome,
) -> std::result::Result<Option<Outcome>, Failure> {
    // The clock has moved on while the server thought.
    let op = Operation { now: context.clock.now(), ..op.clone() };
    let args = (op, delivery, attempt, outcome);
    let settled = tx::write(&context.db, &args, |tx, (op, delivery, attempt, outcome)| {
        Box::pin(async move {
            let settled = ledger::settle(tx, op, delivery.id, *attempt, *outcome).await?;
            follow(tx, op, delivery).await?;
            Ok(settled)
        })
    });
    Ok(settled.await.or_fail()?.then_some(outcome))
}

/// Notes what came of a message that did not get as far as leaving.
async fn set_back(
    context: &Context,
    op: &Operation,
    delivery: &delivery::Model,
    outcome: Outcome,
) -> std::result::Result<Option<Outcome>, Failure> {
    let args = (op, delivery, outcome);
    let noted = tx::write(&context.db, &args, |tx, (op, delivery, outcome)| {
        Box::pin(async move {
            let noted = ledger::set_back(tx, op, delivery.id, *outcome).await?;
            follow(tx, op, delivery).await?;
            Ok(noted)
        })
    });
    Ok(noted.await.or_fail()?.then_some(outcome))
}

/// What a settled delivery means to the room it comes from.
async fn follow(tx: &Tx, op: &Operation, delivery: &delivery::Model) -> Result<()> {
    match delivery.kind {
        DeliveryKind::ReportReady => note_settled(tx, op, RunId::from_uuid(delivery.artefact_id)).await,
        _ => Ok(()),
    }
}

async fn drop_unaddressed(context: &Context, op: &Operation, job: &Job, id: DeliveryId) -> Handled {
    tx::write(&context.db, &(op, job, id), |tx, (op, job, id)| {
        Box::pin(async move {
            ledger::drop_unaddressed(tx, *id).await?;
            complete_with(tx, job, op.now).await
        })
    })
    .await
    .or_fail()
}
