//! Which of the two media types an answer has.
//!
//! # Source
//! GraphQL over HTTP, "Media Types" and "Legacy watershed": without an explicit wish the answer is
//! `application/json`, whose status is 200 for every well-formed request.

use axum::http::{HeaderMap, HeaderValue, header};

/// The media type of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/graphql-response+json`: the status tells whether the request could be executed.
    GraphqlResponse,
    /// `application/json`: the legacy type, well-formed requests are answered with 200.
    Json,
}

impl MediaType {
    /// Picks the type a client likes best; `None` when it accepts neither.
    #[must_use]
    pub fn negotiate(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(header::ACCEPT) {
            return Some(Self::Json);
        }
        let [graphql, json] = wishes(headers, ["application/graphql-response+json", "application/json"]);
        match (graphql.permille, json.permille) {
            (0, 0) => None,
            (graphql_q, json_q) if graphql_q > json_q => Some(Self::GraphqlResponse),
            (graphql_q, json_q) if graphql_q == json_q && graphql.named => Some(Self::GraphqlResponse),
            _ => Some(Self::Json),
        }
    }

    /// The value of `Content-Type`.
    #[must_use]
    pub fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }
}

/// How much a client likes each of these media types, by its `Accept` headers.
pub(super) fn wishes<const N: usize>(headers: &HeaderMap, media: [&str; N]) -> [Wish; N] {
    let ranges: Vec<Range> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Range::parse)
        .collect();
    media.map(|media| Wish::of(media, &ranges))
}

/// One media range of an `Accept` header, with its weight in thousandths.
struct Range {
    name: String,
    permille: u16,
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let permille = match weight.map(str::parse::<f32>) {
            None => 1000,
            // Saturates: weights outside 0–1 are clamped first, and NaN becomes 0.
            Some(Ok(weight)) => (weight.clamp(0.0, 1.0) * 1000.0) as u16,
            Some(Err(_)) => return None,
        };
        Some(Self { name, permille })
    }
}

/// How much a client likes one media type: the most specific range that matches it decides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    /// Its weight in thousandths; 0 where it is not accepted.
    pub(super) permille: u16,
    /// Whether it is named itself.
    pub(super) named: bool,
}

impl Wish {
    fn of(media: &str, ranges: &[Range]) -> Self {
        let weight = |name: &str| ranges.iter().filter(|r| r.name == name).map(|r| r.permille).max();
        let named = weight(media);
        let kind = media.split('/').next().unwrap_or_default();
        let permille = named.or_else(|| weight(&format!("{kind}/*"))).or_else(|| weight("*/*")).unwrap_or(0);
        Self { permille, named: named.is_some() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiated(accept: &'static str) -> Option<MediaType> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        MediaType::negotiate(&headers)
    }

    #[test]
    fn the_new_type_is_given_only_to_those_who_name_it() {
        assert_eq!(MediaType::negotiate(&HeaderMap::new()), Some(MediaType::Json));
        assert_eq!(negotiated("*/*"), Some(MediaType::Json));
        assert_eq!(negotiated("application/*;q=0.1"), Some(MediaType::Json));
        assert_eq!(negotiated("application/json"), Some(MediaType::Json));
        assert_eq!(negotiated("application/graphql-response+json"), Some(MediaType::GraphqlResponse));
    }

    #[test]
    fn weights_decide_and_the_named_new_type_wins_a_draw() {
        let both = "application/graphql-response+json, application/json;q=0.9";
        assert_eq!(negotiated(both), Some(MediaType::GraphqlResponse));
        let draw = "application/json, Application/GraphQL-Response+JSON; charset=utf-8";
        assert_eq!(negotiated(draw), Some(MediaType::GraphqlResponse));
        let legacy = "application/graphql-response+json;q=0.5, application/json";
        assert_eq!(negotiated(legacy), Some(MediaType::Json));
    }

    #[test]
    fn nothing_acceptable_is_told() {
        assert_eq!(negotiated("text/html"), None);
        assert_eq!(negotiated("application/json;q=0"), None);
        assert_eq!(negotiated("application/json;q=x"), None);
    }
}
