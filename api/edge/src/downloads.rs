//! How many files somebody may be reading at once: documents and exports, whoever is slow to take them.
//!
//! A file is sent piece by piece, so that who reads slowly costs a piece and an open file; these places bound the files.

use std::net::IpAddr;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use entities::shared::ids::UserId;
use futures_util::stream::{Stream, StreamExt as _};

use crate::graphql::Refusal;
use crate::places::{Place, Places};
use crate::rate::subscriber;

/// Seconds after which another try makes sense.
const RETRY_AFTER_S: u64 = 5;

/// How many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadLimits {
    /// Files one account may be reading. Default 6.
    pub of_account: usize,
    /// Files one address may be reading; those of a whole office may come from one. Default 40.
    pub of_address: usize,
}

impl Default for DownloadLimits {
    fn default() -> Self {
        Self { of_account: 6, of_address: 40 }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Account(UserId),
    Address(IpAddr),
}

/// The files that are being read. Cheap to clone.
#[derive(Clone, Default)]
pub struct Downloads {
    places: Places<Key>,
    limits: DownloadLimits,
}

/// The place of one file, given back when it is dropped.
pub struct Download {
    _places: Vec<Place<Key>>,
}

/// Somebody is reading as many files as they may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many files are being read")]
pub struct TooManyDownloads;

impl Downloads {
    /// Nothing is being read yet.
    #[must_use]
    pub fn within(limits: DownloadLimits) -> Self {
        Self { places: Places::default(), limits }
    }

    /// A place for a file.
    ///
    /// # Errors
    /// The account or the address has as many as it may.
    pub fn take(
        &self,
        address: Option<IpAddr>,
        account: Option<UserId>,
    ) -> Result<Download, TooManyDownloads> {
        let DownloadLimits { of_account, of_address } = self.limits;
        let account = account.map(|account| (Key::Account(account), of_account));
        let address = address.map(|address| (Key::Address(subscriber(address)), of_address));
        let wanted = account.into_iter().chain(address);
        let taken: Option<Vec<_>> = wanted.map(|(key, most)| self.places.take(key, most)).collect();
        taken.map(|_places| Download { _places }).ok_or(TooManyDownloads)
    }
}

impl Download {
    /// A body of these pieces, which holds the place until it is sent or its reader is gone.
    pub fn body<E>(self, pieces: impl Stream<Item = Result<Bytes, E>> + Send + 'static) -> Body
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Body::from_stream(pieces.map(move |piece| {
            let _held = &self;
            piece
        }))
    }
}

impl TooManyDownloads {
    /// As it is answered where GraphQL is.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        let message = "You are reading as many files as you may at once; finish one first.";
        Refusal::http(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_DOWNLOADS", message)
            .with_fact("retryAfterSeconds", RETRY_AFTER_S)
            .with_header(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S))
    }

    /// As it is answered where files are.
    #[must_use]
    pub fn respond(self) -> Response {
        let text = "TOO_MANY_DOWNLOADS: Za dużo pobrań naraz. Dokończ jedno i spróbuj ponownie.\n";
        let head = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
            (header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S)),
        ];
        (StatusCode::TOO_MANY_REQUESTS, head, text).into_response()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_file_counts_for_its_reader_until_it_is_read_and_a_refused_one_takes_nothing() {
        let downloads = Downloads::within(DownloadLimits { of_account: 1, of_address: 2 });
        let (ewa, jan) = (Some(UserId(Uuid::from_u128(1))), Some(UserId(Uuid::from_u128(2))));
        let office = Some(IpAddr::from([192, 0, 2, 1]));
        let first = downloads.take(office, ewa).unwrap();
        assert!(downloads.take(office, ewa).is_err() && downloads.take(None, ewa).is_err(), "of an account");
        let second = downloads.take(office, jan).unwrap();
        assert!(downloads.take(office, None).is_err(), "of an address");
        drop(first);
        let third = downloads.take(office, None).unwrap();
        assert!(downloads.take(office, ewa).is_err());
        assert!(downloads.take(None, ewa).is_ok(), "what was refused holds nothing");
        drop((second, third));
        assert!(downloads.places.is_empty());
    }
}
