//! What stops the start of the real program, because it would leave a door open; and whose address it goes by.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where what it stands on fails")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A data folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("zwornik-doors-{}-{name}", std::process::id()));
        fs::remove_dir_all(&path).ok();
        Self(path)
    }

    fn program(&self, args: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_zwornik"));
        for name in ["DATABASE_URL", "ZWORNIK_PUBLIC_URL", "ZWORNIK_KEY_FILE", "ZWORNIK_TRUSTED_PROXIES"] {
            program.env_remove(name);
        }
        program.env("ZWORNIK_DATA_DIR", &self.0).env("ZWORNIK_LISTEN", "127.0.0.1:0").args(args);
        program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        program
    }

    fn succeeds(&self, args: &[&str]) -> String {
        let output = self.program(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says where it does not start.
    fn refuses(&self, args: &[&str]) -> String {
        let mut child = self.program(args).spawn().unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if begun.elapsed() > Duration::from_secs(60) {
                child.kill().unwrap();
                panic!("{args:?} was not refused");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let output = child.wait_with_output().unwrap();
        assert!(!output.status.success(), "{args:?} was not refused");
        String::from_utf8(output.stderr).unwrap()
    }

    fn key_file(&self) -> PathBuf {
        self.0.join("keys/zwornik-keys.json")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A running program, ended with the test.
struct Running {
    child: Child,
    address: String,
    /// Held open: the program says more than its first line.
    _stdout: BufReader<ChildStdout>,
}

impl Running {
    fn start(folder: &Folder, args: &[&str]) -> Self {
        let mut child = folder.program(args).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        Self { address: address.unwrap_or_else(|| panic!("{line}")).to_owned(), child, _stdout: stdout }
    }

    /// The status of a check of a certificate, asked in somebody's name.
    fn check(&self, header: &str) -> u16 {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let code = "/verify/00000-0000-0000-00000-0000-0000";
        write!(stream, "GET {code} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{header}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[test]
fn files_that_others_read_stop_the_start() {
    let folder = Folder::new("files");
    folder.succeeds(&["migrate"]);
    folder.succeeds(&["numbers", "held"]);
    let database = folder.0.join("zwornik.sqlite");
    assert_eq!(mode(&database), 0o600, "it is made for its owner alone");
    for args in [&["serve"][..], &["worker"], &["migrate"], &["audit", "verify"]] {
        set_mode(&database, 0o644);
        let said = folder.refuses(args);
        assert!(said.contains("zwornik.sqlite") && said.contains("chmod 600"), "{said}");
        set_mode(&database, 0o600);
    }
    folder.succeeds(&["keys", "create"]);
    assert_eq!(mode(&folder.key_file()), 0o600);
    for wrong in [0o640, 0o604] {
        set_mode(&folder.key_file(), wrong);
        let said = folder.refuses(&["serve"]);
        assert!(said.contains("zwornik-keys.json") && said.contains("chmod 600"), "{said}");
    }
    set_mode(&folder.key_file(), 0o600);
    let good = fs::read(folder.key_file()).unwrap();
    fs::write(folder.key_file(), "{}").unwrap();
    assert!(folder.refuses(&["serve"]).contains("to nie jest plik kluczy"));
    fs::write(folder.key_file(), good).unwrap();
    drop(Running::start(&folder, &["serve"]));
}

#[test]
fn postgresql_without_a_key_file_stops_the_start_before_anything_is_reached() {
    let folder = Folder::new("postgres");
    // Nothing listens there: were it reached first, another failure would be told.
    let database = ["--database-url", "postgres://nobody@127.0.0.1:1/none"];
    for command in ["serve", "worker"] {
        let said = folder.refuses(&[&[command][..], &database].concat());
        assert!(said.contains("Nie ma pliku kluczy") && said.contains("zwornik keys create"), "{said}");
    }
    assert!(!folder.key_file().exists());
    let elsewhere = folder.0.join("elsewhere.json").display().to_string();
    let said = folder.refuses(&["serve", "--key-file", &elsewhere]);
    assert!(
        said.contains("Nie ma pliku kluczy"),
        "an embedded database does not make a file that was named: {said}"
    );
    folder.succeeds(&[&["keys", "create"][..], &database].concat());
    let said = folder.refuses(&[&["serve"][..], &database].concat());
    assert!(said.contains("Nie można otworzyć bazy danych"), "{said}");
}

#[test]
fn a_public_address_without_tls_stops_the_start() {
    let folder = Folder::new("address");
    folder.succeeds(&["migrate"]);
    for command in ["serve", "worker"] {
        let said = folder.refuses(&[command, "--public-url", "http://zwornik.example.pl"]);
        assert!(said.contains("nie jest szyfrowany") && said.contains("https://"), "{said}");
    }
    drop(Running::start(&folder, &["serve", "--public-url", "http://127.0.0.1:8080"]));
    drop(Running::start(&folder, &["serve", "--public-url", "https://zwornik.example.pl"]));
}

#[test]
fn proxies_that_are_no_addresses_stop_the_start_and_only_the_others_are_believed() {
    let folder = Folder::new("proxies");
    folder.succeeds(&["migrate"]);
    for (list, why) in [
        ("proxy.local", "nie jest adresem IP"),
        ("10.0.0.1,", "nie jest adresem IP"),
        ("0.0.0.0/0", "tak szeroki"),
    ] {
        let said = folder.refuses(&["serve", "--trusted-proxies", list]);
        assert!(said.contains("ZWORNIK_TRUSTED_PROXIES") && said.contains(why), "{said}");
    }
    let in_the_name_of = |n: u32| format!("x-forwarded-for: 1.1.1.1, 203.0.113.{}\r\n", n % 250);

    // Nobody is trusted: whatever a client says, its tries are its own.
    let alone = Running::start(&folder, &["serve"]);
    let limited = (0..120).map(|n| alone.check(&in_the_name_of(n))).filter(|status| *status == 429).count();
    assert!(limited > 20, "{limited}");
    drop(alone);

    // This computer is a proxy: each client has its own tries, and what it makes up in front changes nothing.
    let behind = Running::start(&folder, &["serve", "--trusted-proxies", "192.0.2.1, 127.0.0.0/8"]);
    assert!((0..120).all(|n| behind.check(&in_the_name_of(n)) == 404));
    let one = |n: u32| format!("x-forwarded-for: 1.1.1.{n}, 198.51.100.7\r\n");
    let limited = (0..120).map(|n| behind.check(&one(n))).filter(|status| *status == 429).count();
    assert!(limited > 20, "{limited}");
}

#[test]
fn keys_are_rotated_and_never_shown() {
    let folder = Folder::new("keys");
    folder.succeeds(&["keys", "create"]);
    let said = folder.refuses(&["keys", "create"]);
    assert!(said.contains("już istnieje"), "{said}");
    let rotated = folder.succeeds(&["keys", "rotate", "--purpose", "links"]);
    let shown = folder.succeeds(&["keys", "show"]);
    assert!(shown.contains("podpisy odnośników: wersja 2") && !shown.contains("PESEL: wersja 2"), "{shown}");
    folder.succeeds(&["keys", "rotate"]);
    let all = folder.succeeds(&["keys", "show"]);
    assert!(
        all.contains("podpisy odnośników: wersja 3") && all.contains("szyfrowanie PESEL: wersja 2"),
        "{all}"
    );
    assert_eq!(mode(&folder.key_file()), 0o600);
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(folder.key_file()).unwrap()).unwrap();
    let keys = kept["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 15);
    for key in keys {
        let secret = key["secret"].as_str().unwrap();
        assert!(secret.len() == 64 && !(rotated.clone() + &shown + &all).contains(secret));
    }
}

#[test]
fn a_login_provider_without_tls_or_without_a_way_back_stops_the_start() {
    let folder = Folder::new("provider");
    let serve = |more: &[&str]| {
        let asked = ["serve", "--migrate", "--oidc-client-id", "zwornik", "--oidc-issuer"];
        folder.refuses(&[&asked, more].concat())
    };
    let open = serve(&["http://login.example.pl", "--public-url", "https://zwornik.example.pl"]);
    assert!(open.contains("nie jest szyfrowany") && open.contains("ZWORNIK_OIDC_ISSUER"), "{open}");
    let lost = serve(&["https://login.example.pl"]);
    assert!(lost.contains("ZWORNIK_PUBLIC_URL"), "{lost}");
    let (https, way) = ("https://login.example.pl", "https://zwornik.example.pl");
    let away = serve(&[https, "--public-url", way, "--oidc-return-urls", "javascript:alert(1)"]);
    assert!(away.contains("--oidc-return-urls"), "{away}");
    let role = serve(&[https, "--public-url", way, "--second-factor-for", "SYS_ADMIN,NOBODY"]);
    assert!(role.contains("NOBODY"), "{role}");
}

/// `zwornik schema | head`: whoever stops reading ends nothing with a panic.
#[test]
fn output_that_nobody_reads_to_its_end_is_no_failure() {
    let folder = Folder::new("pipe");
    for command in ["schema", "limits"] {
        let mut child = folder.program(&[command]).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
