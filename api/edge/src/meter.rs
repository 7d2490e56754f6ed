//! Says with each answer what its sender may still cost.
//!
//! # Source
//! `draft-ietf-httpapi-ratelimit-headers-10`: `RateLimit-Policy` and `RateLimit`.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn};

use crate::tries::{PerMinute, Standing};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const NOW: HeaderName = HeaderName::from_static("ratelimit");

/// What is known of a request's sender by the time it is answered; found among the request's extensions.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Mutex<Option<Standing>>>);

impl Meter {
    /// Notes what is left; of several the last counts.
    pub fn tell(&self, standing: Standing) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(standing);
    }

    fn told(&self) -> Option<Standing> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds the headers to every answer of `router` that cost something.
pub fn tell<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.layer(from_fn(async |mut request: Request, next: Next| {
        let meter = Meter::default();
        request.extensions_mut().insert(meter.clone());
        let mut response = next.run(request).await;
        if let Some(standing) = meter.told() {
            set(response.headers_mut(), standing);
        }
        response
    }))
}

fn set(headers: &mut HeaderMap, standing: Standing) {
    let Standing { limit, remaining, reset } = standing;
    let reset = reset.as_millis().div_ceil(1_000);
    let policy = format!("\"cost\";q={limit};qu=\"cost\";w={}", PerMinute::WINDOW_S);
    let now = format!("\"cost\";r={remaining};t={reset}");
    for (name, value) in [(POLICY, policy), (NOW, now)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn limit_rest_and_reset_are_told_in_the_form_of_the_draft() {
        let mut headers = HeaderMap::new();
        let reset = Duration::from_millis(12_001);
        set(&mut headers, Standing { limit: 1_000, remaining: 800, reset });
        assert_eq!(headers["ratelimit-policy"], "\"cost\";q=1000;qu=\"cost\";w=60");
        assert_eq!(headers["ratelimit"], "\"cost\";r=800;t=13");
    }
}
