//! Messages for refusals, in Polish and English. Exhaustive: a new code does not compile without its texts.

use entities::shared::error::{Code, Detail, Form, Refusal};
use entities::shared::language::Language;

/// The code's name in the schema.
pub const fn code_name(code: Code) -> &'static str {
    match code {
        Code::NotFound => "NOT_FOUND",
        Code::Forbidden => "FORBIDDEN",
        Code::Invalid => "INVALID",
        Code::WrongState => "WRONG_STATE",
        Code::StaleVersion => "STALE_VERSION",
        Code::KeyReused => "IDEMPOTENCY_KEY_REUSED",
        Code::Duplicate => "DUPLICATE",
        Code::EditionFull => "EDITION_FULL",
        Code::InstitutionCapReached => "INSTITUTION_CAP_REACHED",
        Code::AlreadyEnrolled => "ALREADY_ENROLLED",
        Code::EnrolmentClosed => "ENROLMENT_CLOSED",
        Code::AlreadyDeclined => "ALREADY_DECLINED",
        Code::AlreadyRejected => "ALREADY_REJECTED",
        Code::AttendanceLocked => "ATTENDANCE_LOCKED",
        Code::AttendanceRecorded => "ATTENDANCE_RECORDED",
        Code::AttendanceNotLocked => "ATTENDANCE_NOT_LOCKED",
        Code::AttendanceIncomplete => "ATTENDANCE_INCOMPLETE",
        Code::TooMany => "TOO_MANY",
        Code::VisibilityMissing => "VISIBILITY_MISSING",
        Code::PublicUrlMissing => "PUBLIC_URL_MISSING",
        Code::SeriesMissing => "SERIES_MISSING",
        Code::NumbersHeld => "NUMBERS_HELD",
        Code::TemplateMissing => "TEMPLATE_MISSING",
        Code::NothingChanged => "NOTHING_CHANGED",
        Code::Unprintable => "UNPRINTABLE",
        Code::BadCredentials => "BAD_CREDENTIALS",
        Code::SecondFactorNeeded => "SECOND_FACTOR_NEEDED",
        Code::CodeInvalid => "CODE_INVALID",
        Code::ProviderMissing => "PROVIDER_MISSING",
        Code::LinkInvalid => "LINK_INVALID",
        Code::ProjectNotActive => "PROJECT_NOT_ACTIVE",
        Code::SameUser => "SAME_USER",
        Code::NothingToSubmit => "NOTHING_TO_SUBMIT",
        Code::SitesMissing => "SITES_MISSING",
        Code::PeselNotRequired => "PESEL_NOT_REQUIRED",
        Code::PeselMissing => "PESEL_MISSING",
        Code::PeselConflict => "PESEL_CONFLICT",
        Code::ClauseRequired => "CLAUSE_REQUIRED",
        Code::KeptByLaw => "KEPT_BY_LAW",
        Code::LastAdministrator => "LAST_ADMINISTRATOR",
    }
}

