//! What this room keeps about people.

use super::{DeliveryKind, DeliveryState};
use crate::register::Erased::{By, Stays};
use crate::register::Kind::{Code, Instant};
use crate::register::retention_rules::RetentionRule::SettledDeliveries;
use crate::register::retention_rules::{Kept, by};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::shared::enums::polish;
use crate::shared::language::Language;

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[Entry {
    place: 210,
    table: "delivery",
    label: "Wiadomości",
    about: "O czym i kiedy do osoby napisano. Bez adresu i bez treści. Usuwane po 2 latach.",
    way: Way::Any(&[Way::Person("person_id"), Way::User("user_id")]),
    rows: Rows::Stay("that a message went out, to a key without an address, so that none goes out twice"),
    columns: &[
        shown("kind", "about", "Dotyczy", Code(polish::<DeliveryKind>), Stays),
        shown("state", "state", "Stan", Code(polish::<DeliveryState>), By("mail::leave_out")),
        shown("created_at", "createdAt", "Przygotowano", Instant, Stays),
        shown("sent_at", "sentAt", "Wysłano", Instant, Stays),
        shown("language", "language", "Język", Code(polish::<Language>), Stays),
        hidden("channel", "always e-mail", Stays),
        hidden("subject_id", "a key", Stays),
        hidden("message_id", "a key and the host's name", Stays),
        hidden("problem", "a code of the machine", Stays),
    ],
}];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[by("delivery", &[SettledDeliveries])];
