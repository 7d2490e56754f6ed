//! `/konto`: one's own account: password, language of messages, where one is logged in, tokens and the calendar's address.

use askama::Template;
use chrono::{DateTime as Instant, Utc};

use crate::ask::{ask, documents, refused};
use crate::call::{Call, Fault, Reply};
use crate::form::{Faults, Form, Wrong};
use crate::shell::{Shell, again, shown, who};
use crate::words::instant;

type DateTime = Instant<Utc>;

documents! {
    Account in "src/accounts/account.graphql";
    SetPassword in "src/accounts/set_password.graphql";
    SetLanguage in "src/accounts/set_language.graphql";
    RevokeCredential in "src/accounts/revoke_credential.graphql";
    EndOtherSessions in "src/accounts/end_other_sessions.graphql";
    CreateCalendarLink in "src/accounts/create_calendar_link.graphql";
}

/// Somewhere one is logged in, or something that one made.
struct Row {
    id: String,
    name: String,
    kind: String,
    note: String,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    s: Shell,
    form: Form,
    email: String,
    roles: Vec<String>,
    language: &'static str,
    has_password: bool,
    factor: Option<String>,
    rows: Vec<Row>,
    /// The calendar's address, shown once.
    calendar: Option<String>,
}

async fn page(call: &Call, form: Form) -> Result<AccountPage, Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let answer = ask::<Account>(call, account::Variables {}).await?;
    let viewer = answer.viewer.ok_or(Fault::LogIn)?;
    let user = viewer.user.ok_or(Fault::LogIn)?;
    let lang = call.lang;
    let rows = viewer.credentials.edges.into_iter().map(|edge| {
        let one = edge.node;
        let used =
            one.last_used_at.map(|at| format!("{} {}", lang.of("ostatnio", "last used"), instant(lang, at)));
        let ends = one.expires_at.map(|at| format!("{} {}", lang.of("wygasa", "ends"), instant(lang, at)));
        let made = format!("{} {}", lang.of("od", "since"), instant(lang, one.created_at));
        let note: Vec<String> = [Some(made), used, ends].into_iter().flatten().collect();
        Row { id: one.id, name: one.name, kind: one.kind_label, note: note.join(", "), is_here: one.current }
    });
    let rows = rows.collect();
    let roles = viewer.shell.roles.iter().map(|held| held.role_label.clone()).collect();
    let email = viewer.shell.user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    Ok(AccountPage {
        s: Shell::new(call, who!(Some(viewer.shell)), lang.of("Konto", "Account")).with_faults(&form.faults),
        form,
        email,
        roles,
        language: if user.language == account::Language::ENGLISH { "en" } else { "pl" },
        has_password: user.has_password,
        factor: user.second_factor_since.map(|at| instant(lang, at)),
        rows,
        calendar: None,
    })
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    shown(&page(call, Form { key: call.key.clone(), ..Form::default() }).await?)
}

pub(super) async fn take(call: &Call) -> Result<Reply, Fault> {
    let key = call.sent_key();
    let done = |code| Ok(Reply::Done("/konto".to_owned(), code));
    let (refused, fields): (_, &[(&str, &str)]) = match call.form.get("co") {
        "haslo" => {
            if call.form.get("nowe") != call.form.get("powtorzone") {
                let message = call
                    .lang
                    .of("Oba nowe hasła muszą być takie same.", "Both new passwords must be the same.");
                return once_more(
                    call,
                    Faults(vec![Wrong { field: Some("powtorzone"), message: message.to_owned() }]),
                )
                .await;
            }
            let input = set_password::SetPasswordInput {
                current_password: Some(call.form.get("haslo").to_owned()),
                password: call.form.get("nowe").to_owned(),
                user_id: None,
            };
            let answer = ask::<SetPassword>(call, set_password::Variables { input }).await?;
            let refused = refused!(answer.set_password.ok_or(Fault::Broken)?.errors);
            if refused.is_empty() {
                // All sessions have ended, this one, too.
                return Ok(Reply::Done("/wejdz?dalej=/konto".to_owned(), "haslo"));
            }
            (refused, &[("currentPassword", "haslo"), ("password", "nowe")])
        }
        "jezyk" => {
            let language = if call.form.get("jezyk") == "en" {
                set_language::Language::ENGLISH
            } else {
                set_language::Language::POLISH
            };
            let input = set_language::SetLanguageInput { language, idempotency_key: key };
            let answer = ask::<SetLanguage>(call, set_language::Variables { input }).await?;
            let refused = refused!(answer.set_language.ok_or(Fault::Broken)?.errors);
            if refused.is_empty() {
                return done("zmieniono");
            }
            (refused, &[("language", "jezyk-wiadomosci")])
        }
        "wyloguj-inne" => {
            let input = end_other_sessions::EndOtherSessionsInput { api_tokens: false, idempotency_key: key };
            let answer = ask::<EndOtherSessions>(call, end_other_sessions::Variables { input }).await?;
            let refused = refused!(answer.end_other_sessions.ok_or(Fault::Broken)?.errors);
            if refused.is_empty() {
                return done("zmieniono");
            }
            (refused, &[])
        }
        "kalendarz" => {
            let name = call.lang.of("Kalendarz", "Calendar").to_owned();
            let input = create_calendar_link::CreateCalendarLinkInput { name };
            let answer = ask::<CreateCalendarLink>(call, create_calendar_link::Variables { input }).await?;
            let payload = answer.create_calendar_link.ok_or(Fault::Broken)?;
            if let Some(url) = payload.url {
                let mut page = page(call, Form { key: call.key.clone(), ..Form::default() }).await?;
                page.calendar = Some(url);
                return shown(&page);
            }
            (refused!(payload.errors), &[])
        }
        _ => {
            let Some(id) = call.form.told("zakoncz") else { return Err(Fault::NotFound) };
            let input = revoke_credential::RevokeCredentialInput { id, idempotency_key: None };
            let answer = ask::<RevokeCredential>(call, revoke_credential::Variables { input }).await?;
            let refused = refused!(answer.revoke_credential.ok_or(Fault::Broken)?.errors);
            if refused.is_empty() {
                return done("zmieniono");
            }
            (refused, &[])
        }
    };
    once_more(call, Faults::of(&refused, fields)).await
}

async fn once_more(call: &Call, faults: Faults) -> Result<Reply, Fault> {
    again(&page(call, Form { faults, key: call.key.clone(), ..Form::default() }).await?)
}
