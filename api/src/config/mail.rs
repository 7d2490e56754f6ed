//! How mail is sent: through a mail server, or into the data folder where none is given.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::public_url;

/// Mail.
#[derive(Args, Clone, Debug, Default)]
pub struct Mail {
    /// Mail server: smtps://host (TLS), smtp://host (STARTTLS, required), or smtp-plain://127.0.0.1:25 on this
    /// computer; without one messages lie in the data folder.
    #[arg(long, help = "Serwer poczty: smtps://host (TLS), smtp://host (STARTTLS, wymagany) albo smtp-plain://127.0.0.1:25 na tym komputerze; bez niego wiadomości leżą w folderze danych", env = "ZWORNIK_SMTP_URL", value_name = "URL", value_parser = smtp_url)]
    pub smtp_url: Option<SmtpUrl>,
    /// User at the mail server.
    #[arg(long, help = "Użytkownik serwera poczty", env = "ZWORNIK_SMTP_USER", value_name = "USER")]
    pub smtp_user: Option<String>,
    /// File that holds the password at the mail server; ZWORNIK_SMTP_PASSWORD may hold the password itself.
    #[arg(
        long,
        help = "Plik z hasłem do serwera poczty; samo hasło może być w ZWORNIK_SMTP_PASSWORD",
        env = "ZWORNIK_SMTP_PASSWORD_FILE",
        value_name = "FILE"
    )]
    pub smtp_password_file: Option<PathBuf>,
    /// Password at the mail server; by the environment, since other users of the computer see command lines.
    #[arg(long, env = "ZWORNIK_SMTP_PASSWORD", hide_env_values = true, hide = true, value_name = "PASSWORD")]
    pub smtp_password: Option<String>,
    /// Certificate in PEM of an office's own authority, trusted beside the public ones.
    #[arg(
        long,
        help = "Certyfikat (PEM) własnego urzędu certyfikacji, zaufany obok publicznych",
        env = "ZWORNIK_SMTP_CA_FILE",
        value_name = "FILE"
    )]
    pub smtp_ca_file: Option<PathBuf>,
    /// Who writes, e.g. ROPS w Kielcach <zwornik@rops.example.pl>
    #[arg(
        long,
        help = "Nadawca, np. ROPS w Kielcach <zwornik@rops.example.pl>",
        env = "ZWORNIK_MAIL_FROM",
        value_name = "ADDRESS"
    )]
    pub mail_from: Option<String>,
    /// Who reads answers, where it is not who writes.
    #[arg(
        long,
        help = "Kto czyta odpowiedzi, jeśli nie nadawca",
        env = "ZWORNIK_MAIL_REPLY_TO",
        value_name = "ADDRESS"
    )]
    pub mail_reply_to: Option<String>,
    /// Address of the client that links in messages lead to; the public address where none is given.
    #[arg(long, help = "Adres klienta, do którego prowadzą odnośniki w wiadomościach; bez tego adres publiczny", env = "ZWORNIK_CLIENT_URL", value_name = "URL", value_parser = public_url)]
    pub client_url: Option<Arc<str>>,
}

/// A mail server's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpUrl {
    /// How the connection is secured.
    pub security: SmtpSecurity,
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
}

/// How the connection to the mail server is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// `smtps`: TLS from the first byte.
    Implicit,
    /// `smtp`: STARTTLS, required.
    StartTls,
    /// `smtp-plain`: none, on this computer alone.
    None,
}

fn smtp_url(text: &str) -> Result<SmtpUrl, String> {
    const FORM: &str = "an address such as smtps://mail.example.pl or smtp://mail.example.pl:587 is needed";
    let (scheme, rest) = text.trim().split_once("://").ok_or(FORM)?;
    let (security, usual) = match scheme {
        "smtps" => (SmtpSecurity::Implicit, 465),
        "smtp" => (SmtpSecurity::StartTls, 587),
        "smtp-plain" => (SmtpSecurity::None, 25),
        _ => return Err(FORM.into()),
    };
    if rest.contains('@') {
        return Err("the user and the password have settings of their own".into());
    }
    let rest = rest.trim_end_matches('/');
    // An IPv6 address stands in brackets.
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| FORM)?),
        _ => (rest, usual),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if host.is_empty() || host.contains(['/', '?', '#', ' ', '[', ']']) {
        return Err(FORM.into());
    }
    Ok(SmtpUrl { security, host: host.to_owned(), port })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_says_how_the_connection_is_secured() {
        let parts = |text| smtp_url(text).map(|url| (url.security, url.host, url.port));
        assert_eq!(
            parts("smtps://mail.example.pl"),
            Ok((SmtpSecurity::Implicit, "mail.example.pl".into(), 465))
        );
        assert_eq!(
            parts("smtp://mail.example.pl/"),
            Ok((SmtpSecurity::StartTls, "mail.example.pl".into(), 587))
        );
        assert_eq!(parts("smtp://10.0.0.1:25"), Ok((SmtpSecurity::StartTls, "10.0.0.1".into(), 25)));
        assert_eq!(parts("smtp-plain://[::1]:2525"), Ok((SmtpSecurity::None, "::1".into(), 2525)));
        assert_eq!(parts("smtp-plain://[::1]"), Ok((SmtpSecurity::None, "::1".into(), 25)));
        for wrong in
            ["mail.example.pl", "http://x", "smtp://", "smtp://x:y", "smtp://u:p@x", "smtp://a b", ""]
        {
            assert!(smtp_url(wrong).is_err(), "{wrong}");
        }
    }
}
