//! Pages of a login at a provider: pure words, Polish first and English beneath. Nothing of what a provider says about
//! somebody is on them.

use axum::http::StatusCode;
use edge::html::{Html, layout};

/// Why a login came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No provider is configured.
    Missing,
    /// What the client sent makes no login.
    Asked,
    /// It expired, was used, or began in another browser.
    Over,
    /// The provider says that whoever logs in has changed their mind, or may not.
    Refused,
    /// The provider cannot be reached.
    Unavailable,
    /// The provider's word is not to be believed.
    Untrusted,
    /// There is no account with the address.
    NoAccount,
    /// The provider has not verified the address.
    Unverified,
    /// The account is blocked.
    Blocked,
    /// The identity belongs to another account.
    Taken,
}

impl Problem {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Missing,
        Self::Asked,
        Self::Over,
        Self::Refused,
        Self::Unavailable,
        Self::Untrusted,
        Self::NoAccount,
        Self::Unverified,
        Self::Blocked,
        Self::Taken,
    ];

    /// The answer's status.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Asked | Self::Over => StatusCode::BAD_REQUEST,
            Self::Refused | Self::NoAccount | Self::Unverified | Self::Blocked => StatusCode::FORBIDDEN,
            Self::Taken => StatusCode::CONFLICT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Untrusted => StatusCode::BAD_GATEWAY,
        }
    }

    const fn pl(self) -> &'static str {
        match self {
            Self::Missing => {
                "W tej instalacji nie ma logowania przez zewnętrznego dostawcę. Zaloguj się hasłem."
            }
            Self::Asked => {
                "Aplikacja, z której przychodzisz, nie rozpoczęła logowania poprawnie. Wróć do niej i spróbuj jeszcze raz."
            }
            Self::Over => {
                "To logowanie wygasło, zostało już użyte albo zaczęło się w innej przeglądarce. Zacznij jeszcze raz \
                 w aplikacji."
            }
            Self::Refused => {
                "Dostawca nie potwierdził logowania. Nic się nie stało – możesz zacząć jeszcze raz."
            }
            Self::Unavailable => {
                "Dostawca logowania chwilowo nie odpowiada. Spróbuj za kilka minut albo zaloguj się hasłem."
            }
            Self::Untrusted => {
                "Odpowiedzi dostawcy nie można zaufać, więc logowanie zostało przerwane. Powiadom administratora."
            }
            Self::NoAccount => {
                "Nie ma tu konta z adresem, który podał dostawca. Konto zakłada się przez zaproszenie – poproś o nie \
                 administratora."
            }
            Self::Unverified => {
                "Dostawca nie potwierdził adresu e-mail, więc nie wiadomo, czyje to konto. Potwierdź adres u dostawcy \
                 albo zaloguj się hasłem i połącz konta w ustawieniach."
            }
            Self::Blocked => "To konto jest zablokowane. Skontaktuj się z administratorem.",
            Self::Taken => "Ta tożsamość jest już połączona z innym kontem.",
        }
    }

    const fn en(self) -> &'static str {
        match self {
            Self::Missing => {
                "This installation has no login by an outside provider. Log in with your password."
            }
            Self::Asked => {
                "The application you come from did not begin the login correctly. Go back to it and try again."
            }
            Self::Over => {
                "This login has expired, was used already, or began in another browser. Start again in the application."
            }
            Self::Refused => {
                "The provider did not confirm the login. Nothing has happened, you can start again."
            }
            Self::Unavailable => {
                "The login provider does not answer at the moment. Try again in some minutes, or log in with your password."
            }
            Self::Untrusted => {
                "The provider's answer cannot be trusted, so the login was stopped. Tell your administrator."
            }
            Self::NoAccount => {
                "There is no account with the address that the provider gave. Accounts are made by invitation: ask your \
                 administrator for one."
            }
            Self::Unverified => {
                "The provider has not verified the e-mail address, so nobody knows whose account it is. Verify it there, or \
                 log in with your password and link the accounts in the settings."
            }
            Self::Blocked => "This account is blocked. Contact your administrator.",
            Self::Taken => "This identity is linked to another account already.",
        }
    }
}

/// What went wrong, with a way back to the client where it is known.
#[must_use]
pub fn problem(problem: Problem, back: Option<&str>) -> Html {
    let mut main = Html::markup("<h1>Nie udało się zalogować</h1>\n<p class=\"lead\" role=\"alert\">")
        .and(problem.pl())
        .and("</p>\n");
    if let Some(back) = back {
        main =
            main.and("<p class=\"actions\"><a href=\"").and_text(back).and("\">Wróć do aplikacji</a></p>\n");
    }
    main = main
        .and("<section lang=\"en\">\n<h2>The login did not succeed</h2>\n<p>")
        .and(problem.en())
        .and("</p>\n");
    if let Some(back) = back {
        main = main.and("<p><a href=\"").and_text(back).and("\">Back to the application</a></p>\n");
    }
    layout("Nie udało się zalogować", &main.and("</section>\n"))
}

/// The code for a client that no browser can be sent back to.
#[must_use]
pub fn code(code: &str) -> Html {
    let main = Html::markup(
        "<h1>Wróć do aplikacji</h1>\n<p class=\"lead\" role=\"status\">Logowanie u dostawcy się udało. Skopiuj ten kod do \
         aplikacji, w której się zaczęło. Kod działa jeden raz, przez 2 minuty.</p>\n<p><code>",
    )
    .and_text(code)
    .and(
        "</code></p>\n<section lang=\"en\">\n<h2>Back to the application</h2>\n<p>The login at the provider succeeded. Copy \
         the code above into the application in which it began. It works once, for 2 minutes.</p>\n</section>\n",
    );
    layout("Wróć do aplikacji", &main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_told_in_both_languages_and_leads_back() {
        let mut seen = std::collections::HashSet::new();
        for one in Problem::ALL {
            let page = problem(one, Some("https://app.example.pl/login?a=\"><b>"));
            let page = page.as_str();
            assert!(page.contains("lang=\"en\"") && page.contains("role=\"alert\""));
            assert!(page.contains("href=\"https://app.example.pl/login?a=&quot;&gt;&lt;b&gt;\""));
            assert!(seen.insert((one.pl(), one.en())));
            assert!(one.status().is_client_error() || one.status().is_server_error());
            assert!(!problem(one, None).as_str().contains("Wróć do aplikacji</a>"));
        }
    }

    #[test]
    fn the_code_is_text_of_the_page_and_of_no_address() {
        let page = code("zw_o_<x>");
        assert!(
            page.as_str().contains("<code>zw_o_&lt;x&gt;</code>") && !page.as_str().contains("href=\"zw")
        );
    }
}
