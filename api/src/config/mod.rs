//! Configuration: flags of the command line, each also read from the environment. Nothing else reads the
//! environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use edge::forwarded::Via;
use entities::audit::head::HeadFile;
use entities::requests::erased_list;
use entities::shared::db::{Pools, sqlite_url};

mod former_limits;
pub mod limits;
mod mail;
mod oidc;

pub use mail::{Mail, SmtpSecurity, SmtpUrl};
pub use oidc::{Oidc, SignIn};

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct Data {
    /// Folder of the embedded database, documents and keys.
    #[arg(
        long,
        help = "Folder wbudowanej bazy danych, dokumentów i kluczy",
        env = "ZWORNIK_DATA_DIR",
        default_value = "./zwornik-data",
        value_name = "FOLDER"
    )]
    pub data_dir: PathBuf,
    /// Database: sqlite://… or postgres://…; an embedded SQLite file in the data folder where none is given.
    #[arg(
        long,
        help = "Baza danych: sqlite://… albo postgres://…; bez tego plik SQLite w folderze danych",
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub database_url: Option<String>,
    /// File of the keys; in the data folder's keys/ where none is given. Beside PostgreSQL it must exist.
    #[arg(
        long,
        help = "Plik kluczy; bez tego w podfolderze keys/ folderu danych. Przy PostgreSQL musi istnieć",
        env = "ZWORNIK_KEY_FILE",
        value_name = "FILE"
    )]
    pub key_file: Option<PathBuf>,
    /// File of the head of the audit trail, outside the database; below the data folder where none is given.
    #[arg(
        long,
        help = "Plik z końcem łańcucha pieczęci dziennika, poza bazą danych; bez tego audit/head.json w folderze danych",
        env = "ZWORNIK_AUDIT_HEAD",
        value_name = "FILE"
    )]
    pub audit_head: Option<PathBuf>,
    /// Connections to PostgreSQL that read, of each process; four for each core where nothing is said.
    #[arg(long, help = "Ile połączeń z PostgreSQL tylko czyta, na proces; bez tego cztery na rdzeń, co najmniej osiem", env = "ZWORNIK_DATABASE_READERS", value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(2..=500))]
    pub database_readers: Option<u16>,
    /// Connections to PostgreSQL that write, of each process; two for each core where nothing is said.
    #[arg(long, help = "Ile połączeń z PostgreSQL zapisuje, na proces; bez tego dwa na rdzeń, co najmniej osiem", env = "ZWORNIK_DATABASE_WRITERS", value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=500))]
    pub database_writers: Option<u16>,
}

/// How the API is reached.
#[derive(Args, Clone, Debug)]
pub struct Web {
    /// Address to listen on; the last counts.
    #[arg(
        long,
        help = "Adres, na którym słucha API; liczy się ostatni podany",
        env = "ZWORNIK_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT",
        overrides_with = "listen"
    )]
    pub listen: SocketAddr,
    /// Further web addresses whose pages may open sockets, beside the public address; separated by commas.
    #[arg(long, help = "Dalsze adresy stron, które mogą otwierać gniazda, poza adresem publicznym; po przecinkach", env = "ZWORNIK_ALLOWED_ORIGINS", value_delimiter = ',', value_name = "URL", value_parser = public_url)]
    pub allowed_origins: Vec<Arc<str>>,
    /// File or folder of GraphQL documents; where it is given, nothing else runs. A file is a document (.graphql) or
    /// a manifest (.json) of documents by hash.
    #[arg(
        long,
        help = "Plik albo folder dokumentów GraphQL; gdy jest podany, nic innego nie zostanie wykonane. Plik to dokument (.graphql) albo spis dokumentów według skrótów (.json)",
        env = "ZWORNIK_DOCUMENTS",
        value_name = "PATH"
    )]
    pub documents: Option<PathBuf>,
    /// Proxies that tell the client's address: addresses and ranges, separated by commas.
    #[arg(
        long,
        help = "Serwery pośredniczące, które podają adres klienta: adresy i zakresy, po przecinkach",
        env = "ZWORNIK_TRUSTED_PROXIES",
        value_name = "LIST"
    )]
    pub trusted_proxies: Option<String>,
    /// The header in which they tell it; any other is ignored.
    #[arg(
        long,
        help = "Nagłówek, w którym go podają; inne są pomijane",
        env = "ZWORNIK_FORWARDED_HEADER",
        value_enum,
        default_value_t,
        value_name = "HEADER"
    )]
    pub forwarded_header: ForwardedHeader,
    /// Limits.
    #[command(flatten)]
    pub limits: limits::LimitFlags,
}

