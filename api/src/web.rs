//! The pages as HTTP: cookie to bearer, forms of this site only, and each document asked in the process by the door that
//! `/graphql` has. Pages decide nothing here; what they show and do, the crate `pages` and the API say.
//!
//! | file | what |
//! | --- | --- |
//! | `cookies.rs` | what a browser keeps, pure |
//! | `same_site.rs` | whether a form comes from a page of this installation, pure |
//! | `door.rs` | a document on its way to the endpoint |
//!
//! Whoever was logged out while typing gets the login in place of the page, with what they typed in it, and the filled form
//! afterwards; nothing is sent by that.

mod cookies;
mod door;
mod same_site;

use axum::Router;
use axum::extract::{RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{MethodFilter, get, on};
use edge::html::bind_short_words;
use entities::shared::language::Language;
use pages::{Call, Fault, Fields, Lang, Page, Reply};

use crate::app::App;
use crate::forms;
use cookies::{Cookies, Kept};
use door::Door;
pub(crate) use door::Endpoint;

/// What a field of a login is called that belongs to the page it stands in for.
const TYPED: &str = "wpisane-";

/// Pages and their style, below what they ask by.
pub(crate) fn router(app: &App, endpoint: &Endpoint) -> Router {
    let web = Web { app: app.clone(), endpoint: endpoint.clone() };
    let mut routes = Router::new().route(&pages::style_path(), get(style));
    for page in pages::pages() {
        let mut filter = None;
        if page.get.is_some() {
            filter = Some(MethodFilter::GET);
        }
        if page.post.is_some() {
            filter =
                Some(filter.map_or(MethodFilter::POST, |others: MethodFilter| others.or(MethodFilter::POST)));
        }
        let Some(filter) = filter else { continue };
        let web = web.clone();
        let answer = move |params: RawPathParams, request: Request| {
            let web = web.clone();
            async move {
                let part = params.iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default();
                web.answer(page, part, request).await
            }
        };
        routes = routes.route(page.path, on(filter, answer));
    }
    routes
}

/// The style, whose address changes with it.
async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, pages::STYLE).into_response()
}

#[derive(Clone)]
struct Web {
    app: App,
    endpoint: Endpoint,
}

/// What one request comes with.
struct Came {
    parts: Parts,
    cookies: Cookies,
    lang: Lang,
    part: String,
    address: String,
    query: Fields,
    form: Fields,
}

impl Web {
    async fn answer(&self, page: &'static Page, part: String, request: Request) -> Response {
        let is_secure = self.app.state.public_url.as_deref().is_some_and(|url| url.starts_with("https:"));
        let cookies = Cookies::of(request.headers(), is_secure);
        let lang = cookies.lang.unwrap_or_else(|| accepted(request.headers()));
        let address = request.uri().path_and_query().map_or("/", |whole| whole.as_str()).to_owned();
        let query = fields(request.uri());
        let (parts, body) = request.into_parts();
        let is_form = parts.method == Method::POST;
        if is_form && !same_site::is_ours(&parts.headers) {
            return plain(StatusCode::FORBIDDEN, lang.of(
                "Ten formularz przyszedł z innej strony i nic nie zostało zrobione. Otwórz stronę Zwornika i spróbuj ponownie.",
                "This form came from another site, and nothing was done. Open the page of Zwornik and try again.",
            ));
        }
        let form = if is_form {
            match forms::answers(Request::from_parts(parts.clone(), body), &self.app).await {
                Ok(form) => Fields(form),
                Err(status) => {
                    return plain(
                        status,
                        lang.of(
                            "Formularz nie dotarł w całości. Cofnij się i wyślij go ponownie.",
                            "The form did not arrive whole. Go back and send it again.",
                        ),
                    );
                }
            }
        } else {
            Fields::default()
        };
        let came = Came { parts, cookies, lang, part, address, query, form };
        self.shown(page, came, is_form).await
    }

    async fn shown(&self, page: &Page, came: Came, is_form: bool) -> Response {
        let handler = if is_form { page.post } else { page.get };
        // The routes are made of the handlers that there are.
        let Some(handler) = handler else { return plain(StatusCode::METHOD_NOT_ALLOWED, "") };
        let token = came.cookies.token.as_deref().filter(|_| !page.for_strangers);
        let mut call = self.call(&came, token);
        let mut answered = handler(&call).await;
        let ended = answered == Err(Fault::LogIn) && call.is_known;
        if ended && !is_form {
            // The session is over; what is open to everybody is shown all the same.
            call = self.call(&came, None);
            answered = handler(&call).await;
        }
        let mut response = match answered {
            Ok(reply) => self.replied(&came, &call, reply).await,
            Err(Fault::LogIn) if is_form => page_of(&came, pages::login(&call)),
            Err(Fault::LogIn) => go(&format!("/wejdz?dalej={}", pages::encoded(&came.address))),
            Err(fault) => page_of(&came, pages::fault(&call, &fault)),
        };
        if ended {
            came.cookies.forget(Kept::Token, response.headers_mut());
        }
        if came.cookies.done.is_some() && !is_form && response.status().is_success() {
            came.cookies.forget(Kept::Done, response.headers_mut());
        }
        response
    }

