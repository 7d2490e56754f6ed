//! Types of the certificates.

use chrono::{DateTime, NaiveDate, Utc};
use entities::certificates::rights::{CORRECT_CERTIFICATES, MANAGE_TEMPLATES};
use entities::certificates::{
    CertificateKind, CertificateState, certificate, certificate_template, certificate_template_version, code,
};
use entities::mail::delivery;
use entities::shared::door::Placed as _;
use entities::shared::language::Language;
use entities::shared::policy::allows;
use entities::trainings::training_programme;
use kit::ctx::ContextExt;
use kit::resource;

use super::filters::{CertificateTemplateVersionFilter, CertificateTemplateVersionOrder};
use crate::accounts::types::User;
use crate::documents::types::Document;
use crate::institutions::types::Person;
use crate::mail::filters::{DeliveryFilter, DeliveryOrder};
use crate::mail::types::Delivery;
use crate::partnerships::types::{Project, ProjectPartner};
use crate::trainings::filters::{TrainingProgrammeFilter, TrainingProgrammeOrder};
use crate::trainings::types::{Edition, Enrolment, TrainingProgramme};

resource! {
    /// An issued certificate. What it prints never changes.
    Certificate: certificate {
        one {
            /// The person.
            person: Person = PersonId;
            /// The enrolment it was earned by; none of a trainer's.
            enrolment: Enrolment = EnrolmentId;
            /// The edition.
            edition: Edition = EditionId;
            /// The project.
            project: Project = ProjectId;
            /// The partner whose own it is.
            partner: ProjectPartner = PartnerId;
            /// Its document.
            document: Document = DocumentId;
            /// The certificate that this one corrects.
            supersedes: Certificate = SupersedesId;
            /// The certificate that corrects this one.
            superseded_by: Certificate = SupersededById;
        }
        many {
            /// The message about it to its person.
            deliveries: Delivery, DeliveryFilter, DeliveryOrder = delivery.ArtefactId;
            /// Messages to its person about its end: that it was revoked, that it expires soon.
            notices: Delivery, DeliveryFilter, DeliveryOrder = delivery.SubjectId;
        }
        choices {
            /// State.
            state, state_label: CertificateState;
            /// What it confirms.
            kind, kind_label: CertificateKind;
        }
        columns {
            /// Number, `SERIES/2026/0001`.
            number: String;
            /// Day of issue.
            issued_on: NaiveDate;
            /// Instant of issue.
            issued_at: DateTime<Utc>;
            /// Last day of validity; none for ever.
            valid_until: Option<NaiveDate>;
            /// SHA-256 of the stored document, hexadecimal; none until it is stored.
            sha256: Option<String>;
            /// Day it was revoked, annulled or corrected.
            ended_on: Option<NaiveDate>;
            /// Why it was revoked, annulled or corrected.
            reason: Option<String>;
            /// When the person's name and the document were erased; number, state and hash stay.
            erased_at: Option<DateTime<Utc>>;
        }
        computed {
            /// Verification code in groups, as printed.
            code: String = |row| code::grouped(&row.code);
            /// Address of its public verification, as its QR code has it.
            verify_url: Option<&str> = |row| row.snapshot.pointer("/variable/verify_url").and_then(|url| url.as_str());
            /// Address of it as a signed Open Badge 3.0; none once it was revoked, annulled, replaced or erased.
            badge_url: Option<String> = |row| {
                let page = row.snapshot.pointer("/variable/verify_url").and_then(|url| url.as_str());
                page.filter(|_| row.state.is_live() && row.erased_at.is_none()).map(|page| format!("{page}/badge.json"))
            };
            /// Names as printed; none once they were erased.
            printed_name: Option<&str> = |row| row.snapshot.pointer("/variable/name").and_then(|name| name.as_str()).filter(|_| row.erased_at.is_none());
            /// Whether its last day of validity is over.
            expired: bool = |row, ctx| row.valid_until.is_some_and(|last| last < ctx.op().today());
            /// Whether the viewer may correct, revoke or annul it.
            viewer_can_correct: bool = |row, ctx| row.state.is_live() && row.erased_at.is_none() && allows(ctx.actor(), CORRECT_CERTIFICATES, &row.place());
        }
    }
}

resource! {
    /// How the certificates of a programme read, and who signs them.
    CertificateTemplate: certificate_template {
        one {
            /// The project.
            project: Project = ProjectId;
            /// The partner that issues.
            partner: ProjectPartner = PartnerId;
        }
        many {
            /// What it said before and says now.
            versions: CertificateTemplateVersion, CertificateTemplateVersionFilter, CertificateTemplateVersionOrder = certificate_template_version.TemplateId;
            /// Programmes whose certificates read like this.
            programmes: TrainingProgramme, TrainingProgrammeFilter, TrainingProgrammeOrder = training_programme.TemplateId;
        }
        choices {
            /// What its certificates confirm.
            kind, kind_label: CertificateKind;
            /// Language of its certificates.
            language, language_label: Language;
        }
        columns {
            /// Name within the project.
            name: String;
            /// The issuing office, as printed.
            issuer: String;
            /// The line below the heading.
            subtitle: String;
            /// The sentence after the name.
            phrase: String;
            /// Place of issue.
            place: String;
            /// Who signs.
            signatory_name: String;
            /// Post of who signs.
            signatory_post: String;
            /// When it was retired: no new programme takes it; none while it is in use.
            retired_at: Option<DateTime<Utc>>;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may change and retire it.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_TEMPLATES, &row.place());
        }
    }
}

resource! {
    /// What a certificate template said from some day on. Never changes.
    CertificateTemplateVersion: certificate_template_version {
        one {
            /// The template.
            template: CertificateTemplate = TemplateId;
            /// Who wrote it, where the viewer may see them.
            written_by: User = CreatedBy;
        }
        columns {
            /// Number of the version, from 1.
            ordinal: i32;
            /// Name within the project.
            name: String;
            /// The issuing office, as printed.
            issuer: String;
            /// The line below the heading.
            subtitle: String;
            /// The sentence after the name.
            phrase: String;
            /// Place of issue.
            place: String;
            /// Who signs.
            signatory_name: String;
            /// Post of who signs.
            signatory_post: String;
            /// When it was written.
            created_at: DateTime<Utc>;
        }
    }
}
