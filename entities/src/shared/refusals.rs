//! Why any room may refuse, and the forms that values of every room have.

use crate::{forms, refusals};

refusals! {
    JOIN_CONFLICT: "Tych zapisów nie można połączyć: w czymś oba mówią co innego (udział w jednej edycji, zaświadczenie, numer PESEL, otwarty wniosek). Najpierw wyjaśnij jeden z nich."
        / "The two cannot be joined: in something both say otherwise (part in one edition, a certificate, a PESEL number, an open request). Settle one of them first.";
    NOT_FOUND: "Nie znaleziono."
        / "There is no such thing, or the viewer may not see it.";
    FORBIDDEN: "Brak uprawnień do tej czynności."
        / "The viewer sees it but may not do this.";
    INVALID: "Wartość jest nieprawidłowa."
        / "A field's value breaks its form.";
    WRONG_STATE: "Obecny stan na to nie pozwala."
        / "The present state does not allow this; the message names it and the states allowed.";
    STALE_VERSION: "Ktoś zmienił te dane w międzyczasie. Odśwież je i spróbuj ponownie."
        / "Somebody changed it meanwhile; read it again.";
    IDEMPOTENCY_KEY_REUSED: "Ten klucz idempotencji był już użyty z innymi danymi."
        / "The idempotency key was used with another input.";
    DUPLICATE: "Taka pozycja już istnieje."
        / "It exists already.";
    TOO_MANY: "To za dużo naraz."
        / "More than may be done at once.";
    QUOTA_REACHED: "Wyczerpano limit na pewien czas. Spróbuj ponownie później."
        / "A quota is used up for a while; `retryAfterSeconds` says for how long.";
    NOTHING_CHANGED: "Nic by się nie zmieniło."
        / "Nothing would differ from what there is.";
}

forms! {
    REQUIRED: "To pole jest wymagane."
        / "This field is required.";
    AT_MOST: "Najwyżej {}."
        / "At most {}.";
    AT_LEAST: "Co najmniej {} znaków."
        / "At least {} characters.";
    CONTROL_CHARACTERS: "Tekst zawiera znaki sterujące lub niewidoczne."
        / "The text holds control or invisible characters.";
    UNPRINTABLE: "Tekst zawiera znak, którego nie ma w krojach pisma dokumentów: {}."
        / "The text holds a letter that no face of the documents has: {}.";
    DATE: "To nie jest data w postaci RRRR-MM-DD."
        / "Not a date as YYYY-MM-DD.";
    INSTANT: "Podaj datę i godzinę razem z przesunięciem strefy czasowej, np. 2026-12-10T09:00:00+01:00."
        / "Give date and time with the offset of the time zone, such as 2026-12-10T09:00:00+01:00.";
    YEAR: "Rok musi mieścić się między 1990 a 2100."
        / "The year must lie between 1990 and 2100.";
    OUTSIDE_PERIOD: "To wykracza poza okres całości, do której należy."
        / "Outside the period of what it belongs to.";
    END_BEFORE_START: "Koniec nie może poprzedzać początku."
        / "The end must not lie before the start.";
    RANGE: "Wartość musi mieścić się między {} a {}."
        / "The value must lie between {} and {}.";
    LINK: "To nie jest adres strony, który zaczyna się od https://."
        / "Not the address of a page that begins with https://.";
    EMAIL: "To nie jest adres e-mail."
        / "Not an e-mail address.";
    NIP: "Nieprawidłowy NIP."
        / "Not a valid NIP.";
    REGON: "Nieprawidłowy REGON."
        / "Not a valid REGON.";
    TERC: "Nieprawidłowy kod TERC."
        / "Not a valid TERC code.";
    HOLDS_PESEL: "Tekst nie może zawierać numeru PESEL."
        / "The text must not hold a PESEL number.";
    POSTAL_CODE: "Kod pocztowy ma postać 00-000."
        / "A postal code reads 00-000.";
    FUTURE: "Ten okres jeszcze się nie rozpoczął."
        / "This period has not begun yet.";
    AFTER_NOW: "Ten moment jeszcze nie nastąpił."
        / "This time has not come yet.";
    REFERENCE: "Ta pozycja nie należy do zbioru, z którego można wybierać."
        / "Not one of those that may be chosen.";
    DECIMAL: "To nie jest liczba dziesiętna w postaci 12.50, najwyżej z dwoma miejscami po kropce."
        / "Not a decimal number such as 12.50, with at most two decimals.";
}
