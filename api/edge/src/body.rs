//! Bodies that are read as a whole: no more than is allowed, and no longer than is waited for.

use std::error::Error as _;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use http_body_util::LengthLimitError;

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It has more bytes than it may have.
    #[error("the body is too large")]
    TooLarge,
    /// It did not arrive in time.
    #[error("the body did not arrive in time")]
    TooSlow,
    /// It broke off, or its parts are not of the form that HTTP gives them.
    #[error("the body is broken")]
    Broken,
}

/// Reads a body of at most `most` bytes that arrives `within` a time.
///
/// # Errors
/// It is larger, slower or broken.
pub async fn whole(body: Body, most: usize, within: Duration) -> Result<Bytes, Unread> {
    match tokio::time::timeout(within, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if error.source().is_some_and(|cause| cause.is::<LengthLimitError>()) => {
            Err(Unread::TooLarge)
        }
        Ok(Err(_)) => Err(Unread::Broken),
        Err(_) => Err(Unread::TooSlow),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::io;

    use futures_util::stream;

    use super::*;

    #[tokio::test]
    async fn a_body_is_whole_or_it_is_told_why_not() {
        let soon = Duration::from_millis(50);
        assert_eq!(whole("12345678".into(), 8, soon).await.unwrap(), "12345678");
        assert_eq!(whole("123456789".into(), 8, soon).await, Err(Unread::TooLarge));
        let broken = stream::iter([Ok("1"), Err(io::Error::other("chunk"))]);
        assert_eq!(whole(Body::from_stream(broken), 8, soon).await, Err(Unread::Broken));
        let endless = stream::pending::<Result<&str, Infallible>>();
        assert_eq!(whole(Body::from_stream(endless), 8, soon).await, Err(Unread::TooSlow));
    }
}
