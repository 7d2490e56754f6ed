//! `/konto/skladnik`: the second factor of a login: set up with an app, given up, and its recovery codes.

use askama::Template;
use chrono::{DateTime as Instant, Utc};

use crate::ask::{ask, documents, refused};
use crate::call::{Call, Fault, Reply};
use crate::form::{Faults, Form};
use crate::picture::picture;
use crate::shell::{Shell, again, shown, who};
use crate::words::instant;

type DateTime = Instant<Utc>;

documents! {
    Factor in "src/accounts/factor.graphql";
    BeginSecondFactor in "src/accounts/begin_second_factor.graphql";
    ConfirmSecondFactor in "src/accounts/confirm_second_factor.graphql";
    RenewRecoveryCodes in "src/accounts/renew_recovery_codes.graphql";
    TurnOffSecondFactor in "src/accounts/turn_off_second_factor.graphql";
}

/// Where the API's fields stand on the page.
const FIELDS: &[(&str, &str)] = &[("password", "haslo"), ("code", "kod")];

/// What an app is set up with.
struct Setup {
    uri: String,
    secret: String,
    side: usize,
    squares: String,
}

#[derive(Template)]
#[template(path = "accounts/factor.html")]
struct FactorPage {
    s: Shell,
    form: Form,
    is_on: bool,
    is_required: bool,
    since: String,
    left: i64,
    setup: Option<Setup>,
    /// Recovery codes, shown once.
    codes: Vec<String>,
}

async fn page(call: &Call, faults: Faults) -> Result<FactorPage, Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let answer = ask::<Factor>(call, factor::Variables {}).await?;
    let viewer = answer.viewer.ok_or(Fault::LogIn)?;
    let factor = viewer.second_factor.ok_or(Fault::LogIn)?;
    let title = call.lang.of("Drugi składnik logowania", "Second factor");
    Ok(FactorPage {
        s: Shell::new(call, who!(Some(viewer.shell)), title).with_faults(&faults),
        form: Form { faults, ..Form::default() },
        is_on: factor.on,
        is_required: factor.required,
        since: factor.since.map(|at| instant(call.lang, at)).unwrap_or_default(),
        left: factor.recovery_codes_left,
        setup: None,
        codes: vec![],
    })
}

/// What an app is set up with, as it is shown.
fn setup(uri: &str, secret: &str) -> Option<Setup> {
    let (side, squares) = picture(uri)?;
    Some(Setup { uri: uri.to_owned(), secret: secret.to_owned(), side, squares })
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    shown(&page(call, Faults::default()).await?)
}

pub(super) async fn take(call: &Call) -> Result<Reply, Fault> {
    let (password, code) = (call.form.get("haslo").to_owned(), call.form.get("kod").trim().to_owned());
    match call.form.get("co") {
        "zacznij" => {
            let input = begin_second_factor::BeginSecondFactorInput { password };
            let answer = ask::<BeginSecondFactor>(call, begin_second_factor::Variables { input }).await?;
            let payload = answer.begin_second_factor.ok_or(Fault::Broken)?;
            let (Some(uri), Some(secret)) = (payload.uri, payload.secret) else {
                return again(&page(call, Faults::of(&refused!(payload.errors), FIELDS)).await?);
            };
            let mut page = page(call, Faults::default()).await?;
            page.setup = setup(&uri, &secret);
            shown(&page)
        }
        "potwierdz" => {
            let input = confirm_second_factor::ConfirmSecondFactorInput { code };
            let answer = ask::<ConfirmSecondFactor>(call, confirm_second_factor::Variables { input }).await?;
            let payload = answer.confirm_second_factor.ok_or(Fault::Broken)?;
            let refused = refused!(payload.errors);
            let mut page = page(call, Faults::of(&refused, FIELDS)).await?;
            if refused.is_empty() {
                page.codes = payload.recovery_codes;
                return shown(&page);
            }
            // Whoever mistyped goes on with the same app.
            page.setup = setup(call.form.get("adres"), call.form.get("sekret"));
            again(&page)
        }
        "nowe-kody" => {
            let input = renew_recovery_codes::RenewRecoveryCodesInput { code, password };
            let answer = ask::<RenewRecoveryCodes>(call, renew_recovery_codes::Variables { input }).await?;
            let payload = answer.renew_recovery_codes.ok_or(Fault::Broken)?;
            let refused = refused!(payload.errors);
            let mut page = page(call, Faults::of(&refused, FIELDS)).await?;
            if refused.is_empty() {
                page.codes = payload.recovery_codes;
                return shown(&page);
            }
            again(&page)
        }
        "wylacz" => {
            let input = turn_off_second_factor::TurnOffSecondFactorInput { code, password };
            let answer =
                ask::<TurnOffSecondFactor>(call, turn_off_second_factor::Variables { input }).await?;
            let refused = refused!(answer.turn_off_second_factor.ok_or(Fault::Broken)?.errors);
            if refused.is_empty() {
                return Ok(Reply::Done("/konto/skladnik".to_owned(), "zmieniono"));
            }
            again(&page(call, Faults::of(&refused, FIELDS)).await?)
        }
        _ => Err(Fault::NotFound),
    }
}
