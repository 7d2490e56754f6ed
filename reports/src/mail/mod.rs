//! Mail: what is written to people, and how it travels.
//!
//! | file | what |
//! | --- | --- |
//! | `send.rs` | the job: one delivery of the ledger, from its facts to its outcome |
//! | `facts.rs` | facts and rights of the moment in which a message leaves |
//! | `words.rs`, `notices.rs`, `partnerships.rs`, `ends.rs`, `coaching.rs` | texts in Polish and English, pure |
//! | `enrolments.rs` | dates of a training for a calendar, pure |
//! | `message.rs` | a letter as a message with headers, pure |
//! | `post.rs` | the interface of both ways |
//! | `smtp.rs` | through a mail server |
//! | `folder.rs` | into a folder, where no mail server is configured |
//!
//! Letters themselves are `entities/src/mail/letter.rs`; those about enrolments, which the API shows before they are sent, are
//! `entities/src/trainings/letters.rs`.
//!
//! Nothing here logs an address or a text.

mod coaching;
mod ends;
mod enrolments;
mod facts;
mod folder;
mod message;
pub mod notices;
pub mod partnerships;
pub mod pesel;
mod post;
pub mod send;
mod smtp;
pub mod words;

use std::path::PathBuf;
use std::sync::Arc;

use entities::documents::link::LinkKey;
use entities::jobs::queue::Failure;
use entities::shared::ids::DeliveryId;
use lettre::Address;
use lettre::message::Mailbox;

pub use self::post::{Setback, Then};
pub use self::smtp::{Patience, Security, Server};

use self::post::Post;

/// How mail is sent.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Which way messages go.
    pub way: Way,
    /// Who writes, e.g. `ROPS w Kielcach <zwornik@rops.example.pl>`; `zwornik@` the public host where it is not given.
    pub from: Option<String>,
    /// Who reads answers, where it is not who writes.
    pub reply_to: Option<String>,
    /// Address of the client that links lead to, without a slash at its end; none: nothing with a link can be sent.
    pub client_url: Option<Arc<str>>,
    /// Signs codes of documents.
    pub link_key: LinkKey,
}

/// Which way messages go.
#[derive(Clone, Debug)]
pub enum Way {
    /// Into a folder, as `.eml` files.
    Folder(PathBuf),
    /// Through a mail server.
    Smtp(Server),
}

/// Mail cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address is none.
    #[error("`{0}` is no address such as `Office <office@example.pl>`")]
    Address(String),
    /// The authority's certificate cannot be read.
    #[error("the file of the certificate authority holds no certificate in PEM")]
    Authority,
    /// The settings of TLS contradict one another.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
    /// Without TLS only this computer is written to.
    #[error("a mail server without TLS must be on this computer")]
    Plain,
    /// The folder cannot be made.
    #[error("the folder for messages cannot be made: {0}")]
    Folder(std::io::Error),
}

/// Sends mail.
pub struct Mail {
    post: Post,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    client_url: Option<Arc<str>>,
    link_key: LinkKey,
}

impl Mail {
    /// Mail by these settings. Nothing is connected yet.
    ///
    /// # Errors
    /// Settings that cannot work.
    pub fn new(settings: Settings) -> Result<Self, MailError> {
        let from = match &settings.from {
            Some(text) => mailbox(text)?,
            None => of_host(settings.client_url.as_deref())?,
        };
        Ok(Self {
            post: Post::new(settings.way)?,
            from,
            reply_to: settings.reply_to.as_deref().map(mailbox).transpose()?,
            client_url: settings.client_url,
            link_key: settings.link_key,
        })
    }
}

impl Mail {
    /// Removes the message of a delivery from the folder for mail.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub async fn forget(&self, id: DeliveryId) -> Result<(), Failure> {
        self.post.forget(id).await.map_err(|error| Failure::Retry(error.to_string().into()))
    }
}

fn mailbox(text: &str) -> Result<Mailbox, MailError> {
    text.parse().map_err(|_| MailError::Address(text.to_owned()))
}

fn of_host(url: Option<&str>) -> Result<Mailbox, MailError> {
    let host = url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split(['/', ':']).next());
    let address = host.and_then(|host| Address::new("zwornik", host).ok());
    let address = match address {
        Some(address) => address,
        None => Address::new("zwornik", "localhost").map_err(|_| MailError::Address("zwornik".into()))?,
    };
    Ok(Mailbox::new(Some("Zwornik".to_owned()), address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_sender_the_public_host_writes() {
        for (url, from) in [
            (Some("https://zwornik.example.pl"), "Zwornik <zwornik@zwornik.example.pl>"),
            (Some("http://127.0.0.1:8080"), "Zwornik <zwornik@127.0.0.1>"),
            (Some("nonsense"), "Zwornik <zwornik@localhost>"),
            (None, "Zwornik <zwornik@localhost>"),
        ] {
            let found = of_host(url).map(|mailbox| mailbox.to_string());
            assert!(
                found.as_deref().is_ok_and(|found| found == from || found == "Zwornik <zwornik@localhost>"),
                "{url:?}: {found:?}"
            );
        }
    }

    #[test]
    fn a_sender_is_a_mailbox() {
        assert!(mailbox("ROPS w Kielcach <zwornik@rops.example.pl>").is_ok());
        for wrong in ["", "rops", "a@b\r\nBcc: c@d", "ROPS <>"] {
            assert!(mailbox(wrong).is_err(), "{wrong:?}");
        }
    }
}
