//! THE list of jobs: each kind and its handler.

use std::sync::Arc;

use entities::accounts::jobs::RekeySecondFactors;
use entities::certificates::actions::note_given_up;
use entities::certificates::jobs::{PackCertificates, RenderCertificate, RenderPreview};
use entities::documents::actions::failed;
use entities::documents::files::{Files, FilesError};
use entities::jobs::job::Model as Job;
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::{Failure, Payload, Why};
use entities::mail::actions::give_up;
use entities::mail::jobs::{SendMail, SendUrgentMail};
use entities::pesel::jobs::Rekey;
use entities::pesel::keyring::PeselKeys;
use entities::privacy::request_jobs::{NoteErasure, RemoveFiles, RenderExport};
use entities::privacy::requests::note_export_failed;
use entities::reporting::actions::{note_dead, note_failed};
use entities::reporting::jobs::RunReport;
use entities::shared::call::Call;
use entities::shared::chance::Chance;
use entities::shared::clock::Clock;
use entities::shared::db::Db;
use entities::shared::error::{Error, Result};
use entities::shared::problem::Problem;
use entities::shared::tx::Tx;
use entities::shared::vault::Vault;
use entities::trainings::jobs::{ExpireOffer, RenderSheet};

use crate::certificates::cache::Templates;
use crate::document::RenderError;
use crate::mail::Mail;
use crate::{certificates, jobs, mail, privacy, reporting, trainings};

/// Every kind of job there is.
pub const KINDS: &[&str] = &[
    RenderCertificate::KIND,
    RenderPreview::KIND,
    PackCertificates::KIND,
    RenderSheet::KIND,
    ExpireOffer::KIND,
    Sweep::KIND,
    Rekey::KIND,
    RekeySecondFactors::KIND,
    RunReport::KIND,
    RenderExport::KIND,
    RemoveFiles::KIND,
    NoteErasure::KIND,
    SendMail::KIND,
    SendUrgentMail::KIND,
];

/// Kinds that compute, and kinds that wait for a mail server. A worker has slots for each, so that neither waits for
/// the other.
pub const LANES: [&[&str]; 2] =
    [KINDS.split_at(KINDS.len() - MAIL_KINDS).0, KINDS.split_at(KINDS.len() - MAIL_KINDS).1];

/// How many of the kinds, the last ones, send mail.
const MAIL_KINDS: usize = 2;

/// What handlers work with.
pub struct Context {
    /// The database.
    pub db: Db,
    /// Stored documents.
    pub files: Files,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Source of keys.
    pub chance: Arc<dyn Chance>,
    /// Public address without a slash at its end, where configured.
    pub public_url: Option<Arc<str>>,
    /// Sends mail.
    pub mail: Mail,
    /// Seal, open and find PESEL numbers; none until they are given.
    pub pesel_keys: PeselKeys,
    /// Seals and opens secrets of second factors; without keys until they are given.
    pub vault: Vault,
    /// Certificate templates drawn lately.
    pub(crate) templates: Arc<Templates>,
}

/// What a handler answers.
pub type Handled = std::result::Result<(), Failure>;

/// Runs the handler of a job.
///
/// # Errors
/// Why it is not done, and whether it is worth another try.
pub async fn handle(context: &Arc<Context>, job: &Job) -> Handled {
    match job.kind.as_str() {
        RenderCertificate::KIND => certificates::render_certificate::run(context, job, &read(job)?).await,
        RenderPreview::KIND => certificates::render_preview::run(context, job, &read(job)?).await,
        PackCertificates::KIND => certificates::pack_certificates::run(context, job, &read(job)?).await,
        RenderSheet::KIND => trainings::render_sheet::run(context, job, &read(job)?).await,
        ExpireOffer::KIND => trainings::expire_offer::run(context, job, &read(job)?).await,
        RunReport::KIND => reporting::run::run(context, job, &read(job)?).await,
        RenderExport::KIND => privacy::render_export::run(context, job, &read(job)?).await,
        RemoveFiles::KIND => privacy::remove_files::run(context, job, &read(job)?).await,
        NoteErasure::KIND => privacy::note_erasure::run(context, job, &read(job)?).await,
        SendMail::KIND => mail::send::run(context, job, read::<SendMail>(job)?.delivery_id).await,
        SendUrgentMail::KIND => mail::send::run(context, job, read::<SendUrgentMail>(job)?.delivery_id).await,
        Sweep::KIND => jobs::sweep::run(context, job).await,
        Rekey::KIND => jobs::rekey::run::<Rekey>(context, job).await,
        RekeySecondFactors::KIND => jobs::rekey::run::<RekeySecondFactors>(context, job).await,
        // Only known kinds are claimed.
        _ => Err(Failure::Fatal("this worker does not know the kind".into())),
    }
}

/// What else happens when a try failed and another follows, in the same transaction.
///
/// # Errors
/// The database failed.
pub async fn set_back(tx: &Tx, call: &Call, job: &Job, failure: &Failure) -> Result<()> {
    let why = failure.why().problem;
    match job.kind.as_str() {
        RunReport::KIND => match read::<RunReport>(job) {
            Ok(job) => note_failed(tx, call, job.run_id, why).await,
            Err(_) => Ok(()),
        },
        _ => Ok(()),
    }
}

/// What else happens when a job is given up, in the same transaction: what waits for it is marked.
///
/// # Errors
/// The database failed.
pub async fn given_up(tx: &Tx, call: &Call, job: &Job, failure: &Failure) -> Result<()> {
    let why = failure.why().problem;
    if let (RunReport::KIND, Ok(report)) = (job.kind.as_str(), read::<RunReport>(job)) {
        return note_dead(tx, call, report.run_id, why).await;
    }
    if let (RenderCertificate::KIND, Ok(job)) = (job.kind.as_str(), read::<RenderCertificate>(job)) {
        return note_given_up(tx, job.certificate_id, why).await;
    }
    if let (RenderExport::KIND, Ok(job)) = (job.kind.as_str(), read::<RenderExport>(job)) {
        return note_export_failed(tx, call, job.request_id, why).await;
    }
    let delivery = match job.kind.as_str() {
        SendMail::KIND => read::<SendMail>(job).ok().map(|job| job.delivery_id),
        SendUrgentMail::KIND => read::<SendUrgentMail>(job).ok().map(|job| job.delivery_id),
        _ => None,
    };
    if let Some(id) = delivery {
        return give_up(tx, call, id).await;
    }
    let document = match job.kind.as_str() {
        RenderPreview::KIND => read::<RenderPreview>(job).ok().map(|job| job.document_id),
        PackCertificates::KIND => read::<PackCertificates>(job).ok().map(|job| job.document_id),
        RenderSheet::KIND => read::<RenderSheet>(job).ok().map(|job| job.document_id),
        _ => None,
    };
    match document {
        Some(id) => failed(tx, id, why).await,
        None => Ok(()),
    }
}

fn read<P: Payload>(job: &Job) -> std::result::Result<P, Failure> {
    serde_json::from_value(job.payload.clone())
        .map_err(|error| Failure::Fatal(format!("broken payload: {error}").into()))
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
                FilesError::Missing | FilesError::Taken => Failure::Retry(why),
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
