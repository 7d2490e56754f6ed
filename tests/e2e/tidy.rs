//! The house is in order: who imports whom, and what is written where. Read from manifests and sources.
//!
//! Sources are read line by line, without comments; unit tests at the end of a file may do what they like where a
//! rule says so.

mod constants;
mod rules;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use entities::ROOMS;
use entities::rooms::Room;

/// Most lines of a file.
const LINES: usize = 599;

/// Files of `entities` that are rules and nothing else.
const PURE: &[&str] = &[
    "chain.rs",
    "choice.rs",
    "code.rs",
    "cron.rs",
    "csv.rs",
    "eligibility.rs",
    "holder.rs",
    "keyring.rs",
    "keys.rs",
    "lifecycle.rs",
    "link.rs",
    "number.rs",
    "open_badge.rs",
    "quarter.rs",
    "roles.rs",
    "routing.rs",
    "series.rs",
    "slots.rs",
    "terc.rs",
    "totp.rs",
    "upload.rs",
    "vault.rs",
    "verdict.rs",
    "visibility.rs",
];

/// The members of the workspace; those of `api` from below upwards.
const MEMBERS: &[&str] = &[
    "api/edge",
    "api/provider",
    "api/kit",
    "api/graph",
    "api/writes",
    "api/demo",
    "api/pages",
    "api",
    "entities",
    "migration",
    "reports",
    "tests/throwaway",
    "tests",
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
        let holds =
            |member: &&&str| self.path.strip_prefix(**member).is_some_and(|rest| rest.starts_with('/'));
        MEMBERS.iter().find(holds).copied().unwrap_or_default()
    }

    /// Whether it is part of the product, not of its tests.
    fn is_product(&self) -> bool {
        !self.member().starts_with("tests")
            && !self.path.contains("/tests/")
            && !self.path.ends_with("/tests.rs")
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
    let names = MEMBERS.iter().map(|member| member.rsplit('/').next().unwrap_or(member));
    let members: Vec<&str> = names.collect();
    let allowed: &[(&str, &[&str])] = &[
        ("entities", &[]),
        // Databases that its tests run on.
        ("migration", &["throwaway"]),
        ("reports", &["entities"]),
        ("api/edge", &["entities"]),
        ("api/provider", &["entities"]),
        ("api/kit", &["edge", "entities", "provider"]),
        ("api/graph", &["edge", "entities", "kit"]),
        ("api/writes", &["edge", "entities", "graph", "kit"]),
        ("api/demo", &["entities"]),
        // A page knows what a client knows.
        ("api/pages", &[]),
        (
            "api",
            &[
                "demo",
                "edge",
                "entities",
                "graph",
                "kit",
                "migration",
                "pages",
                "provider",
                "reports",
                "writes",
            ],
        ),
        ("tests", &["api", "edge", "entities", "kit", "migration", "provider", "reports", "throwaway"]),
        ("tests/throwaway", &[]),
    ];
    assert_eq!(allowed.len(), MEMBERS.len());
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
        ("async-graphql", &["api", "api/edge", "api/kit", "api/graph", "api/writes", "tests"]),
        ("axum", &["api", "api/edge", "api/provider", "tests"]),
        ("clap", &["api"]),
        ("hyper", &["api/edge"]),
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
        ("openidconnect", &["api/provider"]),
        ("totp-rs", &["entities"]),
    ];
    for member in MEMBERS {
        let names = dependencies(member, false);
        for (library, homes) in houses {
            assert!(
                !names.contains(*library) || homes.contains(member),
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
            member if member.starts_with("api") => &["migration", "reports", "sea_orm", "printpdf"],
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
            // What every statement passes through.
            || ["tx.rs", "locks.rs", "reader.rs"].iter().any(|file| path == format!("entities/src/shared/{file}"))
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
fn rooms_know_those_that_they_say() {
    let all = sources();
    let rooms: Vec<&str> = ROOMS.iter().map(|room| room.name).collect();
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    for source in all.iter().filter(|source| source.path.starts_with("entities/src/")) {
        let room = source.path.split('/').nth(2).unwrap_or_default();
        if !rooms.contains(&room) {
            continue;
        }
        for (_, line) in source.code(false) {
            for other in rooms.iter().filter(|other| **other != room && knows(line, other)) {
                found.insert((room.to_owned(), (*other).to_owned()));
            }
        }
    }
    let table: BTreeSet<(String, String)> = ROOMS
        .iter()
        .flat_map(|room| room.knows.iter().map(|other| (room.name.to_owned(), (*other).to_owned())))
        .collect();
    let new: Vec<_> = found.difference(&table).collect();
    let gone: Vec<_> = table.difference(&found).collect();
    assert!(new.is_empty() && gone.is_empty(), "new arrows: {new:?}, arrows that are no more: {gone:?}");
}

/// Arrows that point upwards: debts, which ARCHITECTURE.md explains.
const UPWARDS: &[(&str, &str)] = &[
    ("institutions", "accounts"),
    ("institutions", "trainings"),
    ("partnerships", "certificates"),
    ("trainings", "certificates"),
];

#[test]
fn but_for_known_debts_no_rooms_know_each_other_in_a_circle() {
    let mut left: Vec<&Room> = ROOMS.iter().collect();
    for (from, to) in UPWARDS {
        assert!(
            ROOMS.iter().any(|room| room.name == *from && room.knows.contains(to)),
            "{from} -> {to} is paid"
        );
    }
    while !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|room| room.name).collect();
        let waits = |room: &&Room| {
            room.knows.iter().any(|other| names.contains(other) && !UPWARDS.contains(&(room.name, other)))
        };
        left.retain(waits);
        assert!(left.len() < names.len(), "these know each other in a circle: {names:?}");
    }
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

#[test]
fn the_register_of_rights_is_what_the_rooms_declare() {
    let kept = fs::read_to_string(root().join("docs/guide/roles.md")).unwrap_or_default();
    assert!(
        kept.trim_end() == api::commands::roles::document().trim_end(),
        "docs/guide/roles.md is old: cargo run -- roles > docs/guide/roles.md"
    );
}
