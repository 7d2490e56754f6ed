//! What stands around every page: who is logged in and where they may go, what was just done, the way to help; and the pages that
//! say why there is no other.

use askama::Template;

use crate::call::{Call, Fault, Fields, Lang, Reply};
use crate::form::{Faults, Form};
use crate::style::style_path;

/// Who looks at a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Who {
    /// Their name, or their login where they are no person of the register.
    pub name: String,
    /// Codes of their roles.
    pub roles: Vec<String>,
}

/// Who looks, by the fragment `Shell` of an answer, where somebody does.
macro_rules! who {
    ($viewer:expr) => {
        $viewer.and_then(|shell| {
            let name = shell.person.map(|person| person.full_name);
            let name = name.or(shell.user.map(|user| user.email))?;
            let roles = shell.roles.iter().map(|held| $crate::ask::code_of(&held.role)).collect();
            Some($crate::shell::Who { name, roles })
        })
    };
}

pub(crate) use who;

/// A place in the navigation.
pub(crate) struct Place {
    pub path: &'static str,
    pub name: &'static str,
    pub is_here: bool,
}

/// What is around a page.
pub(crate) struct Shell {
    pub lang: Lang,
    /// Title of the page, with a sign where something is wrong on it.
    pub title: String,
    /// Its own address, for the switch of languages.
    pub address: String,
    pub who: Option<Who>,
    pub style: String,
    /// What was just done.
    pub done: Option<&'static str>,
}

impl Shell {
    pub fn new(call: &Call, who: Option<Who>, title: impl Into<String>) -> Self {
        let done = call.done.as_deref().and_then(|code| done(call.lang, code));
        let (lang, address) = (call.lang, call.address.clone());
        Self { lang, title: title.into(), address, who, style: style_path(), done }
    }

    /// The same where something is wrong on the page.
    pub fn with_faults(mut self, faults: &Faults) -> Self {
        if !faults.is_empty() {
            self.title = format!("{} {}", self.t("Błąd:", "Error:"), self.title);
        }
        self
    }

    /// One of two texts.
    pub fn t(&self, polish: &'static str, english: &'static str) -> &'static str {
        self.lang.of(polish, english)
    }

    /// A day.
    pub fn day(&self, day: &chrono::NaiveDate) -> String {
        crate::words::day(self.lang, *day)
    }

    /// From one day to another.
    pub fn days(&self, from: &chrono::NaiveDate, to: &chrono::NaiveDate) -> String {
        crate::words::days(self.lang, *from, *to)
    }

    /// Where the viewer may go, at most seven places.
    pub fn places(&self) -> Vec<Place> {
        let mut all = vec![("/szkolenia", self.t("Szkolenia", "Trainings"))];
        if self.who.is_some() {
            all.push(("/moje", self.t("Moje sprawy", "My affairs")));
            all.push(("/moje/zaswiadczenia", self.t("Moje zaświadczenia", "My certificates")));
        }
        const OFFICE: [&str; 7] = [
            "COORDINATOR",
            "TEAM_TRAINING",
            "PROJECT_MANAGER",
            "TRAINER",
            "ROPS_ADMIN",
            "AUDITOR",
            "SYS_ADMIN",
        ];
        let works = |who: &Who| who.roles.iter().any(|role| OFFICE.contains(&role.as_str()));
        if self.who.as_ref().is_some_and(works) {
            all.push(("/biuro/szkolenia", self.t("Prowadzone szkolenia", "Trainings to look after")));
        }
        all.push(("/verify", self.t("Sprawdź zaświadczenie", "Check a certificate")));
        let here = self.address.split('?').next().unwrap_or_default();
        all.into_iter().map(|(path, name)| Place { path, name, is_here: here == path }).collect()
    }
}

/// What was just done, in words.
fn done(lang: Lang, code: &str) -> Option<&'static str> {
    Some(match code {
        "zapisano-osoby" => lang.of("Osoby są zapisane.", "The people are enrolled."),
        "zapisano" => lang.of("Zgłoszenie przyjęte.", "You are enrolled."),
        "przyjeto" => lang.of("Miejsce jest Twoje.", "The seat is yours."),
        "odrzucono" => lang.of(
            "Miejsce zwolnione. Dziękujemy za odpowiedź.",
            "The seat is free again. Thank you for your answer.",
        ),
        "zrezygnowano" => lang.of("Rezygnacja przyjęta.", "Your place was cancelled."),
        "zmieniono" => lang.of("Zmiany zapisane.", "The changes are saved."),
        "zamknieto" => lang.of("Lista obecności zamknięta.", "The attendance list is locked."),
        "wystawiono" => lang.of(
            "Zaświadczenia wystawione. Pliki powstają w tle, a wiadomości wychodzą, gdy są gotowe.",
            "The certificates are issued. Files are made in the background, and messages leave once they are there.",
        ),
        "haslo" => {
            lang.of("Hasło zmienione. Zaloguj się nowym.", "The password is changed. Log in with the new one.")
        }
        "wyslano" => lang.of("Ankieta wysłana. Dziękujemy!", "The survey was sent. Thank you!"),
        _ => return None,
    })
}

