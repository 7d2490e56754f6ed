//! Logging in and out, one's own account, and the language.

mod account;
mod factor;
mod login;

use crate::call::{Call, Fault, Lang, Page, Reply, handler};

pub(crate) use login::instead;

pub(crate) const PAGES: &[Page] = &[
    Page::with_form("/wejdz", handler!(login::show), handler!(login::take)).for_strangers(),
    Page::with_form("/konto", handler!(account::show), handler!(account::take)),
    Page::with_form("/konto/skladnik", handler!(factor::show), handler!(factor::take)),
    Page::posted("/wyjdz", handler!(login::leave)),
    Page::posted("/jezyk", handler!(language)),
];

/// Another language from now on.
async fn language(call: &Call) -> Result<Reply, Fault> {
    let lang = if call.form.get("jezyk") == "en" { Lang::En } else { Lang::Pl };
    // Whoever was about to log in goes on to do so.
    let back = call.form.get("wroc");
    let to = if login::is_ours(back) { back.to_owned() } else { "/".to_owned() };
    Ok(Reply::Language(lang, to))
}
