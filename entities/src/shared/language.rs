//! The languages in which people are written to, and words in both.

use crate::db_enum;

db_enum! {
    /// Language in which somebody is written to.
    pub enum Language {
        /// Polish.
        Polish = "pl": "polski" / "Polish",
        /// English.
        English = "en": "angielski" / "English",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is declared by a macro")]
impl Default for Language {
    fn default() -> Self {
        Self::Polish
    }
}

impl Language {
    /// The first language of an `Accept-Language` header that we have; Polish where there is none.
    pub fn of_header(header: Option<&str>) -> Self {
        for part in header.unwrap_or_default().split(',') {
            match part.trim().get(..2).map(str::to_ascii_lowercase).as_deref() {
                Some("pl") => return Self::Polish,
                Some("en") => return Self::English,
                _ => {}
            }
        }
        Self::Polish
    }
}

/// The same said in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Polish.
    pub polish: &'static str,
    /// In English.
    pub english: &'static str,
}

impl Words {
    /// In Polish and in English.
    pub const fn new(polish: &'static str, english: &'static str) -> Self {
        Self { polish, english }
    }

    /// In one of them.
    pub const fn say(self, language: Language) -> &'static str {
        match language {
            Language::Polish => self.polish,
            Language::English => self.english,
        }
    }
}