/// What the code means, for the schema.
pub const fn code_description(code: Code) -> &'static str {
    match code {
        Code::NotFound => "There is no such thing, or the viewer may not see it.",
        Code::Forbidden => "The viewer sees it but may not do this.",
        Code::Invalid => "A field's value breaks its form.",
        Code::WrongState => {
            "The present state does not allow this; the message names it and the states allowed."
        }
        Code::StaleVersion => "Somebody changed it meanwhile; read it again.",
        Code::KeyReused => "The idempotency key was used with another input.",
        Code::Duplicate => "It exists already.",
        Code::EditionFull => "Every seat is taken and the waiting list is full or absent.",
        Code::InstitutionCapReached => "The institution has as many people in the edition as it may.",
        Code::AlreadyEnrolled => "The person has a live enrolment in the edition.",
        Code::EnrolmentClosed => "The enrolment window is not open.",
        Code::AlreadyDeclined => "The person declined an offer of this edition and cannot wait for another.",
        Code::AlreadyRejected => {
            "Staff rejected the person in this edition: they alone can enrol the person again, while there is a seat."
        }
        Code::AttendanceLocked => "The attendance list is locked.",
        Code::AttendanceRecorded => "Attendance was recorded for the session.",
        Code::AttendanceNotLocked => "The attendance list is not locked yet.",
        Code::AttendanceIncomplete => "Rows of the attendance list are missing; the message says how many.",
        Code::TooMany => "More than may be done at once.",
        Code::VisibilityMissing => "The project has no valid visibility profile, so no document may leave.",
        Code::PublicUrlMissing => "The installation has no public address, which documents would print.",
        Code::SeriesMissing => "The project has no series for its certificate numbers.",
        Code::NumbersHeld => {
            "The installation was restored from a backup; numbers wait until an administrator confirms the last one."
        }
        Code::TemplateMissing => "The programme has no certificate template.",
        Code::NothingChanged => "Nothing would differ from what there is.",
        Code::Unprintable => "A letter that no face of the documents has; the message names it.",
        Code::BadCredentials => "E-mail and password do not belong together, or the account is blocked.",
        Code::SecondFactorNeeded => {
            "The account has a second factor: send the code of the authenticator app, or a recovery code, too."
        }
        Code::CodeInvalid => "The code is wrong, too old, or was used; wait for the next one.",
        Code::ProviderMissing => "This installation has no login by an outside provider.",
        Code::LinkInvalid => "The link is unknown, used, expired or taken back.",
        Code::ProjectNotActive => "The project is not active.",
        Code::SameUser => "Who submitted it may not approve it.",
        Code::NothingToSubmit => "No draft waits to be submitted.",
        Code::SitesMissing => "A pilot needs at least one site before it runs.",
        Code::PeselNotRequired => {
            "The person takes part in no project that requires PESEL numbers, as far as the viewer's rights reach."
        }
        Code::PeselMissing => "No PESEL number of the person is kept.",
        Code::PeselConflict => {
            "The PESEL number cannot be noted for this person. Compare it with the document; if it agrees, ask whoever looks after personal data."
        }
        Code::ClauseRequired => {
            "The version of the information clause that is in force has to be received first: show it and send its id. `about` is that id."
        }
        Code::KeptByLaw => {
            "The documentation of a project must be kept for longer; the message says until when. What need not be kept may be erased now."
        }
        Code::LastAdministrator => "Nobody else looks after the installation.",
    }
}

/// The message for people.
pub fn message(refusal: &Refusal, lang: Language) -> String {
    let main = match (&refusal.detail, lang) {
        (Detail::Form(form), Language::Polish) => form_pl(*form),
        (Detail::Form(form), Language::English) => form_en(*form),
        (_, Language::Polish) => code_pl(refusal.code).to_owned(),
        (_, Language::English) => code_description(refusal.code).to_owned(),
    };
    match (&refusal.detail, lang) {
        (Detail::States { now, allowed }, Language::Polish) => {
            format!("{main} Stan obecny: {}; dozwolone: {}.", upper(now), list(allowed, "żadne"))
        }
        (Detail::States { now, allowed }, Language::English) => {
            format!("{main} Present state: {}; allowed: {}.", upper(now), list(allowed, "none"))
        }
        (Detail::Limit(n), Language::Polish) => format!("{main} Liczba: {n}."),
        (Detail::Limit(n), Language::English) => format!("{main} Count: {n}."),
        (Detail::Letter(letter), Language::Polish) => {
            format!("{main} Znak: „{letter}” (U+{:04X}).", u32::from(*letter))
        }
        (Detail::Letter(letter), Language::English) => {
            format!("{main} Letter: “{letter}” (U+{:04X}).", u32::from(*letter))
        }
        (Detail::Until(Some(day)), Language::Polish) => format!("{main} Termin: {day}."),
        (Detail::Until(Some(day)), Language::English) => format!("{main} Until: {day}."),
        (
            Detail::None
            | Detail::Form(_)
            | Detail::Person(_)
            | Detail::ClauseVersion(_)
            | Detail::Until(None),
            _,
        ) => main,
    }
}

fn upper(code: &str) -> String {
    code.to_ascii_uppercase()
}

fn list(codes: &[&str], none: &str) -> String {
    if codes.is_empty() {
        none.to_owned()
    } else {
        codes.iter().map(|c| upper(c)).collect::<Vec<_>>().join(", ")
    }
}

