//! Through a mail server, step by step: whoever knows how far a conversation got knows whether the message can have
//! arrived. lettre speaks the protocol; its transport is not used, because it does not tell the steps apart.
//!
//! Connections that went well are kept for the next message. One that broke while it was idle is replaced without
//! counting as a setback.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use entities::mail::Problem;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use tokio::time::{Instant, timeout};

use super::MailError;
use super::post::{Setback, Then};

/// How the connection is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS, required.
    StartTls,
    /// None; for a server on this computer alone.
    None,
}

/// How long the server is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the connection.
    pub connect: Duration,
    /// For the answer to each command, the greeting included.
    pub command: Duration,
    /// For the answer to a message. RFC 5321 asks for ten minutes: who gives up earlier has a message in doubt.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let [connect, command, answer] = [30, 120, 600].map(Duration::from_secs);
        Self { connect, command, answer }
    }
}

/// A mail server.
#[derive(Clone)]
pub struct Server {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// User and password.
    pub login: Option<(String, String)>,
    /// Certificates in PEM of an authority to be trusted beside the public ones.
    pub authority_pem: Option<Vec<u8>>,
    /// How long it is waited for.
    pub patience: Patience,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server({}:{}, {:?})", self.host, self.port, self.security)
    }
}

/// How long a connection may have been idle to be used again: servers end idle ones after minutes.
const IDLE: Duration = Duration::from_secs(20);
/// Idle connections kept.
const KEPT: usize = 4;
/// Bytes of a message given to the connection at once.
const PIECE: usize = 64 << 10;
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// The way through a server.
pub(super) struct Smtp {
    server: Server,
    hello: ClientId,
    tls: Option<TlsParameters>,
    login: Option<Credentials>,
    idle: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
}

impl Smtp {
    pub(super) fn new(server: Server) -> Result<Self, MailError> {
        let tls = match server.security {
            Security::None if !is_here(&server.host) => return Err(MailError::Plain),
            Security::None => None,
            Security::Implicit | Security::StartTls => Some(tls(&server)?),
        };
        let login = server.login.clone().map(|(user, password)| Credentials::new(user, password));
        Ok(Self { server, hello: ClientId::default(), tls, login, idle: Mutex::default() })
    }

    /// Connects and names sender and recipient.
    pub(super) async fn open(&self, envelope: &Envelope) -> Result<Ready<'_>, Setback> {
        if let Some(connection) = self.rested() {
            match self.address(connection, envelope).await {
                // It had ended without our noticing: another is worth a try.
                Err(Setback { problem: Problem::ConnectionLost | Problem::TimedOut, .. }) => {}
                Err(Setback { reply_code: Some(421), .. }) => {}
                done => return done,
            }
        }
        let connection = self.connect().await?;
        self.address(connection, envelope).await
    }

    fn rested(&self) -> Option<AsyncSmtpConnection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(_, since)| since.elapsed() < IDLE);
        idle.pop().map(|(connection, _)| connection)
    }

    fn rest(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT && !connection.has_broken() {
            idle.push((connection, Instant::now()));
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Setback> {
        let Patience { connect, command, .. } = self.server.patience;
        let at_once = self.tls.clone().filter(|_| self.server.security == Security::Implicit);
        let address = (self.server.host.as_str(), self.server.port);
        let greeted = AsyncSmtpConnection::connect_tokio1(address, Some(connect), &self.hello, at_once, None);
        let mut connection = match timeout(connect + command, greeted).await {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Err(before(&error, Problem::Unreachable)),
            Err(_) => return Err(Setback::again(Problem::TimedOut)),
        };
        if let (Security::StartTls, Some(tls)) = (self.server.security, self.tls.clone()) {
            if !connection.can_starttls() {
                farewell(connection).await;
                return Err(Setback::again(Problem::Insecure));
            }
            match timeout(command, connection.starttls(tls, &self.hello)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return Err(before(&error, Problem::Insecure)),
                Err(_) => return Err(Setback::again(Problem::TimedOut)),
            }
        }
        if let Some(login) = &self.login {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            match timeout(command, connection.auth(&mechanisms, login)).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => {
                    farewell(connection).await;
                    return Err(before(&error, Problem::LoginRefused));
                }
                Err(_) => return Err(Setback::again(Problem::TimedOut)),
            }
        }
        Ok(connection)
    }

    async fn address(
        &self,
        mut connection: AsyncSmtpConnection,
        envelope: &Envelope,
    ) -> Result<Ready<'_>, Setback> {
        let mut parameters = vec![];
        let mut addresses = envelope.to().iter().chain(envelope.from());
        if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                self.rest(connection);
                return Err(Setback { problem: Problem::BadAddress, reply_code: None, then: Then::Never });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let mut said = self.say(&mut connection, Mail::new(envelope.from().cloned(), parameters)).await;
        for to in envelope.to() {
            if said.is_ok() {
                said = self.say(&mut connection, Rcpt::new(to.clone(), vec![])).await;
            }
        }
        match said {
            Ok(()) => Ok(Ready { smtp: self, connection }),
            Err(setback) => {
                farewell(connection).await;
                Err(setback)
            }
        }
    }

    /// One command before the message: what goes wrong here goes wrong without doubt.
    async fn say(
        &self,
        connection: &mut AsyncSmtpConnection,
        command: impl std::fmt::Display,
    ) -> Result<(), Setback> {
        match timeout(self.server.patience.command, connection.command(command)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(of(&error, Setback::again(Problem::ConnectionLost))),
            Err(_) => Err(Setback::again(Problem::TimedOut)),
        }
    }
}

