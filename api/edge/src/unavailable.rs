//! What is answered where the database is away or busy: the same would go better later, through nobody's defect.

use entities::shared::language::Words;

/// The code.
pub const UNAVAILABLE: &str = "UNAVAILABLE";
/// After how many seconds another try makes sense.
pub const RETRY_AFTER_S: u64 = 2;
/// What people are told.
pub const LATER: Words = Words::new(
    "Baza danych jest teraz niedostępna albo zajęta. Nic nie zmieniono; spróbuj ponownie za chwilę.",
    "The database cannot be reached or is busy now. Nothing was changed; please try again in a moment.",
);