const fn code_pl(code: Code) -> &'static str {
    match code {
        Code::NotFound => "Nie znaleziono.",
        Code::Forbidden => "Brak uprawnień do tej czynności.",
        Code::Invalid => "Wartość jest nieprawidłowa.",
        Code::WrongState => "Obecny stan na to nie pozwala.",
        Code::StaleVersion => "Ktoś zmienił te dane w międzyczasie. Odśwież je i spróbuj ponownie.",
        Code::KeyReused => "Ten klucz idempotencji był już użyty z innymi danymi.",
        Code::Duplicate => "Taka pozycja już istnieje.",
        Code::EditionFull => "Wszystkie miejsca są zajęte, a lista rezerwowa jest pełna lub jej nie ma.",
        Code::InstitutionCapReached => "Instytucja wykorzystała już swój limit miejsc w tej edycji.",
        Code::AlreadyEnrolled => "Ta osoba jest już zgłoszona na tę edycję.",
        Code::EnrolmentClosed => "Nabór na tę edycję nie jest otwarty.",
        Code::AlreadyDeclined => {
            "Ta osoba zrezygnowała z zaproponowanego miejsca i nie może ponownie czekać na kolejne."
        }
        Code::AlreadyRejected => {
            "Zgłoszenie tej osoby na tę edycję zostało odrzucone. Ponownie może ją zapisać tylko organizator, \
             jeśli jest wolne miejsce."
        }
        Code::AttendanceLocked => "Lista obecności jest zamknięta.",
        Code::AttendanceRecorded => "Na tych zajęciach zapisano już obecność.",
        Code::AttendanceNotLocked => "Lista obecności nie jest jeszcze zamknięta.",
        Code::AttendanceIncomplete => "Na liście obecności brakuje wpisów.",
        Code::TooMany => "To za dużo naraz.",
        Code::VisibilityMissing => {
            "Projekt nie ma poprawnego zestawu znaków, więc nie można wydać dokumentu."
        }
        Code::PublicUrlMissing => "Instalacja nie ma publicznego adresu, a dokumenty muszą go zawierać.",
        Code::SeriesMissing => "Projekt nie ma serii numerów zaświadczeń.",
        Code::NumbersHeld => {
            "Instalację odtworzono z kopii. Numery czekają, aż administrator potwierdzi ostatni wydany numer."
        }
        Code::TemplateMissing => "Program nie ma wzoru zaświadczenia.",
        Code::NothingChanged => "Nic by się nie zmieniło.",
        Code::Unprintable => "Tekst zawiera znak, którego nie ma w krojach pisma dokumentów.",
        Code::BadCredentials => "Adres e-mail i hasło nie pasują do siebie lub konto jest zablokowane.",
        Code::SecondFactorNeeded => {
            "To konto ma drugi składnik logowania: podaj także kod z aplikacji albo kod zapasowy."
        }
        Code::CodeInvalid => "Kod jest błędny, nieaktualny albo już użyty. Poczekaj na następny.",
        Code::ProviderMissing => "W tej instalacji nie ma logowania przez zewnętrznego dostawcę.",
        Code::LinkInvalid => "Ten odnośnik jest nieznany, wykorzystany, nieaktualny albo wycofany.",
        Code::ProjectNotActive => "Projekt nie jest realizowany.",
        Code::SameUser => "Pomiar zatwierdza inna osoba niż ta, która go złożyła.",
        Code::NothingToSubmit => "Nie ma pomiarów, które można złożyć.",
        Code::SitesMissing => "Pilotaż bez miejsc realizacji nie może się rozpocząć.",
        Code::PeselNotRequired => {
            "Ta osoba nie uczestniczy w projekcie, który wymaga numeru PESEL i leży w zakresie Twoich uprawnień."
        }
        Code::PeselMissing => "Nie ma zapisanego numeru PESEL tej osoby.",
        Code::PeselConflict => {
            "Tego numeru PESEL nie można zapisać przy tej osobie. Porównaj go z dokumentem; jeśli się zgadza, zwróć się do osoby odpowiedzialnej za dane osobowe."
        }
        Code::ClauseRequired => {
            "Najpierw trzeba zapoznać się z obowiązującą klauzulą informacyjną o przetwarzaniu danych."
        }
        Code::KeptByLaw => {
            "Dokumentację projektu trzeba jeszcze przechowywać. Teraz można usunąć tylko to, czego ona nie obejmuje."
        }
        Code::LastAdministrator => "To jedyna osoba, która administruje systemem.",
    }
}

