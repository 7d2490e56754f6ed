//! Partnerships: funding programmes, projects with their partners and tasks, and the signs their documents show.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states of a project and of a partner, pure |
//! | `visibility.rs` | the rule of the strip (hard rule 13), pure |
//! | `retention.rs` | until when documentation is kept, pure |
//! | `sign.rs` | what documents print of a sign |
//! | `series.rs` | the form of a certificate series, pure |
//! | `actions/` | writes |
//! | `store.rs` | queries, `visible_to` |
//!
//! A project has exactly one lead. A partner sees its own data and the project's shared facts; the lead sees all.
//! A partner is invited and becomes one when its own office says yes. What a partnership opens to whom, and who hears of
//! its steps, is `accounts/actions/partnership.rs`'s.

pub mod actions;
pub mod deeds;
pub mod funding_programme;
pub mod ids;
pub mod lifecycle;
pub mod project;
pub mod project_partner;
pub mod project_task;
pub mod refusals;
pub mod register;
pub mod retention;
pub mod rights;
pub mod series;
pub mod sign;
pub mod store;
pub mod visibility;
pub mod visibility_profile;
pub mod visibility_sign;

use crate::db_enum;
use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // A series is taken once numbers were given from it: the one thing partnerships know of certificates.
    knows: &["audit", "certificates", "institutions", "register", "territory"],
    rights: rights::ALL,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[
        Searched { kind: 6, table: "project", texts: &[Line("title"), Line("number")] },
        Searched { kind: 7, table: "funding_programme", texts: &[Line("code"), Line("name")] },
    ],
    ..Room::of("partnerships")
};

db_enum! {
    /// State of a project.
    pub enum ProjectState {
        /// Being prepared; only its staff see it.
        Draft = "draft": "w przygotowaniu" / "draft",
        /// Running.
        Active = "active": "w realizacji" / "active",
        /// Stopped for a while.
        Suspended = "suspended": "wstrzymany" / "suspended",
        /// Being settled.
        Settling = "settling": "w rozliczeniu" / "settling",
        /// Closed.
        Closed = "closed": "zamknięty" / "closed",
        /// Archived.
        Archived = "archived": "zarchiwizowany" / "archived",
    }
}

db_enum! {
    /// Part of a partner in a project.
    pub enum PartnerRole {
        /// Leads the project; exactly one does.
        Lead = "lead": "lider" / "lead",
        /// Partner voivodeship.
        Partner = "partner": "partner" / "partner",
        /// Expert partner, e.g. a university.
        Expert = "expert": "partner ekspercki" / "expert partner",
    }
}

db_enum! {
    /// How far a partnership has come.
    pub enum PartnerState {
        /// Its office was asked and has not answered: it has no part in the project yet.
        Invited = "invited": "zaproszony" / "invited",
        /// It takes part, as its office has said.
        Accepted = "accepted": "uczestniczy" / "taking part",
        /// Its office said no.
        Refused = "refused": "odmówił" / "refused",
        /// It has left.
        Left = "left": "wystąpił" / "has left",
        /// The lead has ended the partnership, or taken the invitation back.
        Removed = "removed": "usunięty" / "removed",
    }
}

db_enum! {
    /// On what basis a project keeps PESEL numbers of its participants.
    pub enum PeselBasis {
        /// A legal obligation, art. 6(1)(c) GDPR: monitoring of participants of EU funds.
        LegalObligation = "legal_obligation": "obowiązek prawny (art. 6 ust. 1 lit. c RODO)" / "legal obligation (art. 6(1)(c) GDPR)",
        /// A task in the public interest, art. 6(1)(e) GDPR.
        PublicTask = "public_task": "zadanie w interesie publicznym (art. 6 ust. 1 lit. e RODO)" / "task in the public interest (art. 6(1)(e) GDPR)",
        /// Consent of the person, art. 6(1)(a) GDPR, given by themselves.
        Consent = "consent": "zgoda osoby (art. 6 ust. 1 lit. a RODO)" / "consent of the person (art. 6(1)(a) GDPR)",
    }
}

db_enum! {
    /// For what a project keeps PESEL numbers.
    pub enum PeselPurpose {
        /// Monitoring of participants in the central system of EU funds.
        Monitoring = "monitoring": "monitorowanie uczestników w centralnym systemie teleinformatycznym" / "monitoring of participants in the central system",
        /// To show that somebody may take part.
        Eligibility = "eligibility": "potwierdzenie kwalifikowalności uczestnika" / "proof that somebody may take part",
        /// To settle the project.
        Settlement = "settlement": "rozliczenie projektu" / "settlement of the project",
    }
}

db_enum! {
    /// Kind of a sign in the strip that documents show.
    pub enum SignKind {
        /// Mark of the funding programme.
        Programme = "programme": "znak programu" / "mark of the programme",
        /// Flag and words of the Republic of Poland.
        Republic = "republic": "znak barw Rzeczypospolitej Polskiej" / "colours of the Republic of Poland",
        /// EU flag with its words.
        EuropeanUnion = "european_union": "znak Unii Europejskiej" / "emblem of the European Union",
        /// Mark of the voivodeship or its office.
        Region = "region": "znak województwa" / "mark of the voivodeship",
    }
}
