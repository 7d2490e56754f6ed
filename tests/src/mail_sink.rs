//! A mail server that takes messages, refuses them, or breaks off, as a story asks. Real SMTP on a real socket.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reports::mail::{Patience, Security, Server};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What the server does with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Takes it.
    Ok,
    /// Takes it after a while.
    Slow(Duration),
    /// Takes it once something else is asked of the server.
    Held,
    /// `421` to the sender.
    Closing,
    /// `450` to the recipient.
    Greylisted,
    /// `452` to the message.
    Full,
    /// `550` to the recipient.
    NoSuchUser,
    /// `552` to the message.
    TooBig,
    /// Breaks off before the message.
    DropEarly,
    /// Breaks off after the message, without having taken it.
    Drop,
    /// Takes the message and breaks off without an answer.
    DropAfter,
}

/// A message that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The recipient named to the server.
    pub to: String,
    /// The message as it came.
    pub text: String,
}

/// A running server.
pub struct MailSink {
    port: u16,
    modes: Arc<Mutex<Vec<Mode>>>,
    seen: Arc<Mutex<Seen>>,
    authority_pem: Option<String>,
    security: Security,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Seen {
    taken: Vec<Taken>,
    tries: usize,
    connections: usize,
    logins: Vec<String>,
}

impl Drop for MailSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl MailSink {
    /// A server without TLS that does the same with every message.
    pub async fn new(mode: Mode) -> Self {
        Self::start(&[mode], Security::None).await
    }

    /// One that does these in turn, message by message, and the last from then on.
    pub async fn in_turn(modes: &[Mode]) -> Self {
        Self::start(modes, Security::None).await
    }

    /// One that is secured, by a certificate for `localhost` of an authority of its own.
    pub async fn secured(security: Security) -> Self {
        Self::start(&[Mode::Ok], security).await
    }

    async fn start(modes: &[Mode], security: Security) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tls, authority_pem) = match security {
            Security::None => (None, None),
            Security::Implicit | Security::StartTls => {
                let (acceptor, pem) = acceptor();
                (Some(acceptor), Some(pem))
            }
        };
        let modes = Arc::new(Mutex::new(modes.to_vec()));
        let seen = Arc::<Mutex<Seen>>::default();
        let (shared_modes, shared_seen) = (Arc::clone(&modes), Arc::clone(&seen));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Talk { modes: Arc::clone(&shared_modes), seen: Arc::clone(&shared_seen) };
                let tls = tls.clone();
                tokio::spawn(async move { talk.serve(stream, security, tls).await });
            }
        });
        Self { port, modes, seen, authority_pem, security, task }
    }

    /// How this server is reached, with little patience.
    pub fn server(&self) -> Server {
        let [connect, command, answer] = [2_000, 2_000, 1_500].map(Duration::from_millis);
        Server {
            host: if self.security == Security::None { "127.0.0.1".into() } else { "localhost".into() },
            port: self.port,
            security: self.security,
            login: None,
            authority_pem: self.authority_pem.clone().map(String::into_bytes),
            patience: Patience { connect, command, answer },
        }
    }

    /// The port on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The same with as much patience as a server may ask for.
    pub fn patient_server(&self) -> Server {
        Server { patience: Patience::default(), ..self.server() }
    }

    /// Does something else from now on.
    pub fn set(&self, mode: Mode) {
        *self.modes.lock().unwrap() = vec![mode];
    }

    /// Messages taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.seen.lock().unwrap().taken.clone()
    }

    /// How many messages were begun.
    pub fn tries(&self) -> usize {
        self.seen.lock().unwrap().tries
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// What was given to log in with.
    pub fn logins(&self) -> Vec<String> {
        self.seen.lock().unwrap().logins.clone()
    }
}

/// TLS by a new authority, whose certificate comes along in PEM.
fn acceptor() -> (TlsAcceptor, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut authority = rcgen::CertificateParams::new(vec![]).unwrap();
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = authority.self_signed(&key).unwrap();
    let issuer = rcgen::Issuer::new(authority, key);
    let server_key = rcgen::KeyPair::generate().unwrap();
    let server = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let server = server.signed_by(&server_key, &issuer).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server_key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![server.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), root.pem())
}

struct Talk {
    modes: Arc<Mutex<Vec<Mode>>>,
    seen: Arc<Mutex<Seen>>,
}

/// What follows a conversation.
enum End {
    Closed,
    Upgrade,
}

