//! The person, where they work, their accounts.

use super::Blank::{Dash, Key, Null, SortKey};
use super::Erased::{Blank, By, Stays};
use super::Kind::{Code, Day, Instant, Name, Text};
use super::When::{AfterProjects, AtOnce};
use super::{Entry, Rows, Way, hidden, shown};
use crate::privacy::export_words as words;

const SECRET: &str = "a hash of a secret, which tells nothing";

pub(super) const TABLES: &[Entry] = &[
    Entry {
        table: "person",
        label: "Dane osoby",
        about: "Wpis w rejestrze osób. Jest potrzebny do zapisów na szkolenia i wydawania zaświadczeń.",
        way: Way::Own,
        rows: Rows::Stay("enrolments and certificates hang on it; without names it is nobody"),
        columns: &[
            shown("first_name", "firstName", "Imię (imiona)", Text, Blank(AfterProjects, Dash)),
            shown("last_name", "lastName", "Nazwisko", Text, Blank(AfterProjects, Dash)),
            hidden("sort_key", "made of the names", Blank(AfterProjects, SortKey)),
            shown("email", "email", "Adres e-mail", Text, Blank(AtOnce, Null)),
            shown("phone", "phone", "Telefon", Text, Blank(AtOnce, Null)),
            shown("created_at", "registeredAt", "Wpisano", Instant, Stays),
            shown("updated_at", "changedAt", "Ostatnia zmiana", Instant, Stays),
        ],
    },
    Entry {
        table: "employment",
        label: "Zatrudnienie",
        about: "Instytucje, z których osoba bierze udział w projektach, i pełnione funkcje.",
        way: Way::Person("person_id"),
        rows: Rows::Go(AfterProjects),
        columns: &[
            shown("institution_id", "institution", "Instytucja", Name("institution", "name"), Stays),
            shown("post", "post", "Stanowisko", Text, Stays),
            shown("from_day", "from", "Od", Day, Stays),
            shown("to_day", "to", "Do", Day, Stays),
        ],
    },
    Entry {
        table: "user",
        label: "Konto",
        about: "Konto w systemie. Hasło jest znane wyłącznie jako skrót, którego nie da się odwrócić.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("what was done with the account stays done by somebody"),
        columns: &[
            shown("email", "login", "Login (adres e-mail)", Text, Blank(AtOnce, Key)),
            hidden("password_hash", SECRET, Blank(AtOnce, Null)),
            shown("state", "state", "Stan", Code(words::user_state), By("accounts::close_accounts")),
            shown("language", "language", "Język wiadomości", Code(words::language), Stays),
            shown("created_at", "createdAt", "Utworzono", Instant, Stays),
        ],
    },
    Entry {
        table: "role_grant",
        label: "Role w systemie",
        about: "Uprawnienia konta, obecne i dawne.",
        way: Way::User("user_id"),
        rows: Rows::Stay("who could do what when must be known for as long as what was done"),
        columns: &[
            shown("role", "role", "Rola", Code(words::role), Stays),
            shown("scope_kind", "scope", "Zakres", Code(words::scope), Stays),
            shown("created_at", "grantedAt", "Nadano", Instant, Stays),
            shown("revoked_at", "revokedAt", "Odebrano", Instant, By("accounts::close_accounts")),
        ],
    },
    Entry {
        table: "credential",
        label: "Sesje i tokeny",
        about: "Logowania i tokeny programów. Usuwane 90 dni po zakończeniu.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[
            shown("kind", "kind", "Rodzaj", Code(words::credential_kind), Stays),
            shown("name", "name", "Nazwa", Text, Stays),
            hidden("token_hash", SECRET, Stays),
            shown("created_at", "createdAt", "Początek", Instant, Stays),
            shown("last_used_at", "lastUsedAt", "Ostatnie użycie", Instant, Stays),
            shown("expires_at", "expiresAt", "Ważność", Instant, Stays),
            shown("revoked_at", "revokedAt", "Zakończono", Instant, Stays),
        ],
    },
    Entry {
        table: "invitation",
        label: "Zaproszenia do systemu",
        about: "Zaproszenia wysłane na adres osoby. Usuwane 90 dni po zakończeniu.",
        way: Way::Any(&[Way::Person("person_id"), Way::User("user_id"), Way::Login("email")]),
        rows: Rows::Stay("deliveries tell of it"),
        columns: &[
            shown("email", "email", "Adres e-mail", Text, Blank(AtOnce, Dash)),
            shown("role", "role", "Rola", Code(words::role), Stays),
            shown("scope_kind", "scope", "Zakres", Code(words::scope), Stays),
            shown("language", "language", "Język", Code(words::language), Stays),
            shown("state", "state", "Stan", Code(words::invitation_state), By("accounts::close_accounts")),
            hidden("token_hash", SECRET, Blank(AtOnce, Null)),
            shown("created_at", "createdAt", "Wysłano", Instant, Stays),
            shown("ended_at", "endedAt", "Zakończono", Instant, Stays),
        ],
    },
    Entry {
        table: "one_time_link",
        label: "Odnośniki jednorazowe",
        about: "Prośby o nowe hasło albo o własne zaświadczenia. Usuwane 90 dni po upływie ważności.",
        way: Way::Any(&[Way::Person("person_id"), Way::User("user_id")]),
        rows: Rows::Go(AtOnce),
        columns: &[
            shown("purpose", "purpose", "Cel", Code(words::link_purpose), Stays),
            hidden("token_hash", SECRET, Stays),
            shown("created_at", "createdAt", "Zamówiono", Instant, Stays),
            shown("used_at", "usedAt", "Użyto", Instant, Stays),
        ],
    },
];
