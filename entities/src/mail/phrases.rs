//! What every letter has: whom it greets, who signs it, how it leads to a page. Pure.

use chrono::{DateTime, Utc};

use super::letter::Block;
use crate::shared::language::Language;
use crate::shared::warsaw;

/// A page that links lead to, with the secret that opens it.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    /// Address of the client, without a slash at its end.
    pub base: &'a str,
    /// Page below it.
    pub page: &'static str,
    /// The secret.
    pub secret: &'a str,
}

impl Door<'_> {
    /// The address, with the secret where browsers keep it to themselves.
    pub fn url(&self) -> String {
        format!("{}/{}#{}", self.base, self.page, self.secret)
    }
}

/// The first line.
pub const fn greeting(lang: Language) -> &'static str {
    match lang {
        Language::Polish => "Dzień dobry,",
        Language::English => "Hello,",
    }
}

/// The secret once more, to be pasted where scripts do not run.
pub fn code(door: &Door<'_>, lang: Language) -> Block {
    let label = match lang {
        Language::Polish => "Gdyby strona poprosiła o kod, można go skopiować stąd:",
        Language::English => "Should the page ask for a code, copy this one:",
    };
    Block::Code { label: label.into(), code: door.secret.into() }
}

/// The last line.
pub fn signature(lang: Language) -> Block {
    Block::Small(
        match lang {
            Language::Polish => "Wiadomość wysłał automatycznie Zwornik – system projektów kooperacji.",
            Language::English => "Sent automatically by Zwornik, the system of cooperation projects.",
        }
        .into(),
    )
}

/// `19 maja 2026 r., godz. 9:00`, by Warsaw's clock.
pub fn moment(at: DateTime<Utc>, lang: Language) -> String {
    let (day, hour) = (warsaw::day(at), warsaw::hour(at));
    match lang {
        Language::Polish => format!("{}, godz. {hour}", warsaw::long(day)),
        Language::English => format!("{day}, {hour} (Warsaw)"),
    }
}
