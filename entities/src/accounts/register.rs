//! What this room keeps about people.

use super::{CredentialKind, InvitationState, LinkPurpose, UserState};
use crate::register::Blank::{Dash, Key, Null};
use crate::register::Erased::{Blank, By, Stays};
use crate::register::Kind::{Code, Flag, Instant, Text};
use crate::register::When::AtOnce;
use crate::register::retention_rules::RetentionRule::{
    EndedCredentials, EndedInvitations, KnownDevices, OidcFlows, SpentLinks,
};
use crate::register::retention_rules::{Kept, by, gone, stays};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::shared::actor::{Role, ScopeKind};
use crate::shared::enums::polish;
use crate::shared::language::Language;

const SECRET: &str = "a hash of a secret, which tells nothing";

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[
    Entry {
        place: 30,
        table: "user",
        label: "Konto",
        about: "Konto w systemie. Hasło jest znane wyłącznie jako skrót, którego nie da się odwrócić.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("what was done with the account stays done by somebody"),
        columns: &[
            shown("email", "login", "Login (adres e-mail)", Text, Blank(AtOnce, Key)),
            shown("new_email", "newLogin", "Nowy login, przed potwierdzeniem", Text, Blank(AtOnce, Null)),
            shown("former_email", "formerLogin", "Poprzedni login", Text, Blank(AtOnce, Null)),
            hidden("password_hash", SECRET, Blank(AtOnce, Null)),
            shown("state", "state", "Stan", Code(polish::<UserState>), By("accounts::close_accounts")),
            shown("language", "language", "Język wiadomości", Code(polish::<Language>), Stays),
            shown("created_at", "createdAt", "Utworzono", Instant, Stays),
            shown("second_factor_at", "secondFactorSince", "Drugi składnik od", Instant, Stays),
        ],
    },
    Entry {
        place: 40,
        table: "role_grant",
        label: "Role w systemie",
        about: "Uprawnienia konta, obecne i dawne.",
        way: Way::User("user_id"),
        rows: Rows::Stay("who could do what when must be known for as long as what was done"),
        columns: &[
            shown("role", "role", "Rola", Code(polish::<Role>), Stays),
            shown("scope_kind", "scope", "Zakres", Code(polish::<ScopeKind>), Stays),
            shown("created_at", "grantedAt", "Nadano", Instant, Stays),
            shown("revoked_at", "revokedAt", "Odebrano", Instant, By("accounts::close_accounts")),
        ],
    },
    Entry {
        place: 50,
        table: "credential",
        label: "Sesje i tokeny",
        about: "Logowania i tokeny programów. Usuwane 90 dni po zakończeniu.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[
            shown("kind", "kind", "Rodzaj", Code(polish::<CredentialKind>), Stays),
            shown("name", "name", "Nazwa", Text, Stays),
            shown("read_only", "readOnly", "Tylko odczyt", Flag, Stays),
            shown("rooms", "rooms", "Zakres", Text, Stays),
            hidden("token_hash", SECRET, Stays),
            shown("created_at", "createdAt", "Początek", Instant, Stays),
            shown("last_used_at", "lastUsedAt", "Ostatnie użycie", Instant, Stays),
            shown("expires_at", "expiresAt", "Ważność", Instant, Stays),
            shown("revoked_at", "revokedAt", "Zakończono", Instant, Stays),
        ],
    },
    Entry {
        place: 55,
        table: "known_device",
        label: "Znane urządzenia",
        about: "Urządzenia, z których zalogowano się do konta. Usuwane po 180 dniach bez logowania.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[
            hidden("token_hash", SECRET, Stays),
            shown("created_at", "firstUsedAt", "Pierwsze logowanie", Instant, Stays),
            shown("last_used_at", "lastUsedAt", "Ostatnie logowanie", Instant, Stays),
        ],
    },
    Entry {
        place: 60,
        table: "second_factor",
        label: "Drugi składnik logowania",
        about: "Kiedy włączono drugi składnik. Sekret jest zaszyfrowany.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[
            hidden("sealed", "an encrypted secret", Stays),
            shown("created_at", "createdAt", "Rozpoczęto", Instant, Stays),
            shown("confirmed_at", "confirmedAt", "Włączono", Instant, Stays),
        ],
    },
    Entry {
        place: 70,
        table: "recovery_code",
        label: "Kody odzyskiwania",
        about: "Kody jednorazowe, znane wyłącznie jako skróty.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[
            hidden("code_hash", SECRET, Stays),
            shown("created_at", "createdAt", "Utworzono", Instant, Stays),
            shown("used_at", "usedAt", "Użyto", Instant, Stays),
        ],
    },
    Entry {
        place: 80,
        table: "identity",
        label: "Logowanie przez dostawcę tożsamości",
        about: "Powiązania konta z kontem u dostawcy tożsamości.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[
            shown("issuer", "issuer", "Dostawca", Text, Stays),
            shown("subject", "subject", "Identyfikator u dostawcy", Text, Stays),
            shown("created_at", "linkedAt", "Powiązano", Instant, Stays),
            shown("last_used_at", "lastUsedAt", "Ostatnie użycie", Instant, Stays),
        ],
    },
    Entry {
        place: 90,
        table: "oidc_flow",
        label: "Logowania w toku",
        about: "Rozpoczęte logowania przez dostawcę tożsamości. Usuwane po dniu.",
        way: Way::Any(&[Way::User("user_id"), Way::User("link_user_id")]),
        rows: Rows::Go(AtOnce),
        columns: &[
            hidden("challenge", SECRET, Stays),
            hidden("return_to", "an address of the client", Stays),
            hidden("ticket_hash", SECRET, Stays),
            hidden("state_hash", SECRET, Stays),
            hidden("browser_hash", SECRET, Stays),
            hidden("issuer", "told with the identity", Stays),
            hidden("subject", "told with the identity", Stays),
            hidden("code_hash", SECRET, Stays),
            shown("created_at", "startedAt", "Rozpoczęto", Instant, Stays),
        ],
    },
    Entry {
        place: 110,
        table: "invitation",
        label: "Zaproszenia do systemu",
        about: "Zaproszenia wysłane na adres osoby. Usuwane 90 dni po zakończeniu.",
        way: Way::Any(&[Way::Person("person_id"), Way::User("user_id"), Way::Login("email")]),
        rows: Rows::Stay("deliveries tell of it"),
        columns: &[
            shown("email", "email", "Adres e-mail", Text, Blank(AtOnce, Dash)),
            shown("role", "role", "Rola", Code(polish::<Role>), Stays),
            shown("scope_kind", "scope", "Zakres", Code(polish::<ScopeKind>), Stays),
            shown("language", "language", "Język", Code(polish::<Language>), Stays),
            shown("state", "state", "Stan", Code(polish::<InvitationState>), By("accounts::close_accounts")),
            hidden("token_hash", SECRET, Blank(AtOnce, Null)),
            shown("created_at", "createdAt", "Wysłano", Instant, Stays),
            shown("ended_at", "endedAt", "Zakończono", Instant, Stays),
        ],
    },
    Entry {
        place: 120,
        table: "one_time_link",
        label: "Odnośniki jednorazowe",
        about: "Prośby o nowe hasło albo o własne zaświadczenia. Usuwane 90 dni po upływie ważności.",
        way: Way::Any(&[Way::Person("person_id"), Way::User("user_id")]),
        rows: Rows::Go(AtOnce),
        columns: &[
            shown("purpose", "purpose", "Cel", Code(polish::<LinkPurpose>), Stays),
            hidden("token_hash", SECRET, Stays),
            shown("created_at", "createdAt", "Zamówiono", Instant, Stays),
            shown("used_at", "usedAt", "Użyto", Instant, Stays),
        ],
    },
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    by("credential", &[EndedCredentials]),
    gone("identity", "with the account, or when it is unlinked"),
    by("invitation", &[EndedInvitations]),
    by("known_device", &[KnownDevices]),
    by("oidc_flow", &[OidcFlows]),
    by("one_time_link", &[SpentLinks]),
    gone("recovery_code", "with the second factor; ten to an account"),
    stays("role_grant", "who could do what when must be known for as long as what was done"),
    gone("second_factor", "when it is turned off"),
    stays("user", "what was done with the account stays done by somebody; it is blanked by erasure"),
];
