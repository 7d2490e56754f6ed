//! The public pages on which anybody checks a certificate, and the forms that lead there: by its code, by number and name, by
//! the file.
//!
//! Pure: who looks up a certificate makes a [`Verdict`] of it; this file finds the words. What a verdict says is
//! told by its heading and its sign, colour only repeats it. What is unknown is answered with patience: most are
//! typing mistakes, few are forgeries. Pages speak Polish or English; a language that somebody chose goes along as `lang`.

mod texts;

use axum::Router;
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::NaiveDate;
use edge::html::{Html, layout_in};
use entities::certificates::{CertificateKind, code};
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;
use entities::shared::text;
use serde::Deserialize;

use texts::{Told, date, told};

/// Characters of a verification code without separators.
pub const CODE_CHARS: usize = 26;

/// The language of a page, and whether somebody chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speech {
    /// The language.
    pub lang: Language,
    /// Whether it was chosen, rather than asked for by the browser.
    pub is_chosen: bool,
}

impl Speech {
    /// As somebody chose by `lang`, else as their browser asks.
    #[must_use]
    pub fn of(chosen: Option<&str>, headers: &HeaderMap) -> Self {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        match chosen {
            Some("pl") => Self { lang: Language::Polish, is_chosen: true },
            Some("en") => Self { lang: Language::English, is_chosen: true },
            _ => Self { lang: Language::of_header(asked), is_chosen: false },
        }
    }

    /// What links within the pages carry along.
    const fn along(self) -> &'static str {
        match (self.is_chosen, self.lang) {
            (false, _) => "",
            (true, Language::Polish) => "?lang=pl",
            (true, Language::English) => "?lang=en",
        }
    }

    /// How the other language is chosen on the same page.
    const fn other(self) -> &'static str {
        match self.lang {
            Language::Polish => "?lang=en",
            Language::English => "?lang=pl",
        }
    }
}

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The certificate with this code.
    Code(String),
    /// The certificate with this number, by somebody who knows whose it is.
    Number(String),
    /// The certificate whose file has this hash.
    File(String),
}

/// What the register says.
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
    /// There is no such certificate.
    Unknown,
}

/// What the public may see of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What it confirms.
    pub kind: CertificateKind,
    /// `SERIES/2026/0001`.
    pub number: String,
    /// Names as printed; none once it is withdrawn.
    pub name: Option<String>,
    /// Whether the name was erased: told, so that nobody takes its absence for a forgery.
    pub is_erased: bool,
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
    /// The status of the page: 404 for what is unknown, else 200.
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

/// The page for what was asked. Answer it with [`Verdict::status`].
#[must_use]
pub fn page(asked: &Asked, verdict: &Verdict, speech: Speech) -> Html {
    let lang = speech.lang;
    let Told { tone, icon, heading, lead } = told(verdict, asked, lang);
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
        main = main.and_html(&facts_list(facts, verdict.has_term(), lang));
    }
    let (label, shown) = match asked {
        Asked::Code(code) => (texts::CHECKED_CODE, groups(code)),
        Asked::Number(number) => (texts::CHECKED_NUMBER, number.clone()),
        Asked::File(hash) => (texts::CHECKED_FILE, hash.clone()),
    };
    main = main.and("<p class=\"code\"><span>").and(label.say(lang)).and("</span> <code>");
    main = main.and_text(&shown).and("</code></p>\n</article>\n");
    if let Asked::Code(code) = asked {
        main = main.and_html(&seal_of(code, lang));
    }
    main = match (verdict.facts(), asked) {
        (Some(facts), _) => main.and_html(&texts::how_to_compare(lang, facts.name.is_some())),
        (None, Asked::Code(code)) => {
            let form = by_code(&groups(code), None, speech);
            main.and_html(&texts::what_to_check(asked, lang)).and_html(&form)
        }
        (None, _) => main.and_html(&texts::what_to_check(asked, lang)),
    };
    if let (Verdict::Valid(_) | Verdict::Expired(..), Asked::Code(code)) = (verdict, asked) {
        main = main
            .and("<p><a href=\"/verify/")
            .and_text(code)
            .and("/badge.json\" download>")
            .and(texts::BADGE.say(lang))
            .and("</a> ")
            .and(texts::ABOUT_BADGE.say(lang))
            .and("</p>\n");
    }
    if !matches!((verdict, asked), (Verdict::Unknown, Asked::Code(_))) {
        main = main
            .and("<p class=\"actions\"><a class=\"button\" href=\"/verify")
            .and(speech.along())
            .and("\">")
            .and(texts::CHECK_ANOTHER.say(lang))
            .and("</a></p>\n");
    }
    // A posted form has no address to come back to.
    let other = match asked {
        Asked::Number(_) => format!("/verify{}", speech.other()),
        Asked::Code(_) | Asked::File(_) => speech.other().to_owned(),
    };
    layout_in(lang, Some(&other), heading, &main)
}

