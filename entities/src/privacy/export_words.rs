//! Words for codes in a copy of a person's data, in Polish. Pure; every enum by an exhaustive match.

/// Said of a code that this version does not know.
const UNKNOWN: &str = "inne";

/// The words for a state of an account.
pub(super) fn user_state(code: &str) -> &'static str {
    use crate::accounts::UserState as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Active => "aktywne",
        E::Blocked => "zablokowane",
    })
}

/// The words for a language.
pub(super) fn language(code: &str) -> &'static str {
    use crate::shared::language::Language as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Polish => "polski",
        E::English => "angielski",
    })
}

/// The words for a role.
pub(super) fn role(code: &str) -> &'static str {
    use crate::shared::actor::Role as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::SysAdmin => "administrator systemu",
        E::RopsAdmin => "administrator ROPS",
        E::ProjectManager => "kierownik projektu",
        E::Coordinator => "koordynator",
        E::TeamResearch => "zespół ds. badań",
        E::TeamServices => "zespół ds. usług społecznych",
        E::TeamTraining => "zespół ds. szkoleń",
        E::TeamEconomy => "zespół ds. ekonomii społecznej",
        E::Trainer => "trener",
        E::Coach => "coach",
        E::Adviser => "doradca",
        E::CommitteeChair => "przewodniczący komisji",
        E::CommitteeMember => "członek komisji",
        E::GroupChair => "przewodniczący grupy",
        E::GroupSecretary => "sekretarz grupy",
        E::GroupMember => "członek grupy",
        E::InstitutionHead => "kierownik instytucji",
        E::InstitutionCoordinator => "koordynator w instytucji",
        E::PilotWorker => "pracownik pilotażu",
        E::Participant => "uczestnik",
        E::Auditor => "audytor",
    })
}

/// The words for a kind of a scope.
pub(super) fn scope(code: &str) -> &'static str {
    use crate::shared::actor::ScopeKind as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Installation => "cała instalacja",
        E::Voivodeship => "województwo",
        E::Project => "projekt",
        E::Partner => "partner projektu",
        E::Institution => "instytucja",
        E::Edition => "szkolenie",
        E::Group => "grupa",
        E::Call => "nabór",
        E::Site => "miejsce pilotażu",
    })
}

/// The words for a kind of a credential.
pub(super) fn credential_kind(code: &str) -> &'static str {
    use crate::accounts::CredentialKind as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Session => "sesja",
        E::ApiToken => "token API",
    })
}

/// The words for a state of an invitation.
pub(super) fn invitation_state(code: &str) -> &'static str {
    use crate::accounts::InvitationState as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Pending => "oczekuje",
        E::Accepted => "przyjęte",
        E::Revoked => "wycofane",
    })
}

/// The words for a purpose of a link.
pub(super) fn link_purpose(code: &str) -> &'static str {
    use crate::accounts::LinkPurpose as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::PasswordReset => "nowe hasło",
        E::OwnCertificates => "własne zaświadczenia",
    })
}

/// The words for a state of an enrolment.
pub(super) fn enrolment_state(code: &str) -> &'static str {
    use crate::trainings::EnrolmentState as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Requested => "zgłoszenie",
        E::PendingApproval => "czeka na zatwierdzenie",
        E::Confirmed => "potwierdzone",
        E::Waitlisted => "lista rezerwowa",
        E::Rejected => "odrzucone",
        E::Offered => "zaproponowano miejsce",
        E::OfferDeclined => "rezygnacja z zaproponowanego miejsca",
        E::OfferExpired => "brak odpowiedzi na propozycję",
        E::CancelledBySelf => "rezygnacja",
        E::CancelledLate => "rezygnacja po terminie",
        E::CancelledByOrganiser => "odwołane przez organizatora",
        E::Completed => "ukończone",
        E::NotCompleted => "nieukończone",
        E::NoShow => "nieobecność",
    })
}

/// The words for a state of a certificate.
pub(super) fn certificate_state(code: &str) -> &'static str {
    use crate::certificates::CertificateState as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Numbered => "ma numer",
        E::Rendered => "gotowe",
        E::Delivered => "wydane",
        E::Superseded => "zastąpione",
        E::Revoked => "unieważnione",
        E::Annulled => "anulowane",
    })
}

/// The words for a what a check answered.
pub(super) fn verdict(code: &str) -> &'static str {
    use crate::certificates::verdict::VerdictKind as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Valid => "ważne",
        E::Corrected => "zastąpione",
        E::Revoked => "unieważnione",
        E::Expired => "po terminie ważności",
        E::Unknown => "nieznane",
    })
}

/// The words for a kind of a document.
pub(super) fn document_kind(code: &str) -> &'static str {
    use crate::documents::DocumentKind as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Certificate => "zaświadczenie",
        E::CertificatePreview => "podgląd zaświadczenia",
        E::CertificateArchive => "komplet zaświadczeń",
        E::AttendanceSheet => "lista obecności",
        E::Report => "raport",
        E::Material => "materiał szkoleniowy",
        E::ProjectFile => "plik projektu",
        E::PersonExport => "kopia danych osobowych",
    })
}

/// The words for a state of a document.
pub(super) fn document_state(code: &str) -> &'static str {
    use crate::documents::DocumentState as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Due => "w przygotowaniu",
        E::Stored => "gotowy",
        E::Failed => "nie powstał",
        E::Erased => "usunięty",
    })
}

/// The words for a kind of a request.
pub(super) fn request_kind(code: &str) -> &'static str {
    use crate::privacy::RequestKind as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Export => "kopia danych",
        E::Erasure => "usunięcie danych",
    })
}

/// The words for a state of a request.
pub(super) fn request_state(code: &str) -> &'static str {
    use crate::privacy::RequestState as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Received => "przyjęty",
        E::Preparing => "w przygotowaniu",
        E::Ready => "kopia gotowa",
        E::Done => "dane usunięte",
        E::PartlyDone => "usunięte częściowo",
        E::Refused => "odmowa",
        E::Failed => "kopia nie powstała",
        E::Expired => "kopia usunięta",
    })
}

/// The words for a what a message is about.
pub(super) fn delivery_kind(code: &str) -> &'static str {
    use crate::mail::DeliveryKind as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::CertificateReady => "zaświadczenie",
        E::ReportReady => "raport",
        E::Invitation => "zaproszenie",
        E::PasswordReset => "nowe hasło",
        E::OwnCertificates => "własne zaświadczenia",
        E::ExportReady => "kopia danych osobowych",
    })
}

/// The words for a state of a message.
pub(super) fn delivery_state(code: &str) -> &'static str {
    use crate::mail::DeliveryState as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Queued => "oczekuje na wysłanie",
        E::Sending => "w trakcie wysyłania",
        E::Sent => "wysłana",
        E::Failed => "odrzucona",
        E::GivenUp => "nie udało się wysłać",
        E::InDoubt => "niepewna – mogła dotrzeć",
        E::LeftOut => "pominięta",
    })
}

/// The words for the way a certificate was checked.
pub(super) fn channel(code: &str) -> &'static str {
    match code {
        "page" => "strona internetowa",
        "api" => "aplikacja",
        _ => UNKNOWN,
    }
}
