//! The house is in order: who imports whom, and what is written where. Read from manifests and sources.
//!
//! Sources are read line by line, without comments; unit tests at the end of a file may do what they like where a
//! rule says so.

mod constants;
mod rules;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Most lines of a file.
const LINES: usize = 599;

/// Which room of `entities` knows which, and why where two know each other. `shared` knows none and is known by all.
const ARROWS: &[(&str, &[&str])] = &[
    // Scopes of roles are things of these rooms; who looks after a user depends on where they work. Invitations and
    // links go out by mail; one kind of link opens a person's own certificates.
    (
        "accounts",
        &[
            "audit",
            "certificates",
            "clauses",
            "institutions",
            "jobs",
            "mail",
            "partnerships",
            "pilots",
            "register",
            "territory",
            "trainings",
        ],
    ),
    ("audit", &["register"]),
    // A certificate is earned in a training; trainings know certificates only as the template a programme names.
    (
        "certificates",
        &["audit", "documents", "institutions", "jobs", "mail", "partnerships", "register", "trainings"],
    ),
    // Who receives a clause is a person; a clause may be a project's.
    ("clauses", &["audit", "institutions", "partnerships", "register"]),
    // A copy of a person's data is seen by whoever asked for it and sees the person.
    ("documents", &["audit", "partnerships", "register"]),
    ("indicators", &["audit", "pilots"]),
    // A person is seen by whoever sees an enrolment of theirs, and by staff of a project in which they hold a role: the
    // one thing institutions know of trainings and of accounts.
    ("institutions", &["accounts", "audit", "register", "territory", "trainings"]),
    ("jobs", &["audit"]),
    // The ledger knows what its messages are about by keys alone.
    ("mail", &["audit", "jobs", "partnerships", "register"]),
    // A series is taken once numbers were given from it: the one thing partnerships know of certificates.
    ("partnerships", &["audit", "certificates", "institutions", "territory"]),
    // Whose number may be kept depends on what they take part in.
    ("pesel", &["audit", "institutions", "jobs", "partnerships", "register", "trainings"]),
    ("pilots", &["audit", "institutions", "partnerships", "territory"]),
    // What the rooms say of their tables; what walks it reads the fold.
    ("register", &[]),
    // Recipients are users with rights of their own; a report prints the signs of its project.
    (
        "reporting",
        &[
            "accounts",
            "audit",
            "documents",
            "indicators",
            "jobs",
            "mail",
            "partnerships",
            "pilots",
            "register",
        ],
    ),
    // What is kept about a person lies in nearly every room.
    (
        "requests",
        &[
            "accounts",
            "audit",
            "certificates",
            "documents",
            "institutions",
            "jobs",
            "mail",
            "partnerships",
            "register",
            "trainings",
        ],
    ),
    ("territory", &["audit"]),
    (
        "trainings",
        &[
            "audit",
            "certificates",
            "clauses",
            "documents",
            "institutions",
            "jobs",
            "partnerships",
            "register",
        ],
    ),
    // A restore concerns whoever acts on the world outside: numbers, jobs, schedules, sessions. Links of documents need
    // keys for as long as they hold.
    ("upkeep", &["accounts", "audit", "certificates", "documents", "jobs", "reporting"]),
];

/// Files of `entities` that are rules and nothing else.
const PURE: &[&str] = &[
    "chain.rs",
    "choice.rs",
    "code.rs",
    "cron.rs",
    "csv.rs",
    "eligibility.rs",
    "keyring.rs",
    "keys.rs",
    "lifecycle.rs",
    "link.rs",
    "number.rs",
    "quarter.rs",
    "roles.rs",
    "series.rs",
    "terc.rs",
    "totp.rs",
    "upload.rs",
    "vault.rs",
    "verdict.rs",
    "visibility.rs",
];

/// A source file.
struct Source {
    /// Path below the repository, with slashes.
    path: String,
    text: String,
}

impl Source {
    /// Lines that are no comments, with their numbers; up to the unit tests unless they are wanted.
    fn code(&self, with_tests: bool) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(n, line)| (n + 1, line.trim()));
        lines
            .take_while(move |(_, line)| with_tests || *line != "#[cfg(test)]")
            .filter(|(_, line)| !line.starts_with("//"))
    }

    fn member(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Whether it is part of the product, not of its tests.
    fn is_product(&self) -> bool {
        self.member() != "tests" && !self.path.contains("/tests/") && !self.path.ends_with("/tests.rs")
    }

    /// Where a line says one of these words.
    fn says(&self, words: &[&str]) -> Vec<String> {
        self.code(false)
            .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
            .map(|(n, line)| format!("{}:{n}: {line}", self.path))
            .collect()
    }

    /// Whether a line names a crate: `name::`, or `use name`.
    fn names(&self, name: &str) -> bool {
        self.code(false).any(|(_, line)| {
            line.match_indices(name).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                let after = &line[at + name.len()..];
                let whole = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':' && c != '"');
                whole && (after.starts_with("::") || line.starts_with("use ") && after.starts_with(';'))
            })
        })
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources() -> Vec<Source> {
    let mut all = vec![];
    for member in ["api", "entities", "migration", "reports", "tests"] {
        collect(&root().join(member), member, &mut all);
    }
    assert!(all.len() > 200, "the sources are read");
    all
}

