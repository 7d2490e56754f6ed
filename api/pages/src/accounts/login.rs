//! `/wejdz`: logging in, also in place of a page whose session has ended; what had been typed there comes back afterwards.

use askama::Template;
use chrono::{DateTime as Instant, Utc};

use crate::ask::{ask, documents, refused};
use crate::call::{Call, Fault, Fields, Reply, Session};
use crate::form::{Faults, Form};
use crate::shell::{Shell, again, shown, without_secrets};

type DateTime = Instant<Utc>;

documents! {
    LogIn in "src/accounts/login.graphql";
    LogOut in "src/accounts/log_out.graphql";
}

/// Where the API's fields stand on the page.
const FIELDS: &[(&str, &str)] = &[("email", "email"), ("password", "haslo"), ("code", "kod")];

#[derive(Template)]
#[template(path = "accounts/login.html")]
struct LoginPage {
    s: Shell,
    form: Form,
    /// Where it goes on.
    on: String,
    /// What had been typed there.
    typed: Fields,
}

/// An address of this installation to go on to; the home of whoever logs in for any other.
pub(crate) fn way_back(asked: &str) -> String {
    if is_ours(asked) && !asked.starts_with("/wejdz") { asked.to_owned() } else { "/moje".to_owned() }
}

/// Whether an address leads nowhere else.
pub(crate) fn is_ours(asked: &str) -> bool {
    asked.starts_with('/') && !asked.starts_with("//") && !asked.contains(['\\', '\r', '\n'])
}

fn page(call: &Call, form: Form, on: String, typed: Fields) -> LoginPage {
    let s = Shell::new(call, None, call.lang.of("Logowanie", "Log in")).with_faults(&form.faults);
    LoginPage { s, form, on, typed }
}

pub(crate) async fn show(call: &Call) -> Result<Reply, Fault> {
    shown(&page(call, Form::default(), way_back(call.query.get("dalej")), Fields::default()))
}

/// The login in place of a page.
pub(crate) fn instead(call: &Call) -> (u16, String) {
    let typed = without_secrets(&call.form);
    (401, page(call, Form::default(), call.address.clone(), typed).render().unwrap_or_default())
}

/// What had been typed on a page that comes back: its fields travel with a mark before their names.
const TYPED: &str = "wpisane-";

pub(crate) async fn take(call: &Call) -> Result<Reply, Fault> {
    let input = log_in::LogInInput {
        email: call.form.get("email").trim().to_owned(),
        password: call.form.get("haslo").to_owned(),
        code: call.form.told("kod"),
        device_token: call.device.clone(),
    };
    let answer = ask::<LogIn>(call, log_in::Variables { input }).await?;
    let Some(payload) = answer.log_in else { return Err(Fault::Broken) };
    let on = way_back(call.form.get("dalej"));
    if let Some(token) = payload.token {
        let session = Session { token, expires_at: payload.expires_at, device: payload.device_token };
        return Ok(Reply::LoggedIn(session, on));
    }
    let faults = Faults::of(&refused!(payload.errors), FIELDS);
    let typed = Fields(
        call.form
            .0
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(TYPED)?.to_owned(), value.clone())))
            .collect(),
    );
    let form = Form { typed: call.form.clone(), faults, key: String::new() };
    again(&page(call, form, on, typed))
}

pub(crate) async fn leave(call: &Call) -> Result<Reply, Fault> {
    // Whoever has no session any more has left already.
    match ask::<LogOut>(call, log_out::Variables {}).await {
        Ok(_) | Err(Fault::LogIn | Fault::Refused(_)) => Ok(Reply::LoggedOut),
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away_from_the_installation() {
        for foreign in
            ["https://example.org", "//example.org", "/\\example.org", "x", "", "/wejdz", "/a\r\nb"]
        {
            assert_eq!(way_back(foreign), "/moje", "{foreign}");
        }
        assert_eq!(way_back("/szkolenia/abc?x=1"), "/szkolenia/abc?x=1");
    }
}
