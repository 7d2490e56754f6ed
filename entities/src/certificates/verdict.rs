//! What a public check of a certificate answers: exactly one of five. Pure.

use chrono::NaiveDate;

use super::snapshot::Snapshot;
use super::{CertificateKind, CertificateState, certificate};
use crate::choice;

choice! {
    /// What a public check of a certificate answers.
    pub enum VerdictKind as "Verdict" {
        /// Issued, unchanged, in force.
        Valid = "valid": "ważne" / "valid",
        /// Replaced by another certificate.
        Corrected = "corrected": "skorygowane" / "corrected",
        /// Revoked or annulled.
        Revoked = "revoked": "unieważnione" / "revoked",
        /// Its last day of validity is over.
        Expired = "expired": "wygasło" / "expired",
        /// No certificate has this code.
        Unknown = "unknown": "nieznane" / "unknown",
    }
}

/// What a check shows: what is needed to compare it with the document in hand, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The answer.
    pub kind: VerdictKind,
    /// Facts of the certificate; none for an unknown code.
    pub facts: Option<Facts>,
}

/// Facts of a certificate, as it prints them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What it confirms.
    pub certificate: CertificateKind,
    /// Number.
    pub number: String,
    /// Name; none once it is revoked or erased.
    pub name: Option<String>,
    /// Whether the name was erased, so that nobody takes its absence for a mistake.
    pub is_erased: bool,
    /// Training.
    pub training: String,
    /// Issuing office.
    pub issuer: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day of validity.
    pub valid_until: Option<NaiveDate>,
    /// Number of the certificate that replaces it.
    pub corrected_by: Option<String>,
    /// Day it was revoked or replaced.
    pub ended_on: Option<NaiveDate>,
}

/// The answer for a certificate on a day.
pub fn of(
    row: &certificate::Model,
    snapshot: Snapshot,
    corrected_by: Option<String>,
    today: NaiveDate,
) -> Verdict {
    let kind = match row.state {
        CertificateState::Superseded => VerdictKind::Corrected,
        CertificateState::Revoked | CertificateState::Annulled => VerdictKind::Revoked,
        _ if row.valid_until.is_some_and(|last| last < today) => VerdictKind::Expired,
        _ => VerdictKind::Valid,
    };
    let facts = Facts {
        certificate: row.kind,
        number: snapshot.variable.number,
        name: (kind != VerdictKind::Revoked && row.erased_at.is_none()).then_some(snapshot.variable.name),
        is_erased: row.erased_at.is_some(),
        training: snapshot.fixed.training,
        issuer: snapshot.fixed.issuer,
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        corrected_by,
        ended_on: row.ended_on,
    };
    Verdict { kind, facts: Some(facts) }
}

/// The answer for a code that no certificate has.
pub const fn unknown() -> Verdict {
    Verdict { kind: VerdictKind::Unknown, facts: None }
}
