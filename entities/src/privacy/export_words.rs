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
        E::SecondFactorOn => "włączono drugi składnik",
        E::SecondFactorOff => "wyłączono drugi składnik",
        E::SecondFactorReset => "usunięto drugi składnik",
        E::IdentityLinked => "połączono tożsamość z kontem",
        E::IdentityUnlinked => "odłączono tożsamość od konta",
    })
}

/// The words for a sight of a PESEL number.
pub(super) fn sighting(code: &str) -> &'static str {
    use crate::pesel::SightingKind as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Noted => "wpisanie",
        E::Removed => "usunięcie",
        E::Revealed => "odczytanie",
        E::Found => "wyszukanie",
    })
}

/// The words for the way an information clause was received.
pub(super) fn receipt_channel(code: &str) -> &'static str {
    use crate::clauses::ReceiptChannel as E;
    E::from_code(code).map_or(UNKNOWN, |value| match value {
        E::Invitation => "przy zaproszeniu",
        E::Enrolment => "przy zapisie",
        E::Login => "po zalogowaniu",
        E::Paper => "na papierze",
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

/// The words for what a line of the trail says was done; a test sees that every action of the sources has some.
pub fn action(code: &str) -> &'static str {
    match code {
        "accounts.begin_identity_link" => "rozpoczęcie łączenia tożsamości z kontem",
        "accounts.begin_second_factor" => "rozpoczęcie włączania drugiego składnika",
        "accounts.block_user" => "zablokowanie konta",
        "accounts.close" => "zamknięcie konta",
        "accounts.create_api_token" => "utworzenie tokenu API",
        "accounts.create_user" => "utworzenie konta",
        "accounts.end_invitation" => "zakończenie zaproszenia",
        "accounts.end_other_sessions" => "zakończenie pozostałych sesji",
        "accounts.grant_role" => "nadanie roli",
        "accounts.invite" => "zaproszenie do systemu",
        "accounts.link_identity" => "połączenie tożsamości z kontem",
        "accounts.log_in" => "zalogowanie",
        "accounts.log_out" => "wylogowanie",
        "accounts.open_own_certificates" => "otwarcie własnych zaświadczeń",
        "accounts.rekey" => "ponowne zaszyfrowanie drugich składników",
        "accounts.renew_recovery_codes" => "nowe kody odzyskiwania",
        "accounts.request_link" => "prośba o odnośnik",
        "accounts.reset_password" => "ustawienie nowego hasła",
        "accounts.reset_second_factor" => "usunięcie drugiego składnika",
        "accounts.revoke_credential" => "zakończenie sesji lub tokenu",
        "accounts.revoke_role" => "odebranie roli",
        "accounts.set_language" => "zmiana języka wiadomości",
        "accounts.set_password" => "zmiana hasła",
        "accounts.turn_off_second_factor" => "wyłączenie drugiego składnika",
        "accounts.turn_on_second_factor" => "włączenie drugiego składnika",
        "accounts.unblock_user" => "odblokowanie konta",
        "accounts.unlink_identity" => "odłączenie tożsamości od konta",
        "accounts.use_recovery_code" => "użycie kodu odzyskiwania",
        "audit.export" => "pobranie listy do pliku",
        "certificates.confirm_last_number" => "potwierdzenie ostatniego numeru",
        "certificates.create_template" => "utworzenie wzoru zaświadczenia",
        "certificates.deliver" => "wydanie zaświadczenia",
        "certificates.correct" => "korekta zaświadczenia",
        "certificates.end" => "zakończenie ważności zaświadczenia",
        "certificates.erase" => "usunięcie danych z zaświadczenia",
        "certificates.issue" => "wystawienie zaświadczenia",
        "certificates.preview" => "podgląd zaświadczenia",
        "certificates.render" => "przygotowanie zaświadczenia",
        "certificates.request_archive" => "zamówienie kompletu zaświadczeń",
        "clauses.create" => "utworzenie klauzuli informacyjnej",
        "clauses.publish" => "ogłoszenie klauzuli informacyjnej",
        "clauses.receive" => "zapoznanie się z klauzulą informacyjną",
        "clauses.write" => "zapisanie klauzuli informacyjnej",
        "documents.attach" => "dołączenie pliku",
        "documents.download" => "pobranie dokumentu",
        "documents.erase" => "usunięcie dokumentu",
        "documents.link" => "wydanie odnośnika do dokumentu",
        "indicators.approve_measurement" => "zatwierdzenie pomiaru",
        "indicators.correct_measurement" => "poprawienie pomiaru",
        "indicators.create_indicator" => "utworzenie wskaźnika",
        "indicators.record_measurements" => "zapisanie pomiarów",
        "indicators.submit_measurement" => "złożenie pomiaru",
        "indicators.supersede_measurement" => "zastąpienie pomiaru",
        "institutions.add_employment" => "wpisanie zatrudnienia",
        "institutions.end_employment" => "zakończenie zatrudnienia",
        "institutions.register_institution" => "wpisanie instytucji",
        "institutions.register_person" => "wpisanie osoby",
        "institutions.update_institution" => "zmiana danych instytucji",
        "institutions.update_person" => "zmiana danych osoby",
        "institutions.verify_institution" => "sprawdzenie instytucji",
        "jobs.release" => "zwolnienie zadania",
        "jobs.retry" => "ponowienie zadania",
        "mail.delivery" => "wysłanie wiadomości",
        "partnerships.add_partner" => "dodanie partnera",
        "partnerships.add_task" => "dodanie zadania projektu",
        "partnerships.change_project_state" => "zmiana stanu projektu",
        "partnerships.create_funding_programme" => "dodanie programu",
        "partnerships.create_project" => "utworzenie projektu",
        "partnerships.create_visibility_profile" => "utworzenie zestawu znaków",
        "partnerships.set_certificate_series" => "ustawienie serii zaświadczeń",
        "partnerships.set_pesel_requirement" => "ustawienie wymogu PESEL",
        "partnerships.set_retention" => "ustawienie okresu przechowywania",
        "partnerships.update_project" => "zmiana projektu",
        "pesel.found" => "wyszukanie po numerze PESEL",
        "pesel.note" => "wpisanie numeru PESEL",
        "pesel.rekey" => "zaszyfrowanie numerów PESEL nowym kluczem",
        "pesel.remove" => "usunięcie numeru PESEL",
        "pesel.search" => "szukanie po numerze PESEL",
        "pesel.seen" => "odczytanie numeru PESEL",
        "pilots.add_site" => "dodanie miejsca pilotażu",
        "pilots.add_site_institution" => "dodanie instytucji w miejscu pilotażu",
        "pilots.add_version" => "dodanie wersji modelu",
        "pilots.change_pilot_state" => "zmiana stanu pilotażu",
        "pilots.change_version_state" => "zmiana stanu wersji modelu",
        "pilots.create_model" => "utworzenie modelu",
        "pilots.create_pilot" => "utworzenie pilotażu",
        "privacy.blank_needs" => "usunięcie potrzeb po szkoleniu",
        "privacy.erase" => "usunięcie danych osoby",
        "privacy.refuse" => "odmowa w sprawie danych",
        "privacy.request" => "wniosek o dane",
        "reporting.add_recipient" => "dodanie odbiorcy raportu",
        "reporting.change_schedule" => "zmiana harmonogramu",
        "reporting.create_definition" => "utworzenie raportu",
        "reporting.create_schedule" => "utworzenie harmonogramu",
        "reporting.pass_over" => "pominięcie terminów raportu",
        "reporting.pause_schedule" => "wstrzymanie harmonogramu",
        "reporting.remove_recipient" => "usunięcie odbiorcy raportu",
        "reporting.run" => "uruchomienie raportu",
        "reporting.run_state" => "zmiana stanu raportu",
        "reporting.skip_missed" => "pominięcie terminów raportu",
        "territory.import_register" => "wczytanie rejestru",
        "trainings.add_breakout_group" => "dodanie grupy",
        "trainings.add_session" => "dodanie zajęć",
        "trainings.answer_offer" => "odpowiedź na propozycję miejsca",
        "trainings.assign_trainer" => "wyznaczenie trenera",
        "trainings.cancel_enrolment" => "odwołanie zapisu",
        "trainings.change_edition_state" => "zmiana stanu szkolenia",
        "trainings.confirm_dates" => "potwierdzenie terminu",
        "trainings.create_edition" => "utworzenie szkolenia",
        "trainings.create_programme" => "utworzenie programu szkolenia",
        "trainings.decide_enrolment" => "decyzja o zapisie",
        "trainings.enrol" => "zapis na szkolenie",
        "trainings.expire_offer" => "wygaśnięcie propozycji miejsca",
        "trainings.lock_attendance" => "zamknięcie listy obecności",
        "trainings.offer_seat" => "propozycja miejsca",
        "trainings.record_attendance" => "zapisanie obecności",
        "trainings.remove_session" => "usunięcie zajęć",
        "trainings.request_sheet" => "zamówienie listy obecności",
        "trainings.set_breakout_group" => "przypisanie do grupy",
        "trainings.set_seats" => "zmiana liczby miejsc",
        "trainings.settle_enrolment" => "rozliczenie udziału",
        "trainings.update_edition" => "zmiana szkolenia",
        "trainings.update_session" => "zmiana zajęć",
        "trainings.withdraw" => "odwołanie zapisu przy usuwaniu danych",
        "upkeep.restore" => "odtworzenie z kopii",
        _ => OTHER_ACTION,
    }
}

/// Said of an action that this version does not know.
pub const OTHER_ACTION: &str = "inna czynność";

/// The words for the type of a thing that a line of the trail is about.
pub(super) fn subject(code: &str) -> &'static str {
    match code {
        "Certificate" => "zaświadczenie",
        "CertificateTemplate" => "wzór zaświadczenia",
        "ClauseReceipt" => "zapoznanie się z klauzulą",
        "ClauseVersion" => "wersja klauzuli informacyjnej",
        "CooperationModel" => "model kooperacji",
        "Credential" => "sesja lub token",
        "DataSubjectRequest" => "wniosek o dane",
        "Delivery" => "wiadomość",
        "Document" => "dokument",
        "Edition" => "szkolenie",
        "Employment" => "zatrudnienie",
        "Enrolment" => "zapis na szkolenie",
        "Identity" => "tożsamość u dostawcy",
        "Indicator" => "wskaźnik",
        "InformationClause" => "klauzula informacyjna",
        "Institution" => "instytucja",
        "Invitation" => "zaproszenie",
        "Job" => "zadanie",
        "Measurement" => "pomiar",
        "OneTimeLink" => "odnośnik jednorazowy",
        "Person" => "osoba",
        "PersonPesel" => "numer PESEL",
        "PeselSighting" => "wgląd w numer PESEL",
        "Pilot" => "pilotaż",
        "PilotSite" => "miejsce pilotażu",
        "Project" => "projekt",
        "ReportDefinition" => "raport",
        "ReportRun" => "przebieg raportu",
        "ReportSchedule" => "harmonogram",
        "RoleGrant" => "rola",
        "Session" => "zajęcia",
        "TrainerAssignment" => "trener szkolenia",
        "TrainingProgramme" => "program szkolenia",
        "User" => "konto",
        _ => UNKNOWN,
    }
}
