//! A provider of OpenID Connect in a process of its own, where Node.js and the certified `oidc-provider` are found; and a
//! browser that follows its redirects, keeps its cookies and types a name where it is asked for one.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What the provider calls the installation.
pub const CLIENT: &str = "zwornik";
/// The secret between the two.
pub const SECRET: &str = "sekret+miedzy/nimi%";
/// Where it sends browsers back to.
pub const REDIRECT: &str = "https://zwornik.example.pl/oidc/callback";

/// A running provider.
pub struct OidcProvider {
    /// Its address.
    pub issuer: String,
    process: Child,
}

impl Drop for OidcProvider {
    fn drop(&mut self) {
        self.stop();
    }
}

impl OidcProvider {
    /// Starts one; none where Node.js or the package is not found and nobody insists on it.
    ///
    /// # Panics
    /// It is required and not found, or does not start.
    #[must_use]
    pub fn start() -> Option<Self> {
        let Some(folder) = folder() else {
            assert!(
                setting("ZWORNIK_TEST_PROVIDER_REQUIRED").is_none(),
                "a provider of OpenID Connect is required, but node or its package is not found"
            );
            eprintln!("OpenID Connect: not tested against a provider, node or its package is not found");
            return None;
        };
        let mut process = Command::new("node")
            .arg(folder.join("provider.mjs"))
            .args([CLIENT, SECRET, REDIRECT])
            // It ends when this is closed, so also when the tests are killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut issuer = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
        let issuer = issuer.trim().to_owned();
        assert!(issuer.starts_with("http://127.0.0.1:"), "the provider starts: {issuer}");
        Some(Self { issuer, process })
    }

    /// Ends it: from now on nobody answers at its address.
    pub fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Goes to the provider as a browser does and logs in there; answers the address it is sent back to. `login` is what
    /// is typed, e.g. `sub=1&email=a%40x.pl&verified=true`, or `denied`.
    ///
    /// # Panics
    /// The provider does not send the browser back.
    pub async fn visit(&self, url: &str, login: &str) -> String {
        let (issuer, url, login) = (self.issuer.clone(), url.to_owned(), login.to_owned());
        tokio::task::spawn_blocking(move || walk(&issuer, url, &login)).await.unwrap()
    }
}

fn walk(issuer: &str, mut url: String, login: &str) -> String {
    let mut cookies = BTreeMap::new();
    for _ in 0..10 {
        let Some(path) = url.strip_prefix(issuer) else { return url };
        let to = get(issuer, path, &mut cookies);
        url = match to.strip_prefix('/') {
            Some(rest) if rest.starts_with("interaction/") => format!("{issuer}/{rest}?{login}"),
            Some(rest) => format!("{issuer}/{rest}"),
            None => to,
        };
    }
    panic!("the provider redirects for ever: {url}");
}

/// The `Location` of an answer; its cookies are kept.
fn get(issuer: &str, path: &str, cookies: &mut BTreeMap<String, String>) -> String {
    let host = issuer.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let held: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let asked = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
        held.join("; ")
    );
    stream.write_all(asked.as_bytes()).unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    let mut location = None;
    for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
        if name.eq_ignore_ascii_case("location") {
            location = Some(value.to_owned());
        } else if name.eq_ignore_ascii_case("set-cookie") {
            let (name, value) = value.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
    location.unwrap_or_else(|| panic!("the provider sends nobody on: {path}\n{answer}"))
}

/// Where `provider.mjs` lies beside its package.
fn folder() -> Option<PathBuf> {
    let here = || Path::new(env!("CARGO_MANIFEST_DIR")).join("provider");
    let folder = setting("ZWORNIK_TEST_PROVIDER_DIR").map_or_else(here, PathBuf::from);
    let is_there =
        folder.join("node_modules/oidc-provider").is_dir() && folder.join("provider.mjs").is_file();
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    (is_there && node.is_ok_and(|status| status.success())).then_some(folder)
}

#[expect(clippy::disallowed_methods, reason = "one of the tests' two places for settings")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