/// What somebody typed into the forms of the landing page, and what is wrong with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Typed<'a> {
    /// A code.
    pub code: &'a str,
    /// A number.
    pub number: &'a str,
    /// A name.
    pub name: &'a str,
    /// What is wrong.
    pub problem: Option<Problem>,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It can be no code.
    NotACode,
    /// It is a number, in place of a code.
    IsANumber,
    /// The number or the name is missing.
    BothNeeded,
}

/// The landing page with the forms; a problem is told beside its field, which keeps what was typed.
#[must_use]
pub fn landing(typed: Typed<'_>, speech: Speech) -> Html {
    let lang = speech.lang;
    let of_code = match typed.problem {
        Some(Problem::NotACode) => Some(texts::NOT_A_CODE.say(lang)),
        _ => None,
    };
    let of_number = match typed.problem {
        Some(Problem::IsANumber) => Some(texts::IS_A_NUMBER.say(lang)),
        Some(Problem::BothNeeded) => Some(texts::BOTH_NEEDED.say(lang)),
        _ => None,
    };
    let main = Html::markup("<h1>")
        .and(texts::CHECK_IT.say(lang))
        .and("</h1>\n<p class=\"lead\">")
        .and(texts::LEAD.say(lang))
        .and("</p>\n")
        .and_html(&by_code(typed.code, of_code, speech))
        .and_html(&by_number(typed.number, typed.name, of_number, speech))
        .and_html(&by_file(speech))
        .and(texts::WHERE_IS_THE_CODE.say(lang))
        .and("<script src=\"/assets/verify.js\" defer></script>\n");
    let title = if typed.problem.is_some() { texts::MEND_IT } else { texts::CHECK_IT };
    layout_in(lang, Some(&format!("/verify{}", speech.other())), title.say(lang), &main)
}

/// What is told while a check cannot be made: too many at once, or the register cannot be reached.
#[must_use]
pub fn unavailable(speech: Speech) -> Html {
    let lang = speech.lang;
    let main = Html::markup("<h1>")
        .and(texts::TRY_LATER.say(lang))
        .and("</h1>\n<p class=\"lead\">")
        .and(texts::WHY_LATER.say(lang))
        .and("</p>\n");
    layout_in(lang, None, texts::TRY_LATER.say(lang), &main)
}

/// What is told where a form did not arrive as a whole.
#[must_use]
pub fn unreadable(speech: Speech) -> Html {
    let lang = speech.lang;
    let main = Html::markup("<h1>").and(texts::UNREADABLE.say(lang)).and("</h1>\n<p class=\"lead\">");
    let main = main.and(texts::WHY_UNREADABLE.say(lang)).and("</p>\n");
    layout_in(lang, None, texts::UNREADABLE.say(lang), &main)
}

/// `/verify`: the forms, or with `?code=…` the way to `/verify/{code}`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(
        "/verify",
        get(async |headers: HeaderMap, Query(sent): Query<Sent>| in_language(ask(&sent, &headers))),
    )
}

/// What the form of codes sends.
#[derive(Deserialize)]
struct Sent {
    code: Option<String>,
    lang: Option<String>,
}

