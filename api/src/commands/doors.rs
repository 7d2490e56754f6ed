//! Mistakes of configuration that would open a door stop the start, with what to do about it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use entities::shared::db::sqlite_file;

use crate::config::{Data, Public, Web};
use crate::http::forwarded::Proxies;
use crate::oidc::http::is_own;

/// Checks what can be checked before anything is opened; for `serve`.
///
/// # Errors
/// A door would be open.
pub(super) fn serving(web: &Web, public: &Public) -> anyhow::Result<()> {
    proxies(web)?;
    address(public)
}

/// Proxies that are believed.
///
/// # Errors
/// The list has a mistake.
pub(super) fn proxies(web: &Web) -> anyhow::Result<Proxies> {
    let list = web.trusted_proxies.as_deref().map(str::trim).filter(|list| !list.is_empty());
    let list = list.into_iter().flat_map(|list| list.split(','));
    Proxies::parse(list, web.forwarded_header.into())
        .context("Lista zaufanych pośredników (ZWORNIK_TRUSTED_PROXIES) jest nieprawidłowa")
}

/// The public address is reached by TLS, unless it is this computer's own.
///
/// # Errors
/// It is not.
pub(super) fn address(public: &Public) -> anyhow::Result<()> {
    let Some(url) = public.public_url.as_deref() else { return Ok(()) };
    if is_safe(url) {
        return Ok(());
    }
    bail!(
        "Adres publiczny {url} nie jest szyfrowany: hasła i dokumenty szłyby jawnie. Podaj adres https:// \
         (ZWORNIK_PUBLIC_URL); szyfrowaniem zajmuje się serwer pośredniczący."
    )
}

/// The provider of logins is reached by TLS, unless it runs on this computer.
///
/// # Errors
/// It is not, or this is no web address.
pub(super) fn provider(issuer: &str) -> anyhow::Result<()> {
    let is_web = issuer.starts_with("https://") || issuer.starts_with("http://");
    if is_web && is_safe(issuer) {
        return Ok(());
    }
    bail!(
        "Adres dostawcy logowania {issuer} nie jest szyfrowany: ktoś po drodze mógłby zalogować się na każde konto. Podaj \
         adres https:// (ZWORNIK_OIDC_ISSUER)."
    )
}

/// Whether what is said to an address stays between the two, or on this computer.
fn is_safe(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return true };
    let host = rest.split('/').next().unwrap_or_default();
    is_own(match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    })
}

/// The files of the embedded database are read by their owner alone.
///
/// # Errors
/// They are not.
pub(super) fn database(data: &Data) -> anyhow::Result<()> {
    let Some(file) = sqlite_file(&data.url()) else { return Ok(()) };
    for ending in ["", "-wal", "-shm"] {
        let mut path = file.clone().into_os_string();
        path.push(ending);
        private(&PathBuf::from(path))?;
    }
    Ok(())
}

/// A file, if it is there, is read and written by its owner alone.
///
/// # Errors
/// It is not.
pub(super) fn private(path: &Path) -> anyhow::Result<()> {
    let mode = match fs::metadata(path) {
        Ok(found) => found.permissions().mode() & 0o777,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("Nie można sprawdzić pliku {}", path.display()));
        }
    };
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let path = path.display();
    bail!(
        "Plik {path} jest dostępny dla innych użytkowników tego komputera (uprawnienia {mode:04o}). Wykonaj: chmod 600 {path}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_reached_without_tls() {
        let of = |url: &str| address(&Public { public_url: Some(url.into()) });
        for fine in [
            "https://zwornik.example.pl",
            "http://127.0.0.1:8080",
            "http://localhost",
            "http://[::1]:8080/x",
            "http://127.9.9.9",
        ] {
            assert!(of(fine).is_ok(), "{fine}");
        }
        for open in [
            "http://zwornik.example.pl",
            "http://10.0.0.7:8080",
            "http://[2001:db8::1]:80",
            "http://localhost.example.pl",
            "http://127.0.0.1.example.pl",
            "http://0.0.0.0",
        ] {
            assert!(of(open).unwrap_err().to_string().contains("https://"), "{open}");
        }
        assert!(address(&Public { public_url: None }).is_ok());
        for (issuer, is_fine) in [
            ("https://login.example.pl/realms/a", true),
            ("http://127.0.0.1:9000", true),
            ("http://login.example.pl", false),
            ("login.example.pl", false),
        ] {
            assert_eq!(provider(issuer).is_ok(), is_fine, "{issuer}");
        }
    }

    #[test]
    fn a_file_that_others_read_is_told_with_what_to_do() {
        let path = std::env::temp_dir().join(format!("zwornik-doors-{}", std::process::id()));
        fs::write(&path, "x").unwrap();
        for (mode, is_private) in
            [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o620, false)]
        {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let checked = private(&path);
            assert_eq!(checked.is_ok(), is_private, "{mode:o}");
            if let Err(error) = checked {
                assert!(error.to_string().contains("chmod 600"));
            }
        }
        fs::remove_file(&path).unwrap();
        assert!(private(&path).is_ok());
    }
}
