//! Why this room refuses, and the forms of its values.

use crate::{forms, refusals};

refusals! {
    BAD_CREDENTIALS: "Adres e-mail i hasło nie pasują do siebie lub konto jest zablokowane."
        / "E-mail and password do not belong together, or the account is blocked.";
    SECOND_FACTOR_NEEDED: "To konto ma drugi składnik logowania: podaj także kod z aplikacji albo kod zapasowy."
        / "The account has a second factor: send the code of the authenticator app, or a recovery code, too.";
    CODE_INVALID: "Kod jest błędny, nieaktualny albo już użyty. Poczekaj na następny."
        / "The code is wrong, too old, or was used; wait for the next one.";
    PROVIDER_MISSING: "W tej instalacji nie ma logowania przez zewnętrznego dostawcę."
        / "This installation has no login by an outside provider.";
    LINK_INVALID: "Ten odnośnik jest nieznany, wykorzystany, nieaktualny albo wycofany."
        / "The link is unknown, used, expired or taken back.";
    LAST_ADMINISTRATOR: "To jedyna osoba, która administruje systemem."
        / "Nobody else looks after the installation.";
}

forms! {
    COMMON_PASSWORD: "To hasło łatwo odgadnąć: jest powszechne albo składa się z powtórzeń, ciągów lub sąsiednich klawiszy. Kilka przypadkowych słów jest lepsze."
        / "Easily guessed: it is common, or made of repetitions, sequences or neighbouring keys. A few random words are better.";
    OWN_FACTS: "Hasło nie może składać się z adresu, imienia, nazwiska ani nazwy systemu."
        / "A password must not be made of one's address or names, or of the name of the system.";
    TOKEN_YEAR: "Token może działać najwyżej rok."
        / "A token lasts a year at most.";
    CHALLENGE: "To nie jest wyzwanie S256: 43 znaki base64url bez dopełnienia."
        / "Not a challenge by S256: 43 characters of base64url without padding.";
}