fn ask(sent: &Sent, headers: &HeaderMap) -> Response {
    let speech = Speech::of(sent.lang.as_deref(), headers);
    let Some(typed) = &sent.code else {
        return landing(Typed::default(), speech).into_response();
    };
    if let Some(code) = normalise(typed) {
        return Redirect::to(&format!("/verify/{code}{}", speech.along())).into_response();
    }
    let typed: String = typed.chars().take(80).collect();
    let back = if typed.contains('/') {
        Typed { number: &typed, problem: Some(Problem::IsANumber), ..Typed::default() }
    } else {
        Typed { code: &typed, problem: Some(Problem::NotACode), ..Typed::default() }
    };
    landing(back, speech).with_status(StatusCode::BAD_REQUEST)
}

/// The answer as one that depends on the language that is asked for.
pub(crate) fn in_language(mut answer: Response) -> Response {
    answer.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    answer
}

/// In groups as the document prints them: easier to compare.
fn groups(code: &str) -> String {
    let shown: String = code.chars().take(80).collect();
    code::groups(&shown).join(" ")
}

fn facts_list(facts: &Facts, with_term: bool, lang: Language) -> Html {
    let mut rows = vec![];
    let erased = || facts.is_erased.then(|| texts::ERASED_NAME.say(lang).to_owned());
    if let Some(name) = facts.name.clone().or_else(erased) {
        rows.push((texts::HOLDER, name));
    }
    rows.extend([
        (texts::TRAINING, facts.training.clone()),
        (texts::KIND, facts.kind.label(lang).to_owned()),
        (texts::NUMBER, facts.number.clone()),
        (texts::ISSUER, facts.issuer.clone()),
        (texts::ISSUED_ON, date(facts.issued_on, lang)),
    ]);
    if with_term {
        let for_ever = || texts::FOR_EVER.say(lang).to_owned();
        rows.push((texts::VALID_UNTIL, facts.valid_until.map_or_else(for_ever, |day| date(day, lang))));
    }
    rows.iter()
        .fold(Html::markup("<dl class=\"facts\">\n"), |list, (term, value)| {
            list.and("<div><dt>").and(term.say(lang)).and("</dt><dd>").and_text(value).and("</dd></div>\n")
        })
        .and("</dl>\n")
}

/// Where the script of this page tells what the fragment of the address says, which the server never sees. Without a fragment
/// or scripts nothing is shown.
fn seal_of(code: &str, lang: Language) -> Html {
    let mut place = Html::markup("<section id=\"seal\" hidden role=\"status\" data-code=\"").and_text(code);
    for (name, words) in texts::SEAL {
        place = place.and("\" data-").and(name).and("=\"").and(words.say(lang));
    }
    for kind in CertificateKind::ALL {
        place = place.and("\" data-").and(kind.code()).and("=\"").and(kind.label(lang));
    }
    place.and("\"></section>\n<script src=\"/assets/seal.js\" defer></script>\n")
}

/// The chosen language goes along with a form.
fn along(speech: Speech) -> Html {
    if !speech.is_chosen {
        return Html::default();
    }
    Html::markup("<input type=\"hidden\" name=\"lang\" value=\"").and(speech.lang.code()).and("\">\n")
}

/// A problem that the field of this name is described by.
fn problem_of(field: &'static str, problem: Option<&'static str>, lang: Language) -> Html {
    let Some(problem) = problem else { return Html::default() };
    Html::markup("<p class=\"problem\" id=\"")
        .and(field)
        .and("-problem\"><strong>")
        .and(texts::ATTENTION.say(lang))
        .and("</strong> ")
        .and(problem)
        .and("</p>\n")
}

