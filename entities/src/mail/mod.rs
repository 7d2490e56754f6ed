//! Mail: the delivery ledger. Nothing is sent twice (hard rule 6).
//!
//! A row per artefact, recipient and channel is written in the transaction that gives cause for it, with a job. The
//! row holds ids and codes only: addresses are read and texts are composed when the message is sent, so they are those
//! of that moment, and so are the recipient's rights.
//!
//! A row goes to `sending` in a transaction of its own right before the bytes of the message leave, when the server
//! has agreed to take them. Whoever finds it there later cannot know whether they arrived: it becomes `in_doubt`, is
//! not sent again by itself, and somebody decides.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states, pure |
//! | `delivery.rs` | the ledger |
//! | `jobs.rs` | payloads |
//! | `actions.rs` | writes |
//! | `store.rs` | queries, `visible_to` |
//! | `letter.rs`, `phrases.rs` | a letter as plain text and as HTML, and what all letters have, pure |
//!
//! What most messages say and how they travel is in `reports/src/mail`.

pub mod actions;
pub mod deeds;
pub mod delivery;
pub mod ids;
pub mod jobs;
pub mod letter;
pub mod lifecycle;
pub mod phrases;
pub mod register;
pub mod rights;
pub mod store;

use crate::db_enum;
use crate::rooms::Room;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // The ledger knows what its messages are about by keys alone.
    knows: &["audit", "jobs", "partnerships", "register"],
    rights: rights::ALL,
    sights: rights::SIGHTS,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    kept: register::KEPT,
    ..Room::of("mail")
};

