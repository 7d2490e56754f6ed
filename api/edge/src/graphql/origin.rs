//! From which pages a socket may be opened. Browsers open sockets to any site and send no preflight, so the page's
//! origin is looked at before the upgrade. Programs that are no browsers send none and may.

use axum::http::{HeaderMap, header};

/// Origins whose pages may open sockets.
#[derive(Clone, Debug, Default)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Addresses such as `https://app.example.pl`; what follows the host is left out.
    pub fn of<S: AsRef<str>>(addresses: impl IntoIterator<Item = S>) -> Self {
        Self(addresses.into_iter().filter_map(|address| normal(address.as_ref())).collect())
    }

    /// Whether the page that asks is one of these. Without any address known, a page of the very host that is asked.
    pub fn allow(&self, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(header::ORIGIN).iter();
        let Some(origin) = given.next() else { return true };
        let Some(origin) = origin.to_str().ok().and_then(normal).filter(|_| given.next().is_none()) else {
            return false;
        };
        if !self.0.is_empty() {
            return self.0.contains(&origin);
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        [format!("http://{host}"), format!("https://{host}")]
            .iter()
            .any(|own| normal(own).as_ref() == Some(&origin))
    }
}

/// Scheme, host and port in lower case, without the port that the scheme has anyway.
fn normal(address: &str) -> Option<String> {
    let address = address.trim().to_ascii_lowercase();
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty() && !host.contains('@'))?;
    let host = match scheme {
        "http" => host.strip_suffix(":80").unwrap_or(host),
        "https" => host.strip_suffix(":443").unwrap_or(host),
        _ => return None,
    };
    Some(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(origins: &Origins, headers: &[(&str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        origins.allow(&map)
    }

    #[test]
    fn only_pages_of_the_listed_origins_may() {
        let listed = Origins::of(["https://Zwornik.example.pl:443/graphql", "http://127.0.0.1:3000"]);
        for (origin, may) in [
            ("https://zwornik.example.pl", true),
            ("HTTP://127.0.0.1:3000", true),
            ("http://zwornik.example.pl", false),
            ("https://zwornik.example.pl.evil.example", false),
            ("https://zwornik.example.pl@evil.example", false),
            ("https://evil.example", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(asks(&listed, &[("host", "evil.example"), ("origin", origin)]), may, "{origin}");
        }
        assert!(asks(&listed, &[]), "no browser");
        assert!(!asks(&listed, &[("origin", "http://127.0.0.1:3000"), ("origin", "https://evil.example")]));
    }

    #[test]
    fn without_a_list_pages_of_the_same_host_may() {
        let none = Origins::default();
        assert!(asks(&none, &[("host", "localhost:8080"), ("origin", "http://localhost:8080")]));
        assert!(!asks(&none, &[("host", "localhost:8080"), ("origin", "http://localhost:3000")]));
    }
}
