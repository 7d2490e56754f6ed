//! Accounts: users, the roles they hold within scopes, sessions and API tokens.
//!
//! Secrets are opaque random strings; only their SHA-256 is stored. Passwords are argon2id. The secret of a second
//! factor is sealed under the key file (`shared/vault.rs`). What a role may do is in `shared/policy.rs`.
//!
//! | file | what |
//! | --- | --- |
//! | `password.rs` | argon2id, off the async threads |
//! | `totp.rs` | codes of an authenticator app, recovery codes, pure |
//! | `login_secrets.rs` | secrets of a login at a provider of OpenID Connect, pure |
//! | `token.rs` | opaque secrets and their hashes, pure |
//! | `roles.rs` | which role is held within which scope, pure |
//! | `actor.rs` | from a user to an actor with roles and their reach |
//! | `scope.rs` | where a scope lies: who may grant a role there |
//! | `jobs.rs` | payloads |
//! | `letters.rs` | what mail about accounts says: invitations, links that work once, notices |
//! | `actions/` | writes |
//! | `store.rs` | queries, `visible_to`, whom a secret belongs to |

pub mod actions;
pub mod actor;
pub mod credential;
pub mod deeds;
pub mod identity;
pub mod ids;
pub mod invitation;
pub mod jobs;
pub mod known_device;
pub mod letters;
pub mod login_secrets;
pub mod oidc_flow;
pub mod one_time_link;
pub mod password;
pub mod recovery_code;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod role_grant;
pub mod roles;
pub mod scope;
pub mod second_factor;
pub mod store;
pub mod token;
pub mod totp;
pub mod user;

use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;
use crate::{choice, db_enum};

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // Scopes of roles are things of these rooms; who looks after a user depends on where they work. Invitations and
    // links go out by mail; one kind of link opens a person's own certificates.
    knows: &[
        "audit",
        "certificates",
        "clauses",
        "institutions",
        "jobs",
        "mail",
        "partnerships",
        "pilots",
        "register",
        "territory",
        "trainings",
    ],
    rights: rights::ALL,
    sights: rights::SIGHTS,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    kept: register::KEPT,
    searched: &[Searched { kind: 14, table: "user", texts: &[Line("email")] }],
    ..Room::of("accounts")
};

db_enum! {
    /// State of an account.
    pub enum UserState {
        /// May log in.
        Active = "active": "aktywne" / "active",
        /// May not log in.
        Blocked = "blocked": "zablokowane" / "blocked",
    }
}

db_enum! {
    /// Kind of a credential.
    pub enum CredentialKind {
        /// From a login.
        Session = "session": "sesja" / "session",
        /// Made for a program.
        ApiToken = "api_token": "token API" / "API token",
        /// The address of one's own calendar, which reads that alone.
        Calendar = "calendar": "adres kalendarza" / "address of a calendar",
    }
}

choice! {
    /// A room that an API token may be bound to: what it reads and does is of its rooms alone.
    pub enum TokenRoom {
        /// Accounts.
        Accounts = "accounts": "konta" / "accounts",
        /// Advice.
        Advisory = "advisory": "doradztwo" / "advice",
        /// Audit trail.
        Audit = "audit": "dziennik zdarzeń" / "audit trail",
        /// Certificates.
        Certificates = "certificates": "zaświadczenia" / "certificates",
        /// Information clauses.
        Clauses = "clauses": "klauzule informacyjne" / "information clauses",
        /// Documents, with their bytes.
        Documents = "documents": "dokumenty" / "documents",
        /// Indicators.
        Indicators = "indicators": "wskaźniki" / "indicators",
        /// Institutions, people, employments.
        Institutions = "institutions": "instytucje i osoby" / "institutions and people",
        /// Jobs.
        Jobs = "jobs": "zadania w tle" / "jobs",
        /// Mail.
        Mail = "mail": "korespondencja" / "mail",
        /// Projects and partners.
        Partnerships = "partnerships": "projekty i partnerzy" / "projects and partners",
        /// PESEL numbers.
        Pesel = "pesel": "numery PESEL" / "PESEL numbers",
        /// Pilots.
        Pilots = "pilots": "pilotaże" / "pilots",
        /// Reports.
        Reporting = "reporting": "raporty" / "reports",
        /// Requests about one's own data.
        Requests = "requests": "wnioski o dane osobowe" / "requests about personal data",
        /// The TERC register.
        Territory = "territory": "rejestr TERC" / "TERC register",
        /// Trainings.
        Trainings = "trainings": "szkolenia" / "trainings",
    }
}

impl TokenRoom {
    /// As rows have them: their texts, with commas between.
    pub fn to_text(rooms: &[Self]) -> String {
        rooms.iter().map(|room| room.code()).collect::<Vec<_>>().join(",")
    }

    /// What a row has. A room that this version does not know is left out, which opens nothing.
    pub fn of_text(text: &str) -> Vec<Self> {
        text.split(',').filter_map(Self::from_code).collect()
    }
}

db_enum! {
    /// State of an invitation; whether it has expired is told apart.
    pub enum InvitationState {
        /// Waits to be accepted.
        Pending = "pending": "oczekuje na przyjęcie" / "pending",
        /// Accepted.
        Accepted = "accepted": "przyjęte" / "accepted",
        /// Taken back, or replaced by a newer one.
        Revoked = "revoked": "wycofane" / "revoked",
    }
}

db_enum! {
    /// What a link that works once opens.
    pub enum LinkPurpose {
        /// A new password.
        PasswordReset = "password_reset": "nowe hasło" / "new password",
        /// A person's own certificates.
        OwnCertificates = "own_certificates": "własne zaświadczenia" / "own certificates",
        /// A changed address of a person.
        ConfirmAddress = "confirm_address": "potwierdzenie adresu e-mail" / "confirmation of an address",
        /// A changed login address of an account.
        ConfirmLogin = "confirm_login": "potwierdzenie adresu logowania" / "confirmation of a login address",
    }
}