/// A template as a page.
pub(crate) fn shown(page: &impl Template) -> Result<Reply, Fault> {
    page.render().map(Reply::Shown).map_err(|_| Fault::Broken)
}

/// A template as a page with something wrong on it.
pub(crate) fn again(page: &impl Template) -> Result<Reply, Fault> {
    page.render().map(Reply::Again).map_err(|_| Fault::Broken)
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    s: Shell,
    text: String,
    /// What was typed and not taken, to be sent again.
    kept: Option<Form>,
    /// Where one goes on, and what that is called.
    on: &'static str,
    on_name: &'static str,
}

/// The page that says why there is no other, with its status. What had been typed is in it, to be sent once more.
pub fn fault(call: &Call, fault: &Fault) -> (u16, String) {
    let lang = call.lang;
    let (status, title, text) = match fault {
        Fault::NotFound => (
            404,
            lang.of("Nie ma takiej strony", "There is no such page"),
            lang.of(
                "Adres jest niepełny, strona zniknęła albo jest tylko dla kogoś innego.",
                "The address is incomplete, the page has gone, or it is for somebody else.",
            )
            .to_owned(),
        ),
        Fault::LogIn => (
            401,
            lang.of("Trzeba się zalogować", "Please log in"),
            lang.of("Ta strona jest po zalogowaniu.", "This page is behind the login.").to_owned(),
        ),
        Fault::SecondFactor => (
            403,
            lang.of("Potrzebny drugi składnik", "A second factor is needed"),
            lang.of(
                "Twoja rola wymaga drugiego składnika logowania, a konto jeszcze go nie ma. Włącz go na stronie konta.",
                "Your role needs a second factor, and the account has none yet. Turn it on at the page of your account.",
            )
            .to_owned(),
        ),
        Fault::Refused(why) => (403, lang.of("Tego nie można zrobić", "This cannot be done"), why.clone()),
        Fault::TooMany(seconds) => (
            429,
            lang.of("Za dużo prób naraz", "Too many tries at once"),
            match lang {
                Lang::Pl => format!("Spróbuj ponownie za {seconds} s. To, co wpisano, czeka poniżej."),
                Lang::En => format!("Please try again in {seconds} s. What you typed waits below."),
            },
        ),
        Fault::Unavailable => (
            503,
            lang.of("System chwilowo nie odpowiada", "The system does not answer just now"),
            lang.of(
                "Spróbuj ponownie za chwilę. To, co wpisano, czeka poniżej.",
                "Please try again in a moment. What you typed waits below.",
            )
            .to_owned(),
        ),
        Fault::Broken => (
            500,
            lang.of("Coś się zepsuło", "Something broke"),
            lang.of(
                "To nasz błąd, nie Twój. Spróbuj ponownie, a jeśli się powtórzy, napisz do nas.",
                "It is our fault, not yours. Please try again, and write to us if it happens again.",
            )
            .to_owned(),
        ),
    };
    let kept = (!call.form.0.is_empty() && status != 404)
        .then(|| Form { typed: without_secrets(&call.form), ..Form::default() });
    let (on, on_name) = match fault {
        Fault::SecondFactor => {
            ("/konto/skladnik", lang.of("Włącz drugi składnik", "Turn a second factor on"))
        }
        _ => ("/", lang.of("Strona główna", "Home page")),
    };
    // Nobody was asked who it is; that somebody is, the browser says.
    let who = call.is_known.then(Who::default);
    let page = FaultPage {
        s: Shell::new(call, who, title),
        text,
        kept: kept.filter(|_| *fault != Fault::SecondFactor),
        on,
        on_name,
    };
    (status, page.render().unwrap_or_default())
}

/// Fields without passwords and codes, which no page gives back.
pub(crate) fn without_secrets(fields: &Fields) -> Fields {
    let secret = |name: &str| matches!(name, "haslo" | "nowe" | "powtorzone" | "kod" | "adres" | "sekret");
    Fields(fields.0.iter().filter(|(name, _)| !secret(name)).cloned().collect())
}

/// The login page in place of one whose session has ended: what had been typed comes back after it.
pub fn login(call: &Call) -> (u16, String) {
    crate::accounts::instead(call)
}
