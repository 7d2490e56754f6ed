//! Enums of the mail.

use crate::labelled_enum;

labelled_enum! {
    /// What a message is about.
    pub enum DeliveryKind of entities::mail::DeliveryKind {
        /// A certificate is ready.
        CertificateReady = "zaświadczenie" / "certificate",
        /// A scheduled report is ready.
        ReportReady = "raport" / "report",
        /// Somebody is invited to an account.
        Invitation = "zaproszenie" / "invitation",
        /// A link to set a new password.
        PasswordReset = "nowe hasło" / "new password",
        /// A link to one's own certificates.
        OwnCertificates = "własne zaświadczenia" / "own certificates",
        /// A second factor was switched on.
        SecondFactorOn = "włączenie drugiego składnika" / "second factor switched on",
        /// A second factor was turned off.
        SecondFactorOff = "wyłączenie drugiego składnika" / "second factor turned off",
        /// A second factor was taken away by whoever looks after the account.
        SecondFactorReset = "usunięcie drugiego składnika" / "second factor reset",
        /// An identity at a provider opens the account from now on.
        IdentityLinked = "połączenie tożsamości z kontem" / "identity linked",
        /// An identity opens the account no more.
        IdentityUnlinked = "odłączenie tożsamości od konta" / "identity unlinked",
        /// A copy of one's own data is ready.
        ExportReady = "kopia danych osobowych" / "copy of personal data",
    }
}

labelled_enum! {
    /// How a message travels.
    pub enum DeliveryChannel of entities::mail::Channel {
        /// By e-mail.
        Email = "e-mail" / "e-mail",
    }
}

labelled_enum! {
    /// State of a delivery.
    pub enum DeliveryState of entities::mail::DeliveryState {
        /// Waits for its first try or for another.
        Queued = "oczekuje na wysłanie" / "queued",
        /// The message is leaving.
        Sending = "w trakcie wysyłania" / "sending",
        /// The mail server has taken it.
        Sent = "wysłana" / "sent",
        /// The mail server refuses it for good.
        Failed = "odrzucona" / "refused",
        /// Tried too often.
        GivenUp = "nie udało się wysłać" / "given up",
        /// Handed over, but the answer never came: it may have arrived, and is not sent again by itself.
        InDoubt = "niepewna – mogła dotrzeć" / "in doubt, may have arrived",
        /// Not sent on purpose.
        LeftOut = "pominięta" / "left out",
    }
}

labelled_enum! {
    /// Why a message was not sent, or not yet.
    pub enum DeliveryProblem of entities::mail::Problem {
        /// The recipient has no address.
        NoAddress = "odbiorca nie ma adresu e-mail" / "the recipient has no e-mail address",
        /// The address cannot be written to.
        BadAddress = "na ten adres nie można pisać" / "the address cannot be written to",
        /// The recipient may not see it any more.
        NoRights = "odbiorca nie ma już uprawnień" / "the recipient may not see it any more",
        /// The recipient's account is blocked.
        Blocked = "konto odbiorcy jest zablokowane" / "the recipient's account is blocked",
        /// What it tells of is over: withdrawn, replaced, expired or used.
        Over = "sprawa jest już nieaktualna" / "what it tells of is over",
        /// The installation has no address that links could lead to.
        NotConfigured = "instalacja nie ma publicznego adresu" / "the installation has no public address",
        /// The mail server cannot be reached.
        Unreachable = "serwer poczty jest nieosiągalny" / "the mail server cannot be reached",
        /// The connection cannot be secured, or the server's certificate is not trusted.
        Insecure = "połączenia z serwerem poczty nie można zabezpieczyć" / "the connection to the mail server cannot be secured",
        /// The mail server refuses the credentials.
        LoginRefused = "serwer poczty odrzuca dane logowania" / "the mail server refuses the credentials",
        /// The mail server does not answer in time.
        TimedOut = "serwer poczty nie odpowiada" / "the mail server does not answer",
        /// The connection broke before the message was handed over.
        ConnectionLost = "połączenie z serwerem poczty zostało zerwane" / "the connection to the mail server broke",
        /// The mail server wants it later.
        PutOff = "serwer poczty prosi o późniejszą próbę" / "the mail server wants it later",
        /// The mail server refuses it.
        Refused = "serwer poczty odrzuca wiadomość" / "the mail server refuses it",
        /// The message was handed over and nobody answered.
        NoAnswer = "serwer poczty nie potwierdził przyjęcia" / "the mail server did not confirm it",
        /// The folder for messages cannot be written.
        Unwritable = "nie można zapisać wiadomości w folderze" / "the folder for messages cannot be written",
    }
}
