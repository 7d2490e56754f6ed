//! The public page on which anybody checks a certificate, and the form that leads there.
//!
//! Pure: who looks up a certificate makes a [`Verdict`] of it; this file finds the words. What a verdict says is
//! told by its heading and its sign, colour only repeats it. The unknown code is answered with patience: most are
//! typing mistakes, few are forgeries.

mod texts;

use axum::Router;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::NaiveDate;
use edge::html::{Html, layout};
use entities::certificates::code;
use entities::shared::text;
use entities::shared::warsaw::long_tied as date;
use serde::Deserialize;

use texts::{Words, words};

/// Characters of a verification code without separators.
pub const CODE_CHARS: usize = 26;

/// What stands in place of a name that was erased.
pub const ERASED_NAME: &str = "usunięto z rejestru (ochrona danych osobowych)";

/// What the register says about a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// In force.
    Valid(Facts),
    /// Replaced by a corrected certificate.
    Corrected {
        /// What the replaced certificate says.
        facts: Facts,
        /// Number of the certificate that replaces it.
        by: String,
    },
    /// Withdrawn by its issuer.
    Revoked {
        /// What the withdrawn certificate says.
        facts: Facts,
        /// Day on which it was withdrawn.
        on: NaiveDate,
    },
    /// True, but no longer in force; the date is its last day of validity.
    Expired(Facts, NaiveDate),
    /// No certificate has this code.
    Unknown,
}

/// What the public may see of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// `SERIES/2026/0001`.
    pub number: String,
    /// Names as printed; none once it is withdrawn.
    pub name: Option<String>,
    /// Title of the training.
    pub training: String,
    /// The issuing office.
    pub issuer: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day of validity, where there is one.
    pub valid_until: Option<NaiveDate>,
}

impl Verdict {
    /// The status of the page: 404 for an unknown code, else 200.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        }
    }

    /// Whether the term of validity still says something: not once a certificate was withdrawn or replaced.
    fn has_term(&self) -> bool {
        matches!(self, Self::Valid(_) | Self::Expired(..))
    }

    fn facts(&self) -> Option<&Facts> {
        match self {
            Self::Valid(facts)
            | Self::Corrected { facts, .. }
            | Self::Revoked { facts, .. }
            | Self::Expired(facts, _) => Some(facts),
            Self::Unknown => None,
        }
    }
}

/// Brings a typed code into the form in which it is stored: upper case, without spaces and hyphens of any kind.
/// `None` when what is left is empty, longer than 64 characters, or not letters and digits – no code at all, and
/// nothing to put into an address.
#[must_use]
pub fn normalise(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(CODE_CHARS);
    for character in text::number(typed).chars() {
        match character {
            '_' => {}
            character if character.is_ascii_alphanumeric() => code.push(character.to_ascii_uppercase()),
            _ => return None,
        }
        if code.len() > 64 {
            return None;
        }
    }
    (!code.is_empty()).then_some(code)
}

/// The page for one code. Answer it with [`Verdict::status`].
#[must_use]
pub fn page(code: &str, verdict: &Verdict) -> Html {
    let Words { tone, icon, heading, lead } = words(verdict);
    let mut main = Html::markup("<article class=\"card\">\n<div class=\"verdict ")
        .and(tone)
        .and("\">")
        .and(icon)
        .and("<div><h1>")
        .and(heading)
        .and("</h1><p>")
        .and_html(&lead)
        .and("</p></div></div>\n");
    if let Some(facts) = verdict.facts() {
        main = main.and_html(&facts_list(facts, verdict.has_term()));
    }
    main = main.and("<p class=\"code\"><span>Sprawdzony kod:</span> <code>").and_text(&groups(code));
    main = main.and("</code></p>\n</article>\n");
    main = match verdict {
        Verdict::Unknown => main.and_html(&texts::what_to_check(code)).and_html(&form(&groups(code), None)),
        _ => main.and_html(&texts::how_to_compare()).and(
            "<p class=\"actions\"><a class=\"button\" href=\"/verify\">Sprawdź inne zaświadczenie</a></p>\n",
        ),
    };
    layout(heading, &main)
}