/// The header in which proxies tell the client's address.
#[derive(ValueEnum, Clone, Copy, Debug, Default)]
pub enum ForwardedHeader {
    /// X-Forwarded-For
    #[default]
    XForwardedFor,
    /// Forwarded
    Forwarded,
}

impl From<ForwardedHeader> for Via {
    fn from(header: ForwardedHeader) -> Self {
        match header {
            ForwardedHeader::XForwardedFor => Self::XForwardedFor,
            ForwardedHeader::Forwarded => Self::Forwarded,
        }
    }
}

/// What documents print.
#[derive(Args, Clone, Debug)]
pub struct Public {
    /// Public address of this installation, printed in QR codes, e.g. https://zwornik.example.pl
    #[arg(long, help = "Publiczny adres tej instalacji, drukowany w kodach QR, np. https://zwornik.example.pl", env = "ZWORNIK_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<Arc<str>>,
}

/// How a worker works.
#[derive(Args, Clone, Copy, Debug)]
pub struct Work {
    /// Jobs at once; as many as the machine has cores where none is given.
    #[arg(long, help = "Ile zadań naraz; bez tego tyle, ile rdzeni ma komputer", env = "ZWORNIK_WORKER_SLOTS", value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub slots: Option<u16>,
    /// Seconds after which the jobs of a silent worker pass to others.
    #[arg(long, help = "Po ilu sekundach zadania milczącego workera przechodzą do innych", env = "ZWORNIK_WORKER_LEASE", default_value_t = 60, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(2..=3600))]
    pub lease: u64,
}

impl Data {
    /// The database's address.
    pub fn url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| sqlite_url(&self.data_dir.join("zwornik.sqlite")))
    }

    /// Connections to it.
    pub fn pools(&self) -> Pools {
        let usual = Pools::default();
        Pools {
            readers: self.database_readers.map_or(usual.readers, u32::from),
            writers: self.database_writers.map_or(usual.writers, u32::from),
            ..usual
        }
    }

    /// Folder of stored documents.
    pub fn documents(&self) -> PathBuf {
        self.data_dir.join("documents")
    }

    /// Folder with the keys of people who were erased, beside the documents.
    pub fn erasures(&self) -> PathBuf {
        self.data_dir.join(erased_list::FOLDER)
    }

    /// Whether the database is a file of our own.
    pub fn is_embedded(&self) -> bool {
        self.url().starts_with("sqlite:")
    }

    /// File of the keys.
    pub fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.keys().join("zwornik-keys.json"))
    }

    /// The key that signed links before there was a key file.
    pub fn old_key(&self) -> PathBuf {
        self.keys().join("links.key")
    }

    /// The head of the audit trail.
    pub fn audit_head(&self) -> HeadFile {
        let path = self.audit_head.clone();
        HeadFile::at(path.unwrap_or_else(|| self.data_dir.join("audit").join("head.json")))
    }

    /// Folder of keys.
    pub fn keys(&self) -> PathBuf {
        self.data_dir.join("keys")
    }

    /// Folder of messages, where there is no mail server.
    pub fn mail(&self) -> PathBuf {
        self.data_dir.join("mail")
    }

    /// A file below the data folder.
    pub fn file(&self, name: &str) -> PathBuf {
        Path::new(&self.data_dir).join(name)
    }
}

fn public_url(text: &str) -> Result<Arc<str>, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['?', '#', ' ', '@']) && url.len() <= 200 => {
            Ok(url.into())
        }
        _ => Err("potrzebny jest adres taki jak https://zwornik.example.pl".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_a_web_address_without_a_slash_at_its_end() {
        assert_eq!(&*public_url("https://zwornik.example.pl/").unwrap(), "https://zwornik.example.pl");
        for wrong in ["zwornik.example.pl", "ftp://x", "https://", "https://a b", "https://user@host"] {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
    }
}
