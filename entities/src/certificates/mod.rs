//! Certificates: numbered without a gap, frozen when issued, rendered once, verifiable by anyone.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states, pure |
//! | `earned.rs` | what each kind of certificate is earned by, pure |
//! | `number.rs` | how a number reads; the counter lives in `store.rs` (hard rule 4) |
//! | `code.rs` | verification codes, pure |
//! | `holder.rs` | whether somebody knows whose certificate a number is, pure |
//! | `printed.rs` | days, hours and the project in the language of a certificate, pure |
//! | `snapshot.rs` | everything a certificate prints |
//! | `packed.rs` | names of files in an edition's archive, and its list, pure |
//! | `open_badge.rs` | a certificate as an Open Badge 3.0, pure |
//! | `seal.rs` | what its QR code says without a network: signed facts, pure |
//! | `verdict.rs` | what a public check answers, pure |
//! | `certificate_template.rs`, `certificate_template_version.rs` | how certificates read, now and before |
//! | `actions/` | issue, correct, revoke, annul, preview, templates |
//! | `told.rs` | who is told by mail that a certificate was revoked or expires |
//! | `store.rs` | queries, `visible_to` |
//! | `jobs.rs` | payloads of this room's jobs |
//!
//! Certificate: numbered → rendered → delivered; → superseded | revoked | annulled; expired is computed. One live
//! certificate of a kind per person and edition (hard rule 5); its bytes never change. Whose certificate was revoked or annulled is
//! not issued another with everybody else: only a correction, with a reason, gives one in its place.

pub mod actions;
pub mod certificate;
pub mod certificate_template;
pub mod certificate_template_version;
pub mod code;
pub mod deeds;
pub mod earned;
pub mod holder;
pub mod ids;
pub mod jobs;
pub mod lifecycle;
pub mod number;
pub mod number_confirmation;
pub mod number_hold;
pub mod number_series;
pub mod open_badge;
pub mod packed;
pub mod printed;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod seal;
pub mod snapshot;
pub mod store;
pub mod told;
pub mod verdict;
pub mod verification;

use crate::db_enum;
use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::{Inside, Line};

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // A certificate is earned in a training; trainings know certificates only as the template a programme names.
    knows: &["audit", "documents", "institutions", "jobs", "mail", "partnerships", "register", "trainings"],
    rights: rights::ALL,
    sights: rights::SIGHTS,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[
        Searched {
            kind: 4,
            table: "certificate",
            texts: &[Line("number"), Inside("snapshot", "/variable/name")],
        },
        Searched { kind: 13, table: "certificate_template", texts: &[Line("name")] },
    ],
    ..Room::of("certificates")
};

db_enum! {
    /// State of a certificate.
    pub enum CertificateState {
        /// Has its number; the document is being made.
        Numbered = "numbered": "nadano numer" / "numbered",
        /// The document is stored.
        Rendered = "rendered": "gotowe" / "rendered",
        /// Handed over.
        Delivered = "delivered": "przekazane" / "delivered",
        /// Corrected by another certificate.
        Superseded = "superseded": "skorygowane" / "superseded",
        /// Revoked, with a reason.
        Revoked = "revoked": "unieważnione" / "revoked",
        /// Taken back before it was handed over; its number stays visible.
        Annulled = "annulled": "anulowane" / "annulled",
    }
}

db_enum! {
    /// What a certificate confirms.
    pub enum CertificateKind {
        /// That somebody attended: the threshold over all own sessions, and of each mandatory one.
        Attendance = "attendance": "zaświadczenie o udziale" / "certificate of attendance",
        /// That somebody completed the training: the threshold over all own sessions, and every minute of each mandatory one.
        Completion = "completion": "zaświadczenie o ukończeniu" / "certificate of completion",
        /// That somebody taught in the edition, and how long.
        Trainer = "trainer": "zaświadczenie dla trenera" / "trainer's certificate",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is declared by a macro")]
impl Default for CertificateKind {
    fn default() -> Self {
        Self::Attendance
    }
}

db_enum! {
    /// By which way somebody checked a certificate.
    pub enum VerificationChannel {
        /// The public page.
        Page = "page": "strona internetowa" / "web page",
        /// The API.
        Api = "api": "aplikacja" / "application",
    }
}
