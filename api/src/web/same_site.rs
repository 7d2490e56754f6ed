//! Whether a form comes from a page of this installation. Browsers say so by `Sec-Fetch-Site`; those that do not yet name the
//! page's `Origin`. Nothing expires, so a form that lay open over lunch is taken.

use axum::http::{HeaderMap, header};

/// Whether it does.
pub(super) fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(from) = text("sec-fetch-site") {
        return matches!(from, "same-origin" | "none");
    }
    let (Some(origin), Some(host)) = (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) else {
        return false;
    };
    origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_ours(&headers.collect())
    }

    #[test]
    fn forms_of_other_sites_and_of_nowhere_are_not_taken() {
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("sec-fetch-site", "none")]));
        assert!(ours(&[("origin", "https://zwornik.example.pl"), ("host", "zwornik.example.pl")]));
        for foreign in [
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://zwornik.example.pl"),
                ("host", "zwornik.example.pl"),
            ][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "null"), ("host", "zwornik.example.pl")],
            &[("origin", "https://zwornik.example.pl.evil.example"), ("host", "zwornik.example.pl")],
            &[("host", "zwornik.example.pl")],
            &[],
        ] {
            assert!(!ours(foreign), "{foreign:?}");
        }
    }
}
