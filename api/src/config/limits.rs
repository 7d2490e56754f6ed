//! Every limit by its name: what it is now, what it may be, and what a client is told that passes it.
//!
//! One flag, `--limit NAME=NUMBER`, instead of forty; `zwornik limits` prints the table. Rates are two numbers: how
//! many at once (`…-burst`), and how long until one more is free (`…-every-ms`).

use std::time::Duration;

use clap::Args;
use edge::downloads::DownloadLimits;
use edge::graphql::Limits;
use edge::graphql::socket::SocketLimits;
use edge::serve::ServeLimits;
use edge::tries::{PerMinute, Rates};

use super::former_limits;

/// Limits as they are told on the command line.
#[derive(Args, Clone, Debug, Default)]
pub struct LimitFlags {
    /// Limits that differ from the usual ones, e.g. depth=15; `zwornik limits` lists them. In the environment they
    /// are separated by commas.
    #[arg(long = "limit", help = "Limity inne niż zwykłe, np. depth=15; spis: `zwornik limits`. W zmiennej środowiska po przecinkach", env = "ZWORNIK_LIMITS", value_delimiter = ',', value_name = "NAZWA=LICZBA", value_parser = told)]
    limits: Vec<Told>,
}

impl LimitFlags {
    /// The limits: the usual ones, changed by what is told; of one name the last counts.
    #[must_use]
    pub fn all(&self) -> Caps {
        let mut caps = Caps::default();
        for (cap, value) in self.limits.iter().flatten() {
            cap.set(&mut caps, *value);
        }
        caps
    }
}

/// All limits of the edge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caps {
    /// Of a request and its document.
    pub requests: Limits,
    /// Of sockets.
    pub sockets: SocketLimits,
    /// Of connections.
    pub connections: ServeLimits,
    /// Of files that are being read.
    pub downloads: DownloadLimits,
    /// Of how often.
    pub rates: Rates,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Bytes.
    Bytes,
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Millis,
}

/// One limit.
#[derive(Debug)]
pub struct Cap {
    /// Its name on the command line.
    pub name: &'static str,
    /// What its number counts.
    pub unit: Unit,
    /// The least it may be.
    pub least: u64,
    /// The most it may be.
    pub most: u64,
    /// What a client is told: an error code, a status, or how a socket is closed.
    pub told: &'static str,
    /// What it limits, for the operator.
    pub about: &'static str,
    field: fn(&mut Caps) -> &mut dyn Number,
}

impl Cap {
    /// Its number in these limits.
    #[must_use]
    pub fn get(&self, caps: &Caps) -> u64 {
        (self.field)(&mut caps.clone()).read(self.unit)
    }

    /// Changes it; the number was compared with the range when it was read.
    pub fn set(&self, caps: &mut Caps, value: u64) {
        (self.field)(caps).write(value, self.unit);
    }
}

/// A field that holds a limit.
trait Number {
    fn read(&self, unit: Unit) -> u64;
    fn write(&mut self, value: u64, unit: Unit);
}

impl Number for u64 {
    fn read(&self, _: Unit) -> u64 {
        *self
    }

    fn write(&mut self, value: u64, _: Unit) {
        *self = value;
    }
}

impl Number for usize {
    fn read(&self, _: Unit) -> u64 {
        *self as u64
    }

    fn write(&mut self, value: u64, _: Unit) {
        *self = Self::try_from(value).unwrap_or(Self::MAX);
    }
}

impl Number for u32 {
    fn read(&self, _: Unit) -> u64 {
        (*self).into()
    }

    fn write(&mut self, value: u64, _: Unit) {
        *self = Self::try_from(value).unwrap_or(Self::MAX);
    }
}

impl Number for PerMinute {
    fn read(&self, _: Unit) -> u64 {
        self.0.into()
    }

    fn write(&mut self, value: u64, _: Unit) {
        self.0 = u32::try_from(value).unwrap_or(u32::MAX);
    }
}

impl Number for Duration {
    fn read(&self, unit: Unit) -> u64 {
        match unit {
            Unit::Seconds => self.as_secs(),
            Unit::Millis | Unit::Count | Unit::Bytes => u64::try_from(self.as_millis()).unwrap_or(u64::MAX),
        }
    }

