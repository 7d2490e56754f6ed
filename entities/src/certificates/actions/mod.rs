//! Writes of this room: authorize → rule → write → audit → enqueue.

mod compose;
mod correct;
mod end;
mod erase;
mod issue;
mod numbers;
mod request;
mod template;

use crate::shared::door::{self, Loaded, Placed};

pub use compose::{Composer, Wanted, preview};
pub use correct::{CorrectCertificate, correct_certificate};
pub use end::{
    EndCertificate, annul_certificate, deliver_certificate, note_given_up, note_rendered, note_verification,
    revoke_certificate,
};
pub use erase::erase_certificates;
pub use issue::{IssueCertificates, Issued, NotIssued, Reason, WouldGet, issue_certificates, preview_issue};
pub use numbers::{LastNumber, confirm_last_number, hold_numbers};
pub use request::{PreviewCertificate, request_archive, request_preview};
pub use template::{
    NewTemplate, RetireTemplate, TemplateChange, create_template, restore_template, retire_template,
    update_template,
};

use super::certificate as certificates;
use crate::shared::error::Result;
use crate::shared::ids::CertificateId;
use crate::shared::operation::Operation;
use crate::shared::policy::Place;
use crate::shared::tx::Tx;

/// The certificate, locked for this transaction, if the actor may see it.
async fn visible_certificate<'a>(
    tx: &Tx,
    op: &'a Operation,
    id: CertificateId,
) -> Result<Loaded<'a, certificates::Model>> {
    door::load::<certificates::Entity>(tx, op, id, "certificateId").await
}

impl Placed for certificates::Model {
    fn place(&self) -> Place {
        Place {
            project: Some(self.project_id),
            partner: Some(self.partner_id),
            edition: Some(self.edition_id),
            ..Place::default()
        }
    }
}