db_enum! {
    /// What a message is about.
    pub enum DeliveryKind {
        /// A certificate is ready.
        CertificateReady = "certificate_ready": "zaświadczenie" / "certificate",
        /// A certificate of one's own was revoked.
        CertificateRevoked = "certificate_revoked": "unieważnienie zaświadczenia" / "certificate revoked",
        /// A certificate of one's own expires soon.
        CertificateExpires = "certificate_expires": "zbliża się koniec ważności zaświadczenia" / "certificate expires soon",
        /// A scheduled report is ready.
        ReportReady = "report_ready": "raport" / "report",
        /// Somebody is invited to an account.
        Invitation = "invitation": "zaproszenie" / "invitation",
        /// A link to set a new password.
        PasswordReset = "password_reset": "nowe hasło" / "new password",
        /// A link to one's own certificates.
        OwnCertificates = "own_certificates": "własne zaświadczenia" / "own certificates",
        /// A second factor was switched on.
        SecondFactorOn = "second_factor_on": "włączenie drugiego składnika" / "second factor switched on",
        /// A second factor was turned off.
        SecondFactorOff = "second_factor_off": "wyłączenie drugiego składnika" / "second factor turned off",
        /// A second factor was taken away by whoever looks after the account.
        SecondFactorReset = "second_factor_reset": "usunięcie drugiego składnika" / "second factor reset",
        /// An identity at a provider opens the account from now on.
        IdentityLinked = "identity_linked": "połączenie tożsamości z kontem" / "identity linked",
        /// An identity opens the account no more.
        IdentityUnlinked = "identity_unlinked": "odłączenie tożsamości od konta" / "identity unlinked",
        /// A changed address of a person is to be confirmed.
        ConfirmAddress = "confirm_address": "potwierdzenie adresu e-mail" / "confirmation of an address",
        /// The address of a person changes: told to the one that was in use.
        AddressChanged = "address_changed": "zmiana adresu e-mail" / "change of an address",
        /// A changed login address is to be confirmed.
        ConfirmLogin = "confirm_login": "potwierdzenie adresu logowania" / "confirmation of a login address",
        /// The login address of an account changes: told to the one that was in use.
        LoginChanged = "login_changed": "zmiana adresu logowania" / "change of a login address",
        /// The password was changed.
        PasswordChanged = "password_changed": "zmiana hasła" / "password changed",
        /// A new API token was made.
        ApiTokenMade = "api_token_made": "nowy token API" / "new API token",
        /// Recovery codes were made anew.
        RecoveryCodesRenewed = "recovery_codes_renewed": "nowe kody odzyskiwania" / "new recovery codes",
        /// One's office is invited into a project.
        PartnershipInvited = "partnership_invited": "zaproszenie do partnerstwa" / "invitation into a project",
        /// The installation's administrator has agreed for one's office.
        PartnershipEntered = "partnership_entered": "wpisanie urzędu do projektu" / "office entered into a project",
        /// A partner's office has accepted.
        PartnershipAccepted = "partnership_accepted": "przyjęcie zaproszenia do partnerstwa" / "partnership accepted",
        /// A partner's office has refused.
        PartnershipRefused = "partnership_refused": "odmowa partnerstwa" / "partnership refused",
        /// A partner has left.
        PartnershipLeft = "partnership_left": "wystąpienie z partnerstwa" / "a partner has left",
        /// The lead has ended one's office's partnership, or taken the invitation back.
        PartnershipRemoved = "partnership_removed": "usunięcie z partnerstwa" / "partnership ended by the lead",
        /// One's office is asked to take the lead.
        LeadOffered = "lead_offered": "propozycja przejęcia roli lidera" / "the lead is offered",
        /// The lead was passed on.
        LeadPassed = "lead_passed": "przejęcie roli lidera" / "the lead was passed on",
        /// A partner does not take the lead.
        LeadRefused = "lead_refused": "odmowa przejęcia roli lidera" / "the lead was refused",
        /// A project has noted one's PESEL number.
        PeselNoted = "pesel_noted": "zapisanie numeru PESEL" / "PESEL number noted",
        /// One's seat is confirmed.
        SeatConfirmed = "seat_confirmed": "potwierdzenie miejsca na szkoleniu" / "seat at a training confirmed",
        /// One's enrolment waits for approval.
        ApprovalAwaited = "approval_awaited": "zgłoszenie czeka na akceptację" / "enrolment awaits approval",
        /// One is on the waiting list.
        PlaceInLine = "place_in_line": "miejsce na liście rezerwowej" / "place on the waiting list",
        /// A seat is offered until an hour.
        SeatOffered = "seat_offered": "propozycja wolnego miejsca" / "a free seat is offered",
        /// Nobody answered the offer in time.
        OfferExpired = "offer_expired": "propozycja miejsca wygasła" / "the offer of a seat has expired",
        /// One's enrolment was rejected.
        EnrolmentRejected = "enrolment_rejected": "odrzucenie zgłoszenia" / "enrolment rejected",
        /// One's enrolment was cancelled.
        EnrolmentCancelled = "enrolment_cancelled": "odwołanie zapisu" / "enrolment cancelled",
        /// The training does not take place.
        EditionCalledOff = "edition_called_off": "odwołanie szkolenia" / "training called off",
        /// When or where the training takes place has changed.
        EditionMoved = "edition_moved": "zmiana terminu lub miejsca szkolenia" / "training moved",
        /// The training is soon.
        EditionReminder = "edition_reminder": "przypomnienie o szkoleniu" / "reminder of a training",
        /// What one thinks of a training is asked.
        SurveyOpen = "survey_open": "ankieta po szkoleniu" / "survey of a training",
        /// A slot of a coach is booked for one's coaching.
        CoachingBooked = "coaching_booked": "rezerwacja terminu coachingu" / "coaching booked",
        /// Such a booking is off.
        CoachingCancelled = "coaching_cancelled": "odwołanie terminu coachingu" / "coaching cancelled",
        /// A copy of one's own data is ready.
        ExportReady = "export_ready": "kopia danych osobowych" / "copy of personal data",
    }
}

db_enum! {
    /// How a message travels.
    pub enum Channel as "DeliveryChannel" {
        /// By e-mail.
        Email = "email": "e-mail" / "e-mail",
    }
}

db_enum! {
    /// State of a delivery.
    pub enum DeliveryState {
        /// Waits for its first try or for another.
        Queued = "queued": "oczekuje na wysłanie" / "queued",
        /// The message is leaving.
        Sending = "sending": "w trakcie wysyłania" / "sending",
        /// The mail server has taken it.
        Sent = "sent": "wysłana" / "sent",
        /// The mail server refuses it for good.
        Failed = "failed": "odrzucona" / "refused",
        /// Tried too often.
        GivenUp = "given_up": "nie udało się wysłać" / "given up",
        /// Handed over, but the answer never came: it may have arrived, and is not sent again by itself.
        InDoubt = "in_doubt": "niepewna – mogła dotrzeć" / "in doubt, may have arrived",
        /// Not sent on purpose.
        LeftOut = "left_out": "pominięta" / "left out",
    }
}

