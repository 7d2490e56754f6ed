//! Mistakes of configuration that would open a door stop the start, with what to do about it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use edge::forwarded::Proxies;
use entities::shared::db::sqlite_file;
use provider::http::is_own;

use crate::config::{Data, Public, Web};

/// Checks what can be checked before anything is opened; for `serve`.
///
/// # Errors
/// A door would be open.
pub(super) fn serving(web: &Web, public: &Public) -> anyhow::Result<()> {
    proxies(web)?;
    address(public)?;
    listening(web, public)
}

/// What is listened to in a network has a proxy with TLS in front, which is why the public address is https.
fn listening(web: &Web, public: &Public) -> anyhow::Result<()> {
    let is_behind_tls = public.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    if is_behind_tls || web.listen.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    bail!(
        "Adres {} jest dostępny z sieci, a hasła i dokumenty szłyby jawnie. Słuchaj na 127.0.0.1 (ZWORNIK_LISTEN) albo \
         podaj adres publiczny https:// (ZWORNIK_PUBLIC_URL) serwera pośredniczącego, który szyfruje.",
        web.listen
    )
}

/// Links in messages hold secrets, so they lead to an address with TLS, or to this computer.
///
/// # Errors
/// They do not.
pub(super) fn client(url: Option<&str>) -> anyhow::Result<()> {
    let Some(url) = url.filter(|url| !is_safe(url)) else { return Ok(()) };
    bail!(
        "Adres klienta {url} nie jest szyfrowany, a odnośniki z wiadomości niosą tajne kody. Podaj adres https:// \
         (ZWORNIK_CLIENT_URL)."
    )
}

/// Documents name people: they are not read by everybody on this computer.
///
/// # Errors
/// Both the data folder and the documents in it are open.
pub(super) fn documents(data: &Data) -> anyhow::Result<()> {
    if !is_open_to_all(&data.data_dir)? || !is_open_to_all(&data.documents())? {
        return Ok(());
    }
    let folder = data.data_dir.display();
    bail!(
        "Dokumenty w folderze {folder} może czytać każdy użytkownik tego komputera. Wykonaj: chmod 700 {folder}"
    )
}

/// A file with a password of another service is not read by everybody; its group may be that of this program.
///
/// # Errors
/// It is.
pub(super) fn secret(path: &Path) -> anyhow::Result<()> {
    if !is_open_to_all(path)? {
        return Ok(());
    }
    let path = path.display();
    bail!("Hasło w pliku {path} może czytać każdy użytkownik tego komputera. Wykonaj: chmod o= {path}")
}

fn is_open_to_all(path: &Path) -> anyhow::Result<bool> {
    Ok(mode_of(path)?.is_some_and(|mode| mode & 0o007 != 0))
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
    let Some(mode) = mode_of(path)?.filter(|mode| mode & 0o077 != 0) else { return Ok(()) };
    let path = path.display();
    bail!(
        "Plik {path} jest dostępny dla innych użytkowników tego komputera (uprawnienia {mode:04o}). Wykonaj: chmod 600 {path}"
    )
}

/// Who may do what with a file or folder; none where it is not there.
fn mode_of(path: &Path) -> anyhow::Result<Option<u32>> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some(found.permissions().mode() & 0o777)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("Nie można sprawdzić pliku {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, FromArgMatches as _};

    use super::*;

    #[test]
    fn a_network_is_listened_to_behind_tls_alone() {
        let web = |address: &str| {
            let command = Web::augment_args(clap::Command::new("serve"));
            let told = command.get_matches_from(["serve", "--listen", address]);
            Web::from_arg_matches(&told).unwrap()
        };
        let of = |address: &str, url: Option<&str>| {
            serving(&web(address), &Public { public_url: url.map(Into::into) }).is_ok()
        };
        let https = Some("https://zwornik.example.pl");
        for address in ["127.0.0.1:1", "[::1]:1", "127.9.9.9:1", "[::ffff:127.0.0.1]:1"] {
            assert!(of(address, None) && of(address, https), "{address}");
        }
        for address in ["0.0.0.0:1", "[::]:1", "10.0.0.7:1", "[2001:db8::1]:1"] {
            assert!(of(address, https) && !of(address, None), "{address}");
            assert!(!of(address, Some("http://127.0.0.1:8080")), "{address}");
        }
        assert!(client(None).is_ok() && client(https).is_ok() && client(Some("http://[::1]:3000")).is_ok());
        assert!(client(Some("http://app.example.pl")).unwrap_err().to_string().contains("https://"));
    }

    #[test]
    fn documents_are_not_open_to_everybody() {
        let folder = std::env::temp_dir().join(format!("zwornik-open-{}", std::process::id()));
        let data = Data {
            audit_head: None,
            data_dir: folder.clone(),
            database_url: None,
            key_file: None,
            database_readers: None,
            database_writers: None,
        };
        fs::create_dir_all(data.documents()).unwrap();
        for (outer, inner, is_fine) in
            [(0o755, 0o755, false), (0o700, 0o755, true), (0o755, 0o700, true), (0o750, 0o770, true)]
        {
            fs::set_permissions(&folder, fs::Permissions::from_mode(outer)).unwrap();
            fs::set_permissions(data.documents(), fs::Permissions::from_mode(inner)).unwrap();
            assert_eq!(documents(&data).is_ok(), is_fine, "{outer:o} {inner:o}");
        }
        fs::remove_dir_all(&folder).unwrap();
        assert!(documents(&data).is_ok());
        entities::documents::files::Files::folder(&data.documents()).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(documents(&data).is_ok(), "a new folder is closed");
        fs::remove_dir_all(&folder).unwrap();
    }

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
            assert_eq!(secret(&path).is_ok(), mode & 0o007 == 0, "{mode:o}");
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