fn by_code(typed: &str, problem: Option<&'static str>, speech: Speech) -> Html {
    let lang = speech.lang;
    let described = match problem {
        Some(_) => "\" aria-invalid=\"true\" aria-describedby=\"code-problem code-hint\">\n",
        None => "\" aria-describedby=\"code-hint\">\n",
    };
    Html::markup("<form class=\"ask\" action=\"/verify\" method=\"get\">\n")
        .and_html(&along(speech))
        .and("<label for=\"code\">")
        .and(texts::CODE.say(lang))
        .and("</label>\n<p class=\"hint\" id=\"code-hint\">")
        .and(texts::CODE_HINT.say(lang))
        .and("</p>\n")
        .and_html(&problem_of("code", problem, lang))
        .and("<div class=\"row\"><input id=\"code\" name=\"code\" type=\"text\" required maxlength=\"80\" ")
        .and("autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" value=\"")
        .and_text(typed)
        .and(described)
        .and("<button class=\"button\" type=\"submit\">")
        .and(texts::CHECK.say(lang))
        .and("</button></div>\n</form>\n")
}

fn by_number(number: &str, name: &str, problem: Option<&'static str>, speech: Speech) -> Html {
    let lang = speech.lang;
    let (of_number, of_name) = match problem {
        Some(_) => (
            "\" aria-invalid=\"true\" aria-describedby=\"number-problem number-hint\"></div>\n",
            "\" aria-describedby=\"number-problem name-hint\">\n",
        ),
        None => ("\" aria-describedby=\"number-hint\"></div>\n", "\" aria-describedby=\"name-hint\">\n"),
    };
    Html::markup("<form class=\"ask\" action=\"/verify/number\" method=\"post\">\n<h2>")
        .and(texts::BY_NUMBER.say(lang))
        .and("</h2>\n")
        .and_html(&along(speech))
        .and_html(&problem_of("number", problem, lang))
        .and("<label for=\"number\">")
        .and(texts::NUMBER.say(lang))
        .and("</label>\n<p class=\"hint\" id=\"number-hint\">")
        .and(texts::NUMBER_HINT.say(lang))
        .and("</p>\n<div class=\"row plain\"><input id=\"number\" name=\"number\" type=\"text\" required ")
        .and("maxlength=\"80\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" value=\"")
        .and_text(number)
        .and(of_number)
        .and("<label for=\"name\">")
        .and(texts::NAME.say(lang))
        .and("</label>\n<p class=\"hint\" id=\"name-hint\">")
        .and(texts::NAME_HINT.say(lang))
        .and("</p>\n<div class=\"row plain\"><input id=\"name\" name=\"name\" type=\"text\" required ")
        .and("maxlength=\"200\" autocomplete=\"off\" spellcheck=\"false\" value=\"")
        .and_text(name)
        .and(of_name)
        .and("<button class=\"button\" type=\"submit\">")
        .and(texts::CHECK.say(lang))
        .and("</button></div>\n</form>\n")
}

/// Where a file is dropped. The script of this page shows it, and only where the browser can compute a hash.
fn by_file(speech: Speech) -> Html {
    let lang = speech.lang;
    Html::markup("<section class=\"ask\" id=\"by-file\" data-along=\"")
        .and(speech.along())
        .and("\" data-busy=\"")
        .and(texts::FILE_BUSY.say(lang))
        .and("\" data-too-large=\"")
        .and(texts::FILE_TOO_LARGE.say(lang))
        .and("\" data-unread=\"")
        .and(texts::FILE_UNREAD.say(lang))
        .and("\">\n<h2>")
        .and(texts::BY_FILE.say(lang))
        .and("</h2>\n<p class=\"hint\" data-off>")
        .and(texts::FILE_OFF.say(lang))
        .and("</p>\n<div class=\"drop\" data-on hidden>\n<label for=\"file\">")
        .and(texts::FILE.say(lang))
        .and("</label>\n<p class=\"hint\" id=\"file-hint\">")
        .and(texts::FILE_HINT.say(lang))
        .and("</p>\n<input id=\"file\" type=\"file\" accept=\"application/pdf,.pdf\" aria-describedby=\"file-hint\">\n")
        .and("<p role=\"status\" data-said></p>\n</div>\n</section>\n")
}

#[cfg(test)]
mod tests;