    fn call(&self, came: &Came, token: Option<&str>) -> Call {
        let state = &self.app.state;
        let now = state.clock.now();
        Call {
            ask: Box::new(Door::new(self.endpoint.clone(), &came.parts, token, came.lang)),
            lang: came.lang,
            address: came.address.clone(),
            part: came.part.clone(),
            query: came.query.clone(),
            form: came.form.clone(),
            is_known: token.is_some(),
            device: came.cookies.device.clone(),
            done: came.cookies.done.clone(),
            key: state.chance.uuid(now).simple().to_string(),
            now,
        }
    }

    async fn replied(&self, came: &Came, call: &Call, reply: Reply) -> Response {
        match reply {
            Reply::Shown(page) => page_of(came, (200, page)),
            Reply::Again(page) => page_of(came, (422, page)),
            Reply::Done(to, code) => {
                let mut response = go(&to);
                came.cookies.keep(Kept::Done, code, response.headers_mut());
                response
            }
            Reply::Go(to) => go(&to),
            Reply::LoggedIn(session, to) => {
                let mut response = self.back(came, call, &session.token, &to).await;
                came.cookies.keep(Kept::Token, &session.token, response.headers_mut());
                if let Some(device) = &session.device {
                    came.cookies.keep(Kept::Device, device, response.headers_mut());
                }
                response
            }
            Reply::LoggedOut => {
                let mut response = go("/");
                came.cookies.forget(Kept::Token, response.headers_mut());
                response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
                response
            }
            Reply::Language(lang, to) => {
                let mut response = go(&to);
                came.cookies.keep(Kept::Lang, lang.code(), response.headers_mut());
                response
            }
        }
    }

    /// Where somebody goes after logging in: to the form that they had been typing in, filled as it was, or to a page.
    async fn back(&self, came: &Came, call: &Call, token: &str, to: &str) -> Response {
        let typed = call.form.0.iter();
        let typed =
            typed.filter_map(|(name, value)| Some((name.strip_prefix(TYPED)?.to_owned(), value.clone())));
        let typed = Fields(typed.collect());
        let path = to.split('?').next().unwrap_or_default();
        let page = pages::pages().find_map(|page| Some((page.get?, part_of(page.path, path)?)));
        let Some((handler, part)) = page.filter(|_| !typed.0.is_empty()) else { return go(to) };
        let mut again = self.call(came, Some(token));
        again.part = part;
        to.clone_into(&mut again.address);
        again.query = to.parse().as_ref().map(fields).unwrap_or_default();
        again.form = typed;
        match handler(&again).await {
            Ok(Reply::Shown(page)) => page_of(came, (200, page)),
            // What had been typed is kept on the page that says why.
            Err(fault) => page_of(came, pages::fault(&again, &fault)),
            Ok(_) => go(to),
        }
    }
}

/// What stands in an address where a page has braces; none where it is no address of that page.
fn part_of(pattern: &str, path: &str) -> Option<String> {
    let (mut part, mut given) = (String::new(), path.split('/'));
    for wanted in pattern.split('/') {
        let segment = given.next()?;
        if wanted.starts_with('{') {
            segment.clone_into(&mut part);
        } else if wanted != segment {
            return None;
        }
    }
    given.next().is_none().then_some(part)
}

fn accepted(headers: &HeaderMap) -> Lang {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    match Language::of_header(header) {
        Language::Polish => Lang::Pl,
        Language::English => Lang::En,
    }
}

fn fields(uri: &axum::http::Uri) -> Fields {
    axum::extract::Query::try_from_uri(uri)
        .map(|axum::extract::Query(fields)| Fields(fields))
        .unwrap_or_default()
}

/// A page with its status; browsers keep it for the way back, and ask whether it is still so.
fn page_of(came: &Came, (status, page): (u16, String)) -> Response {
    let page = match came.lang {
        Lang::Pl => bind_short_words(&page),
        Lang::En => page,
    };
    let headers = [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::VARY, "cookie, accept-language"),
        // With less, browsers say of a form that it comes from nowhere.
        (header::REFERRER_POLICY, "same-origin"),
    ];
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, headers, Html(page)).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, text).into_response()
}

fn go(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Err(_) => plain(StatusCode::NOT_FOUND, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_its_page_alone() {
        assert_eq!(part_of("/zapis/{id}", "/zapis/abc"), Some("abc".into()));
        assert_eq!(part_of("/moje", "/moje"), Some(String::new()));
        for other in ["/zapis", "/zapis/abc/x", "/moje/abc"] {
            assert_eq!(part_of("/zapis/{id}", other), None, "{other}");
        }
    }

    #[test]
    fn the_web_knows_nothing_but_the_api() {
        let files =
            [include_str!("web/cookies.rs"), include_str!("web/door.rs"), include_str!("web/same_site.rs")];
        assert!(files.iter().all(|text| !text.contains("entities::") && !text.contains("state.db")));
        // Here the language alone, by which the API answers, too.
        let here = include_str!("web.rs").split("#[cfg(test)]").next().unwrap();
        let known: Vec<&str> = here.lines().filter(|line| line.contains("entities::")).collect();
        assert_eq!(known, ["use entities::shared::language::Language;"]);
    }
}
