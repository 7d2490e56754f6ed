//! How people log in: by a provider of OpenID Connect, where an office has one, and who needs a second factor.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use entities::shared::actor::Role;

/// Logins.
#[derive(Args, Clone, Debug, Default)]
pub struct SignIn {
    /// The provider.
    #[command(flatten)]
    pub oidc: Oidc,
    /// Roles whose holders must have a second factor, separated by commas, e.g. SYS_ADMIN,ROPS_ADMIN; without one their
    /// session may only set it up.
    #[arg(long, help = "Role, które muszą mieć drugi składnik logowania, po przecinkach, np. SYS_ADMIN,ROPS_ADMIN; bez niego sesja pozwala tylko go ustawić", env = "ZWORNIK_SECOND_FACTOR_FOR", value_delimiter = ',', value_name = "ROLES", value_parser = role)]
    pub second_factor_for: Vec<Role>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(&text.trim().to_ascii_lowercase())
        .ok_or_else(|| "potrzebna jest rola, np. SYS_ADMIN albo COORDINATOR".into())
}

/// A provider.
#[derive(Args, Clone, Debug, Default)]
pub struct Oidc {
    /// Address of the provider (issuer), exactly as it writes it; without one people log in with passwords alone.
    #[arg(
        long,
        help = "Adres dostawcy OpenID Connect (issuer), dokładnie taki, jak sam go podaje; bez niego loguje tylko hasło",
        env = "ZWORNIK_OIDC_ISSUER",
        value_name = "URL",
        requires = "oidc_client_id"
    )]
    pub oidc_issuer: Option<String>,
    /// What the provider calls this installation.
    #[arg(
        long,
        help = "Jak dostawca nazywa tę instalację",
        env = "ZWORNIK_OIDC_CLIENT_ID",
        value_name = "ID"
    )]
    pub oidc_client_id: Option<String>,
    /// File that holds the secret between the two; ZWORNIK_OIDC_CLIENT_SECRET may hold the secret itself.
    #[arg(
        long,
        help = "Plik z sekretem znanym dostawcy; sam sekret może być w ZWORNIK_OIDC_CLIENT_SECRET",
        env = "ZWORNIK_OIDC_CLIENT_SECRET_FILE",
        value_name = "FILE"
    )]
    pub oidc_client_secret_file: Option<PathBuf>,
    /// The secret; by the environment, since other users of the computer see command lines.
    #[arg(
        long,
        env = "ZWORNIK_OIDC_CLIENT_SECRET",
        hide_env_values = true,
        hide = true,
        value_name = "SECRET"
    )]
    pub oidc_client_secret: Option<String>,
    /// What people call the provider, for the button of a client.
    #[arg(
        long,
        help = "Jak ludzie nazywają dostawcę, na przycisk klienta",
        env = "ZWORNIK_OIDC_NAME",
        value_name = "NAME",
        default_value = "Logowanie urzędowe"
    )]
    pub oidc_name: String,
    /// Certificate in PEM of an office's own authority, trusted beside the public ones.
    #[arg(
        long,
        help = "Certyfikat (PEM) własnego urzędu certyfikacji, zaufany obok publicznych",
        env = "ZWORNIK_OIDC_CA_FILE",
        value_name = "FILE"
    )]
    pub oidc_ca_file: Option<PathBuf>,
    /// Addresses of clients that browsers may be sent back to, e.g. https://app.example.pl/login or
    /// pl.example.zwornik:/login; separated by commas.
    #[arg(long, help = "Adresy klientów, do których przeglądarka może wrócić, np. https://app.example.pl/login albo pl.example.zwornik:/login; po przecinkach", env = "ZWORNIK_OIDC_RETURN_URLS", value_delimiter = ',', value_name = "URL", value_parser = return_url)]
    pub oidc_return_urls: Vec<Arc<str>>,
}

/// Over TLS, on this computer, or of an app whose scheme is its own by a name of a domain.
fn return_url(text: &str) -> Result<Arc<str>, String> {
    const FORM: &str = "an address such as https://app.example.pl/login or pl.example.app:/login is needed";
    let url = text.trim();
    let (scheme, rest) = url.split_once(':').ok_or(FORM)?;
    let is_plain =
        |text: &str| text.chars().all(|c| c.is_ascii_graphic()) && !text.contains(['#', '"', '<', '>', '\\']);
    let host = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', ':']).next().unwrap_or_default());
    let is_fine = match scheme {
        "https" => host.is_some_and(|host| !host.is_empty() && !rest.contains('@')),
        "http" => host.is_some_and(|host| host == "localhost" || host == "127.0.0.1"),
        scheme => {
            scheme.contains('.')
                && scheme.starts_with(|c: char| c.is_ascii_lowercase())
                && scheme.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.".contains(c))
        }
    };
    if is_fine && is_plain(rest) && url.len() <= 500 { Ok(url.into()) } else { Err(FORM.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_named_as_the_schema_names_them() {
        assert_eq!(role("SYS_ADMIN"), Ok(Role::SysAdmin));
        assert_eq!(role(" pilot_worker"), Ok(Role::PilotWorker));
        assert!(role("ADMIN").is_err() && role("").is_err());
    }

    #[test]
    fn browsers_are_sent_to_clients_and_never_to_a_script() {
        for fine in [
            "https://app.example.pl/login",
            "https://app.example.pl:8443/a?b=c",
            "http://localhost:3000/login",
            "http://127.0.0.1/x",
            "pl.example.zwornik:/login",
        ] {
            assert_eq!(&*return_url(fine).unwrap(), fine);
        }
        for wrong in [
            "",
            "app.example.pl/login",
            "http://app.example.pl/login",
            "http://localhost.example.pl/",
            "https://",
            "https://user@host/",
            "https://app.example.pl/#x",
            "https://app.example.pl/\"><script>",
            "javascript:alert(1)",
            "data:text/html,x",
            "java script.x:/y",
            "https://a b",
        ] {
            assert!(return_url(wrong).is_err(), "{wrong}");
        }
    }
}
