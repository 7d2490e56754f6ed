//! Types of the certificates.

use chrono::{DateTime, Utc};
use entities::certificates::rights::CORRECT_CERTIFICATES;
use entities::certificates::{CertificateState, certificate, certificate_template, code};
use entities::mail::delivery;
use entities::shared::door::Placed as _;
use entities::shared::policy::allows;
use kit::ctx::ContextExt;
use kit::resource;
use kit::scalars::Date;

use crate::documents::types::Document;
use crate::institutions::types::Person;
use crate::mail::filters::{DeliveryFilter, DeliveryOrder};
use crate::mail::types::Delivery;
use crate::partnerships::types::{Project, ProjectPartner};
use crate::trainings::types::{Edition, Enrolment};

resource! {
    /// An issued certificate. What it prints never changes.
    Certificate: certificate {
        one {
            /// The person.
            person: Person = |row| Some(row.person_id.0);
            /// The enrolment it was earned by.
            enrolment: Enrolment = |row| Some(row.enrolment_id.0);
            /// The edition.
            edition: Edition = |row| Some(row.edition_id.0);
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner whose own it is.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
            /// Its document.
            document: Document = |row| Some(row.document_id.0);
            /// The certificate that this one corrects.
            supersedes: Certificate = |row| row.supersedes_id.map(|id| id.0);
            /// The certificate that corrects this one.
            superseded_by: Certificate = |row| row.superseded_by_id.map(|id| id.0);
        }
        many {
            /// The message about it to its person.
            deliveries: Delivery, DeliveryFilter, DeliveryOrder = delivery.ArtefactId |row| Some(row.artefact_id);
        }
        choices {
            /// State.
            state, state_label: CertificateState;
        }
        fields {
            /// Number, `SERIES/2026/0001`.
            async fn number(&self) -> &str { &self.row().number }
            /// Verification code in groups, as printed.
            async fn code(&self) -> String { code::grouped(&self.row().code) }
            /// Address of its public verification, as its QR code has it.
            async fn verify_url(&self) -> Option<&str> { self.row().snapshot.pointer("/variable/verify_url").and_then(|url| url.as_str()) }
            /// Names as printed; none once they were erased.
            async fn printed_name(&self) -> Option<&str> { self.row().erased_at.is_none().then_some(())?; self.row().snapshot.pointer("/variable/name").and_then(|name| name.as_str()) }
            /// Day of issue.
            async fn issued_on(&self) -> Date { self.row().issued_on.into() }
            /// Instant of issue.
            async fn issued_at(&self) -> DateTime<Utc> { self.row().issued_at }
            /// Last day of validity; none for ever.
            async fn valid_until(&self) -> Option<Date> { self.row().valid_until.map(Date::from) }
            /// Whether its last day of validity is over.
            async fn expired(&self, ctx: &async_graphql::Context<'_>) -> bool { self.row().valid_until.is_some_and(|last| last < ctx.op().today()) }
            /// SHA-256 of the stored document, hexadecimal; none until it is stored.
            async fn sha256(&self) -> Option<&str> { self.row().sha256.as_deref() }
            /// Day it was revoked, annulled or corrected.
            async fn ended_on(&self) -> Option<Date> { self.row().ended_on.map(Date::from) }
            /// Why it was revoked, annulled or corrected.
            async fn reason(&self) -> Option<&str> { self.row().reason.as_deref() }
            /// When the person's name and the document were erased; number, state and hash stay.
            async fn erased_at(&self) -> Option<DateTime<Utc>> { self.row().erased_at }
            /// Whether the viewer may correct, revoke or annul it.
            async fn viewer_can_correct(&self, ctx: &async_graphql::Context<'_>) -> bool {
                self.row().state.is_live() && self.row().erased_at.is_none() && allows(ctx.actor(), CORRECT_CERTIFICATES, &self.row().place())
            }
        }
    }
}

resource! {
    /// How the certificates of a programme read, and who signs them.
    CertificateTemplate: certificate_template {
        one {
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner that issues.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
        }
        fields {
            /// Name within the project.
            async fn name(&self) -> &str { &self.row().name }
            /// The issuing office, as printed.
            async fn issuer(&self) -> &str { &self.row().issuer }
            /// The line below the heading.
            async fn subtitle(&self) -> &str { &self.row().subtitle }
            /// The sentence after the name.
            async fn phrase(&self) -> &str { &self.row().phrase }
            /// Place of issue.
            async fn place(&self) -> &str { &self.row().place }
            /// Who signs.
            async fn signatory_name(&self) -> &str { &self.row().signatory_name }
            /// Post of who signs.
            async fn signatory_post(&self) -> &str { &self.row().signatory_post }
        }
    }
}