fn form_pl(form: Form) -> String {
    match form {
        Form::Required => "To pole jest wymagane.".into(),
        Form::AtMost(n) => format!("Najwyżej {n}."),
        Form::AtLeast(n) => format!("Co najmniej {n} znaków."),
        Form::ControlCharacters => "Tekst zawiera znaki sterujące lub niewidoczne.".into(),
        Form::Unprintable(letter) => format!(
            "Tekst zawiera znak, którego nie ma w krojach pisma dokumentów: „{letter}” (U+{:04X}).",
            u32::from(letter)
        ),
        Form::Date => "To nie jest data w postaci RRRR-MM-DD.".into(),
        Form::Instant => "Podaj datę i godzinę razem z przesunięciem strefy czasowej, np. 2026-12-10T09:00:00+01:00.".into(),
        Form::Year => "Rok musi mieścić się między 1990 a 2100.".into(),
        Form::OutsidePeriod => "To wykracza poza okres całości, do której należy.".into(),
        Form::BeforeDeadline => {
            "Termin zapisów lub rezygnacji przypada po tym dniu. Trzeba podać zarazem jego nowy dzień.".into()
        }
        Form::EndBeforeStart => "Koniec nie może poprzedzać początku.".into(),
        Form::Range(from, to) => format!("Wartość musi mieścić się między {from} a {to}."),
        Form::Email => "To nie jest adres e-mail.".into(),
        Form::Nip => "Nieprawidłowy NIP.".into(),
        Form::Regon => "Nieprawidłowy REGON.".into(),
        Form::Terc => "Nieprawidłowy kod TERC.".into(),
        Form::Pesel => "Nieprawidłowy numer PESEL.".into(),
        Form::PeselBirth => "Data urodzenia w tym numerze PESEL nie może być prawdziwa.".into(),
        Form::HoldsPesel => "Tekst nie może zawierać numeru PESEL.".into(),
        Form::DayPassed => "Ten dzień już minął.".into(),
        Form::BeforePredecessor => "Ta wersja nie może obowiązywać wcześniej niż poprzednia.".into(),
        Form::NotInForce => "W tym dniu ta wersja nie obowiązywała.".into(),
        Form::PostalCode => "Kod pocztowy ma postać 00-000.".into(),
        Form::Cron => "Harmonogram składa się z pięciu pól: minuta, godzina, dzień miesiąca, miesiąc, dzień tygodnia, np. „0 7 * * 1”, i musi kiedyś nastąpić.".into(),
        Form::AfterNow => "Ten moment jeszcze nie nastąpił.".into(),
        Form::LongerThanSession => "To więcej, niż trwają zajęcia.".into(),
        Form::Reference => "Ta pozycja nie należy do zbioru, z którego można wybierać.".into(),
        Form::Strip => {
            "Zestaw ma od 1 do 4 różnych znaków, w tym flagę UE, i żaden nie jest od niej większy.".into()
        }
        Form::Decimal => {
            "To nie jest liczba dziesiętna w postaci 12.50, najwyżej z dwoma miejscami po kropce.".into()
        }
        Form::Decimals(0) => "Ten wskaźnik przyjmuje tylko liczby całkowite.".into(),
        Form::Decimals(n) => format!("Liczba miejsc po kropce w tym wskaźniku: najwyżej {n}."),
        Form::Quarter => "To nie jest pierwszy dzień kwartału.".into(),
        Form::OutsidePilot => "To wykracza poza okres pilotażu.".into(),
        Form::Future => "Ten okres jeszcze się nie rozpoczął.".into(),
        Form::Challenge => "To nie jest wyzwanie S256: 43 znaki base64url bez dopełnienia.".into(),
        Form::FileName => "Plik nie ma nazwy.".into(),
        Form::FileType => "Przyjmujemy pliki PDF, PNG, JPEG, XLSX i DOCX bez makr, CSV, TXT i ZIP; zawartość musi odpowiadać rozszerzeniu nazwy.".into(),
        Form::FileSize(n) => format!("Plik może mieć najwyżej {n} MB."),
        Form::FileUnpacked(n) => format!("Plik po rozpakowaniu może mieć najwyżej {n} MB i 2000 plików."),
        Form::Backward => "Wartość docelowa leży w kierunku przeciwnym do pożądanego.".into(),
        Form::Series => "Seria składa się z 1–20 wielkich liter, cyfr oraz znaków „-”, „.” i „/”.".into(),
    }
}

