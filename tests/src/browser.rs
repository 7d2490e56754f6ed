//! Somebody with a browser that runs no scripts: it keeps cookies, follows what it is led to, and sends the forms of the page that
//! it shows as they stand there, with what was typed into them.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};

use crate::TestApp;

/// A browser at an installation.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    cookies: BTreeMap<String, String>,
    /// Where it is.
    pub address: String,
    /// The page that it shows.
    pub page: String,
    /// The status it came with.
    pub status: StatusCode,
}

/// A form of a page: where it goes, and what is in it.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Its fields, hidden ones among them; of buttons none.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Types something, ticks a box, presses a button of this name.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl Browser {
    /// One in which somebody has logged in, by the secret of their session.
    pub fn of(token: &str) -> Self {
        Self {
            cookies: BTreeMap::from([
                ("__Host-zwornik".into(), token.into()),
                ("zwornik".into(), token.into()),
            ]),
            ..Self::default()
        }
    }

    /// Opens an address and follows what it leads to.
    pub async fn open(&mut self, app: &TestApp, address: &str) -> &mut Self {
        address.clone_into(&mut self.address);
        let request = Request::get(address);
        let response = app.send(self.dressed(request).body(Body::empty()).unwrap()).await;
        Box::pin(self.follow(app, response)).await;
        self
    }

    /// Logs in with a password.
    pub async fn log_in(&mut self, app: &TestApp, email: &str, password: &str) -> &mut Self {
        self.open(app, "/wejdz").await;
        let form = self.form("/wejdz").with("email", email).with("haslo", password);
        self.send(app, &form).await
    }

    /// Sends a form from a page of the installation.
    pub async fn send(&mut self, app: &TestApp, form: &Form) -> &mut Self {
        self.send_from(app, form, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form as a browser does that stands elsewhere.
    pub async fn send_from(&mut self, app: &TestApp, form: &Form, from: &[(&str, &str)]) -> &mut Self {
        form.action.clone_into(&mut self.address);
        let fields: Vec<String> =
            form.fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let mut request =
            Request::post(&form.action).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in from {
            request = request.header(*name, *value);
        }
        let response = app.send(self.dressed(request).body(Body::from(fields.join("&"))).unwrap()).await;
        Box::pin(self.follow(app, response)).await;
        self
    }

    /// The form of the page that goes to an address.
    ///
    /// # Panics
    /// The page has none.
    pub fn form(&self, action: &str) -> Form {
        let start = format!(" action=\"{action}\"");
        let forms = self.page.split("<form").skip(1);
        let mut forms = forms.map(|form| form.split("</form>").next().unwrap_or_default());
        let Some(form) = forms.find(|form| form.contains("method=\"post\"") && form.contains(&start)) else {
            panic!("no form to {action} at {} ({}): {}", self.address, self.status, self.page)
        };
        let mut fields = vec![];
        for tag in form.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("textarea")) {
            let Some(name) = attribute(tag, "name") else { continue };
            let kind = attribute(tag, "type").unwrap_or_default();
            let value = match tag.split_once('>') {
                Some((_, text)) if tag.starts_with("textarea") => unescaped(text),
                _ => attribute(tag, "value").unwrap_or_default(),
            };
            let is_set = !matches!(&*kind, "checkbox" | "radio") || tag.contains(" checked");
            if is_set {
                fields.push((name, value));
            }
        }
        Form { action: unescaped(action), fields }
    }

    /// Whether it shows these words.
    pub fn shows(&self, words: &str) -> bool {
        // Short words are tied to the next.
        unescaped(&self.page.replace('\u{a0}', " ")).contains(words)
    }

    /// Its session, as the cookie that stands for it.
    pub fn session(&self) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(name, _)| matches!(&***name, "zwornik" | "__Host-zwornik"))
            .map(|(_, value)| &**value)
    }

    fn dressed(&self, request: axum::http::request::Builder) -> axum::http::request::Builder {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::HOST, "zwornik.example.pl");
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) }
    }

    async fn follow(&mut self, app: &TestApp, response: Response<Body>) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let led = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        match led {
            Some(to) => {
                self.open(app, &to).await;
            }
            None => {
                self.status = response.status();
                let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
                self.page = String::from_utf8_lossy(&bytes).into_owned();
            }
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(unescaped)
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn unescaped(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&amp;", "&"),
        ("&#38;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