/// The landing page with the form; `problem` is told beside the field, which keeps what was typed.
#[must_use]
pub fn landing(typed: &str, problem: Option<&str>) -> Html {
    let main = Html::markup(
        "<h1>Sprawdź zaświadczenie</h1>\n<p class=\"lead\">Masz przed sobą zaświadczenie ze szkolenia? Wpisz \
         kod z dokumentu, a pokażemy, co o nim mówi rejestr: czy jest ważne, komu i kiedy zostało wydane.</p>\n",
    )
    .and_html(&form(typed, problem))
    .and_html(&texts::where_is_the_code());
    layout(if problem.is_some() { "Popraw kod zaświadczenia" } else { "Sprawdź zaświadczenie" }, &main)
}

/// What is told while a check cannot be made: too many at once, or the register cannot be reached.
#[must_use]
pub fn unavailable() -> Html {
    let main = Html::markup(
        "<h1>Spróbuj za chwilę</h1>\n<p class=\"lead\">Nie możemy teraz sprawdzić zaświadczenia: zapytań jest zbyt \
         wiele albo rejestr jest chwilowo niedostępny. Odczekaj minutę i spróbuj ponownie.</p>\n",
    );
    layout("Spróbuj za chwilę", &main)
}

/// `/verify`: the form, or with `?code=…` the way to `/verify/{code}`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/verify", get(async |Query(asked): Query<Asked>| ask(asked)))
}

/// What the form sends.
#[derive(Deserialize)]
struct Asked {
    code: Option<String>,
}

fn ask(asked: Asked) -> Response {
    let Some(typed) = asked.code else {
        return landing("", None).into_response();
    };
    match normalise(&typed) {
        Some(code) => Redirect::to(&format!("/verify/{code}")).into_response(),
        None => {
            let typed: String = typed.chars().take(80).collect();
            landing(&typed, Some(texts::NOT_A_CODE)).with_status(StatusCode::BAD_REQUEST)
        }
    }
}

/// In groups as the document prints them: easier to compare.
fn groups(code: &str) -> String {
    let shown: String = code.chars().take(80).collect();
    code::groups(&shown).join(" ")
}

fn facts_list(facts: &Facts, with_term: bool) -> Html {
    let mut rows = vec![];
    if let Some(name) = &facts.name {
        rows.push(("Imię i nazwisko", name.clone()));
    }
    rows.extend([
        ("Szkolenie", facts.training.clone()),
        ("Numer zaświadczenia", facts.number.clone()),
        ("Wystawca", facts.issuer.clone()),
        ("Data wystawienia", date(facts.issued_on)),
    ]);
    if with_term {
        let until = facts.valid_until.map_or_else(|| "bezterminowo".to_owned(), date);
        rows.push(("Termin ważności", until));
    }
    rows.iter()
        .fold(Html::markup("<dl class=\"facts\">\n"), |list, (term, value)| {
            list.and("<div><dt>").and(term).and("</dt><dd>").and_text(value).and("</dd></div>\n")
        })
        .and("</dl>\n")
}

fn form(typed: &str, problem: Option<&str>) -> Html {
    let mut form = Html::markup(
        "<form class=\"ask\" action=\"/verify\" method=\"get\">\n\
         <label for=\"code\">Kod weryfikacyjny</label>\n\
         <p class=\"hint\" id=\"code-hint\">26 liter i cyfr wydrukowanych obok kodu QR. Wielkość liter, spacje \
         i łączniki nie mają znaczenia.</p>\n",
    );
    if let Some(problem) = problem {
        form = form
            .and("<p class=\"problem\" id=\"code-problem\"><strong>Uwaga:</strong> ")
            .and_text(problem)
            .and("</p>\n");
    }
    let described = match problem {
        Some(_) => " aria-invalid=\"true\" aria-describedby=\"code-problem code-hint\"",
        None => " aria-describedby=\"code-hint\"",
    };
    form.and("<div class=\"row\"><input id=\"code\" name=\"code\" type=\"text\" required maxlength=\"80\" ")
        .and("autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" value=\"")
        .and_text(typed)
        .and("\"")
        .and(described)
        .and(">\n<button class=\"button\" type=\"submit\">Sprawdź</button></div>\n</form>\n")
}

#[cfg(test)]
mod tests;
