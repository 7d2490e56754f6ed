//! Public HTML pages: the layout around them, and the files they load.
//!
//! A page is [`Html`], which only grows from literals of this crate and from escaped text, so a name in a
//! certificate cannot become markup. Pages need no script and carry no inline style.

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use entities::shared::html::escape;
use entities::shared::language::{Language, Words};

/// Markup. Text enters through [`Html::text`] only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Markup written in this program.
    #[must_use]
    pub fn markup(markup: &'static str) -> Self {
        Self(markup.to_owned())
    }

    /// Text from anywhere, escaped for elements and for quoted attributes.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self(escape(text))
    }

    /// Appends markup written in this program.
    #[must_use]
    pub fn and(mut self, markup: &'static str) -> Self {
        self.0.push_str(markup);
        self
    }

    /// Appends text from anywhere.
    #[must_use]
    pub fn and_text(mut self, text: &str) -> Self {
        self.0.push_str(&escape(text));
        self
    }

    /// Appends other markup.
    #[must_use]
    pub fn and_html(mut self, other: &Self) -> Self {
        self.0.push_str(&other.0);
        self
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The page as an answer with `status`.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Response {
        (status, self).into_response()
    }
}

impl IntoResponse for Html {
    fn into_response(self) -> Response {
        axum::response::Html(self.0).into_response()
    }
}

/// A whole page in Polish with the given title around `main`. Lines do not end in one-letter words.
#[must_use]
pub fn layout(title: &str, main: &Html) -> Html {
    layout_in(Language::Polish, None, title, main)
}

/// A whole page in a language; `other` is where the same is read in the other one.
#[must_use]
pub fn layout_in(lang: Language, other: Option<&str>, title: &str, main: &Html) -> Html {
    let page = Html::markup("<!doctype html>\n<html lang=\"")
        .and(lang.code())
        .and(
            "\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<title>",
        )
        .and_text(title)
        .and(
            " – Zwornik</title>\n<link rel=\"icon\" href=\"/assets/zwornik.svg\" type=\"image/svg+xml\">\n\
             <link rel=\"stylesheet\" href=\"/assets/zwornik.css\">\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">",
        )
        .and(SKIP.say(lang))
        .and(
            "</a>\n<header class=\"site\"><div class=\"wrap\"><a class=\"brand\" href=\"/\">\
             <img src=\"/assets/zwornik.svg\" alt=\"\" width=\"36\" height=\"36\">\
             <span><strong>Zwornik</strong> <span class=\"claim\">",
        )
        .and(CLAIM.say(lang))
        .and("</span></span></a>");
    let page = match other {
        None => page,
        Some(address) => {
            let named = match lang {
                Language::Polish => "\" hreflang=\"en\" lang=\"en\">English</a>",
                Language::English => "\" hreflang=\"pl\" lang=\"pl\">Polski</a>",
            };
            page.and("<a class=\"other\" href=\"").and_text(address).and(named)
        }
    };
    let bound = match lang {
        Language::Polish => Html(bind_short_words(&main.0)),
        Language::English => main.clone(),
    };
    page.and("</div></header>\n<main id=\"main\" class=\"wrap\" tabindex=\"-1\">\n")
        .and_html(&bound)
        .and("\n</main>\n<footer class=\"site\"><div class=\"wrap\"><p>")
        .and(FREE.say(lang))
        .and("</p></div></footer>\n</body>\n</html>\n")
}

const SKIP: Words = Words::new("Przejdź do treści", "Skip to the content");
const CLAIM: Words = Words::new(
    "Szkolenia i zaświadczenia regionalnych ośrodków polityki społecznej",
    "Trainings and certificates of regional social policy centres",
);
const FREE: Words = Words::new(
    "Sprawdzenie zaświadczenia jest bezpłatne i nie wymaga logowania.",
    "Checking a certificate is free and needs no login.",
);

/// Ties one-letter words to the word after them, as Polish typography asks; leaves tags alone.
#[must_use]
pub fn bind_short_words(markup: &str) -> String {
    let mut bound = String::with_capacity(markup.len() + 64);
    let mut in_tag = false;
    let (mut before, mut last) = (' ', ' ');
    for character in markup.chars() {
        let is_short_word =
            "aiouwzAIOUWZ".contains(last) && matches!(before, ' ' | '\u{a0}' | '\n' | '(' | '>');
        bound.push(if character == ' ' && is_short_word && !in_tag { '\u{a0}' } else { character });
        in_tag = match character {
            '<' => true,
            '>' => false,
            _ => in_tag,
        };
        (before, last) = (last, character);
    }
    bound
}

/// Styles, scripts and the sign of pages, below `/assets`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            "/assets/zwornik.css",
            get(|| async { asset("text/css; charset=utf-8", include_str!("assets/zwornik.css")) }),
        )
        .route(
            "/assets/code.js",
            get(|| async { asset("text/javascript; charset=utf-8", include_str!("assets/code.js")) }),
        )
        .route(
            "/assets/seal.js",
            get(|| async { asset("text/javascript; charset=utf-8", include_str!("assets/seal.js")) }),
        )
        .route(
            "/assets/verify.js",
            get(|| async { asset("text/javascript; charset=utf-8", include_str!("assets/verify.js")) }),
        )
        .route(
            "/assets/zwornik.svg",
            get(|| async { asset("image/svg+xml", include_str!("assets/zwornik.svg")) }),
        )
}

/// A file compiled into the program. Browsers ask again after an hour, as names carry no version.
pub(super) fn asset(content_type: &'static str, text: &'static str) -> Response {
    let mut response = text.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        let name = "<script>alert('x')</script> & \"Łucja\"";
        let page = layout(name, &Html::text(name));
        assert!(!page.as_str().contains("<script"));
        assert!(
            page.as_str().contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Łucja&quot;")
        );
    }
}