fn form_en(form: Form) -> String {
    match form {
        Form::Required => "This field is required.".into(),
        Form::AtMost(n) => format!("At most {n}."),
        Form::AtLeast(n) => format!("At least {n} characters."),
        Form::ControlCharacters => "The text holds control or invisible characters.".into(),
        Form::Unprintable(letter) => format!(
            "The text holds a letter that no face of the documents has: “{letter}” (U+{:04X}).",
            u32::from(letter)
        ),
        Form::Date => "Not a date as YYYY-MM-DD.".into(),
        Form::Instant => "Give date and time with the offset of the time zone, such as 2026-12-10T09:00:00+01:00.".into(),
        Form::Year => "The year must lie between 1990 and 2100.".into(),
        Form::OutsidePeriod => "Outside the period of what it belongs to.".into(),
        Form::BeforeDeadline => {
            "A deadline of enrolment or cancellation lies after this day: send its new day as well.".into()
        }
        Form::EndBeforeStart => "The end must not lie before the start.".into(),
        Form::Range(from, to) => format!("The value must lie between {from} and {to}."),
        Form::Email => "Not an e-mail address.".into(),
        Form::Nip => "Not a valid NIP.".into(),
        Form::Regon => "Not a valid REGON.".into(),
        Form::Terc => "Not a valid TERC code.".into(),
        Form::Pesel => "Not a valid PESEL number.".into(),
        Form::PeselBirth => "The date of birth in this PESEL number cannot be true.".into(),
        Form::HoldsPesel => "The text must not hold a PESEL number.".into(),
        Form::DayPassed => "This day has passed.".into(),
        Form::BeforePredecessor => "This version cannot be in force before the one before it.".into(),
        Form::NotInForce => "The version was not in force on this day.".into(),
        Form::PostalCode => "A postal code reads 00-000.".into(),
        Form::Cron => "Five fields: minute, hour, day of month, month, day of week, such as `0 7 * * 1`, which match some time.".into(),
        Form::AfterNow => "This time has not come yet.".into(),
        Form::LongerThanSession => "Longer than the session lasts.".into(),
        Form::Reference => "Not one of those that may be chosen.".into(),
        Form::Strip => "One to four different signs, the EU flag among them, none larger than it.".into(),
        Form::Decimal => "Not a decimal number such as 12.50, with at most two decimals.".into(),
        Form::Decimals(0) => "This indicator takes whole numbers only.".into(),
        Form::Decimals(n) => format!("This indicator takes at most {n} decimals."),
        Form::Quarter => "Not the first day of a quarter.".into(),
        Form::OutsidePilot => "Outside the period of the pilot.".into(),
        Form::Future => "This period has not begun yet.".into(),
        Form::Challenge => "Not a challenge by S256: 43 characters of base64url without padding.".into(),
        Form::FileName => "The file has no name.".into(),
        Form::FileType => "PDF, PNG, JPEG, XLSX and DOCX without macros, CSV, TXT and ZIP are taken; the contents must agree with the ending of the name.".into(),
        Form::FileSize(n) => format!("A file may have {n} MB."),
        Form::FileUnpacked(n) => format!("Unpacked, a file may have {n} MB and 2000 files."),
        Form::Backward => "The target lies the other way than the direction says.".into(),
        Form::Series => "1–20 capital letters, digits, hyphens, dots and slashes.".into(),
    }
}
