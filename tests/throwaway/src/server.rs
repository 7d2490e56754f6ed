//! A throw-away PostgreSQL, where its programs are found: on a free loopback port, without durability, gone with
//! the test process.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::scratch;

/// Nothing must outlive the process, and nothing lives long enough to be vacuumed.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=300",
];

/// The server of this test process: `postgres://…` without a database at its end. None where there is none.
pub(crate) fn server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    SERVER.get_or_init(start).as_deref()
}

fn start() -> Option<String> {
    if let Some(given) = setting("ZWORNIK_TEST_PG_URL") {
        return Some(given.trim_end_matches('/').to_owned());
    }
    let Some(programs) = programs() else {
        assert!(
            setting("ZWORNIK_TEST_PG_REQUIRED").is_none(),
            "PostgreSQL is required, but its programs are not found"
        );
        eprintln!("databases: SQLite only, PostgreSQL's programs are not found");
        return None;
    };
    let url = boot(&programs);
    eprintln!("databases: SQLite and PostgreSQL ({})", programs.display());
    Some(url)
}

#[expect(clippy::disallowed_methods, reason = "the tests' one place for settings")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The folder of `initdb` and `postgres`: Debian's newest, else the PATH.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"));
    let path = setting("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = debian.collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// Removes what processes left behind that were ended with all their children: their servers are gone with them.
fn tidy_up() {
    let homes = scratch::homes();
    for entry in homes.iter().filter_map(|home| fs::read_dir(home).ok()).flatten().flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.strip_prefix("zwornik-test-pg-")) else {
            continue;
        };
        if !Path::new("/proc").join(process).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn boot(programs: &Path) -> String {
    std::thread::spawn(tidy_up);
    let folder = scratch::home().join(format!("zwornik-test-pg-{}", std::process::id()));
    let data = folder.join("data");
    fs::create_dir_all(&folder).unwrap();
    let as_root = is_root();
    if as_root {
        let owned = Command::new("chown").arg("postgres").arg(&folder).status();
        assert!(owned.is_ok_and(|status| status.success()), "the folder can be given to the user postgres");
    }
    let initdb = unprivileged(as_root, &programs.join("initdb"))
        .arg("--pgdata")
        .arg(&data)
        .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert!(initdb.status.success(), "initdb: {}", String::from_utf8_lossy(&initdb.stderr));
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut postgres = unprivileged(as_root, &programs.join("postgres"));
    postgres.arg("-D").arg(&data).args(["-h", "127.0.0.1", "-p", &port.to_string()]).arg("-k").arg(&folder);
    for setting in SETTINGS {
        postgres.args(["-c", setting]);
    }
    postgres.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    let broom = sweeps(&folder);
    // The server gets its signal when the thread that started it ends; this one ends with the process.
    std::thread::spawn(move || {
        let mut child = postgres.spawn().unwrap();
        let _ = child.wait();
        let _broom = broom;
        loop {
            std::thread::park();
        }
    });
    let until = Instant::now() + Duration::from_secs(30);
    while !is_ready(&data) {
        assert!(Instant::now() < until, "PostgreSQL answers within 30 s");
        std::thread::sleep(Duration::from_millis(10));
    }
    format!("postgres://postgres@127.0.0.1:{port}")
}

/// Somebody who removes the folder once this process, however it ended, no longer holds the other end.
fn sweeps(folder: &Path) -> Child {
    Command::new("sh")
        .args(["-c", "cat; sleep 1; rm -rf \"$0\""])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The server says so itself, in the last line of the file that tells who it is.
fn is_ready(data: &Path) -> bool {
    let told = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    told.lines().nth(7).is_some_and(|state| state.trim() == "ready")
}

/// A program under a user that PostgreSQL accepts, ended when its parent ends.
fn unprivileged(as_root: bool, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "QUIT"]);
    if as_root {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg(program);
    command
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}
