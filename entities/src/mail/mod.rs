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
//!
//! What a message says and how it travels is in `reports/src/mail`.

pub mod actions;
pub mod delivery;
pub mod jobs;
pub mod lifecycle;
pub mod store;

use crate::db_enum;

db_enum! {
    /// What a message is about.
    pub enum DeliveryKind {
        /// A certificate is ready.
        CertificateReady = "certificate_ready",
        /// A scheduled report is ready.
        ReportReady = "report_ready",
        /// Somebody is invited to an account.
        Invitation = "invitation",
        /// A link to set a new password.
        PasswordReset = "password_reset",
        /// A link to one's own certificates.
        OwnCertificates = "own_certificates",
        /// A second factor was switched on.
        SecondFactorOn = "second_factor_on",
        /// A second factor was turned off.
        SecondFactorOff = "second_factor_off",
        /// A second factor was taken away by whoever looks after the account.
        SecondFactorReset = "second_factor_reset",
        /// An identity at a provider opens the account from now on.
        IdentityLinked = "identity_linked",
        /// An identity opens the account no more.
        IdentityUnlinked = "identity_unlinked",
        /// A copy of one's own data is ready.
        ExportReady = "export_ready",
    }
}

db_enum! {
    /// How a message travels.
    pub enum Channel {
        /// By e-mail.
        Email = "email",
    }
}

db_enum! {
    /// State of a delivery.
    pub enum DeliveryState {
        /// Waits for its first try or for another.
        Queued = "queued",
        /// The bytes of the message are leaving.
        Sending = "sending",
        /// The mail server has taken it.
        Sent = "sent",
        /// The mail server refuses it for good.
        Failed = "failed",
        /// Tried too often.
        GivenUp = "given_up",
        /// Handed over, but the answer never came: it may have arrived, and is not sent again by itself.
        InDoubt = "in_doubt",
        /// Not sent on purpose.
        LeftOut = "left_out",
    }
}

db_enum! {
    /// Why a message was not sent, or not yet.
    pub enum Problem {
        /// The recipient has no address.
        NoAddress = "no_address",
        /// The address cannot be written to.
        BadAddress = "bad_address",
        /// The recipient may not see it any more.
        NoRights = "no_rights",
        /// The recipient's account is blocked.
        Blocked = "blocked",
        /// What it tells of is over: withdrawn, replaced, expired or used.
        Over = "over",
        /// The installation has no address that links could lead to.
        NotConfigured = "not_configured",
        /// The mail server cannot be reached.
        Unreachable = "unreachable",
        /// The connection cannot be secured, or the server's certificate is not trusted.
        Insecure = "insecure",
        /// The mail server refuses the credentials.
        LoginRefused = "login_refused",
        /// The mail server does not answer in time.
        TimedOut = "timed_out",
        /// The connection broke before the message was handed over.
        ConnectionLost = "connection_lost",
        /// The mail server wants it later.
        PutOff = "put_off",
        /// The mail server refuses it.
        Refused = "refused",
        /// The message was handed over and nobody answered.
        NoAnswer = "no_answer",
        /// The folder for messages cannot be written.
        Unwritable = "unwritable",
    }
}

impl DeliveryKind {
    /// Whether somebody waits in front of a screen for it.
    pub const fn is_urgent(self) -> bool {
        match self {
            Self::Invitation | Self::PasswordReset | Self::OwnCertificates => true,
            Self::CertificateReady
            | Self::ReportReady
            | Self::ExportReady
            | Self::SecondFactorOn
            | Self::SecondFactorOff
            | Self::SecondFactorReset
            | Self::IdentityLinked
            | Self::IdentityUnlinked => false,
        }
    }
}