/// A server that knows sender and recipient and waits for the message.
pub(super) struct Ready<'a> {
    smtp: &'a Smtp,
    connection: AsyncSmtpConnection,
}

impl Ready<'_> {
    /// Hands the message over. Until its end has left, nothing can have arrived; from then on only an answer tells.
    pub(super) async fn hand_over(mut self, message: &[u8]) -> Result<(), Setback> {
        if let Err(setback) = self.smtp.say(&mut self.connection, Data).await {
            farewell(self.connection).await;
            return Err(setback);
        }
        // The next piece is asked for when the last has left; the end of the message follows the last piece.
        let mut has_left = false;
        let mut pieces = message.chunks(PIECE);
        let pieces = std::iter::from_fn(|| {
            let piece = pieces.next();
            has_left |= piece.is_none();
            piece
        });
        let answered = timeout(self.smtp.server.patience.answer, self.connection.message_iter(pieces)).await;
        let unclear = if has_left {
            Setback { problem: Problem::NoAnswer, reply_code: None, then: Then::Doubt }
        } else {
            Setback::again(Problem::ConnectionLost)
        };
        match answered {
            Ok(Ok(_)) => {
                self.smtp.rest(self.connection);
                Ok(())
            }
            Ok(Err(error)) => Err(of(&error, unclear)),
            Err(_) => Err(unclear),
        }
    }

    /// Says nothing more.
    pub(super) async fn leave(self) {
        farewell(self.connection).await;
    }
}

/// Ends a conversation, politely if that is quick.
async fn farewell(mut connection: AsyncSmtpConnection) {
    if timeout(FAREWELL, connection.abort()).await.is_err() {
        tracing::debug!("a mail server did not say goodbye");
    }
}

/// An answer of the server tells by its code; what is no answer is what the caller says.
fn of(error: &Error, unanswered: Setback) -> Setback {
    let Some(code) = error.status() else { return unanswered };
    let reply_code = Some(i32::from(u16::from(code)));
    if error.is_permanent() {
        Setback { problem: Problem::Refused, reply_code, then: Then::Never }
    } else {
        Setback { problem: Problem::PutOff, reply_code, then: Then::Again }
    }
}

/// The same before anybody is named: a server that refuses the connection itself refuses no message. Somebody mends
/// the settings, and the message goes.
fn before(error: &Error, problem: Problem) -> Setback {
    if error.is_tls() || is_broken_tls(error) {
        return Setback::again(Problem::Insecure);
    }
    if error.is_timeout() {
        return Setback::again(Problem::TimedOut);
    }
    let answered = of(error, Setback::again(problem));
    let problem = if answered.then == Then::Never { problem } else { answered.problem };
    Setback { problem, then: Then::Again, ..answered }
}

/// A handshake that fails is told as an error of the connection: bytes that are not what TLS wants them to be.
fn is_broken_tls(error: &Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData)
        {
            return true;
        }
        source = cause.source();
    }
    false
}

fn tls(server: &Server) -> Result<TlsParameters, MailError> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.authority_pem {
        if !pem.windows(11).any(|part| part == b"-----BEGIN ") {
            return Err(MailError::Authority);
        }
        let authority = Certificate::from_pem(pem).map_err(|_| MailError::Authority)?;
        builder = builder.add_root_certificate(authority);
    }
    builder.build_rustls().map_err(|error| MailError::Tls(error.to_string()))
}

/// Whether a host is this computer.
fn is_here(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_tls_only_this_computer_is_written_to() {
        for (host, is_fine) in
            [("127.0.0.1", true), ("::1", true), ("[::1]", true), ("localhost", true), ("10.0.0.1", false)]
        {
            let server = Server {
                host: host.into(),
                port: 25,
                security: Security::None,
                login: None,
                authority_pem: None,
                patience: Patience::default(),
            };
            assert_eq!(Smtp::new(server).is_ok(), is_fine, "{host}");
        }
    }
}