db_enum! {
    /// Why a message was not sent, or not yet.
    pub enum Problem as "DeliveryProblem" {
        /// The recipient has no address.
        NoAddress = "no_address": "odbiorca nie ma adresu e-mail" / "the recipient has no e-mail address",
        /// The address cannot be written to.
        BadAddress = "bad_address": "na ten adres nie można pisać" / "the address cannot be written to",
        /// The recipient may not see it any more.
        NoRights = "no_rights": "odbiorca nie ma już uprawnień" / "the recipient may not see it any more",
        /// The recipient's account is blocked.
        Blocked = "blocked": "konto odbiorcy jest zablokowane" / "the recipient's account is blocked",
        /// What it tells of is over: withdrawn, replaced, expired or used.
        Over = "over": "sprawa jest już nieaktualna" / "what it tells of is over",
        /// The installation has no address that links could lead to.
        NotConfigured = "not_configured": "instalacja nie ma publicznego adresu" / "the installation has no public address",
        /// The mail server cannot be reached.
        Unreachable = "unreachable": "serwer poczty jest nieosiągalny" / "the mail server cannot be reached",
        /// The connection cannot be secured, or the server's certificate is not trusted.
        Insecure = "insecure": "połączenia z serwerem poczty nie można zabezpieczyć" / "the connection to the mail server cannot be secured",
        /// The mail server refuses the credentials.
        LoginRefused = "login_refused": "serwer poczty odrzuca dane logowania" / "the mail server refuses the credentials",
        /// The mail server does not answer in time.
        TimedOut = "timed_out": "serwer poczty nie odpowiada" / "the mail server does not answer",
        /// The connection broke before the message was handed over.
        ConnectionLost = "connection_lost": "połączenie z serwerem poczty zostało zerwane" / "the connection to the mail server broke",
        /// The mail server wants it later.
        PutOff = "put_off": "serwer poczty prosi o późniejszą próbę" / "the mail server wants it later",
        /// The mail server refuses it.
        Refused = "refused": "serwer poczty odrzuca wiadomość" / "the mail server refuses it",
        /// The message was handed over and nobody answered.
        NoAnswer = "no_answer": "serwer poczty nie potwierdził przyjęcia" / "the mail server did not confirm it",
        /// The folder for messages cannot be written.
        Unwritable = "unwritable": "nie można zapisać wiadomości w folderze" / "the folder for messages cannot be written",
    }
}

impl DeliveryKind {
    /// Whether somebody waits in front of a screen for it.
    pub const fn is_urgent(self) -> bool {
        match self {
            Self::Invitation
            | Self::PasswordReset
            | Self::OwnCertificates
            | Self::ConfirmAddress
            | Self::ConfirmLogin => true,
            Self::CertificateReady
            | Self::CertificateRevoked
            | Self::CertificateExpires
            | Self::ReportReady
            | Self::ExportReady
            | Self::SeatConfirmed
            | Self::ApprovalAwaited
            | Self::PlaceInLine
            | Self::SeatOffered
            | Self::OfferExpired
            | Self::EnrolmentRejected
            | Self::EnrolmentCancelled
            | Self::EditionCalledOff
            | Self::EditionMoved
            | Self::EditionReminder
            | Self::SurveyOpen
            | Self::CoachingBooked
            | Self::CoachingCancelled
            | Self::SecondFactorOn
            | Self::SecondFactorOff
            | Self::SecondFactorReset
            | Self::IdentityLinked
            | Self::IdentityUnlinked
            | Self::AddressChanged
            | Self::LoginChanged
            | Self::PasswordChanged
            | Self::ApiTokenMade
            | Self::RecoveryCodesRenewed
            | Self::PartnershipInvited
            | Self::PartnershipEntered
            | Self::PartnershipAccepted
            | Self::PartnershipRefused
            | Self::PartnershipLeft
            | Self::PartnershipRemoved
            | Self::LeadOffered
            | Self::LeadPassed
            | Self::LeadRefused
            | Self::PeselNoted => false,
        }
    }
}