fn collect(folder: &Path, path: &str, into: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{path}/{name}");
        if entry.path().is_dir() {
            if name != "target" {
                collect(&entry.path(), &path, into);
            }
        } else if name.ends_with(".rs") {
            into.push(Source { path, text: fs::read_to_string(entry.path()).unwrap() });
        }
    }
}

/// Names under `[dependencies]` of a member, and under `[dev-dependencies]` where asked for.
fn dependencies(member: &str, dev: bool) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(member).join("Cargo.toml")).unwrap();
    let mut section = String::new();
    let mut names = BTreeSet::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line.to_owned();
        } else if section == "[dependencies]" || dev && section == "[dev-dependencies]" {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                names.insert(name.to_owned());
            }
        }
    }
    assert!(!names.is_empty(), "{member} depends on something");
    names
}

/// Lines that say one of these words in product files outside `homes`.
fn outside(all: &[Source], words: &[&str], is_home: impl Fn(&str) -> bool) -> Vec<String> {
    all.iter().filter(|s| s.is_product() && !is_home(&s.path)).flat_map(|s| s.says(words)).collect()
}

#[test]
fn members_depend_on_one_another_in_one_direction() {
    let members = ["api", "entities", "migration", "reports", "tests", "throwaway"];
    let allowed: &[(&str, &[&str])] = &[
        ("entities", &[]),
        // Databases that its tests run on.
        ("migration", &["throwaway"]),
        ("reports", &["entities"]),
        ("api", &["entities", "migration", "reports"]),
        ("tests", &["api", "entities", "migration", "reports", "throwaway"]),
        ("tests/throwaway", &[]),
    ];
    for (member, others) in allowed {
        let names = dependencies(member, true);
        for other in members.iter().filter(|other| names.contains(**other)) {
            assert!(others.contains(other), "{member} may not depend on {other}");
        }
    }
    assert!(!dependencies("migration", false).contains("throwaway"), "the product throws no database away");
}

#[test]
fn each_outside_library_has_its_house() {
    let houses: &[(&str, &[&str])] = &[
        // The tests make global ids, and need the type of one.
        ("async-graphql", &["api", "tests"]),
        ("axum", &["api", "tests"]),
        ("clap", &["api"]),
        ("hyper", &["api"]),
        ("printpdf", &["reports"]),
        ("lopdf", &["reports"]),
        ("lettre", &["reports"]),
        ("tokio-cron-scheduler", &["reports"]),
        ("ring", &["entities"]),
        ("sea-orm", &["entities", "tests", "tests/throwaway"]),
        ("sea-orm-migration", &["migration"]),
        ("object_store", &["entities", "tests"]),
        ("argon2", &["entities"]),
        ("croner", &["entities"]),
        ("ring", &["entities"]),
        ("openidconnect", &["api"]),
        ("totp-rs", &["entities"]),
    ];
    for member in ["api", "entities", "migration", "reports", "tests", "tests/throwaway"] {
        let names = dependencies(member, false);
        for (library, homes) in houses {
            assert!(
                !names.contains(*library) || homes.contains(&member),
                "{member} may not depend on {library}"
            );
        }
    }
}

