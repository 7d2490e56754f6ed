//! What the program itself notes: requests, messages, answers, who did and saw what.

use super::Blank::Null;
use super::Erased::{Blank, By, Stays};
use super::Kind::{Code, Day, Instant, Name, Text};
use super::When::{AfterProjects, AtOnce};
use super::{Entry, Rows, Way, hidden, shown};
use crate::clauses::ReceiptChannel;
use crate::mail::{DeliveryKind, DeliveryState};
use crate::pesel::SightingKind;
use crate::requests::{RequestKind, RequestState, export_words as words};
use crate::shared::actor::Role;
use crate::shared::enums::polish;
use crate::shared::language::Language;

pub(super) const TABLES: &[Entry] = &[
    Entry {
        table: "data_subject_request",
        label: "Wnioski o dane",
        about: "Wnioski o kopię albo usunięcie danych, z terminem i odpowiedzią.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("that somebody was answered, and when, must be shown"),
        columns: &[
            shown("kind", "kind", "Rodzaj", Code(polish::<RequestKind>), Stays),
            shown("state", "state", "Stan", Code(polish::<RequestState>), By("requests::erase_person")),
            shown("created_at", "askedAt", "Wpłynął", Instant, Stays),
            shown("due_on", "dueOn", "Termin", Day, Stays),
            shown("ended_at", "answeredAt", "Odpowiedź", Instant, Stays),
            shown("reason", "reason", "Uzasadnienie odmowy", Text, Blank(AfterProjects, Null)),
            hidden("problem", "a code of the machine", Stays),
        ],
    },
    Entry {
        table: "delivery",
        label: "Wiadomości",
        about: "O czym i kiedy do osoby napisano. Bez adresu i bez treści.",
        way: Way::Any(&[Way::Person("person_id"), Way::User("user_id")]),
        rows: Rows::Stay("that a message went out, to a key without an address, so that none goes out twice"),
        columns: &[
            shown("kind", "about", "Dotyczy", Code(polish::<DeliveryKind>), Stays),
            shown("state", "state", "Stan", Code(polish::<DeliveryState>), By("mail::leave_out")),
            shown("created_at", "createdAt", "Przygotowano", Instant, Stays),
            shown("sent_at", "sentAt", "Wysłano", Instant, Stays),
            shown("language", "language", "Język", Code(polish::<Language>), Stays),
            hidden("channel", "always e-mail", Stays),
            hidden("message_id", "a key and the host's name", Stays),
            hidden("problem", "a code of the machine", Stays),
        ],
    },
    Entry {
        table: "schedule_recipient",
        label: "Raporty cykliczne",
        about: "Raporty, które osoba dostaje według harmonogramu.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[shown("created_at", "since", "Od kiedy", Instant, Stays)],
    },
    Entry {
        table: "idempotency_key",
        label: "Powtórzone polecenia",
        about: "Odpowiedzi na polecenia konta, na wypadek ich powtórzenia. Usuwane po 7 dniach.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[
            shown("operation", "operation", "Polecenie", Text, Stays),
            shown("created_at", "createdAt", "Kiedy", Instant, Stays),
            hidden("key", "made up by the client", Stays),
            hidden("input_hash", "a hash, gone after seven days", Stays),
            hidden("answer", "keys and reasons, never names", Stays),
        ],
    },
    Entry {
        table: "audit_entry",
        label: "Dziennik zmian",
        about: "Co zrobiono z konta osoby i co zrobiono z jej danymi, w tym kto je pobierał. Dziennik jest dowodem \
                rozliczalności (art. 5 ust. 2 RODO); zawiera klucze i stany, nie zawiera imion ani adresów.",
        way: Way::Any(&[Way::User("user_id"), Way::Person("subject_id"), Way::User("subject_id")]),
        rows: Rows::Stay("nobody may change the trail; its keys lead to nobody once the rest is gone"),
        columns: &[
            shown("at", "at", "Kiedy", Instant, Stays),
            shown("action", "action", "Czynność", Code(words::action), Stays),
            shown("subject_type", "subject", "Dotyczy", Code(words::subject), Stays),
            shown("from_state", "fromState", "Stan przed", Text, Stays),
            shown("to_state", "toState", "Stan po", Text, Stays),
            hidden("actor_kind", "follows from the section", Stays),
            hidden("reason", "may tell of others", Stays),
            hidden("request_id", "made by the program", Stays),
            hidden("detail", "counts and keys", Stays),
        ],
    },
    Entry {
        table: "pesel_sighting",
        label: "Kto widział numer PESEL",
        about: "Kiedy i w jakiej roli ktoś wpisał, odczytał albo wyszukał numer PESEL.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("that the number was seen must be shown; of nobody once the person is erased"),
        columns: &[
            shown("at", "at", "Kiedy", Instant, Stays),
            shown("kind", "kind", "Czynność", Code(polish::<SightingKind>), Stays),
            shown("role", "role", "Rola", Code(polish::<Role>), Stays),
        ],
    },
    Entry {
        table: "clause_receipt",
        label: "Klauzule informacyjne",
        about: "Którą wersję klauzuli informacyjnej pokazano, kiedy i jak.",
        way: Way::Any(&[Way::Person("person_id"), Way::User("user_id")]),
        rows: Rows::Stay("that somebody was informed must be shown; of nobody once the person is erased"),
        columns: &[
            shown("clause_id", "clause", "Klauzula", Name("information_clause", "title"), Stays),
            shown("at", "at", "Kiedy", Instant, Stays),
            shown("channel", "channel", "Sposób", Code(polish::<ReceiptChannel>), Stays),
        ],
    },
];
