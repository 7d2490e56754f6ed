//! Bodies that are read as a whole: no more than is allowed, and no longer than is waited for.

use std::future::ready;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;

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
    growing(body, (most, most), within, ready(true)).await
}

/// Reads a body that may have `first` bytes, and up to `most` only if `may_grow` says so; it is asked once, by then.
///
/// # Errors
/// It is larger, slower or broken.
pub async fn growing(
    body: Body,
    (first, most): (usize, usize),
    within: Duration,
    may_grow: impl Future<Output = bool>,
) -> Result<Bytes, Unread> {
    let read = async {
        let mut chunks = body.into_data_stream();
        let mut bytes = Vec::new();
        let mut may = first.min(most);
        let mut may_grow = Some(may_grow);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| Unread::Broken)?;
            let size = bytes.len() + chunk.len();
            if size > may {
                let Some(asked) = may_grow.take().filter(|_| size <= most) else {
                    return Err(Unread::TooLarge);
                };
                if !asked.await {
                    return Err(Unread::TooLarge);
                }
                may = most;
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Bytes::from(bytes))
    };
    tokio::time::timeout(within, read).await.unwrap_or(Err(Unread::TooSlow))
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
        let chunks =
            |count: usize| Body::from_stream(stream::iter((0..count).map(|_| Ok::<_, Infallible>("1234"))));
        let asked = |count, answer| growing(chunks(count), (4, 8), soon, ready(answer));
        assert_eq!(asked(1, false).await.unwrap(), "1234");
        assert_eq!(asked(2, false).await, Err(Unread::TooLarge), "a stranger");
        assert_eq!(asked(2, true).await.unwrap(), "12341234");
        assert_eq!(asked(3, true).await, Err(Unread::TooLarge));
        let endless = stream::pending::<Result<&str, Infallible>>();
        assert_eq!(whole(Body::from_stream(endless), 8, soon).await, Err(Unread::TooSlow));
    }
}