#[test]
fn what_is_imported_follows_the_houses() {
    let mut wrong = vec![];
    for source in sources().iter().filter(|source| source.is_product()) {
        let forbidden: &[&str] = match source.member() {
            "entities" => {
                &["api", "reports", "migration", "axum", "async_graphql", "printpdf", "tokio_cron_scheduler"]
            }
            "migration" => &["api", "reports", "entities", "sea_orm"],
            "reports" => &["api", "migration", "axum", "async_graphql", "sea_orm"],
            // One binary runs everything: at the top alone.
            "api" if source.path.starts_with("api/src/commands/") => &["sea_orm", "printpdf"],
            "api" => &["migration", "reports", "sea_orm", "printpdf"],
            _ => &[],
        };
        wrong.extend(
            forbidden.iter().filter(|name| source.names(name)).map(|name| format!("{}: {name}", source.path)),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn some_things_are_named_in_one_file() {
    let all = sources();
    for (name, home) in [
        ("printpdf", "reports/src/document/write/render.rs"),
        ("tokio_cron_scheduler", "reports/src/schedule.rs"),
        ("object_store", "entities/src/documents/files.rs"),
        ("croner", "entities/src/reporting/cron.rs"),
        ("ring", "entities/src/shared/vault.rs"),
        ("totp_rs", "entities/src/accounts/totp.rs"),
    ] {
        let files: Vec<&str> =
            all.iter().filter(|s| s.is_product() && s.names(name)).map(|s| s.path.as_str()).collect();
        assert_eq!(files, [home], "{name}");
    }
}

#[test]
fn transactions_begin_in_the_write_door() {
    let all = sources();
    let wrong = outside(&all, &["begin_with_options", "begin_with_config", "TransactionTrait"], |path| {
        path == "entities/src/shared/tx.rs" || path.starts_with("migration/")
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
    let of_entities: Vec<String> = all
        .iter()
        .filter(|s| matches!(s.member(), "entities" | "api") && s.is_product())
        .flat_map(|s| s.says(&[".begin("]))
        .collect();
    assert!(of_entities.is_empty(), "{of_entities:#?}");
}

#[test]
fn raw_sql_stays_in_stores_the_planner_and_migrations() {
    let words = [
        "Statement::from",
        "Expr::cust",
        "execute_unprepared",
        "query_all_raw",
        "query_one_raw",
        "execute_raw",
    ];
    let wrong = outside(&sources(), &words, |path| {
        path.ends_with("/store.rs")
            || path.starts_with("entities/src/shared/read/")
            || path.starts_with("migration/")
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is_for_and_is_not_too_long() {
    let mut wrong = vec![];
    for source in sources() {
        if !source.text.starts_with("//!") {
            wrong.push(format!("{} does not begin with //!", source.path));
        }
        let lines = source.text.lines().count();
        if lines > LINES {
            wrong.push(format!("{} has {lines} lines", source.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_silenced_or_left_to_do() {
    let mut wrong = vec![];
    for source in sources().iter().filter(|source| source.path != "tests/e2e/tidy.rs") {
        for (n, line) in source.code(true) {
            let silenced = line.starts_with("#[allow(") || line.starts_with("#![allow(");
            if silenced || line.contains("todo!(") || line.contains("unimplemented!(") {
                wrong.push(format!("{}:{n}: {line}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rules_are_pure() {
    let mut seen = BTreeSet::new();
    let mut wrong = vec![];
    for source in sources().iter().filter(|source| source.path.starts_with("entities/src/")) {
        let name = source.path.rsplit('/').next().unwrap_or_default();
        if PURE.contains(&name) {
            seen.insert(name.to_owned());
            wrong.extend(source.says(&[
                "async ",
                ".await",
                "EntityTrait",
                "ConnectionTrait",
                "shared::tx",
                "shared::db",
            ]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen.len(), PURE.len(), "files that are no more: {seen:?}");
}

#[test]
fn rooms_know_each_other_as_the_table_says() {
    let all = sources();
    let rooms: Vec<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    for source in all.iter().filter(|source| source.path.starts_with("entities/src/")) {
        // The fold, and the one roof under which the rooms' keys stand.
        if ["entities/src/rooms.rs", "entities/src/shared/ids.rs"].contains(&source.path.as_str()) {
            continue;
        }
        let room = source.path.split('/').nth(2).unwrap_or_default();
        // The fold knows them all, and none of them knows more of it than its `Room`.
        if room == "rooms.rs" {
            continue;
        }
        for (_, line) in source.code(false) {
            for other in rooms.iter().filter(|other| **other != room && knows(line, other)) {
                found.insert((room.to_owned(), (*other).to_owned()));
            }
        }
    }
    let table: BTreeSet<(String, String)> = ARROWS
        .iter()
        .flat_map(|(room, others)| others.iter().map(|other| ((*room).to_owned(), (*other).to_owned())))
        .collect();
    let new: Vec<_> = found.difference(&table).collect();
    let gone: Vec<_> = table.difference(&found).collect();
    assert!(new.is_empty() && gone.is_empty(), "new arrows: {new:?}, arrows that are no more: {gone:?}");
}

/// Whether a line names a room: `crate::room`, or `use crate::{room, …}`.
fn knows(line: &str, room: &str) -> bool {
    let path = format!("crate::{room}");
    let named = line.find(&path).is_some_and(|at| {
        let after = line[at + path.len()..].chars().next();
        matches!(after, Some(':' | ';') | None)
    });
    let listed = line.strip_prefix("use crate::{").is_some_and(|list| {
        list.split([',', '}']).any(|one| one.trim() == room || one.trim().starts_with(&format!("{room}::")))
    });
    named || listed
}

#[test]
fn time_chance_and_settings_come_from_their_homes() {
    let all = sources();
    for (words, homes) in [
        (&["Utc::now(", "Local::now(", "SystemTime::now("][..], &["entities/src/shared/clock.rs"][..]),
        (
            &["Uuid::new_v4(", "Uuid::now_v7(", "rand::rng(", "OsRng"][..],
            &["entities/src/shared/chance.rs"][..],
        ),
        (
            &["env::var(", "env::vars(", "env::var_os("][..],
            &["api/src/config/mod.rs", "tests/throwaway/src/server.rs", "tests/src/provider.rs"][..],
        ),
    ] {
        let wrong = outside(&all, words, |path| homes.contains(&path));
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