impl Talk {
    async fn serve(self, stream: TcpStream, security: Security, tls: Option<TlsAcceptor>) {
        self.seen.lock().unwrap().connections += 1;
        match (security, tls) {
            (Security::Implicit, Some(tls)) => {
                if let Ok(stream) = tls.accept(stream).await {
                    self.converse(stream, false, true).await;
                }
            }
            (Security::StartTls, Some(tls)) => {
                let mut stream = stream;
                if let End::Upgrade = self.converse(&mut stream, true, true).await
                    && let Ok(stream) = tls.accept(stream).await
                {
                    self.converse(stream, false, false).await;
                }
            }
            _ => {
                self.converse(stream, false, true).await;
            }
        }
    }

    /// The mode of the next message; the last stays.
    fn mode(&self) -> Mode {
        self.modes.lock().unwrap()[0]
    }

    fn next(&self) {
        let mut modes = self.modes.lock().unwrap();
        if modes.len() > 1 {
            modes.remove(0);
        }
    }

    async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: S,
        can_upgrade: bool,
        greets: bool,
    ) -> End {
        let mut stream = BufReader::new(stream);
        if greets && say(&mut stream, "220 localhost ESMTP").await.is_err() {
            return End::Closed;
        }
        let (mut to, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            if !matches!(stream.read_line(&mut line).await, Ok(n) if n > 0) {
                return End::Closed;
            }
            let command = line.trim_end().to_owned();
            let verb = command.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let mode = self.mode();
            let said = match verb.as_str() {
                "EHLO" if can_upgrade => say(&mut stream, "250-localhost\r\n250 STARTTLS").await,
                "EHLO" => say(&mut stream, "250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN").await,
                "STARTTLS" => {
                    if say(&mut stream, "220 go ahead").await.is_err() {
                        return End::Closed;
                    }
                    return End::Upgrade;
                }
                "AUTH" => {
                    let is_known = command.ends_with("AHp3b3JuaWsAaGFzxYJv");
                    self.seen.lock().unwrap().logins.push(command);
                    let answer = if is_known { "235 2.7.0 welcome" } else { "535 5.7.8 who are you" };
                    say(&mut stream, answer).await
                }
                "MAIL" if mode == Mode::Closing => {
                    self.next();
                    let _ = say(&mut stream, "421 4.3.2 shutting down").await;
                    return End::Closed;
                }
                "MAIL" => say(&mut stream, "250 OK").await,
                "RCPT" if mode == Mode::Greylisted => {
                    self.next();
                    say(&mut stream, "450 4.2.0 greylisted").await
                }
                "RCPT" if mode == Mode::NoSuchUser => {
                    self.next();
                    say(&mut stream, "550 5.1.1 no such user").await
                }
                "RCPT" => {
                    to = command.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    say(&mut stream, "250 OK").await
                }
                "DATA" => {
                    self.seen.lock().unwrap().tries += 1;
                    if mode == Mode::DropEarly {
                        self.next();
                        return End::Closed;
                    }
                    match self.data(&mut stream, mode, &to).await {
                        Some(answer) => say(&mut stream, answer).await,
                        None => return End::Closed,
                    }
                }
                "QUIT" => {
                    let _ = say(&mut stream, "221 bye").await;
                    return End::Closed;
                }
                _ => say(&mut stream, "250 OK").await,
            };
            if said.is_err() {
                return End::Closed;
            }
        }
    }

    /// Reads a message; answers what is said to it, none for a connection that breaks off.
    async fn data<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufReader<S>,
        mode: Mode,
        to: &str,
    ) -> Option<&'static str> {
        say(stream, "354 go on").await.ok()?;
        let mut text = String::new();
        loop {
            let mut line = String::new();
            if !matches!(stream.read_line(&mut line).await, Ok(n) if n > 0) {
                return None;
            }
            if line == ".\r\n" {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        self.next();
        let taken = || self.seen.lock().unwrap().taken.push(Taken { to: to.to_owned(), text: text.clone() });
        match mode {
            Mode::Full => return Some("452 4.2.2 mailbox full"),
            Mode::TooBig => return Some("552 5.3.4 too big"),
            Mode::Drop => return None,
            Mode::DropAfter => {
                taken();
                return None;
            }
            Mode::Slow(pause) => tokio::time::sleep(pause).await,
            Mode::Held => {
                while self.mode() == Mode::Held {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            _ => {}
        }
        taken();
        Some("250 2.0.0 taken")
    }
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, text: &str) -> std::io::Result<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).await?;
    stream.flush().await
}
