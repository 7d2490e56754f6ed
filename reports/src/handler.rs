//! What a handler is: one type says all there is to say of a kind of job.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entities::documents::actions::failed;
use entities::documents::files::FilesError;
use entities::jobs::job::Model as Job;
use entities::jobs::queue::{self, Failure, Payload, Why};
use entities::shared::error::{Error, Result};
use entities::shared::ids::DocumentId;
use entities::shared::operation::Operation;
use entities::shared::problem::Problem;
use entities::shared::tx::{self, Tx};

use crate::context::Context;
use crate::document::RenderError;

/// What a handler answers.
pub type Handled = std::result::Result<(), Failure>;

/// A worker has slots for each lane, so that neither waits for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Jobs that compute.
    Compute,
    /// Jobs that wait for a mail server.
    Mail,
}

/// What becomes of open jobs when a backup is restored: they may have been done after it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterRestore {
    /// They are set aside until somebody has looked.
    Held,
    /// They run again: nobody outside is told by them.
    Harmless,
}

/// Does the jobs of one kind; its payload is what they are made of.
///
/// What is not said is the cautious answer: held after a restore, not tried again once it was given up.
pub trait Handler: Payload + 'static {
    /// Which slots it takes.
    const LANE: Lane = Lane::Compute;
    /// How many of its jobs a slot takes at once: more than one where they are short and share what they need.
    const BATCH: usize = 1;
    /// What becomes of it after a restore.
    const AFTER_RESTORE: AfterRestore = AfterRestore::Held;
    /// Whether an administrator may let it run once more after it was given up. Only what draws and stores, and sends
    /// nothing: then its second try is as good as its first.
    const MAY_REPEAT: bool = false;

    /// Does the job and completes it. It may run twice.
    fn run(&self, context: &Arc<Context>, job: &Job) -> impl Future<Output = Handled> + Send;

    /// The document that it makes, if it makes one: it has failed when the job is given up.
    fn document(&self) -> Option<DocumentId> {
        None
    }

    /// What else happens when a try failed and another follows, in the same transaction.
    fn set_back(
        &self,
        _tx: &Tx,
        _call: &Operation,
        _why: Problem,
    ) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// What else happens when it is given up, in the same transaction: what waits for it is marked.
    fn given_up(&self, tx: &Tx, _call: &Operation, why: Problem) -> impl Future<Output = Result<()>> + Send {
        async move {
            match self.document() {
                Some(id) => failed(tx, id, why).await,
                None => Ok(()),
            }
        }
    }
}

/// Completes a job together with its own writes; rolls both back if the lease was lost.
///
/// # Errors
/// The database failed, or the lease was lost.
pub async fn complete_with(tx: &Tx, job: &Job, now: DateTime<Utc>) -> Result<()> {
    if queue::complete(tx, job, now).await? { Ok(()) } else { Err(Error::Fault("the lease was lost".into())) }
}

/// Completes a job that has nothing of its own to write.
///
/// # Errors
/// As [`complete_with`].
pub async fn complete(context: &Context, job: &Job) -> Handled {
    let now = context.clock.now();
    tx::write(&context.db, &(job, now), |tx, (job, now)| Box::pin(complete_with(tx, job, *now)))
        .await
        .or_fail()
}

/// Tells apart what may go better later from what never will. Messages hold no names.
pub(crate) trait OrFail<T> {
    /// The value, or the failure.
    fn or_fail(self) -> std::result::Result<T, Failure>;
}

impl<T> OrFail<T> for Result<T> {
    fn or_fail(self) -> std::result::Result<T, Failure> {
        self.map_err(|error| match error {
            Error::Refused(refusals) => {
                let codes: Vec<String> =
                    refusals.iter().map(|r| format!("{:?} {}", r.code, r.field)).collect();
                Failure::Fatal(Why::of(Problem::Refused, codes.join(", ")))
            }
            error => Failure::Retry(error.to_string().into()),
        })
    }
}

impl<T> OrFail<T> for std::result::Result<T, FilesError> {
    fn or_fail(self) -> std::result::Result<T, Failure> {
        self.map_err(|error| {
            let why = Why::of(Problem::Store, error.to_string());
            match error {
                FilesError::Store(_) => Failure::Wait(why),
                FilesError::Missing | FilesError::Taken | FilesError::Changed => Failure::Retry(why),
            }
        })
    }
}

impl<T> OrFail<T> for std::result::Result<T, RenderError> {
    fn or_fail(self) -> std::result::Result<T, Failure> {
        self.map_err(|error| Failure::Fatal(Why::of(Problem::Unprintable, error.to_string())))
    }
}

impl<T> OrFail<T> for std::result::Result<T, tokio::task::JoinError> {
    fn or_fail(self) -> std::result::Result<T, Failure> {
        self.map_err(|error| Failure::Retry(error.to_string().into()))
    }
}
