//! What a page is asked with, and what it answers.

use std::pin::Pin;

use chrono::{DateTime, NaiveDate, Utc};

use crate::ask::Ask;

/// Work that a page waits for.
pub type Future<'a, T> = Pin<Box<dyn std::future::Future<Output = T> + Send + 'a>>;

/// What answers a page.
pub type Handler = for<'a> fn(&'a Call) -> Future<'a, Result<Reply, Fault>>;

/// A page of the map.
#[derive(Clone, Copy)]
pub struct Page {
    /// Its address, parts that vary in braces.
    pub path: &'static str,
    /// What shows it; none where it is only posted to.
    pub get: Option<Handler>,
    /// What takes its form, where it has one.
    pub post: Option<Handler>,
    /// Whether it asks as a stranger, whoever looks: a session that has ended keeps nobody from logging in.
    pub for_strangers: bool,
}

impl Page {
    /// A page that is looked at.
    pub(crate) const fn shown(path: &'static str, get: Handler) -> Self {
        Self { path, get: Some(get), post: None, for_strangers: false }
    }

    /// A page with a form.
    pub(crate) const fn with_form(path: &'static str, get: Handler, post: Handler) -> Self {
        Self { path, get: Some(get), post: Some(post), for_strangers: false }
    }

    /// The same, asking as a stranger.
    pub(crate) const fn for_strangers(mut self) -> Self {
        self.for_strangers = true;
        self
    }

    /// An address that only takes a form of other pages.
    pub(crate) const fn posted(path: &'static str, post: Handler) -> Self {
        Self { path, get: None, post: Some(post), for_strangers: false }
    }
}

/// A function as a handler.
macro_rules! handler {
    ($function:path) => {{
        fn handle(
            call: &$crate::call::Call,
        ) -> $crate::call::Future<'_, Result<$crate::call::Reply, $crate::call::Fault>> {
            Box::pin($function(call))
        }
        handle
    }};
}

pub(crate) use handler;

/// Language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Polish.
    Pl,
    /// English.
    En,
}

impl Lang {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pl => "pl",
            Self::En => "en",
        }
    }

    /// One of two texts.
    pub const fn of<T: Copy>(self, polish: T, english: T) -> T {
        match self {
            Self::Pl => polish,
            Self::En => english,
        }
    }
}

/// Fields of a form or of an address, as they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first of this name; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The same without blanks around it; none where nothing is left.
    pub fn told(&self, name: &str) -> Option<String> {
        let value = self.get(name).trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// All of this name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }
}

/// What a page is asked with.
pub struct Call {
    /// Where documents go.
    pub ask: Box<dyn Ask>,
    /// Language.
    pub lang: Lang,
    /// Its own address, with what is asked for in it.
    pub address: String,
    /// What stands in the address where the map has braces.
    pub part: String,
    /// Fields in the address.
    pub query: Fields,
    /// Fields of the posted form; on a page that is shown again after a login, what had been typed.
    pub form: Fields,
    /// Whether somebody is logged in, as far as the browser says.
    pub is_known: bool,
    /// What the browser was given by an earlier login, where it was.
    pub device: Option<String>,
    /// What has just been done, as a code that pages know.
    pub done: Option<String>,
    /// A key for the next form, by which it is one act however often it is sent.
    pub key: String,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Call {
    /// The day in Warsaw.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&chrono_tz::Europe::Warsaw).date_naive()
    }

    /// The key that the form was shown with.
    pub fn sent_key(&self) -> Option<String> {
        self.form.told("klucz")
    }
}

/// What a login gives the browser to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The secret that stands for the session.
    pub token: String,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// What tells this browser from others at its next login; none where it has one.
    pub device: Option<String>,
}

/// What a page answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A page.
    Shown(String),
    /// The page again, with what is wrong on it.
    Again(String),
    /// Go there: what was asked for is done, under this code.
    Done(String, &'static str),
    /// Go there, to a place of the installation that is not a page.
    Go(String),
    /// Somebody logged in.
    LoggedIn(Session, String),
    /// Somebody logged out.
    LoggedOut,
    /// This language from now on.
    Language(Lang, String),
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing here, or nothing that the viewer may see.
    NotFound,
    /// Somebody has to log in first.
    LogIn,
    /// Somebody has to set up a second factor before anything else.
    SecondFactor,
    /// It may not be done, and no field is to blame: the reason in words.
    Refused(String),
    /// Too much was asked; after so many seconds again.
    TooMany(u64),
    /// Not now.
    Unavailable,
    /// Something is broken.
    Broken,
}
