//! What a browser keeps for this installation: the session, a mark of the device, the language, and for a minute what was just
//! done. Where the address is secured, the session's name binds it to this host alone.

use axum::http::{HeaderMap, HeaderValue, header};
use pages::Lang;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// The secret of the session.
    Token,
    /// What tells the device at its next login.
    Device,
    /// The language.
    Lang,
    /// What was just done, as a code.
    Done,
}

/// What came with a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Cookies {
    pub token: Option<String>,
    pub device: Option<String>,
    pub lang: Option<Lang>,
    pub done: Option<String>,
    is_secure: bool,
}

impl Cookies {
    pub fn of(headers: &HeaderMap, is_secure: bool) -> Self {
        let mut all = Self { is_secure, ..Self::default() };
        let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        for (name, value) in
            sent.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='))
        {
            let value = || Some(value.to_owned()).filter(|value| !value.is_empty());
            if name == all.name(Kept::Token) {
                all.token = value();
            } else if name == all.name(Kept::Device) {
                all.device = value();
            } else if name == all.name(Kept::Done) {
                all.done = value();
            } else if name == all.name(Kept::Lang) {
                all.lang = match value().as_deref() {
                    Some("pl") => Some(Lang::Pl),
                    Some("en") => Some(Lang::En),
                    _ => None,
                };
            }
        }
        all
    }

    fn name(&self, kept: Kept) -> &'static str {
        match (kept, self.is_secure) {
            (Kept::Token, true) => "__Host-zwornik",
            (Kept::Token, false) => "zwornik",
            (Kept::Device, true) => "__Host-zwornik-device",
            (Kept::Device, false) => "zwornik-device",
            (Kept::Lang, _) => "zwornik-lang",
            (Kept::Done, _) => "zwornik-done",
        }
    }

    /// Has the browser keep something: the session until it is closed or the session ends, the rest for its time.
    pub fn keep(&self, kept: Kept, value: &str, headers: &mut HeaderMap) {
        let age = match kept {
            Kept::Token => "",
            Kept::Device => "; Max-Age=15552000",
            Kept::Lang => "; Max-Age=31536000",
            Kept::Done => "; Max-Age=60",
        };
        self.set(kept, value, age, headers);
    }

    /// Has the browser forget it.
    pub fn forget(&self, kept: Kept, headers: &mut HeaderMap) {
        self.set(kept, "", "; Max-Age=0", headers);
    }

    fn set(&self, kept: Kept, value: &str, age: &str, headers: &mut HeaderMap) {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name(kept));
        // Secrets are of letters and digits; what is none is not kept.
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_read_again_and_a_secured_session_by_its_bound_name_alone() {
        let mut set = HeaderMap::new();
        let none = Cookies { is_secure: true, ..Cookies::default() };
        none.keep(Kept::Token, "zw_s_abc", &mut set);
        let set = set[header::SET_COOKIE].to_str().unwrap();
        assert_eq!(set, "__Host-zwornik=zw_s_abc; Path=/; HttpOnly; SameSite=Lax; Secure");
        let mut sent = HeaderMap::new();
        sent.insert(
            header::COOKIE,
            HeaderValue::from_static("zwornik=other; __Host-zwornik=zw_s_abc; zwornik-lang=en"),
        );
        let read = Cookies::of(&sent, true);
        assert_eq!((read.token.as_deref(), read.lang), (Some("zw_s_abc"), Some(Lang::En)));
        assert_eq!(Cookies::of(&sent, false).token.as_deref(), Some("other"));
    }
}
