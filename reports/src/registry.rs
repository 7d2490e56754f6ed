//! THE list of jobs: each kind has its handler here, and what a handler says of its kind is asked here.

use std::pin::Pin;
use std::sync::Arc;

use entities::accounts::jobs::RekeySecondFactors;
use entities::advisory::jobs::RekeyNotes;
use entities::certificates::jobs::{PackCertificates, RemindOfExpiry, RenderCertificate, RenderPreview};
use entities::jobs::job::Model as Job;
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::{Failure, Payload};
use entities::mail::jobs::{SendMail, SendUrgentMail};
use entities::pesel::jobs::Rekey;
use entities::reporting::jobs::RunReport;
use entities::requests::jobs::{NoteErasure, RemoveFiles, RenderExport};
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::problem::Problem;
use entities::shared::tx::Tx;
use entities::trainings::jobs::{ExpireOffer, RemindParticipants, RemoveScan, RenderSheet};
use entities::upkeep::jobs::MakeWords;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, Lane};

/// Every kind of job there is.
pub const HANDLERS: &[Entry] = &[
    Entry::of::<RenderCertificate>(),
    Entry::of::<RenderPreview>(),
    Entry::of::<PackCertificates>(),
    Entry::of::<RemindOfExpiry>(),
    Entry::of::<RenderSheet>(),
    Entry::of::<ExpireOffer>(),
    Entry::of::<RemindParticipants>(),
    Entry::of::<RemoveScan>(),
    Entry::of::<Sweep>(),
    Entry::of::<MakeWords>(),
    Entry::of::<Rekey>(),
    Entry::of::<RekeySecondFactors>(),
    Entry::of::<RekeyNotes>(),
    Entry::of::<RunReport>(),
    Entry::of::<RenderExport>(),
    Entry::of::<RemoveFiles>(),
    Entry::of::<NoteErasure>(),
    Entry::of::<SendMail>(),
    Entry::of::<SendUrgentMail>(),
];

/// Work that is under way.
type Work<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
type Run = for<'a> fn(&'a Arc<Context>, &'a Job) -> Work<'a, Handled>;
type Follow = for<'a> fn(&'a Tx, &'a Operation, &'a Job, Problem) -> Work<'a, Result<()>>;

/// A handler, whatever its type.
pub struct Entry {
    /// The kind that it does.
    pub kind: &'static str,
    /// Which slots it takes.
    pub lane: Lane,
    /// How many of its jobs a slot takes at once.
    pub batch: usize,
    /// What becomes of its jobs after a restore.
    pub after_restore: AfterRestore,
    /// Whether its jobs may be tried again once they were given up.
    pub may_repeat: bool,
    run: Run,
    set_back: Follow,
    given_up: Follow,
}

impl Entry {
    /// The entry of a handler.
    const fn of<H: Handler>() -> Self {
        Self {
            kind: H::KIND,
            lane: H::LANE,
            batch: H::BATCH,
            after_restore: H::AFTER_RESTORE,
            may_repeat: H::MAY_REPEAT,
            run: run::<H>,
            set_back: set_back_by::<H>,
            given_up: given_up_by::<H>,
        }
    }
}

/// The kinds of which something is true, as a worker claims them.
pub fn kinds(of: impl Fn(&Entry) -> bool) -> Vec<&'static str> {
    HANDLERS.iter().filter(|entry| of(entry)).map(|entry| entry.kind).collect()
}

/// How many jobs of a kind a slot takes at once.
pub fn batch(kind: &str) -> usize {
    HANDLERS.iter().find(|entry| entry.kind == kind).map_or(1, |entry| entry.batch)
}

/// Kinds that may run again after a restore; all others are held, those of other versions included.
pub fn harmless() -> Vec<&'static str> {
    kinds(|entry| entry.after_restore == AfterRestore::Harmless)
}

/// Kinds that may be tried again once they were given up.
pub fn repeatable() -> Vec<&'static str> {
    kinds(|entry| entry.may_repeat)
}

/// Runs the handler of a job.
///
/// # Errors
/// Why it is not done, and whether it is worth another try.
pub async fn handle(context: &Arc<Context>, job: &Job) -> Handled {
    match entry(job) {
        Some(entry) => (entry.run)(context, job).await,
        // Only known kinds are claimed.
        None => Err(Failure::Fatal("this worker does not know the kind".into())),
    }
}

/// What else happens when a try failed and another follows, in the same transaction.
///
/// # Errors
/// The database failed.
pub async fn set_back(tx: &Tx, op: &Operation, job: &Job, failure: &Failure) -> Result<()> {
    match entry(job) {
        Some(entry) => (entry.set_back)(tx, op, job, failure.why().problem).await,
        None => Ok(()),
    }
}

/// What else happens when a job is given up, in the same transaction: what waits for it is marked.
///
/// # Errors
/// The database failed.
pub async fn given_up(tx: &Tx, op: &Operation, job: &Job, failure: &Failure) -> Result<()> {
    match entry(job) {
        Some(entry) => (entry.given_up)(tx, op, job, failure.why().problem).await,
        None => Ok(()),
    }
}

fn entry(job: &Job) -> Option<&'static Entry> {
    HANDLERS.iter().find(|entry| entry.kind == job.kind)
}

fn run<'a, H: Handler>(context: &'a Arc<Context>, job: &'a Job) -> Work<'a, Handled> {
    Box::pin(async move {
        let payload =
            read::<H>(job).map_err(|error| Failure::Fatal(format!("broken payload: {error}").into()))?;
        payload.run(context, job).await
    })
}

fn set_back_by<'a, H: Handler>(
    tx: &'a Tx,
    op: &'a Operation,
    job: &'a Job,
    why: Problem,
) -> Work<'a, Result<()>> {
    Box::pin(async move {
        match read::<H>(job) {
            Ok(payload) => payload.set_back(tx, op, why).await,
            // Nobody knows what waits for it.
            Err(_) => Ok(()),
        }
    })
}

fn given_up_by<'a, H: Handler>(
    tx: &'a Tx,
    op: &'a Operation,
    job: &'a Job,
    why: Problem,
) -> Work<'a, Result<()>> {
    Box::pin(async move {
        match read::<H>(job) {
            Ok(payload) => payload.given_up(tx, op, why).await,
            Err(_) => Ok(()),
        }
    })
}

fn read<P: Payload>(job: &Job) -> std::result::Result<P, serde_json::Error> {
    serde_json::from_value(job.payload.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_kind_has_one_handler() {
        let all = kinds(|_| true);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{all:?}");
        assert!(all.iter().all(|kind| kind.split_once('.').is_some()), "room.verb: {all:?}");
    }

    #[test]
    fn a_message_is_never_sent_again_by_itself() {
        let mail = kinds(|entry| entry.lane == Lane::Mail);
        assert_eq!(mail, [SendMail::KIND, SendUrgentMail::KIND]);
        for kind in mail {
            assert!(!harmless().contains(&kind) && !repeatable().contains(&kind), "{kind}");
        }
        assert!(!harmless().contains(&RunReport::KIND), "a report is told to its recipients");
        assert!(!harmless().contains(&RenderCertificate::KIND), "a certificate is told to its owner");
    }
}