    fn write(&mut self, value: u64, unit: Unit) {
        *self = match unit {
            Unit::Seconds => Self::from_secs(value),
            Unit::Millis | Unit::Count | Unit::Bytes => Self::from_millis(value),
        };
    }
}

/// Every limit, in the order of the table.
pub fn caps() -> impl Iterator<Item = &'static Cap> {
    SINGLE.iter().chain(RATES.as_flattened())
}

/// A limit and its value; none where a variable of the environment is there and empty.
pub(super) type Told = Option<(&'static Cap, u64)>;

/// Reads `NAME=NUMBER`.
pub(super) fn told(text: &str) -> Result<Told, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let (name, value) = text.split_once('=').ok_or("podaj NAZWA=LICZBA, np. depth=15")?;
    let name = name.trim();
    if let Some(former) = former_limits::read(name, value) {
        return former;
    }
    let found = caps().find(|cap| cap.name == name);
    let cap = found.ok_or_else(|| format!("nie ma limitu {name}; spis: zwornik limits"))?;
    let value: u64 = value.trim().parse().map_err(|_| format!("{name} to liczba całkowita"))?;
    if !(cap.least..=cap.most).contains(&value) {
        return Err(format!("{name} mieści się od {} do {}", cap.least, cap.most));
    }
    Ok(Some((cap, value)))
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// Shorter rows below.
const fn cap(
    name: &'static str,
    (unit, least, most): (Unit, u64, u64),
    told: &'static str,
    about: &'static str,
    field: fn(&mut Caps) -> &mut dyn Number,
) -> Cap {
    Cap { name, unit, least, most, told, about, field }
}

/// A rate is two rows.
macro_rules! rate {
    ($burst:literal, $every:literal, $told:literal, $about:literal, $field:ident) => {
        [
            cap($burst, (Unit::Count, 1, 1_000_000), $told, $about, |c| &mut c.rates.$field.burst),
            cap($every, (Unit::Millis, 1, 3_600_000), $told, "…potem jedno na tyle milisekund", |c| {
                &mut c.rates.$field.refill
            }),
        ]
    };
}

/// Limits that stand by themselves.
static SINGLE: [Cap; 57] = {
    use Unit::{Bytes, Count, Millis, Seconds};
    [
        cap("text-bytes", (Bytes, KIB, MIB), "QUERY_TOO_LARGE", "tekst dokumentu", |c| {
            &mut c.requests.document.text_bytes
        }),
        cap("tokens", (Count, 100, 100_000), "QUERY_TOO_LARGE", "tokeny dokumentu", |c| {
            &mut c.requests.document.tokens
        }),
        cap("nesting", (Count, 16, 60), "QUERY_TOO_DEEP", "nawiasy otwarte naraz", |c| {
            &mut c.requests.document.nesting
        }),
        cap("definitions", (Count, 1, 1_000), "QUERY_TOO_LARGE", "operacje i fragmenty dokumentu", |c| {
            &mut c.requests.document.definitions
        }),
        cap("variables", (Count, 1, 1_000), "QUERY_TOO_LARGE", "zmienne operacji", |c| {
            &mut c.requests.document.variables
        }),
        cap("directives-per-place", (Count, 1, 32), "QUERY_TOO_LARGE", "dyrektywy w jednym miejscu", |c| {
            &mut c.requests.document.directives_per_place
        }),
        cap("directives", (Count, 1, 10_000), "QUERY_TOO_LARGE", "dyrektywy dokumentu", |c| {
            &mut c.requests.document.directives
        }),
        cap(
            "selections",
            (Count, 100, 100_000),
            "QUERY_TOO_LARGE",
            "pola po rozwinięciu fragmentów",
            |c| &mut c.requests.document.selections,
        ),
        cap("aliases", (Count, 1, 10_000), "QUERY_TOO_LARGE", "aliasy po rozwinięciu fragmentów", |c| {
            &mut c.requests.document.aliases
        }),
        // The standard introspection query needs 15; the parser and the stack bear 60.
        cap("depth", (Count, 15, 60), "QUERY_TOO_DEEP", "pola jedno w drugim", |c| {
            &mut c.requests.document.depth
        }),
        cap("mutations", (Count, 1, 100), "QUERY_TOO_LARGE", "mutacje jednej operacji", |c| {
            &mut c.requests.document.mutations
        }),
        cap(
            "introspection-lists",
            (Count, 1, 3),
            "QUERY_TOO_DEEP",
            "listy introspekcji jedna w drugiej",
            |c| &mut c.requests.document.introspection_lists,
        ),
        cap("list-members", (Count, 10, 100_000), "LIST_TOO_LONG", "lista w zmiennej", |c| {
            &mut c.requests.document.list_members
        }),
        cap("value-bytes", (Bytes, 256, MIB), "TEXT_TOO_LONG", "tekst w zmiennej", |c| {
            &mut c.requests.document.value_bytes
        }),
        cap(
            "values",
            (Count, 100, 1_000_000),
            "QUERY_TOO_LARGE",
            "wartości, liczone w każdym miejscu, które ich używa",
            |c| &mut c.requests.document.values,
        ),
        cap("literal-bytes", (Bytes, 256, MIB), "QUERY_TOO_LARGE", "napis w tekście dokumentu", |c| {
            &mut c.requests.document.literal_bytes
        }),
        cap("literal-members", (Count, 10, 100_000), "QUERY_TOO_LARGE", "lista w tekście dokumentu", |c| {
            &mut c.requests.document.literal_members
        }),
        cap("complexity", (Count, 1_000, 10_000_000), "QUERY_TOO_COMPLEX", "koszt: wiersze razy pola", |c| {
            &mut c.requests.document.complexity
        }),
        cap(
            "cost-per-account",
            (Count, 10_000, 1_000_000_000),
            "RATE_LIMITED",
            "koszt żądań jednego konta na minutę",
            |c| &mut c.rates.cost_of_account,
        ),
        cap(
            "cost-per-address",
            (Count, 10_000, 1_000_000_000),
            "RATE_LIMITED",
            "koszt żądań bez logowania z jednego adresu na minutę",
            |c| &mut c.rates.cost_of_address,
        ),
        cap(
            "cost-of-request",
            (Count, 1, 10_000),
            "RATE_LIMITED",
            "koszt samego żądania lub pobrania",
            |c| &mut c.rates.cost_of_request,
        ),
        cap(
            "heavy-cost",
            (Count, 100, 10_000_000),
            "czeka",
            "koszt, od którego żądanie jest ciężkie",
            |c| &mut c.requests.heavy.from_cost,
        ),
        cap("heavy-at-once", (Count, 1, 1_000), "czeka", "ciężkie żądania procesu naraz", |c| {
            &mut c.requests.heavy.at_once
        }),
        cap(
            "heavy-per-actor",
            (Count, 1, 1_000),
            "czeka",
            "ciężkie żądania naraz jednego konta albo adresu bez logowania",
            |c| &mut c.requests.heavy.of_one,
        ),
        cap(
            "heavy-wait-ms",
            (Millis, 10, 60_000),
            "RATE_LIMITED",
            "czas na miejsce dla ciężkiego żądania",
            |c| &mut c.requests.heavy.wait,
        ),
        cap("body-bytes", (Bytes, KIB, 64 * MIB), "BODY_TOO_LARGE", "treść żądania", |c| {
            &mut c.requests.body_bytes
        }),
        cap(
            "stranger-bytes",
            (Bytes, KIB, 64 * MIB),
            "BODY_TOO_LARGE",
            "treść żądania bez ważnego tokenu",
            |c| &mut c.requests.stranger_bytes,
        ),
        cap("body-seconds", (Seconds, 1, 600), "BODY_TOO_SLOW", "czas na przesłanie treści", |c| {
            &mut c.requests.body_time
        }),
        cap("answer-seconds", (Seconds, 1, 600), "TIMEOUT", "czas odpowiedzi, całego wsadu razem", |c| {
            &mut c.requests.answer_time
        }),
        cap(
            "batch",
            (Count, 0, 1_000),
            "BATCH_TOO_LARGE",
            "żądania jednego wsadu; 0 wyłącza wsady",
            |c| &mut c.requests.batch,
        ),
        cap(
            "errors",
            (Count, 1, 1_000),
            "TOO_MANY_ERRORS",
            "błędy jednej odpowiedzi, reszta jest liczona",
            |c| &mut c.requests.errors,
        ),
        cap(
            "upload-bytes",
            (Bytes, KIB, 128 * MIB),
            "UPLOAD_TOO_LARGE",
            "treść żądania z plikami",
            |c| &mut c.requests.upload.body_bytes,
        ),
        // No more than a stored document may have.
        cap("upload-file-bytes", (Bytes, KIB, 20 * MIB), "UPLOAD_TOO_LARGE", "jeden plik", |c| {
            &mut c.requests.upload.file_bytes
        }),
        cap(
            "upload-files",
            (Count, 0, 50),
            "TOO_MANY_FILES",
            "pliki jednego żądania; 0 wyłącza pliki",
            |c| &mut c.requests.upload.files,
        ),
        cap("upload-seconds", (Seconds, 1, 3_600), "BODY_TOO_SLOW", "czas na przesłanie plików", |c| {
            &mut c.requests.upload.body_time
        }),
        cap("uploads-at-once", (Count, 1, 1_000), "czeka", "żądania z plikami odbierane naraz", |c| {
            &mut c.requests.upload.at_once
        }),
        cap(
            "uploads-per-account",
            (Count, 1, 1_000),
            "TOO_MANY_UPLOADS",
            "żądania z plikami odbierane naraz od jednego konta",
            |c| &mut c.requests.upload.of_account,
        ),
        cap("export-rows", (Count, 1, 1_000_000), "EXPORT_TOO_LARGE", "wiersze jednego eksportu", |c| {
            &mut c.requests.export.rows
        }),
        cap(
            "export-bytes",
            (Bytes, KIB, 1_024 * MIB),
            "EXPORT_TOO_LARGE",
            "komórki jednego eksportu",
            |c| &mut c.requests.export.bytes,
        ),
        cap("export-seconds", (Seconds, 1, 3_600), "TIMEOUT", "czas eksportu, wszystkich stron razem", |c| {
            &mut c.requests.export.time
        }),
        cap(
            "exports-at-once",
            (Count, 0, 1_000),
            "EXPORT_BUSY",
            "eksporty procesu naraz; 0 wyłącza eksport",
            |c| &mut c.requests.export.at_once,
        ),
        cap(
            "downloads-per-account",
            (Count, 1, 10_000),
            "TOO_MANY_DOWNLOADS",
            "pliki i eksporty odbierane naraz przez jedno konto",
            |c| &mut c.downloads.of_account,
        ),
        cap(
            "downloads-per-address",
            (Count, 1, 100_000),
            "TOO_MANY_DOWNLOADS",
            "pliki i eksporty odbierane naraz z jednego adresu",
            |c| &mut c.downloads.of_address,
        ),
        cap("sockets", (Count, 1, 1_000_000), "429 RATE_LIMITED", "gniazda procesu", |c| {
            &mut c.sockets.sockets
        }),
        cap("sockets-per-address", (Count, 1, 100_000), "429 RATE_LIMITED", "gniazda jednego adresu", |c| {
            &mut c.sockets.of_address
        }),
        cap("sockets-per-account", (Count, 1, 10_000), "1013", "gniazda jednego konta", |c| {
            &mut c.sockets.of_account
        }),
        cap("socket-operations", (Count, 1, 1_000), "TOO_MANY_OPERATIONS", "operacje jednego gniazda", |c| {
            &mut c.sockets.operations
        }),
        cap("socket-message-bytes", (Bytes, KIB, 64 * MIB), "1009", "jedna wiadomość gniazda", |c| {
            &mut c.sockets.message_bytes
        }),
        cap(
            "socket-messages-burst",
            (Count, 10, 100_000),
            "1008",
            "wiadomości gniazda naraz; potem 50 na sekundę",
            |c| &mut c.sockets.messages,
        ),
        cap("socket-init-ms", (Millis, 100, 60_000), "4408", "czas na connection_init", |c| {
            &mut c.sockets.init_time
        }),
        cap(
            "socket-ping-seconds",
            (Seconds, 1, 3_600),
            "zamknięcie",
            "co ile gniazdo jest pytane, czy żyje",
            |c| &mut c.sockets.ping_every,
        ),
        cap("socket-send-seconds", (Seconds, 1, 600), "zamknięcie", "czas na odebranie wiadomości", |c| {
            &mut c.sockets.send_time
        }),
        cap(
            "head-seconds",
            (Seconds, 1, 600),
            "zamknięcie",
            "czas na nagłówek i bezczynność połączenia",
            |c| &mut c.connections.head_time,
        ),
        cap(
            "send-seconds",
            (Seconds, 1, 600),
            "zamknięcie",
            "czas, w którym klient odbiera choć część odpowiedzi",
            |c| &mut c.connections.send_time,
        ),
        // hyper needs at least 8 KiB.
        cap("head-bytes", (Bytes, 8 * KIB, MIB), "431", "nagłówek żądania", |c| {
            &mut c.connections.head_bytes
        }),
        cap(
            "connections-of-address",
            (Count, 1, 1_000_000),
            "zamyka połączenie",
            "połączenia jednego adresu naraz",
            |c| &mut c.connections.connections_of_address,
        ),
        cap("connections", (Count, 1, 1_000_000), "czeka", "połączenia otwarte naraz", |c| {
            &mut c.connections.connections
        }),
    ]
};

/// Limits of how often.
static RATES: [[Cap; 2]; 8] = [
    rate!(
        "logins-per-address-burst",
        "logins-per-address-every-ms",
        "RATE_LIMITED",
        "nieudane logowania z jednego adresu naraz",
        logins_of_address
    ),
    rate!(
        "logins-per-account-burst",
        "logins-per-account-every-ms",
        "RATE_LIMITED",
        "nieudane logowania do jednego konta z jednego adresu naraz",
        logins_of_account
    ),
    rate!(
        "logins-elsewhere-burst",
        "logins-elsewhere-every-ms",
        "RATE_LIMITED",
        "nieudane logowania do jednego konta ze wszystkich nowych adresów naraz",
        logins_elsewhere
    ),
    rate!(
        "checks-burst",
        "checks-every-ms",
        "RATE_LIMITED",
        "sprawdzenia zaświadczeń z jednego adresu naraz",
        checks
    ),
    rate!(
        "links-burst",
        "links-every-ms",
        "RATE_LIMITED",
        "próby kodów z wiadomości z jednego adresu naraz",
        links
    ),
    rate!(
        "letters-per-address-burst",
        "letters-per-address-every-ms",
        "RATE_LIMITED",
        "prośby o wiadomość z jednego adresu naraz",
        letters_of_address
    ),
    rate!(
        "letters-per-mailbox-burst",
        "letters-per-mailbox-every-ms",
        "RATE_LIMITED",
        "prośby o wiadomość do jednej skrzynki naraz",
        letters_to_one
    ),
    rate!(
        "pesel-looks-burst",
        "pesel-looks-every-ms",
        "RATE_LIMITED",
        "odsłonięcia, wyszukania i wpisy PESEL jednego konta naraz",
        pesel_looks
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_its_own_and_stands_within_its_range() {
        let usual = Caps::default();
        let mut names = std::collections::HashSet::new();
        for cap in caps() {
            assert!(names.insert(cap.name), "{} is there twice", cap.name);
            let now = cap.get(&usual);
            assert!((cap.least..=cap.most).contains(&now), "{}: {now}", cap.name);
            for value in [cap.least, cap.most] {
                let mut changed = usual.clone();
                cap.set(&mut changed, value);
                assert_eq!(cap.get(&changed), value, "{}", cap.name);
                let others: Vec<_> =
                    caps().filter(|other| other.get(&changed) != other.get(&usual)).collect();
                assert!(others.iter().all(|other| other.name == cap.name), "{} changes {others:?}", cap.name);
            }
        }
    }

    #[test]
    fn what_is_no_limit_is_told_and_the_last_of_a_name_counts() {
        for (wrong, why) in [
            ("depth", "NAZWA=LICZBA"),
            ("deep=3", "nie ma limitu deep"),
            ("depth=many", "liczba całkowita"),
            ("depth=-1", "liczba całkowita"),
            ("depth=14", "od 15 do 60"),
            ("depth=99999999999999999999", "liczba całkowita"),
        ] {
            assert!(told(wrong).unwrap_err().contains(why), "{wrong}");
        }
        let limits = ["depth=15", "", " depth = 30"].map(|text| told(text).unwrap()).to_vec();
        let flags = LimitFlags { limits };
        let caps = flags.all();
        assert_eq!(caps.requests.document.depth, 30);
        assert_eq!(caps.requests.document.aliases, Caps::default().requests.document.aliases);
    }
}
