//! A file that is made and waits for its reader: a short one in memory, any other in a file without a name, which is gone
//! with its last handle, whatever ends the process. So slow readers hold pieces of exports, not exports.

use std::fs::File;
use std::io::{self, Seek as _, Write as _};

use axum::body::{Body, Bytes};
use futures_util::stream;
use tokio_util::io::ReaderStream;

use crate::downloads::Download;

/// Bytes that may wait in memory, and of a piece.
const PIECE: usize = 64 * 1024;

/// A file that waits.
pub(super) enum Made {
    Short(Bytes),
    Long(File, u64),
}

impl Made {
    /// Takes a file over; none where the disk does not.
    pub(super) fn of(bytes: Vec<u8>) -> Option<Self> {
        if bytes.len() <= PIECE {
            return Some(Self::Short(bytes.into()));
        }
        let put = || -> io::Result<Self> {
            let mut file = tempfile::tempfile()?;
            file.write_all(&bytes)?;
            file.rewind()?;
            Ok(Self::Long(file, bytes.len() as u64))
        };
        put().inspect_err(|error| tracing::error!(%error, "an export could not be put aside")).ok()
    }

    /// How many bytes it has.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Short(bytes) => bytes.len() as u64,
            Self::Long(_, size) => *size,
        }
    }

    /// As a body, which holds the place of its reader.
    pub(super) fn body(self, place: Download) -> Body {
        match self {
            Self::Short(bytes) => place.body(stream::iter([Ok::<_, io::Error>(bytes)])),
            Self::Long(file, _) => {
                place.body(ReaderStream::with_capacity(tokio::fs::File::from_std(file), PIECE))
            }
        }
    }
}
